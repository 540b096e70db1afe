"""Classes that took their tests, as they are stored, many people at a time; and the jobs that weigh them."""

import random
import uuid
from datetime import timedelta

from sqlalchemy import delete, insert, select

from literasi.database import writing
from literasi.domain.simulating import Settings, draw_items, learners
from literasi.domain.sittings import Phase
from literasi.models import Course, FormPlan, JobRun, Learner, Sitting
from literasi.queries import batched_tests
from literasi.services import alarming, batching, measuring

TECHNIQUES = ("konten_menyesatkan", "konten_palsu", "konten_tiruan", "konteks_salah")
LEARNED = {"gain": 0.9, "lost": 0.1}
CYNICAL = {"gain": 0.0, "bias_shift": 0.8}


def a_class(count, seed=1, **settings):
    """The tests of *count* people, as the domain has them."""
    chosen, chance = Settings(**settings), random.Random(seed)
    return list(learners(chosen, draw_items(chosen, chance), count, chance))


def enter(session, records, course_id, *, at, organisation_id=None, days=7):
    """These people took their tests: the second *days* after the first, the third 31 days later."""
    session.execute(insert(Learner), [{"created_at": at} for _ in records])
    ids = session.scalars(select(Learner.id).order_by(Learner.id.desc()).limit(len(records))).all()
    plans, sittings = [], []
    for learner_id, record in zip(ids, records, strict=True):
        plans.append(
            {
                "learner_id": learner_id,
                "course_id": course_id,
                "square_row": "ABC".index(record.before.form),
                "pseudonym": uuid.uuid4(),
                "organisation_id": organisation_id,
                "made_at": at,
            }
        )
        moments = (at, at + timedelta(days=days), at + timedelta(days=days + 31))
        tests = (record.before, record.after, record.later)
        for phase, test, moment in zip((Phase.BEFORE, Phase.AFTER, Phase.LATER), tests, moments, strict=True):
            if test is not None:
                sittings.append(taken(learner_id, phase, test, moment))
    session.execute(insert(FormPlan), plans)
    session.execute(insert(Sitting), sittings)
    return ids


def taken(learner_id, phase, test, moment):
    """One closed test as a row."""
    ratings = test.ratings.as_stored()
    return {
        "id": uuid.uuid4(),
        "learner_id": learner_id,
        "phase": phase.value,
        "form": test.form,
        "drawn": [],
        "state": "closed",
        "started_at": moment - timedelta(minutes=20),
        "closes_at": moment + timedelta(days=7),
        "language": "id",
        "device": "phone",
        "version": "1",
        "counts": True,
        "closed_at": moment,
        "is_sent": True,
        "ratings": ratings,
        "unseen_ratings": ratings,
        "techniques": techniques(test.ratings),
        "set_aside": test.set_aside,
    }


def techniques(ratings):
    """What is right, shared out over the techniques in turn."""
    found = {name: {"true": [0, 0], "false": [0, 0]} for name in TECHNIQUES}
    for truth, steps in (("true", ratings.true), ("false", ratings.false)):
        marks = [(step >= 3) == (truth == "true") for step, count in enumerate(steps) for _ in range(count)]
        for place, right in enumerate(marks):
            cell = found[TECHNIQUES[place % len(TECHNIQUES)]][truth]
            cell[0] += right
            cell[1] += 1
    return found


def weigh(session, now, *, again=False):
    """What the two jobs do, on this session; the courses with new figures and the alarms raised.

    *again* lets the first make lots once more on the same day.
    """
    with writing(session):
        if again:
            session.execute(delete(JobRun).where(JobRun.name == batching.JOB))
        batching.make_batches(session, now=now)
    found, raised = measuring.due_courses(session), 0
    for course_id in found:
        computed = measuring.compute(batched_tests.people(session, course_id))
        with writing(session):
            measuring.keep(session, course_id, computed, now=now)
    for course_id in alarming.due_courses(session, now=now):
        harm = alarming.compute(batched_tests.people(session, course_id), now=now)
        if harm:
            with writing(session):
                raised += alarming.raise_alarm(session, course_id, harm, now=now)
    return found, raised


def course_id(session, slug):
    """The course of this *slug*."""
    return session.scalars(select(Course.id).where(Course.slug == slug)).one()
