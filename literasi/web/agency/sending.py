"""An invitation by e-mail, written in the transaction that made its code."""

from datetime import timedelta

from flask import url_for
from sqlalchemy.orm import Session

from literasi.domain import letters
from literasi.services import coding, outboxing
from literasi.web import one_time_codes, pages, presentation, visitors


def send_invitation(
    session: Session, organisation: str, learner_id: int, contact: str | None, lasts: timedelta
) -> bool:
    """Send the code that was made just now, if the *contact* is an e-mail address; whether it is."""
    if contact is None or "@" not in contact:
        return False
    now = visitors.now()
    letter = letters.invitation(
        organisation,
        invitation_address(one_time_codes.code_for(learner_id, coding.JOIN, now)),
        presentation.day_in_indonesian(now + lasts),
    )
    outboxing.write(
        session, learner_id, "invitation", address=contact, subject=letter.subject, body=letter.body, now=now
    )
    return True


def invitation_address(code: str) -> str:
    """Where the invitation of this code opens."""
    return pages.public_url(url_for("account.invitation", code=code))
