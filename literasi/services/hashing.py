"""Hashing passwords: slow on purpose, so never inside a transaction, and only a few at once.

argon2id with the least that OWASP's ASVS 5.0 approves (19 MiB, two passes): about 30 ms and 19 MiB each.
"""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 2  # in one worker; the others wait their turn
LONGEST = 1000  # characters that are looked at, whatever was sent
# The hash of nothing in particular: what is compared where no such account exists, so that both take as long.
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$STooe3smNhGRYo/yrOJBbA$j8MTCaN6oDyUWsvMroeM2B3uBWHUK2TZctV5Tku1mwk"

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_turns = threading.BoundedSemaphore(AT_ONCE)


def hash_password(password: str) -> str:
    """What is kept of *password*."""
    with _turns:
        return _hasher.hash(password)


def fits(password_hash: str | None, password: str) -> bool:
    """Whether *password* is the one behind *password_hash*; None takes as long and fits nothing."""
    with _turns:
        try:
            _hasher.verify(password_hash or NOBODY, password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other costs than those of today."""
    return _hasher.check_needs_rehash(password_hash)
