"""What is owed is held before any place, task or cohort: else two who change them wait for each other."""

import uuid
from dataclasses import replace
from types import SimpleNamespace

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from literasi.database import writing
from literasi.domain.assignments import Plan
from literasi.models import Course, Exemption
from literasi.services import assigning, grouping, inspecting, joining, moving_members, standings
from tests import duties, make
from tests.faults.clicking import at_once

TODAY = make.NOW.date()
PLAN = Plan((), None, "", "Surat edaran", TODAY, duties.DUE, 0, None, 30)
LOCKING = ("INSERT", "UPDATE", "DELETE", "FOR UPDATE", "FOR SHARE")
ACTS = {
    "end": lambda own, at, by: joining.end(own, [at.place], **by),
    "invite": lambda own, at, by: joining.invite(own, at.dishub, joining.Guest(uuid.uuid4(), "Ani"), **by),
    "correct": lambda own, at, by: moving_members.correct(own, at.place, name="Adi", external_id="7", **by),
    "move": lambda own, at, by: moving_members.move(own, at.place, at.dinkes, **by),
    "assign": lambda own, at, by: assigning.create(own, at.dishub, at.plan, **by),
    "change": lambda own, at, by: assigning.change(own, at.task, title="x", reason="y", grace_days=3, **by),
    "withdraw": lambda own, at, by: assigning.withdraw(own, at.task, **by),
    "exempt": lambda own, at, by: assigning.exempt(own, at.task, at.learner, "Cuti", **by),
    "require again": lambda own, at, by: assigning.end_exemption(own, at.task, at.exemption, **by),
    "join a cohort": lambda own, at, by: grouping.add(own, at.cohort, [at.place], **by),
    "leave a cohort": lambda own, at, by: grouping.remove(own, at.cohort, at.other_place, **by),
}


@pytest.fixture
def at(session):
    """Two agencies; in one of them a task, a cohort, somebody outside it, and somebody exempt in it."""
    with writing(session):
        ids = make.agencies(session)
        make.published(session)
        plan = replace(PLAN, course_ids=(session.scalar(select(Course.id)),))
        boss = make.account(session)
        by = {"by_id": boss, "now": make.NOW}
        hadi, sari = (duties.come(session, ids["dishub"], name) for name in ("Hadi", "Sari"))
        duties.come(session, ids["dinkes"], "Wati")
        task = assigning.create(session, ids["dishub"], plan, **by)
        assigning.create(session, ids["dinkes"], plan, **by)
        cohort = grouping.make(session, ids["dishub"], "Angkatan I", TODAY, **by)
        grouping.add(session, cohort, [sari.id], **by)
        assigning.exempt(session, task, sari.learner_id, "Cuti", **by)
        return SimpleNamespace(
            dishub=ids["dishub"],
            dinkes=ids["dinkes"],
            plan=plan,
            by=by,
            place=hadi.id,
            learner=hadi.learner_id,
            other_place=sari.id,
            task=task,
            cohort=cohort,
            exemption=session.scalar(select(Exemption.id)),
        )


@pytest.mark.parametrize("name", ACTS)
def test_what_is_owed_is_held_first(session, monkeypatch, at, name):
    done, hold = [], standings.hold

    def noted_hold(own, **options):
        done.append("hold")
        hold(own, **options)

    def note(connection, cursor, statement, *rest):
        if any(word in statement.upper() for word in LOCKING):
            done.append(statement)

    monkeypatch.setattr(standings, "hold", noted_hold)
    event.listen(session.get_bind(), "before_cursor_execute", note)
    with writing(session):
        done.clear()
        ACTS[name](session, at, at.by)

    assert done[0] == "hold"
    assert done[1:]


def test_who_changes_one_person_at_once_waits_in_turn(engine, session, at):
    def act(name):
        with Session(engine) as own:
            try:
                with writing(own):
                    ACTS[name](own, at, at.by)
            except (moving_members.NotAMember, assigning.NotInScope, joining.AlreadyThere):
                return False
        return True

    names = ("end", "correct", "move", "exempt", "join a cohort", "change", "require again", "end")
    done = dict(zip(names, at_once(act, names), strict=True))
    session.rollback()

    assert done["change"]
    assert done["require again"]
    assert list(inspecting.faults(session)) == []
    assert duties.differences(session) == []
