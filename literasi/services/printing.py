"""A certificate on paper: the code that a telephone reads, and the PDF.

The PDF is set in a child process that may neither run long nor grow large, one at a time in a worker. A
worker keeps the last ones, and of strangers only one on the whole machine has a new one set, so that no
flood of them holds every worker. Where the system's Pango is missing there is no PDF, and the page prints
from the browser just as well.
"""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes.util import find_library
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import segno

CPU_SECONDS = 20
MEGABYTES = 1024
WALL_SECONDS = 30.0
WAITING_SECONDS = 15.0
NEEDED = ("gobject-2.0", "pango-1.0", "pangoft2-1.0", "harfbuzz", "fontconfig")
KEPT = 32  # PDFs
_HOME = Path(__file__).parents[2]
_PROGRAM = Path(__file__).with_name("typesetting.py")
_turn = threading.Semaphore()
_kept: OrderedDict[bytes, bytes] = OrderedDict()  # by a hash of the page, the least wanted first


class NotPrinted(Exception):
    """There is no PDF this time; the message says why."""


@lru_cache(maxsize=1)
def missing() -> tuple[str, ...]:
    """The libraries that PDFs need and this machine lacks. Looked up once."""
    if find_spec("weasyprint") is None:
        return ("weasyprint",)
    return tuple(name for name in NEEDED if find_library(name) is None)


def pdf(html: str, css: str, *, for_stranger: bool = False) -> bytes:
    """The page as a tagged PDF with its fonts. Takes a second: in no transaction. Raises NotPrinted.

    A stranger gets one that is kept, or a new one while no other is being set on this machine.
    """
    key = hashlib.sha256(f"{len(html)} {html}{css}".encode()).digest()
    with _waiting(0 if for_stranger and key not in _kept else WAITING_SECONDS):
        made = _kept.get(key)
        if made is None:
            with _known_to_all_workers(may_be_second=not for_stranger):
                made = _set(html, css)
        _kept[key] = made
        _kept.move_to_end(key)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


@contextmanager
def _waiting(seconds: float) -> Iterator[None]:
    if not _turn.acquire(timeout=seconds):
        raise NotPrinted("others are waiting for theirs")
    try:
        yield
    finally:
        _turn.release()


@contextmanager
def _known_to_all_workers(*, may_be_second: bool) -> Iterator[None]:
    """Meanwhile no stranger has a PDF set. The lock is on a file that is there, and goes with the process."""
    with _PROGRAM.open("rb") as program:
        try:
            fcntl.flock(program, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if not may_be_second:
                raise NotPrinted("another worker is setting one") from None
        yield


def _set(html: str, css: str) -> bytes:
    command = [sys.executable, "-m", "literasi.services.typesetting", str(CPU_SECONDS), str(MEGABYTES)]
    try:
        child = subprocess.run(  # noqa: S603  (our own program and two numbers)
            command,
            input=json.dumps({"html": html, "css": css}).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_HOME,
            env={"PYTHONUTF8": "1", "PATH": os.environ.get("PATH", "")},
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotPrinted(f"it took longer than {WALL_SECONDS:.0f} seconds") from None
    if child.returncode != 0 or not child.stdout.startswith(b"%PDF"):
        raise NotPrinted(f"the child ended with {child.returncode}")
    return child.stdout


def qr_image(address: str) -> str:
    """The QR code of *address* as a ``data:`` address of an SVG: fifteen per cent of it may be damaged."""
    code = segno.make(address, error="m", micro=False)
    return code.svg_data_uri(border=4, dark="#21131f", light="#fff", encode_minimal=True, nl=False)
