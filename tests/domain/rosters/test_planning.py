"""Whom a roster adds, whom it changes, and where it does not guess."""

import pytest

from literasi.domain.rosters import read_roster
from literasi.domain.rosters.planning import Held, Unit, plan_roster

HOME = Unit(1, "dishub", "Dinas Perhubungan")
PARKING = Unit(2, "uptd-parkir", "UPTD Parkir")
NIP = "198501012010012001"


def plan(text, *held, units=(PARKING,)):
    return plan_roster(read_roster(text.encode()), HOME, units, held)


def actions(found):
    return [(step.action, step.row.name, step.organisation_id, step.changes) for step in found.steps]


def complaints(found):
    return [(one.row, one.letter, one.message) for one in found.problems]


def held(number=10, name="Siti", **options):
    return Held(number, options.pop("at", 1), name, **options)


def test_who_is_unknown_is_new():
    found = plan("Nama;NIP\nSiti;1\nBudi;\n")

    assert actions(found) == [("new", "Siti", 1, ()), ("new", "Budi", 1, ())]


@pytest.mark.parametrize(
    ("row", "one", "changes"),
    [
        ("Siti;1;;", held(external_id="1"), ()),
        ("SITI;1;;", held(external_id="1"), ("name",)),
        ("Sinta;1;;", held(external_id="1"), ("name",)),
        ("Siti;;siti@contoh.id;", held(contact="siti@contoh.id"), ()),
        ("Siti;;siti@contoh.id;", held(), ("contact",)),
        ("Siti;;siti@contoh.id;", held(is_invited=False), ()),
        ("Siti;;;", held(contact="siti@contoh.id"), ()),
        ("Siti;9;;", held(), ("external_id",)),
        ("Siti;1;baru@contoh.id;", held(external_id="1", contact="lama@contoh.id"), ("contact",)),
        ("Siti;1;;Angkatan 1", held(external_id="1"), ("cohort",)),
        ("Siti;1;;angkatan 1", held(external_id="1", cohorts=frozenset({"angkatan 1"})), ()),
    ],
)
def test_who_is_known_again_changes_only_in_what_the_row_says(row, one, changes):
    (step,) = plan(f"Nama;NIP;Email;Angkatan\n{row}\n", one).steps

    assert (step.membership_id, step.changes) == (10, changes)


def test_another_number_or_contact_is_another_person():
    assert plan("Nama;NIP\nSiti;2\n", held(external_id="1")).steps[0].action == "new"
    assert plan("Nama;NIP;Email\nSiti;2;b@contoh.id\n", held(contact="a@contoh.id")).steps[0].action == "new"


def test_in_doubt_nobody_is_taken_for_somebody_else():
    found = plan("Nama;Email\nSiti;b@contoh.id\n", held(contact="a@contoh.id"))
    two = plan("Nama\nSiti\n", held(10), held(11))

    assert complaints(found) == complaints(two)
    assert complaints(two) == [
        (2, "A", "Nama ini sudah ada di Anggota, dan tidak jelas apakah ini orang yang sama.")
    ]


def test_two_rows_cannot_be_one_person():
    found = plan("Nama;NIP\nSiti;1\nSiti;\n", held(external_id="1"))

    assert complaints(found) == [(3, "A", "Ini orang yang sama dengan baris 2.")]


def test_a_unit_is_meant_by_its_name_or_address():
    found = plan("Nama;Unit\nAni;UPTD Parkir\nBudi;uptd-parkir\nCici;Dinas Perhubungan\nDedi;\n")

    assert [step.organisation_id for step in found.steps] == [2, 2, 1, 1]


def test_a_unit_elsewhere_is_as_unknown_as_one_that_does_not_exist():
    found = plan("Nama;Unit\nAni;Dinas Kesehatan\nBudi;Entah\nCici;UPTD Parkit\n")

    assert complaints(found) == [
        (2, "B", 'Unit "Dinas Kesehatan" tidak ada di Dinas Perhubungan.'),
        (3, "B", 'Unit "Entah" tidak ada di Dinas Perhubungan.'),
        (4, "B", 'Unit "UPTD Parkit" tidak ada di Dinas Perhubungan.'),
    ]
    assert found.problems[2].mend == 'Mungkin maksud Anda "UPTD Parkir".'


def test_units_of_one_name_are_told_apart_by_their_address():
    twin = Unit(3, "uptd-parkir-2", "UPTD Parkir")

    assert complaints(plan("Nama;Unit\nAni;UPTD Parkir\n", units=(PARKING, twin))) == [
        (2, "B", 'Ada beberapa unit bernama "UPTD Parkir".')
    ]


def test_a_nip_below_is_the_same_person_and_a_small_number_is_not():
    assert actions(plan(f"Nama;NIP\nSiti;{NIP}\n", held(at=2, external_id=NIP))) == [
        ("unchanged", "Siti", 2, ())
    ]
    assert actions(plan("Nama;NIP\nBudi;1\n", held(at=2, external_id="1"))) == [("new", "Budi", 1, ())]
    moving = plan(f"Nama;NIP;Unit\nSiti;{NIP};UPTD Parkir\n", held(external_id=NIP))
    assert complaints(moving) == [(2, "B", f'Nomor "{NIP}" sudah anggota di Dinas Perhubungan.')]


def test_supervisors_are_not_appointed_by_a_roster():
    assert complaints(plan("Nama;Peran\nAni;Penyelia\n")) == [
        (2, "B", "Penyelia tidak diangkat lewat daftar.")
    ]


def test_another_plan_has_another_fingerprint():
    text = "Nama;NIP\nSiti;1\n"

    assert plan(text).fingerprint == plan(text).fingerprint
    assert plan(text).fingerprint != plan(text, held(external_id="1")).fingerprint


def test_an_agency_may_be_written_with_its_city():
    home = plan("Nama;Instansi\nAni;Dinas Perhubungan Kota Samarinda\nBudi;UPTD Parkir kota samarinda\n")

    assert [step.organisation_id for step in home.steps] == [1, 2]


def test_a_supervisor_is_no_member_until_they_are_entered_as_one():
    ratna = held(name="Ratna", external_id=NIP, is_supervisor=True)

    assert plan("Nama\nRatna\n", ratna).steps[0].action == "new"
    assert complaints(plan(f"Nama;NIP\nRatna;{NIP}\n", ratna)) == [
        (2, "B", f'Nomor "{NIP}" dipakai seorang Penyelia di sini.')
    ]


def test_a_section_of_an_office_is_no_unit():
    found = read_roster(b"Nama;Unit Kerja;Kelurahan\nAni;Bidang Lalu Lintas;Sidodadi\n")

    assert (found.rows[0].unit, found.ignored) == ("", ("Unit Kerja", "Kelurahan"))
