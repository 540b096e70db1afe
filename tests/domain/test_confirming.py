"""Looking at a fact again moves dates and names a source, and changes nothing else."""

from datetime import date

import pytest

from literasi.config import ROOT
from literasi.domain.confirming import (
    Check,
    NewSource,
    ask_for_change,
    confirm,
    is_only_a_check,
)
from literasi.domain.lessons import parse_lesson
from literasi.domain.questions import parse_bank, parse_quiz
from literasi.domain.rewriting import CannotRewrite
from literasi.domain.scheduling import add_months
from literasi.domain.texts import lines_of
from tests import make

TODAY = date(2027, 6, 1)
NEW = NewSource("Keterangan: baru", "Kantor Lain", "https://lain.example/a")
BANK = make.bank_text(make.item("satu"), make.item("dua"))


def changed(old, new):
    """The lines that are only in one of both."""
    before, after = lines_of(old), lines_of(new)
    return [one.strip() for one in before if one not in after], [
        one.strip() for one in after if one not in before
    ]


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 23), 12, date(2027, 11, 23)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_months_are_those_of_the_calendar(day, months, then):
    assert add_months(day, months) == then


def test_a_lesson_is_confirmed_by_its_own_source():
    new = confirm(make.LESSON, Check("lesson", "kantor", TODAY))

    assert changed(make.LESSON, new) == (
        ["checked: 2026-11-20", "review-by: 2027-05-20"],
        ["checked: 2027-06-01", "review-by: 2028-06-01"],
    )


def test_a_quiz_is_confirmed_by_a_new_source():
    document, _ = parse_quiz(confirm(make.quiz_text(), Check("quiz", NEW, TODAY)))

    assert document.sources[-1].id == "kantor-lain"
    assert (document.sources[-1].title, document.sources[-1].checked) == (NEW.title, TODAY)
    assert document.sources[0].checked == date(2026, 11, 20)
    assert document.review_by == date(2028, 6, 1)


def test_a_course_page_has_no_source_to_name():
    new = confirm(make.COURSE, Check("course", None, TODAY))

    assert changed(make.COURSE, new) == (["review-by: 2027-11-23"], ["review-by: 2028-06-01"])


@pytest.mark.parametrize("months", [6, 12])
def test_an_item_is_confirmed_alone(months):
    new = confirm(BANK, Check("bank", "kantor", TODAY, months, "dua"))
    document, _ = parse_bank(new)
    one, two = (question.exhibit.item.review_by for question in document.questions)

    assert (one, two) == (date(2027, 11, 23), add_months(TODAY, months))
    assert document.review_by == date(2027, 11, 23)


def test_an_item_takes_a_new_source_and_the_others_keep_theirs():
    document, _ = parse_bank(confirm(BANK, Check("bank", NEW, TODAY, 12, "dua")))

    assert [question.exhibit.source.id for question in document.questions] == ["kantor", "kantor-lain"]


def test_a_file_that_is_overdue_does_not_keep_its_item_from_being_confirmed():
    late = date(2028, 1, 1)
    document, _ = parse_bank(confirm(BANK, Check("bank", "kantor", late, 12, "dua")))

    assert document.review_by == late
    assert document.questions[1].exhibit.item.review_by == date(2029, 1, 1)


@pytest.mark.parametrize("source", [None, "tidak-ada", ""])
def test_somebody_must_say_what_was_looked_at(source):
    with pytest.raises(CannotRewrite):
        confirm(make.LESSON, Check("lesson", source, TODAY))


@pytest.mark.parametrize(
    "forged",
    [
        ("Seorang warga", "Dua orang warga"),
        ("title: Berkas yang Menyamar", "title: Judul lain"),
        ("[x] Bertanya", "[x] bertanya"),
        ("url: https://contoh.go.id/keterangan", "url: https://contoh.go.id/lain"),
        ("publisher: Kantor Contoh", "publisher: Kantor Palsu"),
        ("review-by: 2028-06-01", "review-by: 2030-06-01"),
        ("checked: 2027-06-01", "checked: 2027-05-30"),
        ("minutes: 4", "minutes: 5"),
        ("  - menolak", "  - membuka"),
    ],
)
def test_anything_else_is_seen(forged):
    check = Check("lesson", "kantor", TODAY)
    new = confirm(make.LESSON, check)

    assert forged[0] in new
    assert is_only_a_check(make.LESSON, new, check)
    assert not is_only_a_check(make.LESSON, new.replace(*forged), check)


def test_another_item_is_seen():
    check = Check("bank", "kantor", TODAY, 12, "dua")
    new = confirm(BANK, check)
    other = new.replace("review-by: 2027-11-23\nsource: kantor", "review-by: 2027-11-24\nsource: kantor", 1)

    assert other != new
    assert not is_only_a_check(BANK, other, check)
    assert not is_only_a_check(BANK, new.replace("verdict: salah", "verdict: benar", 1), check)


def test_a_correction_asks_what_was_corrected():
    _, lesson = parse_lesson(ask_for_change(make.LESSON, "lesson", None))
    text = ask_for_change(BANK, "bank", "dua")
    _, bank = parse_bank(text)

    assert [problem.message for problem in lesson] == ["change masih kosong."]
    assert [problem.message for problem in bank] == ["change masih kosong."]
    sound, problems = parse_bank(text.replace("change:\n", "change: Angkanya dibetulkan.\n"))
    assert not problems
    assert sound.questions[1].exhibit.item.change == "Angkanya dibetulkan."
    assert ask_for_change(make.COURSE, "course", None) == make.COURSE


def _content():
    kinds = [
        ("courses/*/course.md", "course"),
        ("courses/*/[0-9]*.md", "lesson"),
        ("quizzes/bank/*.md", "bank"),
    ]
    kinds.append(("quizzes/[!b]*/*.md", "quiz"))
    return [(path, kind) for pattern, kind in kinds for path in sorted(ROOT.glob(pattern))]


@pytest.mark.parametrize(("path", "kind"), _content(), ids=lambda one: getattr(one, "stem", one))
def test_everything_that_is_published_can_be_confirmed(path, kind):
    text = path.read_text()
    parser = {"lesson": parse_lesson, "quiz": parse_quiz, "bank": parse_bank}.get(kind)
    document = parser(text)[0] if parser else None
    sources = [source.id for source in document.sources] if document else []
    confirm(text, Check(kind, sources[-1] if sources else None, TODAY))
    if document:
        confirm(text, Check(kind, NEW, TODAY))
    for question in document.questions if kind == "bank" else ():
        confirm(text, Check("bank", question.exhibit.source.id, TODAY, 6, question.key))
