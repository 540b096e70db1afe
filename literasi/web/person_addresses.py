"""The address of a person on the operators' pages: their number, encrypted with a key of the site's own.

Nobody can count through such addresses, and one that was seen says nothing: no number, no name, no telephone.
Nothing is stored for it, and somebody without an account or an erased one has one as well. With another
secret key the addresses change.
"""

import base64
import binascii
import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from flask import abort, current_app

_BYTES, _LETTERS = 4, 32  # of a learner's number, and of the address that it makes with its seal


def address_of(learner_id: int) -> str:
    """The last word of the address of this person's page; always the same one."""
    sealed = _cipher().encrypt(learner_id.to_bytes(_BYTES, "big"), None)
    return base64.b32encode(sealed).decode().lower()


def person_at(address: str) -> int:
    """Whose address it is; 404 if it was not made here."""
    try:
        sealed = base64.b32decode(address.upper())
        return int.from_bytes(_cipher().decrypt(sealed, None), "big")
    except (binascii.Error, ValueError, InvalidTag):
        abort(404)


def is_address(text: str) -> bool:
    """Whether it could be such an address, and is not a name to sign in by."""
    return len(text) == _LETTERS and not text.strip("abcdefghijklmnopqrstuvwxyz234567")


def _cipher() -> AESSIV:
    """The same number always gives the same address, so that it can be kept and compared."""
    key = f"person-address:{current_app.config['SECRET_KEY']}"
    return AESSIV(hashlib.sha512(key.encode()).digest())
