"""One process of the crowd: many threads that answer quizzes through the services, without HTTP between.

``python -m tests.faults.writers URL THREADS SECONDS`` says ``ready``, waits for a line, writes, and prints
what happened as JSON.
"""

import json
import random
import secrets
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.database import Reader, make_engine, writing
from literasi.models import Quiz
from literasi.queries.attempts import own_attempt
from literasi.services import attempting, welcoming

SENT_TWICE = 0.2
MOST_QUIZZES = 5000  # a thread stops there, whatever the time


@dataclass
class Diary:
    """What one thread did: its acknowledged answers, its errors, and its slowest write in milliseconds."""

    acknowledged: list[tuple[str, str, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    writes: int = 0
    slowest: float = 0.0


class Writer(threading.Thread):
    """One of the crowd, with a database connection of its own."""

    def __init__(self, url, go, seconds):
        super().__init__(daemon=True)
        self.diary = Diary()
        self._url, self._go, self._seconds = url, go, seconds
        self._random = random.Random()

    def run(self):
        """Answer quizzes until the time is over; an error is written down and ends it."""
        engine = make_engine(self._url)
        try:
            with Session(engine) as session:
                quizzes = offered_quizzes(session)
                session.rollback()
                self._go.wait()
                self._answer_until(time.monotonic() + self._seconds, session, Reader(engine), quizzes)
        except Exception as problem:  # whatever it is, the test must hear of it
            self.diary.errors.append(repr(problem))
        finally:
            engine.dispose()

    def _answer_until(self, end, session, reader, quizzes):
        for _ in range(MOST_QUIZZES):
            if time.monotonic() >= end:
                break
            self._take(session, reader, self._random.choice(quizzes))

    def _take(self, session, reader, quiz_id):
        cookie = secrets.token_bytes(32)
        attempt_id = self._write(session, partial(self._start, session, quiz_id, cookie))
        attempt = own_attempt(reader, attempt_id, cookie, datetime.now(UTC))
        reader.close()
        for drawn in attempt.drawn:
            answer = self._random.choice(drawn.choices or "123456")
            save = partial(self._answer, session, attempt, drawn.key, answer)
            self._write(session, save)
            if self._random.random() < SENT_TWICE:
                self._write(session, save)
            self.diary.acknowledged.append((str(attempt_id), drawn.key, answer))

    def _start(self, session, quiz_id, cookie):
        now = datetime.now(UTC)
        learner = welcoming.welcome_guest(session, cookie, now=now)
        return attempting.start_attempt(session, learner, quiz_id, now=now, randomness=self._random)

    def _answer(self, session, attempt, key, answer):
        document, now = attempt.published.document, datetime.now(UTC)
        attempting.record_response(
            session, attempt.id, key, number=0, answer=answer, document=document, now=now
        )

    def _write(self, session, act):
        """Do *act* in a transaction of its own and take the time."""
        began = time.monotonic()
        with writing(session):
            result = act()
        self.diary.writes += 1
        self.diary.slowest = max(self.diary.slowest, (time.monotonic() - began) * 1000)
        return result


def offered_quizzes(session):
    """The ids of the lessons' quizzes."""
    return list(session.scalars(select(Quiz.id).where(Quiz.lesson_id.is_not(None)).order_by(Quiz.id)))


def main(url, threads, seconds):
    """Write with that many threads for that long."""
    go = threading.Event()
    writers = [Writer(url, go, float(seconds)) for _ in range(int(threads))]
    for writer in writers:
        writer.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    go.set()
    for writer in writers:
        writer.join()
    json.dump([asdict(writer.diary) for writer in writers], sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
