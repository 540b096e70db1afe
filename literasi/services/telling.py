"""People are told by e-mail of what changed in their account, where it has an address.

On the site they read it on the page of their account, from the audit (queries.own_changes).
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.domain.letters import account_changed
from literasi.models import Account
from literasi.services import outboxing

ACCOUNT = "account"


def tell(session: Session, learner_id: int, action: str, *, now: datetime) -> None:
    """Write the message about *action*; nothing for an account without an e-mail address."""
    address = session.scalar(
        select(Account.login_name).where(Account.learner_id == learner_id, Account.login_kind == "email")
    )
    if address is None:
        return
    letter = account_changed(action)
    outboxing.write(
        session, learner_id, ACCOUNT, address=address, subject=letter.subject, body=letter.body, now=now
    )
