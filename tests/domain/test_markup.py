import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from literasi.domain.courses import parse_course
from literasi.domain.lessons import parse_lesson
from literasi.domain.markup import (
    precheck,
    render_course,
    render_lesson,
    render_quiz,
    render_text,
    to_html,
    to_inline_html,
    to_plain,
)
from literasi.domain.problems import Problem
from literasi.domain.questions import parse_quiz
from tests.domain import writing
from tests.domain.hostile import SCRIPTS, SLOW
from tests.domain.writing import EXHIBIT, changed

TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "hr", "li", "ol", "p", "span", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul", "wbr",
}  # fmt: skip
BARE = r"</?(?:strong|em|code|wbr|span)>|<span class=\"whole\">"  # inline tags without links
ATTRIBUTES = {("a", "href"), ("a", "rel"), ("h2", "id"), ("h3", "id"), ("ol", "start"), ("span", "class")}


class Inspector(HTMLParser):
    """Notes every tag, attribute and link that a browser would find."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.links, self.ids = set(), set(), [], []

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attributes}
        self.links += [value for name, value in attributes if name == "href"]
        self.ids += [value for name, value in attributes if name == "id"]


def assert_clean(html):
    found = Inspector()
    found.feed(html)
    assert found.tags <= TAGS
    assert found.attributes <= ATTRIBUTES
    assert all(name.startswith("u-") for name in found.ids)
    for link in found.links:
        assert re.match(r"(https?://|mailto:|tel:|#u-|/(?![/\\]))", link), link
    assert "<!--" not in html
    assert "\x02" not in html


@pytest.mark.parametrize("text", SCRIPTS)
def test_no_script_survives(text):
    assert_clean(to_html(text))
    assert_clean(to_inline_html(text))
    assert_clean(to_html(f"kata {text} kata"))
    assert "<" not in re.sub(BARE, "", to_inline_html(text))


@given(st.text(alphabet="<>[]()!\"'&#;:/\\*_`|-=~{}^ \nahrefscipt1.x\x02\x03", max_size=80))
@settings(max_examples=200, deadline=None, database=None)
def test_no_text_at_all_gets_past(text):
    assert_clean(to_html(text))
    assert "<" not in re.sub(BARE, "", to_inline_html(text))


@pytest.mark.parametrize("name", SLOW)
def test_hostile_markdown_is_told_at_once_or_harmless(name):
    """What the check lets pass, the renderer must finish soon; the rest never reaches it."""
    began = time.process_time()

    if not precheck(SLOW[name]):
        render_text("markdown", SLOW[name])

    assert time.process_time() - began < 3


@pytest.mark.parametrize("kind", ["course", "lesson", "quiz"])
@pytest.mark.parametrize("name", SLOW)
def test_hostile_files_end_soon_with_words(kind, name):
    """The parsers run where people are served, so they must be quick on anything."""
    heads = {"course": writing.COURSE, "lesson": writing.lesson_head(), "quiz": writing.QUIZ_HEAD}
    text = heads[kind] + "\n\n## Apa? {#apa}\n\n" + SLOW[name]
    began = time.process_time()

    assert isinstance(render_text(kind, text[: 64 * 1024]), Problem | dict)

    assert time.process_time() - began < 3


@given(
    st.text(max_size=300),
    st.sampled_from(["course", "lesson", "quiz"]),
    st.integers(0, 2000),
    st.integers(0, 60),
)
@settings(max_examples=200, deadline=None, database=None)
def test_no_file_at_all_raises(noise, kind, place, length):
    whole = {"course": writing.COURSE, "lesson": writing.lesson(), "quiz": writing.quiz()}[kind]
    place %= len(whole)

    found = render_text(kind, whole[:place] + noise + whole[place + length :])

    assert isinstance(found, Problem | dict)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\n\n" + "[" * 201, 'Paragraf ini memuat lebih dari 200 tanda "[".'),
        ("a\n\n" + "<" * 201, 'Paragraf ini memuat lebih dari 200 tanda "<".'),
        ("a\n\n" + "`" * 201, 'Paragraf ini memuat lebih dari 200 tanda "`".'),
        ("a\n\n" + "> " * 7 + "b", "Daftar atau kutipan ini bertingkat terlalu dalam."),
        ("a\n\n" + " " * 24 + "- b", "Daftar atau kutipan ini bertingkat terlalu dalam."),
        ("a\n\n" + "b\n" * 301, "Paragraf ini lebih dari 300 baris."),
        ("a\n\n<b>", 'Kode HTML "<b>" tidak dipakai di sini.'),
        ("a\n\n</p>", 'Kode HTML "</p>" tidak dipakai di sini.'),
        ("a\n\n`kode` <img src=x>", 'Kode HTML "<img" tidak dipakai di sini.'),
    ],
)
def test_the_check_names_line_and_reason(text, message):
    line = 303 if "baris" in message else 3  # the line that is one too many

    assert [(problem.line, problem.message) for problem in precheck(text)] == [(line, message)]
    assert precheck(text, line=11)[0].line == line + 10


def test_the_check_lets_good_text_pass():
    good = "`<b>` a < b, a<5, <https://a.id/>, <mailto:a@b.id>, " + "[a](https://a.id/) " * 200
    assert precheck(good) == []
    assert precheck("\n\n".join(["[" * 200] * 50)) == []
    assert precheck(" " * 20 + "- enam tingkat") == []
    assert [problem.message for problem in precheck("a" * 65_537)] == ["Teks ini lebih besar dari 64 KB."]


def test_markdown_becomes_html():
    html = to_html(
        "## Satu menit\n\nKata **tebal** dan *miring*.\n\n"
        "[bmkg](https://www.bmkg.go.id/), [bawah](#satu-menit).\n\n"
        "1. a\n2. b\n\n> kutip\n\n| a | b |\n|---|:-:|\n| c | d |"
    )

    assert '<h2 id="u-satu-menit">Satu menit</h2>' in html
    assert "<strong>tebal</strong> dan <em>miring</em>" in html
    assert '<a href="https://www.bmkg.go.id/" rel="noopener noreferrer nofollow ugc">bmkg</a>' in html
    assert 'href="#u-satu-menit"' in html
    assert "<ol>\n<li>a</li>\n<li>b</li>\n</ol>" in html
    assert "<blockquote>\n<p>kutip</p>\n</blockquote>" in html
    assert "<td>c</td>\n<td>d</td>" in html


def test_a_line_for_a_label_has_no_blocks_and_no_links():
    assert to_inline_html("1. satu") == "1. satu"
    assert to_inline_html("- *satu* [dua](https://a.id/)") == "- <em>satu</em> dua"
    assert to_inline_html("# a\n\n> b") == "# a &gt; b"
    assert to_plain("**Rp5** & `<b>`?") == "Rp5 & <b>?"


def test_a_lesson_is_rendered():
    lesson, _ = parse_lesson(writing.lesson())
    rendered = render_lesson(lesson)

    assert [set(block) for block in rendered["blocks"]] == [{"html"}, {"try"}, {"html"}]
    first, question, last = rendered["blocks"]
    assert first["html"].startswith('<p>Pembuka.</p><h2 id="u-kejadiannya">Kejadiannya</h2>')
    assert '<figure class="exhibit stamped">' in first["html"]
    assert question["try"] == {
        "heading": "Coba dulu",
        "html": "<p>Anda menerima berkas. Apa yang Anda lakukan?</p>",
        "html_answered": "<p>Anda menerima berkas. Apa yang Anda lakukan?</p>",
        "choices": [
            {"key": "a", "html": "Membukanya", "explanation": "<p>Berkas itu aplikasi.</p>", "right": False},
            {
                "key": "b",
                "html": "Menelepon pengirimnya",
                "explanation": "<p>Tepat. Suaranya memastikan.</p>",
                "right": True,
            },
        ],
    }
    assert last["html"] == (
        '<h2 id="u-satu-menit-sekarang">Satu menit sekarang</h2>'
        '<p class="notice good">Simpan satu nomor resmi.</p>'
    )
    assert rendered["headings"] == [
        {"slug": "kejadiannya", "id": "u-kejadiannya", "text": "Kejadiannya"},
        {"slug": "satu-menit-sekarang", "id": "u-satu-menit-sekarang", "text": "Satu menit sekarang"},
    ]


@pytest.mark.parametrize(
    "words",
    ["Apa itu *OTP*?", "Rp5 & `<b>`", "Ke*pala* é 3.000", "a_b_c", "“Satu” – dua", "\\#tagar", "1. Satu"],
)
def test_a_heading_has_one_name_in_the_text_and_in_the_page(words):
    text = writing.lesson(changed(writing.BODY, ("## Kejadiannya", f"## {words}")))
    rendered = render_lesson(parse_lesson(text)[0])

    assert f'<h2 id="{rendered["headings"][0]["id"]}">' in rendered["blocks"][0]["html"]


def test_a_longer_notice_is_a_box():
    text = writing.lesson(changed(writing.BODY, ("Simpan satu nomor resmi.", "Simpan.\n\n- satu\n- dua")))

    html = render_lesson(parse_lesson(text)[0])["blocks"][-1]["html"]

    assert '<div class="notice good stack"><p>Simpan.</p>\n<ul>' in html


def test_in_a_lesson_only_the_question_to_try_hides_its_verdict():
    text = writing.lesson(changed(writing.BODY, ("Anda menerima berkas. Apa", f"{EXHIBIT}\nApa")))
    blocks = render_lesson(parse_lesson(text)[0])["blocks"]

    question = blocks[1]["try"]
    assert "SALAH" in blocks[0]["html"]
    assert "SALAH" not in question["html"]
    assert "30 Juni" not in question["html"]
    assert "SALAH" in question["html_answered"]


def test_a_quiz_is_rendered_and_what_is_shown_first_holds_no_key():
    quiz, _ = parse_quiz(writing.quiz())
    questions = render_quiz(quiz)["questions"]

    assert list(questions) == ["langkah", "gempa"]
    assert questions["langkah"]["prompt"] == questions["langkah"]["label"] == "Langkah mana yang aman?"
    assert questions["langkah"]["judgement"] is None
    judged = questions["gempa"]
    assert (judged["label"], judged["choices"]) == ("Pesan tentang gempa", [])
    assert judged["judgement"] == {
        "verdict": "benar",
        "fact": "Pesan itu memang dikirim BMKG.",
        "why": "BMKG mencatatnya di situsnya. Waktunya juga cocok.",
        "cue": "Cocokkan dengan situs BMKG.",
        "technique": "konten_tiruan",
        "topic": "bencana",
        "use": "training",
        "source_id": "bmkg",
    }
    assert "BENAR" in judged["html_answered"]
    for words in ("BENAR", "stamp", "memang dikirim", "mencatatnya", "Cocokkan", "bmkg.go.id"):
        assert words not in judged["html"]


def test_a_course_is_rendered():
    course, _ = parse_course(writing.COURSE)

    assert render_course(course) == {"html": "<p>Selamat datang. Mulailah dari mana saja.</p>"}


def test_what_cannot_be_read_is_not_rendered():
    problem = render_text("lesson", changed(writing.lesson(), ("minutes: 4", "minutes: 99")))

    assert problem.message == 'minutes harus angka bulat 1–15, bukan "99".'
