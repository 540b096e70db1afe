"""Rosters in XLSX: as Excel makes them, and as somebody hostile makes them."""

import io
import time
import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook

from literasi.domain.rosters import MOST_ROWS, RefusedRoster, read_roster
from tests.domain.rosters.workbooks import changed, office_form, saved, sheet_xml, workbook


def refusal(data):
    with pytest.raises(RefusedRoster) as refused:
        read_roster(data)
    return str(refused.value)


def test_a_list_as_an_office_prints_it_is_read():
    roster = read_roster(office_form())

    assert roster.problems == ()
    siti, budi = roster.rows
    assert (siti.number, siti.external_id, siti.name) == (6, "198501012010012001", "Siti Aminah")
    assert (siti.phone, siti.email, siti.cohort) == ("+6281234567890", "siti@contoh.id", "2026")
    assert (budi.number, budi.email, budi.cohort) == (8, "budi@contoh.id", "Angkatan 2")
    assert roster.ignored == ("No.",)


def test_numbers_that_excel_rounded_are_said_and_others_are_mended():
    roster = read_roster(
        workbook(
            ["NIP", "Nama", "HP"],
            [1.98501012010012e17, "Siti", None],
            [11.0, "Budi", 6281234567890.0],
            [date(1985, 1, 1), "Ani", None],
            [12, "Ina", 81234567890],
            [13.5, "Ida", 6.28e15],
        )
    )

    assert [(row.external_id, row.phone) for row in roster.rows] == [
        ("11", "+6281234567890"),
        ("12", "+6281234567890"),
    ]
    assert [(one.row, one.letter) for one in roster.problems] == [(2, "A"), (4, "A"), (6, "A"), (6, "C")]
    assert "1.985E+17" in roster.problems[0].message


def test_the_first_sheet_with_a_head_is_read():
    data = workbook(["Petunjuk"], ["Isi lembar kedua"], sheets=[("Isi", [["Nama"], ["Siti"]])])

    assert [row.name for row in read_roster(data).rows] == ["Siti"]


def test_hidden_rows_are_left_out_visibly():
    roster = read_roster(workbook(["Nama"], ["Siti"], ["Budi"], ["Ani"], hidden=[3]))

    assert [row.name for row in roster.rows] == ["Siti", "Ani"]
    assert [(one.row, one.message) for one in roster.problems] == [(3, "Baris ini disembunyikan di Excel.")]


def test_notes_beside_the_table_are_nobodys_fault():
    assert read_roster(workbook(["Nama", "HP"], ["Siti", None, None, "cuti"])).problems == ()


def test_a_formula_is_never_worked_out():
    roster = read_roster(workbook(["Nama", "NIP"], ["Siti", "=1+1"], ["=A2", "3"]))

    assert [(row.name, row.external_id) for row in roster.rows] == [("Siti", "")]
    assert [(one.row, one.message) for one in roster.problems] == [(3, "Nama kosong.")]


def test_what_a_sheet_says_about_its_size_is_not_believed():
    data = changed(
        workbook(["Nama"]),
        sheet=sheet_xml(
            *[f'<row r="{n}"><c r="A{n}" t="str"><v>Siti {n}</v></c></row>' for n in (2, 3)]
        ).replace("<sheetData>", '<dimension ref="A1:A2"/><sheetData>'),
    )

    assert len(read_roster(data).rows) == 2


def test_a_broken_or_foreign_zip_is_refused_with_a_mend():
    good = workbook(["Nama"], ["Siti"])
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")

    assert "rusak" in refusal(good[:-200])
    assert "rusak" in refusal(b"PK\x03\x04 apa saja")
    assert "OpenDocument" in refusal(file.getvalue())
    assert "rusak" in refusal(
        changed(good, workbook='<!DOCTYPE a [<!ENTITY b "c">]><workbook>&b;</workbook>')
    )
    assert "rusak" in refusal(changed(good, workbook="<workbook/>".encode("utf-16")))
    assert "rusak" in refusal(changed(good, workbook="<workbook"))


BLANK = '<c r="A{0}" s="0"/><c r="B{0}" s="0"/>'


@pytest.mark.parametrize(
    "sheet",
    [
        sheet_xml(*['<row r="2"></row>'] * 600_000),
        sheet_xml('<row r="999999999"><c t="n"><v>1</v></c></row>'),
        sheet_xml("<row r='&#57;99999999'><c t='n'><v>1</v></c></row>"),
        sheet_xml(*[f'<row r="{n}">{BLANK.format(n)}</row>' for n in range(2, 70_000)]),
        sheet_xml('<row r="2">' + '<c r="A2"/>' * 200_000 + "</row>"),
        "<row " * 1_500_000,
    ],
    ids=["bomb", "far away", "far away and masked", "many cells", "one long row", "no end"],
)
def test_a_bomb_is_refused_before_it_costs_anything(sheet):
    data = changed(workbook(["Nama"], ["Siti"]), sheet=sheet)
    began = time.perf_counter()

    assert refusal(data)
    assert time.perf_counter() - began < 5


def test_bloated_styles_and_too_many_sheets_are_refused():
    good = workbook(["Nama"], ["Siti"])

    assert "terlalu besar" in refusal(changed(good, styles="<styleSheet/>" + " " * 1_100_000))
    assert "terlalu besar" in refusal(
        workbook(["Nama"], sheets=[(f"Lembar {number}", []) for number in range(40)])
    )


def test_too_many_rows_are_refused():
    assert "lebih dari 2000 baris" in refusal(workbook(["Nama"], *[["Siti"]] * (MOST_ROWS + 1)))


def test_what_excel_saved_again_says_the_same():
    before = read_roster(office_form())
    again = read_roster(saved(load_workbook(io.BytesIO(office_form()), data_only=True)))

    assert again == before
