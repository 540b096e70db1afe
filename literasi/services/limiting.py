"""How often one address may ask: counted in Redis for all workers and machines, otherwise by each worker.

These limits are for floods. Guessing passwords is slowed down elsewhere (``throttling``), by counters in the
database that are exact. An address is kept for a minute, and only as a keyed hash.
"""

import hmac
import ipaddress
import math
import threading
import time
from collections.abc import Callable
from typing import Any

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import RedisStorage, Storage
from limits.strategies import FixedWindowRateLimiter
from redis.backoff import NoBackoff
from redis.retry import Retry

SEND, READ = "send", "read"
# A whole office sits behind one address: forty people who answer a question every ten seconds.
LIMITS: dict[str, RateLimitItem] = {SEND: RateLimitItemPerMinute(300), READ: RateLimitItemPerMinute(120)}
MOST_KEPT = 50_000  # addresses that one worker counts
PATIENCE = 0.2  # seconds for Redis to answer
REST = 30.0  # seconds until Redis is asked again after it failed


class Limiter:
    """Counts requests by purpose and address. *told* hears of a Redis that failed, once for each REST."""

    def __init__(
        self, secret: str, redis_url: str = "", told: Callable[[Exception], None] | None = None
    ) -> None:
        self._secret, self._told = secret.encode(), told
        self._own = FixedWindowRateLimiter(Windows())
        self._shared = FixedWindowRateLimiter(redis_storage(redis_url)) if redis_url else None
        self._rests_until = 0.0

    def seconds_to_wait(self, purpose: str, address: str) -> int:
        """Count one request; 0 if it may go on, otherwise the seconds until the next window begins."""
        if is_this_machine(address):
            return 0
        limit, key = LIMITS[purpose], self._hidden(address)
        if self._shared is not None and time.monotonic() >= self._rests_until:
            try:
                return _count(self._shared, limit, purpose, key)
            except Exception as problem:  # whatever ails Redis, people go on
                self._rests_until = time.monotonic() + REST
                if self._told:
                    self._told(problem)
        return _count(self._own, limit, purpose, key)

    def _hidden(self, address: str) -> str:
        return hmac.digest(self._secret, f"limit:{_network(address)}".encode(), "sha256")[:12].hex()


class Windows(Storage):
    """Counters in this worker's memory. (The library's own start a thread at every count.)"""

    def __init__(self) -> None:
        super().__init__()
        self._windows: dict[str, tuple[int, float]] = {}
        self._lock = threading.Lock()

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count, in a window of *expiry* seconds that begins with the first; the number so far."""
        now = time.time()
        with self._lock:
            number, ends = self._windows.get(key, (0, 0.0))
            if ends <= now:
                number, ends = 0, now + expiry
                self._make_room(now)
            self._windows[key] = (number + amount, ends)
            return number + amount

    def get(self, key: str) -> int:
        """The number in the window of this moment."""
        number, ends = self._windows.get(key, (0, 0.0))
        return number if ends > time.time() else 0

    def get_expiry(self, key: str) -> float:
        """When the window ends, in seconds since 1970."""
        return self._windows.get(key, (0, time.time()))[1]

    def check(self) -> bool:
        """Memory is always there."""
        return True

    def reset(self) -> int:
        """Forget everything; how much it was."""
        found = len(self._windows)
        self._windows.clear()
        return found

    def clear(self, key: str) -> None:
        """Forget one."""
        self._windows.pop(key, None)

    @property
    def base_exceptions(self) -> type[Exception]:
        """Nothing is raised here."""
        return ValueError

    def _make_room(self, now: float) -> None:
        """Forget the windows that are over; all of them when a flood of addresses fills the memory."""
        if len(self._windows) >= MOST_KEPT:
            self._windows = {key: kept for key, kept in self._windows.items() if kept[1] > now}
        if len(self._windows) >= MOST_KEPT:
            self._windows.clear()


def redis_storage(url: str, **others: Any) -> RedisStorage:
    """Counters in Redis, asked once and not for long. It is not reached before the first count."""
    return RedisStorage(
        url,
        key_prefix="literasi",
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),  # type: ignore[arg-type]
        **others,
    )


def is_this_machine(address: str) -> bool:
    """Requests of this machine itself are not counted: checks, and a proxy that nobody told us to trust.

    To count those would shut out everybody at once.
    """
    return address.startswith("127.") or address in {"::1", "unknown"}


def _count(limiter: FixedWindowRateLimiter, limit: RateLimitItem, purpose: str, key: str) -> int:
    if limiter.hit(limit, purpose, key):
        return 0
    ends = limiter.get_window_stats(limit, purpose, key).reset_time
    return max(1, math.ceil(ends - time.time()))


def _network(address: str) -> str:
    """The address; of IPv6 the network, because whoever has one address there has all of them."""
    if ":" not in address:
        return address
    try:
        return str(ipaddress.ip_network((address.partition("%")[0], 64), strict=False))
    except ValueError:
        return address
