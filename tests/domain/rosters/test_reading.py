"""Rosters in CSV: whatever an office's Excel writes is read, and what is uncertain is said."""

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.domain.rosters import MOST_ROWS, RefusedRoster, RosterRow, read_roster


def read(text, encoding="utf-8"):
    return read_roster(text.encode(encoding))


def only(text):
    """The row of a file with one person in which nothing is wrong."""
    roster = read(text)
    assert roster.problems == ()
    assert len(roster.rows) == 1
    return roster.rows[0]


def complaint(text):
    """Where and what the one thing is that is wrong."""
    roster = read(text)
    assert len(roster.problems) == 1, roster
    problem = roster.problems[0]
    assert problem.mend
    assert problem.row not in {row.number for row in roster.rows}
    return problem.row, problem.letter, problem.header, problem.message


def refusal(data):
    with pytest.raises(RefusedRoster) as refused:
        read_roster(data)
    return str(refused.value)


FULL = RosterRow(
    2, "198501012010012001", "Siti Aminah, S.Kom", "siti@contoh.id", "+6281234567890", "Kelurahan A", "2026"
)


@pytest.mark.parametrize(
    "text",
    [
        "NIP;Nama;Email;HP;Unit;Angkatan\r\n198501012010012001;Siti Aminah, S.Kom;siti@contoh.id;"
        "0812 3456 7890;Kelurahan A;2026\r\n",
        "sep=;\r\nnip;nama lengkap;surel;No. HP;Instansi;Kelas\r\n19850101 201001 2 001;Siti Aminah, S.Kom;"
        "SITI@contoh.id;+62 812-3456-7890;Kelurahan A;2026",
        'Nama Pegawai,Telepon,e-mail,OPD,"Nomor\nInduk",Angkatan,Peran\n"Siti Aminah, S.Kom",6281234567890,'
        "<siti@contoh.id>,Kelurahan A,'198501012010012001,2026,Anggota\n",
        "Name\tPhone\tEmail\tUnit\tExternal_ID\tCohort\nSiti  Aminah, S.Kom\t'081234567890\t"
        "mailto:siti@contoh.id\tKelurahan A\t198501012010012001\t2026\n",
    ],
    ids=["semicolons", "said separator", "commas and a quoted line end", "tabs"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_way_in_which_excel_saves_is_read(text, encoding):
    roster = read(text, encoding)

    assert roster.problems == ()
    assert roster.rows == (FULL,)


def test_letters_of_windows_are_read():
    assert read("Nama;HP\r\nAndré Müller;\r\n", "cp1252").rows[0].name == "André Müller"


def test_columns_of_oneroster_are_read():
    row = only(
        "sourcedId,status,role,username,givenName,middleName,familyName,identifier,email,sms,phone\n"
        "a-1,active,student,siti,Siti,Nur,Aminah,99,siti@contoh.id,,0541200300\n"
    )

    assert (row.external_id, row.name, row.email) == ("a-1", "Siti Nur Aminah", "siti@contoh.id")


def test_an_identifier_will_do_where_there_is_no_other_id():
    assert only("givenName,familyName,identifier\nSiti,Aminah,99\n").external_id == "99"


def test_the_head_may_stand_below_a_title_and_blank_rows_are_no_persons():
    text = "DAFTAR PEGAWAI;;\n\nDinas Kominfo, 2026;;\n;;\nNo;Nama;NIP\n1;2;3\n;;\n1;Siti;11\n;;\n2;Budi;12\n"
    roster = read(text)

    assert [(row.number, row.name) for row in roster.rows] == [(8, "Siti"), (10, "Budi")]
    assert roster.ignored == ("No",)


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("81234567890", "+6281234567890"),
        ("'081234567890", "+6281234567890"),
        ("'+6281234567890", "+6281234567890"),
        ("+62 (0)812 3456 7890", "+6281234567890"),
        ("62081234567890", "+6281234567890"),
        ("(0541) 200300", "+62541200300"),
        ("-", ""),
        ("0", ""),
        ("", ""),
    ],
)
def test_what_excel_did_to_a_phone_is_mended_where_that_is_certain(cell, phone):
    assert only(f"Nama;HP\nSiti;{cell}\n").phone == phone


@pytest.mark.parametrize(
    ("header", "cell", "message"),
    [
        ("HP", "6.28E+11", "Excel mengubah nomor ini menjadi 6.28E+11, jadi angka aslinya hilang."),
        ("HP", "6,28123E+12", "Excel mengubah nomor ini menjadi 6,28123E+12, jadi angka aslinya hilang."),
        ("HP", "0812 3456 7890 / 0813 3456 7891", "Sel ini berisi dua nomor."),
        ("HP", "41234567", 'Awal nomor "41234567" tidak dikenal.'),
        ("HP", "0812", '"0812" bukan nomor HP yang lengkap.'),
        ("HP", "kantor", 'Awal nomor "kantor" tidak dikenal.'),
        ("NIP", "1,98501E+17", "Excel mengubah nomor ini menjadi 1,98501E+17, jadi angka aslinya hilang."),
        ("NIP", "198501012010012000", "Angka terakhir NIP ini sudah hilang: Excel membulatkannya."),
        ("NIP", "6472010101850001", "Nomor ini tampak seperti NIK, dan Literasi tidak menyimpan NIK."),
        ("NIP", "#N/A", "Sel ini berisi kesalahan Excel (#N/A)."),
        ("NIP", "a b", '"a b" bukan NIP atau nomor pegawai.'),
        ("NIP", "x" * 41, "Nomor ini lebih dari 40 huruf."),
        ("Email", "siti@contoh", '"siti@contoh" bukan alamat email yang lengkap.'),
        ("Email", "siti", '"siti" bukan alamat email yang lengkap.'),
        ("Email", "a@b.id; c@d.id", '"a@b.id; c@d.id" bukan alamat email yang lengkap.'),
        ("Peran", "penyelja", 'Peran "penyelja" tidak dikenal.'),
        ("Angkatan", "x" * 81, "Nama angkatan ini lebih dari 80 huruf."),
        ("Unit", "x" * 121, "Nama unit ini lebih dari 120 huruf."),
        ("Unit", "Dinas\u202eA", "Nama unit ini berisi tanda yang tidak terlihat."),
        ("Unit", "x" * 301, "Sel ini lebih dari 300 huruf."),
    ],
)
def test_what_is_not_certain_is_said_with_row_and_column(header, cell, message):
    text = f'Nama;{header}\nBudi;\nSiti;"{cell}"\n'
    assert complaint(text) == (3, "B", header, message)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "Nama kosong."),
        ("x" * 81, "Nama ini lebih dari 80 huruf."),
        ("Si\u202eti", "Nama ini berisi tanda yang tidak terlihat."),
        ("0812", "Nama ini tidak berisi huruf."),
    ],
)
def test_a_name_that_cannot_be_used_is_said(name, message):
    assert complaint(f"NIP;Nama\n1;{name}\n") == (2, "B", "Nama", message)


def test_a_comma_that_moves_the_columns_is_said():
    roster = read("Nama,HP\nSiti Aminah, S.Kom,0812 3456 7890\n")

    assert [(one.row, one.letter) for one in roster.problems] == [(2, "B"), (2, "C")]
    assert roster.problems[1].message.startswith("Ada isi di kanan kolom terakhir (B)")


def test_rows_with_the_same_number_name_each_other():
    roster = read("NIP;Nama\n11;Siti\n12;Budi\n11;Sinta\n")

    assert [(one.row, one.letter, one.message) for one in roster.problems] == [
        (2, "A", 'Nomor "11" juga ada di baris 4.'),
        (4, "A", 'Nomor "11" juga ada di baris 2.'),
    ]
    assert [row.name for row in roster.rows] == ["Budi"]


def test_a_number_twice_is_said_even_when_one_row_is_faulty_otherwise():
    roster = read("NIP;Nama;HP\n11;Siti;\n11;Siti;12\n")

    assert roster.rows == ()
    assert roster.faulty == (2, 3)


def test_names_alike_need_something_to_tell_them_apart():
    roster = read("Nama;HP\nM. Yusuf;\nM.YUSUF;\nM Yusuf;081234567890\n")

    assert roster.faulty == (2, 3)


def test_all_problems_are_told_in_one_go():
    roster = read("NIP;Nama;HP;Email\n1E+17;;12;x\n2;Budi;;\n")

    assert [(one.row, one.letter) for one in roster.problems] == [(2, "A"), (2, "B"), (2, "C"), (2, "D")]
    assert roster.faulty == (2,)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "kosong"),
        (b" \r\n", "kosong"),
        (b"x" * (2 * 1024 * 1024 + 1), "lebih besar dari 2 MB"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "terkunci kata sandi"),
        (b"halo\ndunia\n", "Baris judul kolom tidak ditemukan"),
        (b"NIP;HP\n1;2\n", 'Kolom "Nama" tidak ada di baris judul (baris 1)'),
        (b"Nama;NIP\n", "Belum ada orang"),
        (b"Nama;NIK\nSiti;6472010101850001\n", "Literasi tidak menerima NIK"),
        (b"Nama;No. KTP\nSiti;1\n", "Literasi tidak menerima NIK"),
        (b"Nama\n" + b"Siti\n" * (MOST_ROWS + 1), "lebih dari 2000 baris"),
        (b"Nama\n" + b"\n" * 30_000 + b"Siti", "tidak terbaca sebagai CSV"),
        (b'Nama\n"' + b"Siti\n" * 60_000, "tidak terbaca sebagai CSV"),
    ],
)
def test_a_file_with_nothing_to_go_on_is_refused_with_a_mend(data, words):
    assert words in refusal(data)


def test_nothing_unseen_of_a_file_is_repeated():
    roster = read("Nama;Email;Ha\u202elo\x00\nSiti;x\u202ey\x00z;\n")

    assert roster.ignored == ("Halo",)
    assert roster.problems[0].message == '"xyz" bukan alamat email yang lengkap.'


def test_what_is_refused_for_a_nik_does_not_repeat_it():
    assert "6472010101850001" not in refusal(b"Nama;NIK\nSiti;6472010101850001\n")


_NAMES = st.text('abcdefgh \u00e9;,"\n=+-@\t', min_size=1, max_size=40).map(lambda text: "Siti " + text)


@given(
    st.lists(
        st.tuples(st.integers(1, 10**9), _NAMES), min_size=1, max_size=8, unique_by=lambda person: person[0]
    ),
    st.sampled_from(";,\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_whatever_is_written_is_read_back(people, delimiter, encoding):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows([("NIP", "Nama"), *people])
    roster = read_roster(file.getvalue().encode(encoding))

    assert roster.problems == ()
    assert [row.external_id for row in roster.rows] == [str(number) for number, _ in people]
    assert [row.name for row in roster.rows] == [" ".join(name.split()) for _, name in people]


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data):
    for head in (b"", b"Nama;HP\n", b"PK\x03\x04", b"\xff\xfe"):
        with suppress(RefusedRoster):
            read_roster(head + data)
