from datetime import date

import pytest

from literasi.domain.blocks import MarkdownText
from literasi.domain.exhibits import Exhibit
from literasi.domain.lessons import TryQuestion, headings, parse_lesson, read_file_name
from tests.domain import writing
from tests.domain.writing import BODY, CHOICES, EXHIBIT, changed, line_of, messages


def problems_of(body):
    document, problems = parse_lesson(writing.lesson(body))
    assert (document is None) == bool(problems)
    return problems


def problems_after(*changes):
    return problems_of(changed(BODY, *changes))


def test_a_lesson_is_read():
    lesson, problems = parse_lesson(writing.lesson())

    assert problems == []
    assert (lesson.title, lesson.minutes) == ("Membaca alamat situs", 4)
    assert lesson.objectives == ("Menyebut dua tanda.",)
    assert lesson.review_by == date(2027, 11, 23)
    assert [type(block) for block in lesson.blocks] == [
        MarkdownText, MarkdownText, Exhibit, TryQuestion, MarkdownText,
    ]  # fmt: skip


def test_sections_begin_with_their_heading_and_know_their_line():
    text = writing.lesson()
    lesson, _ = parse_lesson(text)

    assert lesson.blocks[1] == MarkdownText(
        "## Kejadiannya\n\nPada 2019 ada *kejadian*.", line_of(text, "## Kejadiannya")
    )
    assert lesson.blocks[2].line == line_of(text, "```chat")


def test_the_question_to_try_is_read():
    question = parse_lesson(writing.lesson())[0].blocks[3]

    assert question.heading == "Coba dulu"
    assert [block.text for block in question.blocks] == ["Anda menerima berkas. Apa yang Anda lakukan?"]
    assert [(choice.key, choice.text, choice.explanation, choice.right) for choice in question.choices] == [
        ("a", "Membukanya", "Berkas itu aplikasi.", False),
        ("b", "Menelepon pengirimnya", "Tepat. Suaranya memastikan.", True),
    ]


def test_an_exhibit_may_stand_in_the_question_to_try():
    lesson, problems = parse_lesson(
        writing.lesson(changed(BODY, ("Anda menerima berkas. Apa", f"{EXHIBIT}\nApa")))
    )

    assert problems == []
    assert [type(block) for block in lesson.blocks[3].blocks] == [Exhibit, MarkdownText]


def test_the_headings_of_a_lesson():
    lesson, _ = parse_lesson(
        writing.lesson(changed(BODY, ("ada *kejadian*.", "ada.\n\n### Siapa, lalu kapan?")))
    )

    assert headings(lesson) == {
        "kejadiannya": "Kejadiannya",
        "siapa-lalu-kapan": "Siapa, lalu kapan?",
        "satu-menit-sekarang": "Satu menit sekarang",
    }


@pytest.mark.parametrize(
    ("change", "words", "message"),
    [
        (("## Kejadiannya", "# Kejadiannya"), "# Kejadiannya", "Judul besar (#) tidak dipakai di isi."),
        (("## Kejadiannya", "### Kejadiannya"), "### Kej", "Subjudul ini melompati satu tingkat."),
        (("## Kejadiannya", "#### Kejadiannya"), "#### Kej", "Subjudul ini terlalu dalam."),
        (("## Kejadiannya", "##Kejadiannya"), "##Kej", "Sesudah tanda # perlu satu spasi."),
        (("## Kejadiannya", "## {#a}"), "## {#a}", "Subjudul ini masih kosong."),
        (("## Kejadiannya", "## Kejadiannya {#a}"), "## Kej", "Jangkar {…} ini tidak terpakai di pelajaran."),
        (("## Kejadiannya", "#cekfakta"), "#cekfakta", "Sesudah tanda # perlu satu spasi."),
        (("## Kejadiannya", "  ## Kejadiannya"), "  ## Kej", "Tanda # ini tidak di awal baris."),
        (("## Kejadiannya", "> ## Kejadiannya"), "> ## Kej", "Tanda # ini tidak di awal baris."),
        (("## Kejadiannya", "- # Kejadiannya"), "- # Kej", "Tanda # ini tidak di awal baris."),
        (("## Kejadiannya", "Kejadian\n-----"), "-----", "Subjudul bergaris bawah tidak dipakai di sini."),
        (("Pembuka.", "<div>Pembuka.</div>"), "<div>", 'Kode HTML "<div>" tidak dipakai di sini.'),
        (("Pembuka.", "<!-- rahasia -->"), "<!--", 'Kode HTML "<!--" tidak dipakai di sini.'),
        (("Pembuka.", "![foto](a.png)"), "![foto", 'Alamat gambar "a.png" tidak dikenal.'),
        (("Pembuka.", "Pembuka.[^1]"), "[^1]", "Catatan kaki belum bisa dipakai."),
        (("Pembuka.", "[a]: https://a.id/"), "[a]:", "Tautan rujukan tidak dipakai di sini."),
        (("Pembuka.", "[a](javascript:alert(1))"), "[a](j",
         'Tautan ke "javascript:alert" tidak bisa dibuka.'),
        (("Pembuka.", "[a](www.bmkg.go.id)"), "[a](w", 'Tautan ke "www.bmkg.go.id" tidak bisa dibuka.'),
        (("Pembuka.", "[a]()"), "[a]()", 'Tautan ke "" tidak bisa dibuka.'),
        (("Pembuka.", "[a](#tidak-ada)"), "[a](#", 'Tidak ada subjudul untuk tautan "#tidak-ada".'),
        (("Pembuka.", "[a](#coba-dulu)"), "[a](#", 'Tidak ada subjudul untuk tautan "#coba-dulu".'),
        (("## Kej", "## [a](https://a.id/) Kej"), "## [a]", "Tautan tidak dipakai di dalam subjudul."),
        (("Pembuka.", "Ada dua:\n- satu"), "- satu", "Daftar ini menempel pada teks di atasnya."),
        (("Pembuka.", "- satu\n  - dua"), "  - dua", "Butir daftar ini bergeser tanggung."),
        (("Pembuka.", "Tabel:\n| a | b |\n|---|---|\n| c | d |"), "| a |",
         "Tabel ini menempel pada teks di atasnya."),
        (("Pembuka.", "```python\nprint()\n```"), "```python", 'Jenis kiriman "python" tidak dikenal.'),
        (("Pembuka.", "```\nteks\n```"), "```\nteks", "Blok ini belum punya jenis."),
        (("Pembuka.", "~~~chat\nteks\n~~~"), "~~~chat", "Tanda pembuka blok ini tidak dikenal."),
        (("Pembuka.", "> ```chat\n> teks\nx"), "> ```chat", "Tanda pembuka blok ini tidak dikenal."),
        (("Pembuka.", ">> ~~~\n> teks\nx"), ">> ~~~", "Tanda pembuka blok ini tidak dikenal."),
        (("Pembuka.", "> - ````sms\n> teks\nx"), "> - ````", "Tanda pembuka blok ini tidak dikenal."),
        (("Pembuka.", "\\```chat\nteks"), "\\```chat", "Tanda pembuka blok ini tidak dikenal."),
        (("Pembuka.", "\\`\\`\\`chat\nteks"), "\\`", "Tanda pembuka blok ini tidak dikenal."),
        (("Pembuka.", "- ```chat\nteks"), "- ```chat", "Tanda pembuka blok ini tidak dikenal."),
        (("Berkas itu aplikasi.", "```chat\n  > teks"), "  > ```chat",
         "Tanda pembuka blok ini tidak dikenal."),
        (("Sebarkan.\n```\n", "Sebarkan.\n"), "```chat", "Blok ini belum ditutup."),
        (("- [x] Menel", "- [ ] Menel"), "- [ ] Membuka", "Belum ada pilihan yang benar."),
        (("- [ ] Membuka", "- [X] Membuka"), "- [x] Menel", "Ada lebih dari satu pilihan yang benar."),
        (("- [ ] Membuka", "- [] Membuka"), "- [] Membuka", "Pilihan ini tidak terbaca."),
        (("- [ ] Membuka", "* [ ] Membuka"), "* [ ] Membuka", "Pilihan ini tidak terbaca."),
        (("  > Berkas itu aplikasi.\n", ""), "- [ ] Membuka", "Pilihan ini belum punya penjelasan."),
        (("- [ ] Membukanya", "- [ ]"), "- [ ]", "Pilihan ini masih kosong."),
        (("Membukanya", "menelepon pengirimnya"), "- [x] Menel", "Dua pilihan berbunyi sama."),
        (("Membukanya", "<i>Membukanya</i>"), "<i>Membukanya", 'Kode HTML "<i>" tidak dipakai di sini.'),
        (("Membukanya", "a" * 301), "aaaa", "Teks pilihan ini terlalu panjang."),
        (("Berkas itu aplikasi.", "a" * 601), "  > aaaa", "Penjelasan ini terlalu panjang."),
        (("memastikan.\n", "memastikan.\n\nSisa.\n"), "Sisa.", "Ada teks di bawah pilihan."),
        (("- [ ] Membukanya\n  > Berkas itu aplikasi.\n", ""), "- [x] Menel",
         "Pertanyaan ini punya 1 pilihan."),
        (("## Satu menit", "## Akhir kata {.a}\n\n## Satu menit"), "## Akhir", "Bagian ini masih kosong."),
        (("nomor resmi.\n", "nomor resmi.\n\n## Akhir\n\nSelesai.\n"), "## Satu",
         '"Satu menit sekarang" bukan bagian terakhir.'),
        (("Pembuka.", CHOICES), "- [ ] Membuka", "Pertanyaan ini belum punya subjudul."),
    ],
)  # fmt: skip
def test_each_slip_is_told_where_it_is(change, words, message):
    text = writing.lesson(changed(BODY, change))
    document, problems = parse_lesson(text)

    assert document is None
    assert (line_of(text, words), message) in messages(problems)


def test_two_headings_of_one_name_are_told_at_the_second():
    text = writing.lesson(changed(BODY, ("## Coba dulu", "## KEJADIANNYA!")))

    assert messages(parse_lesson(text)[1]) == [(line_of(text, "## KEJA"), "Ada dua subjudul yang sama.")]


def test_a_lesson_has_one_question_to_try():
    text = writing.lesson(changed(BODY, ("Simpan satu nomor resmi.\n", f"Simpan?\n\n{CHOICES}")))

    assert [problem.message for problem in parse_lesson(text)[1]] == [
        'Satu pelajaran hanya punya satu pertanyaan "coba dulu".'
    ]


def test_a_lesson_needs_words():
    assert [str(problem) for problem in problems_of("\n\n")] == [
        '15: Pelajaran ini belum punya isi. Tulis isinya di bawah baris "---".'
    ]


def test_an_unclosed_block_does_not_swallow_the_rest():
    problems = problems_after(("Sebarkan.\n```\n", "Sebarkan.\n"), ("- [x]", "- [ ]"))

    assert [problem.message for problem in problems] == [
        "Blok ini belum ditutup.",
        "Belum ada pilihan yang benar.",
    ]


def test_a_choice_may_go_on_over_lines_and_its_quote_may_stand_apart():
    body = changed(
        BODY,
        ("- [ ] Membukanya\n", "- [ ] Membukanya\n  sebentar saja\n\n"),
        ("  > Berkas itu aplikasi.\n", "  > Berkas itu > foto,\n  > aplikasi,\n    bukan foto.\n"),
    )

    choice = parse_lesson(writing.lesson(body))[0].blocks[3].choices[0]

    assert choice.text == "Membukanya sebentar saja"
    assert choice.explanation == "Berkas itu > foto,\naplikasi,\nbukan foto."


def test_what_markdown_allows_here_is_allowed():
    body = """\
Kata **tebal**, *miring*, `<b>`, dan [tautan](https://www.bmkg.go.id/a_(b)). 3 < 5 dan 5 > 3.
Juga <https://www.bmkg.go.id/>, [surel](mailto:a@b.id), [telepon](tel:112), dan [kursus](/kursus).

1. Satu
2. Dua
    - Anak
    - Anak lagi
3. Tiga
   sambungannya

> Kutipan
> dua baris

| Tanda | Arti |
|---|---|
| .id | Indonesia |

Tahun
2019. Begitulah.

## Satu

[Ke bawah](#dua) \\#tagar

### Dua

- [Situs resmi](https://www.bmkg.go.id/)
- [x](https://www.bmkg.go.id/)

---

Selesai.
"""
    assert problems_of(body) == []


def test_file_names():
    assert read_file_name("02-berkas-apk.md") == (2, "berkas-apk")
    bad = [
        "course.md",
        "2-a.md",
        "00-a.md",
        "01-.md",
        "01-A.md",
        "01-a.txt",
        "01-a--b.md",
        "٠١-a.md",
        "../01-a.md",
    ]
    assert [name for name in bad if read_file_name(name)] == []
