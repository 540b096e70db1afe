"""Limits by address: counted in Redis, and by each worker when there is none or it fails."""

import fakeredis
import pytest
import time_machine

from literasi.services import limiting
from literasi.services.limiting import READ, SEND, Limiter

OFFICE, HOME = "203.0.113.7", "2001:db8:1:2::3"
GONE = "redis://:rahasia@127.0.0.1:1/0"


def use_up(limiter, purpose, address=OFFICE):
    """Ask as often as is allowed."""
    waits = [limiter.seconds_to_wait(purpose, address) for _ in range(limiting.LIMITS[purpose].amount)]
    assert set(waits) == {0}


def test_an_office_may_send_much_then_waits_for_the_window_to_end():
    limiter = Limiter("rahasia")
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        use_up(limiter, SEND)
        assert limiter.seconds_to_wait(SEND, OFFICE) == 60
        assert limiter.seconds_to_wait(READ, OFFICE) == limiter.seconds_to_wait(SEND, HOME) == 0
        clock.shift(61)
        assert limiter.seconds_to_wait(SEND, OFFICE) == 0


def test_a_house_with_many_addresses_is_one():
    limiter = Limiter("rahasia")
    use_up(limiter, READ, HOME)

    assert limiter.seconds_to_wait(READ, "2001:db8:1:2:ffff::9") > 0
    assert limiter.seconds_to_wait(READ, "2001:db8:1:3::3") == 0


@pytest.mark.parametrize("address", ["127.0.0.1", "127.1.2.3", "::1", "unknown"])
def test_this_machine_is_not_counted(address):
    limiter = Limiter("rahasia")
    use_up(limiter, READ, address)

    assert limiter.seconds_to_wait(READ, address) == 0


def test_a_flood_of_addresses_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(limiting, "MOST_KEPT", 10)
    windows = limiting.Windows()
    for number in range(25):
        windows.incr(str(number), 60)

    assert windows.reset() <= 10


@pytest.fixture
def shared(monkeypatch):
    """Two workers and one Redis, which holds what the library's own script would write."""
    redis = fakeredis.FakeRedis()

    def incr(keys, arguments):
        (key,), (expiry, amount) = keys, arguments
        number = redis.incrby(key, amount)
        if number == amount:
            redis.expire(key, expiry)
        return number

    def storage(url):
        found = limiting.RedisStorage(url, key_prefix="literasi", connection_pool=redis.connection_pool)
        found.lua_incr_expire = incr
        return found

    monkeypatch.setattr(limiting, "redis_storage", storage)
    told = []
    return redis, [Limiter("rahasia", GONE, told=told.append) for _ in range(2)], told


def test_workers_with_a_redis_count_together_and_it_learns_no_address(shared):
    redis, (one, other), _ = shared
    use_up(one, READ)

    assert 0 < other.seconds_to_wait(READ, OFFICE) <= 60
    assert not any(b"203" in key for key in redis.scan_iter())
    assert all(redis.ttl(key) > 0 for key in redis.scan_iter())


def test_a_redis_that_dies_is_noticed_once_and_by_nobody_else(shared, monkeypatch):
    redis, (limiter, _), told = shared
    asked = []

    def dead(_keys, _arguments):
        asked.append(1)
        raise ConnectionError(GONE)

    limiter._shared.storage.lua_incr_expire = dead
    use_up(limiter, READ)
    assert limiter.seconds_to_wait(READ, OFFICE) > 0
    assert len(asked) == len(told) == 1

    monkeypatch.setattr(limiting, "REST", 0)
    limiter._rests_until = 0
    limiter.seconds_to_wait(READ, HOME)
    limiter.seconds_to_wait(READ, HOME)
    assert len(asked) == 3


def test_a_redis_that_is_not_there_costs_no_patience():
    told = []
    limiter = Limiter("rahasia", GONE, told=told.append)

    assert limiter.seconds_to_wait(SEND, OFFICE) == 0
    assert [type(problem).__name__ for problem in told] == ["ConnectionError"]
