"""``flask metrics``: tells Prometheus, at an address of its own, how the site fares."""

import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import click
from flask.cli import with_appcontext
from prometheus_client import CollectorRegistry, Metric, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from literasi.cli.installation import settings
from literasi.config import Settings
from literasi.database import db
from literasi.domain import job_times
from literasi.queries import site_state
from literasi.services import watching

NOTHING = "LITERASI_METRICS is not set, so nothing is counted. Set it to an address like 127.0.0.1:9100."


@click.command()
@click.option("--forget", is_flag=True, help="Only throw away what was counted, before the workers start.")
@with_appcontext
def metrics(*, forget: bool) -> None:
    """Answer Prometheus at LITERASI_METRICS until stopped; serve.py does this by itself."""
    found = settings()
    if not found.metrics:
        raise click.ClickException(NOTHING)
    if forget:
        shutil.rmtree(found.metrics_folder, ignore_errors=True)
        return
    host, port = found.metrics_address
    try:
        _server, thread = start_http_server(port, host, registry_of(found, db.engine))
    except OSError as problem:
        raise click.ClickException(f"{found.metrics} cannot be used: {problem.strerror}") from None
    click.echo(f"Metrics at http://{found.metrics}/metrics")
    thread.join()


def registry_of(found: Settings, engine: Engine) -> CollectorRegistry:
    """Everything that is told: the sums of the workers' counters, and the site's state at this moment."""
    registry = CollectorRegistry()
    found.metrics_folder.mkdir(parents=True, exist_ok=True)
    MultiProcessCollector(registry, str(found.metrics_folder))  # type: ignore[no-untyped-call]
    registry.register(SiteState(found, engine))
    return registry


class SiteState(Collector):
    """How the site fares, read from its database each time somebody asks."""

    def __init__(self, found: Settings, engine: Engine) -> None:
        self._settings, self._engine = found, engine

    def collect(self) -> Iterator[Metric]:
        """Every figure; without a database only that it is away."""
        room = watching.room_of(self._settings.data_folder)
        yield _gauge("disk_free_bytes", "Free bytes on the disk of the data", room.free)
        try:
            with Session(self._engine) as session:
                began = time.perf_counter()
                session.execute(text("SELECT 1"))
                seconds = time.perf_counter() - began
                figures = list(_stored(session, datetime.now(UTC)))
        except SQLAlchemyError:
            yield _gauge("database_up", "Whether the database answers", 0)
            return
        yield _gauge("database_up", "Whether the database answers", 1)
        yield _gauge("database_seconds", "Seconds for the shortest question to the database", seconds)
        yield from figures


def _stored(session: Session, now: datetime) -> Iterator[Metric]:
    messages, figures = site_state.messages(session), site_state.figures(session, now=now)
    oldest = now - messages.oldest_due if messages.oldest_due else timedelta()
    yield _gauge("outbox_waiting", "Messages that wait to be sent", messages.waiting)
    yield _gauge("outbox_overdue_seconds", "Since when the oldest is due", max(oldest.total_seconds(), 0))
    yield _gauge("outbox_given_up", "Messages that were given up", messages.given_up)
    yield _gauge("open_errors", "Kinds of mistakes that nobody has settled", figures.open_errors)
    yield _gauge("late_data_requests", "Requests about personal data past their time", figures.late_requests)
    yield _gauge("database_bytes", "Size of the database", figures.database_bytes)
    yield from _jobs(site_state.jobs(session), now)


def _jobs(jobs: list[site_state.Job], now: datetime) -> Iterator[Metric]:
    """The age of each job's last good end. One that never ended well has none: alert on its absence."""
    ages = GaugeMetricFamily(
        "literasi_job_success_age_seconds", "Seconds since a job last ended well", labels=["job"]
    )
    late = GaugeMetricFamily("literasi_job_late", "Whether a job is later than it may be", labels=["job"])
    for job in jobs:
        if job.last_ended_at is not None:
            ages.add_metric([job.name], (now - job.last_ended_at).total_seconds())
        is_late = job_times.lateness(job.name, job.last_ended_at, now=now) is not None
        late.add_metric([job.name], int(is_late))
    yield from (ages, late)


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"literasi_{name}", words, value=value)
