"""Each flag: just below its border nothing, just beyond it the sentence; and never below the minimum."""

from dataclasses import replace

import pytest

from literasi.domain.intervals import wilson
from literasi.domain.item_analysis import Group, ItemFigures, Share, Use
from literasi.domain.item_flags import MESSAGES, ChoiceOutline, flags

CHOICES = [
    ChoiceOutline("a", "Membukanya", False),
    ChoiceOutline("b", "Bertanya", True),
    ChoiceOutline("c", "Menghapusnya", False),
]
STEPS = [ChoiceOutline(str(step), "", step >= 4) for step in range(1, 7)]
FINE = ItemFigures(
    shown=200,
    seen=0,
    answered=200,
    left_open=0,
    paired=200,
    facility=Share(0.6, *wilson(120, 200), 200),
    discrimination=0.3,
    uses={"a": Use(60, (0.5, 0.3, 0.1)), "b": Use(120, (0.4, 0.5, 0.9)), "c": Use(20, (0.1, 0.2, 0.0))},
    seconds=20.0,
)


def names(figures, group=Group.KNOWLEDGE, choices=CHOICES):
    return [flag.name for flag in flags(group, choices, figures)]


def facility(value):
    return replace(FINE, facility=Share(value, 0, 1, 200))


def used(**top):
    return replace(FINE, uses={name: Use(9, (0, 0, share)) for name, share in top.items()})


def test_a_good_question_has_no_flag():
    assert names(FINE) == []


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (facility(0.20), []),
        (facility(0.19), ["hard"]),
        (facility(0.95), []),
        (facility(0.96), ["easy"]),
        (replace(FINE, discrimination=0.10), []),
        (replace(FINE, discrimination=0.09), ["weak"]),
        (replace(FINE, discrimination=None), []),
        (replace(FINE, answered=180, left_open=20), []),
        (replace(FINE, answered=179, left_open=21), ["open"]),
        (replace(FINE, answered=10, left_open=19), []),
        (replace(FINE, shown=100, seen=30), []),
        (replace(FINE, shown=100, seen=31), ["seen"]),
        (replace(FINE, shown=29, seen=20), []),
        (used(a=0.4, b=0.4, c=0.2), []),
        (used(a=0.5, b=0.4, c=0.1), ["key"]),
        (used(a=0.2, b=0.8), ["unused"]),
        (replace(FINE, uses=None), []),
    ],
)
def test_borders(figures, expected):
    assert names(figures) == expected


def test_a_wrong_side_that_the_best_prefer_questions_the_verdict():
    steps = {"1": 0.3, "3": 0.3, "6": 0.4}

    assert names(used(**steps), Group.TRUE, STEPS) == ["verdict"]
    assert names(used(**{**steps, "1": 0.1}), Group.TRUE, STEPS) == []
    assert names(used(**{"6": 1.0}), Group.TRUE, STEPS) == []


def test_of_several_ticks_a_wrong_one_must_be_ticked_by_most():
    ticks = [ChoiceOutline("a", "A", True), ChoiceOutline("b", "B", True), ChoiceOutline("c", "C", False)]

    assert names(used(a=0.9, b=0.3, c=0.45), choices=ticks) == []
    assert names(used(a=0.9, b=0.3, c=0.55), choices=ticks) == ["key"]
    assert names(used(a=0.9, b=0.6, c=0.55), choices=ticks) == []


def test_words_that_no_text_has_any_more_are_not_blamed():
    old = ChoiceOutline("a", "Membukanya", False, old=True)

    assert names(used(a=0.9, b=0.05, c=0.05), choices=[old, *CHOICES[1:]]) == []
    assert names(used(b=0.9, c=0.1), choices=[old, *CHOICES[1:]]) == []


def test_the_most_urgent_comes_first_and_each_has_its_words():
    found = flags(
        Group.KNOWLEDGE,
        CHOICES,
        replace(used(a=0.9, b=0.1), facility=Share(0.1, 0, 1, 200), discrimination=-0.2, seen=100),
    )

    assert [flag.name for flag in found] == ["key", "weak", "hard", "seen", "unused"]
    assert found[0].values == {"choice": "Membukanya"}
    assert found[-1].values == {"choice": "Menghapusnya"}
    assert all(flag.message % flag.values for flag in found)
    assert all(flag.message == MESSAGES[flag.name] for flag in found)
