"""What a roster holds once it is read, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

LARGEST_ROSTER = 2 * 1024 * 1024
MOST_ROWS = 2_000
MOST_COLUMNS = 60  # forms of personnel offices have many; what stands further right is not looked at
MEMBER, SUPERVISOR = "member", "supervisor"

Value = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True)
class Line:
    """One row of a sheet as it stands there; *number* is the one that Excel shows beside it."""

    number: int
    values: Sequence[Value]
    hidden: bool = False


@dataclass(frozen=True)
class RosterRow:
    """One person; what the file does not say is "". The phone and the e-mail address are in normal form."""

    number: int
    external_id: str
    name: str
    email: str = ""
    phone: str = ""
    unit: str = ""
    cohort: str = ""
    role: str = MEMBER


@dataclass(frozen=True, order=True)
class RosterProblem:
    """One thing to mend in the file, in Indonesian. Without a column it is about the row as a whole."""

    row: int
    letter: str
    header: str
    message: str
    mend: str


@dataclass(frozen=True)
class Roster:
    """The rows in which nothing is wrong, every problem in order of rows, and what was not looked at."""

    rows: tuple[RosterRow, ...]
    problems: tuple[RosterProblem, ...]
    ignored: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # letter and header by field

    @property
    def faulty(self) -> tuple[int, ...]:
        """The numbers of the rows that are left out."""
        return tuple(sorted({problem.row for problem in self.problems}))


class RefusedRoster(Exception):
    """The file as a whole is not read; the message says why and how to mend it."""


class Unreadable(Exception):
    """One cell cannot be used: what is wrong, and how to mend it."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.message, self.mend = printable(message), printable(mend)


def printable(text: str) -> str:
    """*text* from a file as a page may repeat it: without signs that show nothing or turn a line round."""
    return "".join(sign for sign in text if sign.isprintable())


def letter_of(index: int) -> str:
    """How a spreadsheet names the column at *index*, which counts from 0: A … Z, AA …"""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
