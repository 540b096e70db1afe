import pytest

from literasi.domain.grading import Score, grade, mark, passed, points_needed
from literasi.domain.questions import parse_quiz
from tests.domain import writing

QUESTIONS = parse_quiz(writing.quiz())[0].questions


def test_marks_make_a_score():
    assert grade(QUESTIONS, {"langkah": "b", "gempa": "4"}) == Score(2.0, 2)
    assert grade(QUESTIONS, {"langkah": "a", "gempa": "6"}) == Score(1.0, 2)
    assert grade([], {}) == Score(0.0, 0)


def test_what_was_not_answered_counts_as_wrong():
    assert mark(QUESTIONS[0], None) == 0.0
    assert grade(QUESTIONS, {"gempa": "5", "lain": "a"}) == Score(1.0, 2)


def test_a_stored_answer_that_is_none_is_wrong_and_nothing_worse():
    assert [mark(question, "😀") for question in QUESTIONS] == [0.0, 0.0]


@pytest.mark.parametrize(
    ("points", "out_of", "percent", "expected"),
    [
        (7, 10, 70, True),
        (6.9, 10, 70, False),
        (6, 9, 70, False),
        (7, 9, 70, True),
        (0.1 * 3 * 10, 3, 100, True),
    ],
)
def test_the_pass_mark_is_a_share_of_all_points(points, out_of, percent, expected):
    assert passed(Score(points, out_of), percent) is expected


def test_the_points_needed_are_the_fewest_that_pass():
    assert passed(Score(1.0, 1), None) is None
    for out_of in range(1, 20):
        for percent in (1, 50, 67, 70, 100):
            needed = points_needed(out_of, percent)
            assert passed(Score(needed, out_of), percent)
            assert not passed(Score(needed - 1, out_of), percent)
