"""How many tests ran on SQLite, on PostgreSQL and in Chromium: said at the end of every run."""

from collections import Counter

import pytest

STORES = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "chromium": "Chromium"}


def pytest_addoption(parser):
    group = parser.getgroup("literasi")
    group.addoption(
        "--require", default="", help="stores on which no test at all is a failure: sqlite,postgresql,…"
    )
    group.addoption("--no-skips", action="store_true", help="a skip on a required store is a failure too")


def pytest_collection_modifyitems(items):
    for item in items:
        if "chromium" in item.fixturenames:
            item.add_marker("chromium")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session):
    if _is_worker(session.config):
        return
    if _complaints(session.config) and session.exitstatus in {
        pytest.ExitCode.OK,
        pytest.ExitCode.NO_TESTS_COLLECTED,
    }:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter, config):
    if _is_worker(config):
        return
    ran, skipped, reasons = _count(config)
    if not (ran or skipped or config.option.require):
        return
    terminalreporter.section("where the tests ran")
    for store, name in STORES.items():
        line = f"{name}: {ran[store]} ran, {skipped[store]} skipped"
        terminalreporter.line(": ".join([line, *sorted(reasons.get(store, ()))]))
    for complaint in _complaints(config):
        terminalreporter.line(f"FAILED: {complaint}", red=True)


def _complaints(config):
    """What the required stores lack, in words."""
    ran, skipped, _ = _count(config)
    required = [store for store in config.option.require.split(",") if store]
    found = [f"no test ran on {STORES[store]}, which --require names" for store in required if not ran[store]]
    if config.option.no_skips:
        found += [
            f"{skipped[store]} tests were skipped on {STORES[store]}" for store in required if skipped[store]
        ]
    return found


def _count(config):
    """Tests that ran, tests that were skipped, and why, by store."""
    ran, skipped, reasons = Counter(), Counter(), {}
    stats = config.pluginmanager.get_plugin("terminalreporter").stats
    for outcome, seen in (("passed", ran), ("failed", ran), ("error", ran), ("skipped", skipped)):
        for report in stats.get(outcome, ()):
            stores = STORES.keys() & getattr(report, "keywords", {}).keys()
            seen.update(stores)
            if outcome == "skipped":
                for store in stores:
                    reasons.setdefault(store, set()).add(report.longrepr[2].removeprefix("Skipped: "))
    return ran, skipped, reasons


def _is_worker(config):
    return hasattr(config, "workerinput")
