"""Invitations by e-mail, written in the transaction that made their codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import url_for
from sqlalchemy.orm import Session

from literasi.domain import letters
from literasi.services import coding, inviting_by_mail, outboxing
from literasi.web import one_time_codes, pages, presentation, visitors
from literasi.web.agency.scope import supervisor_id

HELD_BACK = "tertahan"  # in an address: what was asked to go by e-mail has not gone


@dataclass(frozen=True)
class Recipient:
    """Somebody whose code was made just now."""

    organisation: str
    learner_id: int
    contact: str | None


def send_invitations(session: Session, people: Sequence[Recipient], lasts: timedelta) -> str | None:
    """Send the codes to those whose contact is an e-mail address.

    Returns what the address of the next page says of it: ``HELD_BACK`` if somebody's did not go because of
    how many went today.
    """
    found = [(one, one.contact) for one in people if one.contact is not None and "@" in one.contact]
    addresses = [contact for _, contact in found]
    allowed = inviting_by_mail.count(session, addresses, by_id=supervisor_id(), now=visitors.now())
    for one, contact in found:
        if contact in allowed:
            _send(session, one, contact, lasts)
    return None if set(addresses) <= allowed else HELD_BACK


def _send(session: Session, one: Recipient, contact: str, lasts: timedelta) -> None:
    now = visitors.now()
    letter = letters.invitation(
        one.organisation,
        invitation_address(one_time_codes.code_for(one.learner_id, coding.JOIN, now)),
        presentation.day_in_indonesian(now + lasts),
    )
    outboxing.write(
        session,
        one.learner_id,
        "invitation",
        address=contact,
        subject=letter.subject,
        body=letter.body,
        now=now,
    )


def invitation_address(code: str) -> str:
    """Where the invitation of this code opens."""
    return pages.public_url(url_for("account.invitation", code=code))
