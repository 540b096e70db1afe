"""One value of a text changed: the document differs in that value, and no other line in any byte."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.config import ROOT
from literasi.domain.courses import parse_course
from literasi.domain.lessons import parse_lesson
from literasi.domain.questions import parse_bank, parse_quiz
from literasi.domain.rewriting import CannotRewrite, add_source, set_exhibit_key, set_front
from literasi.domain.sources import Source
from literasi.domain.texts import clean, lines_of
from tests.domain import writing
from tests.domain.test_fields import lines as hostile_lines
from tests.domain.writing import EXHIBIT, changed

BANKS = sorted((ROOT / "quizzes/bank").glob("*.md"))
SHIPPED = [*sorted((ROOT / "quizzes").glob("*/*.md")), *sorted((ROOT / "courses").glob("*/*.md"))]
SOURCE = Source(
    "baru", 'Judul: "kutipan" # pagar', "Penerbit & Co.", "https://contoh.go.id/a?b=c#d", date(2026, 11, 20)
)
titles = hostile_lines | st.sampled_from(
    ["no", "- a", "a: b", "'", '"', "\\", "&a", "*a", "!a", "%a", "| a", "~", "{a}"]
)


def parser_of(path):
    if path.name == "course.md":
        return parse_course
    if path.parent.parent.name == "courses":
        return parse_lesson
    return parse_bank if path.parent.name == "bank" else parse_quiz


def without_lines(value):
    """*value* with every line number of its parts set to nought."""
    if isinstance(value, tuple):
        return tuple(without_lines(one) for one in value)
    if hasattr(value, "__dataclass_fields__"):
        parts = {name: without_lines(getattr(value, name)) for name in value.__dataclass_fields__}
        return replace(value, **{**parts, **({"line": 0} if "line" in parts else {})})
    return value


def read(parse, text):
    document, problems = parse(text)
    assert problems == []
    return without_lines(document)


def common(before, after):
    """The lines of *before* that are not at the beginning or the end of *after*."""
    old, new = lines_of(before), lines_of(after)
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return old, new


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_front_line_is_set_in_shipped_texts(path):
    text, parse = path.read_text(), parser_of(path)
    after = set_front(text, "review-by", "2028-01-01")

    assert read(parse, after) == replace(read(parse, text), review_by=date(2028, 1, 1))
    assert [len(part) for part in common(text, after)] == [1, 1]
    assert set_front(after, "review-by", read(parse, text).review_by.isoformat()) == text


@pytest.mark.parametrize(
    "path", [path for path in SHIPPED if path.name != "course.md"], ids=lambda path: path.name
)
def test_a_source_is_added_to_shipped_texts(path):
    text, parse = path.read_text(), parser_of(path)
    before, after = read(parse, text), read(parse, add_source(text, SOURCE))

    assert after == replace(before, sources=(*before.sources, SOURCE))
    gone, new = common(text, add_source(text, SOURCE))
    assert (gone, len(new)) == ([], 5 if before.sources else 6)


@pytest.mark.parametrize("path", BANKS, ids=lambda path: path.name)
def test_a_key_is_set_in_every_exhibit_of_the_bank(path):
    text = path.read_text()
    before = read(parse_bank, text)
    for number, question in enumerate(before.questions):
        after = set_exhibit_key(text, question.key, "review-by", "2028-01-01")
        found = read(parse_bank, after).questions
        assert found[number].exhibit.item.review_by == date(2028, 1, 1)
        assert [*found[:number], *found[number + 1 :]] == [
            *before.questions[:number],
            *before.questions[number + 1 :],
        ]
        assert [len(part) for part in common(text, after)] == [1, 1]
        written = set_exhibit_key(text, question.key, "why", "Alasan lain.")
        assert "\nwhy: Alasan lain.\ncue: " in written
        assert read(parse_bank, written).questions[number].exhibit.fact == question.exhibit.fact


@given(titles)
def test_a_typed_front_value_is_one_value(title):
    text = writing.quiz()
    try:
        after = set_front(text, "title", title)
    except CannotRewrite:
        assert not clean(title)[0].split()
        return
    document, problems = parse_quiz(after)
    words = " ".join(clean(title)[0].split())
    assert {problem.message for problem in problems} <= {f"title terlalu panjang: {len(words)} huruf."}
    if document:
        assert document == replace(parse_quiz(text)[0], title=words)
    assert len(common(text, after)[1]) <= 1


@given(titles, titles)
def test_a_typed_source_is_one_source(title, publisher):
    source = replace(SOURCE, title=title, publisher=publisher)
    words = [" ".join(clean(typed)[0].split()) for typed in (title, publisher)]
    if not all(words) or len(words[0]) > 200 or len(words[1]) > 100:
        with pytest.raises(CannotRewrite, match="masih kosong|terlalu panjang"):
            add_source(writing.lesson(), source)
        return
    found = read(parse_lesson, add_source(writing.lesson(), source))
    assert [found.sources[1].title, found.sources[1].publisher] == words
    assert replace(found, sources=found.sources[:1]) == read(parse_lesson, writing.lesson())


@given(titles)
def test_a_typed_exhibit_value_is_one_value(why):
    text = writing.quiz()
    try:
        after = set_exhibit_key(text, "gempa", "why", why)
    except CannotRewrite:
        assert not clean(why)[0].split() or "[[" in why
        return
    document, problems = parse_quiz(after)
    words = " ".join(clean(why)[0].split())
    if "[[" not in words:
        assert problems == []
        assert document.questions[1].exhibit.item.why == words
    assert lines_of(after)[-3:] == lines_of(text)[-3:]


def test_new_keys_stand_last():
    text = writing.quiz()

    assert set_front(text, "change", "Baru: a") == changed(
        text, ("2027-11-23\n---", '2027-11-23\nchange: "Baru: a"\n---')
    )
    assert set_exhibit_key(text, "gempa", "use", "form") == changed(
        text, ("from: BMKG\n", "from: BMKG\nuse: form\n")
    )


def test_comments_quotes_and_windows_line_ends_stay():
    text = (
        '---\r\n# catatan\r\ntitle: "Judul\r\n  panjang"\r\n# lagi\r\nreview-by: 2027-01-01\r\n---\r\nIsi\r\n'
    )

    assert set_front(text, "title", "Baru") == text.replace('"Judul\r\n  panjang"', "Baru")
    assert "\r\nchange: Ya\r\n---\r\n" in set_front(text, "change", "Ya")


def test_a_list_without_shift_is_added_to():
    text = changed(
        writing.quiz(), (writing.SOURCE, writing.SOURCE.replace("  - ", "- ").replace("    ", "  "))
    )
    after = add_source(text, SOURCE)

    assert "\n- id: baru\n  title: " in after
    assert [source.id for source in parse_quiz(after)[0].sources] == ["bmkg", "baru"]


@pytest.mark.parametrize(
    "change",
    [
        lambda: set_front("Tanpa bagian depan", "title", "A"),
        lambda: set_front("---\ntitle: a\n", "title", "A"),
        lambda: set_front(writing.quiz(), "sources", "A"),
        lambda: set_front(writing.quiz(), "title", " \n "),
        lambda: set_front(writing.quiz(), "title: a\nlesson", "A"),
        lambda: add_source(writing.quiz(), replace(SOURCE, id="bmkg")),
        lambda: add_source(writing.quiz(), replace(SOURCE, id="B M")),
        lambda: add_source(writing.quiz(), replace(SOURCE, url="javascript:alert(1)")),
        lambda: add_source(changed(writing.quiz(), ("sources:\n" + writing.SOURCE, "sources: []\n")), SOURCE),
        lambda: add_source(changed(writing.quiz(), ("sources:\n" + writing.SOURCE, "sources: ya\n")), SOURCE),
        lambda: set_exhibit_key(writing.quiz(), "tidak-ada", "use", "form"),
        lambda: set_exhibit_key(writing.quiz(), "langkah", "use", "form"),
        lambda: set_exhibit_key(writing.quiz(f"## A? {{#a}}\n\n{EXHIBIT}\n{EXHIBIT}"), "a", "use", "form"),
        lambda: set_exhibit_key(writing.quiz(), "gempa", "use\nfact", "form"),
    ],
)
def test_what_cannot_be_changed_safely_is_refused(change):
    with pytest.raises(CannotRewrite):
        change()


@pytest.mark.parametrize("path", BANKS, ids=lambda path: path.stem)
def test_a_key_is_taken_out_again_byte_for_byte(path):
    text = path.read_text()
    document = parse_bank(text)[0]
    for question in document.questions:
        if question.exhibit.item.retired:
            continue
        retired = set_exhibit_key(text, question.key, "retired", "2026-11-23")

        # A form lacks what is retired, and says so.
        assert len(parse_bank(retired)[1]) == (document.form is not None)
        assert len(lines_of(retired)) == len(lines_of(text)) + 1
        assert set_exhibit_key(retired, question.key, "retired", None) == text
        assert set_exhibit_key(text, question.key, "retired", None) == text
