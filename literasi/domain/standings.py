"""What a supervisor asks about required learning, and in which words it is counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SOON = timedelta(days=14)


class Show(StrEnum):
    """Which of what is owed a list shows; the value is its word in addresses."""

    LATE = "terlambat"
    SOON = "segera"  # due today or within the next days (``SOON``)
    GRACE = "tenggang"  # past its day, and not late yet
    OPEN = "belum"
    DONE = "selesai"
    EXEMPT = "dikecualikan"
    LEFT = "keluar"  # of people who are no longer there
    ALL = "semua"  # of all who are there


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; *search* is a name's key (``names.name_key``), None is everybody."""

    show: Show
    course_id: int | None = None
    cohort_id: int | None = None
    search: str | None = None


@dataclass(frozen=True)
class Count:
    """So many obligations. They are so many people where each can be somebody else's only.

    *days* are the first and the last on which one of them becomes late.
    """

    number: int = 0
    are_people: bool = True
    days: tuple[date, date] | None = None


def together(counts: Iterable[Count]) -> Count:
    """What several *counts*, each of another course, come to: people only where one course has any."""
    some = [count for count in counts if count.number]
    days = [day for count in some for day in count.days or ()]
    return Count(
        sum(count.number for count in some),
        len(some) < 2 and all(count.are_people for count in some),
        (min(days), max(days)) if days else None,
    )
