"""Commands about the whole site: bringing it up to date, proving it sound."""

import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial

import click
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlalchemy.orm import Session

from literasi.cli.channels import load_first as load_first_channels
from literasi.cli.content import import_from
from literasi.cli.database_words import database_in_words, has_tables
from literasi.cli.installation import settings
from literasi.cli.organisations import load_first
from literasi.config import ROOT
from literasi.database import db, describe, transaction
from literasi.services import (
    holding_site,
    indexing,
    inspecting,
    inspecting_media,
    inspecting_storage,
    inviting,
    keeping_erasures,
)

MIGRATIONS = str(ROOT / "migrations")
DAMAGED = (
    "The database is damaged; nothing was changed. Stop the site, keep a copy of the file and of those "
    "beside it, and bring back the newest backup (docs/operations.md, When the database is damaged)."
)


@click.command()
@with_appcontext
def prepare() -> None:
    """Bring the database up to date, import content and the first agencies; say which database."""
    with staying_or_refusing():
        _prepare()


def _prepare() -> None:
    _refuse_damage()
    upgrade(directory=MIGRATIONS)
    click.echo(f"Basis data: {describe(db.engine)}")
    load_first_channels()
    import_from(ROOT)
    with transaction() as session:
        indexing.index_missing(session)
        keeping_erasures.catch_up(session, settings().data_folder, from_the_first=True)
    load_first()
    click.echo(f"Alamat situs: {settings().site_url}")
    _offer_operator_link()


@contextmanager
def staying_or_refusing() -> Iterator[None]:
    """Hold the site for a command that writes; ends it with a message while a restore is under way."""
    try:
        with holding_site.staying(settings().data_folder):
            yield
    except holding_site.BeingRestored:
        raise click.ClickException("a backup is being restored here; try again when it is done") from None


def _refuse_damage() -> None:
    """Nothing is built on a database file that is damaged. Only SQLite can say so in a moment."""
    if db.engine.dialect.name != "sqlite":
        return
    try:
        with Session(db.engine) as session:
            damage = list(inspecting_storage.damaged_pages(session, thorough=False))
    except DBAPIError as problem:
        if isinstance(problem, OperationalError):  # locked, or not to be opened: the next step says so
            return
        damage = [str(problem.orig)]
    if damage:
        raise click.ClickException("\n".join([*damage, DAMAGED]))


def _offer_operator_link() -> None:
    """While nobody runs the site: a fresh link that makes somebody its operator. The last one is void."""
    token = secrets.token_hex(32)
    with transaction() as session:
        is_needed = inviting.offer_operator_link(session, token, now=datetime.now(UTC))
    if is_needed:
        click.echo("Belum ada operator. Buat akun, lalu buka tautan ini; berlaku sekali, selama 24 jam:")
        click.echo(f"  {settings().site_url}/operator/{token}")


@click.command()
@with_appcontext
def integrity() -> None:
    """Prove that what is stored agrees with itself; exit 1 and say where if it does not."""
    sys.exit(1 if prove_integrity() else 0)


def prove_integrity() -> int:
    """Say of each promise whether it is kept, and where not; how many faults there are."""
    try:
        found = _faults()
    except DBAPIError as problem:
        raise click.ClickException(database_in_words(problem)) from None
    click.echo("Semua baik." if not found else f"{found} kesalahan ditemukan.")
    return found


def _faults() -> int:
    folder = settings().media_folder
    checks = dict(inspecting.CHECKS)
    checks[inspecting_media.NAME] = partial(inspecting_media.lost_pictures, folder=folder)
    checks[inspecting_media.FILES] = partial(inspecting_media.stray_files, folder=folder)
    found, is_damaged = 0, False
    with Session(db.engine) as session:
        for name, check in checks.items():
            faults = list(_told(session, check))
            found += len(faults)
            is_damaged |= bool(faults) and name in inspecting_storage.CHECKS
            click.echo(f"{'RUSAK' if faults else 'baik':5}  {name}")
            for fault in faults:
                click.echo(f"       {fault}", err=True)
    if is_damaged:
        click.echo(DAMAGED, err=True)
    return found


def _told(session: Session, check: Callable[[Session], Iterator[str]]) -> Iterator[str]:
    """What one check finds; on damaged pages it may find that it cannot read them."""
    try:
        yield from check(session)
    except DBAPIError as problem:
        is_damage = type(problem) is DatabaseError  # SQLite's word for it has no class of its own
        if not is_damage and not has_tables():
            raise
        session.rollback()
        yield f"it could not be checked: {problem.orig}"
