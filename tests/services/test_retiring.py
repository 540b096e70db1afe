"""What is retired is offered no longer, and nobody loses anything by it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from literasi.database import writing
from literasi.domain.identities import Identity
from literasi.models import (
    AuditEvent,
    BankItem,
    Completion,
    ContentVersion,
    Course,
    CourseCompletion,
    Lesson,
    Quiz,
)
from literasi.queries import bank
from literasi.services import attempting, completing, inspecting, publishing, retiring
from tests import make

LESSON = Identity("lesson", "jebakan", "berkas")
QUIZ = Identity("quiz", "jebakan", "berkas")
FINAL = Identity("quiz", "jebakan", "kuis-akhir")
COURSE = Identity("course", "jebakan", "")
LATER = make.NOW + timedelta(hours=1)


@pytest.fixture
def site(session):
    """A course with a lesson, its quiz and a final quiz; a trainer and a learner."""
    with writing(session):
        make.bank(session)
        made = make.published(session)
        make.final(session, made.course)
        trainer, learner = make.account(session, "pelatih"), make.learner(session)
    return SimpleNamespace(made=made, trainer=trainer, learner=learner)


def act(session, function, identity, site, now=LATER):
    with writing(session):
        function(session, identity, by_id=site.trainer, now=now)


def retired(session):
    """The slugs of what is retired."""
    found = [session.scalars(select(model.slug).where(model.retired_at.is_not(None))) for model in
             (Course, Lesson, Quiz)]  # fmt: skip
    return [slug for slugs in found for slug in slugs]


def take(session, site, quiz_id, *, right=True, now=make.NOW):
    with writing(session):
        attempt_id = make.attempt(session, site.learner, quiz_id, now=now)
        document = make.answer_all(session, attempt_id, right=right, now=now)
        if document.feedback.value == "akhir":
            attempting.submit_attempt(session, attempt_id, document=document, now=now)
    return attempt_id


def test_a_lesson_takes_its_quiz_along_and_brings_it_back(session, site):
    before = session.scalar(select(ContentVersion.version))
    act(session, retiring.retire, LESSON, site)
    act(session, retiring.retire, LESSON, site)  # nothing more

    assert retired(session) == ["berkas", "berkas"]
    assert session.scalar(select(ContentVersion.version)) == before + 1
    act(session, retiring.bring_back, LESSON, site)
    act(session, retiring.bring_back, LESSON, site)
    assert retired(session) == []
    events = session.execute(select(AuditEvent.action, AuditEvent.subject, AuditEvent.actor_id)).all()
    assert [tuple(row) for row in events if row.action.startswith("content.")] == [
        ("content.retired", "lesson:1", site.trainer), ("content.brought_back", "lesson:1", site.trainer),
    ]  # fmt: skip


def test_a_quiz_that_was_retired_before_its_lesson_stays_away(session, site):
    act(session, retiring.retire, QUIZ, site, now=make.NOW)
    act(session, retiring.retire, LESSON, site)
    act(session, retiring.bring_back, LESSON, site)

    assert retired(session) == ["berkas"]
    act(session, retiring.bring_back, QUIZ, site)
    assert retired(session) == []


def test_an_open_attempt_is_finished_and_completes_what_it_would_have(session, site):
    with writing(session):
        attempt_id = make.attempt(session, site.learner, site.made.quiz.quiz_id)
    act(session, retiring.retire, LESSON, site)
    with writing(session):
        make.answer_all(session, attempt_id)
    with pytest.raises(attempting.NothingToStart), writing(session):
        make.attempt(session, site.learner, site.made.quiz.quiz_id)

    assert session.scalar(select(Completion.attempt_id)) == attempt_id
    assert list(inspecting.faults(session)) == []


def test_who_has_done_the_rest_finishes_the_course_when_the_last_lesson_leaves(session, site):
    with writing(session):
        make.another_lesson(session, "kedua")
        other = make.learner(session, "b" * 43)
    take(session, site, site.made.quiz.quiz_id)
    final = session.scalar(select(Quiz.id).where(Quiz.is_final))
    take(session, site, final)
    assert session.scalars(select(CourseCompletion.learner_id)).all() == []
    act(session, retiring.retire, Identity("lesson", "jebakan", "kedua"), site)

    found = session.execute(select(CourseCompletion.learner_id, CourseCompletion.completed_at)).all()
    assert [tuple(row) for row in found] == [(site.learner, LATER)]
    assert other != site.learner
    act(session, retiring.bring_back, Identity("lesson", "jebakan", "kedua"), site)
    assert len(session.scalars(select(CourseCompletion)).all()) == 1
    assert list(inspecting.faults(session)) == []


def test_a_final_quiz_does_not_come_back_beside_another(session, site):
    act(session, retiring.retire, FINAL, site)
    with writing(session):
        course = publishing.find_course(session, "jebakan")
        source = make.final_text().replace("arti-apk-akhir", "arti-baru")
        make.final(session, course, slug="akhir-baru", source=source)
    with pytest.raises(retiring.SecondFinal, match="akhir-baru"):
        act(session, retiring.bring_back, FINAL, site)
    assert retired(session) == ["kuis-akhir"]


def test_a_quiz_whose_questions_moved_elsewhere_does_not_come_back(session, site):
    act(session, retiring.retire, FINAL, site)
    with writing(session):
        course = publishing.find_course(session, "jebakan")
        make.final(session, course, slug="akhir-baru", source=make.final_text().replace("final: ya\n", ""))
    with pytest.raises(retiring.TakenKeys, match="arti-apk-akhir.*akhir-baru"):
        act(session, retiring.bring_back, FINAL, site)


def test_a_lesson_comes_back_last_when_its_place_is_taken(session, site):
    act(session, retiring.retire, LESSON, site)
    with writing(session):
        make.another_lesson(session, "kedua", position=1)
    act(session, retiring.bring_back, LESSON, site)

    assert dict(session.execute(select(Lesson.slug, Lesson.position)).all()) == {"berkas": 2, "kedua": 1}


def test_a_course_keeps_what_it_holds(session, site):
    act(session, retiring.retire, COURSE, site)
    assert retired(session) == ["jebakan"]
    act(session, retiring.bring_back, COURSE, site)
    assert retired(session) == []


@pytest.mark.parametrize("identity", [Identity("lesson", "jebakan", "x"), Identity("course", "x", "")])
def test_what_never_was_cannot_be_retired(session, site, identity):
    with pytest.raises(retiring.UnknownText):
        act(session, retiring.retire, identity, site)


def test_an_item_says_in_its_text_that_it_is_retired(session):
    text = make.item("undian").replace("use: training\n", "use: training\nretired: 2026-11-23\n")
    with writing(session):
        make.bank(session, text, make.item("kupon", "benar"))
    assert [one.key for one in bank.offered(session, make.NOW.date())] == ["kupon"]
    since = session.scalar(select(BankItem.retired_at).where(BankItem.key == "undian"))
    with writing(session):
        make.bank(session, text, make.item("kupon", "benar"), now=LATER)
    assert session.scalar(select(BankItem.retired_at).where(BankItem.key == "undian")) == since == make.NOW
    with writing(session):
        make.bank(session, make.item("undian"), make.item("kupon", "benar"), now=LATER)
    assert [one.key for one in bank.offered(session, make.NOW.date())] == ["kupon", "undian"]


def test_completing_for_all_is_the_same_as_one_by_one(session, site):
    take(session, site, site.made.quiz.quiz_id)
    final = session.scalar(select(Quiz.id).where(Quiz.is_final))
    take(session, site, final, right=False)
    with writing(session):
        completing.complete_course_for_all(session, site.made.course.id, now=LATER)

    assert session.scalars(select(CourseCompletion)).all() == []
