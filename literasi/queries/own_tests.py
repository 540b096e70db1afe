"""The tests of one learner, for the pages that offer them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, literal, select
from sqlalchemy.orm import aliased

from literasi.database import Prepared, Reader
from literasi.domain.sittings import Phase
from literasi.models import (
    BankItem,
    Course,
    CourseCompletion,
    Exposure,
    FormPlan,
    Judgement,
    LearnerSession,
    Sitting,
)


@dataclass(frozen=True)
class OwnTest:
    """One test; ``closed_at`` is None while it is open, and ``total`` is how many items it shows."""

    id: uuid.UUID
    phase: Phase
    started_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    answered: int
    total: int
    counts: bool


@dataclass(frozen=True)
class PlannedCourse:
    """The course that the learner chose to be measured on; it may be retired by now."""

    id: int
    slug: str
    title: str
    finished_at: datetime | None


@dataclass(frozen=True)
class OwnTests:
    """Every test of a learner, the oldest first, and what is there to be taken.

    ``planned`` is None before the first test, ``forms`` is how many forms the site has, and ``forms_left``
    how many of them this learner was shown nothing of.
    """

    planned: PlannedCourse | None
    tests: tuple[OwnTest, ...]
    forms: int
    forms_left: int

    @property
    def open(self) -> OwnTest | None:
        """The test that goes on."""
        return next((test for test in self.tests if test.closed_at is None), None)


_shown = aliased(BankItem)
_live = BankItem.form.is_not(None) & BankItem.retired_at.is_(None)
_forms = select(func.count(BankItem.form.distinct())).where(_live).scalar_subquery()
_shown_forms = (
    select(func.count(_shown.form.distinct()))
    .join(Exposure, Exposure.item_key == _shown.key)
    .where(
        Exposure.learner_id == LearnerSession.learner_id, _shown.form.in_(select(BankItem.form).where(_live))
    )
    .correlate(LearnerSession)
    .scalar_subquery()
)
_answered = (
    select(func.count(Judgement.item_key.distinct()))
    .where(Judgement.sitting_id == Sitting.id)
    .correlate(Sitting)
    .scalar_subquery()
)
_site = select(literal(1).label("one")).subquery()  # there are forms, whoever asks
_OWN_TESTS = Prepared(
    select(
        _forms.label("forms"),
        _shown_forms.label("shown_forms"),
        FormPlan.course_id,
        Course.slug,
        Course.title,
        CourseCompletion.completed_at,
        Sitting.id,
        Sitting.phase,
        Sitting.drawn,
        Sitting.started_at,
        Sitting.closes_at,
        Sitting.closed_at,
        Sitting.counts,
        _answered.label("answered"),
    )
    .select_from(_site)
    .outerjoin(
        LearnerSession,
        (LearnerSession.token_hash == bindparam("token_hash"))
        & (LearnerSession.expires_at > bindparam("now")),
    )
    .outerjoin(FormPlan, FormPlan.learner_id == LearnerSession.learner_id)
    .outerjoin(Course, Course.id == FormPlan.course_id)
    .outerjoin(
        CourseCompletion,
        (CourseCompletion.course_id == Course.id)
        & (CourseCompletion.learner_id == LearnerSession.learner_id),
    )
    .outerjoin(
        Sitting,
        (Sitting.learner_id == LearnerSession.learner_id)
        & (Sitting.phase != Phase.REFRESHER.value)
        & (Sitting.state != "abandoned"),
    )
    .order_by(Sitting.started_at, Sitting.id)
)


def own_tests(reader: Reader, token_hash: bytes, now: datetime) -> OwnTests:
    """The tests of the learner behind *token_hash* (or nobody's). One statement.

    One whose time is over is closed for every reader, whether or not the job has been there.
    """
    rows = reader.all(_OWN_TESTS, {"token_hash": token_hash, "now": now})
    first = rows[0]
    return OwnTests(
        planned=_planned(first),
        tests=_tests(rows, now),
        forms=first.forms,
        forms_left=first.forms - first.shown_forms,
    )


def _planned(row: Any) -> PlannedCourse | None:
    if row.course_id is None:
        return None
    return PlannedCourse(row.course_id, row.slug, row.title, row.completed_at)


def _tests(rows: Sequence[Any], now: datetime) -> tuple[OwnTest, ...]:
    return tuple(
        OwnTest(
            id=row.id,
            phase=Phase(row.phase),
            started_at=row.started_at,
            closes_at=row.closes_at,
            closed_at=row.closed_at or (row.closes_at if row.closes_at <= now else None),
            answered=row.answered,
            total=len(row.drawn),
            counts=row.counts,
        )
        for row in rows
        if row.id is not None
    )
