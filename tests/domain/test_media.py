import hashlib

import pytest

from literasi.domain.courses import parse_course
from literasi.domain.lessons import parse_lesson
from literasi.domain.markup import render_lesson, render_text, to_html
from literasi.domain.media import (
    folder_beside,
    is_file_name,
    missing_from,
    names_in,
    pictures_in,
    read_size,
)
from literasi.domain.problems import Problem
from literasi.domain.questions import parse_quiz
from literasi.domain.searching import words_of_lesson
from tests import drawing
from tests.domain import writing
from tests.domain.writing import CHOICES, changed

NAME = hashlib.sha256(b"peta").hexdigest()
OTHER = hashlib.sha256(b"foto").hexdigest()
LINE = f"![Peta genangan di Jalan Antasari](media/{NAME}.webp)"
MEDIA = {NAME: (720, 480), OTHER: (300, 200)}


def lesson_with(words):
    return changed(writing.lesson(), ("Pembuka.", words))


def told(text, parse=parse_lesson):
    return [(problem.message, text.split("\n")[problem.line - 1]) for problem in parse(text)[1]]


def test_a_picture_on_a_line_of_its_own_is_named():
    text = lesson_with(f"Pembuka.\n\n{LINE}\n\nLalu.\n\n![Foto](media/{OTHER}.webp)")

    assert parse_lesson(text)[1] == []
    assert names_in(text) == {NAME, OTHER}
    first = pictures_in(text)[0]
    assert (first.alt, text.split("\n")[first.line - 1]) == ("Peta genangan di Jalan Antasari", LINE)


def test_courses_and_questions_may_have_pictures():
    course = writing.COURSE + f"\n{LINE}\n"
    quiz = changed(writing.quiz(), ("Nomor yang Anda kenal", f"{LINE}\n\nNomor yang Anda kenal"))

    assert (parse_course(course)[1], parse_quiz(quiz)[1]) == ([], [])
    assert f'src="/media/{NAME}.webp"' in render_text("course", course, MEDIA)["html"]
    shown = render_text("quiz", quiz, MEDIA)["questions"]["langkah"]
    assert shown["html"].count("<img") == shown["html_answered"].count("<img") == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("![](media/NAME.webp)", "Gambar ini belum punya teks alternatif."),
        ("![  ](media/NAME.webp)", "Gambar ini belum punya teks alternatif."),
        (f"![{'a' * 201}](media/NAME.webp)", "Teks alternatif ini terlalu panjang."),
        ("Lihat ![peta](media/NAME.webp)", "Gambar ini tidak berdiri di baris tersendiri."),
        ("- ![peta](media/NAME.webp)", "Gambar ini tidak berdiri di baris tersendiri."),
        ("> ![peta](media/NAME.webp)", "Gambar ini tidak berdiri di baris tersendiri."),
        ("![peta](https://contoh.id/a.webp)", "Gambar dari situs lain tidak dipakai di sini."),
        ("![peta](//contoh.id/a.webp)", "Gambar dari situs lain tidak dipakai di sini."),
        ("![peta](data:image/png;base64,AA)", 'Alamat gambar "data:image/png;base64,AA" tidak dikenal.'),
        ("![peta](javascript:x)", 'Alamat gambar "javascript:x" tidak dikenal.'),
        ("![peta](/media/NAME.webp)", 'Alamat gambar "/media/NAME'),
        ("![peta](media/../NAME.webp)", 'Alamat gambar "media/../NAME'),
        ("![peta](media/abc.webp)", 'Alamat gambar "media/abc.webp" tidak dikenal.'),
        ('![peta](media/NAME.webp "judul")', 'Alamat gambar "media/NAME'),
        ("![peta][acuan]", 'Alamat gambar "" tidak dikenal.'),
    ],
)
def test_any_other_picture_is_told_with_its_line(words, message):
    words = words.replace("NAME", NAME)
    message = message.replace("NAME", NAME)[:55] if "NAME" in message else message

    ((found, line),) = told(lesson_with(words))
    assert found.startswith(message)
    assert line == words


@pytest.mark.parametrize("words", [f"Pembuka.\n{LINE}", f"{LINE}\nPembuka.", f"{LINE}\n{LINE}"])
def test_a_picture_needs_room_above_and_below(words):
    assert [message for message, _ in told(lesson_with(words))] == ["Gambar menempel pada baris lain."]


def test_choices_and_explanations_have_no_pictures():
    for old in ("Membukanya", "Berkas itu aplikasi."):
        text = changed(writing.lesson(), (CHOICES, CHOICES.replace(old, LINE)))

        assert [message for message, _ in told(text)] == ["Gambar tidak dipakai di sini."]


def test_in_an_exhibit_it_is_only_words():
    text = changed(writing.lesson(), ("Sebarkan.", LINE))
    document, problems = parse_lesson(text)

    assert (problems, names_in(text)) == ([], set())
    assert "<img" not in str(render_lesson(document, MEDIA))


def test_a_picture_becomes_html_with_its_size_and_its_narrow_form():
    html = to_html(f"Satu.\n\n{LINE}\n\nDua.", MEDIA)

    assert html == (
        f'<p>Satu.</p>\n<p><img src="/media/{NAME}.webp" '
        f'srcset="/media/{NAME}-360.webp 360w, /media/{NAME}.webp 720w" '
        'sizes="(min-width: 40em) 612px, 92vw" alt="Peta genangan di Jalan Antasari" '
        'width="720" height="480" loading="lazy" decoding="async"></p>\n<p>Dua.</p>'
    )
    assert "srcset" not in to_html(f"![Kecil](media/{OTHER}.webp)", MEDIA)


def test_words_of_a_picture_cannot_leave_their_attribute():
    html = to_html(f'![a" onload="x](media/{NAME}.webp)', MEDIA)

    assert 'alt="a&quot; onload=&quot;x"' in html


def test_one_that_nobody_has_stored_keeps_the_text_from_being_shown():
    text = lesson_with(LINE)
    found = render_text("lesson", text)

    assert isinstance(found, Problem)
    assert (found.message, found.line) == ("Gambar ini belum ada di media.", writing.line_of(text, LINE))
    assert missing_from(MEDIA, text) == []
    assert isinstance(render_text("lesson", text, MEDIA), dict)


def test_a_picture_in_the_last_section_stays_inside_its_notice():
    text = changed(writing.lesson(), ("Simpan satu nomor resmi.", f"Simpan satu nomor resmi.\n\n{LINE}"))
    html = render_text("lesson", text, MEDIA)["blocks"][-1]["html"]

    assert html.endswith('decoding="async"></p></div>')


def test_the_search_finds_what_a_picture_shows_and_not_its_name():
    words = words_of_lesson(parse_lesson(lesson_with(LINE))[0])

    assert "genangan" in words
    assert not [word for word in words if NAME.startswith(word)]


def test_pictures_lie_beside_their_course():
    assert folder_beside("courses/jebakan/") == "courses/jebakan/media"
    assert folder_beside("courses/jebakan/berkas") == "courses/jebakan/media"
    assert folder_beside("quizzes/jebakan/berkas") == "courses/jebakan/media"
    assert folder_beside("quizzes/bank/uang") == "quizzes/bank/media"


def test_a_file_name_is_a_hash():
    assert is_file_name(f"{NAME}.webp")
    assert is_file_name(f"{NAME}-360.webp")
    for name in (
        f"{NAME}.png",
        f"{NAME.upper()}.webp",
        f"{NAME}-720.webp",
        "../secret_key",
        f"{NAME}.webp\n",
    ):
        assert not is_file_name(name), name


def test_only_a_plain_webp_has_a_size():
    plain = drawing.drawing("WEBP")

    assert read_size(plain) == (640, 400)
    for other in (
        b"",
        plain[:-4],
        plain + b"PK\3\4",
        drawing.drawing("PNG"),
        drawing.drawing("WEBP", size=(721, 10)),
        drawing.ghost(),
    ):
        assert read_size(other) is None
