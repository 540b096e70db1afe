"""What groups learned, in its states: nothing, few, enough, an alarm; importing this registers them."""

import itertools
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from literasi.models import Course, Organisation
from tests import duties, measured
from tests.browser import people
from tests.browser.states import state

_numbers = itertools.count(1)


def measure(visitor, *classes, agency=None):
    """A course of its own that these classes took: (how many people, settings). Its slug.

    The first class is of the *agency*, if one is given; otherwise all are citizens.
    """
    slug, now = f"diukur-{visitor.name}-{next(_numbers)}", datetime.now(UTC)
    with people.store(visitor) as session:
        course_id = duties.course(session, slug, now=now)
        place = session.scalar(select(Organisation.id).where(Organisation.slug == agency)) if agency else None
        for number, (count, settings) in enumerate(classes):
            records = measured.a_class(count, number + 1, **settings)
            organisation_id = place if number == 0 else None
            at = now - timedelta(days=90)
            measured.enter(session, records, course_id, at=at, organisation_id=organisation_id)
        session.get(Course, course_id).position = 99  # whoever begins shall not begin here
    engine = people.make_engine(visitor.site.database_url)
    with people.Session(engine) as session:
        measured.weigh(session, now - timedelta(days=61), again=True)
        measured.weigh(session, now, again=True)
    engine.dispose()
    return slug


@state("studio.evidence")
def evidence_of_all_courses(visitor):
    people.become_trainer(visitor)
    measure(visitor, (60, measured.LEARNED))
    visitor.open("/studio/hasil-belajar")


@state("studio.course_evidence_page")
def evidence_of_nobody(visitor):
    people.become_trainer(visitor)
    visitor.open("/studio/hasil-belajar/jebakan")


@state("studio.course_evidence_page")
def evidence_full(visitor):
    agency = people.become_coordinator(visitor)
    slug = measure(visitor, (60, measured.LEARNED), (120, measured.LEARNED), agency=agency)
    people.become_trainer(visitor)
    visitor.open(f"/studio/hasil-belajar/{slug}")
    assert visitor.page.locator(".notice.good").count() == 1


@state("studio.course_evidence_page")
def evidence_in_english(visitor):
    people.become_trainer(visitor)
    slug = measure(visitor, (60, measured.LEARNED))
    visitor.open(f"/bahasa/en?kembali=/studio/hasil-belajar/{slug}")


@state("studio.course_evidence_page")
def evidence_few(visitor):
    people.become_trainer(visitor)
    slug = measure(visitor, (14, {"gain": 0.2}))
    visitor.open(f"/studio/hasil-belajar/{slug}")
    assert not visitor.page.locator(".notice.good").count()


@state("studio.alarm")
def alarm_standing(visitor):
    people.become_trainer(visitor)
    slug = measure(visitor, (60, measured.CYNICAL))
    visitor.open(f"/studio/hasil-belajar/{slug}/peringatan")
    assert visitor.page.locator("textarea").count() == 1


@state("studio.answer_alarm")
def alarm_without_words(visitor):
    alarm_standing(visitor)
    visitor.send()
    visitor.page.wait_for_selector(".errors")


@state("studio.alarm")
def alarm_answered(visitor):
    alarm_standing(visitor)
    visitor.page.fill("textarea", "Pelajaran 2 hanya melatih hoaks. Kami menambah enam kabar benar.")
    visitor.send()


@state("agency.city_evidence")
def city_evidence(visitor):
    people.become_coordinator(visitor)
    measure(visitor, (60, measured.CYNICAL))
    visitor.open("/instansi/kota/hasil-belajar")


@state("agency.city_course_evidence")
def city_course_evidence_of_admins(visitor):
    agency = people.become_coordinator(visitor)
    slug = measure(visitor, (60, measured.LEARNED), (90, measured.LEARNED), agency=agency)
    visitor.open(f"/instansi/kota/hasil-belajar/{slug}?untuk={agency}")


@state("agency.city_alarm")
def city_alarm(visitor):
    people.become_coordinator(visitor)
    slug = measure(visitor, (60, measured.CYNICAL))
    visitor.open(f"/instansi/kota/hasil-belajar/{slug}/peringatan")


@state("agency.answer_city_alarm")
def city_alarm_without_words(visitor):
    city_alarm(visitor)
    visitor.send()
    visitor.page.wait_for_selector(".errors")


@state("agency.evidence")
def agency_evidence_of_few(visitor):
    slug = people.become_supervisor(visitor)
    visitor.open(f"/instansi/{slug}/hasil-belajar")


@state("agency.evidence")
def agency_evidence(visitor):
    agency = people.become_supervisor(visitor)
    measure(visitor, (60, measured.LEARNED), agency=agency)
    visitor.open(f"/instansi/{agency}/hasil-belajar")


@state("agency.course_evidence")
def agency_course_evidence(visitor):
    agency = people.become_supervisor(visitor)
    slug = measure(visitor, (60, measured.LEARNED), agency=agency)
    visitor.open(f"/instansi/{agency}/hasil-belajar/{slug}")
