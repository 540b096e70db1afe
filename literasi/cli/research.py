"""``flask research …``: the file for researchers."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from literasi.database import db, transaction
from literasi.domain.suppression import SMALLEST_CROWD
from literasi.services import researching
from literasi.services.researching import TooFewPeople

research = AppGroup("research", help="Answers of people who allowed researchers to use them.")


@research.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def export(file: Path) -> None:
    """Write FILE, a zip with the answers, their codebook and the method; the audit keeps that it was made."""
    now = datetime.now(UTC)
    try:
        people = researching.export(db.session(), file, now=now)
    except TooFewPeople:
        click.echo(f"Belum ada berkas: perlu sedikitnya {SMALLEST_CROWD} orang yang mengizinkan.", err=True)
        sys.exit(1)
    except OSError as problem:
        click.echo(f"{file}: tidak dapat ditulis ({problem.strerror}).", err=True)
        sys.exit(1)
    with transaction() as session:
        researching.note_export(session, people, by_id=None, now=now)
    click.echo(f"{file}: {people} orang.")
