"""A learner sees what is required, by when, why and for whom; and subscribes to the days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from literasi.database import db, writing
from literasi.models import (
    CalendarFeed,
    Course,
    CourseCompletion,
    Exemption,
    FormPlan,
    Membership,
    Obligation,
)
from literasi.services import assigning, requiring
from tests import duties, make
from tests.browsing import Browser

TODAY = (datetime.now(UTC) + timedelta(hours=8)).date()


@pytest.fixture
def world(app):
    """The citizen is a member of dishub, which requires the course; dinkes requires it of others."""
    world = make.world(app)
    with app.app_context(), writing(db.session()) as session:
        joined(session, world, "dishub")
    return world


def joined(session, world, slug):
    now = datetime.now(UTC)
    place = make.member(
        session, world.organisation_ids[slug], "Hadi", learner_id=world.learner_ids["citizen"], now=now
    )
    requiring.members_came(session, [place], now=now)


def required(app, world, slug, **fields):
    """One more task of an agency, due on a day."""
    with app.app_context(), writing(db.session()) as session:
        course = session.scalar(select(Course.id))
        values = {"counts_from": TODAY - timedelta(days=90), "due_on": TODAY + timedelta(days=7)}
        return duties.assign(
            session, world.organisation_ids[slug], [course], now=datetime.now(UTC), **{**values, **fields}
        )


@pytest.fixture
def learner(world):
    return Browser(world.client("citizen"))


def test_what_by_when_why_and_for_whom(world, learner):
    page = learner.open("/kemajuan")

    assert "Wajib dari Dinas Perhubungan" in page
    assert "30 hari lagi" in page
    assert "Surat edaran" in page
    assert "0 dari 1 pelajaran selesai." in page
    assert "Lanjut: Berkas yang Menyamar" in page
    Browser(world.client("other")).open("/kemajuan")
    assert "Wajib" not in Browser(world.client("neighbour")).open("/kemajuan")
    assert "Wajib" not in Browser(world.client("owner")).open("/kemajuan")


def test_two_agencies_ask_for_the_same_course_once_on_the_page(app, world, learner):
    with app.app_context(), writing(db.session()) as session:
        joined(session, world, "dinkes")
    required(app, world, "dinkes", reason="Surat dinkes")
    page = learner.open("/kemajuan")

    assert "Wajib bagi Anda" in page
    assert "7 hari lagi" in page
    assert page.words.count("pelajaran selesai.") == 1
    assert "Diminta oleh Dinas Kesehatan: Surat dinkes" in page
    assert "Diminta oleh Dinas Perhubungan: Surat edaran" in page


def test_another_agencys_task_is_none_of_mine(app, world, learner):
    required(app, world, "dinkes", reason="Surat dinkes")

    assert "Surat dinkes" not in learner.open("/kemajuan")


def test_late_is_said_without_scolding(app, world, learner):
    with app.app_context(), writing(db.session()) as session:
        one = session.scalars(
            select(Obligation).where(Obligation.learner_id == world.learner_ids["citizen"])
        ).one()
        one.due_on = TODAY - timedelta(days=3)
        one.late_from = TODAY - timedelta(days=2)
        obligation_id = one.id
    page = learner.open("/kemajuan")
    assert "Tenggatnya sudah lewat" in page
    assert "Masih bisa diselesaikan" in page
    with app.app_context(), writing(db.session()) as session:
        session.get(Obligation, obligation_id).late_from = TODAY + timedelta(days=1)
    assert "dalam masa kelonggaran" in learner.open("/kemajuan")


@pytest.mark.parametrize(("late_in", "leads_to"), [(-2, "/kursus/jebakan/berkas"), (5, "/tes")])
def test_what_is_late_comes_before_the_test_after_another_course(app, world, learner, late_in, leads_to):
    with app.app_context(), writing(db.session()) as session:
        make.forms(session)
        make.another_course(session)
    learner.open("/tes?kursus=lain")
    learner.submit("Mulai tes")
    learner.open(learner.page.url.rpartition("/")[0] + "/kirim")
    learner.submit("Kirim tanpa sisanya")
    with app.app_context(), writing(db.session()) as session:
        citizen = world.learner_ids["citizen"]
        course_id = session.scalar(select(FormPlan.course_id).where(FormPlan.learner_id == citizen))
        session.add(CourseCompletion(learner_id=citizen, course_id=course_id, completed_at=datetime.now(UTC)))
        for one in session.scalars(select(Obligation).where(Obligation.learner_id == citizen)):
            one.due_on, one.late_from = TODAY - timedelta(days=3), TODAY + timedelta(days=late_in)

    assert learner.open("/lanjut").url == leads_to
    assert "Ambil tes sesudah kursus" in learner.open("/kemajuan")


def test_done_and_exempt_and_the_next_round(app, world, learner):
    with app.app_context(), writing(db.session()) as session:
        citizen = world.learner_ids["citizen"]
        by = {"by_id": world.learner_ids["supervisor"], "now": datetime.now(UTC)}
        assigning.exempt(session, world.assignment_id, citizen, "Cuti melahirkan", **by)
    page = learner.open("/kemajuan")
    assert "Anda dikecualikan: Cuti melahirkan" in page
    assert "Semua yang wajib sudah selesai." in page
    required(app, world, "dishub", repeat_months=12, due_on=date(TODAY.year + 1, 3, 31))
    with app.app_context(), writing(db.session()) as session:
        session.scalars(select(Exemption)).one().ended_at = datetime.now(UTC)
        requiring.unexempted(session, world.assignment_id, citizen, now=datetime.now(UTC))
        course = session.scalar(select(Course.id))
        duties.finish(session, citizen, course, now=datetime.now(UTC))
    page = learner.open("/kemajuan")
    assert page.words.count("Diminta oleh Dinas Perhubungan.") == 2
    assert f"Diminta lagi sampai 31 Maret {TODAY.year + 2}" in page


def test_finished_long_ago_and_asked_again(app, world, learner):
    with app.app_context(), writing(db.session()) as session:
        course = session.scalar(select(Course.id))
        long_ago = datetime.now(UTC) - timedelta(days=200)
        duties.finish(session, world.learner_ids["citizen"], course, now=long_ago)

    assert "pelajaran selesai." in learner.open("/kemajuan")


def test_a_withdrawn_task_is_gone(app, world, learner):
    with app.app_context(), writing(db.session()) as session:
        assigning.withdraw(session, world.assignment_id, by_id=None, now=datetime.now(UTC))

    assert "Wajib" not in learner.open("/kemajuan")


def subscribed(app, world, learner):
    """The address of the citizen's calendar."""
    learner.open("/kemajuan")
    learner.click("Lihat tenggatnya di kalender Anda")
    learner.submit("Buat alamat kalender")
    with app.app_context():
        return f"/kalender/{db.session.scalar(select(CalendarFeed.key))}.ics"


def test_the_calendar_is_read_back_by_another_reader(app, world, learner, client):
    required(app, world, "dishub", reason="Surat edaran wali kota, nomor 12; " * 8, title="Lagi")
    required(app, world, "dinkes", reason="Surat dinkes")
    answer = client.get(subscribed(app, world, learner))
    calendar = Calendar.from_ical(answer.data)
    events = calendar.walk("VEVENT")

    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))
    assert {event.decoded("dtstart") for event in events} == {
        TODAY + timedelta(days=7),
        *(one.due_on for one in due_days(app, world)),
    }
    assert all(event["uid"].startswith("obligation-") for event in events)
    assert "Surat dinkes" not in answer.text
    assert "Surat edaran wali kota, nomor 12; " * 8 in " ".join(str(event["description"]) for event in events)
    assert "citizen" not in answer.text
    assert "Hadi" not in answer.text


def due_days(app, world):
    with app.app_context():
        return db.session.scalars(
            select(Obligation).where(Obligation.learner_id == world.learner_ids["citizen"])
        ).all()


def test_an_entry_keeps_its_identity_and_its_version_rises(app, world, learner, client):
    address = subscribed(app, world, learner)
    before = Calendar.from_ical(client.get(address).data).walk("VEVENT")[0]
    with app.app_context(), writing(db.session()) as session:
        duties.finish(
            session, world.learner_ids["citizen"], session.scalar(select(Course.id)), now=datetime.now(UTC)
        )
    after = Calendar.from_ical(client.get(address).data).walk("VEVENT")[0]

    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert str(after["summary"]).startswith("Selesai: ")
    assert not after.walk("VALARM")


def test_an_address_is_replaced_and_switched_off(app, world, learner, client):
    first = subscribed(app, world, learner)
    learner.submit("Ganti dengan alamat baru")
    with app.app_context():
        second = f"/kalender/{db.session.scalar(select(CalendarFeed.key))}.ics"

    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    learner.submit("Matikan kalender")
    assert client.get(second).status_code == 404


def test_a_place_that_ended_leaves_nothing_to_do(app, world, learner):
    with app.app_context(), writing(db.session()) as session:
        place = session.scalars(select(Membership).where(Membership.name == "Hadi")).one()
        duties.leave(session, place, now=datetime.now(UTC))

    assert "Wajib" not in learner.open("/kemajuan")
