"""Who is reminded of what and when, and how a day's reminders share one message."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from literasi.database import writing
from literasi.domain.wita import day_of, start_of
from literasi.models import Account, Membership, Obligation, OutboxMessage, Reminder, Standing
from literasi.queries.letters import reminded
from literasi.services import outboxing, reminding
from literasi.services.reminding import Tapped
from tests import duties, make

NOW = make.NOW  # 14.02 Wita
TODAY = day_of(NOW)
TOMORROW = start_of(TODAY + timedelta(days=1), 9)


@pytest.fixture
def city(session):
    """Two agencies; Aminah of the one has an e-mail address, Rusdi of the other has none."""
    with writing(session):
        made = make.published(session)
        ids = make.agencies(session)
        people = {}
        for login, name, slug in (
            ("aminah@contoh.go.id", "Aminah", "dishub"),
            ("rusdi", "Rusdi", "dinkes"),
        ):
            people[name] = make.account(session, login)
            make.member(session, ids[slug], name, learner_id=people[name])
    return City(session, ids, people, made.course.id)


class City:
    def __init__(self, session, ids, people, course_id):
        self.session, self.ids, self.people, self.course_id = session, ids, people, course_id

    def owes(self, name, *, days, grace=0, now=NOW):
        """*name* owes the course, due so many *days* from today."""
        due_on = TODAY + timedelta(days=days)
        with writing(self.session):
            return make.owed(
                self.session,
                self.people[name],
                organisation_id=self.ids["dishub" if name == "Aminah" else "dinkes"],
                course_id=self.course_id,
                due_on=due_on,
                late_from=due_on + timedelta(days=grace + 1),
                now=now,
            )

    def remind(self, now=NOW):
        with writing(self.session):
            return reminding.remind_due(self.session, now=now)

    def tap(self, *obligations, now=NOW):
        with writing(self.session):
            return reminding.tap(self.session, list(obligations), by_id=self.people["Rusdi"], now=now)

    def kinds(self, obligation_id):
        self.session.rollback()
        return sorted(
            self.session.scalars(select(Reminder.kind).where(Reminder.obligation_id == obligation_id))
        )

    def messages(self):
        self.session.rollback()
        return self.session.scalars(select(OutboxMessage).order_by(OutboxMessage.not_before)).all()

    def in_message(self, message):
        return sorted(self.session.scalars(select(Reminder.kind).where(Reminder.message_id == message.id)))


@pytest.mark.parametrize(
    ("days", "grace", "kinds"),
    [
        (30, 0, ["assigned"]),
        (8, 0, ["assigned"]),
        (7, 0, ["assigned", "week"]),
        (2, 0, ["assigned", "week"]),
        (1, 0, ["assigned", "day"]),
        (0, 0, ["assigned", "day"]),
        (-1, 0, ["assigned", "late"]),
        (-1, 3, ["assigned"]),
        (-4, 3, ["assigned", "late"]),
    ],
)
def test_what_is_due_on_a_day(city, days, grace, kinds):
    obligation = city.owes("Aminah", days=days, grace=grace)
    city.remind()

    assert city.kinds(obligation) == kinds


def test_each_is_made_once_however_often_the_job_runs(city):
    obligation = city.owes("Aminah", days=7)
    assert city.remind() == 2
    assert city.remind(NOW + timedelta(minutes=1)) == 0
    assert city.remind(TOMORROW) == 0
    assert city.kinds(obligation) == ["assigned", "week"]


def test_a_job_that_slept_for_days_catches_up(city):
    obligation = city.owes("Aminah", days=9)
    city.remind()
    city.remind(NOW + timedelta(days=5))  # four days are left

    assert city.kinds(obligation) == ["assigned", "week"]


def test_what_is_done_is_not_reminded_of(city, session):
    obligation = city.owes("Aminah", days=-3)
    with writing(session):
        session.execute(update(Obligation).values(state="done"))

    assert city.remind() == 0
    assert city.kinds(obligation) == []


def test_a_days_reminders_join_in_one_message(city):
    city.owes("Aminah", days=7)
    city.owes("Aminah", days=-2)
    city.remind()

    (message,) = city.messages()
    assert city.in_message(message) == ["assigned", "assigned", "late", "week"]
    assert (message.address, message.not_before) == ("aminah@contoh.go.id", NOW)


def test_the_message_says_the_most_pressing_of_each(city, session):
    city.owes("Aminah", days=7)
    city.owes("Aminah", days=-2)
    city.remind()

    found = reminded(session, city.messages()[0].id, today=TODAY)
    assert found.name == "Aminah"
    assert [(one.kind.value, one.is_late) for one in found.owed] == [("late", True), ("week", False)]
    assert {one.organisation_name for one in found.owed} == {"Dinas Perhubungan"}


def test_without_an_address_there_is_no_message(city):
    obligation = city.owes("Rusdi", days=7)
    city.remind()

    assert city.kinds(obligation) == ["assigned", "week"]
    assert city.messages() == []


def test_what_comes_after_the_message_was_sent_goes_tomorrow(city, session):
    obligation = city.owes("Aminah", days=20)
    city.remind()
    with writing(session):
        (message,) = outboxing.lease(session, most=5, now=NOW)
        assert outboxing.sent(session, message, now=NOW)
    assert city.tap(obligation, now=NOW + timedelta(hours=1)) == 1

    first, second = city.messages()
    assert (first.state, city.in_message(first)) == ("sent", ["assigned"])
    assert (second.state, city.in_message(second)) == ("waiting", ["tap"])
    assert second.not_before == start_of(TODAY + timedelta(days=1), 7)


def test_what_comes_while_the_message_is_being_sent_goes_tomorrow(city, session):
    obligation = city.owes("Aminah", days=20)
    city.remind()
    with writing(session):
        outboxing.lease(session, most=5, now=NOW)
    city.tap(obligation, now=NOW + timedelta(minutes=1))

    assert [city.in_message(message) for message in city.messages()] == [["assigned"], ["tap"]]


def test_at_night_nothing_is_sent_and_the_calendar_waits_for_morning(city):
    night = start_of(TODAY, 3)
    obligation = city.owes("Aminah", days=7, now=night)
    city.remind(night)
    assert city.kinds(obligation) == ["assigned"]
    city.remind(start_of(TODAY, 7))

    (message,) = city.messages()
    assert city.in_message(message) == ["assigned", "week"]
    assert message.not_before == start_of(TODAY, 7)


def test_a_tap_reminds_once_a_day(city):
    obligation = city.owes("Aminah", days=20)
    assert city.tap(obligation) == 1
    assert city.tap(obligation, now=NOW + timedelta(hours=2)) == 0
    assert city.tap(obligation, now=TOMORROW) == 1


def test_a_disabled_account_gets_no_message(city, session):
    city.owes("Aminah", days=7)
    with writing(session):
        session.execute(update(Account).values(disabled_at=NOW))
    city.remind()

    assert city.messages() == []


def test_one_agencys_message_names_no_other(city, session):
    city.owes("Aminah", days=7)
    city.owes("Rusdi", days=7)
    city.remind()

    found = [reminded(session, message.id, today=TODAY) for message in city.messages()]
    assert [one.organisation_name for message in found for one in message.owed] == ["Dinas Perhubungan"]


def late_in(city, slug, *which, now=NOW):
    """A tap at everybody who owes something open in an organisation."""
    with writing(city.session):
        return reminding.tap_standing(
            city.session, city.ids[slug], which, by_id=city.people["Rusdi"], now=now
        )


def test_a_tap_at_an_organisation_reaches_its_own_people_once_a_day(city, session):
    with writing(session):
        for slug in ("dishub", "dinkes"):
            duties.assign(session, city.ids[slug], [city.course_id], due_on=TODAY - timedelta(days=3))

    assert late_in(city, "dishub", Standing.late_from > TODAY) == Tapped(0, 0, 0)
    assert late_in(city, "dishub", Standing.late_from <= TODAY) == Tapped(1, 1, 0)
    assert late_in(city, "kota-uji") == Tapped(1, 0, 1)
    assert late_in(city, "kota-uji") == Tapped(0, 0, 2)
    assert late_in(city, "dishub", now=TOMORROW) == Tapped(1, 1, 0)
    assert session.scalars(select(Reminder.learner_id).order_by(Reminder.id)).all() == [
        city.people["Aminah"], city.people["Rusdi"], city.people["Aminah"],
    ]  # fmt: skip


def test_a_tap_leaves_what_is_done_or_left_alone(city, session):
    with writing(session):
        duties.assign(session, city.ids["kota-uji"], [city.course_id], due_on=TODAY - timedelta(days=3))
        duties.finish(session, city.people["Aminah"], city.course_id)
        place = session.scalars(select(Membership).where(Membership.name == "Rusdi")).one()
        duties.leave(session, place)

    assert late_in(city, "kota-uji") == Tapped(0, 0, 0)
