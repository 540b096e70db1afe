"""Readers report mistakes; trainers see to them later."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.models import ProblemReport
from literasi.services import auditing

LONGEST = 2000  # characters


def report_problem(
    session: Session, *, page: str, text: str, learner_id: int | None, now: datetime
) -> ProblemReport:
    """Keep a reader's words about *page* (a path on this site)."""
    report = ProblemReport(page=page, text=text, learner_id=learner_id, reported_at=now)
    session.add(report)
    session.flush()
    return report


class UnknownReport(Exception):
    """There is no such report."""


def mark_handled(session: Session, report_id: int, by_id: int, *, now: datetime) -> None:
    """A trainer has seen to it. Once more changes nothing. Raises UnknownReport."""
    report = _locked(session, report_id)
    if report.handled_at is None:
        report.handled_by_id, report.handled_at = by_id, now
        session.flush()
        auditing.record(session, "report.handled", f"report:{report_id}", actor_id=by_id, now=now)


def reopen(session: Session, report_id: int, by_id: int, *, now: datetime) -> None:
    """It is to be seen to after all. Once more changes nothing. Raises UnknownReport."""
    report = _locked(session, report_id)
    if report.handled_at is not None:
        report.handled_by_id = report.handled_at = None
        session.flush()
        auditing.record(session, "report.reopened", f"report:{report_id}", actor_id=by_id, now=now)


def _locked(session: Session, report_id: int) -> ProblemReport:
    report = session.scalar(
        select(ProblemReport)
        .where(ProblemReport.id == report_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if report is None:
        raise UnknownReport(report_id)
    return report
