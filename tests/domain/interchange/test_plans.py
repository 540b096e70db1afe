"""A dry run says exactly what would be created, and what would not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.domain.interchange.gift import read_gift
from literasi.domain.interchange.moodle_xml import read_moodle_xml
from literasi.domain.interchange.moodle_xml_writing import write_moodle_xml
from literasi.domain.interchange.planning import Format, detect, plan_bytes, plan_questions, plan_text
from literasi.domain.interchange.plans import LiveNow, Step, Target
from literasi.domain.questions import parse_quiz
from tests.domain import writing
from tests.domain.interchange import foreign
from tests.domain.interchange.test_moodle_xml import CHOICE
from tests.domain.interchange.test_moodle_xml import quiz as xml

REVIEW_BY = date(2027, 11, 23)


def target(**changes):
    return Target(**{"course": "jebakan", "title": "Soal Moodle", "review_by": REVIEW_BY, **changes})


KINDS = [
    "::Soal {n}::Mana kanal resmi nomor {n}? {{=BMKG#Ya. ~Grup WA#Belum tentu. ~Tetangga####Cek dulu.}}",
    "::Soal {n}::Apa saja tandanya ke-{n}? {{~%50%jam#Ya ~%50%tanggal#Ya ~%-100%jumlah#Bukan}}",
    "::Soal {n}::Hujan turun pada hari ke-{n}. {{TRUE#Keliru.#Tepat.}}",
    "::Soal {n}::Kota nomor {n} bernama {{=Samarinda#Ya ~Bontang#Bukan}} di Kalimantan.",
    "// [id:soal-{n}] [tag:air]\n::Soal {n}::[html]<p>Mana yang <b>benar</b>?</p><p>Nomor {n}.</p> "
    "{{\n  =[html]<i>satu</i>#Ya\n  ~dua#Bukan\n}}",
]
BROKEN = {
    17: "::Soal 17::Kurungnya hilang {=a ~b",
    80: "::Soal 80::Tidak ada yang benar {~a ~b}",
    81: "::Soal 81::Bobot aneh {~%15%a ~%85%b}",
    200: "::Soal 200::Satu pilihan {~%100%a}",
    300: "::Soal 300::Tujuh pilihan {=a ~b ~c ~d ~e ~f ~g}",
}


def three_hundred():
    """The file, and the lines on which the broken questions begin."""
    lines, broken = [], []
    for number in range(1, 301):
        text = BROKEN.get(number) or KINDS[number % len(KINDS)].format(n=number)
        if number in BROKEN:
            broken.append(len(lines) + 1)
        lines += [*text.split("\n"), ""]
    return "\n".join(lines), broken


def test_of_three_hundred_questions_the_five_faulty_ones_are_named_and_the_others_arrive():
    text, broken = three_hundred()

    plan = plan_text(text, target(), file="soal.gift")

    assert [fault.line for fault in plan.faults] == broken
    assert {fault.file for fault in plan.faults} == {"soal.gift"}
    assert plan.skipped == ()
    assert plan.questions == 295
    assert [(one.title, one.questions) for one in plan.creates] == [
        (f"Soal Moodle bagian {number} dari 6", 50 if number < 6 else 45) for number in range(1, 7)
    ]
    assert plan.creates[0].identity == "quizzes/jebakan/soal-moodle-bagian-1-dari-6"
    prompts = [one for creation in plan.creates for one in questions(creation, explained=True)]
    assert len(prompts) == len({one.key for one in prompts}) == 295


def questions(creation, *, explained=False):
    """The questions of a draft; where *explained*, with the explanations that their author still owes."""
    source = creation.source
    if explained:
        lines = source.split("\n")
        source = "\n".join(
            f"{line}\n  > x" if line.startswith("- [") and not after.startswith("  >") else line
            for line, after in zip(lines, [*lines[1:], ""], strict=True)
        )
    quiz, problems = parse_quiz(source)
    assert problems == []
    return quiz.questions


def test_the_same_file_as_xml_makes_the_same_plan():
    reading = read_gift(three_hundred()[0])
    plan = plan_questions(read_moodle_xml(write_moodle_xml(reading.questions)), target(), file="soal.xml")

    assert [one.source for one in plan.creates] == [
        one.source for one in plan_questions(reading, target(), file="soal.gift").creates
    ]


def test_addresses_and_keys_are_never_taken():
    plan = plan_text(
        "::Satu::Mana?{=a#A ~b#B}\n\n::Satu::Apa?{=a#A ~b#B}",
        target(live={"quizzes/jebakan/soal-moodle": LiveNow(1, "")}, keys={"satu": "quizzes/saring/a"}),
        file="soal.gift",
    )

    assert plan.creates[0].identity == "quizzes/jebakan/soal-moodle-2"
    assert [one.key for one in questions(plan.creates[0])] == ["satu-2", "satu-3"]


def test_long_questions_fill_a_quiz_before_fifty():
    text = "\n\n".join(f"Mana {n}? {'kata ' * 500} {{=a#A ~b#B}}" for n in range(60))

    plan = plan_text(text, target(), file="soal.gift")

    assert plan.questions == 60
    assert len(plan.creates) == 3
    assert all(len(one.source.encode()) <= 64 * 1024 for one in plan.creates)
    assert [len(questions(one)) for one in plan.creates] == [one.questions for one in plan.creates]


@pytest.mark.parametrize("title", ['Soal: "awas"', "a\\b", "- daftar", "no", "x" * 300, "  ", "#1", "{a}"])
def test_any_title_makes_a_quiz_that_can_be_read(title):
    (creation,) = plan_text("Mana?{=a#A ~b#B}", target(title=title), file="a").creates

    quiz, problems = parse_quiz(creation.source)
    assert problems == []
    assert quiz.title == creation.title


def test_what_stays_behind_is_named_by_line():
    plan = plan_text(
        "$CATEGORY: a\n\nMana?{=a ~%50%b}\n\nMengapa?{}\n\n$CATEGORY: b\n\nApa?{=a ~b}", target(), file="x"
    )

    assert [(one.line, one.what) for one in plan.skipped] == [(5, "esai: Mengapa?")]
    assert [one.line for one in plan.simplified] == [3, 1]
    assert plan.unexplained == 4


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Mana?{=a ~b}", Format.GIFT),
        ("", Format.GIFT),
        (xml(CHOICE).decode(), Format.XML),
        ("\ufeff\n<quiz/>", Format.XML),
        ("<p>Mana?</p>{=a ~b}", Format.GIFT),
        (writing.quiz(), Format.OURS),
        (writing.QUESTIONS, Format.OURS),
        ("- [x] a\n- [ ] b", Format.OURS),
    ],
)
def test_formats_are_told_apart(text, form):
    assert detect(text) is form


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        (writing.COURSE, "courses/kenali-jebakan-uang-dan-data/"),
        (writing.lesson(), "courses/jebakan/membaca-alamat-situs"),
        (writing.quiz(), "quizzes/jebakan/kuis-membaca-alamat-situs"),
    ],
)
def test_pasted_markdown_becomes_a_draft_word_for_word(text, identity):
    (creation,) = (plan := plan_text(text, target(), file="tempelan")).creates

    assert plan.faults == ()
    assert (creation.identity, creation.step, creation.source) == (identity, Step.NEW, text)
    live = target(live={identity: LiveNow(3, text)})
    assert plan_text(text, live, file="x").creates[0].step is Step.SAME
    older = target(live={identity: LiveNow(3, "lain")})
    changed = plan_text(text, older, file="x").creates[0]
    assert (changed.step, changed.revision) == (Step.CHANGES, 3)


def test_pasted_questions_get_a_front_matter_and_keep_their_lines():
    text = f"## Mana? {{#mana}}\n\n{writing.CHOICES}\n## Apa?\n\n{writing.CHOICES}"

    plan = plan_text(text, target(), file="tempelan")

    assert [(fault.line, fault.what) for fault in plan.faults] == [
        (writing.line_of(text, "## Apa?"), "Pertanyaan ini belum punya kunci.")
    ]
    assert plan.creates[0].source.endswith(text)
    assert plan.creates[0].title == "Soal Moodle"


def test_a_key_of_another_text_is_a_fault():
    plan = plan_text(writing.quiz(), target(keys={"gempa": "quizzes/bank/bencana"}), file="x")

    assert [fault.what for fault in plan.faults] == [
        'Kunci pertanyaan "gempa" sudah dipakai di quizzes/bank/bencana.'
    ]


def test_the_bank_takes_judgements():
    assert plan_text(writing.quiz(), target(course="bank"), file="x").creates[0].kind == "bank"


def test_the_bank_takes_no_choices():
    plan = plan_text("Mana?{=a ~b}", target(course="bank"), file="x")

    assert plan.creates == ()
    assert plan.faults[0].what == "Bank hanya berisi kabar untuk dinilai."


def test_too_much_text_is_refused():
    assert plan_text("a" * (2 * 1024 * 1024 + 1), target(), file="x").faults[0].what.startswith("Teks ini")


@pytest.mark.parametrize(
    ("data", "count", "faults"),
    [
        ("Mana kanal é?{=a ~b}".encode(), 1, []),
        ("\ufeffMana?{=a ~b}".encode(), 1, []),
        (xml(CHOICE), 1, []),
        (xml(CHOICE).replace(b"UTF-8", b"UTF-16").decode().encode("utf-16"), 1, []),
        (xml(CHOICE).replace(b"UTF-8", b"ISO-8859-1"), 1, []),
        (b"Mana?{=a ~b}\n\nMana \xe9?{=a ~b}", 0, [(3, "Baris ini tidak tersimpan sebagai UTF-8.")]),
        ("Mana?{=a ~b}".encode("utf-16"), 0, [(1, "XML di baris ini rusak.")]),
    ],
)
def test_files_are_read_in_the_encoding_they_have(data, count, faults):
    plan = plan_bytes(data, target(), file="x")

    assert plan.questions == count
    assert [(fault.line, fault.what) for fault in plan.faults] == faults


def test_pasted_xml_is_text_whatever_it_says_of_its_bytes():
    text = xml(CHOICE).decode().replace("UTF-8", "ISO-8859-1").replace("BMKG</text>", "BMKG é</text>", 1)

    assert "BMKG é" in plan_text(text, target(), file="x").creates[0].source


@given(st.binary())
def test_no_bytes_break_a_plan(data):
    plan_bytes(data, target(), file="x")


PIECES = st.sampled_from(
    ["---\n", "title: a\n", "## a {#a}\n", "- [x] a\n", "<quiz>", "{=a ~b}", "\n\n", "::"]
)


@given(st.text() | st.lists(PIECES | foreign.words()).map("".join), st.sampled_from(["jebakan", "bank"]))
def test_no_text_breaks_a_plan(text, course):
    plan_text(text, target(course=course), file="x")


@pytest.mark.parametrize("part", ["<p>a", "<li>a", "<blockquote>a", "‹", "a<br>"])
def test_what_would_be_too_long_is_refused_before_it_is_written(part):
    text = f"Mana?{{=a#A ~b#B}}\n\n::q::[html]{part * (19_000 // len(part))}{{=b#x ~s#y}}"

    plan = plan_text(text, target(), file="a.gift")

    assert [(one.line, one.what) for one in plan.faults] == [(3, "Soal ini terlalu panjang.")]
    assert plan.questions == 1


@pytest.mark.parametrize(("part", "most"), [("‹" * 1_900, 530), ("[html]" + "<p>a" * 120, 130)])
def test_an_import_ends_where_it_would_be_too_long_as_a_whole(part, most):
    text = "\n\n".join(f"::q{n}::{part}{{=b#x ~s#y}}" for n in range(1_000))

    plan = plan_text(text, target(), file="a.gift")

    assert [(one.line, one.what) for one in plan.faults] == [
        (
            2 * plan.questions + 1,
            "Isi berkas ini terlalu panjang; soal ini dan semua sesudahnya ditinggalkan.",
        )
    ]
    assert 100 < plan.questions <= most
