"""Forms of the test: files of the bank with ten true and ten false items that are used for nothing else."""

import pytest

from literasi.domain.confirming import Check, confirm
from literasi.domain.moving_items import move_item
from literasi.domain.questions import form_of, parse_bank, parse_course_quiz, parse_quiz
from literasi.domain.questions.forms import outline, write_into
from literasi.domain.rewriting import CannotRewrite, set_exhibit_key, set_front
from tests import make
from tests.domain.test_confirming import TODAY

FORM = make.form_text()
LINE = 3  # on which the form stands in its front matter


def told(text, parse=parse_bank):
    document, problems = parse(text)
    assert (document is None) == bool(problems)
    return [(problem.line, problem.message) for problem in problems]


@pytest.mark.parametrize("letter", ["A", "B", "C"])
def test_a_form_knows_its_letter(letter):
    document, problems = parse_bank(make.form_text(letter))

    assert problems == []
    assert document.form == letter == form_of(make.form_text(letter))
    assert len(document.questions) == 20


def test_other_texts_are_no_form():
    assert parse_bank(make.bank_text(make.item("gempa")))[0].form is None
    assert parse_quiz(make.quiz_text())[0].form is None
    assert form_of(make.bank_text(make.item("gempa"))) is None
    assert form_of("tanpa bagian depan") is None


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("form: D", 'form "D" tidak dikenal.'),
        ("form: a", 'form "a" tidak dikenal.'),
        ("form:", "form masih kosong."),
        ("form: [A]", "form harus satu baris teks, bukan daftar."),
    ],
)
def test_another_letter_is_named(line, message):
    assert told(FORM.replace("form: A", line, 1)) == [(LINE, message)]
    assert form_of(FORM.replace("form: A", line, 1)) is None


def test_only_the_bank_has_forms():
    text = make.quiz_text().replace("feedback: langsung", "feedback: langsung\nform: A")

    assert [message for _, message in told(text, parse_course_quiz)] == [
        'Kunci "form" hanya dipakai di bank.'
    ]
    assert told(make.quiz_text(), parse_course_quiz) == []


def test_a_form_holds_items_of_the_test_alone():
    assert [message for _, message in told(FORM.replace("use: form", "use: training", 2))] == [
        "Formulir A hanya berisi butir tes.",
        "Formulir A hanya berisi butir tes.",
    ]


def test_items_of_the_test_stand_in_a_form_alone():
    text = make.bank_text(make.item("gempa"), make.item("tes", use="form"))

    assert [message for _, message in told(text)] == ["Butir tes hanya berada di formulir tes."]


@pytest.mark.parametrize(
    ("old", "new", "sides"),
    [
        ("verdict: benar", "verdict: salah", "9 kabar benar dan 11 kabar salah"),
        ("use: form", "use: form\nretired: 2026-11-24", "10 kabar benar dan 9 kabar salah"),
    ],
)
def test_a_form_has_ten_of_each_that_are_in_use(old, new, sides):
    assert told(FORM.replace(old, new, 1)) == [(LINE, f"Formulir A berisi {sides}.")]


def test_a_retired_item_may_stay_beside_the_one_in_its_place():
    retired = FORM.replace("use: form", "use: form\nretired: 2026-11-24", 1)
    text = retired + make.item("pengganti", use="form")

    assert told(text) == []


def test_its_letter_outlives_what_the_studio_changes():
    entry = outline(FORM)[0]
    changed = [
        write_into(FORM, 1, entry.fields, in_bank=True),
        set_front(FORM, "title", "Tes awal"),
        set_exhibit_key(FORM, "a-salah-1", "label", "Label lain"),
        confirm(FORM, Check("bank", "kantor", TODAY, 12, "a-salah-1")),
    ]

    assert [parse_bank(text)[0].form for text in changed] == ["A"] * 4
    assert changed[0] == FORM


def test_no_item_is_moved_into_a_form_or_out_of_it():
    other = make.bank_text(make.item("gempa"), make.item("banjir"))
    for text, target, key in ((FORM, other, "a-salah-1"), (other, FORM, "gempa")):
        with pytest.raises(CannotRewrite, match="seimbang"):
            move_item(text, target, key)
