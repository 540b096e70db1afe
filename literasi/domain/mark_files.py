"""Files of marks, one line for each learner and question: ``learner,question,mark,max_mark``.

What a spreadsheet writes is read too: semicolons or tabs, a byte order mark, and decimal commas where the
comma does not divide the columns. Columns may stand in any order; others are not looked at.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from literasi.domain.csv_rows import read_rows
from literasi.domain.moodle_statistics import MarkTable
from literasi.domain.problems import Problem, in_order

COLUMNS = ("learner", "question", "mark", "max_mark")
_NUMBER = re.compile(r"-?\d{1,9}(?:[.,]\d{1,12})?")


@dataclass
class _Sheet:
    """What was read so far; questions and learners in the order in which they first appear."""

    tops: dict[str, tuple[Fraction, int]] = field(default_factory=dict)
    marks: dict[str, dict[str, tuple[Fraction, int]]] = field(default_factory=dict)

    def as_table(self) -> MarkTable:
        """A learner without a line for a question has 0 there, as for a question left blank."""
        nothing = (Fraction(0), 0)
        return MarkTable(
            questions=tuple(self.tops),
            max_marks=tuple(top for top, _ in self.tops.values()),
            marks=tuple(
                tuple(given.get(question, nothing)[0] for question in self.tops)
                for given in self.marks.values()
            ),
        )


def read_marks(data: bytes) -> tuple[MarkTable | None, list[Problem]]:
    """Read a file of marks.

    Returns the table and no problems, or None and every problem in order of lines. A blank mark is 0; each
    learner has each question once at most; a question has one highest mark.
    """
    problems: list[Problem] = []
    sheet = _Sheet()
    for line, row in read_rows(data, COLUMNS, problems, hint="; untuk pecahan pakai titik, misalnya 0.5"):
        _read_row(line, row, sheet, problems)
    if not problems and not sheet.marks:
        problems.append(
            Problem(2, "Belum ada jawaban di berkas ini.", "Tulis satu baris untuk tiap jawaban.")
        )
    return (None, in_order(problems)) if problems else (sheet.as_table(), [])


def _read_row(line: int, row: Mapping[str, str], sheet: _Sheet, problems: list[Problem]) -> None:
    learner, question = row["learner"], row["question"]
    for name in ("learner", "question"):
        if not row[name]:
            problems.append(Problem(line, f'Kolom "{name}" kosong.', "Isi dengan nama atau nomornya."))
    top = _read_number(line, "max_mark", row["max_mark"], problems)
    mark = _read_number(line, "mark", row["mark"], problems) if row["mark"] else Fraction(0)
    if not learner or not question or top is None or mark is None:
        return
    _check_top(line, question, top, sheet, problems)
    if abs(mark) > top >= 0:
        mend = "Periksa kedua angkanya; mungkin kolomnya tertukar."
        problems.append(Problem(line, f"Nilai {row['mark']} melebihi max_mark {row['max_mark']}.", mend))
    given = sheet.marks.setdefault(learner, {})
    if question in given:
        message = f'Soal "{question[:60]}" untuk "{learner[:60]}" sudah ada di baris {given[question][1]}.'
        problems.append(Problem(line, message, "Sisakan satu baris untuk tiap orang dan soal."))
    given.setdefault(question, (mark, line))


def _check_top(line: int, question: str, top: Fraction, sheet: _Sheet, problems: list[Problem]) -> None:
    if top < 0:
        problems.append(Problem(line, "max_mark kurang dari 0.", "Tulis nilai tertinggi soal ini."))
    known, where = sheet.tops.setdefault(question, (top, line))
    if top != known:
        message = f'max_mark soal "{question[:60]}" berbeda dari baris {where}.'
        problems.append(Problem(line, message, "Tulis max_mark yang sama di semua baris soal ini."))


def _read_number(line: int, name: str, text: str, problems: list[Problem]) -> Fraction | None:
    if _NUMBER.fullmatch(text):
        return Fraction(text.replace(",", "."))
    shown = f'"{text[:40]}" di kolom {name} bukan angka.' if text else f'Kolom "{name}" kosong.'
    problems.append(Problem(line, shown, "Tulis angka, misalnya 1 atau 0.5."))
    return None
