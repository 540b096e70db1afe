"""Foreign questions become sections of a quiz; what cannot is said in words."""

import pytest
from hypothesis import given

from literasi.domain.interchange.gift import read_gift
from literasi.domain.interchange.sections import Section, key_for, to_section
from literasi.domain.problems import Problem
from literasi.domain.questions import parse_quiz
from tests.domain.interchange import foreign

HEAD = "---\ntitle: Kuis\nreview-by: 2027-11-23\n---\n\n"


def section(gift, taken=()):
    (question,) = read_gift(gift).questions
    found = to_section(question, key_for(question, set(taken)))
    assert isinstance(found, Section), found
    return found


def fault(gift):
    (question,) = read_gift(gift).questions
    found = to_section(question, "kunci")
    assert isinstance(found, Problem)
    return found


def test_a_question_becomes_markdown():
    found = section(
        "::Kanal::[html]<p>Mana yang resmi?</p><p>Saat banjir.</p>{=BMKG#Ya. ~Grup WA#Belum tentu.}"
    )

    assert found.source == (
        "## Mana yang resmi? {#kanal}\n\nSaat banjir.\n\n"
        "- [x] BMKG\n  > Ya.\n- [ ] Grup WA\n  > Belum tentu.\n"
    )
    assert (found.unexplained, found.simplified) == (0, ())


def test_true_and_false_become_two_choices():
    assert section("Hujan?{F#Salah.#Benar.}").source.endswith(
        "- [ ] Benar\n  > Salah.\n- [x] Salah\n  > Benar.\n"
    )


def test_what_is_said_of_all_stands_where_nothing_is_said():
    found = section("Mana?{=a#A ~b####Umum}")

    assert "- [x] a\n  > A\n- [ ] b\n  > Umum\n" in found.source
    both = section("Mana?{=a#A ~b#B####Umum}")
    assert "- [x] a\n  > A\n  >\n  > Umum\n- [ ] b\n  > B\n" in both.source
    assert len(both.simplified) == 1


def test_a_choice_without_words_waits_for_them():
    found = section("Mana?{=a ~b#B}")

    assert found.unexplained == 1
    _, problems = parse_quiz(HEAD + found.source)
    assert [problem.message for problem in problems] == ["Pilihan ini belum punya penjelasan."]


def test_keys_are_made_from_ids_names_or_words_and_are_never_taken():
    assert section("// [id:banjir-1]\n::Satu::Mana?{=a ~b}").key == "banjir-1"
    assert section("// [id:BANJIR 1]\n::Satu::Mana?{=a ~b}").key == "satu"
    assert section("Mana yang *resmi*?{=a ~b}").key == "mana-yang-resmi"
    assert section("::Satu::Mana?{=a ~b}", {"satu", "satu-2"}).key == "satu-3"
    assert section("::" + "a" * 90 + "::Mana?{=a ~b}", {"a" * 50}).key == "a" * 50 + "-2"
    assert section("123 → ?{=a ~b}").key == "123"


@pytest.mark.parametrize(
    ("gift", "heading"),
    [
        ("::Kanal air::Pakai \\{kurung\\}{=a ~b}", "## Kanal air {#kanal-air}"),
        ("::x::" + "Panjang " * 40 + "{=a ~b}", "## x {#x}"),
        ("Pakai \\{kurung\\}{=a ~b}", "## Pilih jawaban yang tepat. {#pakai-kurung}"),
        ("[html]<ul><li>satu</li><li>dua</li></ul>{=a ~b}", "## Pilih jawaban yang tepat. {#satu-dua}"),
    ],
)
def test_a_question_that_makes_no_heading_stands_below_one(gift, heading):
    assert section(gift).source.startswith(f"{heading}\n\n")


@pytest.mark.parametrize(
    ("gift", "words"),
    [
        ("Mana?{~a ~b}", "Belum ada jawaban yang benar"),
        ("Mana?{~a}", "satu pilihan"),
        ("Mana?{=a ~b ~c ~d ~e ~f ~g}", "7 pilihan"),
        ("Mana?{~%50%a ~%50%b}", "Semua pilihan di sini benar"),
        ("Mana?{=a ~a}", "berbunyi sama"),
        ("Mana?{=a ~ ~b}", "masih kosong"),
        ("Mana?{=" + "a" * 301 + " ~b}", "terlalu panjang"),
        ("Mana?{=a#" + "a" * 601 + " ~b}", "terlalu panjang"),
        ("[markdown]Mana?\n```html\nx\n```{=a ~b}", "tidak dikenal"),
    ],
)
def test_what_we_would_refuse_is_a_fault(gift, words):
    found = fault(gift)

    assert words in found.message
    assert found.mend


@pytest.mark.parametrize(
    ("gift", "marks", "words"),
    [
        ("Mana?{=a =b ~c}", "xx ", "beberapa jawaban bernilai penuh"),
        ("Mana?{=a ~%50%b ~c}", "x  ", "nilai sebagian"),
        ("Mana?{~%100%a ~b}", "x ", "menjadi pilihan tunggal"),
        ("Mana?{~%75%a ~%25%b ~%-100%c}", "xx ", "bobot disamakan"),
        ("Mana?{~%50%a ~%50%b ~c}", "xx ", "bobot disamakan"),
        ("Mana?{~%50%a ~%50%b ~%-100%c}", "xx ", None),
        ("Mana?{~%33.33333%a ~%33.333%b ~%33.33%c ~%-50%d ~%-50%e}", "xxx  ", None),
        ("// [tag:air]\nMana?{=a ~b}", "x ", "tag tidak disimpan"),
        ("[html]<img src=x>Mana?{=a ~b}", "x ", "gambar tidak ikut"),
    ],
)
def test_what_is_made_simpler_is_named(gift, marks, words):
    found = section(gift)

    assert [line[3] for line in found.source.split("\n") if line.startswith("- [")] == list(marks)
    assert [words in what for what in found.simplified] == ([True] if words else [])


@given(foreign.questions())
def test_every_foreign_question_becomes_a_readable_section_or_a_fault(question):
    found = to_section(question, "kunci")
    if isinstance(found, Section) and not found.unexplained:
        quiz, problems = parse_quiz(HEAD + found.source)
        assert problems == []
        assert [one.key for one in quiz.questions] == ["kunci"]
