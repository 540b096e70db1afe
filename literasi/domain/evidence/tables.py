"""The figures that are tables: confidence curve, techniques, reliability of the forms."""

from collections.abc import Iterable, Sequence
from random import Random

from literasi.domain import calibration
from literasi.domain.discernment import NO_RATINGS, Ratings
from literasi.domain.evidence.figures import Cell, CurvePoint, FormReliability, TechniqueRow
from literasi.domain.evidence.records import Answer, LearnerRecord, TakenTest
from literasi.domain.reliability import kr20, of_truth, split_half_sensitivity

SPLITS = 20


def curve(tests: Iterable[Ratings]) -> tuple[CurvePoint, ...]:
    """How much was right at each step of confidence, over all answers of all *tests*."""
    tests = list(tests)
    points = calibration.curve(sum(tests, NO_RATINGS))
    return tuple(
        CurvePoint(point.confidence, point.share, point.n, _people(tests, place))
        for place, point in enumerate(points)
    )


def technique_rows(records: Sequence[LearnerRecord]) -> tuple[TechniqueRow, ...]:
    """Techniques in alphabetical order, hoaxes first; *records* are pairs."""
    before = [record.before for record in records]
    after = [record.after for record in records if record.after]
    counts = (count for test in (*before, *after) for count in test.techniques)
    kinds = sorted({(count.technique, count.true) for count in counts})
    return tuple(TechniqueRow(*kind, _cell(before, kind), _cell(after, kind)) for kind in kinds)


def reliabilities(starters: Sequence[LearnerRecord], randomness: Random) -> tuple[FormReliability, ...]:
    """How reliable each form is, from first tests in which every item of the form is answered."""
    forms: dict[str, list[dict[str, Answer]]] = {}
    for record in starters:
        if record.before.answers:
            answers = {answer.item: answer for answer in record.before.answers}
            forms.setdefault(record.before.form, []).append(answers)
    return tuple(_reliability(form, forms[form], randomness) for form in sorted(forms))


def _reliability(form: str, tests: list[dict[str, Answer]], randomness: Random) -> FormReliability:
    items = {item: answer.true for test in tests for item, answer in test.items()}
    whole = [test for test in tests if len(test) == len(items)]
    names = sorted(items)
    truths = [items[name] for name in names]
    said = [[test[name].rating > 3 for name in names] for test in whole]
    right = [[int(mark is truth) for mark, truth in zip(row, truths, strict=True)] for row in said]
    return FormReliability(
        form=form,
        n=len(whole),
        kr20_true=kr20(of_truth(right, truths, True)),
        kr20_false=kr20(of_truth(right, truths, False)),
        split_half=split_half_sensitivity(said, truths, randomness=randomness, splits=SPLITS),
    )


def _people(tests: Iterable[Ratings], place: int) -> int:
    """How many of *tests* hold an answer at this step of confidence: 3 or 4, 2 or 5, 1 or 6."""
    hoax, true = 2 - place, 3 + place
    return sum(1 for test in tests if test.true[hoax] + test.true[true] + test.false[hoax] + test.false[true])


def _cell(tests: Sequence[TakenTest], kind: tuple[str, bool]) -> Cell:
    right, answers, forms = 0, 0, set()
    for test in tests:
        for count in test.techniques:
            if (count.technique, count.true) == kind:
                right, answers = right + count.right, answers + count.answers
                forms.add(test.form)
    return Cell(right, answers, sum(1 for test in tests if test.form in forms))
