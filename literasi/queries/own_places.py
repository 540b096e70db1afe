"""Where one person waits, learns and supervises, as that person sees it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.domain.organisations import OrganisationKind
from literasi.models import Membership, Organisation


@dataclass(frozen=True)
class OwnPlace:
    """One of the asker's own places."""

    public_id: uuid.UUID
    id: int
    organisation: str
    kind: str
    name: str
    role: str
    state: str
    since: datetime

    @property
    def may_be_left(self) -> bool:
        """Whether the person may go without asking: who waits, and who is in a community."""
        return self.role == "member" and (self.state == "waiting" or self.kind == OrganisationKind.COMMUNITY)


def own_places(session: Session, learner_id: int) -> list[OwnPlace]:
    """Where somebody waits or is a member or supervisor now, by name of the organisation."""
    rows = session.execute(
        select(
            Membership.public_id,
            Membership.id,
            Organisation.name.label("organisation"),
            Organisation.kind,
            Membership.name,
            Membership.role,
            Membership.state,
            func.coalesce(Membership.joined_at, Membership.asked_at).label("since"),
        )
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.learner_id == learner_id, Membership.state.in_(("waiting", "active")))
        .order_by(func.lower(Organisation.name), Membership.role, Membership.id)
    )
    return [OwnPlace(*row) for row in rows]
