"""By what name people sign in: one they choose, an e-mail address or a phone number.

A name is kept in one normal form, so that ``Norhayati`` and ``norhayati``, or ``0812-3456-7890`` and
``+62 812 3456 7890``, are the same person.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from literasi.domain.messages import N_

LONGEST = 254  # the longest e-mail address there can be

NO_NAME = N_("Write a name, a phone number or an e-mail address.")
TOO_LONG = N_("This name is too long. Choose a shorter one.")
BAD_EMAIL = N_("This e-mail address is not complete. It looks like nama@contoh.id.")
BAD_PHONE = N_("This phone number is not complete. It looks like 0812 3456 7890.")
BAD_USERNAME = N_(
    "A name begins with a letter and has 3 to 40 letters, digits, dots or dashes, without spaces."
)

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,180})\.[a-z]{2,24}")
_USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,39}")
_PHONE = re.compile(r"\+?\(?[0-9][0-9 ().-]{6,24}")


class NameKind(Enum):
    """What somebody signs in by."""

    USERNAME = "username"
    EMAIL = "email"
    PHONE = "phone"


class InvalidLoginName(Exception):
    """The name cannot be used; the message (an English msgid) says why and what would do."""


@dataclass(frozen=True)
class LoginName:
    """A name in its normal form."""

    text: str
    kind: NameKind


def read_login_name(typed: str) -> LoginName:
    """The name that somebody typed, in its normal form. Raises InvalidLoginName."""
    text = unicodedata.normalize("NFKC", typed).strip().casefold()
    if not text:
        raise InvalidLoginName(NO_NAME)
    if len(text) > LONGEST:
        raise InvalidLoginName(TOO_LONG)
    if "@" in text:
        return LoginName(_matching(_EMAIL, text, BAD_EMAIL), NameKind.EMAIL)
    if _PHONE.fullmatch(text):
        return LoginName(_phone(text), NameKind.PHONE)
    return LoginName(_matching(_USERNAME, text, BAD_USERNAME), NameKind.USERNAME)


def name_starts(typed: str) -> list[str]:
    """How the normal form of a name may begin of which somebody typed the beginning; nothing for nothing.

    ``0812 34`` is the beginning of ``+6281234``, and of a name that was chosen only as it was typed.
    """
    text = unicodedata.normalize("NFKC", typed).strip().casefold()
    digits = re.sub(r"[^0-9]", "", text)
    if not digits or not re.fullmatch(r"\+?[0-9 ().-]+", text):
        return [text] if text else []
    if text.startswith("+") or digits.startswith("62"):
        return [f"+{digits}"]
    return [f"+62{digits.removeprefix('0')}"]


def masked_name(login_name: str) -> str:
    """The name with the middle of an address or a number hidden: enough to tell two people apart."""
    before, at, host = login_name.partition("@")
    if at:
        return f"{before[:2]}•••@{host}"
    if login_name.startswith("+"):
        return f"{login_name[:5]}•••{login_name[-4:]}"
    return login_name


def _matching(pattern: re.Pattern[str], text: str, otherwise: str) -> str:
    if not pattern.fullmatch(text) or ".." in text:
        raise InvalidLoginName(otherwise)
    return text


def _phone(text: str) -> str:
    """The number with its country in front; one that begins with 0 or 8 is Indonesian."""
    digits = re.sub(r"[^0-9]", "", text)
    if not text.startswith("+"):
        if digits.startswith("0"):
            digits = "62" + digits[1:]
        elif digits.startswith("8"):
            digits = "62" + digits
    if not 9 <= len(digits) <= 15 or digits.startswith("0"):
        raise InvalidLoginName(BAD_PHONE)
    return "+" + digits
