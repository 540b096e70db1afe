"""The codes by which people ask to join an organisation."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.models import Organisation
from literasi.queries.memberships import Choice


@dataclass(frozen=True)
class JoinCode:
    """The code by which people ask to join one organisation."""

    code: str | None
    made_at: datetime | None


def join_code(session: Session, organisation_id: int) -> JoinCode:
    """The organisation's join code, if it has one."""
    row = session.execute(
        select(Organisation.join_code, Organisation.join_code_made_at).where(
            Organisation.id == organisation_id
        )
    ).one()
    return JoinCode(*row)


def joined_by(session: Session, code: str) -> Choice | None:
    """The organisation that people ask to join by this code, as long as it takes anybody."""
    row = session.execute(
        select(Organisation.id, Organisation.slug, Organisation.name).where(
            Organisation.join_code == code, Organisation.retired_at.is_(None)
        )
    ).first()
    return Choice(*row) if row else None
