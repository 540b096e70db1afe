"""A file in frames, each of which proves itself: its bytes, its place, and whether it is the last.

With a passphrase every frame is sealed by AES-256-GCM under a key that scrypt makes of it; without one it
carries its SHA-256. Either way a flipped bit, a missing end, a frame in another place or something
appended is found.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from literasi.domain.backups import FORMAT, BadBackup, check_format, check_passphrase, damaged

MAGIC = b"literasi-backup\n"
FRAME = 128 * 1024  # bytes of content in one frame
_LONGEST_HEADER = 1000
_LONGEST_FRAME = 2 * FRAME
_SCRYPT = {"n": 2**16, "r": 8, "p": 1}  # 64 MiB and a fifth of a second
_PREFIX = 5  # a byte that says whether it is the last frame, and four of its length
_MORE, _LAST = b"\0", b"\1"


@dataclass(frozen=True)
class _Keys:
    frames: bytes
    header: bytes


class SealedWriter:
    """Writes frames to *file*; nothing is whole before ``close``."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        header = {"format": FORMAT, "id": os.urandom(16).hex(), "sealed": bool(passphrase)}
        keys = None
        if passphrase:
            check_passphrase(passphrase)
            header |= {**_SCRYPT, "salt": os.urandom(16).hex()}
            keys = _keys(passphrase, header)
            header["proof"] = _proof(keys, header)
        line = json.dumps(header).encode() + b"\n"
        self._file, self._waiting, self._number = file, bytearray(), 0
        self._seal = _Seal(line, keys)
        file.write(MAGIC + line)

    def write(self, data: bytes) -> None:
        """Add *data*."""
        self._waiting += data
        while len(self._waiting) > FRAME:
            self._put(_MORE, bytes(self._waiting[:FRAME]))
            del self._waiting[:FRAME]

    def close(self) -> None:
        """Write the last frame."""
        self._put(_LAST, bytes(self._waiting))

    def _put(self, mark: bytes, content: bytes) -> None:
        prefix, body = self._seal.close(self._number, mark, content)
        self._file.write(prefix + body)
        self._number += 1


def open_sealed(file: BinaryIO, passphrase: str) -> Iterator[bytes]:
    """The content of *file*, frame by frame; what was yielded is proven. Raises BadBackup."""
    line = _header_line(file)
    header = _read_header(line)
    seal = _Seal(line, _checked_keys(header, passphrase) if header["sealed"] else None)
    return _frames(file, seal)


def is_sealed(file: BinaryIO) -> bool:
    """Whether a passphrase is needed. Raises BadBackup for what is no backup."""
    return bool(_read_header(_header_line(file))["sealed"])


def _frames(file: BinaryIO, seal: "_Seal") -> Iterator[bytes]:
    number, mark = 0, _MORE
    while mark == _MORE:
        prefix = file.read(_PREFIX)
        length = int.from_bytes(prefix[1:], "big")
        if len(prefix) < _PREFIX or length > _LONGEST_FRAME:
            raise BadBackup(damaged("it ends too early"))
        mark, body = prefix[:1], file.read(length)
        if len(body) < length:
            raise BadBackup(damaged("it ends too early"))
        yield seal.open(number, prefix, body)
        number += 1
    if mark != _LAST or file.read(1):
        raise BadBackup(damaged("something stands behind its end"))


class _Seal:
    """Closes and opens frames of one file."""

    def __init__(self, header: bytes, keys: _Keys | None) -> None:
        self._header = hashlib.sha256(MAGIC + header).digest()
        self._cipher = AESGCM(keys.frames) if keys else None
        self._extra = 16 if keys else hashlib.sha256().digest_size

    def close(self, number: int, mark: bytes, content: bytes) -> tuple[bytes, bytes]:
        prefix = mark + (len(content) + self._extra).to_bytes(4, "big")
        if self._cipher:
            return prefix, self._cipher.encrypt(_nonce(number), content, self._header + prefix)
        return prefix, content + self._digest(number, prefix, content)

    def open(self, number: int, prefix: bytes, body: bytes) -> bytes:
        if self._cipher:
            try:
                return self._cipher.decrypt(_nonce(number), body, self._header + prefix)
            except InvalidTag:
                raise BadBackup(damaged(f"frame {number + 1} was changed")) from None
        content, digest = body[: -self._extra], body[-self._extra :]
        if digest != self._digest(number, prefix, content):
            raise BadBackup(damaged(f"frame {number + 1} was changed"))
        return content

    def _digest(self, number: int, prefix: bytes, content: bytes) -> bytes:
        return hashlib.sha256(self._header + _nonce(number) + prefix + content).digest()


def _nonce(number: int) -> bytes:
    """Never the same twice under one key: the salt is new for each file."""
    return number.to_bytes(12, "big")


def _header_line(file: BinaryIO) -> bytes:
    if file.read(len(MAGIC)) != MAGIC:
        raise BadBackup("This is no backup of Literasi. Name the file that `backup` wrote.")
    line = file.readline(_LONGEST_HEADER)
    if not line.endswith(b"\n"):
        raise BadBackup(damaged("its first lines cannot be read"))
    return line


def _read_header(line: bytes) -> dict[str, Any]:
    try:
        header = json.loads(line)
        check_format(header["format"])
        if type(header["sealed"]) is not bool:
            raise TypeError
        if header["sealed"] and {name: header[name] for name in _SCRYPT} != _SCRYPT:
            raise ValueError
    except (ValueError, TypeError, KeyError) as problem:
        raise BadBackup(damaged("its first lines cannot be read")) from problem
    return dict(header)


def _checked_keys(header: dict[str, Any], passphrase: str) -> _Keys:
    if not passphrase:
        raise BadBackup(
            "This backup is encrypted. Give its passphrase: LITERASI_BACKUP_PASSPHRASE or --passphrase-file."
        )
    try:
        proof = str(header.pop("proof"))
        keys = _keys(passphrase, header)
    except (ValueError, TypeError, KeyError) as problem:
        raise BadBackup(damaged("its first lines cannot be read")) from problem
    if not hmac.compare_digest(proof.encode(), _proof(keys, header).encode()):
        raise BadBackup(
            "This passphrase does not open the backup (or its first lines are damaged). "
            "Use the passphrase that was set when it was made."
        )
    return keys


def _keys(passphrase: str, header: dict[str, Any]) -> _Keys:
    made = Scrypt(salt=bytes.fromhex(header["salt"]), length=64, **_SCRYPT).derive(passphrase.encode())
    return _Keys(frames=made[:32], header=made[32:])


def _proof(keys: _Keys, header: dict[str, Any]) -> str:
    return hmac.new(keys.header, json.dumps(header, sort_keys=True).encode(), "sha256").hexdigest()
