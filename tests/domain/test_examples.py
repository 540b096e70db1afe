"""Texts to begin with: right but for what a person must write."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.domain import examples, placeholders
from literasi.domain.courses import parse_course
from literasi.domain.examples import bank_example, left_over, question_example, unique_slug
from literasi.domain.exhibits import ExhibitKind
from literasi.domain.front_matter import is_slug
from literasi.domain.lessons import parse_lesson
from literasi.domain.questions import KINDS, parse_bank, parse_quiz
from literasi.domain.questions.fields import TextOnly
from literasi.domain.questions.forms import outline
from literasi.domain.questions.sections import add_section
from tests.domain import writing
from tests.domain.test_fields import lines as hostile_lines

TODAY = date(2026, 11, 23)
ANSWERS = {
    "… pilih salah atau benar": "salah",
    "… pilih satu teknik": "konten_palsu",
    "… pilih satu tema": "uang",
    "… pilih samarinda, kaltim, nasional, atau dunia": "kaltim",
    "… pilih 1 (mudah) sampai 5": "3",
    "… tulis kapan diperiksa lagi, misalnya 2027-11-23": "2027-11-23",
    "… pilih id dari sources": "bmkg",
    "… ganti dengan alamat halamannya": "https://contoh.go.id/",
}


def filled(text):
    """*text* after a person wrote what only a person can decide."""
    for words, answer in ANSWERS.items():
        text = text.replace(words, answer)
    return text


def quiz_with(section):
    return add_section(writing.quiz(), section)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_question_has_an_example(kind):
    section = question_example(kind, {"pertanyaan-baru"}, source="bmkg")
    document, problems = parse_quiz(quiz_with(filled(section)))

    assert problems == []
    assert (document.questions[-1].kind, document.questions[-1].key) == (kind, "pertanyaan-baru-2")
    assert isinstance(outline(quiz_with(section))[-1].fields, TextOnly) == (kind == "clues")


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_a_person_decides_is_missing(kind):
    section = question_example(kind, set())
    _, problems = parse_quiz(quiz_with(section))

    assert all("… " in problem.message for problem in problems), problems


@pytest.mark.parametrize("kind", ExhibitKind)
def test_every_kind_of_exhibit_has_an_example(kind):
    text = writing.lesson(f"## Judul\n\n{placeholders.exhibit(kind, source=placeholders.NO_SOURCE)}")
    document, problems = parse_lesson(filled(text))

    assert problems == []
    assert document.blocks[1].kind is kind
    assert left_over(text)


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (parse_course, examples.course_skeleton("Kursus: baru", TODAY, position=3)),
        (parse_lesson, examples.lesson_skeleton("Pelajaran #1", TODAY)),
        (parse_quiz, examples.quiz_skeleton("Kuis", TODAY, {"pertanyaan-baru"}, lesson="berkas")),
        (parse_quiz, examples.quiz_skeleton('"Kuis"', TODAY)),
        (parse_bank, examples.bank_skeleton("Bank kabar", TODAY)),
    ],
)
def test_a_skeleton_is_right_once_it_is_filled(parse, text):
    document, problems = parse(filled(text))

    assert problems == []
    assert document.review_by > TODAY
    assert left_over(text)
    assert all("… " in problem.message for problem in parse(text)[1])


@given(hostile_lines)
def test_any_title_gives_a_readable_skeleton(title):
    _, problems = parse_quiz(examples.quiz_skeleton(title, TODAY))

    assert not [problem for problem in problems if problem.line > 2], problems


@given(st.text(max_size=90), st.sets(st.sampled_from(["a", "a-2", "tanpa-judul", "x" * 60]), max_size=4))
def test_a_slug_is_a_new_name(words, taken):
    found = unique_slug(words, taken)

    assert is_slug(found)
    assert found not in taken


def test_slugs_count_up():
    assert unique_slug("Video Lama, Cerita Baru", set()) == "video-lama-cerita-baru"
    assert unique_slug("a", {"a", "a-2"}) == "a-3"
    assert unique_slug("x" * 70, {"x" * 60}) == "x" * 58 + "-2"
    assert unique_slug("…", set()) == "tanpa-judul"


def test_finished_texts_have_nothing_left_over():
    assert left_over(writing.quiz() + "Menurut Anda, kabar ini…\nDan seterusnya … lalu selesai.\n") == []
    assert [one.line for one in left_over("a\n… tulis ceritanya\n")] == [2]


@pytest.mark.parametrize(("is_tested", "use"), [(False, "training"), (True, "form")])
def test_an_item_of_the_bank_begins_with_its_use(is_tested, use):
    text = bank_example(set(), is_tested=is_tested)

    assert f"\nuse: {use}\n" in text
    assert "{use}" not in text
