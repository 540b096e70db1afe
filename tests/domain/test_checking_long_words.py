"""Long words: one that nobody reads at a glance, and too many of four syllables or more."""

import pytest

from literasi.domain.checking.long_words import syllables
from tests.domain.examining import advice_on

SHORT = "Warga baca kabar lama itu pagi ini. " * 20


@pytest.mark.parametrize(
    ("word", "count"),
    [("kabar", 2), ("memeriksa", 4), ("pulau", 2), ("mulai", 2), ("dunia", 3), ("maaf", 2), ("amboi", 2)],
)
def test_syllables_are_counted(word, count):
    assert syllables(word) == count


def test_a_very_long_word_is_named_once():
    body = "Pendek.\n\nHal itu dipertanggungjawabkan, ya, dipertanggungjawabkan.\n"

    assert advice_on(body, "panjangnya") == [
        (
            3,
            "Kata “dipertanggungjawabkan” panjangnya 21 huruf.",
            "Ganti dengan kata yang lebih pendek, atau dua kata.",
        )
    ]


@pytest.mark.parametrize("word", ["mengembalikannya", "“dipertanggungjawabkan”", "jalan-jalan-sore-hari"])
def test_a_shorter_or_a_quoted_word_is_fine(word):
    assert advice_on(f"Mereka lalu {word} kepada kami.\n", "huruf") == []


def test_a_long_word_that_has_a_plain_one_is_named_once():
    found = advice_on("Mereka mengidentifikasi kabar itu.\n")

    assert found == [(1, "Kata sulit: “mengidentifikasi”.", "Coba: “kenali”.")]


def test_too_many_long_words_are_told_with_an_example():
    body = f"{SHORT}\n\n{'Warga memeriksa bersamaan. ' * 40}\n"
    ((line, message, mend),) = advice_on(body, "bersuku kata")

    assert (line, message) == (3, "30 dari 100 kata di teks ini bersuku kata empat atau lebih.")
    assert "“memeriksa”" in mend
    assert advice_on(f"{SHORT}\n\n{'Warga memeriksa bersama. ' * 10}\n", "bersuku kata") == []
