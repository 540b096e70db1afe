"""The demonstration is made by the services, so it keeps every promise that real data keeps."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from literasi.config import ROOT
from literasi.database import writing
from literasi.domain import grading
from literasi.models import Attempt, Learner, ProblemReport, Response
from literasi.services import demonstrating, inspecting, syncing
from literasi.services.reading_files import read_content
from tests import make


def load(session, seed=1, register=None):
    with writing(session):
        return demonstrating.load(session, now=make.NOW, randomness=random.Random(seed), register=register)


@pytest.fixture(params=["langsung", "akhir"])
def course(session, request):
    with writing(session):
        return make.published(session, feedback=request.param, now=make.NOW - timedelta(weeks=8))


def test_what_is_made_is_sound_and_counted(session, course):
    assert demonstrating.is_empty(session)
    loaded = load(session)

    assert list(inspecting.faults(session)) == []
    assert not demonstrating.is_empty(session)
    assert loaded.people == len(demonstrating.NAMED) + demonstrating.GUESTS
    for model, count in (
        (Learner, loaded.people), (Attempt, loaded.attempts),
        (Response, loaded.answers), (ProblemReport, loaded.reports),
    ):  # fmt: skip
        assert session.scalar(select(func.count()).select_from(model)) == count


def test_it_looks_like_weeks_of_people(session, course):
    load(session, seed=2)
    attempts = session.scalars(select(Attempt)).all()
    days = {attempt.started_at.date() for attempt in attempts}
    marks = {attempt.points for attempt in attempts if attempt.points is not None}
    answered = session.scalars(select(Response.answered_at)).all()

    assert len(days) > 10
    assert len(marks) > 2
    assert any(attempt.state == "open" for attempt in attempts)
    assert all(make.NOW - timedelta(weeks=6) <= moment <= make.NOW for moment in answered)


def test_the_same_seed_makes_the_same_people(session, course):
    with writing(session):
        one = demonstrating.load(session, now=make.NOW, randomness=random.Random(7))
        session.rollback()
    assert load(session, seed=7) == one


def test_named_people_can_be_given_accounts(session, course):
    given = []
    load(session, register=lambda _session, learner_id, person, now: given.append((learner_id, person, now)))

    assert [person for _, person, _ in given] == list(demonstrating.NAMED)
    assert len({learner_id for learner_id, _, _ in given}) == len(given)
    assert {person.role for person in demonstrating.NAMED} == {"", "trainer", "operator"}


def test_a_site_without_content_gets_people_only(session):
    assert load(session).attempts == 0


def test_answers_are_such_as_a_form_could_send(session, course):
    for question in course.document.questions:
        found = list(demonstrating.answers_of(question))

        assert len(found) == len(set(found)) > 1
        assert {grading.mark(question, answer) for answer in found} == {0.0, 1.0}


@pytest.mark.slow
def test_the_shipped_courses_are_learned_with_draws_and_final_quizzes(session):
    files = read_content(ROOT)
    with writing(session):
        make.shipped_channels(session)
        syncing.import_content(session, files, now=make.NOW - timedelta(weeks=8))
    load(session)
    attempts = session.scalars(select(Attempt)).all()

    assert list(inspecting.faults(session)) == []
    assert any(entry[2] is not None for attempt in attempts for entry in attempt.drawn)
    assert {attempt.passed for attempt in attempts} == {None, True, False}
