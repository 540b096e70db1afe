"""Builders: ``make.published(session)`` gives a course, a lesson and its quiz; name only what matters."""

import hashlib
import itertools
import random
import uuid
from datetime import UTC, datetime
from types import SimpleNamespace

from sqlalchemy import func, select

from literasi.database import Base, db, writing
from literasi.domain import markup
from literasi.domain.courses import parse_course
from literasi.domain.lessons import parse_lesson
from literasi.domain.questions import parse_quiz
from literasi.models import Attempt, Learner, LearnerSession
from literasi.services import attempting, publishing, welcoming
from literasi.services.publishing import Text
from literasi.services.rendering import Rendered
from literasi.web import security

NOW = datetime(2026, 11, 23, 6, 2, tzinfo=UTC)

COURSE = """---
title: Kenali Jebakan
summary: Setelah kursus ini Anda bisa mengenali jebakan.
audience: warga
position: 1
review-by: 2027-11-23
---
"""

LESSON = """---
title: Berkas yang Menyamar
summary: Mengenali berkas yang menyamar.
minutes: 4
objectives:
  - menolak berkas yang tidak diminta
sources:
  - id: kantor
    title: Keterangan kantor
    publisher: Kantor Contoh
    url: https://contoh.go.id/keterangan
    checked: 2026-11-20
review-by: 2027-05-20
---

## Kejadiannya

Seorang warga menerima berkas.

## Coba dulu

Apa langkah pertama Anda?

- [ ] Membukanya
  > Tunggu dulu.
- [x] Bertanya lewat telepon
  > Tepat.
"""

QUIZ = """---
title: Kuis berkas
lesson: berkas
feedback: {feedback}
sources:
  - id: kantor
    title: Keterangan kantor
    publisher: Kantor Contoh
    url: https://contoh.go.id/keterangan
    checked: 2026-11-20
review-by: 2027-05-20
---

## Berkas .apk itu apa? {{#arti-apk read=kejadiannya}}

- [ ] Foto
  > Foto berakhiran .jpg.
- [x] Aplikasi
  > Ya, aplikasi untuk ponsel Android.
- [ ] Surat
  > Surat berakhiran .pdf.

## Menurut Anda, kabar ini… {{#undangan}}

```chat
caption: Kiriman WhatsApp, 2023
verdict: salah
fact: Undangan itu berisi aplikasi pencuri pesan.
source: kantor
label: Undangan pernikahan
why: Pengirimnya menyamar. Berkasnya aplikasi.
cue: Lihat akhiran berkasnya.
technique: konten_tiruan
topic: uang

Mohon kehadirannya. Buka berkas undangan ini.
```

## Kabar yang ini? {{#parkir}}

```chat
caption: Kiriman WhatsApp, 2024
verdict: benar
fact: Kantor memang mengirim pesan itu.
source: kantor
label: Pesan dari kantor
why: Kantor menyatakannya di situs resmi. Nomornya tercatat.
cue: Nomor pengirimnya tertulis di situs resmi.
technique: konten_tiruan
topic: layanan

Kantor mengirim pesan pengingat kepada pelanggan.
```
"""

RIGHT = {"arti-apk": "b", "undangan": "1", "parkir": "6"}


def quiz_text(feedback="langsung"):
    """The text of the quiz above."""
    return QUIZ.format(feedback=feedback)


def published(session, *, feedback="langsung", now=NOW, quiz_source=None):
    """A course with one lesson and its quiz, published by the same services as always."""
    source = quiz_source or quiz_text(feedback)
    document, lesson_document, quiz_document = (
        _read(parse_course, COURSE),
        _read(parse_lesson, LESSON),
        _read(parse_quiz, source),
    )
    course = publishing.publish_course(
        session, "jebakan", document, _text(COURSE, markup.render_course(document)), now=now
    )
    lesson = publishing.publish_lesson(
        session,
        course,
        "berkas",
        lesson_document,
        _text(LESSON, markup.render_lesson(lesson_document)),
        position=1,
        now=now,
    )
    quiz = publishing.publish_quiz(
        session, course, "berkas", quiz_document, _text(source, markup.render_quiz(quiz_document)), now=now
    )
    return SimpleNamespace(course=course, lesson=lesson, quiz=quiz, document=quiz_document)


def another_lesson(session, slug, source=LESSON, *, position=2, now=NOW):
    """One more lesson in the course above."""
    document = _read(parse_lesson, source)
    course = publishing.find_course(session, "jebakan")
    text = _text(source, markup.render_lesson(document))
    return publishing.publish_lesson(session, course, slug, document, text, position=position, now=now)


def learner(session, token="a" * 43, now=NOW):
    """A guest behind the cookie *token*."""
    return welcoming.welcome_guest(session, token_hash(token), now=now)


def token_hash(token):
    """What the database keeps of a cookie."""
    return hashlib.sha256(token.encode()).digest()


SEEDS = itertools.count(1)


def attempt(session, learner_id, quiz_id, *, now=NOW, seed=None):
    """An open attempt; each has its own order unless a *seed* is named."""
    seed = next(SEEDS) if seed is None else seed
    return attempting.start_attempt(session, learner_id, quiz_id, now=now, randomness=random.Random(seed))


def answer(session, attempt_id, document, key, text, *, number=0, now=NOW):
    """One answer."""
    return attempting.record_response(
        session, attempt_id, key, number=number, answer=text, document=document, now=now
    )


class World:
    """A site with a course, and two learners: ``owner`` has an open attempt, ``other`` has their own."""

    course, lesson = "jebakan", "berkas"
    tokens = {"visitor": "v" * 43, "owner": "o" * 43, "other": "t" * 43}

    def __init__(self, app, *, feedback="langsung", quiz_source=None):
        self.app = app
        with app.app_context(), writing(db.session()) as session:
            made = published(session, feedback=feedback, quiz_source=quiz_source)
            self.document, self.quiz_id = made.document, made.quiz.quiz_id
            now = datetime.now(UTC)
            self.attempt_id = attempt(
                session, learner(session, self.tokens["owner"], now), self.quiz_id, now=now
            )
            self.other_attempt_id = attempt(
                session, learner(session, self.tokens["other"], now), self.quiz_id, now=now
            )

    def client(self, role):
        """A browser of that role."""
        client = self.app.test_client()
        if role in self.tokens:
            client.set_cookie("literasi", self.tokens[role])
        return client

    def token_for(self, client, method):
        """The fields that a form of ours always carries, for this browser."""
        cookie = client.get_cookie("literasi")
        if method == "GET" or cookie is None:
            return {}
        with self.app.test_request_context(headers={"Cookie": f"literasi={cookie.value}"}):
            return {"csrf_token": security.csrf_token()}

    def rows(self):
        """How many rows each table has."""
        with self.app.app_context():
            return {
                name: db.session.scalar(select(func.count()).select_from(table))
                for name, table in Base.metadata.tables.items()
            }

    def number_of(self, key, attempt_id: uuid.UUID | None = None):
        """The number of the question *key* in the attempt, counted from 1."""
        with self.app.app_context():
            drawn = db.session.scalar(
                select(Attempt.drawn).where(Attempt.id == (attempt_id or self.attempt_id))
            )
            return [entry[0] for entry in drawn].index(key) + 1


world = World


def learners(session):
    """How many learners and browsers there are."""
    return (
        session.scalar(select(func.count()).select_from(Learner)),
        session.scalar(select(func.count()).select_from(LearnerSession)),
    )


def _read(parse, source):
    document, problems = parse(source)
    assert document is not None, problems
    return document


def _text(source, html):
    return Text(source, Rendered(html=html, version=markup.RENDERER_VERSION), "uji")
