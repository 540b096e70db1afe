"""Courses and lessons change places; nothing that learners did is touched by it."""

import random
import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from literasi.database import writing
from literasi.domain import markup
from literasi.domain.courses import parse_course
from literasi.domain.identities import Identity
from literasi.models import (
    Completion,
    Course,
    CourseRevision,
    DraftText,
    Lesson,
    MovedText,
    Quiz,
    SearchEntry,
)
from literasi.queries.live_texts import live_text
from literasi.services import drafting, inspecting, ordering, publishing, retiring
from literasi.services.ordering import DOWN, UP
from literasi.services.publishing import Text
from literasi.services.rendering import Rendered
from tests import make

LATER = make.NOW + timedelta(hours=1)


def add_course(session, slug, position):
    source = make.COURSE.replace("position: 1", f"position: {position}")
    document, _ = parse_course(source)
    text = Text(source, Rendered(markup.render_course(document), markup.RENDERER_VERSION), "uji")
    return publishing.publish_course(session, slug, document, text, now=make.NOW)


@pytest.fixture
def site(session):
    """Two courses, three lessons in the first."""
    with writing(session):
        made = make.published(session)
        make.another_lesson(session, "dua", position=2)
        make.another_lesson(session, "tiga", position=5)
        add_course(session, "saring", 4)
        trainer = make.account(session, "pelatih")
    return SimpleNamespace(trainer=trainer, made=made)


def act(session, function, *arguments, by):
    with writing(session):
        return function(session, *arguments, by_id=by, now=LATER)


def order(session, course="jebakan"):
    rows = session.execute(
        select(Lesson.slug, Lesson.position)
        .join(Course, Course.id == Lesson.course_id)
        .where(Course.slug == course)
        .order_by(Lesson.position, Lesson.id)
    )
    return [tuple(row) for row in rows]


def test_lessons_change_places_and_keep_the_numbers_there_are(session, site):
    assert act(session, ordering.shift_lesson, "jebakan", "tiga", UP, by=site.trainer)
    assert order(session) == [("berkas", 1), ("tiga", 2), ("dua", 5)]
    assert act(session, ordering.shift_lesson, "jebakan", "berkas", DOWN, by=site.trainer)
    assert order(session) == [("tiga", 1), ("berkas", 2), ("dua", 5)]
    assert not act(session, ordering.shift_lesson, "jebakan", "tiga", UP, by=site.trainer)
    assert not act(session, ordering.shift_lesson, "jebakan", "dua", DOWN, by=site.trainer)
    with pytest.raises(retiring.UnknownText):
        act(session, ordering.shift_lesson, "jebakan", "empat", UP, by=site.trainer)


def test_equal_numbers_are_told_apart(session, site):
    with writing(session):
        for lesson in session.scalars(select(Lesson)):
            lesson.position = 2
    act(session, ordering.shift_lesson, "jebakan", "tiga", UP, by=site.trainer)
    assert order(session) == [("berkas", 1), ("tiga", 2), ("dua", 3)]


def test_any_shifts_end_with_every_lesson_once(session, site):
    dice = random.Random(4)
    for _ in range(30):
        slug, step = dice.choice(["berkas", "dua", "tiga"]), dice.choice([UP, DOWN])
        before = [name for name, _ in order(session)]
        moved = act(session, ordering.shift_lesson, "jebakan", slug, step, by=site.trainer)
        place = before.index(slug)
        if moved:
            before[place], before[place + step] = before[place + step], before[place]
        assert [name for name, _ in order(session)] == before
    assert sorted(position for _, position in order(session)) == [1, 2, 5]


def test_courses_change_places_by_a_revision_of_each_text(session, site):
    html = session.scalar(select(Course.rendered).where(Course.slug == "saring"))
    assert act(session, ordering.shift_course, "saring", UP, by=site.trainer)
    positions = dict(session.execute(select(Course.slug, Course.position)).all())
    assert positions == {"jebakan": 4, "saring": 1}
    live = live_text(session, "courses/saring/")
    assert live.source == make.COURSE
    assert (live.number, live.author) == (2, "studio")
    authors = session.scalars(select(CourseRevision.author_id).where(CourseRevision.number == 2)).all()
    assert authors == [site.trainer] * 2
    assert session.scalar(select(Course.rendered).where(Course.slug == "saring")) == html
    assert not act(session, ordering.shift_course, "saring", UP, by=site.trainer)
    assert list(inspecting.faults(session)) == []


def test_a_lesson_moves_with_its_quiz_and_with_what_learners_did(session, site):
    with writing(session):
        learner = make.learner(session)
        attempt_id = make.attempt(session, learner, site.made.quiz.quiz_id)
        make.answer_all(session, attempt_id)
    moved_id = site.made.lesson.lesson_id
    moved = act(session, ordering.move_lesson, "jebakan", "berkas", "saring", by=site.trainer)

    assert str(moved) == "courses/saring/berkas"
    assert order(session, "saring") == [("berkas", 1)]
    assert session.scalar(select(Completion.attempt_id)) == attempt_id
    there = publishing.find_course(session, "saring").id
    assert session.scalar(select(Quiz.course_id).where(Quiz.slug == "berkas")) == there
    assert session.scalar(select(SearchEntry.course_id).where(SearchEntry.lesson_id == moved_id)) == there
    assert list(inspecting.faults(session)) == []


def addresses(session):
    return {row.old_identity: row.new_identity for row in session.scalars(select(MovedText))}


def test_old_addresses_lead_to_the_newest_and_back(session, site):
    with writing(session):
        add_course(session, "ketiga", 9)
    act(session, ordering.move_lesson, "jebakan", "dua", "saring", by=site.trainer)
    act(session, ordering.move_lesson, "saring", "dua", "ketiga", by=site.trainer)
    assert addresses(session) == dict.fromkeys(
        ["courses/jebakan/dua", "courses/saring/dua"], "courses/ketiga/dua"
    )
    act(session, ordering.move_lesson, "ketiga", "dua", "jebakan", by=site.trainer)
    assert addresses(session) == dict.fromkeys(
        ["courses/ketiga/dua", "courses/saring/dua"], "courses/jebakan/dua"
    )


def test_an_address_that_is_taken_is_refused(session, site):
    act(session, ordering.move_lesson, "jebakan", "berkas", "saring", by=site.trainer)
    with writing(session):
        make.another_lesson(session, "berkas")
    with pytest.raises(ordering.TakenAddress, match="courses/saring/berkas"):
        act(session, ordering.move_lesson, "jebakan", "berkas", "saring", by=site.trainer)


@pytest.mark.parametrize("target", ["jebakan", "tidak-ada", "pensiun"])
def test_a_lesson_moves_only_to_another_course_on_offer(session, site, target):
    with writing(session):
        add_course(session, "pensiun", 9).retired_at = make.NOW
    with pytest.raises(ordering.UnknownCourse):
        act(session, ordering.move_lesson, "jebakan", "dua", target, by=site.trainer)


def test_drafts_move_along(session, site):
    with writing(session):
        drafting.begin_edit(
            session,
            site.trainer,
            ["courses/jebakan/berkas", "quizzes/jebakan/berkas"],
            draft_id=uuid.uuid4(),
            now=make.NOW,
        )
    act(session, ordering.move_lesson, "jebakan", "berkas", "saring", by=site.trainer)

    found = session.scalars(select(DraftText.identity).order_by(DraftText.place)).all()
    assert found == ["courses/saring/berkas", "quizzes/saring/berkas"]


def test_a_moved_identity_can_be_read(session, site):
    moved = act(session, ordering.move_lesson, "jebakan", "dua", "saring", by=site.trainer)
    assert moved == Identity.read(str(moved))
