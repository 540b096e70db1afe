"""People who took tests that figures count, and who allow research or do not."""

import csv
import io
import itertools
import random
import uuid
from datetime import timedelta
from zipfile import ZipFile

from literasi.domain.attempts import Drawn
from literasi.domain.sittings import SQUARE
from literasi.models import EvidenceBatch, FormPlan, Judgement, Sitting
from literasi.queries import testing
from literasi.services import consenting, researching, summing_up
from tests import make

TOKENS = itertools.count(1)
PHASES = ("before", "after", "later")


def people(
    session,
    count,
    course_id,
    *,
    agency=None,
    phases=("before",),
    allow=None,
    seed=1,
    device="phone",
    language="id",
    now=make.NOW,
    left_open=0,
    judged=True,
):
    """*count* people of one batch for each phase; the first *allow* of them (all) allow research. Their ids.

    Each judges rightly more often than not; the last *left_open* items of a test stay open. Without *judged*
    there are no answers at all, which is quicker.
    """
    dice = random.Random(seed)
    ids = [make.learner(session, f"r{next(TOKENS)}".ljust(43, "-"), now) for _ in range(count)]
    for learner_id in ids:
        session.add(
            FormPlan(
                learner_id=learner_id,
                course_id=course_id,
                square_row=dice.randrange(3),
                pseudonym=uuid.UUID(int=dice.getrandbits(128), version=4),
                organisation_id=agency,
                made_at=now,
            )
        )
    session.flush()
    forms = testing.forms(session)
    for number, phase in enumerate(phases):
        moment = now + timedelta(days=35 * number)
        batch = _batch(session, count, course_id, agency, phase, moment)
        for learner_id in ids:
            form = SQUARE[session.get(FormPlan, learner_id).square_row][PHASES.index(phase)]
            about = {"phase": phase, "form": form, "batch_id": batch, "device": device, "language": language}
            _sit(
                session,
                learner_id,
                _drawn(forms[form], dice),
                dice,
                moment,
                left_open if judged else 20,
                **about,
            )
    for learner_id in ids[: count if allow is None else allow]:
        consenting.give(session, learner_id, now=now)
    return ids


def _batch(session, count, course_id, agency, phase, moment):
    batch = EvidenceBatch(
        course_id=course_id,
        cell="agency" if agency else "citizen",
        organisation_id=agency,
        phase=phase,
        size=max(count, 10),
        made_at=moment + timedelta(hours=2),
    )
    session.add(batch)
    session.flush()
    return batch.id


def _drawn(items, dice):
    return [Drawn(item.key, (), item.revision_id) for item in dice.sample(items, len(items))]


def _sit(session, learner_id, drawn, dice, moment, left_open, **about):
    sitting_id = uuid.UUID(int=dice.getrandbits(128), version=4)
    session.add(
        Sitting(
            id=sitting_id,
            learner_id=learner_id,
            drawn=[one.as_stored() for one in drawn],
            state="closed",
            started_at=moment,
            closes_at=moment + timedelta(days=7),
            version="1",
            closed_at=moment + timedelta(hours=1),
            is_sent=True,
            **about,
        )
    )
    session.flush()
    for place, item in enumerate(drawn[: len(drawn) - left_open]):
        shown_at = moment + timedelta(seconds=30 * place)
        session.add(
            Judgement(
                sitting_id=sitting_id,
                item_key=item.key,
                number=0,
                rating=_rating("benar" in item.key, dice),
                seen_before=dice.choice(("no", "yes", "unsure")),
                shown_at=shown_at,
                answered_at=shown_at + timedelta(milliseconds=dice.randrange(2_000, 20_000)),
                away_ms=dice.choice((None, 0, 400)),
            )
        )
    session.flush()
    if left_open < len(drawn):
        summing_up.sum_up(session, sitting_id)


def _rating(true, dice):
    right = dice.choice((4, 5, 6)) if dice.random() < 0.7 else dice.choice((1, 2, 3))
    return right if true else 7 - right


def written(session, *, now=make.NOW + timedelta(days=100)):
    """The bytes of a file made now."""
    file = io.BytesIO()
    researching.write_file(session, file, now=now)
    return file.getvalue()


def parts(data):
    """What is in the zip, as text by name."""
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def table(data):
    """The rows of the file."""
    return list(csv.DictReader(io.StringIO(parts(data)["judgements.csv"])))
