"""Secrets that the site has to read again are kept encrypted, by a key that comes from the site's own.

Whoever has the database alone cannot read them. A site that gets another key cannot read them any more
either; whatever is sealed needs another way out.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12  # bytes


class SealedByAnotherKey(Exception):
    """The site's key is not the one with which this was sealed, or it was changed."""


def seal(site_key: str, purpose: str, owner: str, secret: bytes) -> bytes:
    """Encrypt the *secret* so that it can be opened for this *purpose* and this *owner* only."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key(site_key, purpose)).encrypt(nonce, secret, owner.encode())


def unseal(site_key: str, purpose: str, owner: str, sealed: bytes) -> bytes:
    """The secret again. Raises SealedByAnotherKey."""
    try:
        return AESGCM(_key(site_key, purpose)).decrypt(sealed[:_NONCE], sealed[_NONCE:], owner.encode())
    except (InvalidTag, ValueError):
        raise SealedByAnotherKey from None


def _key(site_key: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"literasi:{purpose}".encode()).derive(site_key.encode())
