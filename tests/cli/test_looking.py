"""``flask doctor`` and ``flask integrity`` on a database that has no tables yet."""

import pytest

from literasi.database import db
from literasi.models import Lesson  # noqa: F401  (the tables to drop)
from tests.settings import settings_for


@pytest.mark.parametrize("command", ["doctor", "integrity"])
def test_an_empty_database_is_named_with_its_mend(app, command):
    with app.app_context():
        db.drop_all()
    result = app.test_cli_runner().invoke(args=[command])

    assert result.exit_code == 1
    assert ".venv/bin/flask --app app prepare" in result.output
    for trace in ("Traceback", "sqlalche.me", "SELECT"):
        assert trace not in result.output


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ({}, "baik   metrics: nothing is counted"),
        ({"metrics": "127.0.0.1:1"}, "baik   metrics: nobody answers Prometheus at 127.0.0.1:1 now"),
        ({}, "baik   limits: each worker counts"),
        ({"redis_url": "redis://:rahasia@127.0.0.1:1"}, "RUSAK  limits: Redis does not answer"),
        ({}, "GB are free"),
    ],
)
def test_redis_metrics_and_room_are_examined(app, tmp_path, others, words):
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    app.extensions["literasi_settings"] = settings_for(url, tmp_path, **others)
    result = app.test_cli_runner().invoke(args=["doctor"])

    assert words in result.output
    assert "rahasia" not in result.output
