"""What the content check says about a text, for tests."""

from literasi.domain.checking import examine
from literasi.domain.courses import parse_course
from literasi.domain.lessons import parse_lesson
from literasi.domain.questions import parse_bank, parse_quiz
from tests.domain import writing

PARSERS = {"course": parse_course, "lesson": parse_lesson, "quiz": parse_quiz, "bank": parse_bank}


def examined(kind, text, *, today=None):
    """The examination of a text that parses."""
    document, problems = PARSERS[kind](text)
    assert problems == []
    return examine(kind, text, document, today=today)


def errors_of(kind, text):
    return [(problem.line, problem.message) for problem in examined(kind, text).errors]


def advice_on(body, about=""):
    """The advice on a lesson with *body* whose message holds *about*: lines of the body, message, mend."""
    start = writing.lesson_head().count("\n")
    found = examine("lesson", writing.lesson(body), None).advice
    return [(one.line - start, one.message, one.mend) for one in found if about in one.message]
