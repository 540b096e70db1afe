"""One table with what has to be known about it: under which filter, when, how many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

Cell = str | int | float | bool | date | datetime | None


class ColumnKind(Enum):
    """What a column holds, and so how it is written and aligned."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"  # a day and a time of day, on the clock of the site


@dataclass(frozen=True)
class Column:
    """A column by its header."""

    name: str
    kind: ColumnKind = ColumnKind.TEXT


@dataclass(frozen=True)
class Sheet:
    """A table; *facts* are pairs such as ("Filter", "late"), and times are local ones without a zone.

    Its rows are read once, one after the other, so that a long table is never in memory as a whole.
    """

    title: str
    facts: Sequence[tuple[str, Cell]]
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
