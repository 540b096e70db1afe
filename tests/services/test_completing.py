"""A course is finished with its lessons and its final quiz, in any order, and never again unfinished."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.database import writing
from literasi.domain.questions import Feedback
from literasi.models import Attempt, CourseCompletion, CourseFinish
from literasi.services import attempting, completing, inspecting, publishing
from tests import make

LATER = make.NOW.replace(day=25)


@pytest.fixture
def course(session):
    with writing(session):
        make.bank(session)
        made = make.published(session)
        made.final = make.final(session, made.course)
        return made


def sit(session, quiz_id, *, right=True, token="a" * 43, now=make.NOW):
    with writing(session):
        attempt_id = make.attempt(session, make.learner(session, token), quiz_id, now=now)
        document = make.answer_all(session, attempt_id, right=right, now=now)
        if session.get(Attempt, attempt_id, populate_existing=True).state == "open":
            attempting.submit_attempt(session, attempt_id, document=document, now=now)
    return session.get(Attempt, attempt_id, populate_existing=True)


def completions(session):
    assert list(inspecting.faults(session)) == []
    return session.scalars(select(CourseCompletion.completed_at)).all()


def test_lessons_alone_do_not_finish_a_course_and_nor_does_the_final_quiz(session, course):
    sit(session, course.quiz.quiz_id)
    assert completions(session) == []
    sit(session, course.final.quiz_id, token="b" * 43)
    assert completions(session) == []


@pytest.mark.parametrize("lesson_first", [True, False])
def test_both_do_in_any_order(session, course, lesson_first):
    order = [course.quiz.quiz_id, course.final.quiz_id]
    for number, quiz_id in enumerate(order if lesson_first else order[::-1]):
        sit(session, quiz_id, now=make.NOW.replace(day=23 + number))

    assert completions(session) == [make.NOW.replace(day=24)]


def test_a_final_quiz_below_its_mark_is_not_passed_and_may_be_taken_again(session, course):
    sit(session, course.quiz.quiz_id)
    failed = sit(session, course.final.quiz_id, right=False)
    assert (failed.points, failed.passed) == (0.0, False)
    assert completions(session) == []

    passed = sit(session, course.final.quiz_id, now=LATER)
    assert (passed.points, passed.out_of, passed.passed) == (7.0, 7, True)
    assert completions(session) == [LATER]


def test_passing_again_is_a_finish_again_and_failing_is_none(session, course):
    sit(session, course.quiz.quiz_id)
    first = sit(session, course.final.quiz_id)
    sit(session, course.final.quiz_id, right=False)
    again = sit(session, course.final.quiz_id, now=LATER)
    sit(session, course.quiz.quiz_id, now=LATER)

    rows = session.execute(
        select(CourseFinish.attempt_id, CourseFinish.is_first, CourseFinish.finished_at, CourseFinish.place)
    ).all()
    assert sorted(rows, key=lambda row: row.finished_at) == [
        (first.id, True, make.NOW, "citizen"),
        (again.id, False, LATER, "citizen"),
    ]
    assert completions(session) == [make.NOW]


def test_a_worse_result_later_takes_nothing_away(session, course):
    for right in (True, False):
        sit(session, course.quiz.quiz_id, right=right)
        sit(session, course.final.quiz_id, right=right, now=make.NOW if right else LATER)

    assert completions(session) == [make.NOW]


def test_a_lesson_that_is_added_later_undoes_nothing(session, course):
    sit(session, course.quiz.quiz_id)
    sit(session, course.final.quiz_id)
    with writing(session):
        make.another_lesson(session, "baru")
    sit(session, course.final.quiz_id, now=LATER)

    assert completions(session) == [make.NOW]


def test_a_lesson_that_is_left_holds_the_course_open(session, course):
    with writing(session):
        make.another_lesson(session, "baru")
    sit(session, course.quiz.quiz_id)
    sit(session, course.final.quiz_id)

    assert completions(session) == []


def test_a_course_without_a_final_quiz_is_not_finished(session):
    with writing(session):
        made = make.published(session)
    sit(session, made.quiz.quiz_id)

    assert completions(session) == []


def test_a_course_has_one_final_quiz(session, course):
    source = make.final_text().replace("arti-apk-akhir", "arti-lain")
    with pytest.raises(publishing.SecondFinal), writing(session):
        make.final(session, course.course, source=source, slug="kuis-lain")


def test_a_lesson_and_the_final_quiz_sent_at_once_finish_the_course(engine, session, course):
    """Each transaction must see what the other did, whichever comes second."""
    ready = []
    with writing(session):
        learner_id = make.learner(session)
        for quiz_id in (course.quiz.quiz_id, course.final.quiz_id):
            attempt_id = make.attempt(session, learner_id, quiz_id)
            document = replace(make.shown(session, attempt_id), feedback=Feedback.AT_END)
            make.answer_all(session, attempt_id, document=document)
            ready.append((attempt_id, document))
    session.rollback()
    together = threading.Barrier(2)

    def submit(attempt_id, document):
        with Session(engine) as own:
            together.wait()
            with writing(own):
                attempting.submit_attempt(own, attempt_id, document=document, now=make.NOW)

    threads = [threading.Thread(target=submit, args=one) for one in ready]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert completions(session) == [make.NOW]


def test_a_merged_guest_brings_finished_courses_at_the_earlier_date(session, course):
    for token, now in (("a" * 43, LATER), ("b" * 43, make.NOW)):
        sit(session, course.quiz.quiz_id, token=token, now=now)
        sit(session, course.final.quiz_id, token=token, now=now)
    learner, guest = (make.learner(session, token) for token in ("a" * 43, "b" * 43))
    session.commit()
    with writing(session):
        completing.take_over_courses(session, guest, learner, now=LATER)

    rows = session.execute(select(CourseCompletion.learner_id, CourseCompletion.completed_at)).all()
    assert rows == [(learner, make.NOW)]
