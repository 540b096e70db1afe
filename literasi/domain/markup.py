"""Markdown to HTML that is safe to show, whoever wrote it.

Rendering happens once, when a text is published, in a child process with a limit on its time: this module
is also that process (``python -m literasi.domain.markup``, see ``literasi.services.rendering``).
"""

import json
import resource
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple
from html import escape, unescape
from typing import Any

import nh3
from markdown import Markdown
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension

from literasi.domain import channels
from literasi.domain.addresses import breakable
from literasi.domain.blocks import Choice, MarkdownText, slugify
from literasi.domain.courses import CourseDocument, parse_course
from literasi.domain.exhibits import LINK_RELATION, Exhibit
from literasi.domain.exhibits import to_html as exhibit_html
from literasi.domain.lessons import NOTICE, LessonDocument, TryQuestion, headings, parse_lesson
from literasi.domain.media import NO_MEDIA, Media, Picture, missing_from, parts_of, picture_html
from literasi.domain.prechecks import is_allowed_link, precheck
from literasi.domain.problems import Problem
from literasi.domain.questions import Question, QuizDocument, parse_bank, parse_course_quiz

__all__ = ["RENDERER_VERSION", "precheck", "render_course", "render_lesson", "render_quiz", "to_html"]

RENDERER_VERSION = 4
_SCHEMES = {"http", "https", "mailto", "tel"}
_INLINE = {"strong", "em", "code"}
_TAGS = _INLINE | {
    "a", "blockquote", "br", "h2", "h3", "hr", "li", "ol", "p", "ul",
    "table", "tbody", "td", "th", "thead", "tr",
}  # fmt: skip
_BLOCKS = ("indent", "hashheader", "hr", "olist", "ulist", "quote")
_ATTRIBUTES = {"a": {"href"}, "h2": {"id"}, "h3": {"id"}, "ol": {"start"}}


def to_html(markdown: str, media: Media = NO_MEDIA) -> str:
    """*markdown* as clean HTML: no foreign tags, no scripts, links that go only where links may go.

    Its only pictures are those of *media*, in HTML of our own; the Markdown library never makes one.
    """
    return "\n".join(
        picture_html(part, media) if isinstance(part, Picture) else _text_html(part)
        for part in parts_of(markdown)
    )


def _text_html(markdown: str) -> str:
    parser = _parser([TableExtension(), SaneListExtension(), TocExtension(marker="", slugify=_heading_id)])
    clean = nh3.clean(
        parser.convert(markdown),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_filter_attribute,
        url_schemes=_SCHEMES,
        link_rel=LINK_RELATION,
    )
    return breakable(channels.marked(clean))


def to_inline_html(markdown: str) -> str:
    """One line of *markdown* as clean HTML without blocks or links, to stand in a label or a heading."""
    parser = _parser([])
    for name in _BLOCKS:
        parser.parser.blockprocessors.deregister(name, strict=False)
    return breakable(
        nh3.clean(parser.convert(" ".join(markdown.split())), tags=_INLINE, attributes={}).strip()
    )


def to_plain(markdown: str) -> str:
    """The words of one line of *markdown*."""
    return unescape(nh3.clean(to_inline_html(markdown), tags=set()))


def _parser(extensions: Sequence[Any]) -> Markdown:
    """A parser that knows no raw HTML, so that ``<`` is a sign like any other, and no slow or odd blocks."""
    parser = Markdown(extensions=[*extensions])
    parser.preprocessors.deregister("html_block")
    parser.inlinePatterns.deregister("html")
    for name in ("code", "setextheader", "reference"):
        parser.parser.blockprocessors.deregister(name)
    return parser


def _heading_id(text: str, separator: str) -> str:
    del separator  # ours is always a hyphen
    return slugify(text)


def _filter_attribute(tag: str, attribute: str, value: str) -> str | None:
    """Ids get a prefix of their own, so that no text can stand in for a part of the page."""
    if attribute == "id":
        return f"u-{value}"
    if (tag, attribute) == ("a", "href"):
        if not is_allowed_link(value):
            return None
        return f"#u-{value[1:]}" if value.startswith("#") else value
    return value


def render_course(course: CourseDocument, media: Media = NO_MEDIA) -> dict[str, Any]:
    """``{"html": …}``"""
    return {"html": to_html(course.body, media)}


def render_lesson(lesson: LessonDocument, media: Media = NO_MEDIA) -> dict[str, Any]:
    """``{"blocks": [{"html": …} or {"try": …}], "headings": [{"slug": …, "id": …, "text": …}]}``

    Neighbouring text and exhibits are one block; exhibits outside the question to try are stamped.
    """
    blocks: list[dict[str, Any]] = []
    for block in lesson.blocks:
        if isinstance(block, TryQuestion):
            blocks.append({"try": _render_try(block, media)})
        elif blocks and "html" in blocks[-1]:
            blocks[-1]["html"] += _render_block(block, media, stamped=True)
        else:
            blocks.append({"html": _render_block(block, media, stamped=True)})
    return {"blocks": blocks, "headings": _render_headings(lesson)}


def _render_headings(lesson: LessonDocument) -> list[dict[str, str]]:
    return [
        {"slug": slug, "id": f"u-{slug}", "text": to_plain(words)} for slug, words in headings(lesson).items()
    ]


def _render_try(question: TryQuestion, media: Media) -> dict[str, Any]:
    return {
        "heading": to_inline_html(question.heading),
        "html": _render_blocks(question.blocks, media, stamped=False),
        "html_answered": _render_blocks(question.blocks, media, stamped=True),
        "choices": _render_choices(question.choices),
    }


def _render_choices(choices: Iterable[Choice]) -> list[dict[str, Any]]:
    return [
        {
            "key": choice.key,
            "html": breakable(escape(choice.text)) if choice.quoted else to_inline_html(choice.text),
            "explanation": to_html(choice.explanation),
            "right": choice.right,
        }
        for choice in choices
    ]


def _render_blocks(
    blocks: Iterable[MarkdownText | Exhibit], media: Media, *, stamped: bool, bare: bool = False
) -> str:
    return "".join(_render_block(block, media, stamped=stamped, bare=bare) for block in blocks)


def _render_block(block: MarkdownText | Exhibit, media: Media, *, stamped: bool, bare: bool = False) -> str:
    if isinstance(block, Exhibit):
        return breakable(exhibit_html(block, stamped=stamped, bare=bare))
    heading, _, rest = block.text.partition("\n")
    if heading.startswith("## ") and slugify(heading) == NOTICE:
        return f"{to_html(heading)}{_notice(to_html(rest, media))}"
    return to_html(block.text, media)


def _notice(html: str) -> str:
    """What to do in the next minute, set apart."""
    html = html.strip()
    if html.startswith("<p>") and html.count("<p>") == 1 and html.endswith("</p>"):
        return f'<p class="notice good">{html.removeprefix("<p>")}'
    return f'<div class="notice good stack">{html}</div>'


def render_quiz(quiz: QuizDocument, media: Media = NO_MEDIA) -> dict[str, Any]:
    """``{"questions": {key: {"prompt", "label", "html", "html_answered", "choices", "judgement"}}}``

    The page of an answered judgement leads with the fact and ends with the source itself, so there the
    exhibit carries only its stamp.
    """
    return {"questions": {question.key: _render_question(question, media) for question in quiz.questions}}


def _render_question(question: Question, media: Media) -> dict[str, Any]:
    item = question.exhibit.item if question.exhibit else None
    return {
        "prompt": to_inline_html(question.prompt),
        "label": item.label if item else to_plain(question.prompt),
        "html": _render_blocks(question.body, media, stamped=False),
        "html_answered": _render_blocks(question.body, media, stamped=True, bare=item is not None),
        "choices": _render_choices(question.choices),
        "judgement": _render_judgement(question.exhibit) if question.exhibit else None,
    }


def _render_judgement(exhibit: Exhibit) -> dict[str, str] | None:
    """What the feedback says, as plain text."""
    if exhibit.item is None:
        return None
    return {
        "verdict": exhibit.verdict.value,
        "fact": exhibit.fact,
        "why": exhibit.item.why,
        "cue": exhibit.item.cue,
        "technique": exhibit.item.technique.value,
        "topic": exhibit.item.topic.value,
        "use": exhibit.item.use.value,
        "source_id": exhibit.source.id,
    }


_PARSERS: Mapping[str, Callable[[str], tuple[Any, list[Problem]]]] = {
    "course": parse_course,
    "lesson": parse_lesson,
    "quiz": parse_course_quiz,
    "bank": parse_bank,
}
_RENDERERS: Mapping[str, Callable[[Any, Media], dict[str, Any]]] = {
    "course": render_course,
    "lesson": render_lesson,
    "quiz": render_quiz,
    "bank": render_quiz,
}
_TOO_DEEP = Problem(1, "Teks ini bersarang terlalu dalam.", "Kurangi daftar di dalam daftar, lalu coba lagi.")
_TOO_MUCH_MEMORY = Problem(1, "Teks ini memerlukan terlalu banyak memori.", "Bagi menjadi beberapa berkas.")


def render_text(kind: str, text: str, media: Media = NO_MEDIA) -> dict[str, Any] | Problem:
    """Render a whole file of a *kind* (course, lesson, quiz, bank), or bare Markdown when it is ``markdown``.

    *media* are the pictures that it may name. Returns what the ``render_…`` of that kind returns, or the
    first problem that keeps it from being shown.
    """
    try:
        if kind == "markdown":
            return {"html": to_html(text, media)}
        document, problems = _PARSERS[kind](text)
        problems = problems or missing_from(media, text)
        return problems[0] if problems else _RENDERERS[kind](document, media)
    except RecursionError:
        return _TOO_DEEP
    except MemoryError:
        return _TOO_MUCH_MEMORY


def main(seconds: int, megabytes: int) -> None:
    """Be the child process: read tasks, one JSON line each, and answer each with one JSON line.

    No task may take more than *seconds* of this process's time; the system ends it then, and whoever asked
    knows by the missing answer which task it was.
    """
    memory = megabytes * 1024 * 1024
    for limit, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):  # not every system knows every limit
            resource.setrlimit(limit, (most, most))
    for line in sys.stdin.buffer:
        _allow(seconds)
        task = json.loads(line)
        found = render_text(task["kind"], task["text"], task.get("media", NO_MEDIA))
        answer = {"problem": astuple(found)} if isinstance(found, Problem) else {"html": found}
        sys.stdout.write(json.dumps({**answer, "version": RENDERER_VERSION}) + "\n")
        sys.stdout.flush()


def _allow(seconds: int) -> None:
    """Let this process work at most *seconds* from now; the limit counts whole seconds since its start."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
