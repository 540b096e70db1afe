"""A certificate on paper: the code that a telephone reads, and the PDF.

The PDF is set in a child process that may neither run long nor grow large, one at a time in a worker. Where
the system's Pango is missing there is no PDF, and the page prints from the browser just as well.
"""

import json
import os
import subprocess
import sys
import threading
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
_HOME = Path(__file__).parents[2]
_turn = threading.Semaphore()


class NotPrinted(Exception):
    """There is no PDF this time; the message says why."""


@lru_cache(maxsize=1)
def missing() -> tuple[str, ...]:
    """The libraries that PDFs need and this machine lacks. Looked up once."""
    if find_spec("weasyprint") is None:
        return ("weasyprint",)
    return tuple(name for name in NEEDED if find_library(name) is None)


def pdf(html: str, css: str) -> bytes:
    """The page as a tagged PDF with its fonts. Takes a second: in no transaction. Raises NotPrinted."""
    command = [sys.executable, "-m", "literasi.services.typesetting", str(CPU_SECONDS), str(MEGABYTES)]
    if not _turn.acquire(timeout=WAITING_SECONDS):
        raise NotPrinted("others are waiting for theirs")
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
    finally:
        _turn.release()
    if child.returncode != 0 or not child.stdout.startswith(b"%PDF"):
        raise NotPrinted(f"the child ended with {child.returncode}")
    return child.stdout


def qr_image(address: str) -> str:
    """The QR code of *address* as a ``data:`` address of an SVG: fifteen per cent of it may be damaged."""
    code = segno.make(address, error="m", micro=False)
    return code.svg_data_uri(border=4, dark="#21131f", light="#fff", encode_minimal=True, nl=False)
