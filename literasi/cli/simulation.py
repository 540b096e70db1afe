"""``flask simulate …``: invented classes, to see what the figures would say of them."""

import csv
import json
import random
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, fields
from typing import Any

import click
from flask.cli import AppGroup

from literasi.domain.coverage import Study, coverage, expectations, figures_of, shrinkage
from literasi.domain.evidence import LearnerRecord
from literasi.domain.judgement_files import COLUMNS
from literasi.domain.simulating import Settings, answering, draw_items

simulate = AppGroup("simulate", help="Invented classes, to see what the figures would say of them.")
LARGE = 10_000  # learners in one of the large classes that say what is expected
_WORDS = {
    "sensitivity": "mean d' before",
    "sensitivity_spread": "its standard deviation between learners",
    "gain": "what the course adds to d'",
    "bias": "mean c before: above 0 is too sceptical",
    "bias_spread": "its standard deviation between learners",
    "bias_shift": "what the course adds to c",
    "stability": "correlation of two tests of one learner",
    "retained": "share of the gain that is left a month later",
    "easier": "what the forms A, B and C add to d'",
    "item_spread": "standard deviation of the items of a form",
    "items_of_each_truth": "items of each truth in a form",
    "lost": "share who take no test after",
    "lost_later": "share of the others who take none a month later",
}


def _settings_options(command: Callable[..., None]) -> Callable[..., None]:
    """One option for each of the settings."""
    for one in reversed(fields(Settings)):
        option = click.option(
            "--" + one.name.replace("_", "-"),
            default=one.default,
            nargs=3 if one.name == "easier" else 1,
            type=int if one.name == "items_of_each_truth" else float,
            show_default=True,
            help=_WORDS[one.name],
        )
        command = option(command)
    return command


@simulate.command("discernment")
@click.option("--learners", default=60, show_default=True, type=click.IntRange(1, 100_000))
@click.option(
    "--runs", default=0, type=click.IntRange(0, 100_000), help="Try the intervals on so many classes."
)
@click.option("--expected-from", default=200_000, show_default=True, type=click.IntRange(LARGE))
@click.option("--processes", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--seed", default=1, show_default=True)
@_settings_options
def discernment(  # noqa: PLR0913  one argument an option
    learners: int, runs: int, expected_from: int, processes: int, seed: int, **chosen: Any
) -> None:
    """Print one invented class as CSV for ``analyse discernment``; with --runs, how good the intervals are.

    Coverage is how often the 95 % intervals of so many classes hold what very many learners would show on
    the same forms; the shrinkage is by how much that falls short of --gain.
    """
    settings = Settings(**chosen)
    if not runs:
        chance = random.Random(f"{seed}")  # noqa: S311
        items = draw_items(settings, random.Random(seed))  # noqa: S311
        _write(answering(settings, items, learners, chance))
        return
    report = _report(settings, learners, runs, (seed, expected_from), processes)
    click.echo(json.dumps(report, indent=2))


def _report(
    settings: Settings, count: int, runs: int, large: tuple[int, int], processes: int
) -> dict[str, Any]:
    """How good the intervals of *runs* classes are; *large* is the seed and how many learners say it."""
    seed, expected_from = large
    big = [Study(settings, seed, LARGE, f"{seed} large {run}") for run in range(expected_from // LARGE)]
    classes = [Study(settings, seed, count, f"{seed} class {run}") for run in range(runs)]
    with ProcessPoolExecutor(processes) as workers:
        expected = expectations(list(workers.map(figures_of, big)))
        found = coverage(expected, list(workers.map(figures_of, classes, chunksize=10)))
    return {
        "settings": asdict(settings),
        "learners": count,
        "runs": runs,
        "seed": seed,
        "latent_gain": settings.gain,
        "shrinkage": shrinkage(settings, expected),
        "figures": {name: asdict(one) for name, one in found.items()},
    }


def _write(records: Iterable[LearnerRecord]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for number, record in enumerate(records, start=1):
        writer.writerows(_rows(f"p{number:05d}", record))


def _rows(learner: str, record: LearnerRecord) -> Iterable[Sequence[object]]:
    tests = {"before": record.before, "after": record.after, "later": record.later}
    for phase, test in tests.items():
        for answer in test.answers if test else ():
            truth = "true" if answer.true else "false"
            yield learner, phase, test.form if test else "", answer.item, truth, answer.rating
