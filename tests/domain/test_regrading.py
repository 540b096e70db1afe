from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.domain import grading
from literasi.domain.exhibits import Verdict
from literasi.domain.questions import Choice, Question, parse_quiz
from literasi.domain.regrading import Regrade, correct, corrected, falls_code, grade, same_choices
from tests import make

AT = datetime(2026, 11, 23, tzinfo=UTC)
QUESTIONS = {one.key: one for one in parse_quiz(make.quiz_text())[0].questions}
CHOICE, HOAX = QUESTIONS["arti-apk"], QUESTIONS["undangan"]


def asks(*choices, kind="single_choice", right=()):
    return Question(
        "tanya",
        kind,
        "Apa?",
        None,
        1,
        (),
        tuple(
            Choice(letter, text, "", letter in right) for letter, text in zip("abcdef", choices, strict=False)
        ),
    )


def regrade(question, number=1, *, revision=9, lowers=False):
    return Regrade(number, revision, question, lowers, AT)


def rights(question):
    return [choice.text for choice in question.choices if choice.right]


def test_a_mended_choice_is_found_by_its_words_in_another_order():
    shown = asks("Foto", "Aplikasi", "Surat", right="b")
    by = asks("surat ", "FOTO", "Aplikasi", right="b")

    assert rights(corrected(shown, by)) == ["Foto"]
    assert [one.text for one in corrected(shown, by).choices] == ["Foto", "Aplikasi", "Surat"]


def test_the_same_words_are_found_in_another_order_and_at_their_own_letter_first():
    assert same_choices(asks("Foto", "Surat"), asks("surat ", "Foto", "Nada")) == {"a": "b", "b": "a"}
    assert same_choices(asks("Klik", "Klik"), asks("Klik", "Klik")) == {"a": "a", "b": "b"}
    assert same_choices(asks("Foto", "Surat"), asks("Foto", "Sepucuk surat")) == {"a": "a"}


def test_one_that_was_reworded_since_is_found_by_its_letter():
    shown = asks("Foto", "Aplikas", "Surat", right="b")

    assert rights(corrected(shown, asks("Foto", "Aplikasi", "Surat", right="b"))) == ["Aplikas"]
    assert rights(corrected(shown, asks("Foto", "Aplikasi", "Surat", right="c"))) == ["Surat"]


@pytest.mark.parametrize(
    ("by", "why"),
    [
        (asks("Foto", "Surat", right="a"), "a choice is gone"),
        (asks("Foto", "Aplikasi", "Surat", "Lagu", right="d"), "what is right was not there"),
        (asks("Foto", "Aplikasi", "Surat", right="a", kind="multiple_choice"), "another kind"),
    ],
)
def test_another_question_grades_nothing(by, why):
    shown = asks("Foto", "Aplikasi", "Surat", right="b")

    assert corrected(shown, by) is None, why
    found = correct(shown, 1, "b", [regrade(by)])
    assert (found.question, found.newest, found.is_mended) == (shown, shown, False)


def test_of_a_judgement_the_verdict_flips_and_the_words_stay():
    true = replace(HOAX, exhibit=replace(HOAX.exhibit, verdict=Verdict.TRUE, text="Lain."))
    found = corrected(HOAX, true)

    assert (found.exhibit.verdict, found.exhibit.text) == (Verdict.TRUE, HOAX.exhibit.text)
    assert [grading.mark(found, answer) for answer in "16"] == [0.0, 1.0]


@pytest.mark.parametrize(("lowers", "marks"), [(False, {"a": 1.0, "b": 1.0}), (True, {"a": 1.0, "b": 0.0})])
def test_no_answer_loses_unless_it_was_said(lowers, marks):
    shown = asks("Foto", "Aplikasi", right="b")
    mended = regrade(asks("Foto", "Aplikasi", right="a"), lowers=lowers)
    found = {
        answer: grade([shown], {"tanya": 1}, {"tanya": answer}, [replace(mended, question=by)]).points
        for answer in "ab"
        for by in [mended.question]
    }

    assert found == marks
    assert rights(correct(shown, 1, "b", [mended]).newest) == ["Foto"]


def test_a_later_text_is_not_regraded():
    shown = asks("Foto", "Aplikasi", right="b")
    mended = regrade(asks("Foto", "Aplikasi", right="a"), revision=5, lowers=True)

    assert correct(shown, 5, "b", [mended]).question == shown
    assert correct(shown, 4, "b", [mended]).question != shown


def test_a_regrade_that_was_wrong_as_well_is_taken_back_by_the_next():
    shown, other = asks("Foto", "Aplikasi", right="b"), asks("Foto", "Aplikasi", right="a")
    there, back = regrade(other, 1, revision=5, lowers=True), regrade(shown, 2, revision=6, lowers=True)

    assert correct(shown, 1, "b", [back, there]).question == shown
    assert correct(other, 5, "a", [there, back]).question == shown


sides = st.sampled_from("abc")


@given(
    shown=sides,
    answer=st.none() | sides,
    regrades=st.lists(st.tuples(sides, st.booleans(), st.integers(1, 9)), max_size=6),
    origin=st.integers(1, 9),
)
def test_the_fold_is_the_best_since_the_last_that_lowers(shown, answer, regrades, origin):
    def asking(right):
        return asks("Foto", "Aplikasi", "Surat", right=right)

    folded = [
        regrade(asking(right), number, revision=revision, lowers=lowers)
        for number, (right, lowers, revision) in enumerate(regrades)
    ]
    applied = [(right, lowers) for right, lowers, revision in regrades if origin < revision]
    keys = [shown]
    for right, lowers in applied:
        keys = [right] if lowers else [*keys, right]

    points = grade([asking(shown)], {"tanya": origin}, {"tanya": answer} if answer else {}, folded).points
    assert points == float(answer in keys)


def test_the_code_of_falls_knows_its_attempts_and_no_order():
    one, two = UUID(int=1), UUID(int=2)

    assert falls_code([one, two]) == falls_code([two, one]) != falls_code([one])
