"""What learners do. Open to guests; what belongs to one learner is found only through their cookie."""

from flask import Blueprint

from literasi.web.security import open_to_everyone

bp = Blueprint("learn", __name__)
bp.before_request(open_to_everyone)

from literasi.web.learn import (  # noqa: E402, F401
    answers,
    attempts,
    calendars,
    certificates,
    courses,
    judgements,
    lessons,
    progress,
    quizzes,
    sharpness,
    sittings,
    tests,
)
