"""Shaping pictures in a child process that may neither run long nor grow large, one at a time in a worker."""

import base64
import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
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
    return _kept(_ask("shape", [data])[0])


def adopt(data: bytes) -> Shaped:
    """A picture that was shaped elsewhere and travelled as a file. Raises RefusedPicture."""
    return _kept(_ask("adopt", [data])[0])


def adopt_all(pictures: Sequence[bytes]) -> list[Shaped | PictureFault]:
    """The same for several, which share one child and its time; those that it does not reach are TOO_HARD."""
    return _ask("adopt", pictures) if pictures else []


def _kept(answer: Shaped | PictureFault) -> Shaped:
    if isinstance(answer, PictureFault):
        raise RefusedPicture(answer)
    return answer


def _ask(task: str, pictures: Sequence[bytes]) -> list[Shaped | PictureFault]:
    """What the child answers to each of *pictures*; it inherits no settings and no secrets."""
    command = [sys.executable, "-m", "literasi.domain.shaping", task, str(CPU_SECONDS), str(MEGABYTES)]
    try:
        with _turn:
            child = subprocess.run(  # noqa: S603  (our own program, a word of ours and two numbers)
                command,
                input=b"".join(base64.b64encode(data) + b"\n" for data in pictures),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_HOME,
                env={"PYTHONUTF8": "1", "PATH": os.environ.get("PATH", "")},
                timeout=WALL_SECONDS,
                check=False,
            )
        written = child.stdout
    except subprocess.TimeoutExpired as stopped:
        written = stopped.stdout or b""
    lines = written.split(b"\n")[:-1]  # the last one is empty, or was broken off
    answers = [_read(json.loads(line)) for line in lines]
    return answers + [PictureFault.TOO_HARD] * (len(pictures) - len(answers))


def _read(answer: dict[str, str | list[int]]) -> Shaped | PictureFault:
    if "fault" in answer:
        return PictureFault(str(answer["fault"]))
    wide, narrow = (base64.b64decode(str(answer[name])) for name in ("wide", "narrow"))
    width, height = (int(side) for side in answer["size"])
    return Shaped(hashlib.sha256(wide).hexdigest(), width, height, wide, narrow)
