"""Somebody makes an account, and writes down the code that helps when the password is forgotten."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.domain.login_names import LoginName, NameKind
from literasi.domain.people import PRIVACY_VERSION, AgeBand
from literasi.models import Account, Learner, LearnerSession
from literasi.services import auditing, certifying

# A whole classroom may register behind one address.
ADDRESS_LIMIT, ADDRESS_WINDOW = 300, timedelta(minutes=10)


class NameTaken(Exception):
    """Somebody else signs in by this name."""


class ContactOfAChild(Exception):
    """Under 13 only a chosen name is kept: no phone number and no e-mail address."""


@dataclass(frozen=True)
class NewAccount:
    """What somebody chose when they registered; the code's fingerprint, never the code."""

    name: LoginName
    password_hash: str
    recovery_code_hash: bytes
    age: AgeBand


def register(session: Session, wanted: NewAccount, *, guest_id: int | None, now: datetime) -> int:
    """Make the account; the id of its learner.

    With *guest_id* the account belongs to that guest, whose browsers have to sign in from now on;
    otherwise to a new learner. A child's certificates show the name no longer. Raises NameTaken and
    ContactOfAChild.
    """
    if wanted.age is AgeBand.UNDER_13 and wanted.name.kind is not NameKind.USERNAME:
        raise ContactOfAChild
    learner_id = (
        guest_id or session.scalars(insert(Learner).values(created_at=now).returning(Learner.id)).one()
    )
    made: int | None = session.scalar(
        insert_into(session, Account)
        .values(
            learner_id=learner_id,
            login_name=wanted.name.text,
            login_kind=wanted.name.kind.value,
            password_hash=wanted.password_hash,
            recovery_code_hash=wanted.recovery_code_hash,
            recovery_code_made_at=now,
            age_band=wanted.age.value,
            privacy_version=PRIVACY_VERSION,
            privacy_accepted_at=now,
            created_at=now,
            password_changed_at=now,
        )
        .on_conflict_do_nothing()
        .returning(Account.learner_id)
    )
    if made is None:
        raise NameTaken
    certifying.hide_name_of_child(session, learner_id)
    session.execute(delete(LearnerSession).where(LearnerSession.learner_id == learner_id))
    auditing.record(session, "account.registered", auditing.learner(learner_id), actor_id=learner_id, now=now)
    return learner_id


def code_fingerprint(code: str) -> bytes:
    """What is kept of a recovery code."""
    return hashlib.sha256(code.encode()).digest()


def renew_recovery_code(session: Session, learner_id: int, code_hash: bytes, *, now: datetime) -> None:
    """Replace the recovery code; the old one is dead."""
    session.execute(
        update(Account)
        .where(Account.learner_id == learner_id)
        .values(recovery_code_hash=code_hash, recovery_code_made_at=now)
    )
    auditing.record(session, "recovery-code.made", auditing.learner(learner_id), actor_id=learner_id, now=now)
