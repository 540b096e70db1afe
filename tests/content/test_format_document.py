"""The examples in docs/content-format.md are content files like any other, and say what the checker says."""

import re
from pathlib import Path

import pytest

from literasi.domain.checking import examine
from literasi.domain.courses import parse_course
from literasi.domain.exhibits import ExhibitKind, Place, Technique, Topic, Use
from literasi.domain.lessons import parse_lesson, read_file_name
from literasi.domain.markup import render_text
from literasi.domain.questions import KINDS, check_reading, parse_bank, parse_quiz

DOCUMENT = (Path(__file__).parents[2] / "docs/content-format.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"^````markdown (\S+)\n(.*?)^````$", DOCUMENT, re.MULTILINE | re.DOTALL))
WRONG = "courses/contoh/03-belum-selesai.md"
ADVISED = "courses/contoh/04-perlu-dirapikan.md"
RIGHT = [path for path in EXAMPLES if path != WRONG]


def kind_of(path):
    if path.startswith("quizzes/bank/"):
        return "bank"
    if path.startswith("quizzes/"):
        return "quiz"
    return "course" if path.endswith("/course.md") else "lesson"


def parse(path):
    parsers = {"course": parse_course, "lesson": parse_lesson, "quiz": parse_quiz, "bank": parse_bank}
    return parsers[kind_of(path)](EXAMPLES[path])


def test_there_is_an_example_of_each():
    assert {kind_of(path) for path in RIGHT} == {"course", "lesson", "quiz", "bank"}
    assert DOCUMENT.count("\n````markdown ") == len(EXAMPLES)


@pytest.mark.parametrize("path", RIGHT)
def test_each_example_is_right(path):
    assert [str(problem) for problem in parse(path)[1]] == []
    assert isinstance(render_text(kind_of(path), EXAMPLES[path]), dict)
    if kind_of(path) == "lesson":
        assert read_file_name(path.rsplit("/", 1)[1])


def test_the_quiz_belongs_to_the_lesson():
    quiz, lesson = parse("quizzes/contoh/video-lama.md")[0], parse("courses/contoh/01-video-lama.md")[0]

    assert quiz.lesson == "video-lama"
    assert check_reading(quiz, lesson) == []
    assert {question.kind for question in quiz.questions} == set(KINDS)


def test_the_final_quiz_and_the_draw_are_what_the_words_say():
    final = parse("quizzes/contoh/kuis-akhir.md")[0]
    shown = re.search(r"^```text\n(draw:\n.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)[1]
    drawing = EXAMPLES["quizzes/contoh/video-lama.md"].replace("review-by", f"{shown}review-by", 1)

    assert (final.final, final.pass_percent, final.draw.total) == (True, 70, 6)
    assert parse_quiz(drawing)[0].draw.topics == ("uang", "layanan")


def test_the_wrong_example_gets_exactly_the_printed_words():
    told = "".join(f"{WRONG}:{problem}\n" for problem in parse(WRONG)[1])

    assert f"```text\n{told}```" in DOCUMENT


def examined(path):
    return examine(kind_of(path), EXAMPLES[path], parse(path)[0])


def test_the_advised_example_gets_exactly_the_printed_words():
    for found in (examined(ADVISED).errors, examined(ADVISED).advice):
        told = "".join(f"{ADVISED}:{problem}\n" for problem in found)
        assert f"```text\n{told}```" in DOCUMENT


@pytest.mark.parametrize("path", [path for path in RIGHT if path != ADVISED])
def test_the_other_examples_say_nothing_that_keeps_a_text_back(path):
    assert examined(path).errors == []


def test_every_kind_of_exhibit_has_an_example():
    for kind in ExhibitKind:
        assert any(f"\n```{kind.value}\n" in EXAMPLES[path] for path in RIGHT)


def test_every_word_that_may_be_chosen_is_named():
    for word in [*Technique, *Topic, *Use, *Place, "warga", "admin", "langsung", "akhir", "salah", "benar"]:
        assert f"`{word}`" in DOCUMENT
