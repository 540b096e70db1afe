"""The tree of organisations grows and changes; what happened in it stays where it happened."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, literal, select, text
from sqlalchemy.orm import Session, aliased

from literasi.domain.organisation_lists import ListedOrganisation
from literasi.domain.organisations import OrganisationKind, slug_of
from literasi.models import Organisation, OrganisationAncestor
from literasi.services import auditing, requiring, standings

_COLUMNS = ["organisation_id", "ancestor_id", "depth"]


class Misplaced(Exception):
    """The tree cannot be like that."""


class CommunityStandsAlone(Misplaced):
    """A community account has nothing above it and nothing below, and stays a community."""


class CityIsTheRoot(Misplaced):
    """A city has nothing above it."""


class BelowItself(Misplaced):
    """An organisation cannot move below itself, nor into what lies below it."""


class RetiredOrganisation(Misplaced):
    """What is retired takes nobody and nothing any more."""


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
    """Make an organisation below *parent_id* (None: a root); its id.

    Its address is *slug*, or made of the name with a number behind it if that is taken. Raises
    CommunityStandsAlone, CityIsTheRoot, RetiredOrganisation.
    """
    hold_tree(session)
    _check_place(session, kind, parent_id)
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


def load(session: Session, listed: Sequence[ListedOrganisation], *, now: datetime) -> int:
    """Make every listed organisation whose address is not there yet; how many that were.

    What exists stays as it is: people may have renamed or moved it since.
    """
    ids = {row.slug: row.id for row in session.execute(select(Organisation.slug, Organisation.id))}
    made = 0
    for one in listed:
        if one.slug in ids:
            continue
        ids[one.slug] = create(
            session,
            one.name,
            one.kind,
            parent_id=ids[one.parent] if one.parent else None,
            by_id=None,
            now=now,
            slug=one.slug,
            is_example=one.is_example,
        )
        made += 1
    return made


def rename(
    session: Session,
    organisation_id: int,
    name: str,
    kind: OrganisationKind,
    *,
    by_id: int | None,
    now: datetime,
) -> None:
    """Give it another name or kind; the address stays. Raises CommunityStandsAlone, CityIsTheRoot.

    Somebody has looked at it, so it is no example any more.
    """
    hold_tree(session)
    found = locked(session, organisation_id)
    if (found.name, found.kind, found.is_example) == (name, kind.value, False):
        return
    if (found.kind == OrganisationKind.COMMUNITY) != (kind is OrganisationKind.COMMUNITY):
        raise CommunityStandsAlone
    _check_place(session, kind, found.parent_id)
    auditing.record(
        session,
        "organisation.renamed",
        subject(organisation_id),
        actor_id=by_id,
        now=now,
        before=found.name,
        kind_before=found.kind,
    )
    found.name, found.kind, found.is_example = name, kind.value, False
    session.flush()


def move(
    session: Session, organisation_id: int, parent_id: int | None, *, by_id: int | None, now: datetime
) -> None:
    """Put it, with all that is below it, elsewhere in the tree (None: as a root).

    Raises BelowItself, CommunityStandsAlone, CityIsTheRoot, RetiredOrganisation.
    """
    hold_tree(session)
    found = locked(session, organisation_id)
    if found.parent_id == parent_id:
        return
    inner = below(session, organisation_id)
    if parent_id in inner:
        raise BelowItself
    hold(session, inner)
    _check_place(session, OrganisationKind(found.kind), parent_id)
    before = found.parent_id or 0
    _transplant(session, found, parent_id)
    requiring.organisation_moved(session, organisation_id, now=now)
    auditing.record(
        session,
        "organisation.moved",
        subject(organisation_id),
        actor_id=by_id,
        now=now,
        before=before,
        into=parent_id or 0,
    )


def hold_tree(session: Session) -> None:
    """Until the transaction ends nobody else changes the tree: two moves at once could make a circle.

    SQLite has one writer at a time anyway. What is owed is held first: whoever finishes a course while an
    organisation is locked would wait for it, and it for them.
    """
    standings.hold(session)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE organisation_ancestor IN SHARE ROW EXCLUSIVE MODE"))


def locked(session: Session, organisation_id: int) -> Organisation:
    """The organisation, held until the transaction ends, as it is now."""
    return session.scalars(
        select(Organisation)
        .where(Organisation.id == organisation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def hold(session: Session, ids: Collection[int]) -> None:
    """Hold these organisations until the transaction ends: nobody comes into them meanwhile."""
    session.execute(
        select(Organisation.id).where(Organisation.id.in_(ids)).order_by(Organisation.id).with_for_update()
    ).all()


def below(session: Session, organisation_id: int) -> set[int]:
    """The ids of the organisation and of everything below it."""
    return set(
        session.scalars(
            select(OrganisationAncestor.organisation_id).where(
                OrganisationAncestor.ancestor_id == organisation_id
            )
        )
    )


def transplant_children(session: Session, organisation_id: int, parent_id: int) -> list[int]:
    """Put everything directly below the organisation below another one; their ids."""
    children = session.scalars(
        select(Organisation).where(Organisation.parent_id == organisation_id).order_by(Organisation.id)
    ).all()
    for child in children:
        _transplant(session, child, parent_id)
    return [child.id for child in children]


def subject(organisation_id: int) -> str:
    """An organisation as a subject of the audit."""
    return f"organisation:{organisation_id}"


def _check_place(session: Session, kind: OrganisationKind, parent_id: int | None) -> None:
    if parent_id is None:
        return
    if kind is OrganisationKind.CITY:
        raise CityIsTheRoot
    parent = session.execute(
        select(Organisation.kind, Organisation.retired_at).where(Organisation.id == parent_id)
    ).one()
    if OrganisationKind.COMMUNITY in {kind, OrganisationKind(parent.kind)}:
        raise CommunityStandsAlone
    if parent.retired_at is not None:
        raise RetiredOrganisation


def _place(session: Session, organisation_id: int, parent_id: int | None) -> None:
    """Write down everything above a new organisation, itself included."""
    above = select(
        literal(organisation_id), OrganisationAncestor.ancestor_id, OrganisationAncestor.depth + 1
    ).where(OrganisationAncestor.organisation_id == parent_id)
    session.execute(insert(OrganisationAncestor).from_select(_COLUMNS, above))
    session.execute(
        insert(OrganisationAncestor).values(
            organisation_id=organisation_id, ancestor_id=organisation_id, depth=0
        )
    )


def _transplant(session: Session, found: Organisation, parent_id: int | None) -> None:
    """Take everything from *found* downwards out from under what was above it, and below *parent_id*."""
    inner = below(session, found.id)
    session.execute(
        delete(OrganisationAncestor).where(
            OrganisationAncestor.organisation_id.in_(inner), OrganisationAncestor.ancestor_id.not_in(inner)
        )
    )
    if parent_id is not None:
        above, down = aliased(OrganisationAncestor), aliased(OrganisationAncestor)
        lines = (
            select(down.organisation_id, above.ancestor_id, above.depth + down.depth + 1)
            .join(above, above.organisation_id == parent_id)
            .where(down.ancestor_id == found.id)
        )
        session.execute(insert(OrganisationAncestor).from_select(_COLUMNS, lines))
    found.parent_id = parent_id
    session.flush()


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
