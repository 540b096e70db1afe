"""A course was finished: when, and where the person stood then. Nothing here is ever removed."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, exists, literal, select
from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.domain.organisations import OrganisationKind
from literasi.models import CourseCompletion, CourseFinish, Membership, Organisation
from literasi.queries.scopes import is_member
from literasi.services import tallying


def note(
    session: Session, learner_id: int, course_id: int, *, attempt_id: uuid.UUID | None, now: datetime
) -> int | None:
    """Keep that the learner finished the course, by the attempt if it was its final quiz; the finish's id.

    None when this attempt is known already.
    """
    its = (CourseFinish.learner_id == learner_id) & (CourseFinish.course_id == course_id)
    place = select(place_of(literal(learner_id))).scalar_subquery()
    with tallying.finishes_counted(session, its):
        finish_id: int | None = session.scalar(
            insert_into(session, CourseFinish)
            .values(
                learner_id=learner_id,
                course_id=course_id,
                attempt_id=attempt_id,
                finished_at=now,
                place=place,
                is_first=select(~exists().where(its)).scalar_subquery(),
            )
            .on_conflict_do_nothing()
            .returning(CourseFinish.id)
        )
    return finish_id


def note_all(session: Session, course_id: int) -> list[int]:
    """Keep a first finish for every completion of the course that has none; their ids."""
    known = exists().where(
        CourseFinish.learner_id == CourseCompletion.learner_id, CourseFinish.course_id == course_id
    )
    columns = ["learner_id", "course_id", "finished_at", "place", "is_first"]
    missing = select(
        CourseCompletion.learner_id,
        CourseCompletion.course_id,
        CourseCompletion.completed_at,
        place_of(CourseCompletion.learner_id),
        literal(True),
    ).where(CourseCompletion.course_id == course_id, ~known.correlate(CourseCompletion))
    with tallying.finishes_counted(session, CourseFinish.course_id == course_id):
        return list(
            session.scalars(
                insert_into(session, CourseFinish).from_select(columns, missing).returning(CourseFinish.id)
            )
        )


def place_of(learner_id: Any) -> ColumnElement[str]:
    """Where somebody stands: member of an agency, else of a community account, else a citizen."""
    is_community = Organisation.kind == OrganisationKind.COMMUNITY.value
    member = (
        select(1)
        .select_from(Membership)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.learner_id == learner_id, is_member())
    )
    if hasattr(learner_id, "table"):
        member = member.correlate(learner_id.table)
    return case(
        (exists(member.where(~is_community)), "agency"),
        (exists(member.where(is_community)), "community"),
        else_="citizen",
    )
