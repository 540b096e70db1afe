"""Recovery codes: sixteen letters and digits that somebody can write down and type again.

80 bits of chance, so a fingerprint of the code is all that has to be kept. Letters that look like digits
are not used, and are understood when they are typed.
"""

import re

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32
_LOOKS_LIKE = str.maketrans("OIL", "011")
LENGTH = 16


class NoRecoveryCode(Exception):
    """What was typed is no recovery code."""


def write_code(chance: bytes) -> str:
    """The code made of the first ten bytes of *chance*: ``K7QM-2XPA-90BC-WXYZ``."""
    number = int.from_bytes(chance[:10], "big")
    letters = [_ALPHABET[number >> shift & 31] for shift in range(75, -5, -5)]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, LENGTH, 4))


def read_code(typed: str) -> str:
    """The code as ``write_code`` writes it, from what somebody typed. Raises NoRecoveryCode."""
    letters = re.sub(r"[\s\-.\u2010-\u2015]", "", typed).upper().translate(_LOOKS_LIKE)
    if len(letters) != LENGTH or any(letter not in _ALPHABET for letter in letters):
        raise NoRecoveryCode
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))
