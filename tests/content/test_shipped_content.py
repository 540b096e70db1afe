"""Every course and quiz in this repository is without a problem, and is shown as safely as any other."""

from pathlib import Path

import pytest

from literasi.domain.certificates import MINUTES_AN_HOUR
from literasi.domain.checking import examine
from literasi.domain.courses import parse_course
from literasi.domain.front_matter import is_slug
from literasi.domain.lessons import parse_lesson, read_file_name
from literasi.domain.markup import render_text
from literasi.domain.questions import check_reading, parse_bank, parse_course_quiz, parse_quiz
from literasi.domain.texts import decode
from literasi.queries.helpful_lessons import TRUST_LESSONS

HOME = Path(__file__).parents[2]
COURSES = sorted((HOME / "courses").glob("*/course.md"))
LESSONS = sorted(path for path in (HOME / "courses").glob("*/*.md") if path.name != "course.md")
BANK = sorted((HOME / "quizzes/bank").glob("*.md"))
QUIZZES = sorted(path for path in (HOME / "quizzes").glob("*/*.md") if path not in BANK)


def name(path):
    return path.relative_to(HOME).as_posix()


def parsed(path, parse):
    text, problems = decode(path.read_bytes())
    document, more = (None, []) if text is None else parse(text)
    told = [f"{name(path)}:{problem}" for problem in [*problems, *more]]
    assert told == [], "\n".join(told)
    return document


def test_there_is_content_and_nothing_else_beside_it():
    assert COURSES
    assert LESSONS
    assert QUIZZES
    assert BANK
    known = {*COURSES, *LESSONS, *QUIZZES, *BANK}
    found = {
        path for folder in ("courses", "quizzes") for path in (HOME / folder).rglob("*") if path.is_file()
    }
    assert {name(path) for path in found - known} == set()


@pytest.mark.parametrize("path", COURSES, ids=name)
def test_each_course_is_without_a_problem(path):
    parsed(path, parse_course)
    assert is_slug(path.parent.name)
    assert isinstance(render_text("course", path.read_text()), dict)


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_each_lesson_is_without_a_problem(path):
    parsed(path, parse_lesson)
    assert (path.parent / "course.md").is_file()
    assert read_file_name(path.name) is not None
    assert isinstance(render_text("lesson", path.read_text()), dict)


@pytest.mark.parametrize("path", QUIZZES, ids=name)
def test_each_quiz_is_without_a_problem(path):
    quiz = parsed(path, parse_course_quiz)
    assert is_slug(path.stem)
    assert isinstance(render_text("quiz", path.read_text()), dict)
    if quiz.lesson:
        lesson_path = lesson_of(path.parent.name, quiz.lesson)
        told = check_reading(quiz, parsed(lesson_path, parse_lesson))
        assert [f"{name(path)}:{problem}" for problem in told] == []


@pytest.mark.parametrize("path", BANK, ids=name)
def test_each_file_of_the_bank_is_without_a_problem_and_about_its_topic(path):
    bank = parsed(path, parse_bank)
    assert isinstance(render_text("bank", path.read_text()), dict)
    if bank.form is None:
        assert {question.exhibit.item.topic for question in bank.questions} == {path.stem}
    else:
        assert path.stem == f"tes-{bank.form.lower()}"


KINDS = [
    *[("course", parse_course, path) for path in COURSES],
    *[("lesson", parse_lesson, path) for path in LESSONS],
    *[("quiz", parse_course_quiz, path) for path in QUIZZES],
    *[("bank", parse_bank, path) for path in BANK],
]


@pytest.mark.parametrize(("kind", "parse", "path"), KINDS, ids=[name(path) for _, _, path in KINDS])
def test_each_text_says_nothing_that_keeps_it_back_and_needs_little_advice(kind, parse, path):
    found = examine(kind, path.read_text(), parsed(path, parse))

    assert [str(problem) for problem in found.errors] == []
    assert len(found.advice) <= 5, "\n".join(str(advice) for advice in found.advice)


def bank_items():
    """What may be drawn for practice."""
    questions = [question for path in BANK for question in parsed(path, parse_bank).questions]
    items = [(one, one.exhibit.item) for one in questions]
    return [one for one, item in items if item.use == "training" and item.retired is None]


def test_the_bank_is_large_enough_and_half_true():
    verdicts = [one.exhibit.verdict for one in bank_items()]
    assert len(verdicts) >= 72
    assert 2 * verdicts.count("benar") == len(verdicts)


def test_each_course_ends_with_one_final_quiz_and_all_its_lessons_draw():
    for course in COURSES:
        quizzes = [parsed(path, parse_quiz) for path in QUIZZES if path.parent.name == course.parent.name]
        finals = [quiz for quiz in quizzes if quiz.final]
        assert [(quiz.draw.true, quiz.draw.false) for quiz in finals] == [(3, 3)]
        lessons = [quiz for quiz in quizzes if quiz.lesson]
        assert len(lessons) == sum(path.parent == course.parent for path in LESSONS)
        assert len(lessons) in {5, 6}
        assert {(quiz.draw.true, quiz.draw.false) for quiz in lessons} == {(1, 1)}


@pytest.mark.parametrize("path", QUIZZES, ids=name)
def test_what_a_quiz_draws_from_lasts_for_three_sittings(path):
    draw = parsed(path, parse_quiz).draw
    items = [one.exhibit for one in bank_items()]
    fitting = [one.verdict for one in items if draw.fits(one.item.topic, one.item.technique)]

    assert fitting.count("benar") >= 3 * draw.true
    assert fitting.count("salah") >= 3 * draw.false


def lesson_of(course, slug):
    found = [path for path in LESSONS if path.parent.name == course and read_file_name(path.name)[1] == slug]
    assert len(found) == 1, f"{course} has {len(found)} lessons named {slug}"
    return found[0]


def test_positions_and_names_are_taken_once():
    for course in COURSES:
        names = [read_file_name(path.name) for path in LESSONS if path.parent == course.parent]
        assert [number for number, _ in names] == list(range(1, len(names) + 1))
        assert len({slug for _, slug in names}) == len(names)
    positions = [
        (course.audience, course.position) for course in (parsed(path, parse_course) for path in COURSES)
    ]
    assert len(set(positions)) == len(positions)


@pytest.mark.parametrize("path", COURSES, ids=name)
def test_the_hours_of_a_certificate_are_honest(path):
    """Reading, three minutes a quiz and ten for the final one, in whole hours (JP) of 45 minutes."""
    reading = sum(parsed(one, parse_lesson).minutes for one in LESSONS if one.parent == path.parent)
    finals = [parsed(one, parse_quiz).final for one in QUIZZES if one.parent.name == path.parent.name]
    minutes = reading + 3 * finals.count(False) + 10 * finals.count(True)

    assert (parsed(path, parse_course).hours or 0) == minutes // MINUTES_AN_HOUR


def test_each_lesson_is_completed_by_one_quiz_at_most():
    ties = [(path.parent.name, parsed(path, parse_quiz).lesson) for path in QUIZZES]
    with_lesson = [tie for tie in ties if tie[1]]
    assert len(set(with_lesson)) == len(with_lesson)


def test_no_question_key_is_used_in_two_quizzes():
    keys = [question.key for path in [*QUIZZES, *BANK] for question in parsed(path, parse_quiz).questions]
    assert [key for key in keys if keys.count(key) > 1] == []


@pytest.mark.parametrize("path", [*QUIZZES, *BANK], ids=name)
def test_no_quiz_shows_its_keys_before_the_answer(path):
    kind = "bank" if path in BANK else "quiz"
    for question in render_text(kind, path.read_text())["questions"].values():
        shown = (
            question["prompt"] + question["html"] + "".join(choice["html"] for choice in question["choices"])
        )
        assert "stamp" not in shown
        if question["judgement"]:
            for secret in ("fact", "why", "cue"):
                assert question["judgement"][secret] not in shown


def test_the_lessons_on_trust_stand_at_their_addresses():
    found = {(path.parent.name, read_file_name(path.name)[1]) for path in LESSONS}

    assert found.issuperset(TRUST_LESSONS)
