from datetime import date

import pytest

from literasi.domain.exhibits import Exhibit, Technique, Topic, Use
from literasi.domain.lessons import parse_lesson
from literasi.domain.questions import (
    KINDS,
    Feedback,
    InvalidAnswer,
    changed_keys,
    check_reading,
    judgement,
    parse_quiz,
)
from tests.domain import writing
from tests.domain.writing import CHOICES, EXHIBIT, JUDGED, QUESTIONS, changed, line_of, messages


def quiz_of(text):
    quiz, problems = parse_quiz(text)
    assert problems == []
    return quiz


def questions_of(text=None):
    return quiz_of(text or writing.quiz()).questions


def test_a_quiz_is_read():
    quiz = quiz_of(writing.quiz())

    assert (quiz.title, quiz.lesson) == ("Kuis Membaca alamat situs", "alamat-situs")
    assert quiz.feedback is Feedback.AT_ONCE
    assert quiz.review_by == date(2027, 11, 23)
    assert [(question.key, question.kind, question.read) for question in quiz.questions] == [
        ("langkah", "single_choice", "kejadiannya"),
        ("gempa", "judgement", None),
    ]


def test_lesson_feedback_and_sources_may_be_left_out():
    text = "---\ntitle: Kuis\nreview-by: 2027-11-23\n---\n\n" + f"## Apa? {{#apa}}\n\n{CHOICES}"

    quiz = quiz_of(text)

    assert (quiz.lesson, quiz.feedback, quiz.sources) == (None, Feedback.AT_ONCE, ())
    assert quiz_of(changed(text, ("title: Kuis", "title: Kuis\nfeedback: akhir"))).feedback is Feedback.AT_END


def test_a_single_choice_question_is_read():
    text = writing.quiz()
    question = questions_of(text)[0]

    assert question.prompt == "Langkah mana yang aman?"
    assert question.line == line_of(text, "## Langkah")
    assert [block.text for block in question.body] == ["Nomor yang Anda kenal mengirim berkas."]
    assert [(choice.key, choice.right) for choice in question.choices] == [("a", False), ("b", True)]
    assert question.exhibit is None


def test_an_exhibit_above_choices_is_part_of_the_question():
    question = questions_of(writing.quiz(f"## Apa? {{#apa}}\n\n{EXHIBIT}\n{CHOICES}"))[0]

    assert question.kind == "single_choice"
    assert isinstance(question.body[0], Exhibit)
    assert question.exhibit is None


def test_a_judgement_question_is_read():
    question = questions_of()[1]

    assert question.body == (question.exhibit,)
    assert question.choices == ()
    item = question.exhibit.item
    assert item.label == "Pesan tentang gempa"
    assert item.why == "BMKG mencatatnya di situsnya. Waktunya juga cocok."
    assert (item.technique, item.topic, item.use) == (Technique.IMPOSTOR, Topic.DISASTER, Use.TRAINING)


@pytest.mark.parametrize(
    ("change", "words", "message"),
    [
        ((" {#gempa}", ""), "## Menurut", "Pertanyaan ini belum punya kunci."),
        ((" {#gempa}", " {gempa}"), "## Menurut", "Bagian {gempa} tidak terbaca."),
        ((" {#gempa}", " {#gempa baca=a}"), "## Menurut", "Bagian {#gempa baca=a} tidak terbaca."),
        ((" {#gempa}", " {#Gempa_1}"), "## Menurut", 'Kunci "Gempa_1" tidak bisa dipakai.'),
        ((" {#gempa}", " {#gempa read=A}"), "## Menurut", 'Kunci "A" tidak bisa dipakai.'),
        ((" {#gempa}", " {#langkah}"), "## Menurut", 'Kunci pertanyaan "langkah" dipakai dua kali.'),
        (("## Menurut Anda, kabar ini… {", "## {"), "## {", "Pertanyaan ini belum punya kata-kata."),
        (("## Menurut", "## " + "a" * 250 + " Menurut"), "Menurut", "Pertanyaan ini terlalu panjang."),
        (("## Menurut", "## Menurut <b>"), "## Menurut", 'Kode HTML "<b>" tidak dipakai di sini.'),
        (("## Langkah", "Pembuka.\n\n## Langkah"), "Pembuka.", "Ada isi sebelum pertanyaan pertama."),
        (
            ("Nomor yang", "### Cerita\n\nNomor yang"),
            "### Cerita",
            "Subjudul tidak dipakai di dalam pertanyaan.",
        ),
        (("Nomor yang", "# Cerita\n\nNomor yang"), "# Cerita", "Subjudul tidak dipakai di dalam pertanyaan."),
        ((CHOICES, ""), "## Langkah", "Pertanyaan ini belum punya pilihan atau kiriman."),
        ((JUDGED, JUDGED + JUDGED), "## Menurut", "Pertanyaan ini punya 2 kiriman untuk dinilai."),
        ((CHOICES, CHOICES + "Sisa\n\n" + CHOICES), "Sisa", "Ada teks di bawah pilihan."),
        (("Nomor yang", "[Nomor](#a) yang"), "[Nomor]", 'Tautan "#a" tidak ada tujuannya di kuis.'),
    ],
)
def test_each_slip_is_told_where_it_is(change, words, message):
    text = writing.quiz(changed(QUESTIONS, change))
    document, problems = parse_quiz(text)

    assert document is None
    assert (line_of(text, words), message) in messages(problems)


def test_a_quiz_needs_a_question_and_at_most_fifty():
    assert [problem.message for problem in parse_quiz(writing.quiz(""))[1]] == [
        "Kuis ini belum punya pertanyaan."
    ]
    many = "".join(f"## Apa? {{#apa-{number}}}\n\n{CHOICES}\n" for number in range(51))
    assert [problem.message for problem in parse_quiz(writing.quiz(many))[1]] == [
        "Kuis ini punya lebih dari 50 pertanyaan."
    ]


def test_seven_choices_are_too_many():
    many = "".join(f"- [{'x' if number == 2 else ' '}] {number}\n  > Sebab.\n" for number in range(7))

    problems = parse_quiz(writing.quiz(f"## Apa? {{#apa}}\n\n{many}"))[1]

    assert [problem.message for problem in problems] == ["Pertanyaan ini punya 7 pilihan."]


def test_problems_of_many_questions_come_in_one_go():
    text = writing.quiz(
        changed(
            QUESTIONS,
            ("- [x] Men", "- [ ] Men"),
            (" {#langkah read=kejadiannya}", ""),
            ("verdict: benar", "verdict: ya"),
            ("  > Berkas itu aplikasi.\n", ""),
        )
    )

    assert messages(parse_quiz(text)[1]) == [
        (line_of(text, "## Langkah"), "Pertanyaan ini belum punya kunci."),
        (line_of(text, "- [ ] Mem"), "Belum ada pilihan yang benar."),
        (line_of(text, "- [ ] Mem"), "Pilihan ini belum punya penjelasan."),
        (line_of(text, "verdict: ya"), 'verdict "ya" tidak dikenal.'),
    ]


@pytest.mark.parametrize(("answer", "mark"), [("a", 0.0), ("b", 1.0)])
def test_single_choice_marks_the_right_choice(answer, mark):
    question = questions_of()[0]
    kind = KINDS["single_choice"]

    assert kind.read_answer({"answer": [answer]}, question) == answer
    assert kind.mark(question, answer) == mark
    assert kind.right_answer(question) == "b"


@pytest.mark.parametrize(("verdict", "marks"), [("benar", [0, 0, 0, 1, 1, 1]), ("salah", [1, 1, 1, 0, 0, 0])])
def test_certainty_never_changes_the_mark_of_a_judgement(verdict, marks):
    text = changed(writing.quiz(), ("verdict: benar", f"verdict: {verdict}"))
    question = questions_of(text)[1]
    kind = KINDS["judgement"]

    assert [kind.mark(question, answer) for answer in judgement.STEPS] == marks
    assert kind.right_answer(question) == verdict
    assert kind.read_answer({"answer": ["4"]}, question) == "4"


def test_a_judgement_gives_verdict_and_certainty():
    assert [judgement.verdict_of(answer).value for answer in judgement.STEPS] == ["salah"] * 3 + ["benar"] * 3
    assert [judgement.certainty_of(answer) for answer in judgement.STEPS] == [3, 2, 1, 1, 2, 3]


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Choose an answer first."),
        ({"answer": []}, "Choose an answer first."),
        ({"answer": [""]}, "Choose an answer first."),
        ({"jawaban": ["a"]}, "Choose an answer first."),
        ({"answer": ["a", "b"]}, "Choose one answer only."),
        ({"answer": ["7"]}, "Choose one of the answers on this page."),
        ({"answer": ["0"]}, "Choose one of the answers on this page."),
        ({"answer": ["z"]}, "Choose one of the answers on this page."),
        ({"answer": [" a"]}, "Choose one of the answers on this page."),
        ({"answer": ["١"]}, "Choose one of the answers on this page."),
        ({"answer": ["\0"]}, "Choose one of the answers on this page."),
        ({"answer": ["x" * 10_000]}, "Choose one of the answers on this page."),
    ],
)
def test_what_is_no_answer_is_refused_in_words(number, fields, message):
    question = questions_of()[number]

    with pytest.raises(InvalidAnswer, match=f"^{message}$"):
        KINDS[question.kind].read_answer(fields, question)


def test_other_words_and_new_questions_are_no_change():
    old = quiz_of(writing.quiz())
    new = quiz_of(
        writing.quiz(
            changed(QUESTIONS, ("Menelepon pengirimnya", "Menelepon dulu"), ("Tepat. Suara", "Ya, suara"))
            + f"\n## Baru? {{#baru}}\n\n{CHOICES}"
        )
    )

    assert changed_keys(old, new) == []
    assert changed_keys(new, old) == []


@pytest.mark.parametrize(
    "changes",
    [
        [("- [ ] Mem", "- [x] Mem"), ("- [x] Men", "- [ ] Men")],
        [("Membukanya", "?"), ("Menelepon pengirimnya", "Membukanya"), ("?", "Menelepon  Pengirimnya")],
    ],
)
def test_another_right_choice_is_another_question(changes):
    old, new = quiz_of(writing.quiz()), quiz_of(writing.quiz(_changed_choices(changes)))

    assert changed_keys(old, new) == ["langkah"]


def _changed_choices(changes):
    start = QUESTIONS.index("- [")
    return QUESTIONS[:start] + changed(QUESTIONS[start:], *changes)


def test_another_verdict_or_kind_is_another_question():
    old = quiz_of(writing.quiz())
    verdict = quiz_of(changed(writing.quiz(), ("verdict: benar", "verdict: salah")))
    kind = quiz_of(writing.quiz(f"## Apa? {{#gempa}}\n\n{CHOICES}"))

    assert changed_keys(old, verdict) == ["gempa"]
    assert changed_keys(old, kind) == ["gempa"]


def test_what_to_read_again_must_be_in_the_lesson():
    lesson, _ = parse_lesson(writing.lesson())
    text = changed(writing.quiz(), ("read=kejadiannya", "read=kejadian"))

    assert check_reading(quiz_of(writing.quiz()), lesson) == []
    assert [str(problem) for problem in check_reading(quiz_of(text), lesson)] == [
        f'{line_of(text, "## Langkah")}: Bagian "kejadian" tidak ada di pelajarannya. '
        "Yang ada di pelajarannya: kejadiannya, satu-menit-sekarang."
    ]
