"""Certificates: their code, the name that stands on them, and what strangers see of it.

A certificate is a snapshot. Nothing here looks at the course as it is today.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from literasi.domain import recovery_codes

MINUTES_AN_HOUR = 45  # one JP, jam pelajaran
LONGEST_NAME = 80  # characters, also what fits on the sheet
CHANCE_BYTES = 10
ERASED = "dihapus atas permintaan pemegang"
_HIDDEN = "•" * 5
_LONG, _LONGEST = 26, 48  # characters from which a name needs smaller letters
_TWO_COLUMNS, _THREE_COLUMNS = 8, 24  # lessons


class InvalidName(Exception):
    """This cannot stand on a certificate; ``too_long`` says which of the two reasons it is."""

    def __init__(self, *, too_long: bool) -> None:
        super().__init__("too long" if too_long else "no name")
        self.too_long = too_long


class NoCode(Exception):
    """What was typed is no code of a certificate."""


@dataclass(frozen=True)
class TaughtLesson:
    """A lesson as the certificate names it: its title and the revision that was live."""

    title: str
    number: int


@dataclass(frozen=True)
class Certificate:
    """What a certificate says, for good; and whether it still holds."""

    code: str
    name: str
    course_title: str
    course_number: int
    organisation_name: str | None
    lessons: tuple[TaughtLesson, ...]
    hours: int
    finished_at: datetime
    issued_at: datetime
    issuer: str
    signatory_name: str
    signatory_title: str
    shows_name: bool
    revoked_at: datetime | None
    revoked_reason: str | None

    @property
    def holds(self) -> bool:
        """Whether it is still valid."""
        return self.revoked_at is None

    @property
    def masked_name(self) -> str:
        """The name as strangers see it."""
        return masked(self.name)


@dataclass(frozen=True)
class Issued:
    """A certificate that the same person has of the same course."""

    finished_at: datetime
    revoked_at: datetime | None


def is_due(finished_at: datetime, issued: Sequence[Issued], windows: Sequence[datetime]) -> bool:
    """Whether somebody who finished at *finished_at*, and has *issued*, earns another certificate.

    The first finish does. A later one does when it met an obligation whose window (each in *windows*, from
    when finishes count) opened after the last certificate. What was revoked is earned by finishing again.
    """
    if any(one.revoked_at is not None and finished_at <= one.revoked_at for one in issued):
        return False
    held = [one.finished_at for one in issued if one.revoked_at is None]
    return not held or any(opened > max(held) for opened in windows)


def write_code(chance: bytes) -> str:
    """The code made of ten bytes of *chance*: ``K7QM-2XPA-90BC-WXYZ``, 80 bits that nobody guesses."""
    return recovery_codes.write_code(chance)


def read_code(typed: str) -> str:
    """The code from what somebody typed: any case, with or without dashes, O for 0. Raises NoCode."""
    try:
        return recovery_codes.read_code(typed[:60])
    except recovery_codes.NoRecoveryCode:
        raise NoCode from None


def legible(typed: str) -> str:
    """What somebody typed for a code, as a page can show it again."""
    return "".join(one for one in typed[:60] if one.isprintable())


def read_name(typed: str) -> str:
    """The name as it will stand there, from what somebody typed. Raises InvalidName.

    Spaces become single ones, letters and their marks are joined, and what cannot be seen is left out.
    """
    composed = unicodedata.normalize("NFC", typed.replace("\x00", ""))
    visible = "".join(
        " " if one.isspace() else one for one in composed if unicodedata.category(one) not in _UNSEEN
    )
    name = " ".join(visible.split())
    if len(name) > LONGEST_NAME:
        raise InvalidName(too_long=True)
    if sum(one.isalpha() for one in name) < 2:
        raise InvalidName(too_long=False)
    return name


def masked(name: str) -> str:
    """``N••••• A•••••``: how each word begins, and neither its letters nor how many they are."""
    return " ".join(f"{_initial(word)}{_HIDDEN}" for word in name.split())


def name_size(name: str) -> str:
    """How large a name can be written on the sheet: ``short``, ``long`` or ``longest``."""
    return "short" if len(name) <= _LONG else "long" if len(name) <= _LONGEST else "longest"


def columns(lessons: int) -> int:
    """In how many columns so many lessons fit on one page."""
    return 1 if lessons <= _TWO_COLUMNS else 2 if lessons <= _THREE_COLUMNS else 3


def _initial(word: str) -> str:
    """The first letter together with the marks above it."""
    end = 1
    while end < len(word) and unicodedata.combining(word[end]):
        end += 1
    return word[:end]


# Control and format characters (also those that turn the direction of writing), and what has no meaning.
_UNSEEN = {"Cf", "Co", "Cn", "Cs"}
