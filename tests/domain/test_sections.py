"""A quiz parted at its questions: every other byte stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.config import ROOT
from literasi.domain.questions.sections import (
    NoSuchQuestion,
    UncutText,
    add_section,
    insert_section,
    move_section,
    remove_section,
    replace_section,
    section_of,
    sections,
)
from literasi.domain.texts import clean
from tests.domain import hostile, writing
from tests.domain.writing import CHOICES, EXHIBIT

SHIPPED = sorted((ROOT / "quizzes").glob("*/*.md"))
NEW = f"## Baru? {{#baru}}\n\n{CHOICES}"
PARTS = [
    "---\ntitle: Kuis\n---\n",
    "\n",
    "\r\n",
    "\r",
    "## Apa? {#apa}\n",
    "## Mana?\r\n",
    "### Sub\n",
    "```chat\n",
    "```\n",
    "## Di dalam\n",
    CHOICES,
    EXHIBIT,
    "\x0b\x85\u2028",
    "\ufeff",
    "\t",
    "kata",
]
texts = st.lists(st.sampled_from(PARTS) | st.text(max_size=5), max_size=12).map("".join)


@given(texts)
def test_parts_make_the_text_again(text):
    front, parts = sections(text)

    assert front + "".join(parts) == text
    for number, part in enumerate(parts, start=1):
        assert section_of(text, number) == part
        assert clean(part)[0].startswith("##")


@pytest.mark.parametrize("text", hostile.SLOW.values(), ids=hostile.SLOW)
def test_hostile_texts_are_parted_soon(text):
    front, parts = sections(text)

    assert front + "".join(parts) == text


@given(texts, st.data())
def test_what_is_changed_in_one_place_is_the_same_everywhere_else(text, data):
    _, parts = sections(text)
    number = data.draw(st.integers(1, len(parts) or 1))
    for change in (
        lambda: replace_section(text, number, NEW),
        lambda: remove_section(text, number),
        lambda: move_section(text, number, 1),
        lambda: insert_section(text, number, NEW),
    ):
        try:
            after = [part.strip() for part in sections(change())[1]]
        except (UncutText, NoSuchQuestion):
            continue
        before = {part.strip() for part in parts}
        assert abs(len(after) - len(parts)) <= 1
        assert set(after) <= before | {NEW.strip()}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_moving_and_removing_can_be_undone(path):
    text = path.read_text()
    _, parts = sections(text)
    for number in range(1, len(parts) + 1):
        if number < len(parts):
            assert move_section(move_section(text, number, 1), number + 1, -1) == text
        if len(parts) > 1:
            assert insert_section(remove_section(text, number), number, parts[number - 1]) == text
    added = add_section(text, NEW)
    assert sections(added)[1][-1] == NEW
    assert remove_section(added, len(parts) + 1) == text


def test_ends_are_ends():
    text = writing.quiz()

    assert move_section(text, 1, -1) == text
    assert move_section(text, 2, 1) == text


def test_a_first_question_stands_below_the_front():
    front = "---\ntitle: Kuis\nreview-by: 2027-11-23\n---"

    assert add_section(front, NEW) == f"{front}\n\n{NEW}"
    assert remove_section(add_section(front, NEW), 1) == f"{front}\n\n"


@pytest.mark.parametrize("number", [0, -1, 3])
def test_a_question_that_is_not_there(number):
    for change in (
        lambda: section_of(writing.quiz(), number),
        lambda: replace_section(writing.quiz(), number, NEW),
        lambda: remove_section(writing.quiz(), number),
        lambda: move_section(writing.quiz(), number, 1),
        lambda: insert_section(writing.quiz(), number if number < 1 else 4, NEW),
    ):
        with pytest.raises(NoSuchQuestion):
            change()


def test_an_open_block_is_not_moved_over_another_question():
    text = writing.quiz(f"{NEW}\n## Rusak? {{#rusak}}\n\n```chat\ncaption: a\n\nkata\n")

    with pytest.raises(UncutText, match="sekitarnya"):
        add_section(text, "## Lain? {#lain}\n\n```\n\n## Dua")
