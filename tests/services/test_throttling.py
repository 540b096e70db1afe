from datetime import timedelta

import pytest
from sqlalchemy import func, select

from literasi.database import writing
from literasi.models import Throttle
from literasi.services import throttling
from tests import make

HOUR = timedelta(hours=1)


def act(session, key="192.0.2.1", now=make.NOW, limit=3):
    with writing(session):
        throttling.count(session, "report", key, limit=limit, window=HOUR, now=now)


def test_the_limit_holds_for_one_key_and_not_for_another(session):
    for _ in range(3):
        act(session)
    with pytest.raises(throttling.TooOften) as told:
        act(session)
    act(session, key="192.0.2.2")

    assert 0 < told.value.seconds <= 3601


def test_a_new_window_begins_afresh_and_forgets_the_old_one(session):
    for _ in range(3):
        act(session)
    act(session, now=make.NOW + HOUR)

    assert session.scalar(select(func.count()).select_from(Throttle)) == 1


def test_no_address_is_kept(session):
    act(session)

    assert b"192.0.2.1" not in session.scalars(select(Throttle.key_hash)).one()
