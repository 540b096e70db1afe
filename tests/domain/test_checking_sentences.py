"""Where a sentence ends and how many words it has, against sentences counted by hand."""

import pytest

from literasi.domain.checking.manuscript import Passage, read_manuscript
from literasi.domain.checking.sentences import check_length, read_sentences
from tests.domain.examining import advice_on
from tests.domain.writing import lesson

COUNTED = [  # counted by hand
    ("Periksa tanggalnya.", [2]),
    ("Pada 14 Juli 2019, sebuah video beredar di grup warga Samarinda. Banyak orang cemas.", [11, 3]),
    ("Siapa pengirimnya? Kapan? Di mana?", [2, 1, 2]),
    ("Tabrakan itu terjadi pukul 09.00 Wita di Jl. Gajah Mada No. 5 Samarinda.", [13]),
    ("Pak H. Ahmad dan dr. Siti hadir. Mereka pulang.", [7, 2]),
    ("Harganya Rp1.250.000,00 atau 3,5 persen. Benar.", [5, 1]),
    ("Buka bmkg.go.id atau [situs BMKG](https://www.bmkg.go.id/gempa?a=1) sekarang.", [6]),
    ("Ketik `*123#` lalu tekan panggil.", [4]),
    ("Kata paman: “Maaf. Ini rekaman lama.” Ia mengangguk.", [3, 3, 2]),
    ("**Jamnya berbeda.** Pesan menyebut *malam* hari — siang!", [2, 5]),
    ("Ia menunggu … lalu pergi.", [4]),
    ("Berkas .apk bukan foto (lihat ujungnya). Hapus saja.", [6, 2]),
    ("Skornya 2-2, bukan 3-0. Sudah.", [4, 1]),
    ("Huruf, angka, dll. tetap sama.", [5]),
    ("Apakah benar?! Ya.", [2, 1]),
    ("Lihat <https://www.bmkg.go.id/> dulu.", [2]),
    ("![Tongkang di bawah jembatan](media/a.webp) Perhatikan airnya.", [2]),
]


@pytest.mark.parametrize(("text", "lengths"), COUNTED)
def test_words_are_counted_as_a_person_counts_them(text, lengths):
    assert [len(sentence) for sentence in read_sentences([Passage(text, 1)])] == lengths


def test_twenty_words_are_fine_and_one_more_is_not():
    twenty = " ".join(["kata"] * 19)

    assert advice_on(f"Ini {twenty}.\n", "panjangnya") == []
    assert advice_on(f"Pembuka.\n\nIni {twenty} lagi.\n") == [
        (3, "Kalimat “Ini kata kata kata …” panjangnya 21 kata.", "Bagi menjadi dua; paling banyak 20 kata.")
    ]


def test_a_sentence_is_found_on_its_own_line():
    long = "Kalimat " + "panjang " * 20 + "sekali."
    body = f"Pendek.\n{long}\n{long}\n\n- Pendek\n- {long}\n\n| a | {long} |\n|---|---|\n| {long} | b |\n"

    assert [line for line, _, _ in advice_on(body, "panjangnya")] == [2, 3, 6, 8, 10]


def test_a_sentence_over_several_lines_stands_on_its_first():
    body = "Satu dua.\nTiga " + "kata\n" * 21 + "habis.\n"

    assert [line for line, _, _ in advice_on(body, "panjangnya")] == [2]


LONG = "Kata " + "kata " * 24


@pytest.mark.parametrize(
    "text",
    [
        f"```chat\ncaption: a\nverdict: salah\nfact: b\nsource: bmkg\n\n{LONG}.\n```\n",
        f"> {LONG}.\n",
        f"`{LONG}`\n",
        f"![{LONG}](media/a.webp)\n",
    ],
    ids=["exhibit", "somebody else's words", "code", "picture"],
)
def test_what_is_not_our_prose_is_not_counted(text):
    assert advice_on(text) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"- [ ] {LONG}\n  > Ya.\n", 1),
        (f"- [ ] Ya\n  > {LONG}\n", 2),
        (f"- [ ] Ya\n  > Ya.\n  > {LONG}\n", 3),
        (f"- [x] Ya\n  {LONG}\n  > Ya.\n", 1),
        (f"## {LONG}\n\nTeks.\n", 1),
        (f"```chat\ncaption: a\nfact: {LONG}\n\nhoaks\n```\n", 3),
        (f"```chat\ncaption: a\nwhy: Pendek.\n  {LONG}\n\nhoaks\n```\n", 4),
    ],
)
def test_what_we_say_is_counted_wherever_it_stands(text, line):
    assert [found[0] for found in advice_on(text, "panjangnya")] == [line]


def test_a_long_summary_is_found_in_the_front_matter():
    text = lesson().replace("summary: ", f"summary: {LONG}")
    (found,) = check_length(read_sentences(read_manuscript(text).passages))

    assert found.line == 3
