"""Texts in two homes, for tests: one course, lesson or quiz with a file, a live text and a base of choice."""

from dataclasses import dataclass

from sqlalchemy import select

from literasi.database import writing
from literasi.domain import markup
from literasi.domain.courses import parse_course
from literasi.domain.lessons import parse_lesson
from literasi.domain.questions import parse_bank, parse_quiz
from literasi.models import Course, Lesson, Quiz, SyncedFile
from literasi.queries.live_texts import live_text
from literasi.services import publishing, syncing
from literasi.services.publishing import Text
from literasi.services.reading_files import fingerprint
from literasi.services.rendering import Rendered
from tests import make

WEB = "situs"


@dataclass(frozen=True)
class Subject:
    """One text: where it lies, what it is called, and its words in variants A, B, C."""

    identity: str
    path: str
    source: str
    title: str

    def text(self, variant):
        return self.source.replace(self.title, f"{self.title} {variant}")


COURSE = Subject("courses/jebakan/", "courses/jebakan/course.md", make.COURSE, "Kenali Jebakan")
LESSON = Subject(
    "courses/jebakan/berkas", "courses/jebakan/01-berkas.md", make.LESSON, "Berkas yang Menyamar"
)
QUIZ = Subject("quizzes/jebakan/berkas", "quizzes/jebakan/berkas.md", make.quiz_text(), "Kuis berkas")
BANK = Subject(
    "quizzes/bank/uang",
    "quizzes/bank/uang.md",
    """---
title: Bank kabar uang
sources:
  - id: kantor
    title: Keterangan kantor
    publisher: Kantor Contoh
    url: https://contoh.go.id/keterangan
    checked: 2026-11-20
review-by: 2027-05-20
---

## Menurut Anda, kabar ini… {#undian}

```chat
caption: Kiriman WhatsApp, 2024
label: Pesan undian
verdict: salah
fact: Kantor tidak mengadakan undian.
why: Kantor membantahnya. Undian itu tidak ada.
cue: Cari pengumumannya di situs resmi.
technique: konten_palsu
topic: uang
place: kaltim
difficulty: 3
use: training
review-by: 2027-05-20
source: kantor

Anda memenangkan undian.
```
""",
    "Bank kabar uang",
)
SUBJECTS = (COURSE, LESSON, QUIZ, BANK)
NAMES = ["course", "lesson", "quiz", "bank"]


class Homes:
    """The tree of files and the database, side by side."""

    def __init__(self, session, root):
        self.session, self.root = session, root
        for folder in ("courses", "quizzes"):
            (root / folder).mkdir(parents=True, exist_ok=True)

    def arrange(self, subject, *, file, base, live, retired=False):
        """*subject* in this state (variants or None), what stands above it in step."""
        for above in SUBJECTS[: SUBJECTS.index(subject)]:
            self._arrange(above, "A", "A", "A")
        self._arrange(subject, file, base, live)
        if retired:
            model = {COURSE: Course, LESSON: Lesson, QUIZ: Quiz, BANK: Quiz}[subject]
            with writing(self.session):
                newest = self.session.scalars(select(model).order_by(model.id.desc())).first()
                newest.retired_at = make.NOW

    def _arrange(self, subject, file, base, live):
        with writing(self.session):
            if live:
                publish(self.session, subject, subject.text(live))
            if base:
                syncing.remember(
                    self.session, subject.identity, fingerprint(subject.text(base)), now=make.NOW
                )
        if file:
            self.write(subject, subject.text(file))

    def write(self, subject, text):
        path = self.root / subject.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def state(self, subject):
        """The variants (file, base, live) now."""
        path = self.root / subject.path
        live = live_text(self.session, subject.identity)
        base = self.session.scalar(
            select(SyncedFile.source_sha256).where(SyncedFile.path == subject.identity)
        )
        variants = {fingerprint(subject.text(variant)): variant for variant in "ABC"}
        found = (
            variants[fingerprint(path.read_text())] if path.exists() else None,
            variants[base] if base else None,
            variants[live.sha256] if live else None,
        )
        self.session.rollback()
        return found


def publish(session, subject, source):
    """Publish as the studio will: without any file."""
    if subject is COURSE:
        document, _ = parse_course(source)
        return publishing.publish_course(
            session, "jebakan", document, _text(source, markup.render_course(document)), now=make.NOW
        )
    if subject is BANK:
        document, _ = parse_bank(source)
        text = _text(source, markup.render_quiz(document))
        return publishing.publish_quiz(session, None, "uang", document, text, now=make.NOW)
    course = publishing.find_course(session, "jebakan")
    if subject is LESSON:
        document, _ = parse_lesson(source)
        text = _text(source, markup.render_lesson(document))
        return publishing.publish_lesson(session, course, "berkas", document, text, position=1, now=make.NOW)
    document, _ = parse_quiz(source)
    text = _text(source, markup.render_quiz(document))
    return publishing.publish_quiz(session, course, "berkas", document, text, now=make.NOW)


def _text(source, html):
    return Text(source, Rendered(html, markup.RENDERER_VERSION), WEB)
