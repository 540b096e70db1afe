"""Certificates: issued once for a finish that earns one, revoked for a reason, otherwise never changed."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select, true, update
from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.domain import certificates
from literasi.models import (
    Assignment,
    Certificate,
    Completion,
    Course,
    CourseFinish,
    Learner,
    Lesson,
    LessonRevision,
    Membership,
    Obligation,
    Organisation,
    OrganisationAncestor,
)
from literasi.queries.ages import is_of_a_child
from literasi.queries.scopes import is_member
from literasi.queries.site_settings import signing
from literasi.services import auditing, outboxing

LONGEST_REASON = 300  # characters


class NotEarned(Exception):
    """This finish earns no certificate."""


class UnknownCertificate(Exception):
    """No certificate has this code."""


class RevokedAlready(Exception):
    """The certificate was revoked before; that stays as it is."""


@dataclass(frozen=True)
class Holder:
    """Under which name a certificate is issued, and for which organisation, if for one."""

    name: str
    organisation_id: int | None = None
    organisation_name: str | None = None


def finish_earned(session: Session, learner_id: int, finish_id: int, *, now: datetime) -> str | None:
    """Give a member their certificate, in the transaction in which they finish. Returns its code.

    None when the finish earns none, and for somebody without a membership, who says their name first. A
    message tells of it, unless its holder wants none that is not required.
    """
    holder = _as_member(session, learner_id, finish_id)
    if holder is None:
        return None
    try:
        code = _issue(session, learner_id, finish_id, holder, now=now)
    except NotEarned:
        return None
    outboxing.write_if_wanted(session, learner_id, "certificate", subject="", body=code, now=now)
    return code


def issue(session: Session, learner_id: int, finish_id: int, *, name: str, now: datetime) -> str:
    """Give the certificate of this finish to somebody who said their *name*. Returns its code.

    A member's name is the one by which their organisation knows them, whatever they say. Asked again it is
    the same certificate. Raises NotEarned.
    """
    holder = _as_member(session, learner_id, finish_id) or Holder(name)
    return _issue(session, learner_id, finish_id, holder, now=now)


def show_name(session: Session, learner_id: int, code: str, *, shows: bool) -> None:
    """The holder lets strangers see the name, or no longer.

    Raises UnknownCertificate for everybody else, and for a child who would show it.
    """
    may = ~is_of_a_child(Certificate.learner_id) if shows else true()
    changed = session.execute(
        update(Certificate)
        .where(Certificate.code == code, Certificate.learner_id == learner_id, may)
        .values(shows_name=shows)
        .execution_options(synchronize_session=False)
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        raise UnknownCertificate(code)


def hide_name_of_child(session: Session, learner_id: int) -> None:
    """If the learner is a child by now, no certificate shows strangers the name that a guest let them see."""
    session.execute(
        update(Certificate)
        .where(Certificate.learner_id == learner_id, is_of_a_child(Certificate.learner_id))
        .values(shows_name=False)
        .execution_options(synchronize_session=False)
    )


def revoke(session: Session, code: str, reason: str, *, by_id: int, now: datetime) -> None:
    """The certificate holds no longer, and says why. For good: what was finished again earns a new one.

    Audited. Raises UnknownCertificate and RevokedAlready.
    """
    found = session.execute(
        select(Certificate.id, Certificate.learner_id).where(Certificate.code == code)
    ).one_or_none()
    if found is None:
        raise UnknownCertificate(code)
    revoked = session.scalar(
        update(Certificate)
        .where(Certificate.id == found.id, Certificate.revoked_at.is_(None))
        .values(revoked_at=now, revoked_reason=reason, revoked_by_id=by_id)
        .returning(Certificate.id)
    )
    if revoked is None:
        raise RevokedAlready(code)
    auditing.record(
        session, "certificate.revoked", f"certificate:{found.id}", actor_id=by_id, now=now,
        learner=found.learner_id,
    )  # fmt: skip


def forget_holder(session: Session, learner_id: int, *, now: datetime) -> None:
    """The certificates of somebody who is forgotten name nobody and hold no longer. Again changes nothing."""
    session.execute(
        update(Certificate)
        .where(Certificate.learner_id == learner_id, Certificate.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    session.execute(
        update(Certificate)
        .where(Certificate.learner_id == learner_id)
        .values(name="", shows_name=False, revoked_reason=certificates.ERASED)
    )


def _issue(session: Session, learner_id: int, finish_id: int, holder: Holder, *, now: datetime) -> str:
    # Two finishes of one person may not both become the first: they wait for each other here.
    session.execute(select(Learner.id).where(Learner.id == learner_id).with_for_update(key_share=True))
    made = session.scalar(select(Certificate.code).where(Certificate.finish_id == finish_id))
    if made is not None:
        return made
    finish = session.execute(
        select(
            CourseFinish.course_id,
            CourseFinish.finished_at,
            Course.title,
            Course.current_number,
            Course.hours,
        )
        .join(Course, Course.id == CourseFinish.course_id)
        .where(CourseFinish.id == finish_id, CourseFinish.learner_id == learner_id)
    ).one_or_none()
    if finish is None or finish.hours is None:
        raise NotEarned(f"finish {finish_id}")
    if not _is_due(session, learner_id, finish.course_id, finish_id, finish.finished_at):
        raise NotEarned(f"finish {finish_id}")
    code = certificates.write_code(secrets.token_bytes(certificates.CHANCE_BYTES))
    session.execute(
        insert_into(session, Certificate).values(
            code=code,
            learner_id=learner_id,
            finish_id=finish_id,
            issued_at=max(now, finish.finished_at),  # the clock may have been put back since
            shows_name=False,
            **_of_holder(holder),
            **_of_course(finish),
            lessons=_lessons(session, learner_id, finish.course_id),
            **signing(session).values(),
        )
    )
    return code


def _is_due(session: Session, learner_id: int, course_id: int, finish_id: int, finished_at: datetime) -> bool:
    """Whether a certificate is due for this finish, by domain.certificates.is_due."""
    own = session.execute(
        select(Certificate.finished_at, Certificate.revoked_at).where(
            Certificate.learner_id == learner_id, Certificate.course_id == course_id
        )
    ).all()
    windows = session.scalars(select(Obligation.counts_from).where(Obligation.finish_id == finish_id))
    issued = [certificates.Issued(row.finished_at, row.revoked_at) for row in own]
    return certificates.is_due(finished_at, issued, windows.all())


def _as_member(session: Session, learner_id: int, finish_id: int) -> Holder | None:
    """The name by which an organisation knows the learner: one that required this finish before any other.

    Agencies come before communities, and the older membership before the newer.
    """
    required = exists().where(
        Obligation.finish_id == finish_id,
        Assignment.id == Obligation.assignment_id,
        OrganisationAncestor.ancestor_id == Assignment.organisation_id,
        OrganisationAncestor.organisation_id == Membership.organisation_id,
    )
    row = session.execute(
        select(Membership.name, Organisation.id, Organisation.name.label("organisation"))
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.learner_id == learner_id, is_member())
        .order_by(
            required.correlate(Membership).desc(),
            (Organisation.kind == "community"),
            Membership.joined_at,
            Membership.id,
        )
        .limit(1)
    ).one_or_none()
    return row and Holder(row.name, row.id, row.organisation)


def _lessons(session: Session, learner_id: int, course_id: int) -> list[dict[str, Any]]:
    """The lessons of the course that this person finished, each at the revision that they read."""
    rows = session.execute(
        select(LessonRevision.title, LessonRevision.number)
        .join(Lesson, Lesson.id == LessonRevision.lesson_id)
        .join(Completion, Completion.lesson_revision_id == LessonRevision.id)
        .where(Completion.learner_id == learner_id, Lesson.course_id == course_id)
        .order_by(Lesson.position, Lesson.id)
    )
    return [{"title": row.title, "number": row.number} for row in rows]


def _of_holder(holder: Holder) -> dict[str, Any]:
    return {
        "name": holder.name,
        "organisation_id": holder.organisation_id,
        "organisation_name": holder.organisation_name,
    }


def _of_course(finish: Any) -> dict[str, Any]:
    return {
        "course_id": finish.course_id,
        "course_title": finish.title,
        "course_number": finish.current_number,
        "hours": finish.hours,
        "finished_at": finish.finished_at,
    }
