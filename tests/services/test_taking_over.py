"""What an invited person or a guest has in agencies becomes their account's, and is forgotten with it."""

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from literasi.database import writing
from literasi.models import (
    CalendarFeed,
    Cohort,
    CohortMember,
    CourseFinish,
    Exemption,
    Learner,
    MailChoice,
    Membership,
    Obligation,
    OneTimeCode,
    OutboxMessage,
    Reminder,
    RosterBatch,
    RosterChange,
    Standing,
)
from literasi.services import erasing, merging
from tests import duties, make


@pytest.fixture
def city(session):
    with writing(session):
        return make.agencies(session)


@pytest.fixture
def people(session):
    """A guest, and somebody with an account."""
    with writing(session):
        return make.learner(session), make.account(session)


def merge(session, people):
    with writing(session):
        merging.merge_guest(session, *people, now=duties.later(1))
    session.expire_all()


def test_an_invited_person_who_has_an_account_goes_on_with_it(session, city, people):
    guest, citizen = people
    with writing(session):
        course_id, another = duties.course(session), duties.course(session, "lain")
        duties.assign(session, city["kota-uji"], [course_id, another])
        place = duties.come(session, city["uptd-parkir"], learner_id=guest, state="invited")
        place.contact = "ani@contoh.id"
        duties.finish(session, citizen, course_id, now=duties.later(-1))
    merge(session, people)

    found = session.get(Membership, place.id)
    assert (found.learner_id, found.state, found.contact) == (citizen, "active", None)
    assert duties.state(session, guest) == []
    assert sorted(duties.state(session, citizen)) == ["done", "open"]
    assert duties.sums(session, city["kota-uji"]) == (2, 1, 0)
    assert duties.differences(session) == []


@pytest.mark.parametrize(("theirs", "own", "kept"), [("invited", "active", 1), ("active", "waiting", 0)])
def test_of_two_places_in_one_agency_the_valid_one_goes_on(session, city, people, theirs, own, kept):
    guest, citizen = people
    with writing(session):
        course_id = duties.course(session)
        duties.assign(session, city["dishub"], [course_id])
        cohort = Cohort(organisation_id=city["dishub"], name="A", starts_on=duties.DUE, created_at=make.NOW)
        session.add(cohort)
        session.flush()
        places = [
            duties.come(session, city["dishub"], "Ani", learner_id=guest, state=theirs),
            duties.come(session, city["dishub"], "Ani R.", learner_id=citizen, state=own),
        ]
        other = duties.come(session, city["dinkes"], "Ani", learner_id=guest)
        places[1 - kept].external_id = "A-17"
        session.add(CohortMember(cohort_id=cohort.id, membership_id=places[1 - kept].id))
    merge(session, people)

    assert {one.learner_id for one in (*places, other)} == {citizen}
    assert (places[kept].state, places[1 - kept].state) == ("active", "ended")
    assert places[kept].external_id == "A-17"
    assert session.scalars(select(CohortMember.membership_id)).all() == [places[kept].id]
    assert duties.state(session, citizen) == ["open"]
    assert duties.differences(session) == []


@pytest.mark.parametrize("guest_was_first", [True, False])
def test_of_two_obligations_the_done_one_stays_and_one_finish_is_the_first(
    session, city, people, guest_was_first
):
    guest, citizen = people
    days = (-3, -2) if guest_was_first else (-2, -3)
    with writing(session):
        course_id = duties.course(session)
        duties.assign(session, city["kota-uji"], [course_id])
        for who, slug, day in zip((guest, citizen), ("dishub", "dinkes"), days, strict=True):
            duties.come(session, city[slug], learner_id=who)
            duties.finish(session, who, course_id, now=duties.later(day))
    merge(session, people)

    (one,) = session.scalars(select(Obligation)).all()
    assert (one.learner_id, one.state, one.completed_at) == (citizen, "done", duties.later(-3))
    firsts = session.execute(select(CourseFinish.finished_at, CourseFinish.is_first)).all()
    assert sorted(firsts) == [(duties.later(-3), True), (duties.later(-2), False)]
    assert [duties.sums(session, city[slug]) for slug in ("dishub", "dinkes", "kota-uji")] == [(1, 1, 0)] * 3
    assert duties.differences(session) == []


def test_an_exemption_of_both_is_held_once(session, city, people):
    with writing(session):
        course_id = duties.course(session)
        assignment_id = duties.assign(session, city["kota-uji"], [course_id])
        for who, slug in zip(people, ("dishub", "dinkes"), strict=True):
            duties.come(session, city[slug], learner_id=who)
            duties.exempt(session, assignment_id, who)
    merge(session, people)

    held = session.execute(select(Exemption.learner_id).where(Exemption.ended_at.is_(None))).all()
    assert held == [(people[1],)]
    assert duties.state(session, people[1]) == ["exempt"]
    assert duties.differences(session) == []


def message(learner_id, kind="reminders", **fields):
    values = {
        "id": uuid.uuid4(),
        "day": date(2026, 11, 23),
        "address": "ani@contoh.id",
        "subject": "Tenggat Ani",
        "body": "Ani, ada tenggat",
        "state": "waiting",
        "made_at": make.NOW,
        "not_before": make.NOW,
    }
    return OutboxMessage(learner_id=learner_id, kind=kind, **{**values, **fields})


def remind(session, learner_id, kind="assigned", sent=None):
    obligation_id = session.scalar(select(Obligation.id).where(Obligation.learner_id == learner_id))
    session.add(
        Reminder(
            learner_id=learner_id,
            obligation_id=obligation_id,
            kind=kind,
            day=date(2026, 11, 23),
            made_at=make.NOW,
            message_id=sent,
        )
    )
    session.flush()


@pytest.fixture
def reminded(session, city, people):
    """Both were reminded of the same obligation, by messages of the same day, and have secret addresses."""
    with writing(session):
        course_id = duties.course(session)
        duties.assign(session, city["kota-uji"], [course_id])
        for who, slug in zip(people, ("dishub", "dinkes"), strict=True):
            duties.come(session, city[slug], "Ani", learner_id=who)
            sent = message(who)
            session.add(sent)
            session.add(message(who, "invitation"))
            session.add(
                MailChoice(learner_id=who, key=uuid.uuid4(), wants_optional=True, changed_at=make.NOW)
            )
            session.add(CalendarFeed(learner_id=who, key=uuid.uuid4(), made_at=make.NOW))
            session.add(
                OneTimeCode(
                    code_hash=make.token_hash(slug),
                    purpose="join",
                    learner_id=who,
                    made_at=make.NOW,
                    expires_at=duties.later(30),
                )
            )
            session.flush()
            remind(session, who, sent=sent.id)
        remind(session, people[0], "tap")


def test_reminders_messages_and_secret_addresses_move(session, people, reminded):
    own = session.scalar(select(MailChoice.key).where(MailChoice.learner_id == people[1]))
    merge(session, people)

    kinds = session.execute(select(Reminder.kind, Reminder.learner_id).order_by(Reminder.kind)).all()
    assert kinds == [("assigned", people[1]), ("tap", people[1])]
    found = session.execute(select(OutboxMessage.kind, OutboxMessage.state, OutboxMessage.learner_id)).all()
    assert sorted(found) == [
        ("invitation", "dropped", people[1]),
        ("invitation", "waiting", people[1]),
        ("reminders", "waiting", people[1]),
    ]
    assert session.scalars(select(MailChoice.key)).all() == [own]
    assert session.scalars(select(CalendarFeed.learner_id)).all() == [people[1]]
    voided = session.scalars(select(OneTimeCode.voided_at).order_by(OneTimeCode.id)).all()
    assert voided == [duties.later(1), None]
    assert duties.differences(session) == []


def test_a_supervisor_who_was_invited_has_short_sessions(session, city, people):
    guest, citizen = people
    with writing(session):
        make.signed_in(session, citizen, "s" * 43)
        make.member(session, city["dishub"], "Ani", learner_id=guest, role="supervisor", state="invited")
    merge(session, people)

    expires = session.scalars(select(merging.LearnerSession.expires_at)).all()
    assert expires == [duties.later(1) + timedelta(hours=12)]


def test_who_is_erased_is_forgotten_by_every_agency_and_stays_counted(session, city, people, reminded):
    guest, citizen = people
    with writing(session):
        for place in session.scalars(select(Membership)).all():
            place.external_id, place.contact = f"N-{place.id}", "ani@contoh.id"
        (place,) = session.scalars(select(Membership).where(Membership.learner_id == citizen)).all()
        course_id = session.scalar(select(Obligation.course_id).where(Obligation.learner_id == citizen))
        duties.finish(session, citizen, course_id)
        assignment_id = session.scalar(select(Obligation.assignment_id).limit(1))
        duties.exempt(session, assignment_id, citizen)
        batch = RosterBatch(
            id=uuid.uuid4(),
            organisation_id=city["dinkes"],
            state="applied",
            file_name="daftar.csv",
            made_at=make.NOW,
            found={"counts": {"changed": 1}},
        )
        session.add(batch)
        session.flush()
        session.add(
            RosterChange(batch_id=batch.id, membership_id=place.id, action="changed", before={"name": "Ani"})
        )
    with writing(session):
        erasing.erase(session, citizen, now=duties.later(2))
    session.expire_all()

    assert (place.name, place.name_key, place.external_id, place.contact) == ("", "", None, None)
    assert (place.state, place.ended_at) == ("ended", duties.later(2))
    assert duties.state(session, citizen) == ["done"]
    assert set(session.scalars(select(Standing.name_key).where(Standing.membership_id == place.id))) == {""}
    assert set(session.scalars(select(Exemption.reason))) == {""}
    assert session.scalar(select(RosterChange.before)) == {"fields": {}, "cohorts": []}
    for model in (OutboxMessage, OneTimeCode, MailChoice, CalendarFeed):
        assert set(session.scalars(select(model.learner_id))) == {guest}
    assert session.scalar(select(func.count(CourseFinish.id))) == 1
    assert duties.sums(session, city["dinkes"]) == (0, 0, 0)
    assert duties.sums(session, city["kota-uji"]) == (1, 0, 0)
    assert duties.differences(session) == []
    assert session.get(Learner, citizen).erased_at == duties.later(2)
