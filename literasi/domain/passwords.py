"""What makes a password good enough: its length, and that nobody would guess it first.

No rule about capitals, digits or signs: those make passwords that people forget and machines guess.
"""

import unicodedata

from literasi.domain.common_passwords import COMMON, LOCAL_WORDS
from literasi.domain.messages import N_

SHORTEST, LONGEST = 8, 128

TOO_SHORT = N_("Make the password at least 8 characters long. Three words in a row are easy to remember.")
TOO_LONG = N_("The password may have 128 characters at most.")
TOO_COMMON = N_(
    "This password is among the first that a thief tries. Put two more words of your own after it."
)
LIKE_THE_NAME = N_("The password must not be the name that you sign in by. Add words of your own.")
_AROUND = "0123456789!?.,_-@#*+ "


class WeakPassword(Exception):
    """The password is not taken; the message (an English msgid) says why and what would do."""


def check_password(password: str, login_name: str) -> None:
    """Refuse a *password* that is too short, too long or guessed first. Raises WeakPassword.

    *login_name* is in its normal form. The password itself is used as it was typed.
    """
    if len(password) < SHORTEST:
        raise WeakPassword(TOO_SHORT)
    if len(password) > LONGEST:
        raise WeakPassword(TOO_LONG)
    plain = unicodedata.normalize("NFKC", password).casefold()
    if plain in {login_name, login_name.partition("@")[0], login_name.removeprefix("+62")}:
        raise WeakPassword(LIKE_THE_NAME)
    if _is_guessed_first(plain):
        raise WeakPassword(TOO_COMMON)


def _is_guessed_first(plain: str) -> bool:
    if plain in COMMON or len(set(plain)) <= 2 or _is_a_row(plain):
        return True
    core = plain.strip(_AROUND)
    return not core or core in LOCAL_WORDS or core.replace(" ", "") in LOCAL_WORDS


def _is_a_row(plain: str) -> bool:
    """Whether every character follows the one before: ``12345678``, ``hgfedcba``."""
    steps = {ord(after) - ord(before) for before, after in zip(plain, plain[1:], strict=False)}
    return steps in ({1}, {-1}, {0})
