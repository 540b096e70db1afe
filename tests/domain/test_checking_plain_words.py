"""Hard and foreign words are named with the plain word; names, quotes and ordinary words are left alone."""

import pytest

from literasi.domain.checking.phrase_pairs import PHRASES, SPELLINGS
from literasi.domain.checking.plain_words import plainer_word
from literasi.domain.checking.word_pairs import FOREIGN, LOANS
from tests.domain.examining import advice_on

FOUND = [
    ("Tanyakan kepada instansi yang berwenang.", "instansi yang berwenang", "kantor yang mengurusnya"),
    ("Lakukan verifikasi.", "verifikasi", "periksa"),
    ("Kabar itu diverifikasi warga.", "diverifikasi", "periksa"),
    ("Warga memverifikasinya.", "memverifikasinya", "periksa"),
    ("Warga mengonfirmasi kabar.", "mengonfirmasi", "pastikan"),
    ("Itu hoax lama.", "hoax", "hoaks"),
    ("Buka link resmi.", "link", "tautan"),
    ("Linknya panjang.", "linknya", "tautan"),
    ("Kabar itu di-share warga.", "di-share", "bagikan"),
    ("Jangan asal share.", "share", "bagikan"),
    ("Pesan itu viral.", "viral", "ramai tersebar"),
    ("Kami datang dalam rangka lomba.", "dalam rangka", "untuk"),
    ("Datanglah ke sana apabila ragu.", "apabila", "jika"),
    ("Itu fake news.", "fake news", "berita palsu"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "hard", "plain"), FOUND)
def test_a_hard_word_gets_a_plain_one(text, hard, plain):
    assert (3, f"Kata sulit: “{hard}”.", f"Coba: “{plain}”.") in advice_on(f"Baris satu.\n\n{text}\n")


@pytest.mark.parametrize(
    "text",
    [
        "Kode itu dikirim lewat surel (*e-mail*).",
        "Kata “viral” bukan bukti.",
        "Buka Play Store, lalu ketuk Google Chat dan App Update.",
        "Ketik `share` di sana.",
        "Lihat [situs itu](https://contoh.id/link/share/viral).",
        "Namun, tapi, tetapi, tetap, berguna, kegunaannya, saran, dan salinan bukan kata sulit.",
        "Digunakan atau dipakai sama saja.",
        "Nyalakan verifikasi dua langkah di ponsel.",
        "Laporannya sampai ke bank terkait, lalu selesai.",
    ],
    ids=[
        "explained",
        "quoted",
        "names",
        "code",
        "address",
        "alike",
        "other words",
        "a term",
        "no preposition",
    ],
)
def test_what_is_no_hard_word_of_ours_is_left_alone(text):
    assert advice_on(f"{text}\n", "Kata sulit") == []


def test_a_message_is_never_examined():
    body = "```chat\ncaption: a\nverdict: salah\n\nShare link ini, viral! Resiko hoax.\n```\n"

    assert advice_on(body) == []


def test_a_word_is_named_once_with_its_first_line_and_how_often():
    body = "Buka link.\n\nLalu link lain.\n\nLink ketiga.\n"

    assert advice_on(body, "link") == [(1, "Kata sulit: “link” (3 kali).", "Coba: “tautan”.")]


def test_a_wrong_spelling_is_called_that():
    assert advice_on("Mintalah ijin dulu.\n") == [(1, "Ejaan: “ijin”.", "Coba: “izin”.")]


def test_the_lists_are_long_and_no_mend_is_itself_hard():
    pairs = {**LOANS, **FOREIGN, **PHRASES, **SPELLINGS}

    assert len(pairs) >= 300
    assert {hard: plain for hard, plain in pairs.items() if plainer_word(plain)} == {}
    assert {hard for hard in pairs if hard != hard.lower()} == set()
