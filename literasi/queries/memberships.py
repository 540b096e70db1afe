"""People in organisations: who waits, who is there, and what one person sees of their own places."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from literasi.domain.names import name_key, number_spellings
from literasi.domain.organisations import OrganisationKind
from literasi.models import (
    Account,
    Cohort,
    CohortMember,
    Membership,
    Organisation,
    OrganisationAncestor,
    RosterChange,
)
from literasi.queries.scopes import VALID, below

PAGE = 50
MOST_UNITS = 50
MOST_COUNTED = 10_000
MOST_CHOICES = 100
# What the filter calls the states; a member is somebody who is there, with or without an account yet.
STATES = {"anggota": VALID, "diundang": ("invited",), "berakhir": ("ended",), "ditolak": ("refused",)}


@dataclass(frozen=True)
class MemberRow:
    """One person's place, as its organisation writes it."""

    id: int
    public_id: uuid.UUID
    name: str
    name_key: str
    external_id: str | None
    role: str
    state: str
    asked_at: datetime
    joined_at: datetime | None
    ended_at: datetime | None
    organisation_id: int
    organisation: str


@dataclass(frozen=True)
class Filter:
    """What the list is narrowed to; empty means everybody. ``after`` is where the page before ended."""

    words: str = ""
    unit_id: int | None = None
    cohort_id: int | None = None
    state: str = "anggota"
    after: tuple[str, int] | None = None


@dataclass(frozen=True)
class MemberPage:
    """Fifty people by name, how many there are (at most ``MOST_COUNTED``), and where the next page begins."""

    rows: Sequence[MemberRow]
    total: int
    next: tuple[str, int] | None
    is_own_only: bool  # there are so many units that only their own members are listed


@dataclass(frozen=True)
class Member(MemberRow):
    """The same with what its own page says."""

    learner_id: int
    contact: str | None
    has_account: bool
    cohorts: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """A unit or a cohort to choose."""

    id: int
    slug: str
    name: str

    @property
    def pair(self) -> tuple[str, str]:
        """What a form sends for it, and what it says."""
        return self.slug, self.name


_COLUMNS = (
    Membership.id,
    Membership.public_id,
    Membership.name,
    Membership.name_key,
    Membership.external_id,
    Membership.role,
    Membership.state,
    Membership.asked_at,
    Membership.joined_at,
    Membership.ended_at,
    Membership.organisation_id,
    Organisation.name.label("organisation"),
)


def scope_ids(session: Session, organisation_id: int) -> Sequence[int]:
    """The organisation and all below it, one by one: so databases find their people by an index."""
    return session.scalars(below(organisation_id)).all()


def waiting(session: Session, organisation_id: int) -> list[MemberRow]:
    """Who asked to join here or below and has no answer yet, those first who wait longest; fifty at most."""
    rows = session.execute(
        _members(scope_ids(session, organisation_id))
        .where(Membership.state == "waiting")
        .order_by(Membership.asked_at, Membership.id)
        .limit(PAGE)
    )
    return [MemberRow(*row) for row in rows]


def count_waiting(session: Session, organisation_id: int) -> int:
    """How many ask to join here or below; ``MOST_COUNTED`` at most. One statement."""
    asking = (
        select(Membership.id)
        .where(Membership.organisation_id.in_(below(organisation_id)), Membership.state == "waiting")
        .limit(MOST_COUNTED)
        .subquery()
    )
    return session.scalar(select(func.count()).select_from(asking)) or 0


def members(session: Session, organisation_id: int, wanted: Filter) -> MemberPage:
    """Members here and below, by name, from where the page before ended.

    With more than ``MOST_UNITS`` organisations, only its own members are listed until somebody is searched.
    """
    ids = scope_ids(session, wanted.unit_id or organisation_id)
    is_own_only = len(ids) > MOST_UNITS and not wanted.words
    chosen = _members([wanted.unit_id or organisation_id] if is_own_only else ids).where(*_conditions(wanted))
    counted = chosen.with_only_columns(Membership.id).limit(MOST_COUNTED).subquery()
    total = session.scalar(select(func.count()).select_from(counted)) or 0
    if wanted.after is not None:
        key, last_id = wanted.after
        chosen = chosen.where(
            or_(Membership.name_key > key, and_(Membership.name_key == key, Membership.id > last_id))
        )
    found = session.execute(chosen.order_by(Membership.name_key, Membership.id).limit(PAGE + 1)).all()
    rows = [MemberRow(*row) for row in found[:PAGE]]
    has_more = len(found) > PAGE
    return MemberPage(rows, total, (rows[-1].name_key, rows[-1].id) if has_more else None, is_own_only)


def supervisors(session: Session, organisation_id: int) -> list[MemberRow]:
    """Who supervises this very organisation, by name."""
    chosen = _places().where(
        Membership.organisation_id == organisation_id,
        Membership.role == "supervisor",
        Membership.state.in_(VALID),
    )
    rows = session.execute(chosen.order_by(Membership.name_key, Membership.id).limit(PAGE))
    return [MemberRow(*row) for row in rows]


def member(session: Session, organisation_id: int, public_id: uuid.UUID) -> Member | None:
    """The member's place with this address, here or below; None for every other."""
    row: Any = session.execute(
        _members(scope_ids(session, organisation_id))
        .add_columns(
            Membership.learner_id,
            Membership.contact,
            Account.learner_id.is_not(None).label("has_account"),
        )
        .outerjoin(Account, Account.learner_id == Membership.learner_id)
        .where(Membership.public_id == public_id)
    ).first()
    if row is None:
        return None
    found = session.scalars(
        select(Cohort.name)
        .join(CohortMember, CohortMember.cohort_id == Cohort.id)
        .where(CohortMember.membership_id == row.id)
        .order_by(Cohort.starts_on, Cohort.id)
        .limit(MOST_CHOICES)
    )
    return Member(**row._asdict(), cohorts=tuple(found))


def has_number(session: Session, organisation_id: int, external_id: str, *, but: int | None = None) -> bool:
    """Whether a member of the organisation has this number, in small letters or in capitals.

    *but* is a membership that does not count.
    """
    taken = exists().where(
        Membership.organisation_id == organisation_id,
        Membership.external_id.in_(number_spellings(external_id)),
        Membership.state.in_(VALID),
        Membership.id.is_distinct_from(but),
    )
    return bool(session.scalar(select(taken)))


def waiting_ids(session: Session, organisation_id: int, public_ids: Sequence[uuid.UUID]) -> list[int]:
    """The memberships with these addresses that wait here or below; all others are passed over."""
    return list(
        session.scalars(
            select(Membership.id).where(
                Membership.public_id.in_(public_ids),
                Membership.organisation_id.in_(below(organisation_id)),
                Membership.role == "member",
                Membership.state == "waiting",
            )
        )
    )


def units(session: Session, organisation_id: int) -> list[Choice]:
    """The organisations straight below this one that are in use, by name; a hundred at most."""
    rows = session.execute(
        select(Organisation.id, Organisation.slug, Organisation.name)
        .where(Organisation.parent_id == organisation_id, Organisation.retired_at.is_(None))
        .order_by(func.lower(Organisation.name), Organisation.id)
        .limit(MOST_CHOICES)
    )
    return [Choice(*row) for row in rows]


def cohorts(session: Session, organisation_id: int) -> list[Choice]:
    """The cohorts of this very organisation that are in use, the newest first; a hundred at most."""
    rows = session.execute(
        select(Cohort.id, Cohort.name)
        .where(Cohort.organisation_id == organisation_id, Cohort.retired_at.is_(None))
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
        .limit(MOST_CHOICES)
    )
    return [Choice(row.id, str(row.id), row.name) for row in rows]


def destinations(session: Session, learner_id: int, words: str, *, but: int) -> list[Choice]:
    """Where a supervisor may move somebody: what is in use of the trees that are theirs, fifty by name."""
    own = aliased(Membership)
    theirs = (
        select(OrganisationAncestor.organisation_id)
        .join(own, own.organisation_id == OrganisationAncestor.ancestor_id)
        .where(own.learner_id == learner_id, own.role == "supervisor", own.state == "active")
    )
    rows = session.execute(
        select(Organisation.id, Organisation.slug, Organisation.name)
        .where(
            Organisation.id.in_(theirs),
            Organisation.id != but,
            Organisation.retired_at.is_(None),
            Organisation.kind != OrganisationKind.COMMUNITY,
            func.lower(Organisation.name).contains(words.lower(), autoescape=True),
        )
        .order_by(func.lower(Organisation.name), Organisation.id)
        .limit(PAGE)
    )
    return [Choice(*row) for row in rows]


def invited_batch(batch_id: uuid.UUID) -> ColumnElement[bool]:
    """Those whom this applied roster touched."""
    return exists().where(RosterChange.membership_id == Membership.id, RosterChange.batch_id == batch_id)


def in_cohort(cohort_id: int) -> ColumnElement[bool]:
    """Those in this cohort."""
    return exists().where(CohortMember.membership_id == Membership.id, CohortMember.cohort_id == cohort_id)


def _members(organisation_ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return _places().where(Membership.organisation_id.in_(organisation_ids), Membership.role == "member")


def _places() -> Select[*tuple[Any, ...]]:
    return select(*_COLUMNS).join(Organisation, Organisation.id == Membership.organisation_id)


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Membership.state.in_(STATES[wanted.state])]
    found += [
        Membership.name_key.contains(word, autoescape=True) for word in name_key(wanted.words).split()[:8]
    ]
    if wanted.cohort_id is not None:
        found.append(in_cohort(wanted.cohort_id))
    return found
