"""A backup that was made is known to the page that says whether all is well; one that failed is not."""

from datetime import timedelta

import pytest
import time_machine

from literasi.cli import jobs
from literasi.database import db
from literasi.domain.job_times import BACKUP, lateness
from literasi.domain.wita import start_of
from literasi.queries import site_state
from tests import make
from tests.settings import settings_for

NIGHT = start_of(make.NOW.date(), 4)


@pytest.fixture
def folder(app, tmp_path):
    """Where the backups of the nights go; it is night."""
    url, found = app.config["SQLALCHEMY_DATABASE_URI"], tmp_path / "backups"
    found.mkdir()
    app.extensions["literasi_settings"] = settings_for(url, tmp_path, backups_folder=found)
    with time_machine.travel(NIGHT, tick=True):
        yield found


def last_backup(app):
    with app.app_context():
        return next(job.last_ended_at for job in site_state.jobs(db.session()) if job.name == BACKUP)


def test_the_command_and_the_job_leave_the_moment(app, folder):
    assert last_backup(app) is None
    result = app.test_cli_runner().invoke(args=["backup", str(folder / "mine")])
    assert result.exit_code == 0, result.output
    by_hand = last_backup(app)
    with app.app_context():
        jobs.back_up()
        by_night = last_backup(app)
        jobs.back_up()

    assert NIGHT <= by_hand < by_night == last_backup(app)
    assert lateness(BACKUP, by_night, now=NIGHT + timedelta(hours=25)) is None


def test_a_backup_that_fails_leaves_none(app, folder, monkeypatch):
    def full(*_arguments, **_named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("literasi.services.keeping_backups.make", full)
    result = app.test_cli_runner().invoke(args=["backup", str(folder / "mine")])

    assert result.exit_code == 1
    assert last_backup(app) is None
