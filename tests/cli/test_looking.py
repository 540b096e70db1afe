"""``flask doctor`` and ``flask integrity`` on a database that has no tables yet."""

import pytest

from literasi.database import db
from literasi.models import Lesson  # noqa: F401  (the tables to drop)


@pytest.mark.parametrize("command", ["doctor", "integrity"])
def test_an_empty_database_is_named_with_its_mend(app, command):
    with app.app_context():
        db.drop_all()
    result = app.test_cli_runner().invoke(args=[command])

    assert result.exit_code == 1
    assert ".venv/bin/flask --app app prepare" in result.output
    for trace in ("Traceback", "sqlalche.me", "SELECT"):
        assert trace not in result.output
