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


def test_many_keys_are_counted_at_once_each_by_its_own_number(session):
    acts = {f"{number}@contoh.id": 1 for number in range(900)} | {"dua@contoh.id": 2}
    limits = {"limit": 3, "window": HOUR, "now": make.NOW}
    with writing(session):
        assert throttling.count_each(session, "surat", acts, **limits) == set()
    with writing(session):
        assert throttling.count_each(session, "surat", acts, **limits) == {"dua@contoh.id"}
    with writing(session):
        assert throttling.count_each(session, "lain", acts, **limits) == set()
        assert throttling.count_each(session, "surat", {}, **limits) == set()
