"""Our questions leave as GIFT and XML, and what those can hold comes back the same."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from literasi.config import ROOT
from literasi.domain.blocks import MarkdownText
from literasi.domain.exhibits import Exhibit
from literasi.domain.interchange.gift import read_gift
from literasi.domain.interchange.gift_writing import write_gift
from literasi.domain.interchange.leaving import LeavingQuiz, leave
from literasi.domain.interchange.moodle_xml import read_moodle_xml
from literasi.domain.interchange.moodle_xml_writing import write_moodle_xml
from literasi.domain.interchange.sections import Section, key_for, to_section
from literasi.domain.interchange.values import ForeignKind
from literasi.domain.questions import parse_bank, parse_quiz
from tests.domain import writing

HEAD = "---\ntitle: Kuis\nreview-by: 2027-11-23\n---\n\n"


def by_gift(questions):
    return read_gift(write_gift(questions))


def by_xml(questions):
    return read_moodle_xml(write_moodle_xml(questions))


WAYS = pytest.mark.parametrize("travel", [by_gift, by_xml])


def document(text):
    quiz, problems = parse_quiz(text)
    assert problems == []
    return quiz


def leaving(text, name="jebakan/kuis"):
    return leave([LeavingQuiz(name, document(text))])


def come_back(questions, travel):
    """The parsed questions after a journey to the other format and into our Markdown again."""
    found = travel(questions)
    assert (found.faults, found.skipped) == ((), ())
    taken = set()
    sections = []
    for question in found.questions:
        section = to_section(question, key_for(question, taken))
        assert isinstance(section, Section), section
        taken.add(section.key)
        sections.append(section)
    return document(HEAD + "\n".join(section.source for section in sections)).questions


def same(question):
    """What a question says, wherever it stands."""
    body = tuple(replace(block, line=0) for block in question.body if isinstance(block, MarkdownText))
    return replace(question, line=0, body=body)


def is_held(question):
    return question.exhibit is None and not any(isinstance(block, Exhibit) for block in question.body)


LEAVING = [path for path in sorted((ROOT / "quizzes").rglob("*.md")) if not path.stem.startswith("tes-")]


@WAYS
@pytest.mark.parametrize("path", LEAVING, ids=lambda path: path.stem)
def test_every_choice_of_the_shipped_quizzes_comes_back(path, travel):
    parse = parse_bank if path.parent.name == "bank" else parse_quiz
    quiz, _ = parse(path.read_text())
    held = [same(question) for question in quiz.questions if is_held(question)]
    found = leave([LeavingQuiz(path.stem, quiz)])
    back = come_back(found.questions, travel)
    keys = {question.key for question in held}

    assert [same(question) for question in back if question.key in keys] == held
    out = {note.key for note in found.left_out if note.key}
    assert len(back) + len(out) == len(quiz.questions)


PIECES = [
    "~", "=", "#", "{", "}", ":", "\\", "\\n", "\\\\", "::", "//", "->", "####", "$CATEGORY:", "%50%",
    "[html]", "]]>", "&amp;", "&#65;", "&", "<", ">", "T", "**a**", "_b_", "`<b>`", "[c](https://a.id/?a=b)",
    "é", "🌧", '"', "1.", "- ", "* ", "  ", "kata", "[ ]", "[x]", "!", "|",
]  # fmt: skip
LINE = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(" ".join)
TEXT = st.lists(LINE, max_size=3).map("\n".join)


@st.composite
def own_quizzes(draw):
    """Texts of quizzes that parse, of any words that a quiz may hold."""
    parts = []
    for number in range(draw(st.integers(1, 2))):
        right = [True, False, *draw(st.lists(st.booleans(), max_size=4))]
        read = draw(st.sampled_from(["", " read=satu-menit"]))
        parts += [f"## {draw(LINE)} {{#kunci-{number}{read}}}", "", draw(TEXT), ""]
        for is_right in right:
            parts.append(f"- [{'x' if is_right else ' '}] {draw(LINE)}")
            parts += [f"  > {line}" for line in (draw(TEXT) or "x").split("\n")]
        parts.append("")
    return HEAD + "\n".join(parts)


@WAYS
@given(text=own_quizzes())
def test_any_quiz_of_choices_comes_back(text, travel):
    quiz, _ = parse_quiz(text)
    assume(quiz is not None)
    found = leave([LeavingQuiz("jebakan/kuis", quiz)])

    assert found.simplified == ()
    assert [same(one) for one in come_back(found.questions, travel)] == [same(one) for one in quiz.questions]


@WAYS
def test_a_judgement_becomes_true_or_false_with_its_verdict_and_source(travel):
    found = leaving(writing.quiz())
    (question,) = [one for one in travel(found.questions).questions if one.id == "gempa"]

    assert question.kind is ForeignKind.TRUE_FALSE
    assert [choice.grade for choice in question.choices] == [100, 0]
    assert question.name == "Pesan tentang gempa"
    assert "Gempa magnitudo 4,2 dirasakan di Samarinda." in question.stem.text
    assert "Pesan singkat, Mei 2025" in question.stem.text
    assert "BENAR" not in question.stem.text
    assert "Kabar ini BENAR. Pesan itu memang dikirim BMKG." in question.general.text
    assert "Sumber: BMKG, https://www.bmkg.go.id/gempa (diperiksa 12 November 2026)." in question.general.text
    assert all("Kabar ini BENAR." in choice.feedback.text for choice in question.choices)
    assert [note.key for note in found.simplified] == ["gempa"]


@WAYS
def test_an_exhibit_above_choices_becomes_a_quote_and_its_truth_feedback(travel):
    found = leaving(writing.quiz(f"## Apa? {{#apa}}\n\n{writing.EXHIBIT}\n{writing.CHOICES}"))
    (question,) = travel(found.questions).questions

    assert "> Barusan! Jembatan ditabrak ponton." in question.stem.text
    assert "salah" not in question.stem.text.lower()
    assert "Kabar ini SALAH. Videonya asli, tetapi direkam 30 Juni 2019." in question.general.text
    assert [note.key for note in found.simplified] == ["apa"]
    (back,) = come_back(found.questions, travel)
    assert [choice.right for choice in back.choices] == [False, True]


@WAYS
def test_a_picture_becomes_its_words(travel):
    line = f"![Peta genangan](media/{'0' * 64}.webp)"
    found = leaving(writing.quiz(f"## Apa? {{#apa}}\n\n{line}\n\n{writing.CHOICES}"))
    (question,) = travel(found.questions).questions

    assert question.stem.text == "Apa?\n\n(gambar: Peta genangan)"
    assert [note.what for note in found.simplified] == ["gambar menjadi kata-katanya"]


def test_what_no_file_of_questions_can_hold_is_named():
    clues = writing.EXHIBIT.replace("Diteruskan", "[[Diteruskan").replace("kali\n", "kali]]\n")
    text = writing.quiz(
        f"## Mana? {{#mana}}\n\n{clues.replace('Jembatan', '((Jembatan))')}\n1. Jauh.\n2. Wajar.\n\n"
        + writing.QUESTIONS
    )
    found = leaving(text)

    assert [question.id for question in found.questions] == ["langkah", "gempa"]
    assert [(note.quiz, note.key) for note in found.left_out] == [
        ("jebakan/kuis", ""),
        ("jebakan/kuis", "mana"),
    ]


def test_the_forms_of_the_test_stay_here_and_the_file_says_so():
    quiz, _ = parse_bank((ROOT / "quizzes/bank/tes-a.md").read_text())
    found = leave([LeavingQuiz("bank/tes-a", quiz)])

    assert (found.questions, found.simplified) == ((), ())
    assert [(note.quiz, note.key) for note in found.left_out] == [("bank/tes-a", "")]
    assert "kabar untuk tes daya beda" in found.left_out[0].what


@WAYS
def test_categories_say_where_a_question_came_from(travel):
    found = travel(leaving(writing.quiz()).questions)

    assert {question.category for question in found.questions} == {"Literasi/jebakan/kuis"}
