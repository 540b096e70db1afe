"""Whatever happens in agencies, in whatever order: what is stored is what counting everything again gives.

A machine tries joins, leaves, assignments, exemptions, finishes, rounds, merges of people and changes of
the tree. After every step tests.duties counts again in plain Python, and the inspection in SQL.
"""

import itertools
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from literasi.database import Base, writing
from literasi.domain.scheduling import day_of
from literasi.models import (
    Cohort,
    CohortMember,
    Exemption,
    Learner,
    Membership,
    Organisation,
    OrganisationAncestor,
)
from literasi.services import erasing, inspecting_standings, merging, requiring
from tests import duties, make

NUMBERS = itertools.count()
PLACES = ("kota-uji", "dishub", "uptd-parkir", "dinkes", "info-kota")
ACTS = (
    "assign", "assign_group", "come", "leave", "move", "change_groups", "rename", "finish", "finish",
    "withdraw", "exempt_or_not", "merge_people", "erase", "move_organisation", "unite_organisations", "wait",
)  # fmt: skip


@dataclass(frozen=True)
class Act:
    """What an act may ask for; each takes what it needs."""

    who: int | None = None
    slug: str = "kota-uji"
    other: str = "dinkes"
    number: int = 0
    months: int | None = None
    flag: bool = False


class Agencies(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.session = Session(self.engine)
        with writing(self.session):
            self.session.execute(Organisation.__table__.update().values(parent_id=None, merged_into_id=None))
            for table in reversed(Base.metadata.sorted_tables):
                self.session.execute(delete(table))
        self.now = make.NOW
        with self.acting() as session:
            self.ids = make.agencies(session)
            self.courses = [duties.course(session, slug) for slug in ("satu", "dua")]
            cohort = Cohort(
                organisation_id=self.ids["dishub"], name="A", starts_on=date(2026, 1, 1), created_at=self.now
            )
            session.add(cohort)
            session.flush()
            self.cohort_id = cohort.id
        self.begin()

    def teardown(self):
        self.session.close()

    def begin(self):
        """Five people, of whom the last two have accounts, and three tasks."""
        self.people = [self.somebody() for _ in range(3)]
        with self.acting() as session:
            self.people += [make.account(session, f"orang{next(NUMBERS)}", now=self.now) for _ in range(2)]
        self.assignments = []
        self.assign(Act(slug="kota-uji", months=1, number=1))
        self.assign(Act(slug="dishub"))
        for who, slug in zip(self.people, ("uptd-parkir", "dishub", "dinkes", "uptd-parkir"), strict=False):
            self.come(Act(who=who, slug=slug, flag=True))

    # One rule, for of many rules Hypothesis leaves most out in each example.
    @rule(
        what=st.sampled_from(ACTS),
        who=st.integers(0, 4),
        slug=st.sampled_from(PLACES),
        other=st.sampled_from(PLACES),
        number=st.integers(0, 1),
        months=st.sampled_from([None, 1, 12]),
        flag=st.booleans(),
    )
    def happens(self, what, who, **chosen):
        getattr(self, what)(Act(who=self.merged(self.people[who]), **chosen))

    def somebody(self):
        with self.acting() as session:
            return session.scalars(insert(Learner).values(created_at=self.now).returning(Learner.id)).one()

    def assign(self, act):
        with self.acting() as session:
            made = duties.assign(
                session,
                self.ids["dinkes" if act.slug == "info-kota" else act.slug],
                self.courses[: act.number + 1],
                now=self.now,
                **self.days(act),
            )
        self.assignments.append(made)

    def assign_group(self, act):
        with self.acting() as session:
            made = duties.assign(
                session,
                self.ids["dishub"],
                self.courses[act.number :],
                cohort_id=self.cohort_id,
                now=self.now,
                **self.days(act),
            )
        self.assignments.append(made)

    def days(self, act):
        today = day_of(self.now)
        return {
            "counts_from": today - timedelta(days=3),
            "due_on": today + timedelta(days=10),
            "repeat_months": act.months,
            "days_for_new": 5,
        }

    def come(self, act):
        if act.who is None or self.place(act.who, act.slug):
            return
        with self.acting() as session:
            duties.come(
                session,
                self.ids[act.slug],
                f"Orang {next(NUMBERS)}",
                learner_id=act.who,
                state="invited" if act.flag else "active",
                now=self.now,
            )

    def leave(self, act):
        for slug in PLACES:
            place = self.place(act.who, slug)
            if place:
                with self.acting() as session:
                    duties.leave(session, session.get(Membership, place.id), now=self.now)
                return

    def move(self, act):
        """Out of one place and into another, in one transaction."""
        place = next(filter(None, (self.place(act.who, slug) for slug in PLACES)), None)
        if place is None or self.place(act.who, act.other):
            return
        with self.acting() as session:
            duties.come(session, self.ids[act.other], place.name, learner_id=act.who, now=self.now)
            duties.leave(session, session.get(Membership, place.id), now=self.now)

    def change_groups(self, act):
        place = self.place(act.who, "dishub")
        if place is None:
            return
        with self.acting() as session:
            held = session.get(CohortMember, (self.cohort_id, place.id))
            if held is None:
                session.add(CohortMember(cohort_id=self.cohort_id, membership_id=place.id))
                session.flush()
                requiring.cohort_joined(session, self.cohort_id, [place.id], now=self.now)
            else:
                session.delete(held)
                session.flush()
                requiring.cohort_left(session, self.cohort_id, [place.id], now=self.now)

    def rename(self, act):
        with self.acting() as session:
            held = select(Membership).where(Membership.learner_id == act.who, Membership.name_key != "")
            for place in session.scalars(held).all():
                place.name_key = f"orang {next(NUMBERS)}"
                session.flush()
                requiring.member_renamed(session, place.id)

    def finish(self, act):
        if act.who is not None:
            with self.acting() as session:
                duties.finish(session, act.who, self.courses[act.number], now=self.now)

    def withdraw(self, act):
        if not act.flag or len(self.assignments) < 2:
            return
        with self.acting() as session:
            duties.withdraw(session, self.assignments.pop(0), now=self.now)

    def exempt_or_not(self, act):
        assignment_id = self.assignments[act.number % len(self.assignments)]
        if act.who is None:
            return
        held = select(Exemption.id).where(
            Exemption.assignment_id == assignment_id,
            Exemption.learner_id == act.who,
            Exemption.ended_at.is_(None),
        )
        with self.acting() as session:
            change = duties.exempt if session.scalar(held) is None else duties.unexempt
            change(session, assignment_id, act.who, now=self.now)

    def merge_people(self, act):
        account = self.merged(self.people[3 + act.number])
        if act.who in self.people[:3] and account is not None:
            with self.acting() as session:
                merging.merge_guest(session, act.who, account, now=self.now)

    def erase(self, act):
        if act.flag and act.who in self.people[3:]:
            with self.acting() as session:
                erasing.erase(session, act.who, now=self.now)

    def move_organisation(self, act):
        slug = "uptd-parkir" if act.flag else "dinkes"
        parent = {None: None, 1: "kota-uji", 12: "dishub"}[act.months]
        with self.acting() as session:
            self.put(session, slug, parent)
            requiring.organisation_moved(session, self.ids[slug], now=self.now)

    def put(self, session, slug, parent):
        """What services.organising does to the closure; both have nothing below them."""
        its = self.ids[slug]
        session.get(Organisation, its).parent_id = self.ids.get(parent)
        session.execute(
            delete(OrganisationAncestor).where(
                OrganisationAncestor.organisation_id == its, OrganisationAncestor.depth > 0
            )
        )
        above = {None: (), "kota-uji": ("kota-uji",), "dishub": ("dishub", "kota-uji")}[parent]
        for depth, name in enumerate(above, 1):
            session.add(OrganisationAncestor(organisation_id=its, ancestor_id=self.ids[name], depth=depth))
        session.flush()

    def unite_organisations(self, act):
        """The unit's people go on in the other agency, as their places say from now on."""
        with self.acting() as session:
            held = select(Membership).where(
                Membership.organisation_id == self.ids["uptd-parkir"], Membership.state.in_(duties.VALID)
            )
            for place in session.scalars(held).all():
                if self.place(place.learner_id, "dinkes") is None:
                    place.organisation_id = self.ids["dinkes"]
                else:
                    place.state, place.ended_at = "ended", self.now
            session.flush()
            requiring.organisation_moved(session, self.ids["dinkes"], now=self.now)
            requiring.organisation_moved(session, self.ids["uptd-parkir"], now=self.now)

    def wait(self, act):
        self.now += timedelta(days=12 if act.flag else 40)
        with self.acting() as session:
            requiring.open_rounds(session, now=self.now)

    @invariant()
    def counting_again_gives_the_same(self):
        self.session.rollback()
        assert duties.differences(self.session) == []
        faults = [one for check in inspecting_standings.CHECKS.values() for one in check(self.session)]
        assert faults == []

    def merged(self, who):
        """The learner whom somebody has become; None if they were erased."""
        self.session.rollback()
        learner = self.session.get(Learner, who, populate_existing=True)
        found = learner.merged_into_id or who
        erased = self.session.get(Learner, found, populate_existing=True).erased_at
        return None if erased else found

    def place(self, who, slug):
        return self.session.execute(
            select(Membership.id, Membership.name).where(
                Membership.learner_id == who,
                Membership.organisation_id == self.ids[slug],
                Membership.state.in_(duties.VALID),
            )
        ).one_or_none()

    def acting(self):
        """A transaction at a moment of its own."""
        self.now += timedelta(minutes=1)
        self.session.expire_all()
        return writing(self.session)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_whatever_agencies_do_the_sums_hold(engine):
    machine = type("Agencies", (Agencies,), {"engine": engine})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=20,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
