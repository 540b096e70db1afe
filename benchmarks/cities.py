"""``python -m benchmarks.cities``: the pages of a city of 200,000 beside those of a town of 200.

The same pages of both sites are asked for in turn, in this process, and their medians compared; a page must
not be slower where there are more people. Addresses given as arguments (who:path) take the place of PAGES.
"""

import statistics
import sys
import time
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import event

from app import create_app
from benchmarks.servers import postgresql
from literasi.config import Settings
from literasi.database import db, writing
from literasi.domain.login_names import read_login_name
from literasi.domain.people import AgeBand
from literasi.services import crowding, registering, signing_in
from literasi.services.registering import NewAccount
from tests import databases, duties, stores

SIZES = ((20, 200), (2_000, 200_000))
ROUNDS = 40
AT_MOST = 1.5
PAGES = ("supervisor:/instansi/{agency}", "coordinator:/instansi/kota", "member:/kemajuan")
HERE = "http://localhost"


class City:
    """A site with so many organisations and members, and somebody signed in of each kind."""

    def __init__(self, url, folder, size):
        folder.mkdir()
        stores.create_schema(url)
        values = {"LITERASI_DATA": str(folder), "LITERASI_DATABASE_URL": url}
        self.size, self.statements = size, 0
        self.app = create_app(Settings.from_environment(values))
        with self.app.app_context():
            self._people = self._fill()
            event.listen(db.engine, "before_cursor_execute", self._count)
            with db.engine.connect() as connection:
                connection.exec_driver_sql("ANALYZE")  # as both databases do by themselves in time
                connection.commit()
        self._clients = {}

    def ask(self, page):
        """Ask once for a page of PAGES; milliseconds and statements."""
        who, _, path = page.partition(":")
        client = self._clients.setdefault(who, self._client(who))
        self.statements, began = 0, time.perf_counter()
        answer = client.get(path.format(agency=self._crowd.agency), base_url=HERE)
        took = (time.perf_counter() - began) * 1000
        assert answer.status_code == 200, f"{page} answered {answer.status_code}"
        return took, self.statements

    def close(self):
        """Let go of the database."""
        self.app.extensions["literasi_reader"].close()
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def _fill(self):
        now, session = datetime.now(UTC), db.session()
        with writing(session):
            duties.course(session, "fondasi-akun-publik")
        with writing(session):
            organisations, learners = self.size
            self._crowd = crowding.load(session, organisations=organisations, learners=learners, now=now)
            people = {"member": self._account(session, "anggota", self._crowd.member_id, now)}
            for who, slug in (("supervisor", self._crowd.agency), ("coordinator", self._crowd.city)):
                people[who] = self._account(session, who, None, now)
                crowding.appoint(session, people[who], slug, now=now)
        with writing(session):
            for who, learner_id in people.items():
                signing_in.sign_in(
                    session,
                    learner_id,
                    old_token_hash=b"",
                    new_token_hash=sha256(_token(who).encode()).digest(),
                    is_shared=False,
                    confirmed_at=now,
                    now=now,
                )
        return people

    def _account(self, session, login, learner_id, now):
        code = sha256(login.encode()).digest()
        account = NewAccount(read_login_name(login), "no password", code, AgeBand.FROM_18)
        return registering.register(session, account, guest_id=learner_id, now=now)

    def _client(self, who):
        client = self.app.test_client()
        client.set_cookie(self.app.config["LITERASI_COOKIE"], _token(who))
        return client

    def _count(self, *_):
        self.statements += 1


def _token(who):
    return who.ljust(43, "x")


def compare(cities, page):
    """Medians of both cities, asked in turn, and their statements."""
    took = [[] for _ in cities]
    statements = [0 for _ in cities]
    for _ in range(ROUNDS):
        for number, city in enumerate(cities):
            milliseconds, statements[number] = city.ask(page)
            took[number].append(milliseconds)
    return [statistics.median(one[2:]) for one in took], statements


@contextmanager
def addresses():
    """The databases that are here, as (name, function from a size to a fresh address)."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="literasi-cities-")))
        found = [("SQLite", lambda number: f"sqlite:///{folder / f'{number}.sqlite'}")]
        try:
            url, _ = stack.enter_context(postgresql())
        except databases.NoPostgresql as problem:
            print(f"PostgreSQL is not measured: {problem}")
        else:
            server = databases.PostgresqlDatabases(url, "cities", stores.create_schema)
            found.append(("PostgreSQL", lambda _number: stack.enter_context(server.fresh())))
        yield folder, found


def main(pages):
    """Print how many statements and how long each page takes in both cities. This is no test."""
    with addresses() as (folder, found):
        for name, address in found:
            cities = [City(address(size[1]), folder / f"{name}-{size[1]}", size) for size in SIZES]
            try:
                print_comparison(name, cities, pages)
            finally:
                for city in cities:
                    city.close()


def print_comparison(name, cities, pages):
    """One line a page."""
    print(f"\n{name}: {' and '.join(f'{o:,} organisations with {n:,} members' for o, n in SIZES)}")
    print(f"{'page':34}{'ms':>10}{'ms':>10}{'times':>8}{'statements':>14}")
    for page in pages:
        (small, large), (few, many) = compare(cities, page)
        verdict = "" if large <= AT_MOST * small and few == many else "  missed"
        print(f"{page:34}{small:>10.2f}{large:>10.2f}{large / small:>8.2f}{few:>8} {many:>5}{verdict}")


if __name__ == "__main__":
    main(sys.argv[1:] or PAGES)
