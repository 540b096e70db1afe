"""Tests and refreshers of a guest become the learner's, when the progress of two phones becomes one."""

from typing import Any

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from literasi.domain.sittings import Phase
from literasi.models import FormPlan, Refresher, ResearchConsent, Sitting

_QUIETLY = {"synchronize_session": False}
_other = aliased(Sitting)


def take_sittings(session: Session, guest_id: int, learner_id: int) -> None:
    """Every sitting moves, with all its answers.

    Of two open ones of a kind the one begun earlier is left behind; of two of one phase the earlier
    counts. The learner's own plan stays, if there is one. Hold both learners' rows.
    """
    _leave_known_forms(session, guest_id, learner_id)
    _leave_older(session, guest_id, learner_id)
    _count_first(session, guest_id, learner_id)
    session.execute(
        update(Sitting)
        .where(Sitting.learner_id == guest_id)
        .values(learner_id=learner_id)
        .execution_options(**_QUIETLY)
    )
    _take_plan(session, guest_id, learner_id)
    _take_refreshers(session, guest_id, learner_id)
    _take_consents(session, guest_id, learner_id)


def _leave_known_forms(session: Session, guest_id: int, learner_id: int) -> None:
    """An open test of a form whose verdicts the other phone has shown is left behind: it tells nothing."""
    for mine, theirs in ((guest_id, learner_id), (learner_id, guest_id)):
        session.execute(
            update(Sitting)
            .where(
                Sitting.learner_id == mine,
                Sitting.state == "open",
                exists().where(
                    _other.learner_id == theirs, _other.form == Sitting.form, _other.state == "closed"
                ),
            )
            .values(state="abandoned", counts=False)
            .execution_options(**_QUIETLY)
        )


def _leave_older(session: Session, guest_id: int, learner_id: int) -> None:
    """On a tie the guest's stays open: it is what this person did last on this phone."""
    for mine, theirs in ((guest_id, learner_id), (learner_id, guest_id)):
        later = _other.started_at > Sitting.started_at
        if mine == learner_id:
            later = _other.started_at >= Sitting.started_at
        is_test = Sitting.phase != Phase.REFRESHER.value
        session.execute(
            update(Sitting)
            .where(
                Sitting.learner_id == mine,
                Sitting.state == "open",
                exists().where(
                    _other.learner_id == theirs,
                    _other.state == "open",
                    (_other.phase != Phase.REFRESHER.value) == is_test,
                    later,
                ),
            )
            .values(state="abandoned", counts=False)
            .execution_options(**_QUIETLY)
        )


def _count_first(session: Session, guest_id: int, learner_id: int) -> None:
    """Of two tests of one phase the one that was begun first counts."""
    for mine, theirs in ((guest_id, learner_id), (learner_id, guest_id)):
        earlier = _other.started_at < Sitting.started_at
        if mine == guest_id:
            earlier = _other.started_at <= Sitting.started_at
        session.execute(
            update(Sitting)
            .where(
                Sitting.learner_id == mine,
                Sitting.phase != Phase.REFRESHER.value,
                exists().where(
                    _other.learner_id == theirs, _other.phase == Sitting.phase, _other.counts, earlier
                ),
            )
            .values(counts=False)
            .execution_options(**_QUIETLY)
        )


def _take_plan(session: Session, guest_id: int, learner_id: int) -> None:
    has_own = session.get(FormPlan, learner_id) is not None
    guests = FormPlan.learner_id == guest_id
    if has_own:
        session.execute(delete(FormPlan).where(guests).execution_options(**_QUIETLY))
    else:
        session.execute(
            update(FormPlan).where(guests).values(learner_id=learner_id).execution_options(**_QUIETLY)
        )


def _take_refreshers(session: Session, guest_id: int, learner_id: int) -> None:
    """Of two cards of one technique the one that is due first stays."""
    own: dict[str, Any] = {
        row.technique: row
        for row in session.scalars(select(Refresher).where(Refresher.learner_id == learner_id))
    }
    for card in session.scalars(select(Refresher).where(Refresher.learner_id == guest_id)).all():
        mine = own.get(card.technique)
        if mine is None:
            session.execute(
                update(Refresher)
                .where(Refresher.learner_id == guest_id, Refresher.technique == card.technique)
                .values(learner_id=learner_id)
                .execution_options(**_QUIETLY)
            )
        elif card.due_on < mine.due_on:
            mine.step, mine.due_on = card.step, card.due_on
    session.flush()
    session.execute(delete(Refresher).where(Refresher.learner_id == guest_id).execution_options(**_QUIETLY))


def _take_consents(session: Session, guest_id: int, learner_id: int) -> None:
    """Of what the same person said on two phones the newest counts."""
    session.execute(
        update(ResearchConsent)
        .where(ResearchConsent.learner_id == guest_id)
        .values(learner_id=learner_id)
        .execution_options(**_QUIETLY)
    )
    mine = ResearchConsent.learner_id == learner_id
    last_no = session.scalar(select(func.max(ResearchConsent.withdrawn_at)).where(mine))
    if last_no is not None:
        session.execute(
            update(ResearchConsent)
            .where(mine, ResearchConsent.withdrawn_at.is_(None), ResearchConsent.given_at < last_no)
            .values(withdrawn_at=last_no)
            .execution_options(**_QUIETLY)
        )
