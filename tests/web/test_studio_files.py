"""The studio shows whether files and site are in step; a trainer resolves a conflict with both in sight."""

import os
import time

import pytest

from literasi.config import ROOT
from literasi.database import db
from literasi.models import AuditEvent
from literasi.queries.live_texts import live_text
from literasi.services import comparing_homes
from tests import make, syncing
from tests.browsing import Browser
from tests.syncing import BANK, COURSE, LESSON, QUIZ, SUBJECTS, Homes


@pytest.fixture
def root(tmp_path, monkeypatch):
    folder = tmp_path / "isi"
    folder.mkdir()
    monkeypatch.setattr("literasi.web.studio.files.ROOT", folder)
    return folder


@pytest.fixture
def arranged(app, root):
    """``arranged(subject, file=…, base=…, live=…)``: that state in the app's database and folder."""

    def arrange(subject, **state):
        with app.app_context():
            Homes(db.session(), root).arrange(subject, **state)

    return arrange


@pytest.fixture
def trainer(app):
    with app.app_context(), syncing.writing(db.session()) as session:
        learner = make.account(session, "rina", roles=[make.Role.TRAINER], now=make.datetime.now(make.UTC))
        make.signed_in(session, learner, "T" * 43, now=make.datetime.now(make.UTC))
    client = app.test_client()
    client.set_cookie("literasi", "T" * 43)
    return Browser(client)


def live(app, subject):
    with app.app_context():
        return live_text(db.session(), subject.identity)


def events(app):
    with app.app_context():
        found = db.session.query(AuditEvent).order_by(AuditEvent.id).all()
        return [(event.action, event.details["text"]) for event in found if "text" in event.details]


@pytest.mark.parametrize("subject", SUBJECTS, ids=syncing.NAMES)
def test_the_file_of_a_conflict_becomes_a_revision_with_its_trainer(app, arranged, trainer, subject):
    arranged(subject, file="B", base="A", live="C")
    trainer.open("/studio/berkas")
    assert "1 teks berubah di berkas dan di situs" in trainer.page.heading
    trainer.click(subject.identity)
    assert f"{subject.title} B" in trainer.page.html
    assert f"{subject.title} C" in trainer.page.html
    trainer.submit("Pakai teks berkas")

    assert "Sudah diputuskan" in trainer.page
    assert "Berkas dan situs sejalan" in trainer.page.heading
    assert live(app, subject).source == subject.text("B")
    assert ("conflict.file", subject.identity) in events(app)


@pytest.mark.parametrize("subject", SUBJECTS, ids=syncing.NAMES)
def test_the_sites_text_is_written_to_the_file(app, root, arranged, trainer, subject):
    arranged(subject, file="B", base="A", live="C")
    trainer.open(f"/studio/berkas/beda?teks={subject.identity}")
    trainer.submit("Pakai teks situs")

    assert "Berkas dan situs sejalan" in trainer.page.heading
    assert (root / subject.path).read_text() == subject.text("C")
    assert ("conflict.web", subject.identity) in events(app)


def test_what_changed_while_the_page_was_open_is_shown_again(app, root, arranged, trainer):
    for words in ("Pakai teks berkas", "Pakai teks situs"):
        arranged(LESSON, file="B", base="A", live="C")
        trainer.open(f"/studio/berkas/beda?teks={LESSON.identity}")
        (root / LESSON.path).write_text(LESSON.text("B").replace("Seorang warga", "Seorang kakek"))
        trainer.submit(words, status=409)
        assert "lihat sekali lagi" in trainer.page
        assert "Seorang kakek" in trainer.page.html
        assert live(app, LESSON).source == LESSON.text("C")


def test_a_file_with_mistakes_is_refused_with_its_lines(app, root, arranged, trainer):
    arranged(LESSON, file="B", base="A", live="C")
    (root / LESSON.path).write_text(LESSON.text("B").replace("minutes: 4", "minutes: lama"))
    trainer.open(f"/studio/berkas/beda?teks={LESSON.identity}")
    trainer.submit("Pakai teks berkas", status=422)

    assert "01-berkas.md:4: minutes harus angka bulat" in trainer.page
    assert live(app, LESSON).source == LESSON.text("C")


def test_newer_files_are_published_by_one_button(app, arranged, trainer):
    arranged(QUIZ, file="B", base="A", live="A")
    trainer.open("/studio/berkas")
    trainer.submit("Terbitkan berkas yang lebih baru")

    assert "1 berkas diterbitkan" in trainer.page
    assert live(app, QUIZ).source == QUIZ.text("B")
    assert events(app) == [("content.imported", QUIZ.identity)]


def test_newer_texts_are_written_by_one_button(app, root, arranged, trainer):
    arranged(BANK, file=None, base=None, live="A")
    trainer.open("/studio/berkas")
    trainer.submit("Tulis teks yang lebih baru")

    assert "1 teks ditulis" in trainer.page
    assert (root / BANK.path).read_text() == BANK.text("A")
    assert events(app) == [("content.exported", BANK.identity)]


def test_only_the_texts_that_the_page_named_are_written(app, root, arranged, trainer):
    arranged(BANK, file=None, base=None, live="A")
    trainer.open("/studio/berkas")
    arranged(COURSE, file="A", base="A", live="B")
    trainer.submit("Tulis teks yang lebih baru")

    assert (root / BANK.path).read_text() == BANK.text("A")
    assert (root / COURSE.path).read_text() == COURSE.text("A")
    assert events(app) == [("content.exported", BANK.identity)]


def test_a_folder_that_cannot_be_written_to_says_what_to_run(app, root, arranged, trainer, monkeypatch):
    arranged(COURSE, file="B", base="A", live="C")
    trainer.open(f"/studio/berkas/beda?teks={COURSE.identity}")

    def refused(*_args, **_options):
        raise PermissionError

    monkeypatch.setattr("literasi.services.exporting.write_whole", refused)
    trainer.submit("Pakai teks situs", status=422)
    assert "import --take web courses/jebakan/" in trainer.page
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "run" not in trainer.open("/studio/berkas").title
    assert "tidak bisa ditulisi dari sini" in trainer.page
    trainer.open(f"/studio/berkas/beda?teks={COURSE.identity}")
    assert not [form for form in trainer.page.forms if form.has_button("Pakai teks situs")]
    assert live(app, COURSE).source == COURSE.text("C")


def test_a_missing_folder_is_no_disaster(root, trainer):
    trainer.open("/studio/berkas")

    assert "Folder isi tidak ada di sini" in trainer.page.heading


def test_a_file_that_is_gone_is_only_told(arranged, trainer):
    arranged(COURSE, file=None, base="A", live="A")

    assert "Berkasnya hilang" in trainer.open("/studio/berkas")


def test_a_press_that_names_nothing_does_nothing(app, root, trainer, arranged):
    arranged(COURSE, file="A", base="A", live="A")
    client = trainer._client
    trainer.open("/studio/laporan")
    trainer.open("/akun")
    token = dict(trainer.page.forms[0].values)["csrf_token"]
    for path in ("terbitkan", "tulis"):
        answer = client.post(
            f"/studio/berkas/{path}", data={"csrf_token": token, "identity": "courses/lain/"}
        )
        assert answer.status_code == 303
    for fields in ({"identity": COURSE.identity, "side": "file"}, {"identity": COURSE.identity, "side": "x"}):
        answer = client.post("/studio/berkas/putuskan", data={"csrf_token": token, **fields})
        assert answer.status_code in {303, 409}
    assert events(app) == []


def test_looking_is_quick(app):
    """All content of the site is read and compared without rendering any of it."""
    began = time.process_time()
    with app.app_context():
        homes = comparing_homes.compare(db.session(), ROOT)
        db.session.rollback()

    assert len(homes.files) > 20
    assert time.process_time() - began < 5
