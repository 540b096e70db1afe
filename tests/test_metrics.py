"""Figures for Prometheus: at an address of their own, added up over the workers, nothing about people."""

import socket
import time
import urllib.request
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from literasi.cli.metrics import SiteState
from literasi.config import ROOT
from literasi.database import make_engine
from literasi.services import outboxing, tracking_jobs
from literasi.web.metrics import GROUPS, group_of
from tests import make
from tests.live import LiveServer
from tests.settings import settings_for


def told(engine):
    """The lines about the site's state."""
    registry = CollectorRegistry()
    registry.register(SiteState(settings_for("", ROOT), engine))
    return generate_latest(registry).decode().splitlines()


def test_the_state_is_read_from_the_database(engine, session):
    someone = make.learner(session)
    outboxing.write(
        session, someone, "code", address="kenari@x.id", subject="s", body="b", now=make.NOW - timedelta(1)
    )
    tracking_jobs.began(session, "surat", now=make.NOW)
    tracking_jobs.ended(session, "surat", now=make.NOW)
    session.commit()
    lines = told(engine)

    assert "literasi_database_up 1.0" in lines
    assert "literasi_outbox_waiting 1.0" in lines
    assert 'literasi_job_late{job="backup"} 1.0' in lines
    assert any(line.startswith('literasi_job_success_age_seconds{job="surat"}') for line in lines)
    assert any(line.startswith("literasi_database_seconds 0.0") for line in lines)
    assert "kenari" not in str(lines)


def test_a_database_that_is_away_is_a_figure_too():
    engine = make_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing")

    assert "literasi_database_up 0.0" in told(engine)


def test_every_group_is_a_view_or_an_area(app):
    areas = {*app.blueprints, "static", "-"}

    assert set(GROUPS).issubset(app.view_functions)
    assert {group_of(endpoint) for endpoint in [*app.view_functions, "-"]} <= areas | set(GROUPS.values())


@pytest.mark.slow
@pytest.mark.sqlite
def test_the_figures_of_all_workers_are_told_beside_the_site(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    server = LiveServer(tmp_path)
    server.prepare()
    server._environment["LITERASI_METRICS"] = address
    old = tmp_path / "metrics" / "another-machine"
    old.mkdir(parents=True)
    with server:
        for _ in range(30):
            urllib.request.urlopen(f"{server.url}/kursus/jebakan/berkas-apk").close()
        text = fetched(f"http://{address}/metrics")
        server.command("jobs", "run")
        files = len([*(tmp_path / "metrics").rglob("*.db")])
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{server.url}/metrics")

    assert 'literasi_requests_total{group="lesson",status="2xx"} 30.0' in text
    assert 'literasi_request_seconds_count{group="lesson"} 30.0' in text
    assert "literasi_database_up 1.0" in text
    assert files <= 4  # two for each worker that has answered
    assert old.exists()
    assert '"endpoint": "learn.lesson"' in server.log()


def fetched(url):
    """What the figures say, once their process has begun."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(url) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nobody told any figures")
