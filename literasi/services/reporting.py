"""Readers report mistakes; trainers read them later."""

from datetime import datetime

from sqlalchemy.orm import Session

from literasi.models import ProblemReport

LONGEST = 2000  # characters


def report_problem(
    session: Session, *, page: str, text: str, learner_id: int | None, now: datetime
) -> ProblemReport:
    """Keep a reader's words about *page* (a path on this site)."""
    report = ProblemReport(page=page, text=text, learner_id=learner_id, reported_at=now)
    session.add(report)
    session.flush()
    return report
