"""Workbooks. One that somebody sends is hostile until shown otherwise: what its zip says is checked before
anything is unpacked, XML is read without DTD and entities, and only values are looked at, never formulas.
"""

import re
import warnings
import zipfile
import zlib
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from literasi.domain.rosters.headers import SEARCHED_ROWS, field_of
from literasi.domain.rosters.values import MOST_COLUMNS, MOST_ROWS, Line, RefusedRoster

LARGEST_XML = 8 * 1024 * 1024  # two thousand rows need one or two
LARGEST_PART = 1024 * 1024  # of what is no table: styles and the like
MOST_CELLS = 130_000
LAST_ROW = 20_000
MOST_MEMBERS = 300
MOST_SHEETS = 30
_MEMBER = b"PK\x01\x02"
_READ = (".xml", ".rels")
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_DANGEROUS = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")
_SHEET = re.compile(rb"<(?:\w{1,20}:)?sheet\s")
_CELL = re.compile(rb"<(?:\w{1,20}:)?c[\s/>]")
_ROW = re.compile(rb"<(?:\w{1,20}:)?row\s([^<>]{0,2000})>")
_NUMBER = re.compile(rb"(?:^|\s)r=[\"'](\d{1,10})[\"']")
_IS_HIDDEN = re.compile(rb"(?:^|\s)hidden=[\"'](?:1|true)[\"']")
_BROKEN = "Berkas Excel ini rusak atau bukan .xlsx. Buka di Excel, lalu simpan lagi sebagai .xlsx atau CSV."
_TOO_LARGE = (
    "Isi berkas Excel ini terlalu besar. Salin baris yang terisi saja ke berkas baru, tanpa gambar dan tanpa "
    "baris kosong berformat, lalu unggah lagi."
)


def read_xlsx(data: bytes) -> list[Line]:
    """The rows that hold anything, of the first sheet that has a head. Raises RefusedRoster."""
    _check_zip(data)
    try:
        with warnings.catch_warnings():  # it warns of each part that it does not know
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
            try:
                return _first_with_head(book)
            finally:
                book.close()
    except RefusedRoster:
        raise
    except Exception as broken:  # a damaged workbook makes the library fail in any way there is
        raise RefusedRoster(_BROKEN) from broken


def _check_zip(data: bytes) -> None:
    """Refuse what would grow, before unpacking; then whatever is not plain XML in UTF-8."""
    if data.count(_MEMBER) > MOST_MEMBERS:
        raise RefusedRoster(_TOO_LARGE)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = [one for one in archive.infolist() if one.filename.lower().endswith(_READ)]
            if sum(one.file_size for one in members) > LARGEST_XML:
                raise RefusedRoster(_TOO_LARGE)
            if any(one.flag_bits & 0x1 or one.compress_type not in _METHODS for one in members):
                raise RefusedRoster(_BROKEN)
            for member in members:
                _check_xml(member.filename, archive.read(member))
            if "mimetype" in archive.namelist():
                raise RefusedRoster("Ini berkas OpenDocument (.ods). Simpan sebagai .xlsx atau CSV dulu.")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as broken:
        raise RefusedRoster(_BROKEN) from broken


def _check_xml(name: str, part: bytes) -> None:
    if part.startswith(_WIDE) or _DANGEROUS.search(part):
        raise RefusedRoster(_BROKEN)
    if len(_SHEET.findall(part)) > MOST_SHEETS:
        raise RefusedRoster(_TOO_LARGE)
    if "/worksheets/" in name:
        _check_table(part)
    elif len(part) > LARGEST_PART and "sharedstrings" not in name.lower():
        raise RefusedRoster(_TOO_LARGE)


def _check_table(part: bytes) -> None:
    numbers = [int(number[1]) for row in _ROW.finditer(part) if (number := _NUMBER.search(row[1]))]
    if max(numbers, default=0) > LAST_ROW or len(_CELL.findall(part)) > MOST_CELLS:
        raise RefusedRoster(_TOO_LARGE)


def _first_with_head(book: Any) -> list[Line]:
    """The sheet in whose upper rows a name is announced; else the first that holds anything."""
    first: list[Line] = []
    seen: set[str] = set()
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible" or sheet._worksheet_path in seen:
            continue
        seen.add(sheet._worksheet_path)
        lines = _lines(book, sheet)
        if any(
            field_of(value) in {"name", "given"} for line in lines[:SEARCHED_ROWS] for value in line.values
        ):
            return lines
        first = first or lines
    return first


def _lines(book: Any, sheet: Any) -> list[Line]:
    hidden = _hidden_rows(book, sheet)
    sheet.reset_dimensions()  # the file may say anything about its size
    lines: list[Line] = []
    rows = sheet.iter_rows(max_row=LAST_ROW, max_col=MOST_COLUMNS, values_only=True)
    for number, row in enumerate(rows, start=1):
        if row.count(None) < len(row) and any(str(value or "").strip() for value in row):
            lines.append(Line(number, row, number in hidden))
        if len(lines) > MOST_ROWS + SEARCHED_ROWS:
            break
    return lines


def _hidden_rows(book: Any, sheet: Any) -> set[int]:
    """The numbers of the rows that a filter or a person has hidden; the library does not tell."""
    with book._archive.open(sheet._worksheet_path) as part:
        said = [found[1] for found in _ROW.finditer(part.read(LARGEST_XML))]
    numbers = [_NUMBER.search(row) for row in said if _IS_HIDDEN.search(row)]
    return {int(number[1]) for number in numbers if number}
