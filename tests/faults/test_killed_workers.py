"""Workers die at random moments while ten people answer: what was acknowledged is there, exactly once."""

import logging
import threading

import pytest

from tests.faults.killing import Killer
from tests.faults.learners import Judge, Learner
from tests.faults.ledgers import Verdict, compare, state_of

log = logging.getLogger(__name__)  # seen with `pytest --log-cli-level=INFO`

LEARNERS, JUDGES, SECONDS = 8, 2, 6
SEED = 20_261_123  # another seed, other moments
QUIZZES = (
    "/kuis/jebakan/berkas-apk",
    "/kuis/jebakan/bantuan-gratis",
    "/kuis/jebakan/alamat-situs",
    "/kuis/ujian/umpan-akhir",
)


@pytest.mark.slow
def test_acknowledged_answers_outlive_killed_workers(site, stored):
    stop = threading.Event()
    learners = [Learner(site.port, QUIZZES, f"{SEED}:{number}", stop) for number in range(LEARNERS)]
    judges = [Judge(site.port, QUIZZES, f"{SEED}:judge:{number}", stop) for number in range(JUDGES)]
    learners += judges
    killer = Killer(site, SEED, progress=lambda: sum(len(learner.acknowledged) for learner in learners))
    for learner in learners:
        learner.start()
    try:
        killer.kill_workers(SECONDS)
        killer.kill_everything()
        killer.kill_workers(SECONDS)
    finally:
        stop.set()
        for learner in learners:
            learner.join(timeout=60)

    acknowledged = [given for learner in learners for given in learner.acknowledged]
    sent = {given for learner in learners for given in learner.sent}
    log.info("killed: %s workers, the site %s times", killer.kills, killer.blackouts)
    log.info("broken lines: %s", sum(learner.phone.broken for learner in learners))
    log.info("answers: %s sent, %s acknowledged", len(sent), len(acknowledged))

    assert [learner.problem for learner in learners if learner.problem] == []
    assert compare(stored, acknowledged, sent) == Verdict([], [], [], [])
    submitted = [attempt for learner in learners for attempt in learner.submitted]
    assert state_of(stored, submitted) == dict.fromkeys(submitted, "submitted")
    integrity = site.command("integrity")
    assert integrity.returncode == 0, integrity.stdout
    assert killer.kills >= 3, "too few faults to prove anything"
    assert len(acknowledged) >= 30, "too few answers to prove anything"
    assert all(len(judge.acknowledged) >= 5 for judge in judges), "too few judgements to prove anything"
