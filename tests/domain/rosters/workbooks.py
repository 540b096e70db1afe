"""Workbooks as people and programs make them, and as nobody should."""

import io
import zipfile

import xlsxwriter
from openpyxl import Workbook


def workbook(*rows, title="Daftar", hidden=(), sheets=()):
    """An XLSX file with *rows* on its first sheet; other *sheets* are pairs of a title and rows."""
    book = Workbook()
    for number, (name, lines) in enumerate([(title, rows), *sheets]):
        page = book.active if number == 0 else book.create_sheet()
        page.title = name
        for line in lines:
            page.append(line)
    for number in hidden:
        book.worksheets[0].row_dimensions[number].hidden = True
    return saved(book)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def office_form():
    """A list as an agency prints it: a title over merged cells, dates, numbers, a column of numbers."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet("Pegawai")
        page.merge_range("A1:E1", "DAFTAR ADMIN MEDIA SOSIAL", book.add_format({"bold": True}))
        page.write_row("A2", ["Dinas Komunikasi dan Informatika"])
        page.write_row("A4", ["No.", "Nama Lengkap (tanpa gelar)", "NIP*", "No. HP/WA", "E-mail", "Angkatan"])
        page.write_row("A5", ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"])
        page.write_row("A6", [1, "Siti Aminah", "19850101 201001 2 001", 81234567890, "Siti@Contoh.ID", 2026])
        page.write_row("A8", [2, "Budi", "198601012011011002", "0812-3456-7891", "-"])
        page.write_url("E8", "mailto:budi@contoh.id", string="budi@contoh.id")
        page.write_formula("F8", '="Angk"&"atan 2"', None, "Angkatan 2")
    return file.getvalue()


def changed(data, **parts):
    """The workbook with other bytes for some of its parts; ``workbook`` means ``xl/workbook.xml``."""
    paths = {"workbook": "xl/workbook.xml", "sheet": "xl/worksheets/sheet1.xml", "styles": "xl/styles.xml"}
    new = {paths.get(name, name): part for name, part in parts.items()}
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for path in old.namelist():
            archive.writestr(path, new.pop(path, old.read(path)))
        for path, part in new.items():
            archive.writestr(path, part)
    return file.getvalue()


def sheet_xml(*rows):
    """The XML of a sheet that announces a name and then holds *rows*."""
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>Nama</t></is></c></row>'
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{head}{"".join(rows)}</sheetData></worksheet>'
