"""Sheets that leave the site: text stays text, days stay days, and nothing runs."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from literasi.domain.rosters import read_roster
from literasi.domain.sheets import Column, ColumnKind, Sheet, write_csv, write_xlsx
from literasi.domain.sheets.guarding import guarded, unguarded

MADE = datetime(2026, 11, 30, 14, 2, tzinfo=UTC).replace(tzinfo=None)
FORMULAS = [
    "=1+1",
    "+6281234567890",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "'=1",
    '"=1',
    "\uff1d1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://contoh.id","klik")',
    "Siti,=1+1",
    "Siti;=1+1",
    'Siti";=1+1',
    "Siti\n=1+1",
]


def sheet(*rows, facts=()):
    columns = [
        Column("Nama"),
        Column("Sisa", ColumnKind.NUMBER),
        Column("Tenggat", ColumnKind.DATE),
        Column("Diingatkan", ColumnKind.TIME),
    ]
    return Sheet("Anggota", facts, columns, rows)


def cells(data, head=1):
    return load_workbook(io.BytesIO(data)).active[head + 1]


def table(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(text):
    (cell, *_) = cells(write_xlsx(sheet((text, 1, None, None)), made_at=MADE))
    written = table(write_csv(sheet((text, 1, None, None))))[1][0]

    assert cell.data_type == "s"
    assert not cell.hyperlink
    assert not written.lstrip().startswith(("=", "+", "-", "@", "\uff1d"))
    assert unguarded(written) == text


@pytest.mark.parametrize("text", FORMULAS)
def test_facts_and_heads_are_guarded_too(text):
    unsafe = Sheet(text, [(text, text)], [Column(text)], [(text,)])
    book = load_workbook(io.BytesIO(write_xlsx(unsafe, made_at=MADE)))

    assert {cell.data_type for row in book.active for cell in row} <= {"s", "n"}
    assert all(
        not cell.lstrip().startswith(("=", "+", "-", "@")) for row in table(write_csv(unsafe)) for cell in row
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("text", FORMULAS)
def test_no_border_that_another_program_sees_lets_a_formula_begin(text, delimiter):
    line = write_csv(sheet(("Siti", 1, None, None), (f"Siti{delimiter}{text}", 1, None, None))).decode()
    parts = [part.strip().strip('"') for part in line.replace("\r\n", delimiter).split(delimiter)]

    assert not [part for part in parts if part.startswith(("=", "+", "@"))]


@pytest.mark.parametrize(
    "text", ["Siti", "Nur'aini", "'Aisyah", "Al-Amin", "a@contoh.id", "", "1 - 2", "5=5"]
)
def test_ordinary_words_are_left_alone(text):
    assert guarded(text) == text
    assert unguarded(text) == text


@given(st.text("'=+-@;,|\t\r\n \"a\uff1d", max_size=12))
def test_reading_takes_out_exactly_what_writing_put_in(text):
    assert unguarded(guarded(text)) == text


def test_cells_are_typed():
    name, left, due, reminded = cells(write_xlsx(sheet(("Siti", 3, date(2026, 11, 30), MADE)), made_at=MADE))

    assert (name.value, name.data_type) == ("Siti", "s")
    assert (left.value, left.data_type) == (3, "n")
    assert due.is_date
    assert due.value.date() == date(2026, 11, 30)
    assert due.number_format == "yyyy-mm-dd"
    assert reminded.value == MADE


def test_filter_time_and_count_stand_above_a_head_that_stays():
    facts = [("Saringan", "terlambat"), ("Dibuat", MADE), ("Jumlah", 1)]
    data = write_xlsx(sheet(("Siti", 3, None, None), facts=facts), made_at=MADE)
    page = load_workbook(io.BytesIO(data)).active

    assert [[cell.value for cell in row[:2]] for row in page["A1:B3"]] == [
        ["Saringan", "terlambat"],
        ["Dibuat", MADE],
        ["Jumlah", 1],
    ]
    assert page.freeze_panes == "A6"
    assert page.auto_filter.ref == "A5:D6"
    assert page.column_dimensions["A"].width > 8


def test_csv_opens_in_indonesian_excel():
    facts = [("Saringan", "terlambat"), ("Dibuat", MADE), ("Jumlah", 1)]
    data = write_csv(sheet(("Siti; A", 3, date(2026, 11, 30), MADE), ("Budi", 1.5, None, None), facts=facts))

    assert data.startswith(b"\xef\xbb\xbf")
    assert table(data) == [
        ["Saringan", "terlambat"],
        ["Dibuat", "2026-11-30 14:02"],
        ["Jumlah", "1"],
        [],
        ["Nama", "Sisa", "Tenggat", "Diingatkan"],
        ["Siti; A", "3", "2026-11-30", "2026-11-30 14:02"],
        ["Budi", "1,5", "", ""],
    ]


def test_letters_that_no_file_may_hold_spoil_nothing():
    odd = sheet(("Siti\ud800\x07", 1, None, None), ("x" * 40_000, 1, None, None))

    assert write_csv(odd)
    first, *_ = cells(write_xlsx(odd, made_at=MADE))
    assert first.value.startswith("Siti")


_PEOPLE = st.lists(
    st.tuples(st.integers(1, 10**9).map(str), st.text('abc =+-@,;"\n', max_size=20).map("Siti ".__add__)),
    min_size=1,
    max_size=6,
    unique_by=lambda person: person[0],
)


@given(_PEOPLE)
def test_what_leaves_as_an_export_comes_back_as_a_roster(people):
    out = Sheet("Anggota", [("Dibuat", MADE)], [Column("NIP"), Column("Nama"), Column("HP")], [
        (number, name, "+6281234567890") for number, name in people
    ])  # fmt: skip
    for data in (write_csv(out), write_xlsx(out, made_at=MADE)):
        roster = read_roster(data)
        assert roster.problems == ()
        assert [(row.external_id, row.name) for row in roster.rows] == [
            (number, " ".join(name.split())) for number, name in people
        ]
        assert {row.phone for row in roster.rows} == {"+6281234567890"}
