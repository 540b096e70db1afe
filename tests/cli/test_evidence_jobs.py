"""``jobs run`` weighs what groups learned, once, and asks each course once a week whether it does harm."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from literasi.database import db, writing
from literasi.domain.wita import start_of
from literasi.models import Evidence, HarmAlarm
from tests import duties, make, measured

NOW = start_of(make.NOW.date(), 14)


@pytest.fixture
def a_cynical_class(app):
    with app.app_context(), writing(db.session()) as session:
        course_id = duties.course(session, "satu")
        measured.enter(
            session, measured.a_class(60, **measured.CYNICAL), course_id, at=NOW - timedelta(days=20)
        )


def run(app, days=0):
    with time_machine.travel(NOW + timedelta(days=days), tick=True):
        result = app.test_cli_runner().invoke(args=["jobs", "run"])
    assert result.exit_code == 0, result.output
    return result.output


def test_a_class_is_weighed_once_and_raises_one_alarm(app, a_cynical_class):
    assert run(app) == "bukti: 1\nkewaspadaan: 1\n"
    for days in (0, 1, 8):
        assert run(app, days) == ""
    with app.app_context():
        assert db.session.scalar(select(func.count(HarmAlarm.id))) == 1
        assert db.session.scalars(select(Evidence.people).order_by(Evidence.people)).all() == [
            "all",
            "citizen",
        ]


def test_where_nobody_took_a_test_nothing_is_said(app):
    assert run(app) == ""
