"""A sheet as XLSX: text is text whatever it begins with, days are days and numbers are numbers."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from itertools import chain, islice
from typing import IO, Any

from xlsxwriter import Workbook

from literasi.domain.sheets.values import Cell, ColumnKind, Sheet

LONGEST_CELL = 32_767  # Excel's own limit
_LONGEST_TITLE = 31
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")
_WIDEST, _NARROWEST = 48, 8
_LOOKED_AT = 200  # rows by which a column's width is chosen
_FORMS: Mapping[ColumnKind, Mapping[str, Any]] = {
    ColumnKind.TEXT: {"num_format": "@"},
    ColumnKind.NUMBER: {},
    ColumnKind.DATE: {"num_format": "yyyy-mm-dd", "align": "left"},
    ColumnKind.TIME: {"num_format": "yyyy-mm-dd hh:mm", "align": "left"},
}
_OPTIONS = {
    "constant_memory": True,  # each row leaves memory once the next begins
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(sheet: Sheet, *, made_at: datetime) -> bytes:
    """The facts, an empty row, a head that stays in view and can be filtered by, and the rows."""
    file = BytesIO()
    write_xlsx_to(file, sheet, made_at=made_at)
    return file.getvalue()


def write_xlsx_to(file: IO[bytes], sheet: Sheet, *, made_at: datetime) -> None:
    """The same into an open *file*."""
    with Workbook(file, _OPTIONS) as book:
        book.set_properties({"title": _clean(sheet.title), "created": made_at.replace(tzinfo=None)})
        page = book.add_worksheet(
            _NOT_IN_TITLES.sub(" ", _clean(sheet.title)).strip()[:_LONGEST_TITLE] or None
        )
        formats = {kind: book.add_format(dict(form)) for kind, form in _FORMS.items()}
        bold = book.add_format({"bold": True})
        for row, (name, value) in enumerate(sheet.facts):
            page.write_string(row, 0, _clean(name), bold)
            _write(page, row, 1, value, formats[_kind_of(value)])
        head = len(sheet.facts) + 1 if sheet.facts else 0
        _write_table(page, head, sheet, formats, bold)


def _write_table(page: Any, head: int, sheet: Sheet, formats: Mapping[ColumnKind, Any], bold: Any) -> None:
    rows = iter(sheet.rows)
    first = list(islice(rows, _LOOKED_AT))
    for index, column in enumerate(sheet.columns):
        page.write_string(head, index, _clean(column.name), bold)
        page.set_column(
            index, index, _width(column.name, [row[index] for row in first]), formats[column.kind]
        )
    last = head
    for last, values in enumerate(chain(first, rows), start=head + 1):
        for index, value in enumerate(values):
            _write(page, last, index, value, formats[sheet.columns[index].kind])
    page.freeze_panes(head + 1, 0)
    if sheet.columns:
        page.autofilter(head, 0, last, len(sheet.columns) - 1)


def _write(page: Any, row: int, column: int, value: Cell, form: Any) -> None:
    if isinstance(value, str):
        page.write_string(row, column, _clean(value), form)
    elif isinstance(value, bool):
        page.write_boolean(row, column, value, form)
    elif isinstance(value, date):  # a datetime is one too
        page.write_datetime(row, column, value, form)
    elif value is not None:
        page.write_number(row, column, value, form)


def _kind_of(value: Cell) -> ColumnKind:
    if isinstance(value, datetime):
        return ColumnKind.TIME
    if isinstance(value, date):
        return ColumnKind.DATE
    return ColumnKind.TEXT if isinstance(value, str) else ColumnKind.NUMBER


def _clean(text: str) -> str:
    """*text* without halves of characters, which no XML may hold, and not longer than a cell."""
    return text.encode("utf-8", "replace").decode()[:LONGEST_CELL]


def _width(name: str, values: Sequence[Cell]) -> int:
    shown = [str(value) for value in values if value is not None]
    longest = max(map(len, [name, *shown]))
    return min(max(longest + 2, _NARROWEST), _WIDEST)
