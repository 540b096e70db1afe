"""Learners for the measurements: some read, some sit before a question, some answer whole quizzes."""

import random
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlencode

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import create_app
from benchmarks.driving import post
from literasi.config import Settings
from literasi.database import Reader, db, make_engine, writing
from literasi.models import Course, Lesson, Quiz
from literasi.queries.attempts import own_attempt
from literasi.services import attempting, welcoming
from literasi.web import security

RETURNING = 50


@dataclass(frozen=True)
class Place:
    """A lesson's quiz, and where both stand."""

    id: int
    course: str
    slug: str
    lesson: str


@dataclass(frozen=True)
class Sitting:
    """Somebody's attempt, with its questions in the order shown."""

    cookie: str
    place: Place
    attempt: object

    def path(self, number=None):
        """The address of the attempt, or of one of its questions."""
        return f"/percobaan/{self.attempt.id}" + (f"/{number}" if number else "")

    @property
    def questions(self):
        """The questions as they were published, in the order shown."""
        return self.attempt.published.document.questions


class People:
    """Makes learners in the database at *url*, through the same services as the site.

    *folder* holds the site's secret key, so that their forms carry tokens that the site takes.
    """

    def __init__(self, url, folder):
        self._engine, self._random = make_engine(url), random.SystemRandom()
        self._reader = Reader(self._engine)
        self.app = create_app(
            Settings.from_environment({"LITERASI_DATA": str(folder), "LITERASI_DATABASE_URL": url})
        )
        with Session(self._engine) as session:
            self.places = _places(session)

    def returning(self):
        """Cookies of learners who have finished one lesson or two."""
        cookies = [secrets.token_urlsafe(32) for _ in range(RETURNING)]
        wanted = [(cookie, self.places[0]) for cookie in cookies]
        wanted += [(cookie, self.places[1]) for cookie in cookies[::2]]
        self._finish(self._begin(wanted))
        return cookies

    def sitting(self, how_many):
        """Attempts that were just begun, one for each of so many new learners."""
        return self._begin(
            [(secrets.token_urlsafe(32), self._random.choice(self.places)) for _ in range(how_many)]
        )

    def finished(self):
        """An attempt that was sent."""
        found = self.sitting(1)
        self._finish(found)
        return found[0]

    def answers_of(self, sitting):
        """The requests that answer the whole quiz, in the order shown; the last one also sends it."""
        with self.app.test_request_context(headers={"Cookie": f"literasi={sitting.cookie}"}):
            token = security.csrf_token()
        for number, drawn in enumerate(sitting.attempt.drawn, start=1):
            answer = drawn.choices[0] if drawn.choices else "1"
            body = urlencode({"answer": answer, "count": 0, "csrf_token": token})
            yield post(sitting.path(number), body.encode(), sitting.cookie)

    def close(self):
        """Let go of the database."""
        self._reader.close()
        self._engine.dispose()
        with self.app.app_context():
            db.engine.dispose()

    def _begin(self, wanted):
        with Session(self._engine) as session, writing(session):
            begun = [(cookie, place, self._start(session, cookie, place)) for cookie, place in wanted]
        return [
            Sitting(cookie, place, own_attempt(self._reader, attempt_id, _hash(cookie), _now()))
            for cookie, place, attempt_id in begun
        ]

    def _start(self, session, cookie, place):
        learner = welcoming.welcome_guest(session, _hash(cookie), now=_now())
        return attempting.start_attempt(session, learner, place.id, now=_now(), randomness=self._random)

    def _finish(self, sittings):
        with Session(self._engine) as session, writing(session):
            for sitting in sittings:
                document = sitting.attempt.published.document
                attempting.submit_attempt(session, sitting.attempt.id, document=document, now=_now())


def _places(session):
    rows = session.execute(
        select(Quiz.id, Course.slug.label("course"), Quiz.slug, Lesson.slug.label("lesson"))
        .join(Course, Course.id == Quiz.course_id)
        .join(Lesson, Lesson.id == Quiz.lesson_id)
        .where(Quiz.retired_at.is_(None))
        .order_by(Course.position, Lesson.position)
    ).all()
    return [Place(*row) for row in rows]


def _hash(cookie):
    """What the database keeps of a cookie."""
    return sha256(cookie.encode()).digest()


def _now():
    return datetime.now(UTC)
