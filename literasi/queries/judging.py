"""Everything that one learner judged, wherever it was asked: for their own eyes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from literasi.database import Prepared, Reader
from literasi.domain.attempts import read_drawn
from literasi.domain.discernment import Ratings, read_ratings
from literasi.domain.exhibits import Technique, Verdict
from literasi.domain.progress import Judged
from literasi.domain.sittings import TESTS, Phase, SeenBefore, SetAside
from literasi.models import BankItem, Judgement, LearnerSession, Sitting
from literasi.queries.progress import answered

_MINE = (LearnerSession.token_hash == bindparam("token_hash")) & (
    LearnerSession.expires_at > bindparam("now")
)
_JUDGED = Prepared(
    select(
        Sitting.id,
        Sitting.phase,
        Judgement.item_key,
        Judgement.rating,
        Judgement.seen_before,
        Judgement.answered_at,
        BankItem.verdict,
        BankItem.technique,
    )
    .select_from(LearnerSession)
    .join(Sitting, Sitting.learner_id == LearnerSession.learner_id)
    .join(Judgement, Judgement.sitting_id == Sitting.id)
    .join(BankItem, BankItem.key == Judgement.item_key)
    .where(_MINE, Sitting.state == "closed")
    .order_by(Judgement.number)
)
_SITTINGS = Prepared(
    select(
        Sitting.id, Sitting.phase, Sitting.drawn, Sitting.counts, Sitting.started_at, Sitting.closed_at,
        Sitting.ratings, Sitting.set_aside,
    )
    .select_from(LearnerSession)
    .join(Sitting, Sitting.learner_id == LearnerSession.learner_id)
    .where(_MINE, Sitting.state == "closed")
    .order_by(Sitting.closed_at)
)  # fmt: skip


@dataclass(frozen=True)
class OwnTest:
    """A closed test that counts, and what was answered in it. *set_aside* says why it is not compared."""

    phase: Phase
    started_at: datetime
    closed_at: datetime
    ratings: Ratings
    set_aside: SetAside | None


@dataclass(frozen=True)
class OwnJudging:
    """First meetings with items, the oldest first, and the tests, the oldest first."""

    judged: tuple[Judged, ...]
    tests: tuple[OwnTest, ...]

    @property
    def newest_test(self) -> OwnTest | None:
        """The newest test of which answers are among *judged*."""
        read = [test for test in self.tests if test.set_aside is not SetAside.FAST]
        return read[-1] if read else None


def own_judging(reader: Reader, token_hash: bytes, now: datetime) -> OwnJudging:
    """What the learner behind *token_hash* judged, in quizzes, refreshers and closed tests. Four statements.

    Left out is what they had met before: shown by us, or known from elsewhere as they say. So are tests that
    were answered faster than anybody reads.
    """
    asker = {"token_hash": token_hash, "now": now}
    practised = [one for one in answered(reader, token_hash, now).judged if one.fresh]
    sittings = reader.all(_SITTINGS, asker)
    seen = {(row.id, one.key) for row in sittings for one in map(read_drawn, row.drawn) if one.seen}
    unread = {row.id for row in sittings if row.phase in TESTS and row.set_aside == SetAside.FAST}
    counting: dict[tuple[object, str], Any] = {}
    for row in reader.all(_JUDGED, asker):
        first = row.phase == Phase.REFRESHER and (row.id, row.item_key) in counting
        if not first:
            counting[row.id, row.item_key] = row
    tested = [
        Judged(Verdict(row.verdict), Technique(row.technique), row.rating, fresh=True, at=row.answered_at)
        for place, row in counting.items()
        if place not in seen and row.id not in unread and row.seen_before != SeenBefore.YES
    ]
    return OwnJudging(
        tuple(sorted([*practised, *tested], key=lambda one: one.at)),
        tuple(_tests(sittings)),
    )


def _tests(rows: Sequence[Any]) -> Sequence[OwnTest]:
    return [
        OwnTest(
            Phase(row.phase),
            row.started_at,
            row.closed_at,
            read_ratings(row.ratings),
            SetAside(row.set_aside) if row.set_aside else None,
        )
        for row in rows
        if row.phase in TESTS and row.counts
    ]
