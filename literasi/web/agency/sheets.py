"""The supervisor's list as a sheet: the same rows as on the page, with filter, time and number inside."""

from collections.abc import Iterator
from datetime import datetime

from literasi.domain.messages import N_
from literasi.domain.sheets import Cell, Column, ColumnKind, Sheet
from literasi.domain.standings import Show
from literasi.queries.standing_rows import StandingRow
from literasi.web.agency.asking import Question
from literasi.web.presentation import local
from literasi.web.translating import gettext

SHOWN = {
    Show.LATE: N_("past the due day"),
    Show.SOON: N_("due within 14 days"),
    Show.GRACE: N_("in the days of grace"),
    Show.OPEN: N_("not finished"),
    Show.DONE: N_("finished"),
    Show.EXEMPT: N_("exempt"),
    Show.LEFT: N_("no longer here"),
    Show.ALL: N_("everybody who is here"),
}
_STATES = {
    "open": SHOWN[Show.OPEN],
    "done": SHOWN[Show.DONE],
    "exempt": SHOWN[Show.EXEMPT],
    "left": SHOWN[Show.LEFT],
}
_COLUMNS = (
    (N_("Name"), ColumnKind.TEXT),
    (N_("Agency"), ColumnKind.TEXT),
    (N_("Course"), ColumnKind.TEXT),
    (N_("State"), ColumnKind.TEXT),
    (N_("Due day"), ColumnKind.DATE),
    (N_("Days late"), ColumnKind.NUMBER),
    (N_("Finished on"), ColumnKind.TIME),
    (N_("Times reminded"), ColumnKind.NUMBER),
    (N_("Last reminded"), ColumnKind.TIME),
)


def standing_sheet(question: Question, *, now: datetime) -> Sheet:
    """Every row that answers the *question*, read page by page while the sheet is written."""
    rows = question.rows
    return Sheet(
        question.place.name,
        [*_facts(question), (gettext("As of (Wita)"), local(now)), (gettext("Rows"), rows.number())],
        [Column(gettext(name), kind) for name, kind in _COLUMNS],
        _rows(rows.every(), question),
    )


def _facts(question: Question) -> list[tuple[str, Cell]]:
    """What the list is narrowed to."""
    chosen = [
        (gettext("Agency"), question.place.name),
        (gettext("Cohort"), question.cohort.name if question.cohort else ""),
        (gettext("Course"), question.course.title if question.course else ""),
        (gettext("State"), gettext(SHOWN[question.filter.show])),
        (gettext("Name"), question.typed),
    ]
    return [(name, value) for name, value in chosen if value]


def _rows(rows: Iterator[StandingRow], question: Question) -> Iterator[tuple[Cell, ...]]:
    states = {state: gettext(words) for state, words in _STATES.items()}
    for row in rows:
        late = (question.today - row.due_on).days if row.is_late(question.today) else None
        yield (
            row.name,
            row.organisation,
            row.course,
            states[row.state],
            row.due_on,
            late,
            local(row.completed_at) if row.completed_at else None,
            row.reminded,
            local(row.reminded_at) if row.reminded_at else None,
        )
