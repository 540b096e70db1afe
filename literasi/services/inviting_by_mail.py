"""How many invitations go by e-mail: enough for an agency's people, too few to flood strangers."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from literasi.services import throttling

DAY = timedelta(days=1)
MOST_A_DAY = 2_000  # of one supervisor: as many as a roster has rows
MOST_TO_ONE = 5  # to one address, whoever sends them


def count(session: Session, addresses: Sequence[str], *, by_id: int, now: datetime) -> set[str]:
    """Count one letter to each of the *addresses*; those that may be written to.

    Nobody may, once the supervisor has sent more than ``MOST_A_DAY``: all of one sheet go, or none.
    """
    if not addresses:
        return set()
    sent = {str(by_id): len(addresses)}
    if throttling.count_each(session, "invite", sent, limit=MOST_A_DAY, window=DAY, now=now):
        return set()
    each = Counter(addresses)
    return set(each) - throttling.count_each(
        session, "invite-to", each, limit=MOST_TO_ONE, window=DAY, now=now
    )
