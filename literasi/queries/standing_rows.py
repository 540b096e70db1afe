"""Who owes what in an organisation, and how it stands: one list for the page and for what is downloaded.

Pages follow each other by the key of their last row, so that the thousandth costs what the first does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from literasi.domain.standings import SOON, Filter, Show
from literasi.models import Course, Membership, Obligation, Organisation, Reminder, Standing
from literasi.queries.scopes import below
from literasi.queries.standings import Counts, cohort_obligations

PAGE = 50
DOWNLOADED_AT_ONCE = 500
Days = tuple[date, date] | None

# The states of a list, in the order in which they follow each other.
_STATES = {
    Show.DONE: ("done",),
    Show.EXEMPT: ("exempt",),
    Show.LEFT: ("left",),
    Show.ALL: ("open", "exempt", "done"),
}


@dataclass(frozen=True)
class Key:
    """Where a row stands in its list."""

    rank: int
    late_from: date
    name_key: str
    obligation_id: int


@dataclass(frozen=True)
class StandingRow:
    """One course that somebody owes, as their supervisor sees it: names and completion only.

    *reminded* does not count the message by which the obligation was made known.
    """

    key: Key
    name: str
    organisation: str
    course: str
    state: str
    due_on: date
    late_from: date
    completed_at: datetime | None
    reminded: int
    reminded_at: datetime | None
    is_tapped_today: bool
    has_account: bool

    def is_late(self, today: date) -> bool:
        """Whether it is open after its days of grace."""
        return self.state == "open" and self.late_from <= today


@dataclass(frozen=True)
class StandingPage:
    """Some rows, and whether more follow."""

    rows: list[StandingRow]
    has_more: bool


class StandingList:
    """What one filter leaves of an organisation and everything below it, the longest late first, by name.

    *counts* are those of the same organisation, cohort and course: they say where to look.
    """

    def __init__(
        self, session: Session, organisation_id: int, asked: Filter, counts: Counts, *, today: date
    ) -> None:
        self._session, self._organisation_id, self._asked = session, organisation_id, asked
        self._counts, self._today = counts, today
        self._states = _STATES.get(asked.show, ("open",))

    def page(self, after: Key | None = None, *, size: int = PAGE) -> StandingPage:
        """The rows that follow the key, from the beginning without one. One statement."""
        keys = self._keys(after, size + 1)
        return page_of(self._session, keys, self._organisation_id, size=size, today=self._today)

    def every(self) -> Iterator[StandingRow]:
        """All its rows, one page after the other; never more of them in memory."""
        page = self.page(size=DOWNLOADED_AT_ONCE)
        yield from page.rows
        while page.has_more:
            page = self.page(page.rows[-1].key, size=DOWNLOADED_AT_ONCE)
            yield from page.rows

    def key_of(self, obligation_id: int) -> Key | None:
        """Where this obligation stands in the list, if it stands in the organisation at all."""
        row = self._session.execute(
            select(Standing.state, Standing.late_from, Standing.name_key).where(
                Standing.organisation_id == self._organisation_id, Standing.obligation_id == obligation_id
            )
        ).first()
        if row is None:
            return None
        rank = self._states.index(row.state) if row.state in self._states else 0
        return Key(rank, row.late_from, row.name_key, obligation_id)

    def number(self) -> int:
        """How many rows it has; counted one by one where no sum says so."""
        summed = self.summed()
        if summed is not None:
            return summed
        everything = union_all(*(select(part.subquery()) for part in self._parts(None))).subquery()
        return self._session.scalar(select(func.count()).select_from(everything)) or 0

    def summed(self) -> int | None:
        """How many rows it has by the sums that are kept; None where they do not say."""
        count = self._counts.of(self._asked.show) if self._asked.search is None else None
        return None if count is None else count.number

    def is_anybody_left(self) -> bool:
        """Whether somebody in it was not reminded by a tap today; walks only past those who were."""
        tapped = exists().where(
            Reminder.obligation_id == Standing.obligation_id,
            Reminder.kind == "tap",
            Reminder.day == self._today,
        )
        parts = [select(part.where(~tapped).limit(1).subquery()) for part in self._parts(None)]
        return self._session.execute(union_all(*parts).limit(1)).first() is not None

    def _keys(self, after: Key | None, limit: int) -> Any:
        order = (Standing.late_from, Standing.name_key, Standing.obligation_id)
        parts = [part.order_by(*order).limit(limit) for part in self._parts(after)]
        return union_all(*(select(part.subquery()) for part in parts)).subquery()

    def _parts(self, after: Key | None) -> list[Select[*tuple[Any, ...]]]:
        """One statement for each state, so that an index leads through each in its order."""
        first = 0 if after is None else after.rank
        return [self._part(state, rank, after) for rank, state in enumerate(self._states) if rank >= first]

    def _part(self, state: str, rank: int, after: Key | None) -> Select[*tuple[Any, ...]]:
        return select(
            literal(rank).label("rank"),
            Standing.late_from,
            Standing.name_key,
            Standing.obligation_id,
            Standing.membership_id,
            Standing.course_id,
            Standing.due_on,
            Standing.state,
        ).where(
            Standing.organisation_id == self._organisation_id,
            Standing.state == state,
            *conditions(self._asked, self._counts, today=self._today),
            *_following(after, rank),
        )


def page_of(session: Session, keys: Any, organisation_id: int, *, size: int, today: date) -> StandingPage:
    """The first rows of the *keys* (a subquery in the shape of ``StandingList``'s), with their words."""
    found = session.execute(_shown(keys, size + 1, organisation_id, today)).all()
    return StandingPage([_row(row) for row in found[:size]], len(found) > size)


def conditions(asked: Filter, counts: Counts, *, today: date) -> list[ColumnElement[bool]]:
    """What a filter asks of standings, beside their organisation and state."""
    found = _by_day(asked.show, counts, today)
    if asked.course_id is not None:
        found.append(Standing.course_id == asked.course_id)
    if asked.cohort_id is not None:
        found.append(Standing.obligation_id.in_(cohort_obligations(asked.cohort_id)))
    if asked.search is not None:
        found.append(_is_called(asked.search))
    return found


def _by_day(show: Show, counts: Counts, today: date) -> list[ColumnElement[bool]]:
    if show is Show.LATE:
        return [Standing.late_from <= today]
    if show is Show.SOON:
        return [Standing.due_on.between(today, today + SOON), _within(counts.soon.days)]
    if show is Show.GRACE:
        return [Standing.due_on < today, Standing.late_from > today, _within(counts.grace.days)]
    return []


def _within(days: Days) -> ColumnElement[bool]:
    """Lists are in the order of this day: so nobody walks past all who are due later."""
    return false() if days is None else Standing.late_from.between(*days)


def _is_called(key: str) -> ColumnElement[bool]:
    """Whether a word of the name begins so; the key holds letters, digits and spaces only."""
    return or_(Standing.name_key.like(f"{key}%"), Standing.name_key.like(f"% {key}%")) if key else false()


def _following(after: Key | None, rank: int) -> list[ColumnElement[bool]]:
    if after is None or rank > after.rank:
        return []
    here = tuple_(Standing.late_from, Standing.name_key, Standing.obligation_id)
    return [here > tuple_(after.late_from, after.name_key, after.obligation_id)]


def _shown(keys: Any, limit: int, organisation_id: int, today: date) -> Select[*tuple[Any, ...]]:
    """The words that belong to the keys of one page."""
    page = select(keys).order_by(*_order(keys)).limit(limit).subquery()
    reminders = (
        Reminder.obligation_id == page.c.obligation_id,
        Reminder.kind != "assigned",
        _is_seen(page, Reminder.made_at, organisation_id),
    )
    tapped = exists().where(*reminders, Reminder.kind == "tap", Reminder.day == today)
    return (
        select(
            page,
            Membership.name,
            Organisation.name.label("organisation"),
            Course.title,
            case((_is_seen(page, Obligation.completed_at, organisation_id), Obligation.completed_at)).label(
                "completed_at"
            ),
            select(func.count()).where(*reminders).scalar_subquery().label("reminded"),
            select(func.max(Reminder.made_at)).where(*reminders).scalar_subquery().label("reminded_at"),
            tapped.label("is_tapped_today"),
            (Membership.state != "invited").label("has_account"),
        )
        .join(Membership, Membership.id == page.c.membership_id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .join(Course, Course.id == page.c.course_id)
        .join(Obligation, Obligation.id == page.c.obligation_id)
        .order_by(*_order(page))
    )


def _is_seen(page: Any, moment: Any, organisation_id: int) -> ColumnElement[bool]:
    """Whether the organisation may know of what happened then: of those who left, until they did.

    An agency that went elsewhere with its people took along what they did; nobody wrote down when it went.
    """
    was_here = and_(
        Membership.organisation_id.in_(below(organisation_id)),
        or_(Membership.ended_at.is_(None), moment <= Membership.ended_at),
    )
    return or_(page.c.state != "left", was_here)


def _order(page: Any) -> tuple[Any, ...]:
    return page.c.rank, page.c.late_from, page.c.name_key, page.c.obligation_id


def _row(row: Any) -> StandingRow:
    return StandingRow(
        Key(row.rank, row.late_from, row.name_key, row.obligation_id),
        row.name,
        row.organisation,
        row.title,
        row.state,
        row.due_on,
        row.late_from,
        row.completed_at,
        row.reminded,
        row.reminded_at,
        row.is_tapped_today,
        bool(row.has_account),
    )
