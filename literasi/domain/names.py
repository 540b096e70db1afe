"""Names of people: what may stand in one, and the plain form by which lists sort and search."""

import re
import unicodedata

from literasi.domain.messages import N_

LONGEST_NAME = 80
LONGEST_KEY = 80  # some signs come apart into many letters; the rest tells nobody apart

NO_NAME = N_("Write the name.")
TOO_LONG = N_("This name is longer than 80 characters. Shorten it, for example by leaving out titles.")
HIDDEN_SIGN = N_("This name holds a sign that cannot be seen. Type the name again instead of pasting it.")
NO_LETTER = N_("This name holds no letters. Write it as the person writes it.")

# Word processors and web pages leave these behind; taking them out changes nothing that anybody sees.
_LEFT_BEHIND = re.compile("[\u00ad\u200b\u2060\ufeff]")
_SPACE = re.compile(r"\s+")
_TOWER = 3  # more marks than this on one letter reach into the lines above and below
_APOSTROPHES = re.compile("['`\u00b4\u02b0-\u02bf\u2018\u2019\u201b]")


class InvalidName(Exception):
    """The name cannot be used; the message (an English msgid) says why and how to mend it."""


def read_person_name(typed: str) -> str:
    """The name that somebody typed, with single spaces, in Unicode's composed form. Raises InvalidName."""
    text = _SPACE.sub(" ", _LEFT_BEHIND.sub("", typed)).strip()
    name = unicodedata.normalize("NFC", text)
    if not name:
        raise InvalidName(NO_NAME)
    if len(name) > LONGEST_NAME:
        raise InvalidName(TOO_LONG)
    if any(unicodedata.category(sign)[0] == "C" for sign in name) or _has_tower(name):
        raise InvalidName(HIDDEN_SIGN)
    if not any(sign.isalpha() for sign in name):
        raise InvalidName(NO_LETTER)
    return name


def visible_line(typed: str) -> str:
    """*typed* with single spaces, in Unicode's composed form, without signs that cannot be seen.

    For names of things, numbers and reasons, where taking such a sign out changes nothing that anybody meant.
    """
    spaced = " ".join(typed.split())
    seen = "".join(sign for sign in spaced if unicodedata.category(sign)[0] != "C")
    return " ".join(unicodedata.normalize("NFC", seen).split())


def _has_tower(name: str) -> bool:
    """Whether so many marks stand on one letter that the lines around it become unreadable."""
    marks = 0
    for sign in name:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks > _TOWER:
            return True
    return False


def name_key(name: str) -> str:
    """*name* for sorting and searching: small letters and digits without marks, words apart by one space.

    The same for ``Nur'aini``, ``NURAINI`` and ``Nuraini``, and for ``M.Yusuf`` and ``M. Yusuf``.
    """
    apart = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name))
    plain = unicodedata.normalize("NFKD", apart.casefold())
    bare = "".join(sign for sign in plain if unicodedata.category(sign)[0] not in "MC")
    words = "".join(sign if sign.isalnum() else " " for sign in _APOSTROPHES.sub("", bare))
    return " ".join(words.split())[:LONGEST_KEY].strip()


def number_spellings(number: str) -> set[str]:
    """How an agency's own number for a person may stand somewhere else: in small letters or in capitals."""
    return {number, number.casefold(), number.upper()}
