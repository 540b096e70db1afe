"""Verbs without a doer: steps that nobody takes, and texts where that happens too often."""

import pytest

from literasi.domain.checking.passives import active, is_passive
from tests.domain.examining import advice_on

OTHER = """
    di dia diri dirinya dinas digital disiplin diskusi direktur dingin terima teman terbaik terdekat terhadap
    tersebut terjadi ternyata tertentu terbuka periksa memeriksa
"""


@pytest.mark.parametrize("word", OTHER.split())
def test_another_word_is_none(word):
    assert not is_passive(word)


def test_a_step_without_a_doer_is_named_with_an_active_verb():
    body = "Cocokkan cuacanya,\nkemudian dikonfirmasi kepada petugas.\n"

    assert advice_on(body, "pelakunya") == [
        (
            2,
            "“kemudian dikonfirmasi” tidak menyebut pelakunya.",
            "Tulis siapa yang melakukannya, atau ajak pembaca: “tanyakan”.",
        )
    ]
    assert active("diperiksa") == "periksa"


@pytest.mark.parametrize(
    "text",
    [
        "Foto itu kemudian diperiksa petugas.",
        "Foto itu kemudian diperiksa oleh dua orang.",
        "Foto itu kemudian diperiksa BMKG.",
        "Foto itu kemudian diperiksanya.",
        "Istilahnya tidak perlu dihafal.",
        "Apa yang masih perlu ditanyakan?",
        "Cuacanya memang perlu diwaspadai.",
        "Bagian mana yang perlu dicurigai?",
        "Kabar itu “perlu dihapus” kata mereka.",
    ],
)
def test_a_step_with_a_doer_or_no_step_is_fine(text):
    assert advice_on(f"{text}\n", "pelakunya") == []


ACTIVE = "Warga membaca kabar itu.\n\n"
PASSIVE = "Kabar itu sudah dibaca kemarin.\n\n"


def test_more_than_a_fifth_of_the_sentences_is_too_much():
    assert advice_on(ACTIVE * 11 + PASSIVE * 3) == []  # the summary is a sentence too
    assert advice_on(ACTIVE * 10 + PASSIVE * 3) == [
        (
            21,
            "3 dari 14 kalimat memakai kata kerja pasif tanpa pelaku: “dibaca” (baris 36), "
            "“dibaca” (baris 38), “dibaca” (baris 40).",
            "Di sebagian kalimat itu, sebutkan siapa yang melakukannya.",
        )
    ]


def test_a_text_of_few_sentences_is_left_alone():
    assert advice_on(PASSIVE * 3) == []


def test_a_relative_clause_describes():
    assert advice_on("Kabar yang dibaca kemarin mudah ditiru dengan rapi.\n\n" * 10) == []
