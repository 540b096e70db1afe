"""Weeks of plausible activity for a demonstration, made by the same services that people use.

Nobody here is real. The same *randomness* on the same content makes the same people.
"""

import hashlib
import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from literasi.domain import attempts, grading
from literasi.domain.attempts import Outcome
from literasi.domain.questions import KINDS, Feedback, InvalidAnswer, Question, QuizDocument
from literasi.domain.questions.values import ANSWER_FIELD
from literasi.models import Attempt, Course, Learner, Lesson, Quiz, QuizRevision
from literasi.queries import quizzes
from literasi.services import attempting, reporting, welcoming

WEEKS = 6
GUESTS = 24
_MOST_TICKS = 6
_STEPS = ("1", "2", "3", "4", "5", "6")
_REPORTS = (
    "Di ponsel saya tabelnya terpotong di sebelah kanan.",
    "Tautan ke sumber yang kedua tidak terbuka. Mohon diperiksa.",
    "Terima kasih. Kalau bisa, tambahkan contoh pesan dari grup RT.",
)


@dataclass(frozen=True)
class Person:
    """Somebody in the demonstration; *skill* is how often they are right. A guest has no *login*."""

    name: str
    skill: float
    login: str = ""
    age: int = 30
    role: str = ""


@dataclass(frozen=True)
class Loaded:
    """How much was made."""

    people: int = 0
    attempts: int = 0
    answers: int = 0
    reports: int = 0


# Gives a learner an account, in the caller's transaction; called when the person's activity is complete.
Register = Callable[[Session, int, Person, datetime], None]

NAMED = (
    Person("Bu Aminah", 0.55, "aminah", 67),
    Person("Pak Rusdi", 0.45, "rusdi", 71),
    Person("Nadia", 0.80, "nadia", 16),
    Person("Fajar", 0.70, "fajar", 24),
    Person("Lestari", 0.75, "lestari", 38),
    Person("Yohanes", 0.60, "yohanes", 45),
    Person("Hadi, admin kelurahan", 0.70, "hadi", 33),
    Person("Sari, admin dinas", 0.75, "sari", 29),
    Person("Wulan, pelatih", 0.90, "wulan", 41, "trainer"),
    Person("Arif, pelatih", 0.90, "arif", 36, "trainer"),
    Person("Ibu Ratna, penyelia", 0.80, "ratna", 50),
    Person("Dewi, operator", 0.85, "dewi", 35, "operator"),
)


def is_empty(session: Session) -> bool:
    """Whether nobody has learned here yet."""
    return session.scalar(select(func.count(Learner.id))) == 0


def load(
    session: Session, *, now: datetime, randomness: random.Random, register: Register | None = None
) -> Loaded:
    """Let people learn from six weeks ago until *now*; with *register* the named ones get an account."""
    offered = _offered(session)
    guests = [Person(f"Tamu {number}", randomness.uniform(0.4, 0.85)) for number in range(1, GUESTS + 1)]
    loaded = Loaded()
    for person in (*NAMED, *guests):
        life = _Life(session, person, now, randomness)
        life.learn(offered)
        if register is not None and person.login:
            register(session, life.learner_id, person, life.moment)
        loaded = replace(
            loaded,
            people=loaded.people + 1,
            attempts=loaded.attempts + len(life.attempts),
            answers=loaded.answers + life.answers,
        )
    for text in _REPORTS:
        moment = now - timedelta(days=randomness.uniform(1, WEEKS * 7))
        reporting.report_problem(session, page="/kursus", text=text, learner_id=None, now=moment)
    return replace(loaded, reports=len(_REPORTS))


def answers_of(question: Question) -> Iterator[str]:
    """Answers that this question takes, whatever its kind: what a form could send, read by the kind."""
    values = [choice.key for choice in question.choices] or _STEPS
    for size in range(1, min(len(values), _MOST_TICKS) + 1):
        for chosen in combinations(values, size):
            try:
                yield KINDS[question.kind].read_answer({ANSWER_FIELD: chosen}, question)
            except InvalidAnswer:
                continue


class _Life:
    """One person's weeks: they come on some days, take a quiz, get better, and sometimes stop midway."""

    def __init__(self, session: Session, person: Person, now: datetime, randomness: random.Random) -> None:
        self.session, self.person, self.randomness = session, person, randomness
        self.now = now
        self.moment = now - timedelta(days=randomness.uniform(2, WEEKS * 7))
        self.token_hash = hashlib.sha256(randomness.randbytes(32)).digest()
        self.learner_id = welcoming.welcome_guest(session, self.token_hash, now=self.moment)
        self.attempts: set[uuid.UUID] = set()
        self.answers = 0

    def learn(self, offered: Sequence[int]) -> None:
        """Take some of the quizzes in their order, now and then one again, until the weeks are over."""
        wanted = list(offered[: self.randomness.randint(1, max(1, len(offered)))])
        again = [quiz_id for quiz_id in wanted if self.randomness.random() < 0.2]
        for visit, quiz_id in enumerate([*wanted, *again]):
            self._sleep()
            if self.moment > self.now - timedelta(hours=1):
                break
            welcoming.welcome_guest(self.session, self.token_hash, now=self.moment)
            self._take(quiz_id, skill=min(0.95, self.person.skill + 0.03 * visit))

    def _take(self, quiz_id: int, *, skill: float) -> None:
        attempt_id = attempting.start_attempt(
            self.session, self.learner_id, quiz_id, now=self.moment, randomness=self.randomness
        )
        self.attempts.add(attempt_id)
        document = _shown(self.session, attempt_id)
        questions = document.questions
        if len(questions) > 1 and self.randomness.random() < 0.15:  # the rest another time, or never
            questions = questions[: self.randomness.randrange(1, len(questions))]
        for question in questions:
            self._respond(attempt_id, document, question, skill)
        if document.feedback is Feedback.AT_END and questions == document.questions:
            attempting.submit_attempt(self.session, attempt_id, document=document, now=self.moment)

    def _respond(
        self, attempt_id: uuid.UUID, document: QuizDocument, question: Question, skill: float
    ) -> None:
        self.moment += timedelta(seconds=self.randomness.uniform(15, 90))
        saved = attempting.record_response(
            self.session,
            attempt_id,
            question.key,
            number=0,
            answer=self._answer(question, skill),
            document=document,
            now=self.moment,
        )
        self.answers += saved.outcome is Outcome.SAVE

    def _answer(self, question: Question, skill: float) -> str:
        possible = list(answers_of(question))
        right = [answer for answer in possible if grading.mark(question, answer) == 1.0]
        wrong = [answer for answer in possible if answer not in right]
        is_right = right and (not wrong or self.randomness.random() < skill)
        return self.randomness.choice(right if is_right else wrong)

    def _sleep(self) -> None:
        """On to another day, between six in the morning and nine in the evening in Samarinda."""
        day = self.moment + timedelta(days=self.randomness.randint(1, 4))
        midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
        self.moment = midnight + timedelta(hours=self.randomness.uniform(-2, 13))


def _offered(session: Session) -> list[int]:
    """Every quiz of the courses, in the order in which one meets them."""
    rows = session.execute(
        select(Quiz.id, Course.position, Lesson.position.label("lesson_position"))
        .join(Course, Course.id == Quiz.course_id)
        .outerjoin(Lesson, Lesson.id == Quiz.lesson_id)
        .where(Quiz.retired_at.is_(None), Course.retired_at.is_(None), Quiz.current_number > 0)
    ).all()
    last = 1000  # a quiz without a lesson ends its course
    return [
        row.id for row in sorted(rows, key=lambda row: (row.position, row.lesson_position or last, row.id))
    ]


def _shown(session: Session, attempt_id: uuid.UUID) -> QuizDocument:
    """The questions of an attempt, in the order shown, whichever text they come from."""
    row = session.execute(
        select(Attempt.drawn, Attempt.quiz_revision_id).where(Attempt.id == attempt_id)
    ).one()
    drawn = [attempts.read_drawn(entry) for entry in row.drawn]
    banks = {one.revision_id for one in drawn if one.revision_id is not None}
    texts = session.execute(
        select(QuizRevision.id, QuizRevision.source_sha256).where(
            QuizRevision.id.in_({row.quiz_revision_id, *banks})
        )
    )
    documents = {
        text.id: quizzes.published_quiz(session, text.id, text.source_sha256).document for text in texts
    }
    own = documents.pop(row.quiz_revision_id)
    return attempts.as_shown(own, drawn, documents)
