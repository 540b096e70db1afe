"""Whether certificates agree with what they were issued for."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.domain.certificates import NoCode, read_code
from literasi.domain.courses import MOST_HOURS
from literasi.models import Certificate, CourseFinish, Learner
from literasi.queries.ages import is_of_a_child

ROWS_AT_ONCE = 500


def stray_certificates(session: Session) -> Iterator[str]:
    """A certificate is of its learner's own finish, says what it must, and shows nobody it may not name."""
    rows = session.execute(
        select(
            Certificate,
            CourseFinish.learner_id,
            CourseFinish.course_id,
            CourseFinish.finished_at,
            Learner.erased_at,
            is_of_a_child(Certificate.learner_id),
        )
        .outerjoin(CourseFinish, CourseFinish.id == Certificate.finish_id)
        .outerjoin(Learner, Learner.id == Certificate.learner_id)
    ).yield_per(ROWS_AT_ONCE)
    for one, learner_id, course_id, finished_at, erased_at, is_childs in rows:
        if (one.learner_id, one.course_id) != (learner_id, course_id):
            yield f"certificate {one.id}: finish {one.finish_id} is of another learner or course"
        elif one.finished_at != finished_at or one.issued_at < one.finished_at:
            yield f"certificate {one.id}: its days do not fit finish {one.finish_id}"
        if is_childs and one.shows_name:
            yield f"certificate {one.id}: it shows strangers the name of a child"
        yield from (f"certificate {one.id}: {fault}" for fault in _own_faults(one, erased_at is not None))


def _own_faults(one: Certificate, is_erased: bool) -> Iterator[str]:
    if not _is_code(one.code):
        yield f"{one.code!r} is no code"
    if not 1 <= one.hours <= MOST_HOURS:
        yield f"it states {one.hours} hours"
    if is_erased and (one.name or one.revoked_at is None):
        yield "its holder was erased, but it still names or certifies somebody"
    if not is_erased and not one.name:
        yield "it names nobody"
    if (one.revoked_at is None) != (one.revoked_reason is None):
        yield "it is revoked without a reason, or has a reason without being revoked"


def _is_code(text: str) -> bool:
    try:
        return read_code(text) == text
    except NoCode:
        return False
