"""GIFT is read as Moodle reads it, and what we write is read back the same."""

from dataclasses import replace
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.domain.interchange.gift import read_gift
from literasi.domain.interchange.gift_writing import write_gift
from literasi.domain.interchange.values import ForeignKind, TextFormat
from tests.domain import hostile
from tests.domain.interchange import foreign


def one(text):
    found = read_gift(text)
    assert (found.skipped, found.faults) == ((), ())
    (question,) = found.questions
    return question


def fault(text):
    found = read_gift(text)
    assert found.questions == ()
    (problem,) = found.faults
    return problem


def grades(question):
    return [choice.grade for choice in question.choices]


def texts(question):
    return [choice.text.text for choice in question.choices]


def test_a_single_choice_is_read():
    question = one("::Q1:: 1+1? {\n  =2 #right, good!\n  ~3 #wrong\n  ~4\n  ####Count again.\n}")

    assert (question.name, question.stem.text, question.single) == ("Q1", "1+1?", True)
    assert question.kind is ForeignKind.CHOICE
    assert texts(question) == ["2", "3", "4"]
    assert grades(question) == [100, 0, 0]
    assert [choice.feedback.text for choice in question.choices] == ["right, good!", "wrong", ""]
    assert question.general.text == "Count again."


def test_grades_make_several_choices():
    question = one("Who? {~%50%Grant ~%50%Jefferson ~%-100%nobody}")

    assert question.single is False
    assert grades(question) == [50, 50, -100]


def test_true_and_false_say_first_what_is_wrong():
    question = one("::TF::Grant was buried here.{F#He was not.#Right.####See page 3.}")

    assert question.kind is ForeignKind.TRUE_FALSE
    assert [(choice.text.text, choice.grade, choice.feedback.text) for choice in question.choices] == [
        ("true", 0, "He was not."),
        ("false", 100, "Right."),
    ]
    assert question.general.text == "See page 3."
    assert grades(one("Grant? {TRUE}")) == [100, 0]


def test_a_missing_word_leaves_a_gap():
    assert one("Two plus {=two ~three} equals four.").stem.text == "Two plus … equals four."
    assert one("Two plus? {=two ~three}").stem.text == "Two plus?"


def test_escaped_signs_are_words():
    question = one(r"::a\:b:: x \= \{y\} \~ \# 1\\n \\ {=a\=b \#1 ~c\:d\ne}")

    assert (question.name, question.stem.text) == ("a:b", r"x = {y} ~ # 1\n " + "\\")
    assert texts(question) == ["a=b #1", "c:d\ne"]


def test_an_unescaped_equals_sign_begins_a_choice():
    assert texts(one("Which? {~a = b ~c}")) == ["a", "b", "c"]


def test_formats_are_read_and_inherited():
    question = one("[html]<b>Which?</b> {=[plain]<a> ~b#c}")

    assert question.stem.form is TextFormat.HTML
    assert [choice.text.form for choice in question.choices] == [TextFormat.PLAIN, TextFormat.HTML]
    assert one("[other]Which? {=a ~b}").stem.text == "[other]Which?"


def test_comments_categories_ids_and_tags_are_read():
    category = "// a comment\n$CATEGORY: $course$/Banjir\n\n"
    text = f"{category}// [id:q-1] [tag:air] [tag:a\\]b]\nWhich? {{=a\n// not this\n~b}}\n"
    question = one(text)

    assert (question.id, question.tags, question.category) == ("q-1", ("air", "a]b"), "$course$/Banjir")
    assert (question.line, texts(question)) == (5, ["a", "b"])


def test_windows_lines_and_a_mark_at_the_start_do_no_harm():
    assert one("\ufeffWhich? {=a\r\n~b}\r\n").stem.text == "Which?"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Match {=a -> b =c -> d}", "menjodohkan: Match"),
        ("Short {=a =b}", "isian singkat: Short"),
        ("When? {#1822:5}", "jawaban angka: When?"),
        ("Why? {}", "esai: Why?"),
        ("::Essay::Why? {####Think}", "esai: Essay"),
        ("Only words.", "keterangan tanpa jawaban: Only words."),
    ],
)
def test_what_has_no_place_here_is_named(text, what):
    found = read_gift(f"\n{text}\n")

    assert (found.questions, found.faults) == ((), ())
    assert [(remark.line, remark.what) for remark in found.skipped] == [(2, what)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Which? {=a ~b", "Kurung kurawal"),
        ("Which? =a ~b}", "Kurung kurawal"),
        ("Which? }=a ~b{", "Kurung kurawal"),
        ("Which? {=a {x} ~b}", "Kurung kurawal"),
        ("Which? {=a\n\n~b\n\n~c}", "Kurung kurawal"),
        ("::Which? {=a ~b}", "Nama soal"),
        ("Which? {~%-15%a =b}", "Bobot -15%"),
        ("Which? {~%150%a =b}", "Bobot 150%"),
        ("Which? {true}", "tidak terbaca"),
        ("{=a ~b}", "belum punya pertanyaan"),
        ("Which? {=" + "a" * 20_000 + " ~b}", "terlalu panjang"),
    ],
)
def test_what_is_broken_is_named_once_with_its_line(text, words):
    problem = fault(f"// first\n\n\n{text}\n")

    assert problem.line == 4
    assert words in problem.message


def test_a_broken_question_does_not_hide_the_next():
    found = read_gift("One? {=a ~b\n\nTwo? {=a ~b}\n\nThree? {=a\n\n~b}\n\nFour? {=a ~b}\n")

    assert [problem.line for problem in found.faults] == [1, 5]
    assert [question.stem.text for question in found.questions] == ["Two?", "Four?"]


@given(st.lists(foreign.questions(), max_size=4))
def test_what_is_written_is_read_back(questions):
    found = read_gift(write_gift(questions))

    assert (found.skipped, found.faults) == ((), ())
    assert [replace(question, line=1) for question in found.questions] == questions


@given(st.text() | foreign.words() | st.lists(st.sampled_from("~=#{}:\\\n%5/T [a$>-")).map("".join))
def test_no_text_breaks_the_reader(text):
    read_gift(text)


SLOW = {
    **hostile.SLOW,
    "open ids": "// " + "[id:" * 40_000,
    "weights": "a {" + "~%5%" * 4_000,
    "equals": "a {" + "=" * 19_000 + "}",
    "braces": "{" * 60_000,
    "names": "::" * 60_000,
    "many questions": "a {=b ~c}\n\n" * 20_000,
    "many categories": "$CATEGORY: a\n\n" * 20_000,
    "general feedback": "a {~b" + "#" * 19_000 + "}",
}


@pytest.mark.parametrize("name", SLOW)
def test_no_text_is_slow(name):
    start = perf_counter()
    read_gift(SLOW[name] * 4)

    assert perf_counter() - start < 2
