"""Two texts are compared by lines and words, and no text takes long."""

import random
import time

import pytest

from literasi.domain.differences import Piece, differences
from literasi.domain.texts import LARGEST_FILE
from tests import make


def told(old, new):
    return [(line.kind, line.text) for line in differences(old, new)]


def rebuilt(old, new):
    """Both texts, from what is shown and what is left out."""
    found, lines = differences(old, new), new.split("\n")
    after = []
    for line in found:
        if line.kind == "skipped":
            after += lines[line.number - 1 : line.number - 1 + int(line.text)]
        elif line.kind != "removed":
            after.append(line.text)
    return "\n".join(after)


def test_the_same_text_is_one_stretch():
    assert told(make.LESSON, make.LESSON) == [("skipped", str(make.LESSON.count("\n") + 1))]
    assert told("", "") == [("same", "")]


def test_a_changed_line_stands_on_both_sides_with_its_words_marked():
    found = [line for line in differences("a\nSatu dua tiga.\nb", "a\nSatu lima tiga.\nb") if line.pieces]

    assert [(line.kind, line.number) for line in found] == [("removed", 2), ("added", 2)]
    assert found[0].pieces == (Piece("Satu ", False), Piece("dua", True), Piece(" tiga.", False))
    assert found[1].pieces == (Piece("Satu ", False), Piece("lima", True), Piece(" tiga.", False))


def test_lines_with_nothing_in_common_are_marked_as_a_whole():
    found = [line for line in differences("satu dua", "tiga") if line.pieces]

    assert [line.pieces for line in found] == [(Piece("satu dua", True),), (Piece("tiga", True),)]


@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_lost(seed):
    dice = random.Random(seed)
    words = ["satu", "dua", "tiga", "", "satu dua"]
    old = [dice.choice(words) for _ in range(dice.randint(0, 40))]
    new = [line for line in old if dice.random() < 0.8]
    new[dice.randint(0, len(new)) :] += [dice.choice(words) for _ in range(4)]
    before, after = "\n".join(old), "\n".join(new)

    assert rebuilt(before, after) == after
    for line in differences(before, after):
        assert not line.pieces or "".join(piece.text for piece in line.pieces) == line.text


def lines_of(count, kinds, seed):
    dice = random.Random(seed)
    return "\n".join(dice.choice(kinds) for _ in range(count))


HOSTILE = {
    "two lines over and over": (lines_of(32000, "ab", 1), lines_of(32000, "ab", 2)),
    "many lines over and over": (
        lines_of(16000, [str(one) for one in range(100, 300)], 1),
        lines_of(16000, [str(one) for one in range(100, 300)], 2),
    ),
    "nothing in common": (lines_of(9000, [f"a{one}" for one in range(9999)], 1), "b\n" * 30000),
    "empty lines": ("\n" * LARGEST_FILE, "\n \n" * (LARGEST_FILE // 3)),
    "one long line": ("a b " * (LARGEST_FILE // 4), "b a c " * (LARGEST_FILE // 6)),
    "medium lines": (("a b c d e f g h " * 12 + "\n") * 320, ("h g f e d c b a " * 12 + "\n") * 320),
    "upside down": (
        "\n".join(str(one) for one in range(10000, 20000)),
        "\n".join(str(one) for one in range(19999, 9999, -1)),
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_long(name):
    old, new = HOSTILE[name]
    began = time.process_time()
    found = differences(old, new)

    assert time.process_time() - began < 4
    assert found
