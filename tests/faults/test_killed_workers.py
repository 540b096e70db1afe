"""Workers die at random moments while ten people answer: what was acknowledged is there, exactly once."""

import logging

import pytest

from tests.experiments import SEED
from tests.faults.classrooms import Classroom
from tests.faults.killing import Killer

log = logging.getLogger(__name__)  # seen with `pytest --log-cli-level=INFO`

SECONDS = 6


@pytest.mark.slow
@pytest.mark.parametrize("round_", [0, pytest.param(1, marks=pytest.mark.long)])
def test_acknowledged_answers_outlive_killed_workers(site, stored, round_, tell):
    room = Classroom(site, SEED + round_)
    killer = Killer(site, SEED + round_, progress=lambda: room.progress)
    with room.busy():
        killer.kill_workers(SECONDS)
        killer.kill_everything()
        killer.kill_workers(SECONDS)

    log.info("killed: %s workers, the site %s times", killer.kills, killer.blackouts)
    log.info("broken lines: %s", sum(one.phone.broken for one in room.people))
    count = room.check(stored)
    log.info("answers: %s acknowledged", count.acknowledged)

    tell(1, faults=killer.kills, **vars(count))
    tell(2, faults=killer.blackouts, **vars(count))
    assert killer.kills >= 3, "too few faults to prove anything"
    assert count.acknowledged >= 30, "too few answers to prove anything"
    assert all(len(judge.acknowledged) >= 5 for judge in room.judges), "too few judgements to prove anything"
