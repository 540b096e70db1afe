"""Backups in tests: sites to take them of, places to bring them back to, and sums to compare them by."""

import hashlib
from datetime import UTC, datetime
from types import SimpleNamespace

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.database import Base, make_engine, writing
from literasi.services import backing_up, keeping_erasures, restoring
from literasi.services.restoring import Wish
from tests import make
from tests.settings import settings_for

PASSPHRASE = "enam kata acak itu baik"
# What a restore adds itself.
TOUCHED = {"audit_event", "audit_head"}


class Site:
    """A database and a folder; ``backup`` and ``restore`` as the commands do them."""

    def __init__(self, url, folder):
        folder.mkdir(exist_ok=True)
        self.url, self.folder, self.settings = url, folder, settings_for(url, folder)
        self.said = []

    def backup(self, path, passphrase="", now=None):
        engine = make_engine(self.url)
        try:
            with path.open("wb") as file:
                now = now or datetime.now(UTC)
                return backing_up.write(file, engine, self.settings, passphrase=passphrase, now=now)
        finally:
            engine.dispose()

    def restore(self, path, passphrase="", *, replace=False, keep_sessions=True):
        engine = make_engine(self.url)
        try:
            wish = Wish(path, passphrase, replace, keep_sessions)
            now = datetime.now(UTC)
            return restoring.restore(wish, self.settings, engine, now=now, say=self.said.append)
        finally:
            engine.dispose()

    def do(self, act):
        """``act(session)`` in a transaction; what it returns."""
        engine = make_engine(self.url)
        try:
            with Session(engine) as session, writing(session):
                return act(session)
        finally:
            engine.dispose()

    def note_erasures(self):
        self.do(lambda session: keeping_erasures.catch_up(session, self.folder))

    def sums(self, *, without=TOUCHED):
        """The SHA-256 of the rows of each table of the models, made without anything of the backup's code."""
        engine = make_engine(self.url)
        try:
            with engine.connect() as connection:
                return {
                    table.name: _sum_of(connection, table)
                    for table in Base.metadata.sorted_tables
                    if table.name not in without
                }
        finally:
            engine.dispose()

    def files(self):
        """Every file in the folder with its bytes, but what SQLite and the lock keep beside them."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and not path.name.endswith((".lock", "-wal", "-shm"))
        }


def _sum_of(connection, table):
    rows = connection.execute(select(*table.columns)).all()
    return hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()


def filled(app, folder):
    """A site with a bit of everything: people, answers, tests, pictures, agencies, somebody erased."""
    world = make.world(app)
    site = Site(app.config["SQLALCHEMY_DATABASE_URI"], folder)

    def fill(session):
        make.picture(session, site.settings.media_folder)
        leaving = make.account(session, "pergi", now=make.NOW)
        return SimpleNamespace(world=world, leaving=leaving)

    return site, site.do(fill)


def begin_again(session):
    """Somebody new, to see that numbers go on."""
    return make.learner(session, "n" * 43)
