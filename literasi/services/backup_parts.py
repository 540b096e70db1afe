"""The inside of a backup: named parts, one after another, compressed; little of it is ever in memory."""

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from literasi.domain.backups import BadBackup, damaged
from literasi.services.sealing_files import SealedWriter, open_sealed

CHUNK = 256 * 1024  # bytes, about: rows are never cut
_LARGEST_CHUNK = 128 * 1024 * 1024
_LARGEST_HEADER = 1024 * 1024
_AT_ONCE = 1024 * 1024
_LEVEL = 3  # a third larger than the best, in a fifth of the time
_SIZE = 4


@dataclass
class Part:
    """A part of the file: what it is, and its chunks, which must be read before the next part."""

    about: dict[str, Any]
    chunks: Iterator[bytes]

    def whole(self, most: int) -> bytes:
        """All of it. Raises BadBackup when it is larger than *most* bytes."""
        found = bytearray()
        for chunk in self.chunks:
            found += chunk
            if len(found) > most:
                raise BadBackup(damaged(f"a part of it has more than {most} bytes"))
        return bytes(found)


class PartWriter:
    """Writes parts to *file*: ``begin``, ``add`` as often as needed, ``end``; ``close`` after the last."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        self._sealed = SealedWriter(file, passphrase)
        self._press = zlib.compressobj(_LEVEL)

    def begin(self, **about: Any) -> None:
        """Begin a part."""
        self._put(json.dumps(about).encode())

    def add(self, chunk: bytes) -> None:
        """Add a chunk to the part that was begun; an empty one is nothing."""
        if chunk:
            self._put(chunk)

    def end(self) -> None:
        """The part is whole."""
        self._put(b"")

    def close(self) -> None:
        """The file is whole."""
        self._put(b"")
        self._sealed.write(self._press.flush())
        self._sealed.close()

    def _put(self, data: bytes) -> None:
        self._sealed.write(self._press.compress(len(data).to_bytes(_SIZE, "big") + data))


def read_parts(file: BinaryIO, passphrase: str) -> Iterator[Part]:
    """Every part of *file*, to its proven end. Raises BadBackup."""
    source = _Unpressed(open_sealed(file, passphrase))
    while header := source.sized(_LARGEST_HEADER):
        try:
            about = dict(json.loads(header))
        except (ValueError, TypeError, RecursionError) as problem:
            raise BadBackup(damaged("the name of a part cannot be read")) from problem
        part = Part(about, _chunks(source))
        yield part
        for _ in part.chunks:  # whatever nobody wanted to read
            pass
    source.finish()


def _chunks(source: "_Unpressed") -> Iterator[bytes]:
    while chunk := source.sized(_LARGEST_CHUNK):
        yield chunk


class _Unpressed:
    """The frames of a file as one stream of what was compressed into them."""

    def __init__(self, frames: Iterator[bytes]) -> None:
        self._frames, self._press = frames, zlib.decompressobj()
        self._ready, self._place = b"", 0

    def sized(self, most: int) -> bytes:
        """The next bytes that have their length before them."""
        length = int.from_bytes(self._take(_SIZE), "big")
        if length > most:
            raise BadBackup(damaged(f"a piece of it claims {length} bytes"))
        return self._take(length)

    def finish(self) -> None:
        """Raises BadBackup unless this is the end."""
        if self._more() or not self._press.eof:
            raise BadBackup(damaged("something stands behind its end"))

    def _take(self, length: int) -> bytes:
        """Exactly so many bytes."""
        found = self._ready[self._place : self._place + length]
        self._place += len(found)
        if len(found) == length:
            return found
        pieces, missing = [found], length - len(found)
        while missing:
            if not self._more():
                raise BadBackup(damaged("it ends too early"))
            pieces.append(self._ready[:missing])
            self._place = len(pieces[-1])
            missing -= self._place
        return b"".join(pieces)

    def _more(self) -> bool:
        """Unpack a little more in place of what was taken; False at the end."""
        self._ready, self._place = b"", 0
        while not self._ready:
            packed = self._press.unconsumed_tail or next(self._frames, None)
            self._ready = self._unpack(packed or b"")
            if packed is None:
                return bool(self._ready)
        return True

    def _unpack(self, packed: bytes) -> bytes:
        try:
            found = self._press.decompress(packed, _AT_ONCE)
        except zlib.error as problem:
            raise BadBackup(damaged("it cannot be unpacked")) from problem
        if self._press.unused_data:
            raise BadBackup(damaged("something stands behind its end"))
        return found
