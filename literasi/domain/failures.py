"""A mistake of ours as it may be kept: where it happened, and nothing of what it happened to.

The message of an exception often repeats what somebody typed (a database names the value that is there
twice), so only its kind is read; of its trace only files, lines and functions.
"""

import hashlib
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType

OWN = ("literasi/", "templates/", "app.py", "serve.py")
_PARTS = ("/site-packages/", "/literasi/", "/templates/")
MOST_KINDS = 5  # of a chain of exceptions
MOST_FRAMES = 25  # of each, the innermost
LONGEST_KIND, LONGEST_PLACE, LONGEST_TRACE = 120, 200, 4000  # characters


@dataclass(frozen=True)
class Failure:
    """``fingerprint`` is the same for the same kind of mistake on the same way through our code."""

    kind: str
    place: str
    trace: str
    fingerprint: bytes


@dataclass(frozen=True)
class _Frame:
    file: str
    line: int
    function: str

    @property
    def is_own(self) -> bool:
        return self.file.startswith(OWN)

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.function}"


def read_failure(problem: BaseException) -> Failure:
    """What may be kept of *problem* and of those that led to it."""
    chain = list(_chain(problem))
    found = [(kind_of(one), _frames(one.__traceback__)) for one in chain]
    trace = "\n".join("\n".join([kind, *(f"  {frame}" for frame in frames)]) for kind, frames in found)
    kind, frames = found[0]
    own = [frame for frame in frames if frame.is_own] or frames
    place = str(own[-1]) if own else "?"
    way = [kind, *(f"{frame.file} {frame.function}" for frame in own)]
    return Failure(
        kind[:LONGEST_KIND],
        place[:LONGEST_PLACE],
        trace[:LONGEST_TRACE],
        hashlib.sha256("\n".join(way).encode()).digest(),
    )


def kind_of(problem: BaseException) -> str:
    """The full name of its class."""
    found = type(problem)
    return (
        found.__qualname__ if found.__module__ == "builtins" else f"{found.__module__}.{found.__qualname__}"
    )


def _chain(problem: BaseException) -> Iterator[BaseException]:
    """The problem and what caused it, the last one first."""
    current: BaseException | None = problem
    for _ in range(MOST_KINDS):
        if current is None:
            return
        yield current
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def _frames(trace: TracebackType | None) -> list[_Frame]:
    """The innermost frames, the outermost of them first."""
    frames = [
        _Frame(_short(frame.f_code.co_filename), line, frame.f_code.co_name)
        for frame, line in traceback.walk_tb(trace)
    ]
    return frames[-MOST_FRAMES:]


def _short(file: str) -> str:
    """A file's path without the folder that the site or its packages lie in."""
    for part in _PARTS:
        _before, found, rest = file.rpartition(part)
        if found:
            return rest if part == "/site-packages/" else f"{part[1:]}{rest}"
    return file.rpartition("/")[2]
