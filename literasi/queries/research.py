"""What the file for researchers is made of. Each function is one statement."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.domain.exhibits import Verdict
from literasi.domain.questions import QuizDocument, parse_bank
from literasi.domain.research_files import ADMIN, CITIZEN, CountedTest
from literasi.domain.wita import WITA
from literasi.models import (
    BankItem,
    Course,
    EvidenceBatch,
    FormPlan,
    Judgement,
    QuizRevision,
    ResearchConsent,
    Sitting,
)
from literasi.queries.consents import allows_research

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Consent:
    """One time somebody allowed it, with the code and the traits under which they stand in files."""

    learner_id: int
    text_version: int
    given_at: datetime
    withdrawn_at: datetime | None
    allows: bool
    pseudonym: str
    traits: tuple[str, ...]


@dataclass(frozen=True)
class KnownItem:
    """An item of the tests by what holds today."""

    true: bool
    technique: str
    topic: str


@dataclass(frozen=True)
class Text:
    """One published text of a form: its number, and the truth of its items."""

    number: int
    truths: Mapping[str, bool]


def counted_tests(session: Session) -> dict[int, list[CountedTest]]:
    """Every test that figures count, by learner: those of everybody, not only of who allows research."""
    rows = session.execute(
        select(
            Sitting.learner_id,
            Sitting.phase,
            Sitting.set_aside,
            EvidenceBatch.course_id,
            EvidenceBatch.cell,
            EvidenceBatch.organisation_id,
            EvidenceBatch.made_at,
        )
        .join(EvidenceBatch, EvidenceBatch.id == Sitting.batch_id)
        .where(Sitting.counts, Sitting.state == "closed")
    )
    found: dict[int, list[CountedTest]] = defaultdict(list)
    for row in rows:
        cell = (row.course_id, row.cell, row.organisation_id)
        found[row.learner_id].append(CountedTest(row.phase, cell, row.set_aside, row.made_at))
    return found


def consents(session: Session) -> list[Consent]:
    """Every time somebody with a counted test allowed it; the oldest first.

    Also of who took it back, is forgotten, or has the account of a child: they allow nothing, but keep their
    places among those who came.
    Their traits are those of their first counted test, by the order of ``research_files.TRAITS``.
    """
    rows = session.execute(
        select(
            ResearchConsent.id,
            ResearchConsent.learner_id,
            ResearchConsent.text_version,
            ResearchConsent.given_at,
            ResearchConsent.withdrawn_at,
            allows_research(ResearchConsent.learner_id).label("allows"),
            FormPlan.pseudonym,
            FormPlan.organisation_id,
            Course.slug,
            Sitting.started_at,
            Sitting.device,
            Sitting.language,
        )
        .join(FormPlan, FormPlan.learner_id == ResearchConsent.learner_id)
        .join(Course, Course.id == FormPlan.course_id)
        .join(Sitting, Sitting.learner_id == ResearchConsent.learner_id)
        .where(
            Sitting.counts,
            Sitting.state == "closed",
            Sitting.batch_id.is_not(None),
        )
        .order_by(ResearchConsent.id, Sitting.started_at, Sitting.id)
    )
    return [_consent(next(tests)) for _, tests in groupby(rows, key=lambda row: row.id)]


def known_items(session: Session) -> dict[str, KnownItem]:
    """The items of all forms."""
    rows = session.execute(
        select(BankItem.key, BankItem.verdict, BankItem.technique, BankItem.topic).where(
            BankItem.form.is_not(None)
        )
    )
    return {row.key: KnownItem(row.verdict == Verdict.TRUE, row.technique, row.topic) for row in rows}


def texts(session: Session) -> dict[int, Text]:
    """Every published text of the forms, by the id of its revision."""
    rows = session.execute(
        select(QuizRevision.id, QuizRevision.number, QuizRevision.source).where(
            QuizRevision.quiz_id.in_(select(BankItem.quiz_id).where(BankItem.form.is_not(None)))
        )
    )
    return {row.id: Text(row.number, _truths(parse_bank(row.source)[0])) for row in rows}


def answered_tests(session: Session) -> Iterator[Sequence[Any]]:
    """The rows of each counted test of who allows it now, by their codes: one row for each answer.

    They come a few at a time. A test without any answer is one row without an item. Of several answers to one
    item the newest comes last.
    """
    rows = session.execute(_answers(), execution_options={"yield_per": ROWS_AT_ONCE})
    for _, answers in groupby(rows, key=lambda row: row.id):
        yield list(answers)


def _answers() -> Any:
    return (
        select(
            Sitting.id,
            Sitting.learner_id,
            Sitting.phase,
            Sitting.form,
            Sitting.drawn,
            Sitting.set_aside,
            Judgement.item_key,
            Judgement.rating,
            Judgement.seen_before,
            Judgement.shown_at,
            Judgement.answered_at,
            Judgement.away_ms,
        )
        .join(FormPlan, FormPlan.learner_id == Sitting.learner_id)
        .outerjoin(Judgement, Judgement.sitting_id == Sitting.id)
        .where(
            Sitting.counts,
            Sitting.state == "closed",
            Sitting.batch_id.is_not(None),
            allows_research(Sitting.learner_id),
        )
        .order_by(FormPlan.pseudonym, Sitting.form, Sitting.id, Judgement.number, Judgement.id)
    )


def _consent(row: Any) -> Consent:
    group = CITIZEN if row.organisation_id is None else ADMIN
    month = f"{row.started_at.astimezone(WITA):%Y-%m}"
    return Consent(
        learner_id=row.learner_id,
        text_version=row.text_version,
        given_at=row.given_at,
        withdrawn_at=row.withdrawn_at,
        allows=row.allows and row.withdrawn_at is None,
        pseudonym=str(row.pseudonym),
        traits=(row.slug, group, month, row.device, row.language),
    )


def _truths(document: QuizDocument | None) -> dict[str, bool]:
    """What each item says of itself; nothing for a text that today's rules cannot read."""
    questions = document.questions if document else ()
    return {one.key: one.exhibit.verdict is Verdict.TRUE for one in questions if one.exhibit}
