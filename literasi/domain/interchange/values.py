"""What a file of another system holds, before any of it becomes ours."""

from dataclasses import dataclass
from enum import StrEnum

from literasi.domain.problems import Problem

LARGEST_FILE = 2 * 1024 * 1024
MOST_QUESTIONS = 1_000
LONGEST_QUESTION = 20_000  # letters, marks of the format included
ID_TAG_READ = "read="  # a tag of ours: the heading of the lesson to read again

# Moodle's grades of a choice, in percent; it refuses any other (its question bank, ``get_grade_options``).
GRADES = (
    100.0, 90.0, 83.33333, 80.0, 75.0, 70.0, 66.66667, 60.0, 50.0, 40.0, 33.33333, 30.0, 25.0, 20.0, 16.66667,
    14.28571, 12.5, 11.11111, 10.0, 5.0, 0.0,
)  # fmt: skip
_NEAR = 0.005  # 33.33 is meant to be 33.33333

TOO_MANY = Problem(
    1,
    f"Berkas ini berisi lebih dari {MOST_QUESTIONS} soal.",
    "Bagi menjadi beberapa berkas, lalu impor satu per satu.",
)
TOO_LARGE = Problem(1, "Teks ini lebih besar dari 2 MB.", "Bagi menjadi beberapa berkas.")


class TextFormat(StrEnum):
    """How Moodle reads a text."""

    MOODLE = "moodle"  # HTML in which a line end is one
    HTML = "html"
    PLAIN = "plain"
    MARKDOWN = "markdown"


class ForeignKind(StrEnum):
    """The kinds that our format can hold too."""

    CHOICE = "choice"
    TRUE_FALSE = "true_false"  # its two choices are true and false, in this order


@dataclass(frozen=True)
class Formatted:
    """Words and how to read them."""

    text: str = ""
    form: TextFormat = TextFormat.MOODLE


@dataclass(frozen=True)
class ForeignChoice:
    """One answer to choose; its *grade* in percent may be below zero."""

    text: Formatted
    grade: float
    feedback: Formatted = Formatted()


@dataclass(frozen=True)
class ForeignQuestion:
    """A question as another system wrote it; *single* when only one choice may be chosen."""

    line: int
    kind: ForeignKind
    name: str
    stem: Formatted
    choices: tuple[ForeignChoice, ...]
    single: bool = True
    general: Formatted = Formatted()
    id: str = ""
    tags: tuple[str, ...] = ()
    category: str = ""
    lost: tuple[str, ...] = ()  # what the reader saw and nobody can keep

    def is_right(self, choice: ForeignChoice) -> bool:
        """Whether *choice* is right: where only one may be chosen, half right is wrong."""
        return choice.grade >= 100 if self.single else choice.grade > 0


@dataclass(frozen=True, order=True)
class Remark:
    """What happens to something on one line that is no mistake of its author."""

    line: int
    what: str


@dataclass(frozen=True)
class Reading:
    """All of one file: questions to keep, what our format has no place for, and what is broken."""

    questions: tuple[ForeignQuestion, ...] = ()
    skipped: tuple[Remark, ...] = ()
    faults: tuple[Problem, ...] = ()


def known_grade(percent: float) -> float | None:
    """The grade of Moodle that *percent* means; None when there is none."""
    found = nearest_grade(percent)
    return found if abs(found - percent) <= _NEAR else None


def nearest_grade(percent: float) -> float:
    """The grade of Moodle that is nearest to *percent*."""
    nearest = min(GRADES, key=lambda grade: abs(grade - abs(percent)))
    return -nearest if percent < 0 and nearest else nearest


def write_grade(percent: float) -> str:
    """``50``, ``-33.33333``"""
    return f"{percent:.5f}".rstrip("0").rstrip(".")


def unknown_grade(written: str) -> tuple[str, str]:
    """The complaint about a grade that Moodle does not know, and how to mend it."""
    known = ", ".join(write_grade(grade) for grade in GRADES)
    return f"Bobot {written}% tidak dikenal Moodle.", f"Pakai salah satu, boleh dengan minus: {known}."
