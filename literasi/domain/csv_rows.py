"""CSV files as spreadsheets write them: commas, semicolons or tabs, with or without a byte order mark.

Columns may stand in any order; what is wrong is said with its line, all of it at once, up to a hundred.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from literasi.domain.problems import Problem

Row: TypeAlias = Mapping[str, str]
ENOUGH_PROBLEMS = 100  # a file with more of them is not what it should be; the rest of it is not read


def read_rows(
    data: bytes, columns: Sequence[str], problems: list[Problem], *, hint: str = ""
) -> Iterator[tuple[int, Row]]:
    """Every line of *data* that is not empty, by column, with its number.

    *columns* are those that must be there once. Whatever is wrong is added to *problems*; *hint* is added to
    how a line with too many or too few columns is mended. After ``ENOUGH_PROBLEMS``, also of the caller's, no
    further line is read.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = data.count(b"\n", 0, broken.start) + 1
        mend = 'Simpan lagi sebagai "CSV UTF-8".'
        problems.append(Problem(line, "Berkas ini bukan teks UTF-8.", mend))
        return
    try:
        yield from _rows(text, columns, problems, hint)
    except csv.Error as broken:
        mend = "Periksa tanda kutip di baris ini, lalu simpan lagi sebagai CSV."
        problems.append(Problem(1, f"Berkas ini tidak terbaca sebagai CSV ({broken}).", mend))


def _rows(text: str, columns: Sequence[str], problems: list[Problem], hint: str) -> Iterator[tuple[int, Row]]:
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(first), strict=True)
    names = [name.strip().casefold() for name in next(reader, [])]
    if not _check_names(names, columns, problems):
        return
    for row in reader:
        if len(problems) >= ENOUGH_PROBLEMS:
            mend = "Perbaiki yang di atas dulu, lalu periksa lagi."
            problems.append(Problem(reader.line_num, "Mulai baris ini berkasnya belum diperiksa.", mend))
            return
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(names):
            mend = f"Samakan jumlah kolomnya{hint}."
            message = f"Baris ini punya {len(row)} kolom, padahal judulnya {len(names)}."
            problems.append(Problem(reader.line_num, message, mend))
            continue
        yield reader.line_num, dict(zip(names, (cell.strip() for cell in row), strict=True))


def _delimiter(first: str) -> str:
    return max(",;\t", key=first.count)


def _check_names(names: Sequence[str], columns: Sequence[str], problems: list[Problem]) -> bool:
    example = f'Tulis di baris pertama: "{",".join(columns)}".'
    for name in columns:
        if name not in names:
            problems.append(Problem(1, f'Kolom "{name}" tidak ada.', example))
        elif names.count(name) > 1:
            problems.append(Problem(1, f'Kolom "{name}" ada dua kali.', "Sisakan satu."))
    return not problems
