"""What learners and trainers do at the site, each up to the page whose form is to be sent."""

import io
import random
import secrets
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from literasi.database import db, writing
from literasi.domain.exhibits import Technique
from literasi.domain.people import Role
from literasi.domain.wita import day_of
from literasi.models import Course, Sitting
from literasi.services import refreshing, requiring, sitting
from tests import duties, make
from tests.browsing import Browser
from tests.drawing import drawing

BROWSER = sitting.Browser("id", "phone")


def now():
    """The moment at which things happen."""
    return datetime.now(UTC)


class School:
    """A course with quizzes and a certificate, forms of the test, and an agency that requires it."""

    def __init__(self, app, seed):
        self.app, self.random = app, random.Random(seed)
        with self.session() as session:
            made = make.published(session, now=now())
            self.quiz_id, self.document, self.course_id = made.quiz.quiz_id, made.document, made.course.id
            self.final_id = make.final(
                session, made.course, source=make.final_text(draw="").replace("draw:\n", ""), now=now()
            ).quiz_id
            make.forms(session, now=now())
            make.bank(session, now=now())
            session.execute(update(Course).values(hours=1))
            self.agency_id = make.agencies(session, now=now())["dishub"]
            duties.assign(
                session,
                self.agency_id,
                [self.course_id],
                counts_from=day_of(now()) - timedelta(days=1),
                due_on=day_of(now()) + timedelta(days=30),
                now=now(),
            )

    @contextmanager
    def session(self):
        with self.app.app_context(), writing(db.session()) as session:
            yield session

    def someone(self, *, name=None, roles=()):
        """A browser of somebody new: a guest, or an account with *name*. Returns it with the learner's id."""
        token = secrets.token_hex(32)[:43]
        with self.session() as session:
            if name is None:
                learner_id = make.learner(session, token, now=now())
            else:
                learner_id = make.account(session, name, roles=roles, now=now())
                make.signed_in(session, learner_id, token, now=now())
        client = self.app.test_client()
        client.set_cookie("literasi", token)
        return Browser(client), learner_id

    def attempt(self, session, learner_id, quiz_id, *, leave=1):
        """An attempt of theirs, answered rightly but for the last *leave* questions; id and what it shows."""
        attempt_id = make.attempt(session, learner_id, quiz_id, now=now(), seed=self.random.random())
        shown = make.shown(session, attempt_id)
        for question in shown.questions[: len(shown.questions) - leave]:
            make.answer(session, attempt_id, shown, question.key, right(question), now=now())
        return attempt_id, shown


def right(question):
    """The right answer to it, as a form sends it."""
    if question.exhibit:
        return "6" if question.exhibit.verdict.value == "benar" else "1"
    return next(choice.key for choice in question.choices if choice.right)


def begin_quiz(school):
    """A stranger is about to begin a quiz: no cookie is known yet."""
    browser = Browser(school.app.test_client())
    browser.open("/kuis/jebakan/berkas")
    return browser, {"button": "uis"}


def answer(school):
    """The first of three answers."""
    return _question(school, leave=3)


def last_answer(school):
    """The answer that sends the quiz, grades it, finishes the lesson and makes cards for refreshers."""
    return _question(school, leave=1)


def _question(school, leave):
    browser, learner_id = school.someone()
    with school.session() as session:
        attempt_id, shown = school.attempt(session, learner_id, school.quiz_id, leave=leave)
    number = len(shown.questions) - leave + 1
    browser.open(f"/percobaan/{attempt_id}/{number}")
    return browser, {"answer": right(shown.questions[number - 1])}


def finish_course(school):
    """A member's final quiz: course, duty, sums, certificate and the letter about it, in one transaction."""
    name = f"anggota-{secrets.token_hex(4)}"
    browser, learner_id = school.someone(name=f"{name}@contoh.go.id")
    with school.session() as session:
        place = make.member(session, school.agency_id, f"Anggota {name}", learner_id=learner_id, now=now())
        requiring.members_came(session, [place], now=now())
        school.attempt(session, learner_id, school.quiz_id, leave=0)
        attempt_id, _ = school.attempt(session, learner_id, school.final_id, leave=0)
    browser.open(f"/percobaan/{attempt_id}")
    return browser, {"button": "Kirim dan lihat hasil"}


def name_certificate(school):
    """A citizen says the name that the certificate shall bear."""
    browser, learner_id = school.someone()
    with school.session() as session:
        school.attempt(session, learner_id, school.quiz_id, leave=0)
        attempt_id, _ = school.attempt(session, learner_id, school.final_id, leave=0)
    browser.open(f"/percobaan/{attempt_id}")
    browser.submit("Kirim dan lihat hasil")
    browser.open("/kursus/jebakan/selesai")
    return browser, {"button": "ertifikat", "name": "Norhayati Aminah"}


def begin_test(school):
    """The discernment test is drawn and pinned."""
    browser, _ = school.someone()
    browser.open("/tes")
    return browser, {"button": "Mulai tes"}


def judge(school):
    """One judgement in a test."""
    browser, sitting_id = _test(school)
    browser.open(f"/tes/{sitting_id}/1")
    return browser, {"answer": str(school.random.randint(1, 6)), "seen": "no"}


def send_test(school):
    """A test with every judgement is sent, and summed up."""
    browser, sitting_id = _test(school)
    with school.session() as session:
        for key, *_ in session.get(Sitting, sitting_id).drawn:
            given = sitting.Given(school.random.randint(1, 6), sitting.SeenBefore.NO, 0)
            sitting.record_judgement(session, sitting_id, key, given, now=now())
    browser.open(f"/tes/{sitting_id}")
    return browser, {"button": "Kirim"}


def _test(school):
    browser, learner_id = school.someone()
    with school.session() as session:
        sitting_id = sitting.begin_test(
            session,
            learner_id,
            sitting.Phase.BEFORE,
            course_id=school.course_id,
            browser=BROWSER,
            now=now(),
            randomness=school.random,
        )
    return browser, sitting_id


def last_of_refresher(school):
    """The last of four messages: the refresher closes and its card moves on."""
    browser, learner_id = school.someone()
    with school.session() as session:
        refreshing.make_cards(session, learner_id, {Technique.IMPOSTOR}, now=now() - timedelta(days=9))
        sitting_id = refreshing.begin_refresher(
            session, learner_id, Technique.IMPOSTOR, browser=BROWSER, now=now(), randomness=school.random
        )
        keys = [key for key, *_ in session.get(Sitting, sitting_id).drawn]
        for key in keys[:-1]:
            refreshing.record_answer(session, sitting_id, key, sitting.Given(6, None, 0), now=now())
    browser.open(f"/latihan/{sitting_id}/{len(keys)}")
    return browser, {"answer": "6"}


def store_picture(school):
    """A trainer's picture: its files first, then its row."""
    browser, _ = school.someone(name=f"pelatih-{secrets.token_hex(4)}", roles=(Role.TRAINER,))
    browser.open("/studio/media")
    picture = drawing(colour=f"#{school.random.randrange(16**6):06x}")
    return browser, {"button": "Unggah", "picture": (io.BytesIO(picture), "peta.png"), "alt": "Peta genangan"}


DEEDS = {
    deed.__name__: deed
    for deed in (
        begin_quiz,
        answer,
        last_answer,
        finish_course,
        name_certificate,
        begin_test,
        judge,
        send_test,
        last_of_refresher,
        store_picture,
    )
}
