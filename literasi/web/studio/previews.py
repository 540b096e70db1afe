"""What learners would see of a checked text: the same stored HTML in the same templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from literasi.domain.channels import Channel, filled
from literasi.domain.courses import CourseDocument
from literasi.domain.lessons import LessonDocument
from literasi.domain.questions import KINDS, Question, QuizDocument
from literasi.domain.sources import Source
from literasi.services.checking_drafts import CheckedText
from literasi.web import pages


@dataclass(frozen=True)
class PreviewedQuestion:
    """A question as its templates want it, as if it had just been answered rightly."""

    number: int
    key: str
    kind: str
    prompt: Markup
    html: Markup
    html_answered: Markup
    choices: Sequence[dict[str, Any]]
    answer: str
    judgement: dict[str, Any] | None
    source: Source | None
    right: bool = True
    partly: bool = False


@dataclass(frozen=True)
class Preview:
    """One text of a draft as learners would see it; empty while it cannot be read."""

    place: int
    kind: str
    document: CourseDocument | LessonDocument | QuizDocument | None
    blocks: Sequence[Any] = ()
    questions: Sequence[PreviewedQuestion] = ()
    html: Markup | str = ""


def preview_of(place: int, text: CheckedText, channels: Mapping[str, Channel]) -> Preview:
    """The preview of a text of a draft; *place* is where it stands there.

    It says what *channels* say today.
    """
    document = text.document
    if text.rendered is None or document is None:
        return Preview(place, text.identity.kind, None)
    stored = pages.marked(filled(text.rendered.html, channels))
    if isinstance(document, LessonDocument):
        blocks = [block.get("html") or block["try"] for block in stored["blocks"]]
        return Preview(place, text.identity.kind, document, blocks=blocks)
    if isinstance(document, QuizDocument):
        questions = [
            _question(number, question, stored["questions"][question.key], document)
            for number, question in enumerate(document.questions, start=1)
        ]
        return Preview(place, text.identity.kind, document, questions=questions)
    return Preview(place, text.identity.kind, document, html=stored["html"])


def _question(
    number: int, question: Question, stored: dict[str, Any], document: QuizDocument
) -> PreviewedQuestion:
    sources = {source.id: source for source in document.sources}
    judgement = stored["judgement"]
    right = KINDS[question.kind].right_answer(question)
    answer = {"salah": "1", "benar": "6"}.get(right, right) if judgement else right
    return PreviewedQuestion(
        number=number,
        key=question.key,
        kind=question.kind,
        prompt=stored["prompt"],
        html=stored["html"],
        html_answered=stored["html_answered"],
        choices=stored["choices"],
        answer=answer,
        judgement=judgement,
        source=sources.get(judgement["source_id"]) if judgement else None,
    )
