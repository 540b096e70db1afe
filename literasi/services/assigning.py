"""What organisations require of their people: made, changed, withdrawn; and who need not do it."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from literasi.models import Assignment
from literasi.services import auditing, requiring


def withdraw(session: Session, assignment_id: int, *, by_id: int | None, now: datetime) -> bool:
    """Require it no longer; whether it still was. What people finished stays theirs."""
    withdrawn = session.scalar(
        update(Assignment)
        .where(Assignment.id == assignment_id, Assignment.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
        .returning(Assignment.id)
    )
    if withdrawn is None:
        return False
    requiring.withdrawn(session, assignment_id, now=now)
    auditing.record(session, "assignment.withdrawn", subject(assignment_id), actor_id=by_id, now=now)
    return True


def subject(assignment_id: int) -> str:
    """An assignment as a subject of the audit."""
    return f"assignment:{assignment_id}"
