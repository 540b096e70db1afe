"""What readers reported, as trainers see it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.domain.identities import Identity
from literasi.models import Account, ProblemReport

PAGE = 20


@dataclass(frozen=True)
class ReportRow:
    """A report in the list. Who wrote it is not told; ``handled_by`` is how that trainer signs in."""

    id: int
    page: str
    text: str
    reported_at: datetime
    handled_at: datetime | None
    handled_by: str | None

    @property
    def path(self) -> str:
        """The page's address without what followed ``?``."""
        return self.page.partition("?")[0]

    @property
    def identity(self) -> str | None:
        """The text that stands on that page; None when it is no course, lesson or quiz."""
        return text_on(self.path)


@dataclass(frozen=True)
class ReportPage:
    """One page of the reports, and how many wait and are handled."""

    rows: tuple[ReportRow, ...]
    open: int
    handled: int
    number: int
    last: int


def report_page(session: Session, *, handled: bool, number: int) -> ReportPage:
    """Page *number* (from 1) of the reports that are *handled* or wait, the newest first. Two statements."""
    counted = session.execute(
        select(func.count(), func.count(ProblemReport.handled_at)).select_from(ProblemReport)
    ).one()
    total = counted[1] if handled else counted[0] - counted[1]
    last = max(1, -(-total // PAGE))
    number = min(max(number, 1), last)
    is_handled = ProblemReport.handled_at.is_not(None)
    rows = session.execute(
        select(
            ProblemReport.id,
            ProblemReport.page,
            ProblemReport.text,
            ProblemReport.reported_at,
            ProblemReport.handled_at,
            Account.login_name,
        )
        .outerjoin(Account, Account.learner_id == ProblemReport.handled_by_id)
        .where(is_handled if handled else ~is_handled)
        .order_by(ProblemReport.reported_at.desc(), ProblemReport.id.desc())
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    )
    return ReportPage(
        tuple(ReportRow(*row) for row in rows), counted[0] - counted[1], counted[1], number, last
    )


def waiting(session: Session) -> int:
    """How many reports nobody has seen to."""
    return (
        session.scalar(
            select(func.count()).select_from(ProblemReport).where(ProblemReport.handled_at.is_(None))
        )
        or 0
    )


def text_on(path: str) -> str | None:
    """The identity of the text on the page at *path*; None when there is none to edit."""
    parts = path.strip("/").split("/")
    folder = {"kursus": "courses", "kuis": "quizzes"}.get(parts[0])
    if folder is None or not 2 <= len(parts) <= 3:
        return None
    try:
        return str(Identity.read(f"{folder}/{parts[1]}/{parts[2] if len(parts) == 3 else ''}"))
    except ValueError:
        return None
