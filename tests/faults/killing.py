"""Kills workers at random moments, as a crash would: no warning and no goodbye."""

import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
MOST_KILLS = 25
# Seconds. Killing a worker that has hardly begun would only measure how long it takes to begin.
GROWN_UP = 1.0
# Seconds. When the newest worker dies sooner than that, granian ends itself, and the site rests a while.
CRASH_LOOP = 6.0


class Killer:
    """Kills while people are being served: *progress* says how many answers they have got so far.

    ``kills`` counts workers, ``blackouts`` the times that the whole site was killed and started again.
    """

    def __init__(self, server, seed, progress):
        self.kills = self.blackouts = 0
        self._server, self._random, self._progress = server, random.Random(seed), progress

    def kill_workers(self, seconds):
        """Kill one worker after the other, at moments that the seed and the traffic decide."""
        end = time.monotonic() + seconds
        while self._wait_for_traffic(end) and self.kills < MOST_KILLS:
            time.sleep(self._random.uniform(0, 0.3))
            victim = self._choose()
            if victim is not None:
                self.kills += _kill(victim)

    def kill_everything(self):
        """Kill the whole site at once, as a power switch would, and start it again."""
        workers = self._server.workers()
        for pid in [_parent(workers[0]), *workers]:
            _kill(pid)
        self.blackouts += 1
        self._server.stop()  # only picks up what is left of the process
        self._server.start()

    def _wait_for_traffic(self, end):
        """Whether a few more answers were acknowledged before *end*."""
        wanted = self._progress() + self._random.randint(2, 8)
        while time.monotonic() < end:
            if self._progress() >= wanted:
                return True
            time.sleep(0.01)
        return False

    def _choose(self):
        ages = {pid: age for pid in self._server.workers() if (age := _age(pid)) is not None}
        newest = min(ages, key=ages.__getitem__, default=None)
        grown_up = [pid for pid in ages if ages[pid] > (CRASH_LOOP if pid == newest else GROWN_UP)]
        return self._random.choice(grown_up) if grown_up else None


def _kill(pid):
    """Whether there was still something to kill."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
        return True
    return False


def _age(pid):
    """Seconds since the process began; None when it is gone."""
    try:
        return time.clock_gettime(time.CLOCK_BOOTTIME) - int(_stat(pid)[19]) / TICKS
    except OSError:
        return None


def _parent(pid):
    return int(_stat(pid)[1])


def _stat(pid):
    """What Linux knows of a process, from its state on."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
