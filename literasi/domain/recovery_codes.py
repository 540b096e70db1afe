"""Codes that somebody can write down and type again: letters and digits in groups of four.

Sixteen of them hold 80 bits of chance, so a fingerprint of the code is all that has to be kept; eight are
enough where a person still says yes. Letters that look like digits are not used, and are understood when
they are typed.
"""

import re

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32
_LOOKS_LIKE = str.maketrans("OIL", "011")
_BITS = 5  # of each letter
LENGTH = 16
JOIN_LENGTH = 8  # of the code by which people ask to join an organisation


class NoRecoveryCode(Exception):
    """What was typed is no such code."""


def write_code(chance: bytes, length: int = LENGTH) -> str:
    """The code made of the first bytes of *chance*: ``K7QM-2XPA-90BC-WXYZ``."""
    number = int.from_bytes(chance[: length * _BITS // 8], "big")
    letters = [_ALPHABET[number >> shift & 31] for shift in range((length - 1) * _BITS, -_BITS, -_BITS)]
    return _in_fours("".join(letters))


def read_code(typed: str, length: int = LENGTH) -> str:
    """The code as ``write_code`` writes it, from what somebody typed. Raises NoRecoveryCode."""
    letters = _letters(typed)
    if len(letters) != length or any(letter not in _ALPHABET for letter in letters):
        raise NoRecoveryCode
    return _in_fours(letters)


def count_letters(typed: str) -> int:
    """How many letters and digits were typed, so that a half code is told from a wrong one."""
    return len(_letters(typed))


def _letters(typed: str) -> str:
    return re.sub(r"[\s\-.\u2010-\u2015]", "", typed).upper().translate(_LOOKS_LIKE)


def _in_fours(letters: str) -> str:
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))
