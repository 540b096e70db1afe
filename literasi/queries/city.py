"""The agencies directly below a place, and how required learning stands in each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from literasi.models import Organisation, Tally

PAGE = 25
Key = tuple[str, int]  # where one stands in the alphabet: its name and its id


@dataclass(frozen=True)
class AgencyRow:
    """An organisation, how many stand directly below it, and what is owed there and below."""

    id: int
    slug: str
    name: str
    children: int
    owed: int
    done: int
    late: int


@dataclass(frozen=True)
class AgencyPage:
    """Some agencies, and whether more follow."""

    rows: list[AgencyRow]
    has_more: bool


def agencies_below(session: Session, parent_id: int, *, after: Key | None, today: date) -> AgencyPage:
    """The organisations directly below that follow the key, by alphabet. One statement."""
    place = select(Organisation.name, Organisation.id, Organisation.slug)
    chosen = place.where(Organisation.parent_id == parent_id, Organisation.retired_at.is_(None))
    if after is not None:
        chosen = chosen.where(tuple_(func.lower(Organisation.name), Organisation.id) > tuple_(*after))
    page = chosen.order_by(func.lower(Organisation.name), Organisation.id).limit(PAGE + 1).subquery()
    rows = session.execute(_with_sums(page, today)).all()
    return AgencyPage([_row(row) for row in rows[:PAGE]], len(rows) > PAGE)


def key_of(session: Session, parent_id: int, slug: str) -> Key | None:
    """Where the organisation of this *slug* stands among those below; None if it is not one of them."""
    row = session.execute(
        select(func.lower(Organisation.name).label("key"), Organisation.id).where(
            Organisation.slug == slug, Organisation.parent_id == parent_id
        )
    ).first()
    return (row.key, row.id) if row else None


def sums_of(session: Session, organisation_ids: list[int], *, today: date) -> dict[int, AgencyRow]:
    """The same of these organisations, by id."""
    page = (
        select(Organisation.name, Organisation.id, Organisation.slug)
        .where(Organisation.id.in_(organisation_ids))
        .subquery()
    )
    return {row.id: _row(row) for row in session.execute(_with_sums(page, today))}


def _with_sums(page: Any, today: date) -> Select[*tuple[Any, ...]]:
    child = aliased(Organisation)
    children = (
        select(func.count())
        .where(child.parent_id == page.c.id, child.retired_at.is_(None))
        .correlate(page)
        .scalar_subquery()
    )
    late = case((Tally.late_from <= today, Tally.owed - Tally.done), else_=0)
    return (
        select(
            page.c.id,
            page.c.slug,
            page.c.name,
            children.label("children"),
            func.coalesce(func.sum(Tally.owed), 0).label("owed"),
            func.coalesce(func.sum(Tally.done), 0).label("done"),
            func.coalesce(func.sum(late), 0).label("late"),
        )
        .select_from(page)
        .outerjoin(Tally, Tally.organisation_id == page.c.id)
        .group_by(page.c.id, page.c.slug, page.c.name)
        .order_by(func.lower(page.c.name), page.c.id)
    )


def _row(row: Any) -> AgencyRow:
    return AgencyRow(row.id, row.slug, row.name, row.children, int(row.owed), int(row.done), int(row.late))
