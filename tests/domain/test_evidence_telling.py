"""What the evidence must show, and must not: invented classes, from their answers to what a page may tell."""

from dataclasses import fields, is_dataclass

import pytest

from literasi.domain.discernment import area, detect, detect_counts
from literasi.domain.evidence import Estimate, LearnerRecord, TakenTest, evidence, harm
from literasi.domain.evidence_telling import Direction, direction, told
from literasi.domain.gate import Figure, Hidden
from literasi.domain.gate_rules import Reason
from literasi.domain.simulating import always
from tests.simulated import a_class, an_answering_class

MANY = range(1, 21)


def tell(records, **more):
    return told(evidence(records, rounds=100), **more)


def everything(thing):
    """All figures and hidden figures inside *thing*."""
    if isinstance(thing, Figure | Hidden):
        return [thing]
    if is_dataclass(thing):
        return [one for field in fields(thing) for one in everything(getattr(thing, field.name))]
    if isinstance(thing, tuple):
        return [one for part in thing for one in everything(part)]
    return [one for part in thing.values() for one in everything(part)] if hasattr(thing, "values") else []


def cynics(count, seed=1):
    """A class that knows no more than before and says "hoax" much more often."""
    return a_class(count, seed, gain=0.0, bias_shift=0.6)


class TestTheCynicismTrap:
    def test_doubting_everything_is_no_gain_and_raises_the_alarm(self):
        records = cynics(60, 5)
        found, page = evidence(records, rounds=100), tell(records)

        assert found.hoaxes_rejected.change.lower > 0.1
        assert found.sensitivity.change.lower < 0 < found.sensitivity.change.upper
        assert page.sensitivity.direction is Direction.UNSURE
        assert (page.sides.hoaxes.direction, page.sides.trues.direction) == (Direction.UP, Direction.DOWN)
        assert not page.learned
        alarm = harm(records)
        assert alarm.by_bias
        assert alarm.by_trues

    def test_in_hardly_any_class_does_chance_make_a_gain_of_it(self):
        classes = [cynics(60, seed) for seed in MANY]
        pages = [tell(records) for records in classes]

        assert sum(page.sensitivity.direction is Direction.UP for page in pages) <= 2
        assert sum(page.sensitivity.direction is Direction.UNSURE for page in pages) >= 15
        assert not any(page.learned for page in pages)
        assert sum(harm(records) is not None for records in classes) >= len(classes) - 1

    def test_the_published_example_has_no_gain(self):
        """H .80 and F .40 become .70 and .285: more hoaxes rejected, skill as before."""
        before, after = detect_rates(80, 40), detect_rates(70, 28.5)

        assert after.sensitivity - before.sensitivity == pytest.approx(0, abs=0.02)
        assert after.bias - before.bias > 0.3

    def test_who_calls_everything_a_hoax_afterwards_raises_it_too(self):
        """Such tests are set aside from the gain, as nobody read them; the alarm counts them."""
        ends = [one.after for one in always(1, 30)]
        starts = a_class(30)
        forms = {"A": "B", "B": "C", "C": "A"}
        records = [
            LearnerRecord(start.before, TakenTest(forms[start.before.form], end.ratings, end.set_aside))
            for start, end in zip(starts, ends, strict=True)
        ]

        assert evidence(records).pairs == 0
        assert harm(records).pairs == 30


def detect_rates(hits, false_alarms):
    """Signal detection from percentages, the correction being too small to matter."""
    return detect_counts(round(hits * 100), 10_000, round(false_alarms * 100), 10_000)


class TestTrueLearning:
    def test_it_is_shown_with_its_interval(self):
        records = a_class(120, gain=0.6)
        page = tell(records)

        assert page.sensitivity.direction is Direction.UP
        assert page.sensitivity.change.interval[0] > 0
        assert page.sensitivity.change.value == page.claim.value
        assert page.standardized.value > 0
        assert page.sides.trues.direction is not Direction.DOWN
        assert page.learned
        assert harm(records) is None

    def test_most_classes_that_learned_are_told_so(self):
        assert sum(tell(a_class(90, seed, gain=0.6)).learned for seed in MANY) >= 16

    def test_while_the_alarm_is_raised_nothing_looks_like_success(self):
        assert not tell(a_class(120, gain=0.6), harmed=True).learned

    def test_figures_of_harm_are_no_success_even_when_no_alarm_stands(self):
        """An alarm that somebody answered with "ok" stands no more; the figures are what they were."""
        records = a_class(120, gain=1.5, bias_shift=0.6)
        page = tell(records, harmed=False)

        assert harm(records).by_bias
        assert page.sensitivity.direction is Direction.UP
        assert page.sides.trues.direction is Direction.UP
        assert not page.learned

    def test_learning_raises_hardly_ever_an_alarm(self):
        assert sum(harm(a_class(60, seed, gain=0.4)) is not None for seed in MANY) <= 1


class TestFew:
    def test_of_nine_nothing_is_told(self):
        page = tell(an_answering_class(9, gain=2.0))

        assert not any(one.told for one in everything(page))
        assert page.sensitivity.direction is None
        assert not page.learned
        assert harm(cynics(9)) is None

    def test_of_twenty_the_interval_alone_and_no_claim(self):
        page = tell(a_class(20, gain=1.5))

        assert page.sensitivity.change.value is None
        assert page.sensitivity.change.interval is not None
        assert page.claim == Hidden(Reason.FEW, 100, page.claim.have)

    def test_hoaxes_and_true_items_are_told_together_or_not_at_all(self):
        for count, seed in ((9, 1), (12, 2), (40, 3), (120, 4)):
            sides = tell(a_class(count, seed)).sides
            for part in ("before", "after", "change"):
                assert getattr(sides.hoaxes, part).told == getattr(sides.trues, part).told

        one_sided = tell(
            a_class(30, sensitivity=3.5, bias=-1.2, bias_spread=0.1, sensitivity_spread=0.1)
        ).sides
        assert isinstance(one_sided.trues.before, Hidden)
        assert isinstance(one_sided.hoaxes.before, Hidden)

    def test_nobody_counts_those_who_stayed_away_when_they_are_few(self):
        page = tell(a_class(60, lost=0.08))

        assert page.provenance.pairs.told
        assert page.starters == Hidden(Reason.DIFFERENCE)


@pytest.mark.parametrize("step", range(1, 7))
def test_the_same_answer_to_everything_has_no_discernment(step):
    for record in always(step, 3):
        for test in (record.before, record.after):
            assert detect(test.ratings).sensitivity == 0
            assert area(test.ratings).value == 0.5
            assert test.set_aside == "same"


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.01, 0.5, Direction.UP),
        (-0.5, -0.01, Direction.DOWN),
        (-0.1, 0.2, Direction.UNSURE),
        (0.0, 0.2, Direction.UNSURE),
        (None, None, Direction.UNSURE),
    ],
)
def test_the_word_is_where_the_interval_lies(low, high, expected):
    assert direction(Estimate(0.1, low, high, 30)) is expected
