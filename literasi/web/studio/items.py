"""Learning from the answers: which questions work, and what to do about the others."""

from flask import abort, render_template

from literasi.domain.gate import Figure
from literasi.domain.item_reports import QuizReport
from literasi.queries import item_answers
from literasi.web import pages
from literasi.web.studio import bp


@bp.get("/studio/butir")
def items() -> str:
    """Every quiz and every file of the bank; those with something to do come first."""
    found = item_answers.overview(pages.reader())
    return render_template(
        "pages/studio/items.html",
        quizzes=sorted(found.quizzes, key=_urgency),
        most=item_answers.MOST_SITTINGS,
        flagged=sum(bool(quiz.flagged) for quiz in found.quizzes),
    )


def _urgency(quiz: QuizReport) -> tuple[int, float]:
    """What wants most looking after first, then what is taken most; the order tells no more than the page."""
    return -quiz.flagged, -(quiz.told.value or 0) if isinstance(quiz.told, Figure) else 0


@bp.get("/studio/butir/<slug:course>/<slug:quiz>")
def item_figures(course: str, quiz: str) -> str:
    """The questions of one quiz, or of a file of the bank (course ``bank``), in the order of its text."""
    report = item_answers.quiz_report(pages.reader(), course, quiz)
    if report is None:
        abort(404)
    return render_template("pages/studio/item_figures.html", report=report)
