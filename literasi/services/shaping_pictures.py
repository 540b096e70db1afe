"""Shaping pictures in a child process that may neither run long nor grow large, one at a time in a worker."""

import base64
import hashlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

from literasi.domain.pictures import PictureFault, RefusedPicture, Shaped, format_of

CPU_SECONDS = 10
MEGABYTES = 768  # forty million pixels with transparency, twice
WALL_SECONDS = 60.0
_HOME = Path(__file__).parents[2]
_turn = threading.Semaphore()


def shape(data: bytes) -> Shaped:
    """The picture in *data* as we keep it. Raises RefusedPicture. Takes about a second: in no transaction."""
    format_of(data)  # most of what is refused needs no child
    return _ask("shape", data)


def adopt(data: bytes) -> Shaped:
    """A picture that was shaped elsewhere and travelled as a file. Raises RefusedPicture."""
    return _ask("adopt", data)


def _ask(task: str, data: bytes) -> Shaped:
    """What the child answers; it inherits no settings and no secrets."""
    command = [sys.executable, "-m", "literasi.domain.shaping", task, str(CPU_SECONDS), str(MEGABYTES)]
    try:
        with _turn:
            child = subprocess.run(  # noqa: S603  (our own program, a word of ours and two numbers)
                command,
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_HOME,
                env={"PYTHONUTF8": "1", "PATH": os.environ.get("PATH", "")},
                timeout=WALL_SECONDS,
                check=False,
            )
    except subprocess.TimeoutExpired:
        raise RefusedPicture(PictureFault.TOO_HARD) from None
    if child.returncode != 0 or not child.stdout:
        raise RefusedPicture(PictureFault.TOO_HARD)
    return _read(json.loads(child.stdout))


def _read(answer: dict[str, str | list[int]]) -> Shaped:
    if "fault" in answer:
        raise RefusedPicture(PictureFault(str(answer["fault"])))
    wide, narrow = (base64.b64decode(str(answer[name])) for name in ("wide", "narrow"))
    width, height = (int(side) for side in answer["size"])
    return Shaped(hashlib.sha256(wide).hexdigest(), width, height, wide, narrow)
