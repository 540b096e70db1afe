"""Which words a text is found by, what a query means, and what comes first."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from literasi.domain import searching
from literasi.domain.courses import parse_course
from literasi.domain.lessons import parse_lesson
from literasi.domain.searching import Match
from literasi.domain.stemming import KEPT_STEMS, stem
from tests import make

CANARY = "burungkenari"
EXHIBIT = f"""```chat
caption: Kiriman {CANARY}, 2024
verdict: salah
fact: Fakta tentang {CANARY}.
source: kantor
from: Nomor {CANARY}
media: Foto {CANARY}

Sebarkan {CANARY} ini sebelum dihapus.
```
"""


def lesson(text=make.LESSON):
    document, problems = parse_lesson(text)
    assert document is not None, problems
    return document


@pytest.mark.parametrize(
    "words",
    [
        ("tertipu", "penipuan", "menipu", "penipu", "tipu"),
        ("mengenali", "kenali", "dikenali"),
        ("membajak", "pembajakan", "dibajak"),
        ("hoax", "hoaks"),
        ("hp", "ponsel"),
        ("peringatan", "mengingatkan", "ingat"),
    ],
)
def test_words_of_one_family_have_one_stem(words):
    assert len({stem(word) for word in words}) == 1, [stem(word) for word in words]


@pytest.mark.parametrize("word", ["apk", "otp", "qris", "2024", "bmkg", "x" * 40])
def test_what_is_no_indonesian_word_stays_itself(word):
    assert stem(word) == word


def test_stems_are_kept_within_bounds():
    assert stem.cache_info().maxsize == KEPT_STEMS


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Apa itu Penipuan?", ["penipuan"]),
        ("kata-kata sandi", ["kata", "kata", "sandi"]),
        ("berkas .APK", ["berkas", "apk"]),
        ("Ｋode «OTP» é", ["kode", "otp"]),
        ("yang di dan untuk", []),
        ("x" * 41, []),
        ("\x00\ud800 <script>alert(1)</script>", ["script", "alert", "1", "script"]),
    ],
)
def test_words(text, found):
    assert searching.words(text) == found


def test_a_query_is_bounded():
    many = " ".join(f"kata{number}" for number in range(500))

    assert len(searching.read_query(many)) == searching.MOST_WORDS
    assert searching.read_query("undangan undangan") == ["undangan"]
    assert searching.read_query("a" * 1_000_000) == []


def test_words_of_a_lesson_come_from_what_its_author_says():
    words = searching.words_of_lesson(lesson())

    assert words["berkas"] > words["warga"]
    assert "menolak" in words  # an aim
    assert "kejadiannya" in words  # a heading


@pytest.mark.parametrize(
    "text",
    [
        make.LESSON.replace("## Coba dulu", f"{EXHIBIT}\n## Coba dulu"),
        make.LESSON.replace("Apa langkah", f"{EXHIBIT}\nApa langkah"),
        make.LESSON.replace("Membukanya", f"Membuka {CANARY}"),
        make.LESSON.replace("Tunggu dulu.", f"Tunggu {CANARY}."),
        make.LESSON.replace("## Coba dulu", f"## Coba {CANARY}"),
        make.LESSON.replace("Keterangan kantor", f"Keterangan {CANARY}"),
        make.LESSON.replace("menerima berkas", f"menerima [berkas](https://contoh.go.id/{CANARY}) itu"),
    ],
    ids=["exhibit", "exhibit to try", "choice", "explanation", "heading to try", "source", "address"],
)
def test_the_words_of_messages_are_never_searched(text):
    assert CANARY in text

    assert not [word for word in searching.words_of_lesson(lesson(text)) if CANARY[:6] in word]


def test_words_of_a_course():
    course, _ = parse_course(f"{make.COURSE}\nUntuk keluarga di Samarinda.\n")

    assert {"kenali", "jebakan", "keluarga", "samarinda"} <= set(searching.words_of_course(course))


def test_whoever_looks_for_hoaxes_finds_what_avoids_the_word():
    text = make.LESSON.replace("menerima berkas", "menerima surat palsu")

    assert "hoaks" in searching.words_of_lesson(lesson(text))
    assert "hoaks" not in searching.words_of_lesson(lesson())


KNOWN = ["penipuan", "undangan", "bantuan", "berkas", "situs", "verifikasi", "nomor", "apk", "taut"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("penpuan", "penipuan"),
        ("penipuuan", "penipuan"),
        ("undagnan", "undangan"),
        ("undagan", "undangan"),
        ("nomer", "nomor"),
        ("verifkasii", "verifikasi"),
        ("verif", "verifikasi"),
        ("apl", None),  # too short to guess
        ("xyzzyq", None),
    ],
)
def test_slips_are_forgiven(typed, meant):
    assert searching.forgive(typed, KNOWN) == meant


@pytest.mark.parametrize("word", ["banjir", "hujan", "membanjiri", "tes"])
def test_a_word_of_the_language_was_meant_as_it_stands(word):
    assert not searching.may_be_mistyped(word)


def slow_slips(one, other):
    """The same distance, by the book."""
    table = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            table[i, j] = min(
                table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (one[i - 1] != other[j - 1])
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(one), len(other)]


letters = st.text("abn", min_size=4, max_size=10)


@settings(max_examples=300)
@given(letters, letters)
def test_forgiving_is_exactly_the_distance(typed, known):
    within = slow_slips(typed, known) <= searching.slips_allowed(typed)

    assert (searching.forgive(typed, [known]) == known) is (within or known.startswith(typed))


@settings(max_examples=300)
@given(st.text())
def test_no_query_is_too_strange(text):
    for word in searching.read_query(text):
        assert searching.stems([word])
        searching.forgive(word, KNOWN)


def test_forgiving_is_quick_among_many_words():
    known = [f"{first}{middle}{last}an" for first in KNOWN for middle in KNOWN for last in "abcdefghij"] * 10
    began = time.process_time()
    for word in ("penpuanxy", "undagnanx", "verifkasxx"):
        searching.forgive(word, known)

    assert time.process_time() - began < 1


def test_more_words_come_first_then_rarer_ones_then_titles():
    matches = [
        Match(1, "undang", 1), Match(1, "palsu", 1),
        Match(2, "undang", 11),
        Match(3, "palsu", 11), Match(4, "palsu", 1), Match(5, "palsu", 2),
    ]  # fmt: skip

    assert searching.rank(["undang", "palsu"], matches) == [1, 2, 3, 5, 4]


def test_an_entry_needs_half_of_the_words_that_stand_anywhere():
    matches = [Match(1, "a", 1), Match(1, "b", 1), Match(2, "a", 1), Match(1, "c", 1), Match(3, "c", 9)]

    assert searching.rank(["a", "b", "c", "nowhere"], matches) == [1]
    assert searching.rank(["nowhere"], []) == []
