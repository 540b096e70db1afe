"""Titles, summaries and labels: no words of a hoax, and no alarm."""

import pytest

from literasi.domain.checking import examine
from tests.domain import writing
from tests.domain.examining import errors_of, examined
from tests.domain.writing import BODY, JUDGED, QUIZ_HEAD, changed, line_of

HOAX = "Barusan! Jembatan ditabrak ponton."
BANKED = changed(
    JUDGED, ("topic: bencana", "topic: bencana\nplace: samarinda\ndifficulty: 2\nreview-by: 2027-11-12")
)
FALSE_ITEM = changed(BANKED, ("verdict: benar", "verdict: salah"))


def with_title(title, key="title: Membaca alamat situs"):
    name = key.split(":")[0]
    return changed(writing.lesson(), (key, f'{name}: "{title}"'))


@pytest.mark.parametrize(
    ("key", "line"),
    [("title: Membaca alamat situs", 2), ("summary: Setelah ini Anda bisa membaca alamat dari kanan.", 3)],
)
def test_four_words_of_a_hoax_in_title_or_summary_are_an_error(key, line):
    name = key.split(":")[0]

    assert errors_of("lesson", with_title("Kabar: barusan jembatan ditabrak ponton?", key)) == [
        (line, f"{name} mengulang kata-kata kiriman yang salah: “barusan jembatan ditabrak ponton”.")
    ]


def test_the_mend_says_what_to_write():
    (error,) = examined("lesson", with_title("Barusan jembatan ditabrak ponton")).errors

    assert error.mend == "Sebutkan temanya saja; hoaks tidak boleh muncul di daftar tanpa putusannya."


@pytest.mark.parametrize(
    "title", ["Jembatan ditabrak ponton", "Barusan ada jembatan ditabrak ponton", "Video lama"]
)
def test_three_words_or_other_words_are_fine(title):
    assert errors_of("lesson", with_title(title)) == []


def test_words_of_a_true_message_are_fine():
    text = changed(with_title("Barusan jembatan ditabrak ponton"), ("verdict: salah", "verdict: benar"))

    assert errors_of("lesson", text) == []


def test_the_subject_of_a_letter_and_marked_words_count():
    letter = changed(
        BODY,
        ("```chat", "```letter"),
        (
            "time: 23.40\nmedia: Video 0.34: tongkang menyentuh pilar jembatan, siang hari.",
            "subject: Panggilan tes calon pegawai",
        ),
    )
    text = changed(writing.lesson(letter), ("Membaca alamat situs", "Panggilan tes calon pegawai baru"))
    marked = (
        writing.quiz()
        .replace("Gempa magnitudo", "[[Gempa magnitudo]]")
        .replace("verdict: benar", "verdict: salah")
    )

    assert [line for line, _ in errors_of("lesson", text)] == [2]
    label = marked.replace("label: Pesan tentang gempa", "label: Gempa magnitudo 4,2 dirasakan")
    found = examine("quiz", label, None).errors
    assert [one.line for one in found] == [line_of(label, "label:")]


def test_a_label_and_a_quiz_title_are_looked_at():
    text = (
        QUIZ_HEAD
        + "## Menurut Anda? {#gempa}\n\n"
        + changed(
            JUDGED,
            ("verdict: benar", "verdict: salah"),
            ("Pesan tentang gempa", "Magnitudo 4,2 dirasakan di Samarinda"),
        )
    )
    titled = changed(text, ("Kuis Membaca alamat situs", "Gempa magnitudo 4,2 dirasakan"))

    assert errors_of("quiz", text) == [
        (line_of(text, "label:"), "label mengulang kata-kata kiriman yang salah: “magnitudo 4 2 dirasakan”.")
    ]
    assert [line for line, _ in errors_of("quiz", titled)] == [2, line_of(text, "label:")]


def test_the_name_of_an_office_is_nobodys_words():
    name = "Badan Nasional Penanggulangan Bencana"
    text = changed(with_title(f"Tentang {name}"), ("Barusan! Jembatan", f"Barusan! Kata {name} jembatan"))
    headline = changed(
        text,
        ("```chat", "```headline"),
        ("time: 23.40\nmedia: Video 0.34: tongkang menyentuh pilar jembatan, siang hari.\n", ""),
    )

    assert errors_of("lesson", text) == []
    assert [line for line, _ in errors_of("lesson", headline)] == [2]


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("Video viral di jembatan", "Kata “viral” di title terdengar seperti pesan berantai."),
        ("Sebarkan kabar baik", "Kata “Sebarkan” di title terdengar seperti pesan berantai."),
        ("Awas kabar PALSU", "Kata “PALSU” di title ditulis dengan huruf besar semua."),
        ("JANGAN percaya dulu", "Kata “JANGAN” di title ditulis dengan huruf besar semua."),
        ("Hati-hati!", "title memakai tanda seru."),
    ],
)
def test_an_alarming_title_is_advised_against(title, message):
    found = examined("lesson", with_title(title))

    assert (2, message) in [(one.line, one.message) for one in found.advice]
    assert found.errors == []


@pytest.mark.parametrize(
    "title", ["Kabar BMKG, BPBD, QRIS, dan MAFINDO", "Berkas APK", "Kabar lama, Cerita Baru"]
)
def test_a_calm_title_gets_no_advice(title):
    assert [one for one in examined("lesson", with_title(title)).advice if one.line == 2] == []
