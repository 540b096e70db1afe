"""How long a lesson takes while people sign in: a hash costs as much as a hundred lessons."""

import secrets
import statistics
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from benchmarks.driving import ask, get, post
from benchmarks.people import People
from literasi.database import transaction
from literasi.domain.login_names import read_login_name
from literasi.domain.people import AgeBand
from literasi.services import hashing, registering
from literasi.web import security

ACCOUNTS, SECONDS, AT_ONCE = 20, 4, 2
PASSWORD = "perahu hijau enam belas"
LESSON = "/kursus/jebakan/berkas-apk"


@dataclass(frozen=True)
class Times:
    """Milliseconds for a lesson, and how many people signed in a second meanwhile."""

    median: float
    p99: float
    signed_in: float


def measure(site):
    """(Times while nobody signs in, Times while as many sign in as can), on one site."""
    people = People(site.server.database_url, site.server.folder)
    try:
        requests = _sign_ins(people.app, _register(people.app))
    finally:
        people.close()
    return _read_lessons(site.port, []), _read_lessons(site.port, requests)


def _register(app):
    """Names of people with an account; all have one password, hashed once."""
    password_hash, names = hashing.hash_password(PASSWORD), []
    with app.app_context(), transaction() as session:
        for _ in range(ACCOUNTS):
            names.append(f"uji{secrets.token_hex(4)}")
            wanted = registering.NewAccount(
                read_login_name(names[-1]), password_hash, secrets.token_bytes(32), AgeBand.FROM_18
            )
            registering.register(session, wanted, guest_id=None, now=datetime.now(UTC))
    return names


def _sign_ins(app, names):
    """One request a name, each from a browser of its own."""
    found = []
    for name in names:
        cookie = secrets.token_urlsafe(32)
        with app.test_request_context(headers={"Cookie": f"literasi={cookie}"}):
            token = security.csrf_token()
        body = urlencode({"name": name, "password": PASSWORD, "csrf_token": token})
        found.append(post("/masuk", body.encode(), cookie))
    return found


def _read_lessons(port, sign_ins):
    """Ask for a lesson again and again, beside *sign_ins* on connections of their own."""
    over, counts = threading.Event(), []

    def keep_signing_in(mine):
        while mine and not over.is_set():
            for request in mine:
                assert ask(port, request).startswith(b"HTTP/1.1 303"), "a sign-in was refused"
                counts.append(1)

    threads = [threading.Thread(target=keep_signing_in, args=(sign_ins[n::AT_ONCE],)) for n in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    times, ends = [], time.monotonic() + SECONDS
    while time.monotonic() < ends:
        began = time.perf_counter()
        ask(port, get(LESSON))
        times.append(1000 * (time.perf_counter() - began))
        time.sleep(0.002)  # a reader, not a flood
    over.set()
    for thread in threads:
        thread.join()
    p99 = statistics.quantiles(times, n=100)[98]
    return Times(statistics.median(times), p99, len(counts) / SECONDS)
