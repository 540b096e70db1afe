"""How the questions of quizzes and of the bank do: figures for trainers, from the newest sittings only."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import aliased

from literasi.database import Prepared, Reader
from literasi.domain.attempts import read_drawn
from literasi.domain.item_analysis import ItemFigures, Sitting, item_figures
from literasi.domain.item_reports import Overview, QuizReport, Stumble, item_report, reliability
from literasi.domain.item_sittings import (
    Given,
    ItemOutline,
    Sat,
    as_sitting,
    name_of,
    outline,
)
from literasi.domain.questions import QuizDocument
from literasi.domain.questions.bank import BANK
from literasi.models import Attempt, Course, Quiz, QuizRevision, Regrade, Response
from literasi.queries.quizzes import read_quizzes
from literasi.queries.regrades import read_regrades

MOST_SITTINGS = 2000
_KEEP_FOR = timedelta(minutes=15)
_NEVER = ItemFigures(0, 0, 0, 0, 0, None, None, None, None)


@dataclass(frozen=True)
class _Read:
    """What was read of attempts: the live texts, and what each sitting tells, by quiz."""

    live: Mapping[int, tuple[ItemOutline, ...]]
    sittings: Sequence[tuple[int, Sitting]]

    def report(self, row: Any, figures: Mapping[str, ItemFigures]) -> QuizReport:
        """The quiz of *row* (of ``_LIVE``)."""
        items = self.live.get(row.id, ())
        names = {item.name for item in items}
        mine = [
            sitting
            for quiz_id, sitting in self.sittings
            if quiz_id == row.id or any(meeting.question in names for meeting in sitting.meetings)
        ]
        return QuizReport(
            course=row.course_slug or BANK,
            slug=row.slug,
            title=row.title,
            sittings=len(mine),
            items=tuple(item_report(item, figures.get(item.name, _NEVER)) for item in items),
            reliability=tuple(reliability(items, mine)) if row.course_slug else (),
        )


_LIVE = Prepared(
    select(
        Quiz.id,
        Course.slug.label("course_slug"),
        Quiz.slug,
        QuizRevision.title,
        QuizRevision.id.label("revision_id"),
        QuizRevision.source_sha256,
        select(func.count()).select_from(Regrade).scalar_subquery().label("regrades"),
    )
    .select_from(Quiz)
    .join(QuizRevision, (QuizRevision.quiz_id == Quiz.id) & (QuizRevision.number == Quiz.current_number))
    .outerjoin(Course, Course.id == Quiz.course_id)
    .where(Quiz.retired_at.is_(None), Course.retired_at.is_(None))
    .order_by(Course.slug, Quiz.slug)
)
_before = aliased(Attempt)
_earlier = (
    select(_before.id)
    .where(
        _before.learner_id == Attempt.learner_id,
        _before.quiz_id == Attempt.quiz_id,
        _before.submitted_at < Attempt.submitted_at,
    )
    .correlate(Attempt)
    .exists()
)


def _newest(*, of_one_quiz: bool) -> Select[Any]:
    """The ids of the newest submitted first sittings; an index gives them in this order."""
    found = (
        select(Attempt.id)
        .where(Attempt.submitted_at.is_not(None), ~_earlier)
        .order_by(Attempt.submitted_at.desc())
        .limit(MOST_SITTINGS)
    )
    return found.where(Attempt.quiz_id == bindparam("quiz_id")) if of_one_quiz else found


def _attempts(newest: Select[Any]) -> Prepared:
    ids = newest.subquery()
    return Prepared(
        select(
            Attempt.id,
            Attempt.learner_id,
            Attempt.quiz_id,
            Attempt.quiz_revision_id,
            Attempt.started_at,
            Attempt.drawn,
        ).join(ids, ids.c.id == Attempt.id)
    )


def _responses(newest: Select[Any]) -> Prepared:
    ids = newest.subquery()
    return Prepared(
        select(Response.attempt_id, Response.question_key, Response.answer, Response.answered_at)
        .join(ids, ids.c.id == Response.attempt_id)
        .order_by(Response.attempt_id, Response.question_key, Response.number)
    )


_OF_QUIZ = (_attempts(_newest(of_one_quiz=True)), _responses(_newest(of_one_quiz=True)))
_OF_ALL = (_attempts(_newest(of_one_quiz=False)), _responses(_newest(of_one_quiz=False)))


def overview(reader: Reader) -> Overview:
    """Every live quiz and file of the bank. Three statements, and those for texts not kept yet."""
    rows = reader.all(_LIVE, {})
    found = _read(reader, rows, _OF_ALL, {})
    figures = item_figures([sitting for _, sitting in found.sittings])
    return Overview(tuple(found.report(row, figures) for row in rows), len(found.sittings))


def quiz_report(reader: Reader, course: str, slug: str) -> QuizReport | None:
    """One live quiz (or file of the bank, *course* ``bank``), or None. As many statements.

    A quiz from the newest sittings of its own; a file of the bank from the newest of all quizzes.
    """
    rows = reader.all(_LIVE, {})
    row = next((one for one in rows if (one.course_slug or BANK, one.slug) == (course, slug)), None)
    if row is None:
        return None
    statements, values = (_OF_QUIZ, {"quiz_id": row.id}) if row.course_slug else (_OF_ALL, {})
    found = _read(reader, rows, statements, values)
    return found.report(row, item_figures([sitting for _, sitting in found.sittings]))


def flagged(reader: Reader, now: datetime, most: int = 5) -> list[Stumble]:
    """What learners stumbled over: the *most* urgent questions of all, for the studio's first page.

    Computed anew every fifteen minutes; no statement in between.
    """
    kept: tuple[datetime, list[Stumble]] | None = reader.memory.get(_KEEP_FOR)
    if kept is None or not kept[0] <= now < kept[0] + _KEEP_FOR:
        kept = reader.memory[_KEEP_FOR] = (now, _stumbles(overview(reader)))
    return kept[1][:most]


def _stumbles(seen: Overview) -> list[Stumble]:
    found = [
        Stumble(quiz.course, quiz.slug, quiz.title, item.question.key, item.flags[0])
        for quiz in seen.quizzes
        for item in quiz.items
        if item.flags
    ]
    return sorted(found, key=lambda stumble: stumble.flag.urgency)


def _read(reader: Reader, rows: Sequence[Any], statements: tuple[Prepared, Prepared], values: Any) -> _Read:
    attempts, responses = (reader.all(statement, values) for statement in statements)
    sats = _sats(attempts, responses)
    ids = {number for sat in sats for number in _revisions(sat)}
    known = {row.revision_id: row.source_sha256 for row in rows}
    texts = {
        number: text.document
        for number, text in read_quizzes(reader, sorted(ids | known.keys()), known, version=None).items()
    }
    live = {row.id: _outlines(row, texts[row.revision_id]) for row in rows}
    by_name = {item.name: item for items in live.values() for item in items}
    regrades = read_regrades(reader, rows[0].regrades if rows else 0)
    return _Read(live, [(sat.quiz_id, as_sitting(sat, texts, by_name, regrades)) for sat in sats])


def _sats(attempts: Iterable[Any], responses: Iterable[Any]) -> list[Sat]:
    given: dict[uuid.UUID, list[Given]] = defaultdict(list)
    for row in responses:
        given[row.attempt_id].append(Given(row.question_key, row.answer, row.answered_at))
    return [
        Sat(
            row.learner_id,
            row.quiz_id,
            row.quiz_revision_id,
            row.started_at,
            tuple(read_drawn(entry) for entry in row.drawn),
            tuple(given[row.id]),
        )
        for row in attempts
    ]


def _revisions(sat: Sat) -> set[int]:
    return {sat.revision_id, *(one.revision_id for one in sat.drawn if one.revision_id)}


def _outlines(row: Any, text: QuizDocument) -> tuple[ItemOutline, ...]:
    from_bank = row.course_slug is None
    return tuple(
        outline(name_of(row.id, question.key, from_bank=from_bank), question) for question in text.questions
    )
