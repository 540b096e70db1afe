"""Uploaded rosters of one agency, and whom its places are held by when one is to be applied."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from literasi.domain.names import name_key, number_spellings
from literasi.domain.rosters.planning import Held, Unit
from literasi.domain.rosters.values import Roster, RosterProblem, RosterRow
from literasi.models import (
    Account,
    Cohort,
    CohortMember,
    Membership,
    Organisation,
    OrganisationAncestor,
    RosterBatch,
    RosterChange,
)

MOST_LISTED = 50
MOST_NAMED = 200
_AT_ONCE = 500  # values in one statement
_COLUMNS = (
    RosterBatch.id,
    RosterBatch.state,
    RosterBatch.file_name,
    RosterBatch.made_at,
    RosterBatch.applied_at,
    RosterBatch.undone_at,
)
_VALID = Membership.state.in_(("invited", "active"))


@dataclass(frozen=True)
class BatchRow:
    """One uploaded roster: ``read``, ``applied`` or ``undone``; the counts are those of its application."""

    id: uuid.UUID
    state: str
    file_name: str
    made_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Batch(BatchRow):
    """The same with what was read; once it is applied only the problems are left of that."""

    roster: Roster


def batches(session: Session, organisation_id: int) -> list[BatchRow]:
    """The newest rosters of this organisation, without their people."""
    counts = RosterBatch.found["counts"]
    rows = session.execute(
        select(*_COLUMNS, counts.label("counts"))
        .where(RosterBatch.organisation_id == organisation_id)
        .order_by(RosterBatch.made_at.desc(), RosterBatch.id)
        .limit(MOST_LISTED)
    )
    return [BatchRow(**{**row._mapping, "counts": row.counts or {}}) for row in rows]


def batch(session: Session, organisation_id: int, batch_id: uuid.UUID) -> Batch | None:
    """The roster if it is one of this organisation; else None."""
    row = session.execute(
        select(*_COLUMNS, RosterBatch.found).where(
            RosterBatch.id == batch_id, RosterBatch.organisation_id == organisation_id
        )
    ).first()
    if row is None:
        return None
    values = {column.key: getattr(row, column.key) for column in _COLUMNS}
    return Batch(**values, counts=row.found.get("counts", {}), roster=as_roster(row.found))


def as_roster(found: Mapping[str, Any]) -> Roster:
    """The roster that a batch keeps."""
    return Roster(
        rows=tuple(RosterRow(**row) for row in found.get("rows", ())),
        problems=tuple(RosterProblem(**problem) for problem in found.get("problems", ())),
        ignored=tuple(found.get("ignored", ())),
        columns={name: (place[0], place[1]) for name, place in found.get("columns", {}).items()},
    )


def units_below(session: Session, organisation_id: int) -> list[Unit]:
    """The organisations in use below this one."""
    rows = session.execute(
        select(Organisation.id, Organisation.slug, Organisation.name)
        .join(OrganisationAncestor, OrganisationAncestor.organisation_id == Organisation.id)
        .where(
            OrganisationAncestor.ancestor_id == organisation_id,
            OrganisationAncestor.depth > 0,
            Organisation.retired_at.is_(None),
        )
    )
    return [Unit(*row) for row in rows]


def held_by(session: Session, organisation_id: int, rows: Sequence[RosterRow]) -> list[Held]:
    """Valid places, here and below, whose number or name stands in *rows*."""
    ids = {spelling for row in rows if row.external_id for spelling in number_spellings(row.external_id)}
    keys = {name_key(row.name) for row in rows}
    found: dict[int, Any] = {}
    for wanted in (*_split(Membership.external_id, ids), *_split(Membership.name_key, keys)):
        for row in session.execute(_places(organisation_id).where(wanted)):
            found[row.id] = row
    cohorts = _cohorts(session, found)
    return [
        Held(
            row.id,
            row.organisation_id,
            row.name,
            row.external_id or "",
            row.contact or "",
            row.state == "invited",
            row.role == "supervisor",
            frozenset(cohorts[row.id]),
        )
        for _, row in sorted(found.items())
    ]


def _places(organisation_id: int) -> Any:
    return (
        select(
            Membership.id,
            Membership.organisation_id,
            Membership.name,
            Membership.external_id,
            Membership.contact,
            Membership.state,
            Membership.role,
        )
        .join(OrganisationAncestor, OrganisationAncestor.organisation_id == Membership.organisation_id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            OrganisationAncestor.ancestor_id == organisation_id,
            Organisation.retired_at.is_(None),
            _VALID,
        )
    )


def _split(column: Any, values: Iterable[str]) -> list[ColumnElement[bool]]:
    """Conditions that together ask for all *values*, none of them with too many."""
    every = sorted(values)
    return [column.in_(every[start : start + _AT_ONCE]) for start in range(0, len(every), _AT_ONCE)]


def _cohorts(session: Session, membership_ids: Iterable[int]) -> Mapping[int, set[str]]:
    """The keys of the names of the cohorts that each of them is in."""
    every = sorted(membership_ids)
    found: dict[int, set[str]] = defaultdict(set)
    for start in range(0, len(every), _AT_ONCE):
        rows = session.execute(
            select(CohortMember.membership_id, Cohort.name)
            .join(Cohort, Cohort.id == CohortMember.cohort_id)
            .where(
                CohortMember.membership_id.in_(every[start : start + _AT_ONCE]), Cohort.retired_at.is_(None)
            )
        )
        for membership_id, name in rows:
            found[membership_id].add(name_key(name))
    return found


@dataclass(frozen=True)
class Arrived:
    """Somebody whom an undone roster had added, and who had made an account by then."""

    name: str
    public_id: uuid.UUID


def arrived(session: Session, batch_id: uuid.UUID) -> list[Arrived]:
    """Those whom the batch added and who have an account, by name."""
    rows = session.execute(
        select(Membership.name, Membership.public_id)
        .join(RosterChange, RosterChange.membership_id == Membership.id)
        .where(RosterChange.batch_id == batch_id, RosterChange.action == "added", has_account())
        .order_by(Membership.name_key, Membership.id)
        .limit(MOST_NAMED)
    )
    return [Arrived(*row) for row in rows]


def count_arrived(session: Session, batch_id: uuid.UUID) -> int:
    """How many of those whom the batch added have an account."""
    return session.scalars(
        select(func.count())
        .select_from(RosterChange)
        .join(Membership, Membership.id == RosterChange.membership_id)
        .where(RosterChange.batch_id == batch_id, RosterChange.action == "added", has_account())
    ).one()


def has_account() -> ColumnElement[bool]:
    """Whether the person of a membership can sign in."""
    return select(Account.learner_id).where(Account.learner_id == Membership.learner_id).exists()
