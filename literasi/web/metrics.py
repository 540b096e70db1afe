"""What the workers count, for Prometheus to fetch from an address of its own (``flask --app app metrics``).

Each worker writes its numbers into a file of the folder ``metrics``; the process that is asked adds them up.
Labels are names of ours: no person, no address and no text of a request is in them.
"""

import os
from functools import cached_property
from pathlib import Path

from flask import Flask, current_app
from prometheus_client import CollectorRegistry, Counter, Histogram, values

from literasi.config import Settings
from literasi.domain.attempts import Outcome

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
# The paths that are watched by themselves; all others count for their area.
GROUPS = {
    "learn.lesson": "lesson",
    "learn.answer_question": "answer",
    "learn.judge_item": "answer",
    "learn.judge_refresher_item": "answer",
    "account.open_session": "sign_in",
    "public.search": "search",
    "public.health": "health",
    "public.readiness": "health",
}
_EXTENSION = "literasi_instruments"


class Counters:
    """What one worker counts."""

    def __init__(self) -> None:
        registry = CollectorRegistry()

        def counter(name: str, words: str, labels: tuple[str, ...] = ()) -> Counter:
            return Counter(f"literasi_{name}", words, labels, registry=registry)

        self.requests = counter("requests", "Answered requests", ("group", "status"))
        self.seconds = Histogram(
            "literasi_request_seconds",
            "Seconds until an answer began",
            ("group",),
            buckets=SECONDS,
            registry=registry,
        )
        self.answers = counter("answers_saved", "Answers that were saved")
        self.errors = counter("errors", "Mistakes of ours, by the status of their page", ("status",))
        self.sign_in_failures = counter("sign_in_failures", "Wrong names or passwords")
        self.limited = counter("limited_requests", "Requests that came too often")


class Instruments:
    """The counters of this process. They are made at its first request: a command leaves no files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[tuple[str, int], tuple[Counter, Histogram]] = {}

    @cached_property
    def counters(self) -> Counters:
        """Counters that lie in files which the process that is asked can read.

        The library would decide that when it is first imported, by the environment.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(self._folder)
        values.ValueClass = values.MultiProcessValue()  # type: ignore[no-untyped-call]
        return Counters()

    def note_request(self, endpoint: str, status: int, seconds: float) -> None:
        """Count one request. Its labels are looked up once."""
        found = self._known.get((endpoint, status))
        if found is None:
            group, counters = group_of(endpoint), self.counters
            found = (counters.requests.labels(group, f"{status // 100}xx"), counters.seconds.labels(group))
            self._known[endpoint, status] = found
        found[0].inc()
        found[1].observe(seconds)


def init_app(app: Flask, settings: Settings) -> Instruments | None:
    """Be ready to count, if somebody wants the figures."""
    found = Instruments(settings.metrics_folder) if settings.metrics else None
    app.extensions[_EXTENSION] = found
    return found


def group_of(endpoint: str) -> str:
    """The group whose time is measured together: a path that matters by itself, or an area of the site."""
    return GROUPS.get(endpoint) or endpoint.partition(".")[0]


def answer_arrived(outcome: Outcome) -> None:
    """An answer came, and this became of it."""
    if outcome is Outcome.SAVE and (found := _instruments()):
        found.counters.answers.inc()


def sign_in_failed() -> None:
    """A name or a password was wrong."""
    if found := _instruments():
        found.counters.sign_in_failures.inc()


def limited() -> None:
    """Somebody asked too often."""
    if found := _instruments():
        found.counters.limited.inc()


def error_shown(status: int) -> None:
    """A page told of a mistake of ours."""
    if found := _instruments():
        found.counters.errors.labels(str(status)).inc()


def _instruments() -> Instruments | None:
    found: Instruments | None = current_app.extensions[_EXTENSION]
    return found
