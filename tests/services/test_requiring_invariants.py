"""Whatever happens in agencies, in whatever order: what is stored is what counting everything again gives.

A machine tries joins, leaves, assignments, exemptions, finishes, rounds, merges of people and changes of
the tree. After every step tests.duties counts again in plain Python, and the inspection in SQL.
"""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from literasi.database import Base, writing
from literasi.domain.scheduling import day_of
from literasi.models import (
    Assignment,
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


class Agencies(RuleBasedStateMachine):
    people, accounts, assignments = Bundle("people"), Bundle("accounts"), Bundle("assignments")

    def __init__(self):
        super().__init__()
        self.session = Session(self.engine)
        with writing(self.session):
            self.session.execute(Organisation.__table__.update().values(parent_id=None, merged_into_id=None))
            for table in reversed(Base.metadata.sorted_tables):
                self.session.execute(delete(table))
        self.now = make.NOW
        with self.act() as session:
            self.ids = make.agencies(session)
            self.courses = [duties.course(session, slug) for slug in ("satu", "dua")]
            cohort = Cohort(
                organisation_id=self.ids["dishub"], name="A", starts_on=date(2026, 1, 1), created_at=self.now
            )
            session.add(cohort)
            session.flush()
            self.cohort_id = cohort.id

    def teardown(self):
        self.session.close()

    @initialize(target=people)
    def some_people(self):
        return multiple(*(self.somebody() for _ in range(3)))

    def somebody(self):
        with self.act() as session:
            return session.scalars(insert(Learner).values(created_at=self.now).returning(Learner.id)).one()

    @initialize(target=accounts)
    def an_account(self):
        with self.act() as session:
            return make.account(session, f"orang{next(NUMBERS)}", now=self.now)

    @initialize(target=assignments)
    def something_is_owed(self):
        return self.assign("kota-uji", 1, 12, False)

    @rule(
        target=assignments,
        slug=st.sampled_from(PLACES[:4]),
        count=st.integers(1, 2),
        months=st.sampled_from([None, 1, 12]),
        to_cohort=st.booleans(),
    )
    def assign(self, slug, count, months, to_cohort):
        with self.act() as session:
            return duties.assign(
                session,
                self.ids["dishub" if to_cohort else slug],
                self.courses[:count],
                cohort_id=self.cohort_id if to_cohort else None,
                now=self.now,
                counts_from=day_of(self.now) - timedelta(days=3),
                due_on=day_of(self.now) + timedelta(days=10),
                repeat_months=months,
                days_for_new=5,
            )

    @rule(
        who=st.one_of(people, accounts),
        slug=st.sampled_from(PLACES),
        state=st.sampled_from(["active", "invited"]),
    )
    def come(self, who, slug, state):
        who = self.merged(who)
        if who is None or self.place(who, self.ids[slug]):
            return
        with self.act() as session:
            duties.come(
                session,
                self.ids[slug],
                f"Orang {next(NUMBERS)}",
                learner_id=who,
                state=state,
                now=self.now,
            )

    @rule(who=st.one_of(people, accounts), slug=st.sampled_from(PLACES))
    def leave(self, who, slug):
        place = self.place(self.merged(who), self.ids[slug])
        if place:
            with self.act() as session:
                duties.leave(session, session.get(Membership, place.id), now=self.now)

    @rule(who=st.one_of(people, accounts), slug=st.sampled_from(PLACES), other=st.sampled_from(PLACES))
    def move(self, who, slug, other):
        """Out of one place and into another, in one transaction."""
        who = self.merged(who)
        place = self.place(who, self.ids[slug])
        if place is None or self.place(who, self.ids[other]):
            return
        with self.act() as session:
            duties.come(session, self.ids[other], place.name, learner_id=who, now=self.now)
            duties.leave(session, session.get(Membership, place.id), now=self.now)

    @rule(who=st.one_of(people, accounts), joins=st.booleans())
    def change_groups(self, who, joins):
        place = self.place(self.merged(who), self.ids["dishub"])
        if place is None:
            return
        with self.act() as session:
            held = session.get(CohortMember, (self.cohort_id, place.id))
            if joins and held is None:
                session.add(CohortMember(cohort_id=self.cohort_id, membership_id=place.id))
                session.flush()
                requiring.cohort_joined(session, self.cohort_id, [place.id], now=self.now)
            elif not joins and held is not None:
                session.delete(held)
                session.flush()
                requiring.cohort_left(session, self.cohort_id, [place.id], now=self.now)

    @rule(who=st.one_of(people, accounts))
    def rename(self, who):
        with self.act() as session:
            held = select(Membership).where(Membership.learner_id == self.merged(who))
            for place in session.scalars(held).all():
                place.name_key = f"orang {next(NUMBERS)}"
                session.flush()
                requiring.member_renamed(session, place.id)

    @rule(who=st.one_of(people, accounts), number=st.integers(0, 1))
    def finish(self, who, number):
        who = self.merged(who)
        if who is not None:
            with self.act() as session:
                duties.finish(session, who, self.courses[number], now=self.now)

    @rule(assignment_id=assignments)
    def withdraw(self, assignment_id):
        with self.act() as session:
            if session.get(Assignment, assignment_id).withdrawn_at is None:
                duties.withdraw(session, assignment_id, now=self.now)

    @rule(who=st.one_of(people, accounts), assignment_id=assignments)
    def exempt_or_not(self, who, assignment_id):
        who = self.merged(who)
        if who is None:
            return
        held = select(Exemption.id).where(
            Exemption.assignment_id == assignment_id,
            Exemption.learner_id == who,
            Exemption.ended_at.is_(None),
        )
        with self.act() as session:
            change = duties.exempt if session.scalar(held) is None else duties.unexempt
            change(session, assignment_id, who, now=self.now)

    @rule(who=people, account=accounts)
    def merge_people(self, who, account):
        if self.merged(who) != who or self.merged(account) is None:
            return
        with self.act() as session:
            merging.merge_guest(session, who, account, now=self.now)

    @rule(account=accounts, really=st.sampled_from([True, False, False]))
    def erase(self, account, really):
        if really:
            with self.act() as session:
                erasing.erase(session, account, now=self.now)

    @rule(
        slug=st.sampled_from(["uptd-parkir", "dinkes"]), parent=st.sampled_from([None, "kota-uji", "dishub"])
    )
    def move_organisation(self, slug, parent):
        with self.act() as session:
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

    @rule()
    def unite_organisations(self):
        """The unit's people go on in the other agency, as their places say from now on."""
        with self.act() as session:
            held = select(Membership).where(
                Membership.organisation_id == self.ids["uptd-parkir"], Membership.state.in_(duties.VALID)
            )
            for place in session.scalars(held).all():
                if self.place(place.learner_id, self.ids["dinkes"]) is None:
                    place.organisation_id = self.ids["dinkes"]
                else:
                    place.state, place.ended_at = "ended", self.now
            session.flush()
            requiring.organisation_moved(session, self.ids["dinkes"], now=self.now)
            requiring.organisation_moved(session, self.ids["uptd-parkir"], now=self.now)

    @rule(days=st.sampled_from([1, 4, 12, 40]))
    def wait(self, days):
        self.now += timedelta(days=days)
        with self.act() as session:
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

    def place(self, who, organisation_id):
        return self.session.execute(
            select(Membership.id, Membership.name).where(
                Membership.learner_id == who,
                Membership.organisation_id == organisation_id,
                Membership.state.in_(duties.VALID),
            )
        ).one_or_none()

    def act(self):
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
