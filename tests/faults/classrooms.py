"""A class of learners who answer at the site for as long as a test breaks it."""

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass

from tests.faults.learners import Judge, Learner
from tests.faults.ledgers import compare, state_of

QUIZZES = (
    "/kuis/jebakan/berkas-apk",
    "/kuis/jebakan/bantuan-gratis",
    "/kuis/jebakan/alamat-situs",
    "/kuis/ujian/umpan-akhir",
)
TIME_TO_END = 60  # seconds


@dataclass(frozen=True)
class Count:
    """What the class was told, and how much of it is not there, or is there twice."""

    acknowledged: int
    lost: int
    duplicated: int


class Classroom:
    """So many *learners* at quizzes and *judges* at the test, each with dice of their own."""

    def __init__(self, site, seed, *, learners=8, judges=2, patient=False):
        self._site, self._stop = site, threading.Event()
        asked = (site.port, QUIZZES)
        people = [Learner(*asked, f"{seed}:{n}", self._stop, patient=patient) for n in range(learners)]
        self.judges = [Judge(*asked, f"{seed}:judge:{n}", self._stop, patient=patient) for n in range(judges)]
        self.people = people + self.judges

    @contextmanager
    def busy(self):
        """They answer while what is inside happens, and end afterwards."""
        for one in self.people:
            one.start()
        try:
            yield self
        finally:
            self._stop.set()
            for one in self.people:
                one.join(timeout=TIME_TO_END)

    @property
    def progress(self):
        """How many answers were acknowledged so far."""
        return sum(len(one.acknowledged) for one in self.people)

    @property
    def rested(self):
        """How often somebody was told that the site rests."""
        return sum(one.phone.rested for one in self.people)

    def wait_for(self, answers, *, seconds=30):
        """Until so many more answers were acknowledged."""
        wanted, give_up = self.progress + answers, time.monotonic() + seconds
        while self.progress < wanted:
            assert time.monotonic() < give_up, f"{self.problems()}\n{self._site.log()[-3000:]}"
            time.sleep(0.02)

    def problems(self):
        """Why any of them ended early, and what they read that they should not have."""
        ended = [repr(one.problem) for one in self.people if one.problem]
        return ended + [strange for one in self.people for strange in one.phone.strange]

    def check(self, engine):
        """Nothing strange was seen, and `integrity` is content; what became of the answers."""
        assert self.problems() == [], f"{self.problems()}\n{self._site.log()[-3000:]}"
        acknowledged = [given for one in self.people for given in one.acknowledged]
        found = compare(engine, acknowledged, {given for one in self.people for given in one.sent})
        assert (found.answered_again, found.never_sent) == ([], [])
        submitted = [attempt for one in self.people for attempt in one.submitted]
        assert state_of(engine, submitted) == dict.fromkeys(submitted, "submitted")
        inspected = self._site.command("integrity")
        assert inspected.returncode == 0, inspected.stdout
        return Count(len(acknowledged), len(found.lost), len(found.twice))
