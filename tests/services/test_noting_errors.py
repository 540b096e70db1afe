"""Mistakes are kept for the operators: few of each, and settled by a button."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from literasi.database import writing
from literasi.domain.failures import Failure
from literasi.models import AuditEvent, ErrorReport
from literasi.services import noting_errors
from literasi.services.noting_errors import MOST, MOST_ALIKE, Mistake
from tests import make


def mistake(number, way="a"):
    failure = Failure(
        "ValueError", "literasi/web/pages.py:9 page", "ValueError\n  a.py:1 f", way.encode() * 32
    )
    return Mistake(f"{number:08x}", "r1", "learn.lesson", "GET", 500, failure)


@pytest.fixture
def keep(engine):
    """``keep(mistake, minutes)``: whether it was kept, so many minutes after the first."""

    def act(one, minutes=0):
        return noting_errors.keep_apart(engine, one, now=make.NOW + timedelta(minutes=minutes))

    return act


def test_a_storm_keeps_a_few_of_each_kind_in_an_hour(session, keep):
    kept = [keep(mistake(number)) for number in range(MOST_ALIKE + 3)]

    assert kept == [True] * MOST_ALIKE + [False] * 3
    assert keep(mistake(90, "b"), 1)
    assert keep(mistake(91), 61)
    assert session.scalar(select(func.count()).select_from(ErrorReport)) == MOST_ALIKE + 2


def test_a_storm_of_many_kinds_ends_too(keep, monkeypatch):
    monkeypatch.setattr(noting_errors, "MOST", 3)
    assert MOST >= 100
    assert [keep(mistake(number, chr(97 + number))) for number in range(5)] == [True] * 3 + [False] * 2


def test_settling_takes_all_that_are_alike_until_now_and_is_written_down(session, keep):
    for number, way in enumerate(["a", "a", "b"]):
        keep(mistake(number, way))
    keep(mistake(9, "a"), 60)
    with writing(session):
        by = make.learner(session)
        assert noting_errors.settle(session, mistake(0).id, by, now=make.NOW + timedelta(minutes=1))
        assert noting_errors.settle(session, mistake(0).id, by, now=make.NOW + timedelta(minutes=1))
        assert not noting_errors.settle(session, "ffffffff", by, now=make.NOW)

    settled = session.scalars(select(ErrorReport.id).where(ErrorReport.settled_at.is_not(None))).all()
    assert sorted(settled) == [mistake(0).id, mistake(1).id]
    (event,) = session.scalars(select(AuditEvent).where(AuditEvent.action == "error.settled"))
    assert (event.subject, event.details) == (f"error:{mistake(0).id}", {"reports": 2})
