"""Organisations, as far as the asker may see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from literasi.domain.organisations import OrganisationKind
from literasi.models import Cohort, Membership, Organisation, OrganisationAncestor

MOST_UNITS = 100  # in a choice; beyond that nobody finds anything


@dataclass(frozen=True)
class OrganisationRow:
    """One organisation."""

    id: int
    slug: str
    name: str
    kind: OrganisationKind
    parent_id: int | None
    retired_at: datetime | None


_COLUMNS = (
    Organisation.id,
    Organisation.slug,
    Organisation.name,
    Organisation.kind,
    Organisation.parent_id,
    Organisation.retired_at,
)


def supervised(session: Session, learner_id: int, slug: str) -> OrganisationRow | None:
    """The organisation of this *slug*, if the learner supervises it or one above it; else None."""
    row = session.execute(
        select(*_COLUMNS)
        .join(OrganisationAncestor, OrganisationAncestor.organisation_id == Organisation.id)
        .join(Membership, Membership.organisation_id == OrganisationAncestor.ancestor_id)
        .where(Organisation.slug == slug, *_supervises(learner_id))
        .limit(1)
    ).first()
    return _row(row) if row else None


def supervises(session: Session, learner_id: int | None, organisation_id: int) -> bool:
    """Whether the learner supervises the organisation or one above it."""
    found = exists().where(
        OrganisationAncestor.organisation_id == organisation_id,
        OrganisationAncestor.ancestor_id == Membership.organisation_id,
        *_supervises(learner_id),
    )
    return learner_id is not None and bool(session.scalar(select(found)))


def own_organisations(session: Session, learner_id: int) -> list[OrganisationRow]:
    """The organisations that the learner supervises, by name; those below them are not listed."""
    rows = session.execute(
        select(*_COLUMNS)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(*_supervises(learner_id))
        .order_by(func.lower(Organisation.name), Organisation.id)
    )
    return [_row(row) for row in rows]


def merged_into(session: Session, learner_id: int, slug: str) -> str | None:
    """Where the address of a merged organisation leads, if the learner supervises that one; else None."""
    merged = aliased(Organisation)
    return session.scalar(
        select(Organisation.slug)
        .join(merged, merged.merged_into_id == Organisation.id)
        .join(OrganisationAncestor, OrganisationAncestor.organisation_id == Organisation.id)
        .join(Membership, Membership.organisation_id == OrganisationAncestor.ancestor_id)
        .where(merged.slug == slug, *_supervises(learner_id))
        .limit(1)
    )


def has_organisation(session: Session) -> bool:
    """Whether there is any at all."""
    return session.scalar(select(Organisation.id).limit(1)) is not None


def possible_parents(session: Session) -> set[str]:
    """The addresses of all organisations below which there may be others."""
    return set(
        session.scalars(
            select(Organisation.slug).where(
                Organisation.retired_at.is_(None), Organisation.kind != OrganisationKind.COMMUNITY.value
            )
        )
    )


def units(session: Session, organisation_id: int, chosen: str) -> list[OrganisationRow]:
    """The first hundred directly below, by name; and the one of the slug *chosen*, however deep."""
    below = select(OrganisationAncestor.organisation_id).where(
        OrganisationAncestor.ancestor_id == organisation_id, OrganisationAncestor.depth > 0
    )
    children = (
        select(Organisation.id)
        .where(Organisation.parent_id == organisation_id, Organisation.retired_at.is_(None))
        .order_by(func.lower(Organisation.name), Organisation.id)
        .limit(MOST_UNITS)
    )
    rows = session.execute(
        select(*_COLUMNS)
        .where(
            or_(
                Organisation.id.in_(select(children.subquery().c.id)),
                and_(Organisation.slug == chosen, Organisation.id.in_(below)),
            )
        )
        .order_by(func.lower(Organisation.name), Organisation.id)
    )
    return [_row(row) for row in rows]


@dataclass(frozen=True)
class CohortRow:
    """A dated group of members."""

    id: int
    name: str


def cohorts(session: Session, organisation_id: int) -> list[CohortRow]:
    """The cohorts of an organisation itself, the newest first."""
    rows = session.execute(
        select(Cohort.id, Cohort.name)
        .where(Cohort.organisation_id == organisation_id, Cohort.retired_at.is_(None))
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
        .limit(MOST_UNITS)
    )
    return [CohortRow(row.id, row.name) for row in rows]


def _supervises(learner_id: int | None) -> tuple[ColumnElement[bool], ...]:
    return (
        Membership.learner_id == learner_id,
        Membership.role == "supervisor",
        Membership.state == "active",
    )


def _row(row: Any) -> OrganisationRow:
    return OrganisationRow(
        row.id, row.slug, row.name, OrganisationKind(row.kind), row.parent_id, row.retired_at
    )
