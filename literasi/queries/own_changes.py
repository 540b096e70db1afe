"""What changed in somebody's own account lately, for the page of that account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.domain.audit_words import CHANGES
from literasi.models import AuditEvent

TOLD_FOR = timedelta(days=30)
MOST = 5


@dataclass(frozen=True)
class OwnChange:
    """One thing that was done to the account, by its owner or by somebody else."""

    at: datetime
    action: str
    is_own: bool
    details: dict[str, Any]


def own_changes(session: Session, learner_id: int, now: datetime) -> Sequence[OwnChange]:
    """The last changes, the newest first. One statement."""
    rows = session.execute(
        select(AuditEvent.at, AuditEvent.action, AuditEvent.actor_id, AuditEvent.details)
        .where(
            AuditEvent.subject == f"learner:{learner_id}",
            AuditEvent.at >= now - TOLD_FOR,
            AuditEvent.action.in_(sorted(CHANGES)),
        )
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(MOST)
    )
    return [OwnChange(row.at, row.action, row.actor_id == learner_id, row.details) for row in rows]
