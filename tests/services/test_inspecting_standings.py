"""Faults in what is owed, planted by plain SQL: the inspection finds each and says where it is."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from literasi.database import writing
from literasi.services import inspecting_standings
from literasi.services.inspecting_standings import CHECKS
from tests import duties, make

FIRST, SETTLED, OWES, STANDS, COPIED, TALLIES, WEEKS, PLACES = CHECKS

# The check that must notice, the damage, and words that say where. Ani (1, done) and Budi (2, open) are in
# one agency, Citra (3, exempt) is in another; each owes course 1 to the city, as obligations 1 to 3.
FAULTS = [
    (FIRST, "DELETE FROM course_completion", "finish 1: learner 1 has not completed"),
    (FIRST, "UPDATE course_finish SET is_first = false", "learner 1: course 1 is complete without one first"),
    (FIRST, "UPDATE course_finish SET finished_at = '2020-01-01 00:00:00+00:00'", "learner 1: course 1"),
    (
        FIRST,
        "INSERT INTO course_finish (learner_id, course_id, finished_at, place, is_first) "
        "VALUES (1, 1, '2027-01-01 00:00:00+00:00', 'agency', true)",
        "learner 1: course 1 is complete without one first",
    ),
    (
        SETTLED,
        "UPDATE obligation SET finish_id = NULL WHERE id = 1",
        "obligation 1: done, but learner 1 has no",
    ),
    (SETTLED, "UPDATE course_finish SET learner_id = 2", "obligation 1: done, but learner 1 has no finish"),
    (SETTLED, "UPDATE course_finish SET learner_id = 2", "obligation 2: it is open, but should be done"),
    (
        SETTLED,
        "UPDATE obligation SET counts_from = '2027-01-01 00:00:00+00:00' WHERE id = 1",
        "obligation 1: done, but learner 1 has no finish of it in its window",
    ),
    (SETTLED, "UPDATE obligation SET state = 'open' WHERE id = 1", "obligation 1: it is open, but should be"),
    (SETTLED, "UPDATE exemption SET ended_at = made_at", "obligation 3: it is exempt, but should be open"),
    (SETTLED, "UPDATE membership SET state = 'ended'", "obligation 2: it is open, but should be left"),
    (SETTLED, "UPDATE assignment SET withdrawn_at = made_at", "obligation 2: it is open, but should be left"),
    (OWES, "UPDATE assignment SET rounds = 2", "assignment 1: learner 1 does not owe course 1"),
    (
        OWES,
        "DELETE FROM standing WHERE obligation_id = 2; DELETE FROM obligation WHERE id = 2",
        "assignment 1: learner 2 does not owe course 1",
    ),
    (STANDS, "DELETE FROM standing WHERE obligation_id = 2", "obligation 2 in organisation {city}"),
    (STANDS, "UPDATE standing SET state = 'left' WHERE obligation_id = 1", "obligation 1 in organisation"),
    (STANDS, "UPDATE standing SET membership_id = 1 WHERE obligation_id = 2", "obligation 2 in organisation"),
    (
        STANDS,
        "UPDATE membership SET state = 'ended' WHERE id = 1",
        "obligation 1 in organisation {city}: nobody there owes it any more",
    ),
    (COPIED, "UPDATE standing SET due_on = '2020-01-01'", "obligation 1 in organisation {city}: it was not"),
    (COPIED, "UPDATE standing SET late_from = '2020-01-01'", "obligation 1 in organisation"),
    (COPIED, "UPDATE membership SET name_key = 'x' WHERE id = 2", "obligation 2 in organisation"),
    (COPIED, "UPDATE standing SET membership_id = 1 WHERE obligation_id = 2", "obligation 2 in organisation"),
    (TALLIES, "UPDATE tally SET done = done + 1", "done: it says 2, but 1 were counted"),
    (TALLIES, "DELETE FROM tally", "exempt: it says 0, but 1 were counted"),
    (WEEKS, "UPDATE finish_week SET week = '2020-01-06'", "2020-01-06, done: it says 1, but 0 were counted"),
    (PLACES, "UPDATE finish_tally SET people = 5", "agency, 2026-11-23, people: it says 5, but 1 were"),
    (PLACES, "UPDATE course_finish SET place = 'citizen'", "citizen, 2026-11-23, people: it says 0, but 1"),
]


@pytest.fixture
def city_id(session):
    with writing(session):
        ids = make.agencies(session)
        course_id = duties.course(session)
        ani, _, citra = (
            duties.come(session, ids[slug], name)
            for slug, name in (("dishub", "Ani"), ("dishub", "Budi"), ("dinkes", "Citra"))
        )
        assignment_id = duties.assign(session, ids["kota-uji"], [course_id])
        duties.finish(session, ani.learner_id, course_id)
        duties.exempt(session, assignment_id, citra.learner_id)
    return ids["kota-uji"]


def found(session):
    return [fault for check in inspecting_standings.CHECKS.values() for fault in check(session)]


def test_a_sound_database_has_no_faults(session, city_id):
    assert found(session) == []


@pytest.mark.parametrize(("check", "damage", "said"), FAULTS)
def test_a_planted_fault_is_found_and_placed(engine, city_id, check, damage, said):
    with engine.begin() as connection:
        for one in damage.split(";"):
            connection.execute(text(one))
    with Session(engine) as session:
        faults = list(CHECKS[check](session))
    assert any(said.format(city=city_id) in fault for fault in faults), faults


def test_every_check_has_a_fault_that_it_finds():
    assert {check for check, _, _ in FAULTS} == set(CHECKS)
