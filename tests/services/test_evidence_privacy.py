"""Nobody learns of fewer than ten people by subtracting, whatever is filtered, exported, and on any day.

Random populations take their tests over most of a year, in two agencies, a tiny third one and among citizens.
After every week lots are made, and the sets of people from which anything is shown are remembered. Then they
are subtracted from each other, and added and subtracted at random: what is left is nobody, or ten and more.
"""

import itertools
import random
import uuid
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from literasi.database import Base, writing
from literasi.domain.batches import Lot
from literasi.domain.discernment import Ratings
from literasi.domain.evidence import TakenTest, evidence
from literasi.domain.evidence_telling import told
from literasi.domain.gate import Figure
from literasi.domain.gate_rules import Kind
from literasi.domain.sittings import SQUARE, Phase
from literasi.models import FormPlan, Learner, Organisation, Sitting
from literasi.queries import batched_tests
from literasi.services import alarming, batching, inspecting_sittings, measuring
from tests import duties, make, measured
from tests.domain.test_evidence_telling import everything

WEEKS = 40
STEPS = ((5, 3, 1, 1, 0, 0), (0, 1, 1, 2, 3, 3), (2, 2, 1, 2, 2, 1), (1, 0, 2, 2, 4, 1))
ASIDE = (None,) * 14 + ("same", "fast", "unfinished")


class Town:
    """Who takes which test in which week; it is written as the weeks go by."""

    def __init__(self, session, seed):
        self.session, self.chance = session, random.Random(seed)
        with writing(session):
            session.execute(Organisation.__table__.update().values(parent_id=None, merged_into_id=None))
            for table in reversed(Base.metadata.sorted_tables):
                session.execute(delete(table))
            ids = make.agencies(session)
            self.course_id = duties.course(session, "satu")
            self.cells = [None, ids["dishub"], ids["dinkes"], ids["uptd-parkir"]]
            self.flow = [self.chance.choice((0, 2, 5, 12)) for _ in self.cells[:-1]] + [1]
            self.speed = [self.chance.uniform(0.1, 0.9) for _ in self.cells]
        self.events = {}

    def week(self, number):
        """What is written in this week: people who begin, and the tests that were taken."""
        now = make.NOW + timedelta(weeks=number)
        rows = self.events.pop(number, [])
        with writing(self.session):
            for cell, most in enumerate(self.flow):
                for _ in range(self.chance.randint(0, most)):
                    rows += self._begin(cell, number)
            for phase, learner_id, test in rows:
                row = measured.taken(learner_id, phase, test, now)
                self.session.execute(insert(Sitting).values(**row))
        return now

    def _begin(self, cell, number):
        person = Learner(created_at=make.NOW)
        self.session.add(person)
        self.session.flush()
        row = self.chance.choice(SQUARE)
        plan = FormPlan(
            learner_id=person.id, course_id=self.course_id, square_row=SQUARE.index(row),
            pseudonym=uuid.uuid4(), organisation_id=self.cells[cell], made_at=make.NOW,
        )  # fmt: skip
        self.session.add(plan)
        after = number + self.chance.randint(1, 20)
        back = after + self.chance.randint(5, 12)
        if self.chance.random() < self.speed[cell]:
            forms = row if self.chance.random() < 0.97 else row[0] + row[2] + row[1]
            self._later(after, Phase.AFTER, person.id, forms[1])
            if self.chance.random() < self.speed[cell]:
                self._later(back, Phase.LATER, person.id, forms[2])
        return [(Phase.BEFORE, person.id, self._test(row[0]))]

    def _later(self, week, phase, learner_id, form):
        self.events.setdefault(week, []).append((phase, learner_id, self._test(form)))

    def _test(self, form):
        true, false = self.chance.choice(STEPS), self.chance.choice(STEPS)
        return TakenTest(form, Ratings(true, false), self.chance.choice(ASIDE))


def shown(people, now):
    """The sets of people from which a page, a filter, an export or an alarm shows anything, by name."""
    found = {("alarm", None, "pairs"): {one.learner_id for one in alarming.asked(people, now=now)}}
    for key, some in measuring.groups(people).items():
        pairs = [one for one in some if one.lot is Lot.PAIRS]
        found |= {
            (*key, "starters"): {one.learner_id for one in some},
            (*key, "pairs"): {one.learner_id for one in pairs},
            (*key, "eligible"): {one.learner_id for one in pairs if one.record.due},
            (*key, "returned"): {one.learner_id for one in pairs if one.record.due and one.record.later},
        }
    return found


def is_safe(people):
    return not people or len(people) >= 10


def check_parts(sets):
    """Every total less its parts, of which the smaller agencies are not shown."""
    for what in ("starters", "pairs", "eligible", "returned"):
        admins = sets["admin", None, what]
        agencies = [some for (people, _, kind), some in sets.items() if people == "agency" and kind == what]
        for count in range(1, len(agencies) + 1):
            for some in itertools.combinations(agencies, count):
                assert is_safe(admins - set().union(*some))
                assert is_safe(sets["all", None, what] - sets["citizen", None, what] - set().union(*some))
        assert sets["all", None, what] == sets["citizen", None, what] | admins


def check_differences(sets, chance):
    """Two at a time, and many with signs and weights: nobody is left, or ten and more."""
    for one, other in itertools.combinations(sets, 2):
        assert is_safe(one ^ other)
        if one < other or other < one:
            assert is_safe(other - one or one - other)
    for _ in range(400):
        chosen = chance.sample(sets, min(len(sets), chance.randint(2, 6)))
        left = dict.fromkeys(set().union(*chosen), 0)
        for some in chosen:
            weight = chance.choice((-2, -1, 1, 2))
            for person in some:
                left[person] += weight
        assert is_safe([person for person, weight in left.items() if weight])


def check_told(people):
    """What is told of a group names no number of people but those of the sets."""
    for key, some in measuring.groups(people).items():
        page = told(evidence([one.record for one in some], rounds=20))
        sizes = {len(one) for name, one in shown(people, make.NOW).items() if name[:2] == key}
        for figure in everything(page):
            if isinstance(figure, Figure) and figure.kind is not Kind.GROUP_CURVE:
                orders = figure.kind is Kind.PEOPLE and figure in page.provenance.orders.values()
                assert orders or figure.n in sizes, figure


@given(seed=st.integers(0, 10**9))
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_figures_of_any_filter_and_day_differ_by_fewer_than_ten_people(session, seed):
    town, seen, people = Town(session, seed), set(), []
    for number in range(WEEKS):
        now = town.week(number)
        with writing(session):
            batching.make_batches(session, now=now)
        people = batched_tests.people(session, town.course_id)
        sets = shown(people, now)
        check_parts(sets)
        seen |= {frozenset(some) for some in sets.values() if some}

    assert all(len(some) >= 10 for some in seen)
    check_differences(sorted(seen, key=sorted), random.Random(seed))
    check_told(people)
    faults = inspecting_sittings.CHECKS["batches of evidence have their people"](session)
    assert list(faults) == []
