"""The tree of organisations grows and changes; what happened in it stays where it happened."""

from datetime import datetime

from sqlalchemy import insert, literal, select
from sqlalchemy.orm import Session

from literasi.domain.organisations import OrganisationKind, slug_of
from literasi.models import Organisation, OrganisationAncestor
from literasi.services import auditing


class CommunityStandsAlone(Exception):
    """A community account has nothing above it and nothing below."""


def create(
    session: Session,
    name: str,
    kind: OrganisationKind,
    *,
    parent_id: int | None,
    by_id: int | None,
    now: datetime,
    slug: str | None = None,
    is_example: bool = False,
) -> int:
    """Make an organisation below *parent_id* (None: a root); its id. Raises CommunityStandsAlone.

    Its address is *slug*, or made of the name with a number behind it if that is taken.
    """
    if kind is OrganisationKind.COMMUNITY and parent_id is not None:
        raise CommunityStandsAlone
    organisation_id = session.scalars(
        insert(Organisation)
        .values(
            slug=_free_slug(session, slug or slug_of(name)),
            name=name,
            kind=kind.value,
            parent_id=parent_id,
            is_example=is_example,
            created_at=now,
        )
        .returning(Organisation.id)
    ).one()
    _place(session, organisation_id, parent_id)
    auditing.record(session, "organisation.created", subject(organisation_id), actor_id=by_id, now=now)
    return organisation_id


def subject(organisation_id: int) -> str:
    """An organisation as a subject of the audit."""
    return f"organisation:{organisation_id}"


def _place(session: Session, organisation_id: int, parent_id: int | None) -> None:
    """Write down everything above a new organisation, itself included."""
    above = select(
        literal(organisation_id), OrganisationAncestor.ancestor_id, OrganisationAncestor.depth + 1
    ).where(OrganisationAncestor.organisation_id == parent_id)
    columns = ["organisation_id", "ancestor_id", "depth"]
    session.execute(insert(OrganisationAncestor).from_select(columns, above))
    session.execute(
        insert(OrganisationAncestor).values(
            organisation_id=organisation_id, ancestor_id=organisation_id, depth=0
        )
    )


def _free_slug(session: Session, wanted: str) -> str:
    taken = set(
        session.scalars(
            select(Organisation.slug).where(Organisation.slug.startswith(wanted, autoescape=True))
        )
    )
    number = 1
    slug = wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
