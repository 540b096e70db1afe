"""The studio shows whether files and site are in step; a trainer resolves a conflict with both in sight."""

import os
import time

import pytest

from literasi.config import ROOT
from literasi.database import db
from literasi.models import Account, AuditEvent, Draft
from literasi.queries.live_texts import live_text
from literasi.services import comparing_homes, deciding
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


def signed_in(app, name, letter):
    with app.app_context(), syncing.writing(db.session()) as session:
        learner = make.account(session, name, roles=[make.Role.TRAINER], now=make.datetime.now(make.UTC))
        make.signed_in(session, learner, letter * 43, now=make.datetime.now(make.UTC))
    client = app.test_client()
    client.set_cookie("literasi", letter * 43)
    return Browser(client)


@pytest.fixture
def one_of_two(app):
    """A trainer of a site on which a second one must approve."""
    return signed_in(app, "rina", "T")


@pytest.fixture
def second(app):
    return signed_in(app, "sari", "S")


@pytest.fixture
def trainer(app, one_of_two):
    """A trainer of a site on which nobody else must approve."""
    need_second(app, False)
    return one_of_two


def need_second(app, needed):
    with app.app_context(), syncing.writing(db.session()) as session:
        rina = session.query(Account).filter_by(login_name="rina").one()
        deciding.need_second_trainer(session, needed, by_id=rina.learner_id, now=make.datetime.now(make.UTC))


def drafts(app):
    """What is in every draft: its texts and the revisions that they were begun from."""
    with app.app_context():
        found = db.session.query(Draft).order_by(Draft.created_at).all()
        return [[(text.identity, text.source, text.base_number) for text in one.texts] for one in found]


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
    trainer.click(f"{subject.title} B")
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


@pytest.mark.parametrize("subject", SUBJECTS, ids=syncing.NAMES)
@pytest.mark.parametrize("base", ["A", "C"], ids=["newer", "conflict"])
def test_where_two_must_agree_a_file_becomes_a_draft_and_then_equals_the_site(
    app, arranged, one_of_two, second, subject, base
):
    arranged(subject, file="B", base=base, live="A")
    for _ in range(2):  # whoever presses twice gets the same draft
        one_of_two.open("/studio/berkas")
        assert "pelatih lain menyetujui" in one_of_two.page or base == "C"
        if base == "C":
            one_of_two.click(f"{subject.title} B")
            assert not [form for form in one_of_two.page.forms if form.has_button("Pakai teks berkas")]
            one_of_two.submit("Jadikan teks berkas draf untuk ditinjau")
        else:
            assert "Terbitkan berkas" not in one_of_two.page
            one_of_two.submit("Jadikan draf untuk ditinjau")
        assert "/studio/draf/" in one_of_two.page.url
    assert drafts(app) == [[(subject.identity, subject.text("B"), 1)]]
    assert live(app, subject).source == subject.text("A")
    assert events(app) == [("content.drafted", subject.identity)]

    address = one_of_two.page.url
    with app.app_context(), syncing.writing(db.session()) as session:
        session.query(Draft).one().state = "in_review"
    one_of_two.open("/studio/berkas")
    second.open(address)
    second.submit("Setujui dan terbitkan")
    assert live(app, subject).source == subject.text("B")
    assert "Berkas dan situs sejalan" in one_of_two.open("/studio/berkas").heading


def test_new_files_become_drafts_a_lesson_with_its_quiz(app, root, arranged, one_of_two):
    arranged(COURSE, file="B", base="A", live="A")
    homes = Homes(None, root)
    homes.write(LESSON, LESSON.source)
    homes.write(QUIZ, QUIZ.source)
    for _ in range(2):
        one_of_two.open("/studio/berkas")
        one_of_two.submit("Jadikan draf untuk ditinjau")
        assert "2 draf ada di meja Anda" in one_of_two.page
    assert sorted(drafts(app)) == [
        [(COURSE.identity, COURSE.text("B"), 1)],
        [(LESSON.identity, LESSON.source, None), (QUIZ.identity, QUIZ.source, None)],
    ]


def test_a_page_from_before_the_decision_publishes_nothing_alone(app, arranged, trainer):
    arranged(QUIZ, file="B", base="A", live="A")
    trainer.open("/studio/berkas")
    need_second(app, True)
    trainer.submit("Terbitkan berkas yang lebih baru")
    assert "/studio/draf/" in trainer.page.url
    trainer.open("/studio/berkas")
    need_second(app, False)
    trainer.submit("Jadikan draf untuk ditinjau")
    assert live(app, QUIZ).source == QUIZ.text("A")


def test_the_services_refuse_to_publish_alone(app, root, arranged, one_of_two):
    nobody = comparing_homes.Arrival((), ())
    with app.app_context(), pytest.raises(comparing_homes.NeedsReview):
        comparing_homes.import_newer(db.session(), nobody, 1, now=make.NOW)


def test_a_file_whose_last_line_is_open_is_refused(app, root, arranged, one_of_two):
    arranged(QUIZ, file="B", base="A", live="A")
    (root / QUIZ.path).write_text(QUIZ.text("B").rstrip("\n"))
    one_of_two.open("/studio/berkas")
    one_of_two.submit("Jadikan draf untuk ditinjau", status=422)

    assert "Tekan Enter di akhir baris itu" in one_of_two.page
    assert drafts(app) == []


def test_titles_come_first_and_addresses_after_them(arranged, one_of_two):
    arranged(BANK, file=None, base=None, live="A")
    arranged(LESSON, file="B", base="A", live="A")
    one_of_two.open("/studio/berkas")

    for subject, variant in ((LESSON, "B"), (BANK, "A")):
        title = f"{subject.title} {variant}"
        assert one_of_two.page.html.index(title) < one_of_two.page.html.index(f"<code>{subject.identity}")


def test_looking_is_quick(app):
    """All content of the site is read and compared without rendering any of it."""
    began = time.process_time()
    with app.app_context():
        homes = comparing_homes.compare(db.session(), ROOT)
        db.session.rollback()

    assert len(homes.files) > 20
    assert time.process_time() - began < 5
