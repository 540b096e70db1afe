"""Commands about the whole site: bringing it up to date, proving it sound."""

import secrets
import sys
from datetime import UTC, datetime
from functools import partial

import click
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from literasi.cli.channels import load_first as load_first_channels
from literasi.cli.content import import_from
from literasi.cli.installation import settings
from literasi.cli.organisations import load_first
from literasi.config import ROOT
from literasi.database import db, describe, transaction
from literasi.services import indexing, inspecting, inspecting_media, inviting

MIGRATIONS = str(ROOT / "migrations")


@click.command()
@with_appcontext
def prepare() -> None:
    """Bring the database up to date, import content and the first agencies; say which database."""
    upgrade(directory=MIGRATIONS)
    click.echo(f"Basis data: {describe(db.engine)}")
    load_first_channels()
    import_from(ROOT)
    with transaction() as session:
        indexing.index_missing(session)
    load_first()
    click.echo(f"Alamat situs: {settings().site_url}")
    _offer_operator_link()


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
    try:
        found = _faults()
    except DBAPIError as problem:
        raise click.ClickException(database_in_words(problem)) from None
    click.echo("Semua baik." if not found else f"{found} kesalahan ditemukan.")
    sys.exit(1 if found else 0)


def database_in_words(problem: DBAPIError) -> str:
    """What the database refused, and the mend if its tables are not there yet."""
    try:
        ready = inspect(db.engine).has_table("lesson")
    except SQLAlchemyError:
        return f"basis data tidak menjawab: {problem.orig}"
    if not ready:
        return "tabelnya belum ada; jalankan: .venv/bin/flask --app app prepare"
    return f"{problem.orig}; bila skemanya belum terbaru, jalankan: .venv/bin/flask --app app prepare"


def _faults() -> int:
    folder = settings().media_folder
    checks = dict(inspecting.CHECKS)
    checks[inspecting_media.NAME] = partial(inspecting_media.lost_pictures, folder=folder)
    found = 0
    with Session(db.engine) as session:
        for name, check in checks.items():
            faults = list(check(session))
            found += len(faults)
            click.echo(f"{'RUSAK' if faults else 'baik':5}  {name}")
            for fault in faults:
                click.echo(f"       {fault}", err=True)
    return found
