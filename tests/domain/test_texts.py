import pytest

from literasi.domain.lessons import parse_lesson
from literasi.domain.problems import MOST_PROBLEMS, Problem, in_order
from literasi.domain.texts import LARGEST_FILE, clean, decode
from tests.domain import writing


def test_a_plain_file_is_read_as_it_is():
    assert decode("Halo, Samarinda 🌊\n".encode()) == ("Halo, Samarinda 🌊\n", [])


def test_a_mark_and_windows_line_ends_are_told_and_taken_away():
    text, problems = decode("\ufeffsatu\r\ndua\r\n".encode())

    assert text == "satu\ndua\n"
    assert [str(problem) for problem in problems] == [
        "1: Berkas ini diawali tanda BOM yang tidak terlihat. "
        'Simpan ulang dengan pilihan "UTF-8" (tanpa BOM).',
        '1: Akhir baris berkas ini memakai gaya Windows (CRLF). Simpan ulang dengan akhir baris "LF" (Unix).',
    ]


def test_what_is_not_utf8_is_told_with_its_line():
    text, problems = decode(b"satu\ndua\n" + "Tiga € caf\xe9".encode("cp1252"))

    assert text is None
    assert writing.messages(problems) == [(3, "Baris ini tidak tersimpan sebagai UTF-8.")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_utf16_is_named(encoding):
    text, problems = decode(b"\xff\xfe" + "---\n".encode("utf-16-le"))

    assert text is None
    assert "UTF-16" in problems[0].message


def test_a_file_may_be_64_kb_and_no_byte_more():
    assert decode(b"a" * LARGEST_FILE)[0] is not None
    assert decode(b"a" * (LARGEST_FILE + 1))[0] is None
    document, problems = parse_lesson("é" * (LARGEST_FILE // 2 + 1))
    assert (document, len(problems)) == (None, 1)


@pytest.mark.parametrize("hidden", ["\0", "\x02", "\x0b", "\x85", "\u2028", "\u202e", "\ufeff", "\ud800"])
def test_hidden_characters_are_told_once_a_line_and_taken_away(hidden):
    text, problems = clean(f"satu\nd{hidden}u{hidden}a\ntiga")

    assert text == "satu\ndua\ntiga"
    assert writing.messages(problems) == [
        (2, f"Baris ini berisi karakter tersembunyi (U+{ord(hidden):04X}).")
    ]


def test_tabs_are_told():
    assert writing.messages(clean("a\n\tb")[1]) == [(2, "Baris ini berisi tab.")]


def test_emoji_and_right_to_left_words_are_welcome():
    assert clean("👩‍👩‍👧 مرحبا שלום ﷽")[1] == []


def test_bad_characters_do_not_hide_other_problems():
    text = writing.changed(writing.lesson(), ("Pembuka.", "Pem\0buka."), ("minutes: 4", "minutes: banyak"))

    document, problems = parse_lesson(text.replace("\n", "\r\n"))

    assert document is None
    assert [problem.line for problem in problems] == [1, 4, writing.line_of(text, "Pem\0buka")]


def test_problems_come_in_order_once_each_and_never_by_the_thousand():
    many = [Problem(number, "a", "b") for number in range(1000, 0, -1)]

    found = in_order([*many, *many])

    assert [problem.line for problem in found[:MOST_PROBLEMS]] == list(range(1, MOST_PROBLEMS + 1))
    assert found[MOST_PROBLEMS:] == [
        Problem(
            MOST_PROBLEMS,
            "Masih ada 800 masalah lain di berkas ini.",
            "Perbaiki yang di atas dulu, lalu periksa lagi.",
        )
    ]
