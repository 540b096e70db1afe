"""Puts the people of a roster into their places, and takes them out again; what was done is written down."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.orm import Session

from literasi.domain.names import name_key
from literasi.domain.rosters.planning import RosterPlan, Step
from literasi.domain.wita import day_of
from literasi.models import (
    Assignment,
    Cohort,
    CohortMember,
    Learner,
    Membership,
    OneTimeCode,
    RosterChange,
)

ADDED, CHANGED = "added", "changed"
_AT_ONCE = 500  # values in one statement
_VALID = ("invited", "active")


@dataclass(frozen=True)
class Placed:
    """Whose place is new or changed, whose name is another, and the cohorts that were made for them."""

    membership_ids: tuple[int, ...]
    renamed: tuple[int, ...]
    cohort_ids: tuple[int, ...]


@dataclass(frozen=True)
class TakenBack:
    """Whose place ended, who stays but left a cohort, who is written as before, and whose name that is."""

    ended: tuple[int, ...]
    without_cohort: tuple[int, ...]
    restored: tuple[int, ...]
    renamed: tuple[int, ...]


def place(session: Session, batch_id: uuid.UUID, decided: RosterPlan, *, by_id: int, now: datetime) -> Placed:
    """Do what was decided, and note it under the batch."""
    cohort_ids, made = _cohorts(session, decided.effective, now)
    added = _add(session, decided.of("new"), by_id=by_id, now=now)
    joined = _join_cohorts(session, [*added, *_known(decided)], cohort_ids)
    changed = [_change(session, step) for step in decided.of("changed")]
    changes: list[tuple[int, str, dict[str, Any]]] = [
        *((membership_id, ADDED, {}) for membership_id, _ in added),
        *((membership_id, CHANGED, values) for membership_id, values in changed),
    ]
    _note(session, batch_id, changes, joined)
    renamed = tuple(membership_id for membership_id, values in changed if "name" in values["fields"])
    return Placed(tuple(membership_id for membership_id, _, _ in changes), renamed, tuple(made))


def take_back(
    session: Session, batch_id: uuid.UUID, *, made_cohorts: Sequence[int], now: datetime
) -> TakenBack:
    """Undo what is noted under the batch, except what somebody changed by hand since then."""
    changes = session.scalars(select(RosterChange).where(RosterChange.batch_id == batch_id)).all()
    members = _members(session, [change.membership_id for change in changes])
    _leave_cohorts(session, changes)
    ended, stays, restored, renamed = [], [], [], []
    for change in changes:
        member = members[change.membership_id]
        if member.state not in _VALID:
            continue
        if change.action == ADDED:
            member.state, member.ended_at, member.contact = "ended", now, None
            ended.append(member.id)
        else:
            back = _restore(member, change.before.get("fields", {}))
            restored += [member.id] if back else []
            renamed += [member.id] if "name" in back else []
            stays += [member.id] if change.before.get("cohorts", []) else []
    session.flush()
    _void_codes(session, ended, now)
    _drop_empty_cohorts(session, made_cohorts)
    return TakenBack(tuple(ended), tuple(stays), tuple(restored), tuple(renamed))


def _known(decided: RosterPlan) -> list[tuple[int, Step]]:
    """The people of the roster who have a place already and get a cohort."""
    steps = [step for step in decided.of("changed") if "cohort" in step.changes]
    return [(step.membership_id, step) for step in steps if step.membership_id is not None]


def _add(session: Session, steps: Sequence[Step], *, by_id: int, now: datetime) -> list[tuple[int, Step]]:
    """A learner and a place for each new person; the places' ids beside their steps."""
    if not steps:
        return []
    learner_ids = session.scalars(
        insert(Learner).returning(Learner.id), [{"created_at": now} for _ in steps]
    ).all()
    values: list[dict[str, Any]] = [
        {
            "public_id": uuid.uuid4(),
            "learner_id": learner_id,
            "organisation_id": step.organisation_id,
            "role": "member",
            "state": "invited",
            "name": step.row.name,
            "name_key": name_key(step.row.name),
            "external_id": step.row.external_id or None,
            "contact": step.row.email or step.row.phone or None,
            "asked_at": now,
            "joined_at": now,
            "decided_by_id": by_id,
        }
        for learner_id, step in zip(learner_ids, steps, strict=True)
    ]
    rows = session.execute(insert(Membership).returning(Membership.public_id, Membership.id), values)
    ids = {row.public_id: row.id for row in rows}
    return [(ids[value["public_id"]], step) for value, step in zip(values, steps, strict=True)]


def _change(session: Session, step: Step) -> tuple[int, dict[str, Any]]:
    """What the row says otherwise; the membership and, by field, what stood there and what stands now."""
    member = session.get_one(Membership, step.membership_id)
    new = {
        "name": step.row.name,
        "external_id": step.row.external_id,
        "contact": step.row.email or step.row.phone,
    }
    fields = {field: [getattr(member, field), new[field]] for field in step.changes if field in new}
    for field, (_, value) in fields.items():
        setattr(member, field, value)
    member.name_key = name_key(member.name)
    session.flush()
    return member.id, {"fields": fields}


def _cohorts(
    session: Session, steps: Sequence[Step], now: datetime
) -> tuple[dict[tuple[int, str], int], list[int]]:
    """The cohort of each organisation and key that the steps name, and the ids of those made for it."""
    wanted = {(step.organisation_id, name_key(step.row.cohort)): step for step in steps if step.row.cohort}
    organisation_ids = {organisation_id for organisation_id, _ in wanted}
    rows = session.execute(
        select(Cohort.id, Cohort.organisation_id, Cohort.name)
        .where(Cohort.organisation_id.in_(organisation_ids), Cohort.retired_at.is_(None))
        .order_by(Cohort.id.desc())
    )
    found = {(row.organisation_id, name_key(row.name)): row.id for row in rows}
    made = []
    for key, step in wanted.items():
        if key not in found:
            cohort = Cohort(
                organisation_id=key[0], name=step.row.cohort, starts_on=day_of(now), created_at=now
            )
            session.add(cohort)
            session.flush()
            found[key] = cohort.id
            made.append(cohort.id)
    return found, made


def _join_cohorts(
    session: Session, people: Sequence[tuple[int, Step]], cohort_ids: Mapping[tuple[int, str], int]
) -> dict[int, int]:
    """Put people into the cohorts of their rows; the cohort of each membership that got one."""
    joined = {
        membership_id: cohort_ids[step.organisation_id, name_key(step.row.cohort)]
        for membership_id, step in people
        if step.row.cohort
    }
    if joined:
        session.execute(
            insert(CohortMember),
            [{"cohort_id": cohort, "membership_id": member} for member, cohort in joined.items()],
        )
    return joined


def _note(
    session: Session,
    batch_id: uuid.UUID,
    changes: Sequence[tuple[int, str, dict[str, Any]]],
    joined: Mapping[int, int],
) -> None:
    """Write down what was done to whom, so that it can be undone."""
    if not changes:
        return
    session.execute(
        insert(RosterChange),
        [
            {
                "batch_id": batch_id,
                "membership_id": membership_id,
                "action": action,
                "before": {**values, "cohorts": [joined[membership_id]] if membership_id in joined else []},
            }
            for membership_id, action, values in changes
        ],
    )


def _members(session: Session, ids: Sequence[int]) -> dict[int, Membership]:
    found: dict[int, Membership] = {}
    for some in _some(ids):
        statement = select(Membership).where(Membership.id.in_(some)).with_for_update()
        found |= {one.id: one for one in session.scalars(statement.execution_options(populate_existing=True))}
    return found


def _some(ids: Iterable[int]) -> Iterator[list[int]]:
    """*ids* in portions that one statement holds."""
    every = sorted(ids)
    return (every[start : start + _AT_ONCE] for start in range(0, len(every), _AT_ONCE))


def _restore(member: Membership, fields: Mapping[str, Sequence[str | None]]) -> dict[str, str | None]:
    """Put back what nobody changed since, and say what that was."""
    back = {field: old for field, (old, new) in fields.items() if getattr(member, field) == new}
    for field, old in back.items():
        setattr(member, field, old)
    member.name_key = name_key(member.name)
    return back


def _leave_cohorts(session: Session, changes: Iterable[RosterChange]) -> None:
    members: dict[int, list[int]] = {}
    for change in changes:
        for cohort_id in change.before.get("cohorts", []):
            members.setdefault(cohort_id, []).append(change.membership_id)
    for cohort_id, ids in members.items():
        for some in _some(ids):
            session.execute(
                delete(CohortMember).where(
                    CohortMember.cohort_id == cohort_id, CohortMember.membership_id.in_(some)
                )
            )


def _drop_empty_cohorts(session: Session, cohort_ids: Sequence[int]) -> None:
    """Cohorts that the roster made, as long as nobody is in them and nothing was assigned to them."""
    session.execute(
        delete(Cohort).where(
            Cohort.id.in_(cohort_ids),
            ~exists().where(CohortMember.cohort_id == Cohort.id),
            ~exists().where(Assignment.cohort_id == Cohort.id),
        )
    )


def _void_codes(session: Session, membership_ids: Sequence[int], now: datetime) -> None:
    """A slip that was printed already opens nothing any more."""
    for some in _some(membership_ids):
        place = exists().where(
            Membership.id.in_(some),
            Membership.learner_id == OneTimeCode.learner_id,
            Membership.organisation_id == OneTimeCode.organisation_id,
        )
        session.execute(
            update(OneTimeCode)
            .where(
                place,
                OneTimeCode.purpose == "join",
                OneTimeCode.used_at.is_(None),
                OneTimeCode.voided_at.is_(None),
            )
            .values(voided_at=now)
            .execution_options(synchronize_session=False)
        )
