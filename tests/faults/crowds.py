"""Sixty-four writers in four processes, all at once on one database."""

import json
import subprocess
import sys
from dataclasses import dataclass

from literasi.config import ROOT

PROCESSES, THREADS = 4, 16
SECONDS_AT_MOST = 60


@dataclass(frozen=True)
class Crowd:
    """What the crowd did together; ``slowest`` is the longest wait of one write, in milliseconds."""

    acknowledged: list[tuple[str, str, str]]
    errors: list[str]
    writes: int
    slowest: float


def let_write(url, seconds):
    """Let the crowd write for *seconds*; what it did."""
    processes = [_start(url, seconds) for _ in range(PROCESSES)]
    try:
        for process in processes:
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            process.stdin.write("go\n")
            process.stdin.flush()
        told = [process.communicate(timeout=SECONDS_AT_MOST)[0] for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.wait()
    return _together([diary for text in told for diary in json.loads(text)])


def _start(url, seconds):
    command = [sys.executable, "-m", "tests.faults.writers", url, str(THREADS), str(seconds)]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _together(diaries):
    return Crowd(
        acknowledged=[tuple(one) for diary in diaries for one in diary["acknowledged"]],
        errors=[error for diary in diaries for error in diary["errors"]],
        writes=sum(diary["writes"] for diary in diaries),
        slowest=max(diary["slowest"] for diary in diaries),
    )
