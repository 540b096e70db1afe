"""How to write lessons and quizzes: the document of the format, for those who never see its folder."""

from functools import lru_cache

from flask import render_template

from literasi.config import ROOT
from literasi.domain import guides
from literasi.domain.blocks import slugify
from literasi.services import rendering
from literasi.services.rendering import Rendered, RenderTask
from literasi.web import pages
from literasi.web.studio import bp

DOCUMENT = ROOT / "docs" / "content-format.md"


@bp.get("/studio/panduan")
def guide() -> str:
    """The whole guide on one page."""
    parts, headings = _guide()
    return render_template(
        "pages/studio/guide.html",
        parts=pages.marked(parts),
        headings=[(f"u-{slugify(words)}", words) for words in headings],
    )


@lru_cache(maxsize=1)
def _guide() -> tuple[list[dict[str, str | None]], list[str]]:
    """Its parts as stored HTML and its headings; the document changes only with the site."""
    text = DOCUMENT.read_text(encoding="utf-8")
    parts = guides.parts(text)
    tasks = [RenderTask("markdown", part.text) for part in parts if not part.is_example]
    results = iter(rendering.render(tasks))
    made: list[dict[str, str | None]] = []
    for part in parts:
        result = None if part.is_example else next(results)
        html = result.html["html"] if isinstance(result, Rendered) else None
        made.append({"html": html, "text": part.text})
    return made, guides.headings(text)
