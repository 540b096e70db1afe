"""``flask organisations load``: agencies from a file that people can read and correct."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from literasi.config import ROOT
from literasi.database import db, transaction
from literasi.domain.organisation_lists import parse_list
from literasi.queries.organisations import has_organisation, possible_parents
from literasi.services import organising

FIRST = ROOT / "organisations" / "samarinda.csv"
organisations = AppGroup("organisations", help="Agencies and community accounts, from a file.")


@organisations.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def load(file: Path) -> None:
    """Make what FILE lists and is not there yet; what exists stays as it is. All of the file, or nothing."""
    if not load_from(file):
        sys.exit(1)


def load_first() -> None:
    """The list that comes along, on a site without any organisation."""
    with Session(db.engine) as session:
        is_needed = not has_organisation(session)
    if is_needed and FIRST.exists():
        load_from(FIRST)


def load_from(file: Path) -> bool:
    """Load the list; False, after saying what is wrong with it, if nothing was loaded."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        click.echo(f"{file.name}:1: Berkas ini bukan UTF-8. Simpan sebagai CSV UTF-8.", err=True)
        return False
    with transaction() as session:
        listed, problems = parse_list(text, possible_parents(session))
        made = 0 if problems else organising.load(session, listed, now=datetime.now(UTC))
    for problem in problems:
        click.echo(f"{file.name}:{problem}", err=True)
    if not problems:
        click.echo(f"Instansi dari {file.name}: {made} dibuat, {len(listed) - made} sudah ada.")
    return not problems
