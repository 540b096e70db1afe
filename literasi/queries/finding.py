"""Finding people among all who ever learned, by beginnings that an index knows: nobody looks at everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select, union
from sqlalchemy.orm import InstrumentedAttribute, Session

from literasi.domain.login_names import masked_name, name_starts
from literasi.domain.names import name_key, number_spellings
from literasi.domain.people import GRANTED, Role
from literasi.models import Account, Membership, Organisation, RoleGrant

MOST = 20
SHORTEST = 3  # letters; fewer begin too many names
MOST_PLACES = 3  # shown of one person
_LAST_SIGN = "\U0010ffff"


@dataclass(frozen=True)
class KnownAs:
    """How one organisation knows somebody; of its number for them only the end."""

    organisation: str
    name: str
    number_end: str
    state: str


@dataclass(frozen=True)
class Hit:
    """Somebody who was found, with what tells them apart.

    ``login_name`` is masked; it is None for somebody without an account.
    """

    learner_id: int
    login_name: str | None
    since: datetime | None
    is_disabled: bool
    roles: tuple[Role, ...]
    places: tuple[KnownAs, ...]


@dataclass(frozen=True)
class Found:
    """At most ``MOST`` people, those first who sign in so."""

    hits: Sequence[Hit]
    has_more: bool


def find(session: Session, typed: str) -> Found:
    """Who signs in by this name or one that begins so, or is known so to an organisation. Three statements.

    A number of an organisation and the address of an invitation are found whole, names by their beginning.
    """
    ids = _ids(session, typed)
    if not ids:
        return Found((), has_more=False)
    accounts, places = _accounts(session, ids), _places(session, ids)
    hits = [_hit(one, accounts.get(one), places.get(one, [])) for one in ids]
    starts = tuple(name_starts(typed))
    hits.sort(key=lambda hit: _order(hit, accounts.get(hit.learner_id), starts))
    return Found(hits[:MOST], has_more=len(hits) > MOST)


def begins(session: Session, column: InstrumentedAttribute[str], start: str) -> ColumnElement[bool]:
    """Whether the column begins so, in the form for which each database uses its index."""
    if session.get_bind().dialect.name == "sqlite":
        return and_(column >= start, column < start + _LAST_SIGN)
    return column.startswith(start, autoescape=True)


def _ids(session: Session, typed: str) -> list[int]:
    starts, key, whole = name_starts(typed), name_key(typed), " ".join(typed.split())
    branches: list[Select[int]] = [_of_account(session, start) for start in starts]
    if key:
        branches.append(_of_place(begins(session, Membership.name_key, key)))
    branches.append(_of_place(Membership.external_id.in_(sorted(number_spellings(whole)))))
    branches.append(_of_place(Membership.contact.in_(sorted({whole, *starts}))))
    limited = [select(branch.limit(MOST + 1).subquery().c.learner_id) for branch in branches]
    return sorted(session.scalars(union(*limited)).all())


def _of_account(session: Session, start: str) -> Select[int]:
    return (
        select(Account.learner_id)
        .where(begins(session, Account.login_name, start))
        .order_by(Account.login_name)
    )


def _of_place(condition: ColumnElement[bool]) -> Select[int]:
    return select(Membership.learner_id).where(condition).distinct()


def _accounts(session: Session, ids: Sequence[int]) -> dict[int, list[Any]]:
    """The rows of each account, one for every role it holds."""
    rows = session.execute(
        select(
            Account.learner_id, Account.login_name, Account.created_at, Account.disabled_at, RoleGrant.role
        )
        .outerjoin(RoleGrant, (RoleGrant.learner_id == Account.learner_id) & RoleGrant.withdrawn_at.is_(None))
        .where(Account.learner_id.in_(ids))
    )
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.learner_id, []).append(row)
    return found


def _places(session: Session, ids: Sequence[int]) -> dict[int, list[KnownAs]]:
    rows = session.execute(
        select(
            Membership.learner_id,
            Organisation.name.label("organisation"),
            Membership.name,
            Membership.external_id,
            Membership.state,
        )
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.learner_id.in_(ids))
        .order_by(Membership.asked_at.desc(), Membership.id.desc())
        .limit(len(ids) * 10)
    )
    found: dict[int, list[KnownAs]] = {}
    for row in rows:
        number_end = (row.external_id or "")[-4:]
        found.setdefault(row.learner_id, []).append(
            KnownAs(row.organisation, row.name, number_end, row.state)
        )
    return found


def _hit(learner_id: int, rows: list[Any] | None, places: list[KnownAs]) -> Hit:
    first = rows[0] if rows else None
    held = {row.role for row in rows or ()}
    return Hit(
        learner_id,
        masked_name(first.login_name) if first else None,
        first.created_at if first else None,
        bool(first and first.disabled_at),
        tuple(role for role in GRANTED if role.value in held),
        tuple(places[:MOST_PLACES]),
    )


def _order(hit: Hit, rows: list[Any] | None, starts: tuple[str, ...]) -> tuple[bool, bool, str]:
    """Whoever signs in exactly so comes first, then those whose name begins so, then the others by name."""
    login_name = rows[0].login_name if rows else ""
    known_as = hit.places[0].name if hit.places else ""
    begins_so = bool(starts) and login_name.startswith(starts)
    return login_name not in starts, not begins_so, login_name if begins_so else name_key(known_as)
