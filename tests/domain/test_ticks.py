"""Kinds with several ticks: multiple choice and clues, and how they are marked."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from literasi.domain.grading import Score, grade
from literasi.domain.markup import render_quiz
from literasi.domain.questions import KINDS, InvalidAnswer, changed_keys, parse_quiz
from tests.domain import writing
from tests.domain.writing import changed, line_of, messages

SEVERAL = """\
## Langkah mana yang menolong? {#langkah read=kejadiannya}

Aplikasinya telanjur terpasang.

- [x] Memutus internet.
  > Tepat. Data berhenti mengalir.
- [ ] Menunggu **besok**.
  > Waktu itu berharga.
- [x] Menelepon bank.
  > Tepat. Rekening bisa diamankan.
- [ ] Membalas pesannya.
  > Yang menjawab tetap penipunya.
"""
CLUES = """\
## Bagian mana yang perlu dicurigai? {#surat}

Bacalah surat ini.

```letter
caption: Surat, November 2020, ditulis ulang untuk belajar
verdict: salah
fact: Kantor itu tidak meminta dana.
source: bmkg
subject: ((Permohonan <dana>))
from: ((Kantor Gubernur))

Kirim bantuan ke [[rekening pribadi *a_b_c*]].

Bukti ke [[surat@gratis.example]], batasnya ((akhir bulan)).
```

1. Kop mudah ditiru.
2. Perihal itu **wajar**.
3. Uang kantor tidak masuk
   ke rekening pribadi.

4. Alamatnya bisa dibuat siapa saja.
5. Tenggatnya longgar.
"""


def question_of(text):
    quiz, problems = parse_quiz(writing.quiz(text))
    assert problems == []
    return quiz.questions[0]


def problems_of(text, *changes):
    text = writing.quiz(changed(text, *changes))
    document, problems = parse_quiz(text)
    assert (document is None) == bool(problems)
    return text, messages(problems)


def several(pattern):
    """A question with a choice for each letter: r is right, w is wrong."""
    choices = [
        f"- [{'x' if letter == 'r' else ' '}] Pilihan {number}\n  > Sebab.\n"
        for number, letter in enumerate(pattern)
    ]
    return question_of("## Apa? {#apa}\n\n" + "".join(choices))


def test_more_than_one_right_choice_makes_multiple_choice():
    question = question_of(SEVERAL)

    assert question.kind == "multiple_choice"
    assert [choice.right for choice in question.choices] == [True, False, True, False]
    assert KINDS["multiple_choice"].right_answer(question) == "a,c"
    assert question_of(changed(SEVERAL, ("- [x] Memutus", "- [ ] Memutus"))).kind == "single_choice"


def test_an_exhibit_with_marks_makes_clues():
    question = question_of(CLUES)

    assert question.kind == "clues"
    assert question.exhibit is None, "it is no judgement, and counts in no statistics of them"
    assert [(choice.key, choice.text, choice.right) for choice in question.choices] == [
        ("a", "Kantor Gubernur", False),
        ("b", "Permohonan <dana>", False),
        ("c", "rekening pribadi *a_b_c*", True),
        ("d", "surat@gratis.example", True),
        ("e", "akhir bulan", False),
    ]
    assert [choice.explanation for choice in question.choices][2:4] == [
        "Uang kantor tidak masuk ke rekening pribadi.",
        "Alamatnya bisa dibuat siapa saja.",
    ]
    assert KINDS["clues"].right_answer(question) == "c,d"


@pytest.mark.parametrize(
    ("answer", "mark"),
    [("a,c", 1.0), ("a", 0.5), ("a,b,c", 0.5), ("a,b", 0.0), ("b", 0.0), ("b,d", 0.0), ("a,b,c,d", 0.0)],
)
def test_right_ticks_earn_and_wrong_ticks_cost(answer, mark):
    assert KINDS["multiple_choice"].mark(question_of(SEVERAL), answer) == mark


def test_a_mark_may_be_a_third_and_a_score_adds_up():
    question = several("rrrw")

    assert [question.kind, KINDS[question.kind].mark(question, "a")] == ["multiple_choice", 1 / 3]
    assert grade([question, question], {"apa": "a,b"}) == Score(4 / 3, 2)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from("rw"), min_size=3, max_size=6).filter(lambda p: p.count("r") > 1 and "w" in p)
)
def test_only_the_right_answer_earns_all_and_ticking_everything_nothing(pattern):
    question = several(pattern)
    kind, keys = KINDS[question.kind], [choice.key for choice in question.choices]
    answers = [
        ",".join(some) for size in range(1, len(keys) + 1) for some in itertools.combinations(keys, size)
    ]
    marks = {answer: kind.mark(question, answer) for answer in answers}

    assert all(0.0 <= mark <= 1.0 for mark in marks.values())
    assert [answer for answer in answers if marks[answer] == 1.0] == [kind.right_answer(question)]
    assert marks[",".join(keys)] == 0.0
    for answer, choice in itertools.product(answers, question.choices):
        more = ",".join(sorted({*answer.split(","), choice.key}))
        assert (marks[more] >= marks[answer]) if choice.right else (marks[more] <= marks[answer])


@pytest.mark.parametrize("text", [SEVERAL, CLUES], ids=["multiple_choice", "clues"])
def test_an_answer_is_written_in_one_way_only(text):
    question = question_of(text)
    read = KINDS[question.kind].read_answer

    for sent in (["c", "a"], ["a", "c"], ["a,c"], ["c,a", "a"], ["", "a", "c"]):
        assert read({"answer": sent}, question) == "a,c"


@pytest.mark.parametrize("text", [SEVERAL, CLUES], ids=["multiple_choice", "clues"])
@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Choose at least one."),
        ({"answer": []}, "Choose at least one."),
        ({"answer": ["", ""]}, "Choose at least one."),
        ({"answer": ["z"]}, "Choose one of the answers on this page."),
        ({"answer": ["a", "z"]}, "Choose one of the answers on this page."),
        ({"answer": ["a,"]}, "Choose one of the answers on this page."),
        ({"answer": [" a"]}, "Choose one of the answers on this page."),
        ({"answer": ["A"]}, "Choose one of the answers on this page."),
        ({"answer": ["a\0"]}, "Choose one of the answers on this page."),
        ({"answer": ["x" * 10_000]}, "Choose one of the answers on this page."),
    ],
)
def test_what_is_no_answer_is_refused_in_words(text, fields, message):
    question = question_of(text)

    with pytest.raises(InvalidAnswer, match=f"^{re.escape(message)}$"):
        KINDS[question.kind].read_answer(fields, question)


@pytest.mark.parametrize("text", [SEVERAL, CLUES], ids=["multiple_choice", "clues"])
def test_a_stored_answer_that_is_none_is_wrong_and_nothing_worse(text):
    question = question_of(text)

    assert [KINDS[question.kind].mark(question, stored) for stored in ("😀", "", ",", "a,z")] == [0.0] * 4


def test_answers_in_words():
    chosen, clues = question_of(SEVERAL), question_of(CLUES)

    assert KINDS["multiple_choice"].describe_answer(chosen, "a,c") == "Memutus internet; Menelepon bank"
    assert KINDS["multiple_choice"].describe_right_answer(chosen) == "Memutus internet; Menelepon bank"
    assert KINDS["clues"].describe_answer(clues, "a,d") == "“Kantor Gubernur”, “surat@gratis.example”"
    assert KINDS["clues"].describe_right_answer(clues) == "“rekening pribadi *a_b_c*”, “surat@gratis.example”"


def test_the_exhibit_numbers_its_parts_in_the_order_of_the_choices():
    question = question_of(CLUES)
    shown = render_quiz(parse_quiz(writing.quiz(CLUES))[0])["questions"]["surat"]
    numbered = re.findall(r"</span>(\d)</span>\s<mark>(.*?)</mark>", shown["html"])

    assert numbered == [
        (str(number), choice["html"]) for number, choice in enumerate(shown["choices"], start=1)
    ]
    assert shown["choices"][1]["html"] == "Permohonan &lt;dana&gt;", (
        "what is quoted is no Markdown and no HTML"
    )
    assert shown["choices"][2]["html"] == "rekening pribadi *a_b_c*"
    assert shown["choices"][1]["explanation"] == "<p>Perihal itu <strong>wajar</strong>.</p>"
    assert len(question.body) == 2, "the explanations are no part of what is asked"


def test_before_the_answer_a_clue_and_a_harmless_part_look_alike():
    swapped = CLUES
    for old, new in (("[[", "\1"), ("]]", "\2"), ("((", "[["), ("))", "]]"), ("\1", "(("), ("\2", "))")):
        swapped = swapped.replace(old, new)
    one, other = (
        render_quiz(parse_quiz(writing.quiz(text))[0])["questions"]["surat"] for text in (CLUES, swapped)
    )

    assert one["html"] == other["html"]
    assert one["html_answered"] != other["html_answered"]
    for sign in ("[[", "((", "SALAH", "Tanda ", "wajar", "tidak meminta"):
        assert sign not in one["html"]


def test_afterwards_the_exhibit_is_stamped_and_tells_which_is_which():
    html = render_quiz(parse_quiz(writing.quiz(CLUES))[0])["questions"]["surat"]["html_answered"]

    assert "SALAH" in html
    assert "Kantor itu tidak meminta dana." in html
    assert "wajar </span>1</span>\xa0Kantor Gubernur" in html
    assert "Tanda </span>3</span>\xa0<mark>rekening pribadi *a_b_c*</mark>" in html


@pytest.mark.parametrize(
    ("change", "words", "message"),
    [
        (("((Kantor Gubernur))", "Kantor Gubernur"), "1. Kop", "Ada 4 bagian bertanda, tetapi 5 penjelasan."),
        (("5. Tenggatnya longgar.\n", ""), "1. Kop", "Ada 5 bagian bertanda, tetapi 4 penjelasan."),
        (("4. Alamat", "5. Alamat"), "1. Kop", "Ada 5 bagian bertanda, tetapi 5 penjelasan."),
        (("1. Kop mudah ditiru.\n", "Kop mudah ditiru.\n"), "Kop mudah",
         "Teks ini bukan penjelasan bernomor."),
        (("gratis.example]]", "gratis.example"), "Bukti ke", 'Tanda "[[" ini tidak berpasangan.'),
        (("[[surat@", "surat@"), "Bukti ke", 'Tanda "]]" ini tidak berpasangan.'),
        (("akhir bulan))", "akhir bulan"), "Bukti ke", 'Tanda "((" ini tidak berpasangan.'),
        (("[[surat@gratis.example]]", "[[Rekening pribadi *a_b_c*]]"), "Bukti", None),
        (("((akhir bulan))", "(( ))"), "```letter", "Bagian yang ditandai masih kosong."),
        (("[[surat@", "[[" + "s" * 160 + "@"), "Bukti ke", "Bagian yang ditandai ini terlalu panjang."),
        (("verdict: salah", "verdict: benar"), "```letter", "Yang dicari tandanya harus kiriman yang salah."),
        (("caption: Surat", "caption: [[Surat]]"), "caption", "Bagian ini tidak bisa ditandai."),
        (("1. Kop mudah", "1. " + "k" * 601), "1. kkk", "Ada penjelasan yang terlalu panjang."),
        (("5. Tenggatnya longgar.\n", "5. Tenggatnya longgar.\n\n- [x] A\n  > B.\n"), "- [x]",
         "Pertanyaan mencari tanda tidak memakai pilihan."),
    ],
)  # fmt: skip
def test_each_slip_in_clues_is_told_where_it_is(change, words, message):
    text, found = problems_of(CLUES, change)

    assert (line_of(text, words), message or "Dua bagian yang ditandai berbunyi sama.") in found


def test_clues_need_both_sides():
    harmless = CLUES.replace("[[", "((").replace("]]", "))").replace("((rekening pribadi", "[[ rekening", 1)
    _, none = problems_of(harmless.replace("[[ rekening", "[[]] rekening", 1))
    _, only = problems_of(CLUES.replace("((", "[[").replace("))", "]]"))

    assert "Belum ada bagian yang mencurigakan." in [message for _, message in none]
    assert [message for _, message in only] == ["Belum ada bagian yang wajar."]


def test_nine_marked_parts_are_too_many():
    words = " ".join(f"[[kata {number}]]" for number in range(4))
    listed = "".join(f"{number}. Sebab.\n" for number in range(6, 10))
    _, found = problems_of(
        CLUES, ("batasnya", f"{words} batasnya"), ("5. Tenggatnya longgar.\n", f"5. Sebab.\n{listed}")
    )

    assert [message for _, message in found] == ["Ada 9 bagian yang ditandai."]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ([("- [ ] Menunggu", "- [x] Menunggu"), ("- [ ] Membalas", "- [x] Membalas")],
         "Semua pilihan di sini benar."),
        ([("- [ ] Membalas pesannya.\n  > Yang menjawab tetap penipunya.\n", "Sisa.\n")],
         "Ada teks di bawah pilihan."),
    ],
)  # fmt: skip
def test_each_slip_in_multiple_choice_is_told(changes, message):
    assert message in [said for _, said in problems_of(SEVERAL, *changes)[1]]


def test_marks_outside_clues_are_words_like_any_other():
    judged = writing.JUDGED.replace("dirasakan", "((dirasakan))")
    question = question_of(f"## Menurut Anda? {{#gempa}}\n\n{judged}")

    assert question.kind == "judgement"
    assert (
        "((dirasakan))"
        in render_quiz(parse_quiz(writing.quiz(f"## A? {{#a}}\n\n{judged}"))[0])["questions"]["a"]["html"]
    )


def test_another_side_or_kind_is_another_question():
    old, clues = parse_quiz(writing.quiz(SEVERAL))[0], parse_quiz(writing.quiz(CLUES))[0]
    fewer = changed(SEVERAL, ("- [x] Memutus", "- [ ] Memutus"))
    swapped = changed(SEVERAL, ("- [x] Memutus", "- [ ] Memutus"), ("- [ ] Menunggu", "- [x] Menunggu"))
    innocent = changed(CLUES, ("[[surat@gratis.example]]", "((surat@gratis.example))"))
    longer = changed(SEVERAL, ("Menelepon bank.", "Menelepon bank dengan ponsel lain."))

    assert [changed_keys(old, parse_quiz(writing.quiz(text))[0]) for text in (fewer, swapped, longer)] == [
        ["langkah"],
        ["langkah"],
        [],
    ]
    assert changed_keys(clues, parse_quiz(writing.quiz(innocent))[0]) == ["surat"]
