import random

import pytest

from literasi.domain.attempts import Outcome, UnknownPage, counting_answers, draw, judge_arrival
from literasi.domain.questions import Feedback, parse_quiz
from tests import make

AT_ONCE, AT_END = Feedback.AT_ONCE, Feedback.AT_END


@pytest.mark.parametrize(
    ("earlier", "number", "answer", "feedback", "outcome"),
    [
        ([], 0, "a", AT_ONCE, Outcome.SAVE),
        (["a"], 0, "a", AT_ONCE, Outcome.ALREADY_SAVED),
        (["a"], 0, "b", AT_ONCE, Outcome.FIRST_KEPT),
        (["a"], 1, "b", AT_ONCE, Outcome.FIRST_KEPT),
        ([], 0, "a", AT_END, Outcome.SAVE),
        (["a"], 0, "a", AT_END, Outcome.ALREADY_SAVED),
        (["a"], 0, "b", AT_END, Outcome.CONFLICT),
        (["a"], 1, "b", AT_END, Outcome.SAVE),
        (["a"], 1, "a", AT_END, Outcome.ALREADY_SAVED),
        (["a", "b"], 0, "a", AT_END, Outcome.ALREADY_SAVED),
        (["a", "b"], 1, "c", AT_END, Outcome.CONFLICT),
        (["a", "b"], 2, "a", AT_END, Outcome.SAVE),
    ],
)
def test_what_becomes_of_an_answer(earlier, number, answer, feedback, outcome):
    assert judge_arrival(earlier, number, answer, feedback) is outcome


@pytest.mark.parametrize("number", [-1, 2, 99])
@pytest.mark.parametrize("feedback", [AT_ONCE, AT_END])
def test_a_page_that_was_never_shown_is_refused(number, feedback):
    with pytest.raises(UnknownPage):
        judge_arrival(["a"], number, "a", feedback)


def test_the_first_answer_counts_after_feedback_and_the_newest_otherwise():
    responses = {"satu": ["a", "b"], "dua": ["c"], "tiga": []}

    assert counting_answers(responses, AT_ONCE) == {"satu": "a", "dua": "c"}
    assert counting_answers(responses, AT_END) == {"satu": "b", "dua": "c"}


def test_a_draw_has_every_question_once_with_all_its_choices():
    document, _ = parse_quiz(make.quiz_text())
    orders = set()
    for seed in range(50):
        drawn = draw(document.questions, random.Random(seed))
        orders.add(tuple(one.key for one in drawn))
        assert sorted(one.key for one in drawn) == ["arti-apk", "parkir", "undangan"]
        assert {one.key: sorted(one.choices) for one in drawn}["arti-apk"] == ["a", "b", "c"]

    assert len(orders) == 6
