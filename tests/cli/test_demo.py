"""``flask demo load`` never touches a database that is not the demonstration's."""

import shutil
from collections import Counter

import pytest
from sqlalchemy import func, select

from app import create_app
from literasi.cli.demo import PASSWORD
from literasi.database import db, writing
from literasi.models import Account, Learner, Membership, RoleGrant
from literasi.services import demonstrating, hashing
from tests import make
from tests.settings import settings_for


@pytest.fixture
def site(sqlite_file, tmp_path):
    """A site on a folder of this name, with its database there or where *database* says."""
    made = []

    def build(name, database=None):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        if database is None:
            shutil.move(sqlite_file, folder / "literasi.sqlite")
        app = create_app(settings_for(database or f"sqlite:///{folder / 'literasi.sqlite'}", folder))
        with app.app_context(), writing(db.session()) as session:
            make.published(session)
        made.append(app)
        return app

    yield build
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def load(app):
    result = app.test_cli_runner().invoke(args=["demo", "load"])
    with app.app_context():
        people = db.session.scalar(select(func.count(Learner.id)))
        db.session.rollback()
    return result.exit_code, result.output, people


def test_the_demonstration_is_filled_once(site):
    app = site("var-demo")
    status, said, people = load(app)

    assert (status, people > 20) == (0, True)
    assert f"Peragaan: {people} orang rekaan" in said
    assert "Buka http://localhost/masuk" in said
    for person in demonstrating.NAMED:
        assert person.login in said
    with app.app_context():
        roles = Counter(db.session.scalars(select(RoleGrant.role)))
        assert db.session.scalar(select(func.count(Account.learner_id))) == len(demonstrating.NAMED)
        hashes = db.session.scalars(select(Account.password_hash)).all()
        db.session.rollback()
    assert roles == {"trainer": 2, "operator": 1}
    assert hashing.fits(hashes[0], PASSWORD)
    status, said, again = load(app)
    assert (status, again) == (0, people)
    assert "sudah berisi" in said


@pytest.mark.parametrize("name", ["var", "var-demo-2", "demo"])
def test_another_folder_is_refused(site, name):
    status, said, people = load(site(name))

    assert (status, people) == (1, 0)
    assert "nothing was written" in said


def test_a_database_elsewhere_is_refused(site, sqlite_url):
    assert load(site("var-demo", sqlite_url))[::2] == (1, 0)


@pytest.mark.postgresql
def test_postgresql_is_refused(site, postgresql_url):
    assert load(site("var-demo", postgresql_url))[::2] == (1, 0)


def test_a_crowd_comes_only_where_nobody_is(site):
    app = site("var-ramai")
    run = app.test_cli_runner()
    made = run.invoke(args=["demo", "crowd", "--organisations", "13", "--learners", "40"])
    assert (made.exit_code, "40 kewajiban" in made.output) == (0, True)
    again = run.invoke(args=["demo", "crowd", "--organisations", "13", "--learners", "40"])
    assert (again.exit_code, "nothing was written" in again.output) == (1, True)

    with app.app_context():
        roles = db.session.scalars(select(Membership.role).where(Membership.role == "supervisor")).all()
        assert (db.session.scalar(select(func.count(Learner.id))), len(roles)) == (42, 2)
        assert db.session.scalar(select(func.count(Account.learner_id))) == 3
        db.session.rollback()
