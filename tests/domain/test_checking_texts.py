"""Examining any text: it ends soon, never fails, and every line that it names is there."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from literasi.domain.checking import examine
from literasi.domain.checking.examination import MOST_ADVICE
from literasi.domain.problems import Problem
from tests.domain import writing
from tests.domain.examining import PARSERS, examined
from tests.domain.hostile import SCRIPTS, SLOW

KINDS = list(PARSERS)
RIGHT = {"course": writing.COURSE, "lesson": writing.lesson(), "quiz": writing.quiz()}
PIECES = [
    "---", "\n", "\n\n", "```chat", "```", "## Judul", "{#kunci}", "- [x] ", "- [ ] ", "  > ", "> ", "|",
    "|---|", "title: ", "summary: ", "label: ", "verdict: salah", "checked: 2026-11-12", "fact: ", "[", "](",
    "review-by: 2028-01-01", "![", ")", "`", "*", "“", "”", "\x00", "\u2028", "klik di sini", "https://a.id",
    "viral", "PALSU!", "kemudian dikonfirmasi ", "instansi yang berwenang ", "kata " * 21, ". ", "…", " ",
    "\t", "é", "𝟘",
]  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=60).map("".join)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(KINDS), texts)
def test_nothing_is_raised_and_every_line_is_in_the_text(kind, text):
    document, _ = PARSERS[kind](text)
    found = examine(kind, text, document)

    for problem in (*found.errors, *found.advice):
        assert 1 <= problem.line <= text.count("\n") + 1
        assert problem.message
        assert problem.mend
    assert found.errors == sorted(found.errors)
    assert found.advice == sorted(found.advice)


@pytest.mark.parametrize("kind", RIGHT)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_right_text_with_a_piece_put_in_is_examined_too(kind, data):
    place = data.draw(st.integers(0, len(RIGHT[kind])))
    text = RIGHT[kind][:place] + data.draw(st.sampled_from(PIECES)) + RIGHT[kind][place:]
    document, _ = PARSERS[kind](text)
    found = examine(kind, text, document)

    assert all(1 <= one.line <= text.count("\n") + 1 for one in (*found.errors, *found.advice))


@pytest.mark.parametrize("name", SLOW)
def test_a_hostile_text_takes_no_time(name):
    started = time.process_time()
    for before in ("", "---\ntitle: a\n", "- [ ] a\n  > ", "```chat\nlabel: "):
        examine("lesson", before + SLOW[name], None)

    assert time.process_time() - started < 4


@pytest.mark.parametrize("text", SCRIPTS)
def test_a_hostile_line_does_no_harm(text):
    found = examine("lesson", text, None)

    assert {one.line for one in (*found.errors, *found.advice)} <= set(range(1, text.count("\n") + 2))


def test_a_text_as_large_as_may_be_is_examined_at_once():
    text = writing.lesson(writing.BODY * 200)[:64_000]
    examine("lesson", text, None)
    started = time.process_time()
    examine("lesson", text, None)

    assert time.process_time() - started < 2  # measured: 0.015


def test_a_right_text_has_no_errors():
    for kind, text in RIGHT.items():
        assert examined(kind, text).errors == []


def test_much_advice_ends_with_one_line_that_says_so():
    body = "".join(f"Kalimat {'kata ' * 20}{number}.\n\n" for number in range(60))
    found = examine("lesson", writing.lesson(body), None).advice

    assert len(found) == MOST_ADVICE + 1
    assert found[-1] == Problem(
        found[-2].line,
        "Masih ada 20 saran lain di berkas ini.",
        "Kerjakan yang di atas dulu, lalu periksa lagi.",
    )


def test_a_text_that_does_not_parse_is_examined_as_far_as_it_goes():
    text = "---\ntitle: Video viral\nsummary: Isi\n\n## Judul\n\nBuka [di sini](https://a.id/).\n"
    found = examine("lesson", text, None)

    assert [one.line for one in found.errors] == [7]
    closed = examine("lesson", text.replace("Isi\n", "Isi\n---\n"), None)
    assert [one.line for one in closed.advice] == [2]


def test_lines_of_windows_and_a_mark_change_no_line():
    text = writing.lesson("Buka link itu.\n\nLihat [di sini](https://a.id/).\n")
    plain, windows = (examine("lesson", one, None) for one in (text, "\ufeff" + text.replace("\n", "\r\n")))

    assert windows == plain
    assert len(plain.errors) == len(plain.advice) == 1


def test_a_block_that_nobody_closed_ends_at_the_next_heading():
    text = "```chat\ncaption: a\n\nviral link\n\n## Judul\n\nBuka link itu.\n"

    assert [one.line for one in examine("lesson", text, None).advice] == [8]
