"""Backups while eight people answer: each is one moment, comes back on both databases, and erases again."""

import random
import shutil
from datetime import UTC, datetime

import pytest

from literasi.database import make_engine
from literasi.domain.backups import BadBackup
from literasi.models import Account, Erasure
from literasi.services import erasing, inspecting, keeping_erasures, reading_backups
from tests import make
from tests.backups import Site
from tests.experiments import SEED
from tests.faults.classrooms import Classroom
from tests.faults.ledgers import compare

BACKUPS, DAMAGES = 3, 40


@pytest.fixture
def places(tmp_path, postgresql_databases):
    """An empty place of each kind."""
    with postgresql_databases.fresh() as url:
        lite = tmp_path / "lite"
        yield [Site(f"sqlite:///{lite / 'literasi.sqlite'}", lite), Site(url, tmp_path / "large")]


@pytest.fixture
def leaving(site):
    """Two people with accounts: one is erased before the backup, the other after it."""
    live = Site(site.database_url, site.folder)
    names = [f"{name}.{datetime.now(UTC):%H%M%S%f}" for name in ("pergi", "menyusul")]
    gone, follows = (live.do(lambda session, name=name: make.account(session, name)) for name in names)
    _erase(live, gone)
    return live, gone, follows


def _erase(live, learner_id):
    live.do(lambda session: erasing.erase(session, learner_id, now=datetime.now(UTC)))
    live.note_erasures()


@pytest.mark.long
@pytest.mark.postgresql
@pytest.mark.timeout(240)
def test_a_backup_of_a_busy_site_is_one_moment(site, leaving, places, tmp_path, tell):
    live, gone, follows = leaving
    room, path = Classroom(site, SEED, learners=2, judges=6), tmp_path / "busy.backup"
    with room.busy():
        for _ in range(BACKUPS):
            room.wait_for(20)
            told = [given for one in room.people for given in list(one.acknowledged)]
            made = site.command("backup", str(path), "--overwrite")
            assert made.returncode == 0, made.stdout
        room.wait_for(20)
    sent = {given for one in room.people for given in one.sent}
    assert room.problems() == []
    _erase(live, follows)

    sums = []
    for place in places:
        shutil.copy(site.folder / keeping_erasures.NAME, place.folder)
        assert place.restore(path).erased_again == 1
        sums.append(place.sums())
        assert place.do(lambda session: list(inspecting.faults(session))) == []
        for erased in (gone, follows):
            assert place.do(lambda session, erased=erased: session.get(Account, erased)) is None
            assert place.do(lambda session, erased=erased: session.get(Erasure, erased)) is not None
        engine = make_engine(place.url)
        found = compare(engine, told, sent)
        engine.dispose()
        assert (found.answered_again, found.never_sent) == ([], [])
        counts = {"lost": len(found.lost), "duplicated": len(found.twice)}
        tell(15, faults=BACKUPS, acknowledged=len(told), **counts)
    assert sums[0] == sums[1]
    assert _unnoticed(path, tmp_path / "broken.backup") == 0
    tell(16, faults=2 * DAMAGES, acknowledged=0)


def _unnoticed(whole, broken):
    """How many of the damages, bits turned and ends cut off, a backup does not show."""
    data, chance, passed = whole.read_bytes(), random.Random(SEED), 0
    for _ in range(DAMAGES):
        at = chance.randrange(len(data))
        bent = data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
        for damaged in (bent, data[:at]):
            broken.write_bytes(damaged)
            try:
                reading_backups.examine(broken, "")
            except BadBackup:
                continue
            passed += 1
    return passed
