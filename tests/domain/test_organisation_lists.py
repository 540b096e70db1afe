"""Lists of organisations read like a compiler: every problem, its line and its mend."""

from collections import Counter

from literasi.config import ROOT
from literasi.domain.organisation_lists import parse_list
from literasi.domain.organisations import OrganisationKind

HEADER = "name,kind,parent,slug,source,contoh\n"


def test_the_list_of_samarinda_is_whole():
    listed, problems = parse_list((ROOT / "organisations" / "samarinda.csv").read_text())
    kinds = Counter(one.kind for one in listed)

    assert problems == []
    assert listed[0].slug == "samarinda"
    assert (kinds[OrganisationKind.DISTRICT], kinds[OrganisationKind.VILLAGE]) == (10, 59)
    assert len({one.slug for one in listed}) == len(listed) == 115
    assert all(one.is_example for one in listed if one.kind is OrganisationKind.COMMUNITY)


def test_every_kelurahan_stands_in_its_kecamatan():
    listed, _ = parse_list((ROOT / "organisations" / "samarinda.csv").read_text())
    below = Counter(one.parent for one in listed if one.kind is OrganisationKind.VILLAGE)

    assert below == {
        "kecamatan-palaran": 5,
        "kecamatan-samarinda-ilir": 5,
        "kecamatan-samarinda-kota": 5,
        "kecamatan-sambutan": 5,
        "kecamatan-samarinda-seberang": 6,
        "kecamatan-loa-janan-ilir": 5,
        "kecamatan-sungai-kunjang": 7,
        "kecamatan-samarinda-ulu": 8,
        "kecamatan-samarinda-utara": 8,
        "kecamatan-sungai-pinang": 5,
    }


def test_every_problem_has_its_line():
    text = HEADER + (
        "Kota Contoh,kota,,contoh-kota,,\n"
        "Dinas Satu,dnas,contoh-kota,,,\n"
        ",dinas,contoh-kota,,,\n"
        "Dinas Dua,dinas,kota-lain,,,\n"
        "Dinas Tiga,dinas,contoh-kota,Dinas Tiga,,\n"
        "Kota Contoh,dinas,contoh-kota,contoh-kota,,mungkin\n"
        "Grup,komunitas,contoh-kota,,,\n"
        "Grup Lain,komunitas,,,,\n"
        "Unit,unit,Grup Lain,,,\n"
    )
    listed, problems = parse_list(text)

    assert [one.line for one in problems] == [3, 4, 5, 6, 7, 7, 8, 10]
    assert '"dinas"' in str(problems[0])
    assert [one.slug for one in listed] == ["contoh-kota", "grup-lain"]


def test_a_parent_is_a_name_further_up_or_an_address_that_exists():
    listed, problems = parse_list(
        "\ufeff" + HEADER + "Dinas A,dinas,kota-uji,,,\nUPTD A,unit,Dinas A,,,ya\n\n", {"kota-uji"}
    )

    assert problems == []
    assert [(one.slug, one.parent, one.is_example) for one in listed] == [
        ("dinas-a", "kota-uji", False),
        ("uptd-a", "dinas-a", True),
    ]


def test_another_header_is_named():
    _, problems = parse_list("nama;jenis\n")

    assert [one.line for one in problems] == [1] * 4
