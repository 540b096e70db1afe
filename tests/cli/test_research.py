"""``flask research export`` writes what ``flask analyse discernment`` reads."""

import json
from zipfile import ZipFile

from sqlalchemy import select

from literasi.database import db, writing
from literasi.models import AuditEvent
from tests import make
from tests.researching import people

THEN = make.NOW - make.timedelta(days=60)


def run(app, *words):
    return app.test_cli_runner().invoke(args=[str(word) for word in words])


def crowd(app, count):
    with app.app_context(), writing(db.session()) as session:
        make.forms(session)
        people(session, count, make.published(session).course.id, phases=("before", "after"), now=THEN)


def test_a_file_is_written_noted_and_analysed(app, tmp_path):
    crowd(app, 40)
    result = run(app, "research", "export", tmp_path / "penelitian.zip")
    with ZipFile(tmp_path / "penelitian.zip") as archive:
        archive.extract("judgements.csv", tmp_path)
    analysed = run(app, "analyse", "discernment", tmp_path / "judgements.csv")
    (group,) = json.loads(analysed.stdout)["groups"]
    with app.app_context():
        (noted,) = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "research.exported"))

    assert result.exit_code == 0, result.output
    assert "40 orang" in result.output
    assert (group["course"], group["group"], group["pairs"]) == ("jebakan", None, 40)
    assert (noted.actor_id, noted.details) == (None, {"n": 40})


def test_too_few_people_leave_no_file_behind(app, tmp_path):
    crowd(app, 9)
    result = run(app, "research", "export", tmp_path / "penelitian.zip")

    assert result.exit_code == 1
    assert "sedikitnya 10 orang" in result.stderr
    assert list(tmp_path.glob("penelitian*")) == []
