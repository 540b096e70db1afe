"""What the value of a channel looks like, by kind: telephone numbers, web addresses, words about laws."""

import re
from urllib.parse import urlsplit

from literasi.domain.messages import N_

LAW_STATES = (
    "berlaku sebagian", "berlaku", "belum berlaku", "diubah", "dicabut", "tidak berlaku", "belum pasti",
)  # fmt: skip
LONGEST_VALUE = 300
LONGEST_TITLE = 120
LONGEST_NOTE = 500
LONGEST_SOURCE = 500
LONGEST_SLUG = 60

EMPTY = N_("Write what readers shall see.")
TOO_LONG = N_("This is longer than 300 characters. Shorten it.")
NO_PHONE = N_(
    "Write an Indonesian number, such as 112, 1708, 0541 123456 or +62 812 3456 789, with nothing else."
)
NO_WHATSAPP = N_("Write a mobile number, such as 0812 3456 789 or +62 812 3456 789, with nothing else.")
NO_SITE = N_("Write an address that begins with https://, such as https://iasc.ojk.go.id.")
NO_LAW = N_(
    "Begin with one of these words: berlaku, berlaku sebagian, belum berlaku, diubah, dicabut, "
    "tidak berlaku, belum pasti."
)
_NUMBER = re.compile(r"\+?[0-9](?:[ .()-]{0,2}[0-9])*\)?", re.ASCII)
_SHORT = re.compile(r"1[0-9]{2,6}", re.ASCII)  # 112, 1708, 14045, 1500567
_LONG = re.compile(r"0[2-9][0-9]{6,11}", re.ASCII)
_MOBILE = re.compile(r"08[1-9][0-9]{6,10}", re.ASCII)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_PATH = re.compile(r"[A-Za-z0-9/._~%=&?#+-]*", re.ASCII)
_AFTER_STATE = re.compile(r"[ ,;:(]|$")


class InvalidValue(Exception):
    """The value cannot be used; the message (an English msgid) says how to mend it."""


def read_value(kind: str, typed: str) -> str:
    """What somebody typed as the value of a channel of this *kind*, made normal. Raises InvalidValue."""
    plain = "".join(sign for sign in typed if sign.isprintable() or sign.isspace())
    value = " ".join(plain.split())
    if not value:
        raise InvalidValue(EMPTY)
    if len(value) > LONGEST_VALUE:
        raise InvalidValue(TOO_LONG)
    if kind == "phone" and not _is_phone(value):
        raise InvalidValue(NO_PHONE)
    if kind == "whatsapp" and not (_NUMBER.fullmatch(value) and _MOBILE.fullmatch(_national(value))):
        raise InvalidValue(NO_WHATSAPP)
    if kind == "law" and not _is_law_state(value):
        raise InvalidValue(NO_LAW)
    return _site(value) if kind == "site" else value


def words_of(kind: str, value: str) -> str:
    """How the value is written in a sentence: an address without https and without an empty path."""
    return value.removeprefix("https://").rstrip("/") if kind == "site" else value


def link_of(kind: str, value: str) -> str:
    """Where the value leads; empty for offices and laws."""
    if kind == "phone":
        digits = _digits(value)
        return f"tel:+{digits}" if value.startswith("+") else f"tel:{digits}"
    if kind == "whatsapp":
        return f"https://wa.me/62{_national(value)[1:]}"
    return value if kind == "site" else ""


def _digits(value: str) -> str:
    return "".join(sign for sign in value if sign in "0123456789")


def _national(value: str) -> str:
    """The digits as they are dialled inside the country."""
    digits = _digits(value)
    return f"0{digits[2:]}" if value.startswith("+62") else "" if value.startswith("+") else digits


def _is_phone(value: str) -> bool:
    if not _NUMBER.fullmatch(value):
        return False
    number = _national(value)
    is_short = _SHORT.fullmatch(number) is not None and not value.startswith("+")
    return is_short or _LONG.fullmatch(number) is not None


def _is_law_state(value: str) -> bool:
    small = value.casefold()
    return any(small.startswith(state) and _AFTER_STATE.match(small, len(state)) for state in LAW_STATES)


def _site(value: str) -> str:
    """The address with https; without it only where nothing else can be meant."""
    address = value if "://" in value else f"https://{value}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        raise InvalidValue(NO_SITE) from None
    labels = host.split(".")
    is_domain = len(labels) > 1 and all(map(_LABEL.fullmatch, labels)) and labels[-1].isalpha()
    rest = address.partition("://")[2].partition(parts.netloc)[2]
    if parts.scheme != "https" or not is_domain or port or "@" in parts.netloc or not _PATH.fullmatch(rest):
        raise InvalidValue(NO_SITE)
    return f"https://{host}{rest}"
