"""Certificates as strangers, holders and operators see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select

from literasi.database import Prepared, Reader
from literasi.domain import certificates
from literasi.domain.certificates import TaughtLesson
from literasi.models import Certificate, Course, CourseFinish, LearnerSession, Membership, Obligation
from literasi.queries.ages import is_of_a_child

_MINE = (LearnerSession.token_hash == bindparam("token_hash")) & (
    LearnerSession.expires_at > bindparam("now")
)
_COLUMNS = (
    Certificate.code,
    Certificate.name,
    Certificate.course_title,
    Certificate.course_number,
    Certificate.organisation_name,
    Certificate.lessons,
    Certificate.hours,
    Certificate.finished_at,
    Certificate.issued_at,
    Certificate.issuer,
    Certificate.signatory_name,
    Certificate.signatory_title,
    # Whatever the row says, a child's name is shown to nobody.
    and_(Certificate.shows_name, ~is_of_a_child(Certificate.learner_id)).label("shows_name"),
    Certificate.revoked_at,
    Certificate.revoked_reason,
)
_SHOWN = Prepared(
    select(*_COLUMNS, Certificate.course_id, LearnerSession.learner_id.label("holder"))
    .outerjoin(LearnerSession, and_(LearnerSession.learner_id == Certificate.learner_id, _MINE))
    .where(Certificate.code == bindparam("code"))
)
_OWN = Prepared(
    select(Certificate.code, Certificate.course_title, Certificate.finished_at, Certificate.revoked_at)
    .select_from(LearnerSession)
    .join(Certificate, Certificate.learner_id == LearnerSession.learner_id)
    .where(_MINE)
    .order_by(Certificate.finished_at.desc(), Certificate.id.desc())
)
_FINISHES = Prepared(
    select(
        CourseFinish.learner_id,
        CourseFinish.id,
        CourseFinish.finished_at,
        Course.hours,
        Certificate.code,
        Certificate.revoked_at,
        select(func.max(Obligation.counts_from))
        .where(Obligation.finish_id == CourseFinish.id)
        .scalar_subquery()
        .label("window_opened"),
    )
    .select_from(LearnerSession)
    .join(CourseFinish, CourseFinish.learner_id == LearnerSession.learner_id)
    .join(Course, Course.id == CourseFinish.course_id)
    .outerjoin(Certificate, Certificate.finish_id == CourseFinish.id)
    .where(_MINE, Course.slug == bindparam("course"))
    .order_by(CourseFinish.finished_at, CourseFinish.id)
)
_MEMBER = Prepared(
    select(Membership.name)
    .select_from(LearnerSession)
    .join(Membership, Membership.learner_id == LearnerSession.learner_id)
    .where(
        _MINE, Membership.role == "member", or_(Membership.state == "invited", Membership.state == "active")
    )
    .limit(1)
)


@dataclass(frozen=True)
class ShownCertificate:
    """A certificate, and whether whoever asks is its holder."""

    certificate: certificates.Certificate
    course_id: int
    holder_id: int | None  # only when the holder asks

    @property
    def is_mine(self) -> bool:
        """Whether whoever asks is the holder."""
        return self.holder_id is not None

    @property
    def name(self) -> str:
        """The name as whoever asks may see it."""
        in_full = self.is_mine or self.certificate.shows_name
        return self.certificate.name if in_full else self.certificate.masked_name


@dataclass(frozen=True)
class OwnCertificate:
    """A line in a list of one's own certificates."""

    code: str
    course_title: str
    finished_at: datetime
    holds: bool


@dataclass(frozen=True)
class CourseCertificates:
    """What somebody who finished a course has of it, and the finish for which a certificate is still due.

    ``is_member``: their organisation knows their name, so nobody asks for it.
    """

    codes: tuple[str, ...]  # those that hold, the newest first
    learner_id: int | None
    due_finish_id: int | None
    is_member: bool


def shown(reader: Reader, code: str, token_hash: bytes, now: datetime) -> ShownCertificate | None:
    """The certificate with this code. One statement."""
    rows = reader.all(_SHOWN, {"code": code, "token_hash": token_hash, "now": now})
    if not rows:
        return None
    return ShownCertificate(_certificate(rows[0]), rows[0].course_id, rows[0].holder)


def own(reader: Reader, token_hash: bytes, now: datetime) -> list[OwnCertificate]:
    """Every certificate of whoever asks, the newest first. One statement."""
    rows = reader.all(_OWN, {"token_hash": token_hash, "now": now})
    return [
        OwnCertificate(row.code, row.course_title, row.finished_at, row.revoked_at is None) for row in rows
    ]


def of_course(reader: Reader, course: str, token_hash: bytes, now: datetime) -> CourseCertificates:
    """The certificates of whoever asks in one course. One statement; two when one is due.

    Of several finishes the first that earns one is due. A member gets theirs as they finish; here it is due
    when the course got its hours, or the obligation came, only afterwards.
    """
    asker = {"token_hash": token_hash, "now": now}
    rows = reader.all(_FINISHES, {**asker, "course": course})
    issued = [certificates.Issued(row.finished_at, row.revoked_at) for row in rows if row.code]
    waiting = [row for row in rows if row.code is None and row.hours is not None]
    due = next((row for row in waiting if _is_due(row, issued)), None)
    return CourseCertificates(
        codes=tuple(row.code for row in reversed(rows) if row.code and row.revoked_at is None),
        learner_id=rows[0].learner_id if rows else None,
        due_finish_id=due.id if due else None,
        is_member=due is not None and bool(reader.all(_MEMBER, asker)),
    )


def _is_due(row: Any, issued: Sequence[certificates.Issued]) -> bool:
    windows = [] if row.window_opened is None else [row.window_opened]
    return certificates.is_due(row.finished_at, issued, windows)


def _certificate(row: Any) -> certificates.Certificate:
    values = {column.key: getattr(row, column.key) for column in _COLUMNS}
    taught = tuple(TaughtLesson(one["title"], one["number"]) for one in row.lessons)
    return certificates.Certificate(**{**values, "lessons": taught})
