"""Tables that leave the site: one :class:`Sheet` is shown on a page, written as CSV, and as XLSX."""

from literasi.domain.sheets.csv_writing import write_csv, write_csv_to
from literasi.domain.sheets.values import Cell, Column, ColumnKind, Sheet
from literasi.domain.sheets.xlsx_writing import write_xlsx, write_xlsx_to

__all__ = [
    "Cell",
    "Column",
    "ColumnKind",
    "Sheet",
    "write_csv",
    "write_csv_to",
    "write_xlsx",
    "write_xlsx_to",
]
