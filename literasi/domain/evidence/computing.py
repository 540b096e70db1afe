"""From the tests of many learners to every published figure of their group."""

from collections import Counter
from collections.abc import Sequence

from literasi.domain.discernment import Ratings
from literasi.domain.evidence.alternatives import with_set_aside, without_seen
from literasi.domain.evidence.estimating import form_effects
from literasi.domain.evidence.figures import Evidence
from literasi.domain.evidence.gains import gain
from literasi.domain.evidence.lasting import retention
from literasi.domain.evidence.method import METHOD, METHOD_HASH, ROUNDS, SEED, VERSION, chance
from literasi.domain.evidence.pairing import Pair, changed, ordered, pairs, values
from literasi.domain.evidence.records import OFF_DESIGN, LearnerRecord, Records, TakenTest
from literasi.domain.evidence.tables import curve, reliabilities, technique_rows


def evidence(records: Records, *, seed: int = SEED, rounds: int = ROUNDS) -> Evidence:
    """Every published figure of the *records* of one group, ungated.

    The same records in any order give the same figures: what is drawn by chance comes from *seed*, in
    *rounds* resamples of learners.
    """
    records = sorted(records, key=_place)
    found = pairs(records)
    people = ordered(found)
    paired = [pair.record for pair in found]
    starters = [record for record in records if record.before.set_aside is None]
    before = values(people, lambda pair: pair.before.sensitivity)
    after = values(people, lambda pair: pair.after.sensitivity)
    return Evidence(
        method=METHOD,
        version=VERSION,
        method_hash=METHOD_HASH,
        seed=seed,
        starters=len(starters),
        pairs=len(found),
        orders={order: len(some) for order, some in people.items()},
        balanced=bool(found) and all(people.values()),
        set_aside=_set_aside(records, found),
        sensitivity=changed(people, lambda measures: measures.sensitivity),
        bias=changed(people, lambda measures: measures.bias),
        hoaxes_rejected=changed(people, lambda measures: measures.hoaxes_rejected),
        trues_accepted=changed(people, lambda measures: measures.trues_accepted),
        area=changed(people, lambda measures: measures.area),
        overconfidence=changed(people, lambda measures: measures.overconfidence),
        brier=changed(people, lambda measures: measures.brier),
        gain=gain(before, after, chance(seed), rounds),
        curve_before=curve(record.before.ratings for record in paired),
        curve_after=curve(record.after.ratings for record in paired if record.after),
        retention=retention(people, starters),
        form_effects=form_effects(values(people, lambda pair: pair.gained)),
        reliability=reliabilities(starters, chance(seed)),
        techniques=technique_rows(paired),
        with_set_aside=with_set_aside(records),
        without_seen=without_seen(records),
    )


def _set_aside(records: Records, found: Sequence[Pair]) -> dict[str, int]:
    """How many learners are left out, by why; those whose forms do not belong together among them."""
    counts = Counter(record.set_aside for record in records if record.set_aside)
    counts[OFF_DESIGN] = sum(1 for one in records if one.after and not one.set_aside) - len(found)
    return {reason: count for reason, count in sorted(counts.items()) if reason and count}


def _place(record: LearnerRecord) -> tuple[object, ...]:
    """Where a record stands: by what it holds, so that no file's order changes what chance draws."""
    return tuple(_content(test) for test in (record.before, record.after, record.later))


def _content(test: TakenTest | None) -> tuple[object, ...]:
    if test is None:
        return ()
    ratings: Ratings = test.ratings
    answers = sorted((answer.item, answer.rating, answer.seen) for answer in test.answers)
    unseen = () if test.unseen is None else (test.unseen.true, test.unseen.false)
    return test.form, ratings.true, ratings.false, test.set_aside or "", unseen, answers
