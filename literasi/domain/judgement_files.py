"""Files of judgements, one line for each learner, phase and item: what our own export writes.

``learner,phase,form,item,truth,rating``, and if they are there ``seen_before``, ``technique``, ``group``,
``course``, ``set_aside`` and ``due``. docs/discernment.md describes every column.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from literasi.domain.csv_rows import Row, read_rows
from literasi.domain.evidence.records import Answer, LearnerRecord, TakenTest, take
from literasi.domain.problems import Problem, in_order
from literasi.domain.sittings import Phase, SetAside

T = TypeVar("T")
COLUMNS = ("learner", "phase", "form", "item", "truth", "rating")
_PHASES = {
    **dict.fromkeys(("before", "pre", "sebelum"), Phase.BEFORE),
    **dict.fromkeys(("after", "post", "sesudah"), Phase.AFTER),
    **dict.fromkeys(("later", "d30", "sebulan"), Phase.LATER),
    **dict.fromkeys(("refresher", "booster", "practice", "latihan"), ""),  # known, and not a test
}
_TRUTHS = {
    **dict.fromkeys(("true", "benar", "1"), True),
    **dict.fromkeys(("false", "salah", "hoaks", "0"), False),
}
_YES_NO = {
    **dict.fromkeys(("yes", "ya", "pernah", "true", "1"), True),
    **dict.fromkeys(("no", "tidak", "belum", "unsure", "ragu", "false", "0", ""), False),
}


@dataclass(frozen=True)
class Cell:
    """Where figures are published: a course and a group in it; empty where the file has no such column."""

    course: str
    group: str


@dataclass
class _Test:
    form: str
    line: int
    fast: bool = False
    answers: dict[str, tuple[Answer | None, int]] = field(default_factory=dict)

    def taken(self) -> TakenTest:
        answers = [answer for answer, _ in self.answers.values() if answer]
        return take(self.form, answers, fast=self.fast)


@dataclass
class _Learner:
    cell: Cell
    line: int
    due: bool
    tests: dict[str, _Test] = field(default_factory=dict)


@dataclass
class _Sheet:
    """What was read so far."""

    learners: dict[str, _Learner] = field(default_factory=dict)
    truths: dict[str, tuple[bool, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Judgements:
    """A file that was read: the records by course and group, and who has no first test (*without_before*)."""

    cells: Mapping[Cell, tuple[LearnerRecord, ...]]
    without_before: int


def read_judgements(data: bytes) -> tuple[Judgements | None, list[Problem]]:
    """Read a file of judgements.

    Returns the judgements and no problems, or None and the problems in order of lines. A blank rating is an
    item left open. A learner has one form in a phase and each item once in it; an item has one truth.
    """
    problems: list[Problem] = []
    sheet = _Sheet()
    for line, row in read_rows(data, COLUMNS, problems):
        _read_row(line, row, sheet, problems)
    if not problems and not any(learner.tests for learner in sheet.learners.values()):
        problems.append(
            Problem(2, "Belum ada jawaban di berkas ini.", "Tulis satu baris untuk tiap jawaban.")
        )
    return (None, in_order(problems)) if problems else (_judgements(sheet), [])


def _judgements(sheet: _Sheet) -> Judgements:
    cells: dict[Cell, list[LearnerRecord]] = {}
    without = 0
    for learner in sheet.learners.values():
        tests = {phase: test.taken() for phase, test in learner.tests.items()}
        if Phase.BEFORE not in tests:
            without += bool(tests)
            continue
        record = LearnerRecord(
            tests[Phase.BEFORE], tests.get(Phase.AFTER), tests.get(Phase.LATER), learner.due
        )
        cells.setdefault(learner.cell, []).append(record)
    return Judgements({cell: tuple(records) for cell, records in cells.items()}, without)


def _read_row(line: int, row: Row, sheet: _Sheet, problems: list[Problem]) -> None:
    before = len(problems)
    for name in ("learner", "form", "item"):
        if not row[name]:
            problems.append(Problem(line, f'Kolom "{name}" kosong.', "Isi dengan nama atau nomornya."))
    phase = _word(line, "phase", row, _PHASES, problems)
    truth = _word(line, "truth", row, _TRUTHS, problems)
    seen = _word(line, "seen_before", row, _YES_NO, problems)
    rating = _rating(line, row["rating"], problems)
    fast = _is_fast(line, row, problems)
    if len(problems) > before or phase is None or truth is None:
        return
    _check_truth(line, row["item"], truth, sheet, problems)
    learner = _learner(line, row, sheet, problems)
    if not phase:
        return
    answer = Answer(row["item"], truth, rating, row.get("technique", ""), bool(seen)) if rating else None
    test = learner.tests.setdefault(phase, _Test(row["form"].upper(), line))
    test.fast = test.fast or fast
    _check_test(line, row, test, problems)
    test.answers.setdefault(row["item"], (answer, line))


def _learner(line: int, row: Row, sheet: _Sheet, problems: list[Problem]) -> _Learner:
    cell = Cell(row.get("course", ""), row.get("group", ""))
    due = _word(line, "due", {"due": row.get("due") or "yes"}, _YES_NO, problems)
    learner = sheet.learners.setdefault(row["learner"], _Learner(cell, line, bool(due)))
    if learner.cell != cell:
        message = f'"{row["learner"][:60]}" di baris {learner.line} ada di kursus atau kelompok lain.'
        problems.append(Problem(line, message, "Tulis kursus dan kelompok yang sama di semua barisnya."))
    return learner


def _check_truth(line: int, item: str, truth: bool, sheet: _Sheet, problems: list[Problem]) -> None:
    known, where = sheet.truths.setdefault(item, (truth, line))
    if known != truth:
        message = f'Butir "{item[:60]}" di baris {where} punya truth lain.'
        problems.append(Problem(line, message, "Tulis truth yang sama di semua baris butir ini."))


def _check_test(line: int, row: Row, test: _Test, problems: list[Problem]) -> None:
    who = f'"{row["learner"][:60]}" di fase {row["phase"]}'
    if test.form != row["form"].upper():
        message = f"{who} punya paket {test.form} di baris {test.line}."
        problems.append(Problem(line, message, "Tulis satu paket untuk tiap orang dan fase."))
    if row["item"] in test.answers:
        message = f'Butir "{row["item"][:60]}" untuk {who} sudah ada di baris {test.answers[row["item"]][1]}.'
        problems.append(Problem(line, message, "Sisakan satu baris untuk tiap orang, fase dan butir."))


def _rating(line: int, text: str, problems: list[Problem]) -> int | None:
    if text in {"1", "2", "3", "4", "5", "6"}:
        return int(text)
    if text:
        message = f'"{text[:40]}" di kolom rating bukan angka 1 sampai 6.'
        problems.append(Problem(line, message, "1 = pasti hoaks, 6 = pasti benar; kosong = tidak dijawab."))
    return None


def _is_fast(line: int, row: Row, problems: list[Problem]) -> bool:
    reason = row.get("set_aside", "").casefold()
    if reason and reason not in [*SetAside]:
        mend = f"Yang dikenal: {', '.join(SetAside)}, atau kosong."
        problems.append(Problem(line, f'"{reason[:40]}" di kolom set_aside tidak dikenal.', mend))
    return reason == SetAside.FAST


def _word(line: int, name: str, row: Row, known: Mapping[str, T], problems: list[Problem]) -> T | None:
    text = row.get(name, "").casefold()
    if text not in known:
        mend = f"Yang dikenal: {', '.join(word for word in known if word)}."
        message = f'"{text[:40]}" di kolom {name} tidak dikenal.' if text else f'Kolom "{name}" kosong.'
        problems.append(Problem(line, message, mend))
    return known.get(text)
