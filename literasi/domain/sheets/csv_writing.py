"""A sheet as CSV, in the form that Indonesian Excel opens by a double click.

There the comma stands in numbers, so cells are divided by semicolons; the mark at the beginning tells Excel
that the letters are UTF-8. Programs that look for the border themselves find it in the first row.
"""

import csv
from datetime import date, datetime
from io import BytesIO, TextIOWrapper
from typing import IO

from literasi.domain.sheets.guarding import guarded
from literasi.domain.sheets.values import Cell, Sheet


def write_csv(sheet: Sheet) -> bytes:
    """The facts, an empty row, the head and the rows. Days are 2026-11-30, times 2026-11-30 14:02."""
    file = BytesIO()
    write_csv_to(file, sheet)
    return file.getvalue()


def write_csv_to(file: IO[bytes], sheet: Sheet) -> None:
    """The same into an open *file*, row by row."""
    text = TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    for name, value in sheet.facts:
        writer.writerow([_written(name), _written(value)])
    if sheet.facts:
        writer.writerow([])
    writer.writerow([_written(column.name) for column in sheet.columns])
    writer.writerows([_written(value) for value in row] for row in sheet.rows)
    text.detach()  # the file stays open


def _written(value: Cell) -> str:
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
