import time
from datetime import date

import pytest

from literasi.domain.courses import Audience, parse_course
from literasi.domain.front_matter import LARGEST, is_slug
from literasi.domain.lessons import Source, parse_lesson
from literasi.domain.sources import is_web_address
from tests.domain import writing
from tests.domain.writing import COURSE, changed, line_of, messages


def course_problems(*changes):
    document, problems = parse_course(changed(COURSE, *changes))
    assert (document is None) == bool(problems)
    return problems


def test_a_course_is_read():
    course, problems = parse_course(COURSE)

    assert problems == []
    assert course.title == "Kenali Jebakan Uang dan Data"
    assert course.audience is Audience.CITIZEN
    assert (course.position, course.review_by) == (1, date(2027, 11, 23))
    assert course.body == "Selamat datang. Mulailah dari mana saja."


def test_a_course_needs_no_words():
    course, problems = parse_course(changed(COURSE, ("Selamat datang. Mulailah dari mana saja.\n", "")))

    assert (course.body, problems) == ("", [])


def test_sources_are_read():
    lesson, _ = parse_lesson(writing.lesson())

    assert lesson.sources == (
        Source(
            "bmkg",
            "Gempa dirasakan di Samarinda, Maret 2024",
            "BMKG",
            "https://www.bmkg.go.id/gempa",
            date(2026, 11, 12),
        ),
    )


@pytest.mark.parametrize("word", ["no", "yes", "null", "~", "1:30", "0777", "1e3", "2027-11-23", '"no"'])
def test_words_stay_words(word):
    course, problems = parse_course(changed(COURSE, ("Kenali Jebakan Uang dan Data", word)))

    assert problems == []
    assert course.title == word.strip('"')


def test_all_problems_are_told_in_one_go_with_their_lines():
    text = changed(
        COURSE,
        ("title: Kenali Jebakan Uang dan Data", "titel: Kenali"),
        ("audience: warga", "audience: semua orang"),
        ("position: 1", "position: nol"),
        ("2027-11-23", "2027-02-30"),
        ("Selamat datang.", "# Selamat <b>datang</b>."),
    )

    assert [str(problem) for problem in parse_course(text)[1]] == [
        "1: title belum ada. Contoh: title: Membaca alamat situs.",
        '2: Kunci "titel" tidak dikenal. Mungkin maksud Anda "title".',
        '4: audience "semua orang" tidak dikenal. Pilih salah satu: warga, admin.',
        '5: position harus angka bulat 1–999, bukan "nol". Contoh: position: 1.',
        "6: Tanggal 2027-02-30 tidak ada di kalender. Contoh: review-by: 2027-11-23.",
        '9: Kode HTML "<b>" tidak dipakai di sini. '
        "Pakai Markdown saja; bila tandanya memang mau ditampilkan, apit dengan tanda ` di kedua sisi.",
        "9: Subjudul, kiriman, atau pilihan tidak dipakai di sini. "
        "Di course.md cukup paragraf; pindahkan yang lain ke pelajaran.",
    ]


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        (("title: Kenali Jebakan Uang dan Data", "title:"), 2, "title masih kosong."),
        (
            ("title: Kenali Jebakan Uang dan Data", "title: [a]"),
            2,
            "title harus satu baris teks, bukan daftar.",
        ),
        (
            ("title: Kenali Jebakan Uang dan Data", "title: {a: b}"),
            2,
            "title harus satu baris teks, bukan daftar.",
        ),
        (("Kenali Jebakan", "a" * 100), 2, "title terlalu panjang: 114 huruf."),
        (("position: 1", "position: 1.5"), 5, 'position harus angka bulat 1–999, bukan "1.5".'),
        (("position: 1", "position: 0"), 5, 'position harus angka bulat 1–999, bukan "0".'),
        (("position: 1", "position: ١"), 5, 'position harus angka bulat 1–999, bukan "١".'),
        (
            ("position: 1", "position: " + "9" * 5000),
            5,
            f'position harus angka bulat 1–999, bukan "{"9" * 40}…".',
        ),
        (("2027-11-23", "23-11-2027"), 6, 'review-by harus tanggal tahun-bulan-hari, bukan "23-11-2027".'),
        (("2027-11-23", "0001-11-23"), 6, "Tahun 1 pada review-by tidak masuk akal."),
        (("review-by: 2027-11-23", "review_by: 2027-11-23"), 1, "review-by belum ada."),
        (("position: 1", "position: 1\nposition: 2"), 6, 'Kunci "position" ditulis dua kali.'),
        (("position: 1", "position: 1\nwarna: ungu"), 6, 'Kunci "warna" tidak dikenal.'),
        (("---\n\n", "\n"), 1, "Bagian depan belum ditutup."),
        (("---\n", ""), 1, "Berkas ini belum punya bagian depan."),
        (("---\n", "--- \n\n---\n"), 1, "title belum ada."),
        (
            ("title: Kenali Jebakan Uang dan Data", "<<: *a"),
            2,
            'Bagian depan tidak memakai alias (tanda "*").',
        ),
        (("title: Kenali", "title: &a Kenali"), 2, 'Bagian depan tidak memakai jangkar (tanda "&").'),
        (("title: Kenali", "title: !!str Kenali"), 2, 'Bagian depan tidak memakai tag (tanda "!").'),
        (
            ("title: Kenali", "title: !!python/object:os.system Kenali"),
            2,
            'Bagian depan tidak memakai tag (tanda "!").',
        ),
        (("title: Kenali", "? [a]\n: b\ntitle: Kenali"), 2, "Kunci harus satu kata."),
        (("title: Kenali", "title: {a: {b: {c: d}}}\n#"), 2, "Bagian depan ini bertingkat terlalu dalam."),
        (("title: Kenali", "%YAML 1.1\ntitle: Kenali"), 3, "Baris ini tidak dapat dibaca."),
        (
            ("position: 1\n", "position: 1\n...\n"),
            7,
            "Bagian depan tidak memakai perintah YAML (%) atau dokumen kedua.",
        ),
    ],
)
def test_each_slip_is_told_where_it_is(change, line, message):
    assert (line, message) in messages(course_problems(change))


def test_a_front_matter_of_words_or_of_a_list_is_refused():
    for words in ("hanya kata", "- satu\n- dua"):
        _, problems = parse_course(f"---\n{words}\n---\n")
        assert messages(problems) == [(2, "Bagian depan harus berisi kunci dan isinya.")]


@pytest.mark.parametrize(
    ("line", "mend"),
    [
        (
            "title: Awas: tautan",
            'Bila isinya memuat titik dua, apit dengan tanda kutip: title: "Awas: tautan".',
        ),
        ("title: @akun", "Apit isinya dengan tanda kutip, dan pakai spasi, bukan tab, di awal baris."),
        ("title: `kode`", "Apit isinya dengan tanda kutip, dan pakai spasi, bukan tab, di awal baris."),
        ("title:Kenali", 'Tulis sebagai "kunci: isi", dengan satu spasi sesudah titik dua.'),
        ("title Kenali", 'Tulis sebagai "kunci: isi", dengan satu spasi sesudah titik dua.'),
    ],
)
def test_one_unreadable_line_does_not_hide_the_others(line, mend):
    problems = course_problems(
        ("title: Kenali Jebakan Uang dan Data", line), ("audience: warga", "audience: x")
    )

    assert ("Baris ini tidak dapat dibaca.", mend) in [
        (problem.message, problem.mend) for problem in problems
    ]
    assert problems[-1].line == 4


def test_an_open_quote_is_blamed_where_it_opens():
    problems = course_problems(("title: Kenali", 'title: "Kenali'))

    assert problems[0].line == 2
    assert problems[0].mend == "Tutup tanda kutip yang terbuka di baris ini."


def test_a_source_must_be_whole():
    source = (
        "  - id: BMKG Samarinda\n    title: Gempa\n    url: www.bmkg.go.id\n    checked: kemarin\n  - bmkg\n"
    )

    _, problems = parse_lesson(writing.lesson_head(source) + "Isi.\n")

    assert messages(problems) == [
        (8, 'id "BMKG Samarinda" tidak bisa dipakai.'),
        (8, "publisher belum ada."),
        (10, 'Alamat "www.bmkg.go.id" tidak bisa dibuka.'),
        (11, 'checked harus tanggal tahun-bulan-hari, bukan "kemarin".'),
        (12, "Sumber ini belum lengkap."),
    ]


def test_two_sources_need_two_ids_and_a_list_needs_an_item():
    _, problems = parse_lesson(writing.lesson_head(writing.SOURCE * 2) + "Isi.\n")
    assert messages(problems) == [(13, 'Dua sumber memakai id "bmkg".')]

    empty = changed(writing.lesson("Isi.\n"), (f"sources:\n{writing.SOURCE}", "sources: []\n"))
    assert messages(parse_lesson(empty)[1]) == [(7, "sources masih kosong.")]

    word = changed(writing.lesson("Isi.\n"), (f"sources:\n{writing.SOURCE}", "sources: bmkg\n"))
    assert messages(parse_lesson(word)[1]) == [(7, "sources harus berupa daftar.")]


def test_a_text_is_reviewed_after_its_sources_were_checked():
    text = changed(writing.lesson(), ("review-by: 2027-11-23", "review-by: 2026-11-11"))

    assert messages(parse_lesson(text)[1]) == [
        (line_of(text, "review-by"), "review-by 2026-11-11 lebih awal dari tanggal sumber diperiksa.")
    ]


@pytest.mark.parametrize(
    "objectives",
    [
        "objectives: satu",
        "objectives: []",
        "objectives: [a, b, c, d, e]",
        "objectives: [[a]]",
        'objectives: ["", a]',
    ],
)
def test_objectives_are_one_to_four_lines(objectives):
    text = changed(writing.lesson(), ("objectives:\n  - Menyebut dua tanda.", objectives))

    document, problems = parse_lesson(text)

    assert document is None
    assert [problem.line for problem in problems] == [5]


def test_a_large_front_matter_is_refused():
    text = changed(COURSE, ("title: ", "#" + "a" * LARGEST + "\ntitle: "))

    assert messages(parse_course(text)[1]) == [(1, "Bagian depan ini lebih besar dari 8 KB.")]


BOMB = "a: &a [x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)


@pytest.mark.parametrize(
    "yaml",
    [
        "[" * 8000,
        "{" * 8000,
        "a: " + "[" * 500 + "]" * 500,
        "".join(" " * n + "a:\n" for n in range(120)),
        "- " * 4000,
        "? " * 4000,
        "a: b\n" * 1600,
        "a: 'x\n" * 1000,
        "a: b: c\n" * 1000,
        "&a " * 2000,
        "!!a " * 2000,
        '"' * 8001,
        "a: |\n" + " x\n" * 2000,
        "*a\n" * 2000,
        "# " * 4000,
        "\n" * 8000,
        ":\n" * 4000,
        "a\n" * 4000,
        BOMB,
    ],
)
def test_hostile_front_matter_ends_soon_with_words(yaml):
    began = time.process_time()
    document, problems = parse_course(f"---\n{yaml}\n---\n")

    assert document is None
    assert problems
    assert time.process_time() - began < 3


def test_slugs():
    assert all(map(is_slug, ["a", "berkas-apk", "12-jam", "a1"]))
    assert not any(map(is_slug, ["", "A", "a--b", "-a", "a-", "a b", "é", "a\n", "a" * 61, "a_b", "../a"]))


def test_web_addresses():
    assert is_web_address("https://www.bmkg.go.id/a?b=c&d=%20#e")
    assert is_web_address("http://csirt.tanggamus.go.id/posts/undangan")
    bad = [
        "", "bmkg.go.id", "//bmkg.go.id", "https://", "https:///a", "https://localhost/", "ftp://a.id/",
        "javascript:alert(1)", "https://a.id/ b", "https://u@a.id/", "https://[::1", 'https://a.id/"',
        "https://a.id/<b>", "https://a.id/" + "a" * 600, "data:text/html,a", "https://a.id/\\",
    ]  # fmt: skip
    assert [address for address in bad if is_web_address(address)] == []
