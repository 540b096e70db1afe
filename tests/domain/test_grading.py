from literasi.domain.grading import Score, grade, mark
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
