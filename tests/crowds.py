"""Many people at a quiz of three questions, written as attempts are stored."""

import uuid
from datetime import timedelta

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from literasi.database import make_engine, writing
from literasi.domain.questions import KINDS, parse_quiz
from literasi.models import Attempt, Learner, Quiz, QuizRevision, Response
from tests import make

QUESTION = """
## Soal {key}? {{#{key}}}

- [ ] Membukanya
  > Belum.
- [x] Bertanya
  > Ya.
- [ ] {third}
  > Belum.
"""


def quiz_source(*, feedback="langsung", third="Menghapusnya", keys=("satu", "dua", "tiga")):
    front = make.quiz_text(feedback).partition("\n## ")[0].replace("lesson: berkas\n", "")
    return front + "".join(QUESTION.format(key=key, third=third) for key in keys)


class Crowd:
    """Writes attempts as they are stored, many at a time."""

    def __init__(self, session, quiz_id):
        self.session, self.quiz_id = session, quiz_id
        self.drawn = [["satu", ["a", "b", "c"]], ["dua", ["a", "b", "c"]], ["tiga", ["a", "b", "c"]]]

    @property
    def revision_id(self):
        return self.session.scalar(
            select(QuizRevision.id)
            .join(Quiz, Quiz.id == QuizRevision.quiz_id)
            .where(Quiz.id == self.quiz_id, QuizRevision.number == Quiz.current_number)
        )

    def learner(self):
        person = Learner(created_at=make.NOW)
        self.session.add(person)
        self.session.flush()
        return person.id

    def sits(self, answers, *, learner=None, at=make.NOW, drawn=None, state="submitted", seconds=10):
        """One attempt; *answers* by question key, or a list of them, the newest last."""
        attempt_id = uuid.uuid4()
        self.session.execute(
            insert(Attempt).values(
                id=attempt_id,
                learner_id=learner or self.learner(),
                quiz_id=self.quiz_id,
                quiz_revision_id=self.revision_id,
                drawn=drawn or self.drawn,
                state=state,
                started_at=at,
                submitted_at=at + timedelta(minutes=5) if state == "submitted" else None,
            )
        )
        moment = at
        for key, given in answers.items():
            for number, answer in enumerate([given] if isinstance(given, str) else given):
                moment += timedelta(seconds=seconds)
                self.session.execute(
                    insert(Response).values(
                        attempt_id=attempt_id,
                        question_key=key,
                        number=number,
                        answer=answer,
                        answered_at=moment,
                    )
                )


def fill(database_url, slug, people=120):
    """So many people take the quiz *slug*, once on each site: a third get all right but the last question.

    Nobody does that, so it is flagged whatever a few others tick at the same quiz.
    """
    engine = make_engine(database_url)
    with Session(engine) as session, writing(session):
        crowd = Crowd(session, session.scalars(select(Quiz.id).where(Quiz.slug == slug)).one())
        taken = select(func.count()).select_from(Attempt).where(Attempt.quiz_id == crowd.quiz_id)
        source = session.scalars(
            select(QuizRevision.source).where(QuizRevision.id == crowd.revision_id)
        ).one()
        right = {one.key: KINDS[one.kind].right_answer(one) for one in parse_quiz(source)[0].questions}
        drawn, wrong = [[key, []] for key in right], dict.fromkeys(right, "a")
        nearly = {**right, list(right)[-1]: "a"}
        for number in range(people if session.scalar(taken) < people else 0):
            crowd.sits(wrong if number % 3 else nearly, drawn=drawn)
    engine.dispose()
