"""``flask analyse …``: statistics of a file, so that anybody can check ours or another system's."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any, BinaryIO, NoReturn

import click
from flask.cli import AppGroup

from literasi.domain.evidence import LearnerRecord, evidence, harm
from literasi.domain.judgement_files import Cell, Judgements, read_judgements
from literasi.domain.mark_files import read_marks
from literasi.domain.moodle_statistics import item_figures, quiz_figures
from literasi.domain.problems import Problem

analyse = AppGroup("analyse", help="Statistics of a file of marks or of judgements.")
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
        _refuse(file, problems)
    figures = {"items": [asdict(item) for item in item_figures(table)], "test": asdict(quiz_figures(table))}
    click.echo(json.dumps(figures, ensure_ascii=False, indent=2))


@analyse.command("discernment")
@click.argument("file", type=click.File("rb"))
def discernment(file: BinaryIO) -> None:
    """Print every published figure of FILE (learner,phase,form,item,truth,rating) as JSON.

    The method is docs/discernment.md. For each course, and for each group in it where there are several.
    Nothing is rounded or hidden here; what cannot be computed is null. A file that cannot be read prints
    its first hundred problems with their lines, and exits with 2.
    """
    judgements, problems = read_judgements(file.read())
    if judgements is None:
        _refuse(file, problems)
    groups = [
        {"course": cell.course or None, "group": cell.group or None, **_figures(records)}
        for cell, records in _groups(judgements)
    ]
    figures = {"without_before": judgements.without_before, "groups": groups}
    click.echo(json.dumps(figures, ensure_ascii=False, indent=2))


def _groups(judgements: Judgements) -> Iterator[tuple[Cell, list[LearnerRecord]]]:
    """Each course as a whole, then each group in it where there are several."""
    for course in sorted({cell.course for cell in judgements.cells}):
        cells = sorted((cell for cell in judgements.cells if cell.course == course), key=lambda c: c.group)
        yield Cell(course, ""), [record for cell in cells for record in judgements.cells[cell]]
        for cell in cells if len(cells) > 1 else ():
            yield cell, list(judgements.cells[cell])


def _figures(records: list[LearnerRecord]) -> dict[str, Any]:
    alarm = harm(records)
    return {**evidence(records).to_json(), "harm": asdict(alarm) if alarm else None}


def _refuse(file: BinaryIO, problems: Iterable[Problem]) -> NoReturn:
    name = getattr(file, "name", "-")  # what is piped in may have none
    click.echo("\n".join(f"{name}:{problem}" for problem in problems), err=True)
    sys.exit(UNREADABLE)
