"""A worker is killed at every statement of a request; sent again, the form does what it would have done.

Whatever the position: the database is sound at once, holds all of the deed or nothing of it, and after the
form was sent again it holds exactly the rows of an undisturbed deed, and the person sees the same page.
"""

import random
import re
from collections import Counter

import pytest
from sqlalchemy import func, select, union_all

from literasi.database import Base, db
from literasi.services import inspecting
from tests.experiments import SEED
from tests.faults import deeds
from tests.faults.failpoints import Words, killed_within

pytestmark = pytest.mark.slow
SHORT = 2  # positions of each deed in `make test`; before and after the commit are always among them
# Sums: the first deed makes the row, others add to it, and `integrity` counts again. Tries are counted apart.
UNCOUNTED = {"tally", "finish_week", "finish_tally", "throttle"}
SHORT_DEEDS = {"begin_quiz", "last_answer", "finish_course", "send_test"}  # those in `make test`
CHANGING = re.compile(r"[0-9a-f]{64}|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9A-Z]{4}(-[0-9A-Z]{4}){3}")


@pytest.fixture
def school(app):
    return deeds.School(app, SEED)


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[] if name in SHORT_DEEDS else pytest.mark.long) for name in deeds.DEEDS],
)
def test_sent_again_it_is_done_once(school, name, pytestconfig, tell):
    deed, app = deeds.DEEDS[name], school.app
    expected, page, words = undisturbed(school, deed)
    lost = duplicated = faults = 0
    for position in positions(words, is_long=pytestconfig.option.all_faults):
        browser, fields = deed(school)
        before = rows(app)
        faults += killed_within(app, lambda b=browser, f=fields: b.submit(**f), position)
        half = difference(before, rows(app))
        assert half in ({}, expected), f"{name}, killed before word {position}: half a deed, {half}"
        assert not half or soundness(app) == []
        browser.submit(**fields)
        found = difference(before, rows(app))
        lost += sum((Counter(expected) - Counter(found)).values())
        duplicated += sum((Counter(found) - Counter(expected)).values())
        assert looks(browser) == page, f"{name}, killed before word {position}: another page"
    assert soundness(app) == []
    assert faults
    tell(1, faults=faults, acknowledged=faults, lost=lost, duplicated=duplicated)


def undisturbed(school, deed):
    """What the deed adds to each table, the page where it ends, and the number of its words."""
    browser, fields = deed(school)
    before, words = rows(school.app), Words()
    with words.heard():
        browser.submit(**fields)
    return difference(before, rows(school.app)), looks(browser), words.said


def positions(words, *, is_long):
    """Every position; or few, chosen by the seed, with those around the commit."""
    if is_long:
        return range(1, words + 1)
    return sorted({*random.Random(SEED).sample(range(1, words + 1), min(words, SHORT)), words})


def rows(app):
    """How many rows each table has."""
    tables = [table for name, table in Base.metadata.tables.items() if name not in UNCOUNTED]
    counted = [select(func.count().label("rows")).select_from(table) for table in tables]
    with app.app_context():
        found = db.session.scalars(union_all(*counted)).all()
        db.session.rollback()
    return dict(zip([table.name for table in tables], found, strict=True))


def difference(before, after):
    return {name: after[name] - before[name] for name in after if after[name] != before[name]}


def soundness(app):
    """What `integrity` finds."""
    with app.app_context():
        found = list(inspecting.faults(db.session()))
        db.session.rollback()
    return found


def looks(browser):
    """Where somebody ended, without ids and codes; and whether the page says the same when it is reloaded."""
    address, heading = browser.page.url, browser.page.heading
    return CHANGING.sub("", address), browser.open(address).heading == heading
