"""A backup holds everything, comes back exactly, on both databases, and never without being proven."""

import json
import random
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from flask_migrate import downgrade
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, text, update

from literasi import database
from literasi.database import Base, db
from literasi.domain.backups import About, BadBackup, Manifest
from literasi.domain.portable_rows import Column, line_reader, line_writer
from literasi.models import Account, Erasure, Learner, LearnerSession, OneTimeLink
from literasi.services import (
    backing_up,
    backup_parts,
    copying_tables,
    erasing,
    holding_site,
    inspecting,
    keeping_backups,
    keeping_erasures,
    reading_backups,
    restoring,
    restoring_postgresql,
    restoring_sqlite,
)
from literasi.services.backup_parts import PartWriter
from literasi.services.restoring import NotRestored
from tests import backups, make
from tests.backups import PASSPHRASE, Site

SEED = 20_261_124


@pytest.fixture
def filled(app, tmp_path):
    """A site with a bit of everything, and somebody who is about to leave."""
    site, made = backups.filled(app, tmp_path)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    app.extensions["literasi_reader"].close()
    site.leaving = made.leaving
    return site


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def elsewhere(request, tmp_path):
    """An empty place of each kind."""
    folder = tmp_path / "elsewhere"
    if request.param == "sqlite":
        yield Site(f"sqlite:///{folder / 'literasi.sqlite'}", folder)
        return
    with request.getfixturevalue("postgresql_databases").fresh() as url:
        yield Site(url, folder)


def test_every_table_and_column_of_the_models_is_in_a_backup(filled, tmp_path):
    manifest = filled.backup(tmp_path / "all.backup")

    kept = {table.name: {column.name for column in table.columns} for table in manifest.tables}
    assert kept == {
        table.name: {column.name for column in table.columns} for table in Base.metadata.sorted_tables
    }
    assert sum(table.rows > 0 for table in manifest.tables) > 25, "too little in it to prove anything"


def test_a_backup_comes_back_exactly_wherever_it_goes(filled, elsewhere, tmp_path):
    path, again = tmp_path / "one.backup", tmp_path / "two.backup"
    manifest = filled.backup(path, PASSPHRASE)
    sums = filled.sums()

    elsewhere.restore(path, PASSPHRASE)

    assert elsewhere.sums() == sums
    back = elsewhere.backup(again)
    assert [table for table in back.tables if table.name not in backups.TOUCHED] == [
        table for table in manifest.tables if table.name not in backups.TOUCHED
    ]
    assert back.pictures == 1
    assert elsewhere.files()["secret_key"].decode() == filled.settings.secret_key
    newest = filled.do(lambda session: session.scalar(select(func.max(Learner.id))))
    assert elsewhere.do(backups.begin_again) == newest + 1
    assert elsewhere.do(lambda session: list(inspecting.faults(session))) == []


def test_an_older_revision_comes_back_and_is_brought_up_to_date(filled, app, elsewhere, tmp_path):
    with app.app_context():
        downgrade(revision="0016")
        db.engine.dispose()
    path = tmp_path / "old.backup"
    assert filled.backup(path).about.schema == "0016"

    elsewhere.restore(path)

    learners = select(func.count(Learner.id))
    assert elsewhere.do(lambda session: session.scalar(learners)) > 3
    assert elsewhere.do(lambda session: list(inspecting.faults(session))) == []


def test_whoever_was_erased_since_stays_erased(filled, tmp_path):
    path = tmp_path / "before.backup"
    filled.backup(path)
    filled.do(lambda session: erasing.erase(session, filled.leaving, now=make.NOW))

    restored = filled.restore(path, replace=True)

    assert restored.erased_again == 1
    assert filled.do(lambda session: session.get(Account, filled.leaving)) is None
    assert filled.do(lambda session: session.get(Erasure, filled.leaving).erased_at) == make.NOW
    assert filled.do(lambda session: list(inspecting.faults(session))) == []
    assert len(restored.kept) == 1


def test_the_list_of_the_erased_outlives_the_database(filled, elsewhere, tmp_path):
    path = tmp_path / "before.backup"
    filled.backup(path)
    filled.do(lambda session: erasing.erase(session, filled.leaving, now=make.NOW))
    filled.note_erasures()
    assert (filled.folder / "erasures").stat().st_mode & 0o777 == 0o600
    (elsewhere.folder / "erasures").write_bytes((filled.folder / "erasures").read_bytes())

    assert elsewhere.restore(path).erased_again == 1
    assert elsewhere.do(lambda session: session.get(Account, filled.leaving)) is None


def test_a_number_that_somebody_else_has_now_erases_nobody(filled, tmp_path):
    path = tmp_path / "before.backup"
    filled.backup(path)
    began = make.NOW - timedelta(days=9)
    (filled.folder / "erasures").write_text(
        f"{filled.leaving} {began.isoformat()} {make.NOW.isoformat()}\n{filled.leaving} 2026-11-2"
    )

    assert filled.restore(path, replace=True).erased_again == 0
    assert filled.do(lambda session: session.get(Account, filled.leaving)) is not None


def test_the_list_follows_the_table_and_mends_itself(filled):
    at = filled.folder / "erasures"
    filled.do(lambda session: erasing.erase(session, filled.leaving, now=make.NOW))
    at.write_text("7 2026-11-20T00:00:00+00:")  # the machine fell while this was written
    filled.note_erasures()
    filled.note_erasures()

    assert at.read_text().count("\n") == 2
    assert {one.learner_id for one in keeping_erasures.read(filled.folder)} == {filled.leaving}


def test_accounts_sign_in_again_and_guests_go_on(filled, tmp_path):
    path = tmp_path / "before.backup"
    guest = make.token_hash("g" * 43)

    def come(session):
        make.learner(session, "g" * 43)
        make.signed_in(session, filled.leaving, "s" * 43)
        session.add(
            OneTimeLink(
                token_hash=b"x" * 32,
                purpose="operator",
                created_at=make.NOW,
                expires_at=make.NOW + timedelta(days=1),
            )
        )

    filled.do(come)
    filled.backup(path)
    filled.restore(path, replace=True, keep_sessions=False)

    sessions = select(LearnerSession.token_hash, LearnerSession.signed_in_at)
    left = filled.do(lambda session: session.execute(sessions).all())
    assert guest in {row.token_hash for row in left}
    assert {row.signed_in_at for row in left} == {None}
    assert filled.do(lambda session: session.get(OneTimeLink, b"x" * 32)) is None


class Refused:
    """``with Refused(site): …`` restores in vain and finds everything as it was."""

    def __init__(self, site, problem=BadBackup):
        self._site, self._raises = site, pytest.raises(problem)

    def __enter__(self):
        self._before = self._site.sums(without=()), self._site.files()
        return self._raises.__enter__()

    def __exit__(self, *about):
        refused = self._raises.__exit__(*about)
        assert (self._site.sums(without=()), self._site.files()) == self._before
        return refused


def test_a_damaged_file_is_refused_and_the_live_data_stay(filled, tmp_path):
    whole, broken = tmp_path.parent / "whole.backup", tmp_path.parent / "broken.backup"
    filled.backup(whole)
    data = whole.read_bytes()
    half = len(data) // 2
    flipped = data[:half] + bytes([data[half] ^ 1]) + data[half + 1 :]
    for damage in (b"", data[:half], data[:-1], flipped, data + data):
        broken.write_bytes(damage)
        with Refused(filled):
            filled.restore(broken, replace=True)


@pytest.mark.parametrize(("passphrase", "tries"), [("", 400), (PASSPHRASE, 20)])
def test_no_damage_goes_unnoticed_wherever_it_is(tmp_path, passphrase, tries):
    path, chance = tmp_path / "small.backup", random.Random(SEED)
    with path.open("wb") as file:
        parts = PartWriter(file, passphrase)
        names = "media/" + "a" * 64 + ".webp", "keys/secret_key"
        files = [backing_up._write_file(parts, name, chance.randbytes(100_000)) for name in names]
        about = About(make.NOW, "0001", "http://localhost", "sqlite", "")
        parts.begin(kind="manifest")
        parts.add(Manifest(about, (), tuple(files)).as_json())
        parts.end()
        parts.close()
    assert reading_backups.examine(path, passphrase).pictures == 1
    data = path.read_bytes()
    for _ in range(tries):
        at, bit = chance.randrange(len(data)), 1 << chance.randrange(8)
        start = chance.choice([0, 131_000, len(data) - 100])  # where frames and the file begin and end
        at = chance.choice([at, min(start + chance.randrange(250), len(data) - 1)])
        path.write_bytes(data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :])
        with pytest.raises(BadBackup):
            reading_backups.examine(path, passphrase)
        path.write_bytes(data[:at])
        with pytest.raises(BadBackup):
            reading_backups.examine(path, passphrase)


def test_foreign_files_are_refused(filled, tmp_path):
    sealed, foreign = tmp_path.parent / "sealed.backup", tmp_path.parent / "foreign.zip"
    filled.backup(sealed, PASSPHRASE)
    with zipfile.ZipFile(foreign, "w") as packed:
        packed.writestr("learner.jsonl", "[]")

    with Refused(filled) as wrong:
        filled.restore(sealed, PASSPHRASE + "?", replace=True)
    with Refused(filled) as none:
        filled.restore(sealed, "", replace=True)
    with Refused(filled) as other:
        filled.restore(foreign, "", replace=True)
    assert "does not open" in str(wrong.value)
    assert "encrypted" in str(none.value)
    assert "no backup of Literasi" in str(other.value)


def rewritten(path, target, *, change):
    """Write the parts of one backup into another, each as ``change(about, data)`` makes it."""
    with path.open("rb") as source, target.open("wb") as file:
        parts = PartWriter(file, "")
        for part in backup_parts.read_parts(source, ""):
            about, data = change(part.about, b"".join(part.chunks))
            parts.begin(**about)
            parts.add(data)
            parts.end()
        parts.close()


def test_a_newer_schema_is_refused(filled, tmp_path):
    path, newer = tmp_path.parent / "today.backup", tmp_path.parent / "newer.backup"
    filled.backup(path)

    def age(about, data):
        if about["kind"] == "manifest":
            manifest = json.loads(data)
            manifest["about"]["schema"] = "9999"
            data = json.dumps(manifest).encode()
        return about, data

    rewritten(path, newer, change=age)
    with Refused(filled) as refused:
        filled.restore(newer, replace=True)
    assert "newer" in str(refused.value)


@pytest.mark.parametrize(
    "name", ["media/../../etc/passwd", "keys/../../.ssh/id", "/etc/passwd", "media/x.webp"]
)
def test_a_name_that_leads_elsewhere_is_refused(filled, tmp_path, name):
    path, odd = tmp_path.parent / "today.backup", tmp_path.parent / "odd.backup"
    filled.backup(path)

    def rename(about, data):
        if about.get("name") == "keys/secret_key":
            about["name"] = name
        return about, data.replace(b"keys/secret_key", name.encode())

    rewritten(path, odd, change=rename)
    with Refused(filled) as refused:
        filled.restore(odd, replace=True)
    assert "which no backup of ours does" in str(refused.value)


def test_rows_that_point_nowhere_are_refused(filled, tmp_path):
    path, odd = tmp_path.parent / "today.backup", tmp_path.parent / "odd.backup"
    manifest = filled.backup(path)
    empty = copying_tables.Tally().table("x", ()).sha256

    def lose(about, data):
        if about.get("name") == "learner":
            data = b""
        if about["kind"] == "manifest":
            found = json.loads(data)
            (learner,) = [table for table in found["tables"] if table["name"] == "learner"]
            learner.update(rows=0, sha256=empty)
            data = json.dumps(found).encode()
        return about, data

    assert manifest.rows("learner")
    rewritten(path, odd, change=lose)
    with Refused(filled) as refused:
        filled.restore(odd, replace=True)
    assert "not there" in str(refused.value)


def test_live_data_are_replaced_only_when_asked_and_while_nothing_runs(filled, tmp_path):
    path = tmp_path.parent / "today.backup"
    filled.backup(path)

    with Refused(filled, NotRestored) as refused:
        filled.restore(path)
    assert "--replace" in str(refused.value)
    with holding_site.staying(filled.folder), Refused(filled, NotRestored) as refused:
        filled.restore(path, replace=True)
    assert "Stop it" in str(refused.value)


def test_a_failure_in_the_last_moment_leaves_the_live_data(filled, tmp_path, monkeypatch):
    path = tmp_path.parent / "today.backup"
    filled.backup(path)
    filled.do(lambda session: make.learner(session, "z" * 43))

    def fall(*_):
        raise OSError("the disk is full")

    monkeypatch.setattr(restoring_postgresql.PostgresqlPlace, "_move", fall)
    monkeypatch.setattr(restoring_sqlite, "_put_aside", fall)
    with Refused(filled, NotRestored):
        filled.restore(path, replace=True)
    monkeypatch.undo()
    filled.restore(path, replace=True)


def test_without_a_safe_wal_the_file_is_copied_first(sqlite_url, tmp_path, monkeypatch):
    monkeypatch.setattr(database, "sqlite_journal_mode", lambda: "TRUNCATE")
    site, copies = Site(sqlite_url, tmp_path), []
    site.do(make.published)
    copy = copying_tables._copied
    monkeypatch.setattr(copying_tables, "_copied", lambda *about: copies.append(copy(*about)) or copies[0])
    manifest = site.backup(tmp_path.parent / "today.backup")

    assert manifest.rows("lesson") == 1
    assert len(copies) == 1
    assert not copies[0].exists()


def test_a_proof_is_a_restore_that_is_thrown_away(filled, tmp_path):
    path = tmp_path.parent / "today.backup"
    manifest = filled.backup(path, PASSPHRASE)
    files = filled.files()

    assert restoring.prove(path, PASSPHRASE, filled.folder) == manifest
    assert filled.files() == files


def test_the_nightly_backups_are_kept_for_so_many_days(tmp_path):
    names = [keeping_backups.nightly(tmp_path, date(2026, 11, day)).name for day in range(1, 9)]
    left = [".literasi-2026-11-09.backup.12.part", "literasi-2026-11-01.backup.mine", "other.backup"]
    for name in (*names, *left):
        (tmp_path / name).touch()

    keeping_backups.remove_old(tmp_path, 3)

    assert {path.name for path in tmp_path.iterdir()} == {*names[-3:], *left[1:]}


COLUMNS = [
    Column(kind, kind) for kind in ("boolean", "bytes", "date", "float", "integer", "json", "moment", "text")
]
ROWS = st.tuples(
    st.booleans(),
    st.binary(),
    st.dates(),
    st.floats(allow_nan=False),
    st.integers(-(2**63), 2**63 - 1),
    st.sampled_from(["null", "{}", '{"b": 1, "a": 1.0}', '"\\u2028"']),
    st.datetimes(timezones=st.just(UTC)),
    st.text(st.characters(exclude_categories=["Cs"])),
)


@given(ROWS, st.sets(st.integers(0, 7)))
def test_a_row_is_one_line_and_comes_back(values, empty):
    row = [None if place in empty else value for place, value in enumerate(values)]
    line = line_writer(COLUMNS)(row)

    assert line.count(b"\n") == 1
    assert line_reader(COLUMNS)(line) == row


def test_what_databases_write_differently_comes_back(filled, elsewhere, tmp_path):
    """JSON that says null and JSON that is not there, odd letters, a microsecond."""
    at = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)

    def fill(session):
        session.execute(text('UPDATE attempt SET drawn = \'[ "a","é" ]\''))
        session.execute(update(Learner).values(created_at=at))
        session.execute(text("UPDATE problem_report SET text = :words"), {"words": "a\r\n\t\u2028🙂\\ "})

    filled.do(fill)
    filled.backup(tmp_path / "odd.backup")
    sums = filled.sums()
    elsewhere.restore(tmp_path / "odd.backup")

    assert elsewhere.sums() == sums
    raw = text("SELECT CAST(drawn AS text) FROM attempt")
    assert set(elsewhere.do(lambda session: session.scalars(raw).all())) == {'[ "a","é" ]'}
