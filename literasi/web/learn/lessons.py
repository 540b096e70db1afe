"""The lesson page: links and GET forms only, the same bytes for every guest."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import render_template, request, url_for
from werkzeug import Response

from literasi.domain.identities import Identity
from literasi.domain.sources import Source
from literasi.queries import lessons
from literasi.queries.lessons import LessonPage, LessonRow
from literasi.web import pages, visitors
from literasi.web.learn import bp
from literasi.web.learn.old_addresses import lead_on


@dataclass(frozen=True)
class LessonView:
    """What the template shows of a lesson."""

    course_slug: str
    course_title: str
    slug: str
    title: str
    summary: str
    minutes: int
    position: int
    total: int
    objectives: tuple[str, ...]
    sources: tuple[Source, ...]
    review_by: date
    revision_number: int
    published_at: datetime
    quiz_slug: str | None
    state: str
    previous: LessonRow | None
    following: LessonRow | None
    lessons: tuple[LessonRow, ...]


@bp.get("/kursus/<slug:course>/<slug:lesson>")
def lesson(course: str, lesson: str) -> Response:
    """Read a lesson; ``?coba=`` shows the answer of its try-question."""
    page = lessons.lesson_page(pages.reader(), course, lesson, visitors.token_hash(), visitors.now())
    if page is None:
        return lead_on(Identity("lesson", course, lesson))
    tried = request.args.get("coba")
    if tried is not None and tried not in _choices(page):
        tried = None
    return pages.kept_page((page, tried, pages.language()), lambda: _render(page, tried))


def _render(page: LessonPage, tried: str | None) -> str:
    text = page.text
    document, here = text.document, page.here
    view = LessonView(
        course_slug=page.course_slug,
        course_title=page.outline.course_title,
        slug=page.slug,
        title=document.title,
        summary=document.summary,
        minutes=document.minutes,
        position=here.position,
        total=len(page.lessons),
        objectives=document.objectives,
        sources=document.sources,
        review_by=document.review_by,
        revision_number=text.number,
        published_at=text.published_at,
        quiz_slug=here.quiz_slug,
        state=here.state,
        previous=page.previous,
        following=page.following,
        lessons=page.lessons,
    )
    address = url_for("learn.lesson", course=page.course_slug, lesson=page.slug)
    asked = url_for("learn.lesson", course=page.course_slug, lesson=page.slug, coba=tried)
    return render_template(
        "pages/learn/lesson.html",
        lesson=view,
        blocks=[block.get("html") or block["try"] for block in pages.marked(text.rendered["blocks"])],
        tried=tried,
        channels=text.channels,
        current_address=asked,  # a kept page must not repeat anything else that one visitor asked for
        share_url=pages.public_url(address),
    )


def _choices(page: LessonPage) -> set[str]:
    blocks = page.text.rendered["blocks"]
    return {choice["key"] for block in blocks if "try" in block for choice in block["try"]["choices"]}
