"""Fault experiments: each says in one line what it broke, and what became of what people were told is saved.

``make faults`` runs all of them and ends with their table; ``make test`` leaves out those marked ``long``.
``FAULT_SEED=7 make faults`` breaks at other moments.
"""

import os
from collections import defaultdict
from dataclasses import asdict, dataclass

import pytest

SEED = int(os.environ.get("FAULT_SEED") or 20_261_123)
LINE = "fault experiment"
TITLES = {
    1: "a worker is killed at every statement of a request",
    2: "the whole site is killed and started again",
    3: "the database restarts, or is gone for a while",
    4: "the disk is full",
    5: "double clicks, reloads and forms sent again",
    6: "the same page sent with another answer",
    7: "two tabs and two phones of one person",
    8: "Back after sending, Back after signing out",
    9: "texts change, go and are mended during an attempt",
    12: "clocks jump and lie",
    13: "the database is brought up to date under load",
    14: "a migration is killed at every statement",
    15: "a backup is made while people write",
    16: "a backup is damaged",
    17: "pages of the SQLite file are damaged",
    18: "the sender of messages dies between letter and mark",
    24: "an upgrade finds open attempts",
}


@dataclass(frozen=True)
class Told:
    """What one experiment has to say. *acknowledged* counts the writes that somebody was told are saved."""

    number: int
    database: str
    faults: int
    acknowledged: int
    lost: int = 0
    duplicated: int = 0

    def __str__(self):
        return (
            f"{self.number:>2}  {TITLES[self.number]:<52} {self.database:<11} {self.faults:>6} "
            f"{self.acknowledged:>12} {self.lost:>5} {self.duplicated:>10}"
        )


HEAD = (
    f"{'':>2}  {'experiment':<52} {'database':<11} {'faults':>6} {'acknowledged':>12} {'lost':>5} "
    f"{'duplicated':>10}"
)


@pytest.fixture
def tell(request, record_property):
    """``tell(1, faults=…, acknowledged=…)``: keep the line; it fails where a write was lost or doubled."""

    def keep(number, **counts):
        told = Told(number, counts.pop("database", None) or _database(request.node), **counts)
        record_property(LINE, asdict(told))
        print(told)  # noqa: T201  (seen with -s, and when the experiment fails)
        assert (told.lost, told.duplicated) == (0, 0), str(told)

    return keep


def _database(node):
    found = {mark.name for mark in node.iter_markers()} & {"sqlite", "postgresql"}
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[found.pop()] if found else "both"


def pytest_addoption(parser):
    parser.getgroup("literasi").addoption(
        "--all-faults", action="store_true", help="the long fault experiments too, and their table at the end"
    )


def pytest_configure(config):
    config.addinivalue_line("markers", "long: a fault experiment that only `make faults` runs")


def pytest_collection_modifyitems(config, items):
    if config.option.all_faults:
        return
    left_out = [item for item in items if item.get_closest_marker("long")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("long")]


def pytest_terminal_summary(terminalreporter, config):
    if not config.option.all_faults or hasattr(config, "workerinput"):
        return
    rows = defaultdict(list)
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, ()):
            for name, told in report.user_properties:
                if name == LINE and report.when == "call":
                    rows[told["number"], told["database"]].append(told)
    terminalreporter.section(f"fault experiments, seed {SEED}")
    terminalreporter.line(HEAD)
    for (number, database), several in sorted(rows.items()):
        sums = {
            name: sum(one[name] for one in several)
            for name in ("faults", "acknowledged", "lost", "duplicated")
        }
        terminalreporter.line(str(Told(number, database, **sums)))
