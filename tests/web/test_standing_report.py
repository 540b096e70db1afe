"""The supervisor's page: headline, filters, the button, downloads; and nobody of another agency."""

import io
import re
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from literasi.models import Membership
from tests import agencies, make
from tests.agencies import PAGE
from tests.browsing import Browser

NAME = re.compile(r'<th scope="row">([^<]+)<small>')


@pytest.fixture
def site(app):
    return agencies.Site(app)


def main_of(page):
    return page.partition("<main")[2].partition("<footer")[0]


def headline(page):
    return re.search(r"<h1>(.*?)</h1>", page).group(1)


def test_before_anything_is_assigned_it_says_what_to_do(site):
    page = site.page()

    assert headline(page) == "Belum ada tugas belajar"
    assert "Beri anggota Anda sebuah kursus" in page
    assert 'href="/instansi/dishub/tugas/baru">Pilih kursus dan tenggat' in page
    assert "<table" not in page
    assert "Unduh" not in page


def test_nothing_is_required_of_a_community(site):
    with site.writing() as session:
        place = {"learner_id": site.world.learner_ids["neighbour"], "role": "supervisor"}
        make.member(session, site.ids["info-kota"], "Admin", **place)
    page = site.page("/instansi/info-kota", role="neighbour")

    assert "Komunitas tidak punya tugas belajar" in page
    assert "/tugas" not in page


def test_the_headline_is_the_answer(site):
    ani, budi = site.come("dishub", "Ani", "Budi")
    site.come("dinkes", "Orang Dinkes")
    site.assign("dinkes", -3)
    site.assign("dishub", 5)
    assert headline(site.page()) == "Tidak ada yang terlambat, 3 orang masih belajar"
    site.assign("dishub", -3)
    assert headline(site.page()) == "3 orang melewati tenggat"
    site.assign("dishub", -3, courses=2)
    assert headline(site.page()) == "9 tugas melewati tenggat"
    assert headline(site.page(f"{PAGE}?kursus=krisis")) == "3 orang melewati tenggat"
    page = site.page(role="neighbour", path="/instansi/dinkes")

    assert headline(page) == "2 orang melewati tenggat"
    assert NAME.findall(page) == ["Anggota dinkes", "Orang Dinkes"]
    assert ani
    assert budi


def test_when_everybody_is_done_the_page_is_warm(site):
    site.assign("dishub", -3)
    site.finish(site.world.member_ids["dishub"])
    page = site.page()

    assert headline(page) == "Semua orang sudah menyelesaikan tugas belajarnya"
    assert "Terima kasih kepada semuanya" in page
    assert NAME.findall(page) == ["Anggota dishub"]
    assert "dari 1 orang" in page
    assert "Ingatkan</" not in page


def test_rows_name_agency_course_day_and_reminders(site):
    site.come("uptd-parkir", "Norhayati")
    site.assign("dishub", -22)
    page = site.page()

    assert NAME.findall(page) == ["Anggota dishub", "Norhayati"]
    assert "Norhayati<small>UPTD Parkir</small>" in page
    assert "22 hari lewat" in page
    assert page.count("Belum pernah") == 2
    assert "Anda melihat nama dan penyelesaian saja." in page
    assert "Ingatkan 2 orang ini" in page


def test_filters_narrow_the_page_and_stay_in_its_links(site):
    (norhayati,) = site.come("uptd-parkir", "Norhayati")
    cohort_id = site.cohort("dishub", site.world.member_ids["dishub"])
    site.assign("dishub", -22, courses=2)
    site.assign("dishub", 5)
    unit = site.page(f"{PAGE}?unit=uptd-parkir&kursus=fondasi&keadaan=belum")

    assert NAME.findall(unit) == ["Norhayati"] * 2
    assert "unduh.csv?unit=uptd-parkir&amp;kursus=fondasi&amp;keadaan=belum" in unit
    assert "Unduh 2 baris ini (CSV)" in unit
    assert NAME.findall(site.page(f"{PAGE}?angkatan={cohort_id}")) == ["Anggota dishub"] * 2
    assert NAME.findall(site.page(f"{PAGE}?cari=nor")) == ["Norhayati"] * 2
    assert 'value="nor"' in site.page(f"{PAGE}?cari=nor")
    nobody = site.page(f"{PAGE}?cari=%22%3E%3Cb%3E")
    assert "Tidak ada yang cocok" in nobody
    assert "<b>" not in nobody
    assert norhayati


def test_what_is_another_agencys_does_not_exist_in_a_filter(site):
    """Its unit, cohort, course and row are answered as what nobody has."""
    (rahasia,) = site.come("dinkes", "Orang Rahasia")
    foreign_cohort = site.cohort("dinkes", rahasia)
    site.assign("dishub", -3)
    site.assign("dinkes", -3, courses=2)
    foreign = site.obligations("dinkes")["orang rahasia"]
    asked = [
        "unit=dinkes", "unit=kota-uji", "unit=info-kota", f"angkatan={foreign_cohort}", "kursus=krisis",
        f"setelah={foreign}",
    ]  # fmt: skip
    nothing = [
        "unit=tiada", "unit=%00", "unit=A'", "angkatan=99999", "angkatan=0", "kursus=tiada", "keadaan=apa",
        "setelah=99999", "setelah=-1", "setelah=99999999999999999999", "setelah=²", "kursus=%00",
    ]  # fmt: skip
    for path in (PAGE, f"{PAGE}/unduh.csv", f"{PAGE}/unduh.xlsx"):
        answers = {
            re.sub(
                "Nomor kesalahan [0-9a-f]+|<a [^>]*>", "", main_of(site.page(f"{path}?{query}", status=404))
            )
            for query in asked + nothing
            if path == PAGE or "setelah" not in query
        }
        assert len(answers) == 1
        assert "Rahasia" not in answers.pop()
    assert NAME.findall(site.page(f"{PAGE}?cari=orang&keadaan=semua")) == []
    assert "rahasia" not in site.page(f"{PAGE}?keadaan=semua").casefold()
    for path in ("/instansi/dinkes", "/instansi/dinkes/unduh.csv", "/instansi/dinkes/unduh.xlsx"):
        site.page(path, status=404)


def test_supervisors_of_a_unit_do_not_see_the_agency_above(site):
    site.assign("dishub", -3)
    with site.writing() as session:
        make.member(
            session, site.ids["uptd-parkir"], "Penyelia UPTD",
            learner_id=site.world.learner_ids["neighbour"], role="supervisor",
        )  # fmt: skip

    assert NAME.findall(site.page("/instansi/uptd-parkir", role="neighbour")) == []
    site.page("/instansi/dishub", role="neighbour", status=404)


def test_one_is_reminded_by_a_tap_and_once_a_day(site):
    site.come("dishub", "Ani", "Budi")
    site.assign("dishub", -3)
    ani = site.obligations("dishub")["ani"]
    status, address = site.remind("?keadaan=terlambat", tugas=ani)
    page = site.page(address)

    assert status == 303
    assert address.endswith(f"#tugas-{ani}"), "back to the row, not to the top"
    assert "Ani sudah diingatkan di situs." in page
    assert f'<tr id="tugas-{ani}"><th scope="row">Ani<' in page
    assert "1 kali, terakhir" in page
    assert page.count("Baru diingatkan") == 1
    assert site.reminders() == [ani]
    later = site.page()
    assert later.count("Sudah diingatkan hari ini") == 1
    assert "Baru diingatkan" not in later
    _, address = site.remind(tugas=ani)
    assert "Ani sudah diingatkan hari ini; sekali sehari cukup." in site.page(address)
    assert "Ingatkan 3 orang ini" in site.page()
    _, address = site.remind(semua="ya")
    page = site.page(address)
    assert "2 orang diingatkan di situs" in page
    assert "1 orang sudah diingatkan hari ini" in page
    assert len(site.reminders()) == 3


def test_when_all_were_reminded_today_nobody_is_offered_to_be(site):
    site.come("dishub", "Ani")
    site.assign("dishub", -3)
    site.assign("dinkes", -3)
    site.remind(semua="ya")
    page = site.page()

    assert "Semua yang terlambat di sini sudah diingatkan hari ini." in page
    assert 'name="semua"' not in page
    assert 'name="semua"' in site.page("/instansi/dinkes", role="neighbour")


def test_whom_a_later_page_reminds_is_led_back_to_that_page(site):
    site.come("dishub", *(f"Orang {number:02}" for number in range(60)))
    site.assign("dishub", -3)
    numbers = site.obligations("dishub")
    start = f"setelah={numbers['orang 48']}"
    page = site.page(f"{PAGE}?keadaan=terlambat&{start}")
    assert f"ingatkan?{start}&amp;keadaan=terlambat" in page
    _, address = site.remind(f"?keadaan=terlambat&{start}", tugas=numbers["orang 55"])
    assert start in address
    assert "Orang 55 sudah diingatkan di situs." in site.page(address)

    site.remind(semua="ya")
    assert 'name="semua"' not in site.page(), "the whole first page was reminded, and so was the next"


def test_nobody_of_another_agency_is_reminded(site):
    site.come("dinkes", "Ani")
    site.assign("dinkes", -3)
    site.assign("dishub", 3)
    foreign = site.obligations("dinkes")["ani"]
    told = {site.remind(tugas=one)[1] for one in (foreign, 99999, 0, -1, "9" * 30, "²", "", "\x00")}
    assert len(told) == 1
    assert "Tidak ada lagi yang perlu diingatkan." in site.page(told.pop())
    assert site.remind(semua="ya")[1].endswith("diingatkan=0-0-0")
    assert site.remind("?unit=dinkes", semua="ya")[0] == 404
    assert site.remind(slug="dinkes", semua="ya")[0] == 404
    assert site.reminders() == []


def test_all_who_are_late_means_those_of_the_filter(site):
    site.come("uptd-parkir", "Norhayati")
    site.assign("dishub", -3)
    site.assign("dishub", 3)
    _, address = site.remind("?unit=uptd-parkir&keadaan=belum", semua="ya")

    assert "unit=uptd-parkir" in address
    names = {number: name for name, number in site.obligations("dishub").items()}
    assert len(site.reminders()) == 1
    assert names.get(site.reminders()[0], "norhayati") == "norhayati"


def test_a_filled_form_needs_its_token(site):
    answer = site.world.client("supervisor").post(f"{PAGE}/ingatkan", data={"semua": "ya"})

    assert answer.status_code == 400


def test_what_is_downloaded_is_what_the_pages_show(site):
    site.come("dishub", *(f"Pegawai {number:03}" for number in range(120)))
    site.come("dinkes", "Orang Dinkes")
    site.assign("kota-uji", -3)
    browser, seen = Browser(site.world.client("supervisor")), []
    browser.open(PAGE)
    while True:
        seen += NAME.findall(browser.page.html)
        if "Berikutnya" not in browser.page:
            break
        browser.click("Berikutnya")
    facts, head, rows = site.csv()

    assert len(seen) == 121
    assert [row[0] for row in rows] == seen
    assert head == [
        "Nama", "Instansi", "Kursus", "Keadaan", "Tenggat", "Hari terlambat", "Selesai pada",
        "Berapa kali diingatkan", "Terakhir diingatkan",
    ]  # fmt: skip
    assert facts["Jumlah baris"] == "121"
    assert facts["Instansi"] == "Dinas Perhubungan"
    assert facts["Keadaan"] == "lewat tenggat"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", facts["Data per (Wita)"])
    assert rows[0][4:6] == [(site.today - timedelta(days=3)).isoformat(), "3"]


def test_a_sheet_has_typed_cells_and_no_formulas(site):
    (evil,) = site.come("dishub", '=HYPERLINK("http://x";"y")')
    site.assign("dishub", -3)
    site.finish(evil)
    answer = site.world.client("supervisor").get(f"{PAGE}/unduh.xlsx?keadaan=semua")
    sheet = load_workbook(io.BytesIO(answer.data)).active
    rows = {row[0].value: row for row in sheet.iter_rows()}
    late, done = rows["Anggota dishub"], rows['=HYPERLINK("http://x";"y")']

    assert answer.headers["Content-Disposition"].startswith('attachment; filename="dishub-semua-')
    assert rows["Jumlah baris"][1].value == 2
    assert late[4].is_date
    assert late[5].value == 3
    assert done[0].data_type == "s"
    assert done[5].value is None
    assert done[6].is_date
    _, _, plain = site.csv("?keadaan=semua")
    assert [row[0] for row in plain] == ["Anggota dishub", '\'=HYPERLINK("http://x";"y")']


def test_downloads_are_narrowed_as_the_page_is(site):
    site.come("uptd-parkir", "Norhayati")
    site.assign("dishub", -3)
    facts, _, rows = site.csv("?unit=uptd-parkir&keadaan=belum&kursus=fondasi&cari=nor")

    assert [row[0] for row in rows] == ["Norhayati"]
    assert facts["Kursus"] == "Kenali Jebakan"
    assert facts["Nama"] == "nor"
    assert facts["Instansi"] == "UPTD Parkir"


def test_the_weeks_stand_beside_their_table(site):
    site.assign("dishub", 3)
    site.finish(site.world.member_ids["dishub"])
    page = site.page()
    cells = re.findall(r'<td class="num">(\d+)</td>', page[page.index("Minggu mulai Senin") :])

    assert cells == ["0"] * 11 + ["1"]
    assert len(re.findall("<rect ", page)) == 1


def test_several_agencies_are_listed_with_one_line_each(site):
    with site.writing() as session:
        make.member(
            session, site.ids["dinkes"], "Ratna", learner_id=site.world.learner_ids["supervisor"],
            role="supervisor",
        )  # fmt: skip
    site.assign("dishub", -3)
    page = site.page("/instansi")

    assert "0 dari 1 tugas selesai, 1 lewat tenggat" in page
    assert "belum ada tugas belajar" in page
    assert "/instansi/kota" not in page


def test_no_cache_on_the_way_keeps_names(site):
    site.assign("dishub", -3)
    for path in (PAGE, f"{PAGE}/unduh.csv", f"{PAGE}/unduh.xlsx"):
        answer = site.world.client("supervisor").get(path)

        assert answer.headers["Cache-Control"] == "no-store"
        assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_who_asks_to_join_is_counted_with_a_link(site):
    with site.writing() as session:
        for slug, name in (("dishub", "Ani"), ("uptd-parkir", "Budi"), ("dinkes", "Orang Dinkes")):
            make.member(session, site.ids[slug], name, state="waiting")
    site.assign("dishub", -3)
    page = site.page()

    assert "2 orang minta bergabung." in page
    assert 'href="/instansi/dishub/anggota">Terima atau tolak' in page
    assert "Budi" not in page
    assert "1 orang minta bergabung." in site.page("/instansi/dinkes", role="neighbour")
    with site.writing() as session:
        session.execute(update(Membership).values(state="active"))
    assert "minta bergabung" not in site.page()
