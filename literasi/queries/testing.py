"""What decides which test a learner may take."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.domain.exhibits import Use
from literasi.domain.sittings import TESTS, History, Phase, Taken
from literasi.models import (
    BankItem,
    Completion,
    Course,
    CourseCompletion,
    Exposure,
    FormPlan,
    Lesson,
    Sitting,
)

_TESTS = [phase.value for phase in TESTS]


@dataclass(frozen=True)
class FormItem:
    """An item of a form, with the newest revision of its text."""

    key: str
    revision_id: int


def forms(session: Session) -> dict[str, list[FormItem]]:
    """The live items of each form."""
    rows = session.execute(
        select(BankItem.form, BankItem.key, BankItem.revision_id)
        .where(BankItem.use == Use.FORM.value, BankItem.form.is_not(None), BankItem.retired_at.is_(None))
        .order_by(BankItem.form, BankItem.key)
    )
    found: dict[str, list[FormItem]] = {}
    for row in rows:
        found.setdefault(row.form, []).append(FormItem(row.key, row.revision_id))
    return found


def shown_forms(session: Session, learner_id: int) -> set[str]:
    """The forms of which the learner was shown any item."""
    rows = session.scalars(
        select(BankItem.form)
        .join(Exposure, Exposure.item_key == BankItem.key)
        .where(Exposure.learner_id == learner_id, BankItem.form.is_not(None))
        .distinct()
    )
    return {form for form in rows if form}


def history(session: Session, learner_id: int) -> History:
    """What the offer of the next test depends on. Six statements."""
    return History(
        course_id=session.scalar(select(FormPlan.course_id).where(FormPlan.learner_id == learner_id)),
        taken=_taken(session, learner_id),
        finished={
            row.course_id: row.completed_at
            for row in session.execute(
                select(CourseCompletion.course_id, CourseCompletion.completed_at).where(
                    CourseCompletion.learner_id == learner_id
                )
            )
        },
        begun=set(
            session.scalars(
                select(Lesson.course_id)
                .join(Completion, Completion.lesson_id == Lesson.id)
                .where(Completion.learner_id == learner_id)
                .distinct()
            )
        ),
        courses=session.scalars(
            select(Course.id).where(Course.retired_at.is_(None)).order_by(Course.position, Course.id)
        ).all(),
        forms_left=bool(_live_forms(session) - shown_forms(session, learner_id)),
    )


def _taken(session: Session, learner_id: int) -> list[Taken]:
    rows = session.execute(
        select(Sitting.phase, Sitting.closed_at).where(
            Sitting.learner_id == learner_id,
            Sitting.phase.in_(_TESTS),
            Sitting.counts,
            Sitting.state != "abandoned",
        )
    )
    return [Taken(Phase(row.phase), row.closed_at) for row in rows]


def _live_forms(session: Session) -> set[str]:
    found = session.scalars(
        select(BankItem.form).where(BankItem.form.is_not(None), BankItem.retired_at.is_(None)).distinct()
    )
    return {form for form in found if form}
