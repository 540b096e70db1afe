"""Which form a learner gets when is drawn once, when they begin their first test."""

import random
import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.domain import sittings
from literasi.domain.organisations import OrganisationKind
from literasi.models import FormPlan, Membership, Organisation, OrganisationAncestor

_NO_AGENCY = (OrganisationKind.CITY.value, OrganisationKind.COMMUNITY.value)


def plan(
    session: Session,
    learner_id: int,
    course_id: int | None,
    courses: Collection[int],
    *,
    now: datetime,
    randomness: random.Random,
) -> FormPlan | None:
    """The learner's plan, made now if there is none; None when *course_id* is not among *courses* then."""
    found = session.get(FormPlan, learner_id)
    if found is not None or course_id not in courses:
        return found
    found = FormPlan(
        learner_id=learner_id,
        course_id=course_id,
        square_row=randomness.randrange(len(sittings.SQUARE)),
        pseudonym=uuid.UUID(int=randomness.getrandbits(128), version=4),
        organisation_id=_agency_of(session, learner_id),
        made_at=now,
    )
    session.add(found)
    session.flush()
    return found


def _agency_of(session: Session, learner_id: int) -> int | None:
    """The agency right below the city in whose tree the learner is a member: the first they joined."""
    return session.scalar(
        select(OrganisationAncestor.ancestor_id)
        .select_from(Membership)
        .join(OrganisationAncestor, OrganisationAncestor.organisation_id == Membership.organisation_id)
        .join(Organisation, Organisation.id == OrganisationAncestor.ancestor_id)
        .where(
            Membership.learner_id == learner_id,
            Membership.role == "member",
            Membership.state == "active",  # whoever was invited could be invented by the one who asks
            Organisation.kind.not_in(_NO_AGENCY),
        )
        .order_by(Membership.joined_at, Membership.id, OrganisationAncestor.depth.desc())
        .limit(1)
    )
