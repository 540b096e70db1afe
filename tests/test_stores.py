"""What one test leaves behind, the next does not find, although they share a database and a site."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from literasi.database import make_engine, writing
from literasi.models import Course, Learner
from tests import make
from tests.site import Site


@pytest.fixture
def on_postgresql(postgresql_databases):
    """Does something in the database that tests share, as one of them; the next one's engine is empty."""

    def act(work):
        engine = make_engine(postgresql_databases.emptied())
        with Session(engine) as session, writing(session):
            result = work(session)
        engine.dispose()
        return result

    return act


@pytest.mark.postgresql
def test_rows_and_their_numbers_begin_anew(on_postgresql):
    def work(session):
        before = [session.scalar(select(func.count()).select_from(model)) for model in (Course, Learner)]
        version = session.scalar(text("SELECT version FROM content_version"))
        course = make.published(session).quiz.quiz_id
        session.execute(text("UPDATE content_version SET version = 77"))
        return before, version, course, make.learner(session)

    first = on_postgresql(work)
    assert first == ([0, 0], 1, 1, 1)
    assert on_postgresql(work) == first


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE course RENAME TO elsewhere",
        "DROP TABLE response",
        "DROP INDEX ix_problem_report_learner_id",
    ],
)
def test_a_changed_schema_is_made_anew(on_postgresql, change):
    entries = text("SELECT count(*) FROM pg_class WHERE oid >= 16384 AND relname <> 'elsewhere'")
    before = on_postgresql(lambda session: session.scalar(entries))
    on_postgresql(lambda session: session.execute(text(change)))

    assert on_postgresql(lambda session: session.scalar(entries)) == before


@pytest.mark.postgresql
def test_who_is_still_connected_holds_nobody_up(postgresql_databases):
    engine = make_engine(postgresql_databases.emptied())
    connection = engine.connect()
    connection.execute(text("LOCK TABLE learner"))

    assert postgresql_databases.emptied()

    connection.invalidate()
    connection.close()
    engine.dispose()


@pytest.mark.sqlite
def test_a_site_forgets_what_a_test_put_in_its_place(sqlite_url, tmp_path):
    site = Site(sqlite_url)
    with site.lent(tmp_path / "one") as app:
        app.view_functions["public.about"] = lambda: "planted"
        app.config["PROPAGATE_EXCEPTIONS"] = False
        app.test_client().get("/kursus")
        assert app.test_client().get("/tentang").text == "planted"
        pages = app.extensions["literasi_pages"]
    with site.lent(tmp_path / "two") as app:
        assert app.test_client().get("/tentang").text != "planted"
        assert app.config["PROPAGATE_EXCEPTIONS"] is None
        assert app.extensions["literasi_pages"] is not pages
        assert app.extensions["literasi_settings"].media_folder == tmp_path / "two" / "media"
