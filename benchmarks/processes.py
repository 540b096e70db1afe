"""CPU time of processes, as Linux counts it."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def family(pid):
    """A process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


def parent(pid):
    """The process that started this one."""
    return int(_fields(pid)[1])


def cpu_seconds(pids):
    """What these processes have spent, in the program and in the kernel for it; one that is gone, nothing."""
    spent = 0
    for pid in pids:
        try:
            user, system = _fields(pid)[11:13]
        except OSError:
            continue
        spent += int(user) + int(system)
    return spent / TICKS


def _fields(pid):
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
