"""Questions as form fields and back: nothing is lost, and nothing typed becomes structure."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from literasi.config import ROOT
from literasi.domain.exhibits import Exhibit
from literasi.domain.questions import parse_bank, parse_quiz
from literasi.domain.questions.fields import (
    VALUE_KEYS,
    ChoiceField,
    ChoiceFields,
    JudgementFields,
    TextOnly,
    fields_of,
    tidied,
)
from literasi.domain.questions.forms import outline, sources_of, write_into
from literasi.domain.questions.sections import UncutText, replace_section, section_of, sections
from literasi.domain.questions.writing import UnwritableFields, to_markdown
from tests.domain import writing
from tests.domain.test_ticks import CLUES
from tests.domain.writing import CHOICES, EXHIBIT, QUESTIONS, changed

SHIPPED = sorted((ROOT / "quizzes").glob("*/*.md"))
HOSTILE = [
    "- [x] Ini juga benar",
    "  - [x] bergeser",
    "> kutipan",
    "  > Penjelasan palsu",
    "```",
    "```chat",
    "````",
    "~~~",
    "## Pertanyaan lain {#lain}",
    "# besar",
    "#tagar",
    "---",
    "title: jahat",
    "verdict: benar",
    "source: lain",
    "{#lain read=x}",
    "[[tanda]]",
    "((wajar))",
    "<script>alert(1)</script>",
    "\t",
    "   ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\u202e",
    "\u2028",
    "\x85",
    "\xa0",
    "\ufeff",
    "\ud800",
    "1. ",
    "* * *",
    "`a`",
    "[a](#b)",
    "kata biasa",
    "Dua kata.",
    " ",
    "",
]
hostile = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=8), max_size=5).map("".join)
lines = st.lists(hostile, max_size=4).map("\n".join)
plain = st.text(alphabet="abc déf .,!?“”*_()[:#-", min_size=1, max_size=30)
keys = st.sampled_from(["langkah", "a-1", "Kunci", "a} {#b", "", "a read=b", "x" * 61]) | hostile
typed = st.text(alphabet="abcdefgh .,!?“”*_:#-", max_size=20).map(lambda words: f"kata {words}")
choice = st.builds(ChoiceField, typed | lines, typed | lines, st.booleans())
GOOD_CHOICES = ChoiceFields(
    "Langkah mana?",
    "langkah",
    "kejadiannya",
    "Bacalah.",
    (ChoiceField("Membuka", "Tunggu dulu."), ChoiceField("Menelepon", "Tepat.\n\nSekali.", right=True)),
)
choice_fields = st.builds(
    lambda choices, spoiled: replace(
        GOOD_CHOICES, choices=GOOD_CHOICES.choices[: 2 - len(choices) // 4] + choices, **spoiled
    ),
    st.lists(choice, max_size=5).map(tuple),
    st.fixed_dictionaries({}, optional={"prompt": typed | lines, "body": typed | lines, "key": keys}),
)
GOOD = JudgementFields(
    "Menurut Anda?",
    "pesan",
    "",
    "sms",
    "Gempa!\n\n  Lari.",
    {
        "caption": "Pesan singkat, Mei 2025",
        "label": "Gempa",
        "verdict": "benar",
        "fact": "Memang ada gempa.",
        "why": "BMKG mencatatnya.\nWaktunya cocok.",
        "cue": "Lihat situs BMKG.",
        "technique": "konten_tiruan",
        "topic": "bencana",
        "source": "bmkg",
        "from": "BMKG",
    },
    "Bacalah.",
    "Lalu nilai.",
)
spoiled = st.dictionaries(st.sampled_from(VALUE_KEYS), plain | lines, max_size=3)
judgement_fields = st.builds(
    lambda values, words, before, after, kind, key: replace(
        GOOD,
        key=key,
        kind=kind,
        words=words,
        values={**GOOD.values, **values},
        before=before,
        after=after,
    ),
    spoiled,
    plain | lines,
    plain | lines | st.just(""),
    plain | lines | st.just(""),
    st.sampled_from(["sms", "chat", "letter", "x", "chat\n", "sms```"]),
    keys | st.just("pesan"),
)
FIRST, LAST = f"## Pertama? {{#pertama}}\n\n{CHOICES}", f"## Terakhir? {{#terakhir}}\n\n{CHOICES}"
TEXT = writing.quiz(f"{FIRST}\n## Tengah? {{#tengah}}\n\n{CHOICES}\n{LAST}")


def without_lines(question):
    body = tuple(
        replace(block, line=0, source=None) if isinstance(block, Exhibit) else replace(block, line=0)
        for block in question.body
    )
    exhibit = question.exhibit and replace(question.exhibit, line=0)
    return replace(question, line=0, body=body, exhibit=exhibit)


def read(text):
    document, problems = parse_quiz(text)
    assert problems == []
    return [without_lines(question) for question in document.questions]


def written(fields):
    try:
        return to_markdown(fields, sources=sources_of(TEXT), taken={"pertama", "terakhir"}), ()
    except UnwritableFields as refused:
        return None, refused.problems


def check_no_injection(fields):
    """Either *fields* are refused by name, or one question holds them and its neighbours are as before."""
    section, problems = written(fields)
    if section is None:
        assert problems
        assert all(problem.message and problem.mend for problem in problems)
        return None
    before = read(TEXT)
    text = replace_section(TEXT, 2, section)
    after = read(text)
    assert (after[0], after[2], len(after)) == (before[0], before[2], 3)
    assert after[1].key == fields.key.strip()
    assert fields_of(section_of(text, 2)) == tidied(fields)
    return after[1]


@given(choice_fields)
@example(ChoiceFields("Apa?", "apa", "", "", (ChoiceField("a\n- [x] b", "e", True), ChoiceField("c", "```"))))
@example(ChoiceFields("Apa?", "apa", "", "a\n\n```", (ChoiceField("a", "e", True), ChoiceField("c", "d"))))
def test_typed_choices_are_refused_or_kept_as_typed(fields):
    question = check_no_injection(fields)

    if question:
        tidy = tidied(fields).choices
        assert [(one.text, one.right) for one in question.choices] == [(one.text, one.right) for one in tidy]
        assert [one.explanation for one in question.choices] == [one.explanation for one in tidy]


@given(judgement_fields)
@example(replace(GOOD, words="```\n\n## Lain? {#lain}"))
@example(replace(GOOD, values={**GOOD.values, "fact": "Ya.\nverdict: salah\n\n```"}))
def test_a_typed_judgement_is_refused_or_kept_as_typed(fields):
    question = check_no_injection(fields)

    if question:
        values = tidied(fields).values
        assert question.kind == "judgement"
        assert question.exhibit.verdict == values["verdict"]
        assert question.exhibit.fact == " ".join(values["fact"].split("\n"))
        assert question.exhibit.text == tidied(fields).words


def test_a_good_judgement_is_written():
    assert check_no_injection(GOOD).exhibit.item.why == "BMKG mencatatnya. Waktunya cocok."


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_shipped_questions_are_the_same_bytes_after_a_form(path):
    text, in_bank = path.read_text(), path.parent.name == "bank"
    document, problems = (parse_bank if in_bank else parse_quiz)(text)
    assert problems == []

    for question, entry in zip(document.questions, outline(text), strict=True):
        if isinstance(entry.fields, TextOnly):
            assert question.kind == "clues"
            continue
        section = to_markdown(entry.fields, sources=sources_of(text), in_bank=in_bank)
        assert (entry.prompt, entry.key) == (question.prompt, question.key)
        assert replace_section(text, entry.number, section) == text
        assert write_into(text, entry.number, entry.fields, in_bank=in_bank) == text


UNUSUAL = (
    "## Apa   ini? {#apa  read=bagian}\n"
    "Tanpa baris kosong.  \n"
    "Lanjut.\n"
    "- [X]   Satu\n   lanjut\n\n  > Sebab\n    lanjut\n\n"
    "- [ ] Dua\n> Sebab dua\n"
)


@pytest.mark.parametrize(
    "section",
    [
        UNUSUAL,
        *(f"## Apa? {{#apa}}\n\n{EXHIBIT}\n{CHOICES}".replace("```", fence) for fence in ("```", "````")),
    ],
)
def test_another_writing_of_a_question_keeps_its_bytes_until_it_is_changed(section):
    text = writing.quiz(f"{section}\n\n\n{LAST}")
    fields = fields_of(section_of(text, 1))

    assert write_into(text, 1, fields) == text
    again = replace_section(text, 1, to_markdown(fields, sources=sources_of(text)))
    assert read(again) == read(text)
    assert again.endswith(f"\n\n\n\n{LAST}")


def test_a_change_in_one_field_changes_its_line_alone():
    text = writing.quiz()
    fields = fields_of(section_of(text, 2))
    flat = {key: value.replace("\n", " ") for key, value in fields.values.items()}  # as inputs send it

    edited = write_into(text, 2, replace(fields, values={**flat, "label": "Gempa Maret", "time": "07.05"}))

    assert edited == changed(
        text,
        ("label: Pesan tentang gempa", "label: Gempa Maret"),
        ("from: BMKG\n", "from: BMKG\ntime: 07.05\n"),
    )


@pytest.mark.parametrize(
    ("section", "words"),
    [
        (CLUES, "mencari tanda"),
        ("## Apa? {#apa}\n\nHanya teks.\n", "belum punya pilihan"),
        (f"## Apa? {{#apa}}\n\n{CHOICES}\nMasih ada.\n", "di bawah pilihan"),
        (f"## Apa? {{#apa}}\n\n### Sub\n\n{CHOICES}", "Susunan"),
        (f"## Apa? {{#apa}}\n\n```chat\ncaption: a\n\n{CHOICES}", "Susunan"),
        ("## Apa? {#apa}\n\n* [x] Satu\n  > Ya.\n", "Susunan"),
        (f"## Apa? {{apa}}\n\n{CHOICES}", "Susunan"),
        (
            f"## Apa? {{#apa}}\n\n{EXHIBIT}".replace("verdict: salah", "verdict: salah\nverdict: benar"),
            "Kunci",
        ),
        (f"## Apa? {{#apa}}\n\n{EXHIBIT}".replace("verdict: salah", "putusan: salah"), "Kunci"),
    ],
)
def test_what_fields_would_lose_is_edited_as_text(section, words):
    text = writing.quiz(section)

    assert words in fields_of(section_of(text, 1)).why
    with pytest.raises(UncutText):
        write_into(text, 1, GOOD)


def test_a_question_without_key_has_a_form():
    assert fields_of(f"## Apa?\n\n{CHOICES}").key == ""


def faults(fields, **place):
    with pytest.raises(UnwritableFields) as refused:
        to_markdown(fields, **place)
    return {problem.field: problem.message for problem in refused.value.problems}


CHOICE = fields_of(sections(writing.quiz(QUESTIONS))[1][0])


def with_choices(*choices):
    return replace(CHOICE, choices=tuple(ChoiceField(*one) for one in choices))


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        (replace(CHOICE, prompt="Apa {ini}?"), "prompt", "{ dan }"),
        (replace(CHOICE, prompt="…"), "prompt", "belum punya kata"),
        (replace(CHOICE, prompt="<b>"), "prompt", "HTML"),
        (replace(CHOICE, key=""), "key", "belum punya kunci"),
        (replace(CHOICE, read="Dua Tanda"), "read", "tidak bisa dipakai"),
        (replace(CHOICE, body="## Lain? {#lain}"), "body", "Subjudul"),
        (replace(CHOICE, body="- [x] Benar"), "body", "pilihan"),
        (replace(CHOICE, body="```chat"), "body", "belum ditutup"),
        (replace(CHOICE, body=EXHIBIT.replace("Barusan", "[[Barusan]]")), "body", "mencari tanda"),
        (with_choices(("Satu", "Ya", True)), "choices", "1 pilihan"),
        (with_choices(("Satu", "Ya"), ("Dua", "Ya")), "choices", "Belum ada pilihan yang benar"),
        (with_choices(("Satu", "Ya", True), ("Dua", "Ya", True)), "choices", "Semua pilihan"),
        (with_choices(("Satu", "Ya", True), ("satu", "Ya")), "choice-2", "berbunyi sama"),
        (with_choices(("Satu", "Ya", True), (" ", "Ya")), "choice-2", "masih kosong"),
        (with_choices(("Satu", "Ya", True), ("Dua", "")), "explanation-2", "belum punya penjelasan"),
        (with_choices(("Satu", "Ya", True), ("Dua", "a" * 601)), "explanation-2", "terlalu panjang"),
        (replace(GOOD, words=""), "words", "belum punya teks"),
        (replace(GOOD, words="a\n```\nb"), "words", "menutup"),
        (replace(GOOD, words="[[a]]"), "words", "mencari tanda"),
        (replace(GOOD, kind="berita"), "kind", "tidak dikenal"),
        (replace(GOOD, kind="letter", values={**GOOD.values, "time": "07.05"}), "time", "tidak ada pada"),
        (replace(GOOD, values={**GOOD.values, "verdict": ""}), "verdict", "belum punya putusan"),
        (replace(GOOD, values={**GOOD.values, "jahat": "a"}), "jahat", "tidak dikenal"),
        (replace(GOOD, values={**GOOD.values, "source": "lain"}), "source", "tidak ada di sources"),
        (replace(GOOD, before=EXHIBIT), "before", "kiriman kedua"),
        (replace(GOOD, after="- [ ] Pilihan"), "after", "pilihan"),
        (replace(GOOD, before="a" * 70_000), "before", "terlalu panjang"),
    ],
)
def test_each_fault_is_told_at_its_field(fields, field, words):
    found = faults(fields, sources=sources_of(TEXT))

    assert words in found[field]
    assert set(found) == {field}


def test_several_faults_are_told_at_once():
    fields = replace(CHOICE, key="Besar", prompt="", body="# a", choices=(ChoiceField("", ""),))

    assert set(faults(fields)) == {"key", "prompt", "body", "choices", "choice-1", "explanation-1"}


def test_the_bank_asks_for_more_and_takes_no_choices():
    assert set(faults(replace(GOOD, read="bagian"), in_bank=True)) == {
        "read",
        "place",
        "difficulty",
        "review-by",
    }
    assert set(faults(replace(CHOICE, read=""), in_bank=True)) == {"choices"}


def test_a_key_of_another_question_is_taken():
    text = writing.quiz()

    with pytest.raises(UnwritableFields, match="sudah dipakai"):
        write_into(text, 1, replace(CHOICE, key="gempa"))
