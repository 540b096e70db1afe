"""Links that say where they lead, pictures that say what they show."""

import pytest

from literasi.domain.checking import examine
from tests.domain import writing
from tests.domain.examining import advice_on

NAMED = "Sebutkan tujuannya, misalnya [situs BMKG](https://www.bmkg.go.id/)."


def errors_in(body):
    start = writing.lesson_head().count("\n")
    found = examine("lesson", writing.lesson(body), None).errors
    return [(one.line - start, one.message, one.mend) for one in found]


@pytest.mark.parametrize(
    "words",
    [
        "klik di sini",
        "Klik di sini!",
        "di sini",
        "**di sini**",
        "baca selengkapnya",
        "Tautan ini",
        "klik di sini untuk daftar",
        "read more",
    ],
)
def test_words_that_name_no_target_are_an_error(words):
    body = f"Pembuka.\n\nUntuk tahu lebih banyak,\n[{words}](https://www.bmkg.go.id/).\n"

    assert errors_in(body) == [(4, f"Teks tautan “{words}” tidak menyebut tujuannya.", NAMED)]


@pytest.mark.parametrize(
    "place", ["- [ ] Ya\n  > Lihat [di sini](https://a.id/).", "1. Lihat [di sini](https://a.id/)."]
)
def test_they_are_found_wherever_links_are(place):
    assert len(errors_in(f"{place}\n")) == 1


@pytest.mark.parametrize(
    "body",
    [
        "[situs BMKG](https://www.bmkg.go.id/) bisa dibuka di sini.",
        "Tulisan “[klik di sini]” tanpa alamat.",
        "`[di sini](https://a.id/)`",
        "```chat\ncaption: a\n\n[klik di sini](https://jahat.example/)\n```",
        "![di sini](media/a.webp)",
    ],
)
def test_other_words_are_fine(body):
    assert errors_in(f"{body}\n") == []


@pytest.mark.parametrize(
    "link", ["[https://www.bmkg.go.id/](https://www.bmkg.go.id/)", "<https://www.bmkg.go.id/>"]
)
def test_an_address_as_text_gets_advice(link):
    body = f"Pembuka.\n\nBuka {link} dulu.\n"

    assert advice_on(body) == [(3, "Teks tautan “https://www.bmkg.go.id/” berupa alamat.", NAMED)]
    assert errors_in(body) == []


@pytest.mark.parametrize(
    ("alt", "message"),
    [
        ("Gambar sebuah jembatan", "Keterangan gambar dimulai dengan “gambar”."),
        ("Foto dari jembatan", "Keterangan gambar dimulai dengan “foto”."),
        ("IMG_2031.jpg", "Keterangan gambar “IMG_2031.jpg” hanya nama berkas."),
        ("jembatan.png", "Keterangan gambar “jembatan.png” hanya nama berkas."),
        ("IMG-20260101-WA0003", "Keterangan gambar “IMG-20260101-WA0003” hanya nama berkas."),
    ],
)
def test_words_of_a_picture_tell_what_it_shows(alt, message):
    assert [(line, told) for line, told, _ in advice_on(f"Satu.\n\n![{alt}](media/a.webp)\n")] == [
        (3, message)
    ]


def test_good_words_of_a_picture_are_fine():
    assert advice_on("![Tongkang menyentuh pilar jembatan](media/a.webp)\n") == []
