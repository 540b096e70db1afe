"""CSV as spreadsheets write it: with or without a mark, in UTF-8, UTF-16 or Windows' own letters."""

import codecs
import csv
import re
from collections.abc import Iterator
from io import StringIO

from literasi.domain.rosters.headers import SEARCHED_ROWS, field_of
from literasi.domain.rosters.values import MOST_COLUMNS, MOST_ROWS, Line, RefusedRoster

_SAID = re.compile(r"^sep=(.)[;,\t]*\r?\n", re.IGNORECASE)
_DELIMITERS = ";,\t"
_MOST_BLANK = 20_000  # a column that was filled down to the end of the sheet; one row is one step


def read_csv(data: bytes) -> list[Line]:
    """The rows that hold anything. Raises RefusedRoster."""
    text = _decoded(data)
    said = _SAID.match(text)
    if said:
        text = text[said.end() :]
    delimiter = said[1] if said and said[1] in _DELIMITERS else _delimiter_of(text)
    try:
        return list(_lines(text, delimiter))
    except csv.Error as broken:
        raise RefusedRoster(
            "Berkas ini tidak terbaca sebagai CSV. Periksa tanda kutip yang tidak ditutup, lalu simpan lagi "
            'sebagai "CSV UTF-8".'
        ) from broken


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if data[:400].count(0) > len(data[:400]) // 4:
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")  # what Excel's plain "CSV" writes on Windows


def _delimiter_of(text: str) -> str:
    """The sign that divides the rows into the most columns that we know."""
    top = "\n".join(text[:20_000].splitlines()[: 2 * SEARCHED_ROWS])

    def known(delimiter: str) -> int:
        rows = csv.reader(StringIO(top, newline=""), delimiter=delimiter)
        return max((sum(bool(field_of(cell)) for cell in row) for row in rows), default=0)

    return max(_DELIMITERS, key=known)


def _lines(text: str, delimiter: str) -> Iterator[Line]:
    filled = 0
    for number, row in enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter), start=1):
        if number > _MOST_BLANK:
            raise csv.Error("too many rows")
        if any(cell.strip() for cell in row):
            filled += 1
            yield Line(number, row[:MOST_COLUMNS])
        if filled > MOST_ROWS + SEARCHED_ROWS:
            return
