"""The tree of organisations as operators see it: places, never the people in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from literasi.domain.organisations import OrganisationKind
from literasi.models import (
    Account,
    Assignment,
    Membership,
    Organisation,
    OrganisationAncestor,
)

PAGE = 50
FEW = 20  # so many can be offered to choose from
_STANDING = ("waiting", "invited", "active")


@dataclass(frozen=True)
class Branch:
    """One organisation in a list, with how many lie below it and the name of the one above."""

    id: int
    slug: str
    name: str
    kind: OrganisationKind
    parent_name: str | None
    below: int
    is_example: bool
    is_retired: bool


@dataclass(frozen=True)
class Supervisor:
    """Somebody who supervises an organisation itself: how it writes them, and how they sign in."""

    learner_id: int
    name: str
    login_name: str | None


@dataclass(frozen=True)
class Place:
    """One organisation, the way down to it (from the root), and how much is in it."""

    id: int
    slug: str
    name: str
    kind: OrganisationKind
    parent_id: int | None
    is_example: bool
    retired_at: datetime | None
    merged_into: str | None
    members: int
    assignments: int
    below: int
    above: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Inside:
    """What retiring or merging an organisation would touch, with everything below it."""

    organisations: int
    people: int
    supervisors: int
    assignments: int


def children(session: Session, parent_id: int | None, after: str = "") -> tuple[list[Branch], str]:
    """A page of what lies directly below *parent_id* (None: the roots), by name; where the next one begins.

    *after* is the slug behind which the page begins. One statement.
    """
    return _page(session, _branches().where(Organisation.parent_id == parent_id), after)


def named(session: Session, words: str, after: str = "") -> tuple[list[Branch], str]:
    """A page of the organisations whose name holds all *words*; where the next one begins. One statement."""
    found = _branches()
    for word in words.split():
        found = found.where(func.lower(Organisation.name).contains(word.lower(), autoescape=True))
    return _page(session, found, after)


def candidates(session: Session, words: str, *, without_below: int, communities: bool) -> list[Branch]:
    """The first few live organisations with *words* in their name, none from *without_below* downwards."""
    inner = select(OrganisationAncestor.organisation_id).where(
        OrganisationAncestor.ancestor_id == without_below
    )
    is_community = Organisation.kind == OrganisationKind.COMMUNITY.value
    found = _branches().where(
        Organisation.id.not_in(inner),
        Organisation.retired_at.is_(None),
        is_community if communities else ~is_community,
    )
    for word in words.split():
        found = found.where(func.lower(Organisation.name).contains(word.lower(), autoescape=True))
    rows = session.execute(found.order_by(func.lower(Organisation.name), Organisation.id).limit(FEW))
    return [_branch(row) for row in rows]


def place(session: Session, slug: str) -> Place | None:
    """The organisation of this *slug*; None when there is none. One statement: a row for each step above."""
    above, into = aliased(Organisation), aliased(Organisation)
    rows = session.execute(
        select(
            Organisation,
            into.slug.label("merged_into"),
            _members().label("members"),
            _assignments().label("assignments"),
            _below().label("below"),
            above.slug.label("above_slug"),
            above.name.label("above_name"),
            OrganisationAncestor.depth,
        )
        .join(OrganisationAncestor, OrganisationAncestor.organisation_id == Organisation.id)
        .join(above, above.id == OrganisationAncestor.ancestor_id)
        .outerjoin(into, into.id == Organisation.merged_into_id)
        .where(Organisation.slug == slug.replace("\x00", ""))  # which a database cannot hold
        .order_by(OrganisationAncestor.depth.desc())
    ).all()
    return _place(rows) if rows else None


def supervisors(session: Session, organisation_id: int) -> list[Supervisor]:
    """Who supervises the organisation itself, by name. One statement."""
    rows = session.execute(
        select(Membership.learner_id, Membership.name, Account.login_name)
        .outerjoin(Account, Account.learner_id == Membership.learner_id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.role == "supervisor",
            Membership.state == "active",
        )
        .order_by(Membership.name_key, Membership.id)
    )
    return [Supervisor(*row) for row in rows]


def inside(session: Session, organisation_id: int) -> Inside:
    """What is open in the organisation and below it. One statement, for the page that asks beforehand."""
    ids = select(OrganisationAncestor.organisation_id).where(
        OrganisationAncestor.ancestor_id == organisation_id
    )
    held = (Membership.organisation_id.in_(ids), Membership.state.in_(_STANDING))
    counts = (
        select(func.count())
        .select_from(Organisation)
        .where(Organisation.id.in_(ids), Organisation.retired_at.is_(None)),
        select(func.count()).select_from(Membership).where(*held, Membership.role == "member"),
        select(func.count()).select_from(Membership).where(*held, Membership.role == "supervisor"),
        select(func.count())
        .select_from(Assignment)
        .where(Assignment.organisation_id.in_(ids), Assignment.withdrawn_at.is_(None)),
    )
    return Inside(*session.execute(select(*(one.scalar_subquery() for one in counts))).one())


def _below() -> Any:
    """How many live organisations lie below the one of the row."""
    inner = aliased(Organisation)
    return (
        select(func.count())
        .select_from(OrganisationAncestor)
        .join(inner, inner.id == OrganisationAncestor.organisation_id)
        .where(
            OrganisationAncestor.ancestor_id == Organisation.id,
            OrganisationAncestor.depth > 0,
            inner.retired_at.is_(None),
        )
        .correlate(Organisation)
        .scalar_subquery()
    )


def _members() -> Any:
    return (
        select(func.count(Membership.id))
        .where(
            Membership.organisation_id == Organisation.id,
            Membership.role == "member",
            Membership.state.in_(("invited", "active")),
        )
        .correlate(Organisation)
        .scalar_subquery()
    )


def _assignments() -> Any:
    return (
        select(func.count(Assignment.id))
        .where(Assignment.organisation_id == Organisation.id, Assignment.withdrawn_at.is_(None))
        .correlate(Organisation)
        .scalar_subquery()
    )


def _branches() -> Select[Any]:
    parent = aliased(Organisation)
    return select(
        Organisation.id,
        Organisation.slug,
        Organisation.name,
        Organisation.kind,
        parent.name.label("parent_name"),
        _below().label("below"),
        Organisation.is_example,
        Organisation.retired_at,
    ).outerjoin(parent, parent.id == Organisation.parent_id)


def _page(session: Session, found: Select[Any], after: str) -> tuple[list[Branch], str]:
    if after:
        begin, key = aliased(Organisation), func.lower(Organisation.name)
        name = select(func.lower(begin.name)).where(begin.slug == after).scalar_subquery()
        number = select(begin.id).where(begin.slug == after).scalar_subquery()
        found = found.where(or_(key > name, and_(key == name, Organisation.id > number)))
    rows = session.execute(
        found.order_by(func.lower(Organisation.name), Organisation.id).limit(PAGE + 1)
    ).all()
    shown = [_branch(row) for row in rows[:PAGE]]
    return shown, shown[-1].slug if len(rows) > PAGE else ""


def _branch(row: Any) -> Branch:
    return Branch(
        row.id,
        row.slug,
        row.name,
        OrganisationKind(row.kind),
        row.parent_name,
        row.below,
        bool(row.is_example),
        row.retired_at is not None,
    )


def _place(rows: Sequence[Any]) -> Place:
    found = rows[-1].Organisation
    return Place(
        id=found.id,
        slug=found.slug,
        name=found.name,
        kind=OrganisationKind(found.kind),
        parent_id=found.parent_id,
        is_example=found.is_example,
        retired_at=found.retired_at,
        merged_into=rows[-1].merged_into,
        members=rows[-1].members,
        assignments=rows[-1].assignments,
        below=rows[-1].below,
        above=tuple((row.above_slug, row.above_name) for row in rows[:-1]),
    )
