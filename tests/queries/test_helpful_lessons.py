"""Lessons that help: nobody is sent to a course that is not theirs."""

import pytest

from literasi.database import Reader, writing
from literasi.domain.exhibits import Technique
from literasi.domain.sittings import Phase
from literasi.queries.helpful_lessons import helpful_lessons
from literasi.services import publishing
from literasi.services.publishing import Text
from literasi.services.rendering import Rendered
from tests import make, sittings

TOKEN = "t" * 43


def course(session, slug, audience):
    source = make.COURSE.replace("audience: warga", f"audience: {audience}")
    return publishing.publish_course(session, slug, make.parse_course(source)[0], text(source), now=make.NOW)


def lesson(session, into, slug, techniques, position=1):
    named = "".join(f"  - {technique.value}\n" for technique in techniques)
    source = make.LESSON.replace("sources:", f"techniques:\n{named}sources:") if techniques else make.LESSON
    document = make.parse_lesson(source)[0]
    publishing.publish_lesson(session, into, slug, document, text(source), position=position, now=make.NOW)


def text(source):
    return Text(source, Rendered(html="<p>Isi</p>", version=1), "uji")


@pytest.fixture
def learner_id(session):
    """A guest; of the two courses, the one for admins has the narrower lesson."""
    with writing(session):
        citizens = course(session, "saring", "warga")
        lesson(session, citizens, "siapa-yang-bicara", [])
        lesson(session, citizens, "wajah", [Technique.MISLEADING, Technique.FABRICATED], 2)
        admins = course(session, "fondasi", "admin")
        lesson(session, admins, "jenis", [Technique.MISLEADING])
        lesson(session, admins, "unggah", [Technique.DEEPFAKE], 2)
        make.forms(session)
        return make.learner(session, TOKEN)


def helping(engine):
    return helpful_lessons(Reader(engine), make.token_hash(TOKEN), make.NOW)


def slugs(found):
    return {technique: one.slug for technique, one in found.by_technique.items()}


def test_a_citizen_is_not_sent_to_the_course_for_admins(learner_id, engine):
    assert slugs(helping(engine)) == {Technique.MISLEADING: "wajah", Technique.FABRICATED: "wajah"}


def test_who_is_on_that_course_is(learner_id, session, engine):
    with writing(session):
        sittings.take(
            session,
            learner_id,
            publishing.find_course(session, "fondasi").id,
            Phase.BEFORE,
            rate=sittings.knowing(5),
        )

    assert slugs(helping(engine)) == {
        Technique.MISLEADING: "jenis",
        Technique.FABRICATED: "wajah",
        Technique.DEEPFAKE: "unggah",
    }


def test_a_lesson_on_trust_is_found_by_its_address(learner_id, session, engine):
    assert helping(engine).trust.slug == "siapa-yang-bicara"
    with writing(session):
        lesson(session, publishing.find_course(session, "saring"), "cari-liputan-lain", [], 3)

    assert helping(engine).trust.slug == "cari-liputan-lain"
