"""Days as they are written in Indonesian texts."""

import re
from datetime import date

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_WRITTEN = re.compile(r"(\d{1,2}) ([A-Za-z]+) (\d{4})", re.ASCII)
_TYPED = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_NUMBERS = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def write_day(day: date) -> str:
    """``2026-11-12`` as ``12 November 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def parse_day(text: str) -> date | None:
    """The day meant by ``27 April 2025`` or ``2025-04-27``; None when there is no such day."""
    try:
        if _NUMBERS.fullmatch(text):
            return date.fromisoformat(text)
        written = _WRITTEN.fullmatch(text)
        if written and written[2].capitalize() in MONTHS:
            month = MONTHS.index(written[2].capitalize()) + 1
            return date(int(written[3]), month, int(written[1]))
    except ValueError:
        return None
    return None


def typed_day(text: str) -> date | None:
    """The day that somebody typed into a form: as ``parse_day``, or ``23/11/2027`` and ``23-11-2027``."""
    typed = _TYPED.fullmatch(text.strip())
    if typed is None:
        return parse_day(text.strip())
    return parse_day(f"{typed[3]}-{int(typed[2]):02}-{int(typed[1]):02}")
