"""``flask channels load``: telephone numbers, addresses, offices and laws from a file."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from literasi.config import ROOT
from literasi.database import db, transaction
from literasi.domain.channel_lists import ListedChannel, parse_list
from literasi.domain.problems import Problem
from literasi.queries.channels import has_channel
from literasi.services import keeping_channels

FIRST = ROOT / "channels" / "samarinda.csv"
channels = AppGroup("channels", help="Telephone numbers, addresses, offices and laws that lessons name.")


@channels.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def load(file: Path) -> None:
    """Make what FILE lists and is not there yet; what exists stays as it is. All of the file, or nothing."""
    if not load_from(file):
        sys.exit(1)


def load_first() -> None:
    """The list that comes along, on a site without any channel."""
    with Session(db.engine) as session:
        is_needed = not has_channel(session)
    if is_needed and FIRST.exists():
        load_from(FIRST)


def load_from(file: Path) -> bool:
    """Load the list; False, after saying what is wrong with it, if nothing was loaded."""
    listed, problems = parse_file(file)
    for problem in problems:
        click.echo(f"{file.name}:{problem}", err=True)
    if problems:
        return False
    with transaction() as session:
        made = keeping_channels.load(session, listed, now=datetime.now(UTC))
    click.echo(f"Kanal dari {file.name}: {made} dibuat, {len(listed) - made} sudah ada.")
    return True


def parse_file(file: Path) -> tuple[list[ListedChannel], list[Problem]]:
    """The channels that *file* lists, and what is wrong with it."""
    return parse_list(file.read_bytes())
