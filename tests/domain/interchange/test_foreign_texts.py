"""Foreign formats become Markdown that says the same and holds no HTML."""

from html import unescape
from time import perf_counter

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.domain.interchange import foreign_texts
from literasi.domain.interchange.foreign_texts import (
    LINK,
    MEDIA,
    PICTURE,
    TABLE,
    inside_a_question,
    to_markdown,
    to_one_line,
)
from literasi.domain.interchange.values import Formatted, TextFormat
from literasi.domain.markup import to_html, to_inline_html
from literasi.domain.prechecks import check_style, precheck
from tests.domain import hostile
from tests.domain.interchange import foreign


def html(text):
    return to_markdown(Formatted(text, TextFormat.HTML))


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("<p>Satu <b>dua</b>&nbsp;<em>tiga </em>.</p>\n<p>Empat</p>", "Satu **dua** *tiga* .\n\nEmpat"),
        ("satu<br>dua<br/><br />tiga", "satu  \ndua  \ntiga"),
        ("Pilih:<ul><li>a</li><li>b</li></ul>selesai", "Pilih:\n\n- a\n- b\n\nselesai"),
        ("<ol><li><p>a</p></li><li>b</li></ol>", "1. a\n2. b"),
        ("<blockquote>Kata</blockquote>", "> Kata"),
        ('<a href="https://www.bmkg.go.id/">BMKG</a>', "[BMKG](https://www.bmkg.go.id/)"),
        ("5 &lt; 6 &amp; 7 > 6", "5 < 6 & 7 > 6"),
        ("&lt;b&gt; &amp;lt;", "&lt;b> &amp;lt;"),
        ("1. satu", "1\\. satu"),
        ("# tagar", "\\# tagar"),
        ("a*b* `c` _d_ e_f", "a\\*b\\* \\`c\\` \\_d\\_ e_f"),
        ("<script>alert(1)</script>a<style>b</style>", "a"),
        ("<span class='x'>H<sub>2</sub>O</span>", "H2O"),
        ("<!-- <b>tidak</b> -->ya", "ya"),
        ("<b>satu <p>dua</p>", "**satu**\n\ndua"),
        ("a < b dan <", "a < b dan <"),
    ],
)
def test_html_becomes_markdown(text, markdown):
    assert html(text) == (markdown, ())


@pytest.mark.parametrize(
    ("text", "markdown", "lost"),
    [
        ('a <img src="@@PLUGINFILE@@/x.png" alt="peta banjir">', "a (gambar: peta banjir)", PICTURE),
        ('<img src="data:image/png;base64,AAAA">', "(gambar)", PICTURE),
        ('<a href="javascript:alert(1)">a</a>', "a", LINK),
        ('<a href="/admin">a</a>', "a", LINK),
        ('<video src="https://jahat.example/x"></video>a', "a", MEDIA),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a | b\n\nc", TABLE),
    ],
)
def test_what_html_loses_is_named(text, markdown, lost):
    assert html(text) == (markdown, (lost,))


def test_line_ends_count_in_moodles_own_format_and_in_plain_text():
    assert to_markdown(Formatted("a\nb <i>c</i>")) == ("a  \nb *c*", ())
    assert to_markdown(Formatted("a <i>\n\n- b", TextFormat.PLAIN)) == ("a &lt;i>\n\n\\- b", ())


def test_markdown_stays_but_begins_no_other_question():
    text = "**a**\n\n## b {#c}\n- [x] d\n![e](https://jahat.example/x.gif) <b>f</b> `<b>` <https://a.id>"

    words, lost = to_markdown(Formatted(text, TextFormat.MARKDOWN))

    assert inside_a_question(words) == "**a**\n\n\\## b {#c}\n- \\[x] d\n(gambar: e) f `<b>` <https://a.id>"
    assert lost == (foreign_texts.TAGS, PICTURE)


def test_one_line_has_no_lists():
    assert to_one_line(Formatted("<ul><li>a</li><li>- b</li></ul>", TextFormat.HTML)) == ("a - b", ())
    assert to_one_line(Formatted("1. a\nb", TextFormat.PLAIN)) == ("1. a b", ())


def seen(markup):
    return " ".join(unescape(nh3.clean(markup, tags=set())).replace("\u200b", "").split())


@given(foreign.words())
def test_plain_text_is_seen_as_it_was_written(text):
    markdown, _ = to_one_line(Formatted(text, TextFormat.PLAIN))

    assert precheck(markdown) == []
    assert seen(to_inline_html(markdown)) == " ".join(text.split())


@given(foreign.words())
def test_paragraphs_of_plain_text_are_seen_as_they_were_written(text):
    markdown, _ = to_markdown(Formatted(text, TextFormat.PLAIN))

    assert [*precheck(markdown), *check_style(markdown)] == []
    assert seen(to_html(markdown)) == " ".join(text.split())


TAGS = st.sampled_from([
    "<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<ul>", "<li>", "</li>", "</ul>", "<br>", "<a ", "<",
    'href="https://a.id">', "</a>", "<img ", "<!--", "-->", "<script>", "</script>",
])  # fmt: skip


@given(st.lists(TAGS | foreign.words(), max_size=20).map("".join), st.sampled_from(list(TextFormat)))
def test_no_html_comes_through(text, form):
    for convert in (to_markdown, to_one_line):
        markdown, _ = convert(Formatted(text, form))
        if form is not TextFormat.MARKDOWN:
            assert precheck(markdown) == []
            assert "<script" not in to_html(markdown)


@pytest.mark.parametrize("text", hostile.SCRIPTS)
@pytest.mark.parametrize("form", [TextFormat.HTML, TextFormat.MOODLE, TextFormat.PLAIN])
def test_no_script_comes_through(text, form):
    for convert in (to_markdown, to_one_line):
        assert precheck(convert(Formatted(text, form))[0]) == []


@pytest.mark.parametrize("name", hostile.SLOW)
@pytest.mark.parametrize("form", list(TextFormat))
def test_no_text_is_slow(name, form):
    start = perf_counter()
    to_markdown(Formatted(hostile.SLOW[name][:20_000], form))

    assert perf_counter() - start < 0.5
