"""The bank's files, draws and final quizzes: what may be written, and what is said of everything else."""

import pytest

from literasi.domain.drawing import Draw
from literasi.domain.lessons import parse_lesson
from literasi.domain.questions import parse_bank, parse_quiz
from tests import make


def told(text, parse=parse_quiz):
    document, problems = parse(text)
    assert (document is None) == bool(problems)
    return [(problem.line, problem.message) for problem in problems]


def quiz(front):
    return make.quiz_text().replace("feedback: langsung\n", front)


def test_a_bank_item_knows_where_how_hard_and_until_when():
    document, problems = parse_bank(make.bank_text(make.item("gempa", place="kaltim", difficulty=4)))
    assert problems == []
    item = document.questions[0].exhibit.item
    assert (item.place, item.difficulty, item.review_by.isoformat()) == ("kaltim", 4, "2027-11-23")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("place: kaltim", "Butir bank ini belum punya tempat (place)."),
        ("difficulty: 3", "Butir bank ini belum punya kesulitan (difficulty)."),
        (
            "review-by: 2027-11-23\nsource: kantor",
            "Butir bank ini belum punya tanggal periksa lagi (review-by).",
        ),
    ],
)
def test_a_bank_item_says_all_of_it(line, message):
    text = make.bank_text(make.item("gempa"))
    text = text.replace(f"{line}\n", "source: kantor\n" if "source" in line else "")

    assert [found for _, found in told(text, parse_bank)] == [message]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("place: kaltim", "place: mars", 'place "mars" tidak dikenal.'),
        ("difficulty: 3", "difficulty: 6", 'difficulty "6" tidak dikenal.'),
        ("difficulty: 3", "difficulty: sulit", 'difficulty "sulit" tidak dikenal.'),
        (
            "review-by: 2027-11-23\nsource",
            "review-by: 2027-13-23\nsource",
            'Tanggal "2027-13-23" tidak ada di kalender.',
        ),
        (
            "review-by: 2027-11-23\nsource",
            "review-by: besok\nsource",
            'Tanggal "besok" tidak ada di kalender.',
        ),
    ],
)
def test_what_cannot_be_read_is_named(old, new, message):
    text = make.bank_text(make.item("gempa"))
    assert old in text
    assert [found for _, found in told(text.replace(old, new), parse_bank)] == [message]


def test_a_bank_holds_judgements_alone_and_belongs_to_nothing():
    text = make.quiz_text().replace("lesson: berkas", "lesson: berkas\ndraw:\n  true: 1\n  false: 1")
    found = [message for _, message in told(text, parse_bank)]

    assert 'Kunci "lesson" tidak dipakai di bank.' in found
    assert 'Kunci "draw" tidak dipakai di bank.' in found
    assert "Bank hanya berisi kabar untuk dinilai." in found
    assert "Butir bank tidak menunjuk bagian pelajaran." in found


def test_the_keys_of_the_bank_stand_in_judgements_alone():
    judged = make.quiz_text().replace("label: Undangan pernikahan\n", "label: Undangan\nplace: kaltim\n")
    shown = make.LESSON.replace(
        "Seorang warga menerima berkas.",
        "```chat\ncaption: Kiriman\nverdict: salah\nfact: Bukan.\nplace: kaltim\nsource: kantor\n\nIsi.\n```",
    )

    assert told(judged) == []
    assert [message for _, message in told(shown, parse_lesson)] == [
        'Kunci "place" hanya untuk pertanyaan menilai kabar.'
    ]


def test_a_quiz_says_what_it_draws():
    front = (
        "feedback: langsung\ndraw:\n  true: 1\n  false: 2\n  topics:\n    - uang\n  techniques: [deepfake]\n"
    )
    document, problems = parse_quiz(quiz(front))

    assert problems == []
    assert document.draw == Draw(1, 2, ("uang",), ("deepfake",))
    assert document.total == 6
    assert not document.final


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("draw: ya\n", "draw harus berisi beberapa kunci di bawahnya."),
        ("draw:\n  true: 1\n", "false belum ada."),
        ("draw:\n  true: 0\n  false: 1\n", 'true harus angka bulat 1–10, bukan "0".'),
        ("draw:\n  true: 1\n  false: 1\n  tema: uang\n", 'Kunci "tema" tidak dikenal.'),
        ("draw:\n  true: 1\n  false: 1\n  topics:\n    - kopi\n", 'topics "kopi" tidak dikenal.'),
        ("pass: 80\n", "pass hanya untuk kuis akhir."),
        ("final: mungkin\n", 'final "mungkin" tidak dikenal.'),
    ],
)
def test_a_slip_in_the_front_is_named(front, message):
    assert [found for _, found in told(quiz(front))] == [message]


def test_a_final_quiz_completes_no_lesson_and_tells_at_the_end():
    found = [message for _, message in told(quiz("final: ya\npass: 101\n"))]

    assert "Kuis akhir tidak menyelesaikan satu pelajaran." in found
    assert "Kuis akhir memberi tanggapan sesudah dikirim." in found
    assert 'pass harus angka bulat 1–100, bukan "101".' in found


def test_the_pass_mark_is_seventy_unless_it_is_written():
    text = make.final_text()
    assert parse_quiz(text)[0].pass_percent == 70
    assert parse_quiz(text.replace("final: ya", "final: ya\npass: 80"))[0].pass_percent == 80
    assert parse_quiz(make.quiz_text())[0].pass_percent is None


def test_an_item_may_say_since_when_it_is_retired():
    retired = make.item("gempa").replace("use: training", "use: training\nretired: 2026-11-23")
    document, problems = parse_bank(make.bank_text(retired))

    assert problems == []
    assert document.questions[0].exhibit.item.retired.isoformat() == "2026-11-23"
    wrong = make.bank_text(retired.replace("2026-11-23\n", "kemarin\n", 1))
    assert [found for _, found in told(wrong, parse_bank)] == ['Tanggal "kemarin" tidak ada di kalender.']
