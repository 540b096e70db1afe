"""Rosters are applied once, change nothing the second time, and are undone as a whole."""

import threading
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from literasi.database import writing
from literasi.domain.rosters import read_roster
from literasi.domain.rosters.planning import Unit
from literasi.models import (
    Cohort,
    CohortMember,
    Learner,
    Membership,
    OneTimeCode,
    RosterBatch,
    RosterChange,
    Standing,
)
from literasi.queries import rosters
from literasi.services import enrolling, erasing
from tests import duties, make
from tests.rosters import roster_of

LATER = make.NOW + timedelta(days=1)


class Agency:
    """Dishub with its supervisor, beside dinkes, in one database."""

    def __init__(self, session):
        self.session = session
        with writing(session):
            self.ids = make.agencies(session)
            self.by_id = make.account(session, "ratna")
        self.id = self.ids["dishub"]

    def keep(self, data, *, at=None, now=make.NOW):
        batch_id = uuid.uuid4()
        data = data if isinstance(data, bytes) else data.encode()
        with writing(self.session):
            enrolling.keep(
                self.session,
                at or self.id,
                read_roster(data),
                file_name="daftar.csv",
                batch_id=batch_id,
                by_id=self.by_id,
                now=now,
            )
        return batch_id

    def shown(self, batch_id, *, session=None, at=None):
        session = session or self.session
        found = rosters.batch(session, at or self.id, batch_id)
        plan = enrolling.plan(session, Unit(at or self.id, "dishub", "Dinas Perhubungan"), found.roster)
        session.rollback()
        return plan

    def apply(self, batch_id, *, at=None, now=make.NOW):
        shown = self.shown(batch_id, at=at).fingerprint
        with writing(self.session):
            return enrolling.apply(
                self.session, at or self.id, batch_id, shown=shown, by_id=self.by_id, now=now
            )

    def take(self, data, **options):
        return self.apply(self.keep(data, at=options.get("at")), **options)

    def undo(self, batch_id, *, now=LATER):
        with writing(self.session):
            return enrolling.undo(self.session, self.id, batch_id, by_id=self.by_id, now=now)

    def members(self, at=None, state="invited"):
        self.session.expire_all()
        found = self.session.scalars(
            select(Membership)
            .where(Membership.organisation_id == (at or self.id), Membership.state == state)
            .order_by(Membership.name_key)
        )
        return list(found)

    def count(self, model):
        return self.session.scalar(select(func.count()).select_from(model))


@pytest.fixture
def agency(session):
    return Agency(session)


def counts(new=0, changed=0, unchanged=0, faulty=0):
    return {"new": new, "changed": changed, "unchanged": unchanged, "faulty": faulty}


def test_sixty_rows_with_four_faulty_ones(agency):
    before = agency.count(Learner)
    batch_id = agency.keep(roster_of(60, 4))

    assert agency.apply(batch_id) == counts(new=56, faulty=4)
    assert len(agency.members()) == 56
    assert agency.count(Learner) == before + 56
    one = next(one for one in agency.members() if one.name == "Budi 1")
    assert (one.role, one.contact, one.joined_at) == ("member", "siti1@contoh.id", make.NOW)
    assert one.external_id == "198501012010010001"
    assert agency.count(CohortMember) == 56
    kept = rosters.batch(agency.session, agency.id, batch_id)
    assert (kept.state, len(kept.roster.rows), len(kept.roster.problems)) == ("applied", 0, 4)


def test_the_same_file_twice_changes_nothing(agency):
    agency.take(roster_of(60, 0))

    assert agency.take(roster_of(60, 0), now=LATER) == counts(unchanged=60)
    assert len(agency.members()) == 60


def test_a_mended_file_brings_the_rest(agency):
    agency.take(roster_of(60, 4))

    assert agency.take(roster_of(60, 0), now=LATER) == counts(new=4, unchanged=56)


def test_without_numbers_people_are_known_by_name_and_contact(agency):
    text = "Nama;HP\nSiti Aminah;081234567890\nBudi;\n"
    agency.take(text)

    assert agency.take(text.upper().replace("BUDI", "Budi")) == counts(changed=1, unchanged=1)
    assert [one.name for one in agency.members()] == ["Budi", "SITI AMINAH"]


def test_one_batch_is_applied_once(agency):
    batch_id = agency.keep(roster_of(6, 0))
    agency.apply(batch_id)

    with pytest.raises(enrolling.UnknownRoster), writing(agency.session):
        enrolling.apply(agency.session, agency.id, batch_id, shown="", by_id=agency.by_id, now=LATER)
    assert len(agency.members()) == 6


@pytest.mark.parametrize("same_batch", [True, False], ids=["one batch", "two tabs"])
def test_two_at_once_apply_once(agency, engine, same_batch):
    first = agency.keep(roster_of(20, 0))
    second = first if same_batch else agency.keep(roster_of(20, 0))
    shown = agency.shown(first).fingerprint
    gate, results = threading.Barrier(2), []

    def press(batch_id):
        with Session(engine) as session:
            gate.wait()
            try:
                with writing(session):
                    enrolling.apply(session, agency.id, batch_id, shown=shown, by_id=agency.by_id, now=LATER)
                results.append("done")
            except (enrolling.UnknownRoster, enrolling.ChangedPlan) as refused:
                results.append(type(refused).__name__)

    threads = [threading.Thread(target=press, args=(batch_id,)) for batch_id in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == sorted(["done", "UnknownRoster" if same_batch else "ChangedPlan"])
    assert len(agency.members()) == 20
    left = [one for one in (first, second) if _is_read(agency, one)]
    assert [agency.shown(one).effective for one in left] == ([] if same_batch else [[]])


def _is_read(agency, batch_id):
    return rosters.batch(agency.session, agency.id, batch_id).state == "read"


def test_what_was_shown_is_what_is_done(agency):
    batch_id = agency.keep("Nama;NIP\nSiti;1\n")
    shown = agency.shown(batch_id).fingerprint
    agency.take("Nama;NIP\nSiti;1\n")

    with pytest.raises(enrolling.ChangedPlan), writing(agency.session):
        enrolling.apply(agency.session, agency.id, batch_id, shown=shown, by_id=agency.by_id, now=LATER)
    assert _is_read(agency, batch_id)


def test_a_unit_takes_its_people_and_another_agency_is_unknown(agency):
    text = "Nama;Unit\nAni;UPTD Parkir\nBudi;\nCici;Dinas Kesehatan\n"

    assert agency.take(text) == counts(new=2, faulty=1)
    assert [one.name for one in agency.members(agency.ids["uptd-parkir"])] == ["Ani"]
    assert agency.members(agency.ids["dinkes"]) == []


def test_people_of_another_agency_are_nobodys_match(agency):
    agency.take("Nama;NIP;Email\nSiti;1;siti@contoh.id\n", at=agency.ids["dinkes"])

    assert agency.take("Nama;NIP;Email\nSiti;1;siti@contoh.id\n") == counts(new=1)
    assert agency.take("Nama;NIP;Email\nSinta;1;siti@contoh.id\n") == counts(changed=1)
    assert [one.name for one in agency.members(agency.ids["dinkes"])] == ["Siti"]


def test_a_number_of_a_supervisor_is_taken(agency):
    with writing(agency.session):
        place = make.member(agency.session, agency.id, "Ratna", role="supervisor")
        agency.session.get(Membership, place).external_id = "7"

    assert agency.take("Nama;NIP\nRatna;7\nBudi;8\n") == counts(new=1, faulty=1)


def test_a_cohort_is_used_again_within_its_agency_only(agency):
    agency.take("Nama;Angkatan\nSiti;Angkatan 1\n", at=agency.ids["dinkes"])
    agency.take("Nama;Angkatan\nSiti;Angkatan 1\nBudi;ANGKATAN 1\n")
    agency.take("Nama;Angkatan\nAni;angkatan 1\n")
    found = agency.session.execute(
        select(Cohort.organisation_id, func.count(CohortMember.membership_id))
        .join(CohortMember)
        .group_by(Cohort.id, Cohort.organisation_id)
    ).all()

    assert sorted(map(tuple, found)) == sorted([(agency.ids["dinkes"], 1), (agency.id, 3)])


def test_undoing_ends_places_and_writes_names_as_before(agency):
    agency.take("Nama;NIP\nSiti;1\n")
    batch_id = agency.keep("Nama;NIP;Angkatan\nSiti Aminah;1;Baru\nBudi;2;Baru\n")
    agency.apply(batch_id)
    with writing(agency.session):
        slip = _slip(agency, "Budi")

    assert agency.undo(batch_id) == {"ended": 1, "restored": 1}
    assert [one.name for one in agency.members()] == ["Siti"]
    assert [(one.name, one.ended_at) for one in agency.members(state="ended")] == [("Budi", LATER)]
    assert (agency.count(Cohort), agency.count(CohortMember)) == (0, 0)
    assert agency.session.get(OneTimeCode, slip).voided_at == LATER
    assert agency.take("Nama;NIP\nBudi;2\n", now=LATER) == counts(new=1)
    with pytest.raises(enrolling.UnknownRoster):
        agency.undo(batch_id)


def _slip(agency, name):
    member = next(one for one in agency.members() if one.name == name)
    code = OneTimeCode(
        code_hash=b"x" * 32,
        purpose="join",
        learner_id=member.learner_id,
        organisation_id=agency.id,
        made_at=make.NOW,
        expires_at=LATER,
    )
    agency.session.add(code)
    agency.session.flush()
    return code.id


def test_undoing_leaves_what_was_changed_by_hand(agency):
    agency.take("Nama;NIP\nSiti;1\n")
    batch_id = agency.keep("Nama;NIP\nSiti Aminah;1\n")
    agency.apply(batch_id)
    with writing(agency.session):
        agency.members()[0].name = "Siti Nurhaliza"

    assert agency.undo(batch_id) == {"ended": 0, "restored": 0}
    assert agency.members()[0].name == "Siti Nurhaliza"


def test_who_has_an_account_is_named_after_undoing(agency):
    batch_id = agency.keep("Nama;NIP\nSiti;1\nBudi;2\n")
    agency.apply(batch_id)
    with writing(agency.session):
        siti = agency.members()[1]
        siti.learner_id = make.account(agency.session, "siti")
        siti.state, siti.contact = "active", None
    agency.undo(batch_id)

    assert [one.name for one in rosters.arrived(agency.session, batch_id)] == ["Siti"]
    assert len(agency.members(state="ended")) == 2


def test_nobody_reaches_a_batch_of_another_agency(agency):
    batch_id = agency.keep("Nama\nSiti\n")
    other = agency.ids["dinkes"]

    assert rosters.batch(agency.session, other, batch_id) is None
    assert rosters.batches(agency.session, other) == []
    for act in (
        lambda: enrolling.apply(agency.session, other, batch_id, shown="", by_id=agency.by_id, now=LATER),
        lambda: enrolling.undo(agency.session, other, batch_id, by_id=agency.by_id, now=LATER),
        lambda: enrolling.discard(agency.session, other, batch_id),
    ):
        with pytest.raises(enrolling.UnknownRoster), writing(agency.session):
            act()
    assert _is_read(agency, batch_id)


def test_what_nobody_applied_is_forgotten(agency):
    old = agency.keep("Nama\nSiti\n")
    applied = agency.keep("Nama\nSiti\n;\nBudi;x\n")
    agency.apply(applied)
    for _ in range(5):
        agency.keep("Nama\nSiti\n", now=LATER)
    assert rosters.batch(agency.session, agency.id, old) is None
    assert agency.count(RosterBatch) == 6
    agency.keep("Nama\nSiti\n", now=LATER + enrolling.PROBLEMS_KEPT_FOR)

    kept = rosters.batch(agency.session, agency.id, applied)
    assert (kept.counts["faulty"], kept.roster.problems) == (1, ())
    assert agency.count(RosterBatch) == 2


def test_a_retired_organisation_takes_nobody(agency):
    batch_id = agency.keep("Nama\nSiti\n")
    with writing(agency.session):
        agency.session.get(make.organising.Organisation, agency.id).retired_at = make.NOW

    with pytest.raises(enrolling.ClosedOrganisation):
        agency.apply(batch_id)
    assert agency.count(RosterChange) == 0


def test_a_roster_is_applied_in_statements_that_do_not_grow_with_it(agency, engine):
    spent = []
    event.listen(engine, "before_cursor_execute", lambda *_: spent.append(1))
    made = []
    for count in (5, 60):
        batch_id = agency.keep(roster_of(count, 0))
        spent.clear()
        agency.apply(batch_id)
        made.append(len(spent))

    assert made[1] <= made[0] + 4


def test_nothing_of_an_erased_person_stays_in_rosters(agency):
    agency.take("Nama;NIP\nSiti;1\n")
    batch_id = agency.keep("Nama;NIP\nSiti Aminah;1\n")
    agency.apply(batch_id)
    with writing(agency.session):
        siti = agency.members()[0]
        erasing.erase(agency.session, siti.learner_id, now=LATER)
    agency.session.expire_all()

    assert "Siti" not in repr([one.before for one in agency.session.scalars(select(RosterChange))])
    assert rosters.batch(agency.session, agency.id, batch_id).counts["changed"] == 1
    assert agency.undo(batch_id)["restored"] == 0


def test_who_is_added_owes_what_is_assigned_until_the_list_is_taken_back(agency):
    with writing(agency.session):
        course_id = duties.course(agency.session)
        duties.assign(agency.session, agency.id, [course_id])
    before = duties.sums(agency.session, agency.id)
    batch_id = agency.keep("Nama;NIP;Unit\nSiti;1;\nBudi;2;UPTD Parkir\n")
    agency.apply(batch_id)

    assert duties.sums(agency.session, agency.id) == (before[0] + 2, *before[1:])
    assert duties.sums(agency.session, agency.ids["uptd-parkir"])[0] == 1
    assert duties.sums(agency.session, agency.ids["dinkes"])[0] == 0
    assert duties.differences(agency.session) == []
    agency.undo(batch_id)
    assert duties.sums(agency.session, agency.id) == before
    assert duties.differences(agency.session) == []


def test_a_cohort_brings_its_tasks_and_takes_them_along(agency):
    agency.take("Nama;NIP;Angkatan\nSiti;1;\nBudi;2;Baru\n")
    with writing(agency.session):
        course_id = duties.course(agency.session)
        cohort_id = agency.session.scalars(select(Cohort.id)).one()
        duties.assign(agency.session, agency.id, [course_id], cohort_id=cohort_id)
    batch_id = agency.keep("Nama;NIP;Angkatan\nSiti Aminah;1;Baru\n")
    agency.apply(batch_id)

    siti = next(one for one in agency.members() if one.external_id == "1")
    assert duties.state(agency.session, siti.learner_id) == ["open"]
    keys = select(Standing.name_key).where(Standing.membership_id == siti.id)
    assert set(agency.session.scalars(keys)) == {"siti aminah"}
    agency.undo(batch_id)
    assert duties.state(agency.session, siti.learner_id) == ["left"]
    assert duties.differences(agency.session) == []
