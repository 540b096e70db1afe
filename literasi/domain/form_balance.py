"""Whether the forms of the test are alike: the same themes, techniques, places and looks, and as hard.

Whoever takes form B after form A must not seem to have learned because B is easier. The forms are compared
for each truth on its own, since sensitivity is counted from both.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from literasi.domain.exhibits import ExhibitKind, Place, Technique, Topic, Verdict
from literasi.domain.questions import FORMS, QuizDocument

MOST_APART = 1  # how many more items of one word a form may have than another
MOST_HARDER = 0.2  # points of mean difficulty, which goes from 1 to 5
MOST_LONGER = 10  # letters of mean length
_ROUNDING = 1e-9


@dataclass(frozen=True)
class FormItem:
    """One item of a form that is in use, as far as the forms must be alike. *length* is in letters."""

    form: str
    verdict: Verdict
    topic: Topic
    technique: Technique
    place: Place
    kind: ExhibitKind
    difficulty: int
    length: int


@dataclass(frozen=True)
class Row:
    """One line of the comparison: a number for each form, false items apart from true ones."""

    name: str
    values: Mapping[Verdict, tuple[float, ...]]
    most_apart: float

    @property
    def is_even(self) -> bool:
        """Whether no two forms are further apart than they may be, for either truth."""
        return all(
            max(numbers) - min(numbers) <= self.most_apart + _ROUNDING for numbers in self.values.values()
        )


def items_of(document: QuizDocument) -> list[FormItem]:
    """The items of a form that are not retired; of another text, none."""
    if document.form is None:
        return []
    exhibits = [question.exhibit for question in document.questions if question.exhibit]
    return [
        FormItem(
            document.form,
            exhibit.verdict,
            item.topic,
            item.technique,
            item.place,
            exhibit.kind,
            item.difficulty,
            len(exhibit.text),
        )
        for exhibit in exhibits
        if (item := exhibit.item) and item.place and item.difficulty and item.retired is None
    ]


def compare(items: Sequence[FormItem]) -> dict[str, list[Row]]:
    """The forms side by side, by what is compared; what no form has is left out."""
    return {
        "tema": _counted(items, list(Topic), lambda item: item.topic),
        "teknik": _counted(items, list(Technique), lambda item: item.technique),
        "tempat": _counted(items, list(Place), lambda item: item.place),
        "bentuk": _counted(items, list(ExhibitKind), lambda item: item.kind),
        "rata-rata": [
            _averaged(items, "kesulitan", lambda item: item.difficulty, MOST_HARDER),
            _averaged(items, "panjang", lambda item: item.length, MOST_LONGER),
        ],
    }


def _counted(
    items: Sequence[FormItem], words: Sequence[str], word_of: Callable[[FormItem], str]
) -> list[Row]:
    found = {word_of(item) for item in items}
    return [
        Row(word, _by_truth([item for item in items if word_of(item) == word], len), MOST_APART)
        for word in words
        if word in found
    ]


def _averaged(
    items: Sequence[FormItem], name: str, number_of: Callable[[FormItem], int], most_apart: float
) -> Row:
    return Row(name, _by_truth(items, lambda some: fmean(map(number_of, some)) if some else 0.0), most_apart)


def _by_truth(
    items: Sequence[FormItem], value_of: Callable[[list[FormItem]], float]
) -> dict[Verdict, tuple[float, ...]]:
    return {
        verdict: tuple(
            value_of([item for item in items if (item.form, item.verdict) == (form, verdict)])
            for form in FORMS
        )
        for verdict in (Verdict.FALSE, Verdict.TRUE)
    }
