"""Builders: ``make.published(session)`` gives a course, a lesson and its quiz; name only what matters."""

import hashlib
import itertools
import random
import uuid
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from types import SimpleNamespace

import pyotp
from sqlalchemy import func, insert, select

from literasi.config import ROOT
from literasi.database import Base, db, writing
from literasi.domain import attempts, markup, shaping
from literasi.domain.assignments import Plan
from literasi.domain.channel_lists import parse_list
from literasi.domain.channels import ChannelKind
from literasi.domain.courses import parse_course
from literasi.domain.exhibits import Technique
from literasi.domain.job_times import ALLOWED
from literasi.domain.lessons import parse_lesson
from literasi.domain.login_names import read_login_name
from literasi.domain.organisations import OrganisationKind
from literasi.domain.people import AgeBand, Role
from literasi.domain.questions import parse_bank, parse_quiz
from literasi.domain.recovery_codes import write_code
from literasi.domain.rosters import read_roster
from literasi.domain.sittings import Phase
from literasi.domain.wita import start_of
from literasi.models import (
    AssignedCourse,
    Assignment,
    Attempt,
    Cohort,
    Draft,
    ImportBatch,
    Learner,
    LearnerSession,
    Membership,
    Obligation,
    QuizRevision,
    RosterBatch,
    SecondFactor,
    SecondFactorCode,
)
from literasi.queries.imports import Upload
from literasi.services import (
    assigning,
    attempting,
    banking,
    choosing_mail,
    drafting,
    enrolling,
    granting,
    grouping,
    hashing,
    importing,
    keeping_channels,
    organising,
    publishing,
    refreshing,
    registering,
    regrading,
    second_factors,
    signing_in,
    sitting,
    storing_media,
    tracking_jobs,
    welcoming,
)
from literasi.services.publishing import Text
from literasi.services.rendering import Rendered
from literasi.web import security
from literasi.web.person_addresses import address_of
from tests import certificates, drawing, kept_worlds, settings

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


def another_course(session, slug="lain", *, now=NOW):
    """A second course, without lessons."""
    source = COURSE.replace("title: ", "title: Lain, ", 1)
    document = _read(parse_course, source)
    return publishing.publish_course(
        session, slug, document, _text(source, markup.render_course(document)), now=now
    )


def mended_text(feedback="langsung"):
    """The text of the quiz above with another key to its first question: "Foto" is right."""
    text = quiz_text(feedback).replace("- [ ] Foto", "- [x] Foto")
    return text.replace("- [x] Aplikasi", "- [ ] Aplikasi")


def regraded(session, source, *, by_id, lowers=False, now=NOW, keys=("arti-apk",), final=False, **options):
    """Publish *source* with mended *keys* for the quiz of the lesson above, and grade by it."""
    document = _read(parse_quiz, source)
    course = publishing.find_course(session, "jebakan")
    slug = "kuis-akhir" if final else "berkas"
    text = _text(source, markup.render_quiz(document))
    revision = publishing.publish_quiz(session, course, slug, document, text, now=now, regraded=keys)
    decided = lowers if isinstance(lowers, dict) else dict.fromkeys(keys, lowers)
    done = regrading.regrade(
        session, revision, decided, reason="Kunci keliru", by_id=by_id, now=now, **options
    )
    return SimpleNamespace(quiz=revision, document=document, done=done)


ITEM = """
## Menurut Anda, kabar ini… {{#{key}}}

```chat
caption: Kiriman WhatsApp, 2024, ditulis ulang
label: Label {key}
verdict: {verdict}
fact: Fakta tentang {key}.
why: Alasan pertama {key}. Alasan kedua {key}.
cue: Petunjuk {key}.
technique: {technique}
topic: {topic}
place: {place}
difficulty: {difficulty}
use: {use}
review-by: {review_by}
source: kantor

Kabar dengan tanda {key} untuk dinilai.
```
"""
SOURCES = """sources:
  - id: kantor
    title: Keterangan kantor
    publisher: Kantor Contoh
    url: https://contoh.go.id/keterangan
    checked: 2026-11-20
review-by: 2027-11-23
---
"""


ITEM_DEFAULTS = {
    "verdict": "salah",
    "technique": "konten_tiruan",
    "topic": "uang",
    "place": "kaltim",
    "difficulty": 3,
    "use": "training",
    "review_by": "2027-11-23",
}


def item(key, verdict="salah", **options):
    """One item of the bank, as text."""
    return ITEM.format(**{**ITEM_DEFAULTS, "key": key, "verdict": verdict, **options})


def bank_text(*items):
    """A file of the bank with these items."""
    return "---\ntitle: Bank\n" + SOURCES + "".join(items)


def items(count, verdict, **options):
    """Many items of one side: ``salah-1``, ``salah-2`` …"""
    return [item(f"{verdict}-{number}", verdict, **options) for number in range(1, count + 1)]


def bank(session, *texts, slug="uang", now=NOW, regraded=()):
    """Publish a file of the bank; without *texts* it has five hoaxes and five true messages."""
    source = bank_text(*(texts or [*items(5, "salah"), *items(5, "benar")]))
    return bank_source(session, source, slug, now=now, regraded=regraded)


def bank_source(session, source, slug, *, now=NOW, regraded=()):
    """Publish this text as a file of the bank."""
    document = _read(parse_bank, source)
    revision = publishing.publish_quiz(
        session, None, slug, document, _text(source, markup.render_quiz(document)), now=now, regraded=regraded
    )
    banking.index_bank(session, now=now)
    return revision


def form_text(letter="A", *, start=1):
    """A file of the bank that is a form of the test: items ``a-salah-1`` … ``a-benar-10``."""
    numbers = range(start, start + 10)
    texts = [
        item(f"{letter.lower()}-{verdict}-{number}", verdict, use="form")
        for verdict in ("salah", "benar")
        for number in numbers
    ]
    return bank_text(*texts).replace("title: Bank\n", f"title: Tes {letter}\nform: {letter}\n")


def form(session, letter="A", *, now=NOW):
    """Publish a form of the test."""
    return bank_source(session, form_text(letter), f"tes-{letter.lower()}", now=now)


def forms(session, *, now=NOW):
    """Publish all three forms of the test."""
    return [form(session, letter, now=now) for letter in "ABC"]


DRAW = "draw:\n  true: 1\n  false: 1\n"


def drawing_text(draw=DRAW):
    """A lesson's quiz with one question of its own, which draws the rest."""
    front, _, rest = quiz_text().partition("feedback: langsung\n")
    return f"{front}feedback: langsung\n{draw}{rest.partition('## Menurut')[0]}"


def final_text(draw="draw:\n  true: 3\n  false: 3\n"):
    """A final quiz with one question of its own."""
    question = quiz_text().partition("## ")[2].partition("## Menurut")[0]
    question = question.replace("arti-apk read=kejadiannya", "arti-apk-akhir")
    return f"---\ntitle: Kuis akhir\nfeedback: akhir\nfinal: ya\n{draw}{SOURCES}\n## {question}"


def final(session, course, *, source=None, slug="kuis-akhir", now=NOW):
    """Publish the final quiz of *course*."""
    source = source or final_text()
    document = _read(parse_quiz, source)
    return publishing.publish_quiz(
        session, course, slug, document, _text(source, markup.render_quiz(document)), now=now
    )


def extra_quiz(session, slug="tambahan", *, title="Latihan berkas", key="arti-apk-tambahan", now=NOW):
    """A quiz of one question that stands alone in the course above."""
    question = quiz_text().partition("## ")[2].partition("## Menurut")[0]
    question = question.replace("arti-apk read=kejadiannya", key)
    source = f"---\ntitle: {title}\nfeedback: langsung\n{SOURCES}\n## {question}"
    document = _read(parse_quiz, source)
    course = publishing.find_course(session, "jebakan")
    text = _text(source, markup.render_quiz(document))
    return publishing.publish_quiz(session, course, slug, document, text, now=now)


def jobs_done(session, *, now=NOW):
    """Every job has just ended well."""
    for name in ALLOWED:
        tracking_jobs.began(session, name, now=now)
        tracking_jobs.ended(session, name, now=now)


def channel(session, slug, *, value="112", review_on=date(2099, 1, 1), now=NOW):
    """A telephone number that texts may name."""
    days = date(2026, 11, 20), review_on
    said = keeping_channels.Said("Pusat darurat", value, "", "", *days, is_uncertain=False)
    keeping_channels.add(session, slug, ChannelKind.PHONE, said, by_id=None, now=now)


def shipped_channels(session, *, now=NOW):
    """The numbers and addresses that the shipped texts name."""
    listed, problems = parse_list((ROOT / "channels" / "samarinda.csv").read_bytes())
    assert not problems
    keeping_channels.load(session, listed, now=now)


def another_lesson(session, slug, source=LESSON, *, position=2, media=markup.NO_MEDIA, now=NOW):
    """One more lesson in the course above."""
    document = _read(parse_lesson, source)
    course = publishing.find_course(session, "jebakan")
    text = _text(source, markup.render_lesson(document, media))
    return publishing.publish_lesson(session, course, slug, document, text, position=position, now=now)


def shown(session, attempt_id):
    """What an attempt shows: its questions in order, wherever they were drawn from."""
    attempt = session.get(Attempt, attempt_id)
    drawn = [attempts.read_drawn(entry) for entry in attempt.drawn]
    ids = {attempt.quiz_revision_id, *(one.revision_id for one in drawn if one.revision_id)}
    texts = {number: parse_quiz(session.get(QuizRevision, number).source)[0] for number in ids}
    own = texts.pop(attempt.quiz_revision_id)
    return attempts.as_shown(own, drawn, texts)


def answer_all(session, attempt_id, *, right=True, now=NOW, document=None):
    """Answer every question of an attempt, rightly or wrongly; the document is what it shows."""
    document = document or shown(session, attempt_id)
    for question in document.questions:
        if question.exhibit:
            says_true = (question.exhibit.verdict.value == "benar") == right
            text = "6" if says_true else "1"
        else:
            text = next(choice.key for choice in question.choices if choice.right == right)
        answer(session, attempt_id, document, question.key, text, now=now)
    return document


def learner(session, token="a" * 43, now=NOW):
    """A guest behind the cookie *token*."""
    return welcoming.welcome_guest(session, token_hash(token), now=now)


PASSWORD = "tiga mangga di tepian"
CODE = "K7QM-2XPA-90BC-WXYZ"


@lru_cache
def password_hash(password=PASSWORD):
    """What is kept of a password; made once, because it takes long."""
    return hashing.hash_password(password)


def account(session, name="norhayati", *, guest_id=None, age=AgeBand.FROM_18, roles=(), now=NOW):
    """Somebody who registered, with ``PASSWORD`` and ``CODE``; the id of their learner."""
    learner_id = registering.register(
        session,
        registering.NewAccount(
            read_login_name(name), password_hash(), registering.code_fingerprint(CODE), age
        ),
        guest_id=guest_id,
        now=now,
    )
    for role in roles:
        granting.grant(session, learner_id, role, by=None, now=now)
    return learner_id


SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of every second factor in tests


def paper_code(number, learner_id):
    """One of the ten spare codes of somebody."""
    return write_code(hashlib.sha256(f"{learner_id}:{number}".encode()).digest())


def second_factor(session, learner_id, *, now=NOW):
    """A second factor of this learner, with ``SECRET`` and a paper."""
    hashes = [registering.code_fingerprint(paper_code(number, learner_id)) for number in range(10)]
    sealed = second_factors.seal(settings.SECRET, learner_id, SECRET)
    session.add(
        SecondFactor(learner_id=learner_id, sealed_secret=sealed, made_at=now, confirmed_at=now, last_step=0)
    )
    session.add_all(
        SecondFactorCode(code_hash=digest, learner_id=learner_id, made_at=now) for digest in hashes
    )
    session.flush()


def app_code(now, *, steps=0):
    """What the app on the phone shows at this moment, or so many steps later."""
    return pyotp.TOTP(SECRET).at(now + timedelta(seconds=30 * steps))


def signed_in(session, learner_id, token, *, old_token="", is_shared=False, now=NOW):
    """The person signs in with the new cookie *token*, on a browser that had *old_token*."""
    return signing_in.sign_in(
        session,
        learner_id,
        old_token_hash=token_hash(old_token),
        new_token_hash=token_hash(token),
        is_shared=is_shared,
        confirmed_at=now,
        now=now,
    )


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


def open_refresher(session, learner_id, *, now=NOW):
    """A refresher that somebody has begun, from a bank that is published with it."""
    bank(session, slug="latihan", now=now)
    browser = sitting.Browser(language="id", device="phone")
    technique = Technique.IMPOSTOR
    return refreshing.begin_refresher(
        session, learner_id, technique, browser=browser, now=now, randomness=random.Random(6)
    )


def open_test(session, learner_id, phase=Phase.BEFORE, *, course="jebakan", now=NOW):
    """A test that this learner has begun, of forms that are published with it."""
    forms(session, now=now)
    return sitting.begin_test(
        session,
        learner_id,
        phase,
        course_id=publishing.find_course(session, course).id,
        browser=sitting.Browser("id", "phone"),
        now=now,
        randomness=random.Random(1),
    )


def draft(session, author_id, *, texts=None, now=NOW):
    """A draft of the live lesson and its quiz, or of *texts*: pairs of identity and source."""
    draft_id = uuid.uuid4()
    if texts is None:
        identities = ["courses/jebakan/berkas", "quizzes/jebakan/berkas"]
        return drafting.begin_edit(session, author_id, identities, draft_id=draft_id, now=now)
    new = [drafting.NewText(identity, source) for identity, source in texts]
    return drafting.begin(session, author_id, new, draft_id=draft_id, now=now)


@lru_cache
def shaped_picture():
    """A picture as it is kept; made once, because it takes long."""
    return shaping.shape(drawing.drawing())


def picture(session, folder, *, alt="Peta genangan di Jalan Antasari", by=None, now=NOW):
    """A stored picture; its name."""
    shaped = shaped_picture()
    storing_media.write_files(folder, shaped)
    storing_media.store(session, storing_media.NewPicture(shaped, alt, "peta.png", by), now=now)
    return shaped.sha256


GIFT = "Mana kanal resmi BMKG? {=situs#Ya, alamatnya bmkg.go.id. ~grup WA#Belum tentu.}"


def import_batch(session, author_id, *, payload=None, batch_id=None, now=NOW):
    """An upload that waits for its author; its id."""
    batch_id = batch_id or uuid.uuid4()
    upload = Upload("soal.gift", "jebakan", "Soal Moodle", payload or GIFT.encode())
    importing.keep(session, author_id, upload, batch_id=batch_id, now=now)
    return batch_id


def agencies(session, *, prefix="", now=NOW):
    """A city with two agencies, one of them with a unit, and a community account; their ids by slug.

    In the database *prefix* stands before each slug, for tests that share a site.
    """
    ids = {}
    for slug, name, kind, parent in (
        ("kota-uji", "Kota Uji", OrganisationKind.CITY, None),
        ("dishub", "Dinas Perhubungan", OrganisationKind.OFFICE, "kota-uji"),
        ("uptd-parkir", "UPTD Parkir", OrganisationKind.UNIT, "dishub"),
        ("dinkes", "Dinas Kesehatan", OrganisationKind.OFFICE, "kota-uji"),
        ("info-kota", "Info Kota", OrganisationKind.COMMUNITY, None),
    ):
        ids[slug] = organising.create(
            session, name, kind, parent_id=ids.get(parent), slug=f"{prefix}{slug}", by_id=None, now=now
        )
    return ids


def member(session, organisation_id, name, *, learner_id=None, role="member", state="active", now=NOW):
    """Somebody's place in an organisation; its id. Without *learner_id* a new learner without an account."""
    if learner_id is None:
        learner_id = session.scalars(insert(Learner).values(created_at=now).returning(Learner.id)).one()
    place = Membership(
        public_id=uuid.uuid4(),
        learner_id=learner_id,
        organisation_id=organisation_id,
        role=role,
        state=state,
        name=name,
        name_key=name.casefold(),
        asked_at=now,
        joined_at=now,
    )
    session.add(place)
    session.flush()
    return place.id


def roster(session, organisation_id, by_id, *, data=b"Nama;NIP\nSiti Aminah;1\n", batch_id=None, now=NOW):
    """A roster that was read and waits for its supervisor; its id."""
    batch_id = batch_id or uuid.uuid4()
    enrolling.keep(
        session,
        organisation_id,
        read_roster(data),
        file_name="daftar.csv",
        batch_id=batch_id,
        by_id=by_id,
        now=now,
    )
    return batch_id


def owed(session, learner_id, *, organisation_id, course_id, due_on, late_from=None, now=NOW, by_id=None):
    """An assignment of one course, owed by one person; the obligation's id."""
    task = Assignment(
        organisation_id=organisation_id,
        title="Dasar",
        reason="Semua admin memakai satu bahasa.",
        counts_from=due_on - timedelta(days=90),
        due_on=due_on,
        made_at=now,
        made_by_id=by_id,
    )
    session.add(task)
    session.flush()
    session.add(AssignedCourse(assignment_id=task.id, course_id=course_id))
    obligation = Obligation(
        assignment_id=task.id,
        round=0,
        learner_id=learner_id,
        course_id=course_id,
        counts_from=start_of(task.counts_from),
        due_on=due_on,
        late_from=late_from or due_on + timedelta(days=1),
        state="open",
        made_at=now,
    )
    session.add(obligation)
    session.flush()
    return obligation.id


class World:
    """A site with a course, two guests (``owner`` and ``other``, each with an open attempt) and six people.

    ``citizen`` has an account; ``trainer`` and ``operator`` hold a role besides, and the operator a second
    factor. The trainer is writing a
    draft of the lesson and its quiz. A city has two agencies: ``supervisor`` has dishub with its UPTD,
    ``neighbour`` has dinkes, ``coordinator`` the city. Each agency has one member without an account; a
    community has one as well, and the citizen. With *certified* the owner has a certificate, ``code``,
    and with *tested* an open test, ``test_id``, and an open refresher, ``refresher_id``.
    """

    course, lesson = "jebakan", "berkas"
    people = {
        "citizen": (),
        "trainer": (Role.TRAINER,),
        "supervisor": (),
        "neighbour": (),
        "coordinator": (),
        "operator": (Role.OPERATOR,),
    }
    organisation = "dishub"
    supervised = {"supervisor": "dishub", "neighbour": "dinkes", "coordinator": "kota-uji"}
    tokens = {"visitor": "v" * 43, "owner": "o" * 43, "other": "t" * 43} | {
        name: name.ljust(43, "-") for name in people
    }
    session_id = token_hash(tokens["citizen"]).hex()
    link = "a" * 64

    def __init__(
        self, app, *, feedback="langsung", quiz_source=None, requires=True, certified=False, tested=False
    ):
        self.app = app
        with app.app_context(), writing(db.session()) as session:
            channel(session, "call-center-112")
            made = published(session, feedback=feedback, quiz_source=quiz_source)
            self.document, self.quiz_id = made.document, made.quiz.quiz_id
            now = datetime.now(UTC)
            self.attempt_id = attempt(
                session, learner(session, self.tokens["owner"], now), self.quiz_id, now=now
            )
            self.other_attempt_id = attempt(
                session, learner(session, self.tokens["other"], now), self.quiz_id, now=now
            )
            self.learner_ids = {
                name: account(session, name, roles=roles, now=now) for name, roles in self.people.items()
            }
            second_factor(session, self.learner_ids["operator"], now=now)
            for name, learner_id in self.learner_ids.items():
                signed_in(session, learner_id, self.tokens[name], now=now)
            self.draft_id = draft(session, self.learner_ids["trainer"], now=now)
            folder = app.extensions["literasi_settings"].media_folder
            self.picture = picture(session, folder, by=self.learner_ids["trainer"], now=now)
            self.batch_id = import_batch(session, self.learner_ids["trainer"], now=now)
            self._people_agencies(session, now)
            if requires:
                self._tasks(session, now)
            if certified:
                owner = learner(session, self.tokens["owner"], now)
                self.code = certificates.issued(session, owner, now=now)
            if tested:
                owner = learner(session, self.tokens["owner"], now)
                self.test_id = open_test(session, owner, Phase.AFTER if certified else Phase.BEFORE, now=now)
                self.refresher_id = open_refresher(session, owner, now=now)
            self.mail_key = choosing_mail.key_for(session, self.learner_ids["citizen"], now=now)

    def _people_agencies(self, session, now):
        self.organisation_ids = agencies(session, now=now)
        for name, slug in self.supervised.items():
            member(
                session,
                self.organisation_ids[slug],
                f"Penyelia {slug}",
                learner_id=self.learner_ids[name],
                role="supervisor",
                now=now,
            )
        self.member_ids = {
            slug: member(session, self.organisation_ids[slug], f"Anggota {slug}", now=now)
            for slug in ("dishub", "dinkes", "info-kota")
        }
        self.roster_id = roster(
            session, self.organisation_ids["dishub"], self.learner_ids["supervisor"], now=now
        )
        place = member(
            session,
            self.organisation_ids["info-kota"],
            "Warga info-kota",
            learner_id=self.learner_ids["citizen"],
            now=now,
        )
        self.place_id = session.get(Membership, place).public_id
        self.membership_id = session.get(Membership, self.member_ids["dishub"]).public_id

    def _tasks(self, session, now):
        """Dishub requires the course of its people, and has a cohort."""
        dishub, boss = self.organisation_ids["dishub"], self.learner_ids["supervisor"]
        day = now.date()
        course_id = publishing.find_course(session, "jebakan").id
        plan = Plan((course_id,), None, "Fondasi", "Surat edaran", day, day + timedelta(days=30), 0, None, 30)
        self.assignment_id = assigning.create(session, dishub, plan, by_id=boss, now=now)
        self.cohort_id = grouping.make(session, dishub, "Angkatan 1", day, by_id=boss, now=now)

    def client(self, role):
        """A browser of that role."""
        client = self.app.test_client()
        if role in self.tokens:
            client.set_cookie("literasi", self.tokens[role])
        return client

    def wake(self):
        """Put right what a test that presses every button did: sign everybody in, go on with the draft."""
        with self.app.app_context(), writing(db.session()) as session:
            for name, learner_id in self.learner_ids.items():
                if session.get(LearnerSession, token_hash(self.tokens[name])) is None:
                    signed_in(session, learner_id, self.tokens[name], now=datetime.now(UTC))
            session.get(Draft, self.draft_id).state = "writing"
            session.get(Assignment, self.assignment_id).withdrawn_at = None
            session.get(Cohort, self.cohort_id).retired_at = None
            if session.get(ImportBatch, self.batch_id) is None:
                import_batch(
                    session, self.learner_ids["trainer"], batch_id=self.batch_id, now=datetime.now(UTC)
                )
            if session.get(RosterBatch, self.roster_id) is None:
                roster(
                    session,
                    self.organisation_ids["dishub"],
                    self.learner_ids["supervisor"],
                    batch_id=self.roster_id,
                    now=datetime.now(UTC),
                )

    def token_for(self, client, method):
        """The fields that a form of ours always carries, for this browser."""
        cookie = client.get_cookie("literasi")
        if method == "GET" or cookie is None:
            return {}
        with self.app.test_request_context(headers={"Cookie": f"literasi={cookie.value}"}):
            return {"csrf_token": security.csrf_token()}

    def person_address(self, name):
        """Where operators find the person of this role."""
        with self.app.app_context():
            return address_of(self.learner_ids[name])

    def rows(self):
        """How many rows each table has."""
        with self.app.app_context():
            return {
                name: db.session.scalar(select(func.count()).select_from(table))
                for name, table in Base.metadata.tables.items()
            }

    def everything(self):
        """Every row of every table, in an order of its own."""
        with self.app.app_context():
            return {
                name: sorted(repr(tuple(row)) for row in db.session.execute(select(table)))
                for name, table in Base.metadata.tables.items()
            }

    def number_of(self, key, attempt_id: uuid.UUID | None = None):
        """The number of the question *key* in the attempt, counted from 1."""
        with self.app.app_context():
            drawn = db.session.scalar(
                select(Attempt.drawn).where(Attempt.id == (attempt_id or self.attempt_id))
            )
            return [entry[0] for entry in drawn].index(key) + 1


def world(app, **options):
    """A world of this test's own; see ``World`` for the *options*."""
    return kept_worlds.lent(World, app, **options)


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
