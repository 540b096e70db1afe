"""What one member owes and has finished, as a supervisor sees it: on the member's own page."""

from datetime import date

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from literasi.models import Obligation, Standing
from literasi.queries.standing_rows import StandingPage, page_of

MOST = 20
_RANKS = {"open": 0, "done": 1, "exempt": 2, "left": 3}


def of_member(session: Session, organisation_id: int, learner_id: int, *, today: date) -> StandingPage:
    """What stands of this learner in the organisation: what is open first, the first to become late on top.

    Of somebody who left, only what the organisation may know. One statement.
    """
    keys = (
        select(
            case(_RANKS, value=Standing.state).label("rank"),
            Standing.late_from,
            Standing.name_key,
            Standing.obligation_id,
            Standing.membership_id,
            Standing.course_id,
            Standing.due_on,
            Standing.state,
        )
        .join(Obligation, Obligation.id == Standing.obligation_id)
        .where(Standing.organisation_id == organisation_id, Obligation.learner_id == learner_id)
        .order_by("rank", Standing.late_from, Standing.obligation_id)
        .limit(MOST + 1)
        .subquery()
    )
    return page_of(session, keys, organisation_id, size=MOST, today=today)
