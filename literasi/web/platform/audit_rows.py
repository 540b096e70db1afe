"""Events of the audit in words: who did what to whom, when. People stand under their names of today."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from literasi.domain.audit_words import NOBODY, OWN
from literasi.domain.messages import N_
from literasi.domain.sheets import Cell, Column, ColumnKind, Sheet
from literasi.queries.audit_events import AuditRow, login_names, organisation_names
from literasi.web.person_addresses import address_of
from literasi.web.presentation import local
from literasi.web.role_words import deed_words
from literasi.web.translating import gettext

KINDS = {
    "assignment": N_("Learning task"),
    "certificate": N_("Certificate"),
    "cohort": N_("Cohort"),
    "course": N_("Course"),
    "draft": N_("Draft"),
    "harm_alarm": N_("Warning"),
    "import": N_("Upload"),
    "lesson": N_("Lesson"),
    "media": N_("Picture"),
    "quiz": N_("Quiz"),
    "regrade": N_("Mended key"),
    "report": N_("Report"),
    "roster": N_("List of people"),
    "rumour": N_("Message"),
}
_SHOWN_OF_ID = 8  # letters of a long id; the whole of it stands in the details
_AT_ONCE = 500


@dataclass(frozen=True)
class ToldEvent:
    """One event in words; the addresses lead to people's pages, None where there is nobody."""

    position: int
    at: datetime
    who: str
    who_address: str | None
    what: str
    about: str
    about_address: str | None
    subject: str
    action: str
    details: str
    hash: str


@dataclass(frozen=True)
class _Names:
    people: Mapping[int, str]
    organisations: Mapping[int, str]


def told(session: Session, rows: Sequence[AuditRow]) -> list[ToldEvent]:
    """The events in words. Two statements."""
    people = {row.actor_id for row in rows if row.actor_id} | _numbers(rows, "learner")
    names = _Names(login_names(session, people), organisation_names(session, _numbers(rows, "organisation")))
    return [_told(row, names) for row in rows]


def audit_sheet(
    session: Session, rows: Iterator[AuditRow], facts: Sequence[tuple[str, Cell]], *, now: datetime
) -> Sheet:
    """The events as a table, told while it is written."""
    columns = (
        (gettext("Number"), ColumnKind.NUMBER),
        (gettext("Time (Wita)"), ColumnKind.TIME),
        (gettext("Who"), ColumnKind.TEXT),
        (gettext("What"), ColumnKind.TEXT),
        (gettext("About"), ColumnKind.TEXT),
        (gettext("Action"), ColumnKind.TEXT),
        (gettext("Subject"), ColumnKind.TEXT),
        (gettext("Details"), ColumnKind.TEXT),
        (gettext("Seal"), ColumnKind.TEXT),
    )
    return Sheet(
        gettext("Record of what was done"),
        [*facts, (gettext("As of (Wita)"), local(now))],
        [Column(name, kind) for name, kind in columns],
        _sheet_rows(session, rows),
    )


def _sheet_rows(session: Session, rows: Iterator[AuditRow]) -> Iterator[tuple[Cell, ...]]:
    some: list[AuditRow] = []
    for row in rows:
        some.append(row)
        if len(some) == _AT_ONCE:
            yield from map(_cells, told(session, some))
            some = []
    yield from map(_cells, told(session, some))


def _cells(one: ToldEvent) -> tuple[Cell, ...]:
    return (
        one.position, local(one.at), one.who, one.what, one.about,
        one.action, one.subject, one.details, one.hash,
    )  # fmt: skip


def _numbers(rows: Sequence[AuditRow], kind: str) -> set[int]:
    parts = (row.subject.partition(":") for row in rows)
    return {int(number) for name, _, number in parts if name == kind and number.isdecimal()}


def _told(row: AuditRow, names: _Names) -> ToldEvent:
    about = _numbers([row], "learner")
    return ToldEvent(
        row.position,
        row.at,
        _who(row, names),
        address_of(row.actor_id) if row.actor_id else None,
        deed_words(row.action, row.details),
        _about(row.subject, names),
        address_of(*about) if about else None,
        row.subject,
        row.action,
        json.dumps(row.details, ensure_ascii=False, sort_keys=True) if row.details else "",
        row.hash.hex(),
    )


def _who(row: AuditRow, names: _Names) -> str:
    if row.actor_id is not None:
        return _person(row.actor_id, names)
    if row.action in NOBODY:
        return gettext("Somebody who did not get in")
    return gettext("The person themselves") if row.action in OWN else gettext("The command line")


def _person(learner_id: int, names: _Names) -> str:
    return names.people.get(learner_id) or gettext("Somebody without an account")


def _about(subject: str, names: _Names) -> str:
    kind, _, rest = subject.partition(":")
    if kind == "learner" and rest.isdecimal():
        return _person(int(rest), names)
    if kind == "organisation" and rest.isdecimal():
        return names.organisations.get(int(rest), subject)
    return f"{gettext(KINDS[kind])} {rest[:_SHOWN_OF_ID]}" if kind in KINDS and rest else subject
