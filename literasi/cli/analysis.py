"""``flask analyse …``: statistics of a file, to compare with another system's."""

import json
import sys
from dataclasses import asdict
from typing import BinaryIO

import click
from flask.cli import AppGroup

from literasi.domain.mark_files import read_marks
from literasi.domain.moodle_statistics import item_figures, quiz_figures

analyse = AppGroup("analyse", help="Statistics of a file of marks, by the definitions of another system.")
UNREADABLE = 2


@analyse.command("items")
@click.argument("file", type=click.File("rb"))
def items(file: BinaryIO) -> None:
    """Print Moodle's item and test statistics of FILE (learner,question,mark,max_mark) as JSON.

    Percentages are 0 to 100; what is undefined is null. A file that cannot be read prints every problem
    with its line, and exits with 2.
    """
    table, problems = read_marks(file.read())
    if table is None:
        click.echo("\n".join(f"{file.name}:{problem}" for problem in problems), err=True)
        sys.exit(UNREADABLE)
    figures = {"items": [asdict(item) for item in item_figures(table)], "test": asdict(quiz_figures(table))}
    click.echo(json.dumps(figures, ensure_ascii=False, indent=2))
