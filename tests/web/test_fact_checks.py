"""Facts that are due are confirmed or corrected; whoever met an earlier text is told of corrections only."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from literasi.database import db, writing
from literasi.domain.lessons import parse_lesson
from literasi.models import AuditEvent, BankItem, Draft, LessonRevision, QuizRevision
from literasi.services import banking, deciding
from tests import make
from tests.browsing import Browser

LATE = "2026-11-21"
DUE_LESSON = make.LESSON.replace("review-by: 2027-05-20", f"review-by: {LATE}")


@pytest.fixture
def world(app):
    found = make.world(app)
    with app.app_context(), writing(db.session()) as session:
        session.get(Draft, found.draft_id).state = "discarded"
        make.another_lesson(session, "berkas", DUE_LESSON, position=1, now=datetime.now(UTC))
        make.bank(session, make.item("satu", review_by=LATE), make.item("dua", "benar"))
    return found


@pytest.fixture
def trainer(world):
    return Browser(world.client("trainer"))


def newest(app, model):
    with app.app_context():
        return db.session.scalars(select(model).order_by(model.id.desc())).first()


def confirm(world, trainer_client, **fields):
    sent = {**world.token_for(trainer_client, "POST"), **fields}
    return trainer_client.post("/studio/pemeriksaan/benar", data=sent)


def test_the_desk_and_the_list_show_what_is_due(trainer):
    trainer.open("/studio")
    assert "2 menunggu" in trainer.page
    trainer.click("Fakta yang perlu diperiksa")
    assert "2 fakta perlu diperiksa lagi" in trainer.page.heading
    assert "Terlambat sejak 21 November 2026" in trainer.page
    assert "Label satu" in trainer.page
    assert "Label dua" not in trainer.page
    assert "Kabar dengan tanda" not in trainer.page


def test_one_button_confirms_with_its_own_source(app, world, trainer):
    trainer.open("/studio/pemeriksaan")
    trainer.submit("Masih benar", source="kantor")
    assert "Revisi barunya terbit" in trainer.page
    assert "1 fakta perlu diperiksa" in trainer.page.heading
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert event.action == "fact.confirmed"
        assert event.actor_id == world.learner_ids["trainer"]
        assert event.details["source"] == "kantor"


def test_an_item_is_drawn_again_after_it_was_confirmed(app, world):
    client = world.client("trainer")
    answer = confirm(
        world, client, identity="quizzes/bank/uang", item="satu", source="kantor", months="6", base="1"
    )
    assert answer.status_code == 303
    with app.app_context():
        item, other = db.session.get(BankItem, "satu"), db.session.get(BankItem, "dua")
        assert timedelta(days=175) < item.review_by - datetime.now(UTC).date() < timedelta(days=190)
        assert item.changed_at is None
        assert item.revision_id == other.revision_id
    revision = newest(app, QuizRevision)
    assert (revision.number, revision.author, revision.author_id) == (
        2,
        "pemeriksaan",
        world.learner_ids["trainer"],
    )


@pytest.mark.parametrize("item", [None, "satu"])
def test_without_a_chosen_source_nothing_is_confirmed(app, world, trainer, item):
    trainer.open("/studio/pemeriksaan")
    assert '<option value="">Pilih</option>' in trainer.page.html
    assert 'value="kantor" selected' not in trainer.page.html
    fields = {"identity": "quizzes/bank/uang", "item": item, "base": "1"}
    if item is None:
        fields = {"identity": "courses/jebakan/berkas", "base": "2"}
    for chosen in ({}, {"source": ""}):
        answer = confirm(world, world.client("trainer"), **fields, **chosen)
        assert answer.status_code == 422
        assert answer.text.count("Pilih sumber yang Anda lihat hari ini.") == 2
        assert "<title>Kesalahan:" in answer.text
        assert answer.text.count('aria-invalid="true"') == 1
    assert newest(app, LessonRevision).number == 2
    assert newest(app, QuizRevision).number == 1


def test_a_lesson_is_listed_with_its_summary_and_its_sources(trainer):
    trainer.open("/studio/pemeriksaan")

    assert parse_lesson(DUE_LESSON)[0].summary in trainer.page
    assert "<details open>" in trainer.page.html
    assert "Diperiksa 20 November 2026" in trainer.page


def test_another_source_is_named_on_a_page_of_its_own(app, trainer):
    trainer.open("/studio/pemeriksaan")
    trainer.submit("Masih benar", source="+")
    assert "/studio/pemeriksaan/sumber" in trainer.page.url
    trainer.submit("Masih benar, saya lihat hari ini", title="Siaran pers", url="bukan alamat", status=422)
    assert "Tulis siapa yang menerbitkannya." in trainer.page
    assert 'value="Siaran pers"' in trainer.page.html
    trainer.submit(
        "Masih benar, saya lihat hari ini",
        title='Siaran pers: "resmi"',
        publisher="Diskominfo",
        url="https://contoh.go.id/rilis?id=9",
    )
    assert "Inikah yang akan terbit?" in trainer.page, "the words of a new source wait for another trainer"
    assert newest(app, LessonRevision).number == 2
    with app.app_context(), writing(db.session()) as session:
        deciding.need_second_trainer(session, False, by_id=1, now=datetime.now(UTC))
    trainer.open("/studio/pemeriksaan")
    trainer.submit("Masih benar", source="+")
    trainer.submit(
        "Masih benar, saya lihat hari ini",
        title="Siaran pers",
        publisher="Diskominfo",
        url="https://contoh.go.id/rilis?id=9",
    )
    assert "Revisi barunya terbit" in trainer.page


def test_a_confirmation_from_an_older_revision_changes_nothing(app, world, trainer):
    client = world.client("trainer")
    for base in ("0", "", "x", "99"):
        answer = confirm(world, client, identity="courses/jebakan/berkas", source="kantor", base=base)
        assert answer.headers["Location"].endswith("?basi=1"), base
    assert newest(app, LessonRevision).number == 2
    assert "revisi yang lebih baru terbit" in trainer.open("/studio/pemeriksaan?basi=1")


@pytest.mark.parametrize(
    "fields",
    [
        {"identity": "courses/jebakan/tidak-ada"},
        {"identity": "../../etc"},
        {"identity": "quizzes/bank/uang", "item": "tidak-ada"},
        {},
    ],
)
def test_what_does_not_exist_is_not_found(world, fields):
    client = world.client("trainer")
    for act in ("benar", "betulkan"):
        sent = {**world.token_for(client, "POST"), **fields}
        assert client.post(f"/studio/pemeriksaan/{act}", data=sent).status_code == 404


def test_a_source_that_is_none_of_its_own_is_refused(world):
    answer = confirm(
        world, world.client("trainer"), identity="courses/jebakan/berkas", source="palsu", base="2"
    )

    assert answer.status_code == 422
    assert "Sumber itu tidak ada di teks ini" in answer.text


def test_correcting_begins_a_draft_that_asks_what_changed(trainer):
    trainer.open("/studio/pemeriksaan")
    trainer.submit("Perlu dibetulkan")

    assert "/studio/draf/" in trainer.page.url
    assert "change masih kosong." in trainer.page
    again = trainer.page.url
    trainer.open("/studio/pemeriksaan")
    trainer.submit("Perlu dibetulkan")
    assert trainer.page.url == again


def test_a_confirmation_tells_nobody_of_a_correction(app, world):
    client = world.client("owner")
    fields = world.token_for(client, "POST")
    for key, value in make.RIGHT.items():
        number = world.number_of(key)
        client.post(f"/percobaan/{world.attempt_id}/{number}", data={**fields, "answer": value, "count": 0})
    client.post(f"/percobaan/{world.attempt_id}/kirim", data=fields)
    confirm(world, world.client("trainer"), identity="courses/jebakan/berkas", source="kantor", base="2")
    assert newest(app, LessonRevision).number == 3
    assert "Diperbaiki sejak" not in client.get("/kemajuan").text

    corrected = DUE_LESSON.replace("minutes: 4", "minutes: 4\nchange: Tanggalnya dibetulkan.")
    with app.app_context(), writing(db.session()) as session:
        make.another_lesson(session, "berkas", corrected, position=1, now=datetime.now(UTC))
    assert "Tanggalnya dibetulkan." in client.get("/kemajuan").text
    confirm(world, world.client("trainer"), identity="courses/jebakan/berkas", source="kantor", base="4")
    assert newest(app, LessonRevision).number == 5
    assert "Tanggalnya dibetulkan." in client.get("/kemajuan").text


@pytest.fixture
def drawing(app):
    """A learner who was shown and answered every item of a small bank."""
    with app.app_context(), writing(db.session()) as session:
        make.bank(session, make.item("satu"), make.item("dua", "benar"), now=make.NOW)
        quiz_id = make.published(session, quiz_source=make.drawing_text()).quiz.quiz_id
        learner = make.learner(session, "o" * 43, make.datetime.now(UTC))
        attempt = make.attempt(session, learner, quiz_id, now=make.NOW + timedelta(minutes=1))
        make.answer_all(session, attempt, now=make.NOW + timedelta(minutes=2))
    client = app.test_client()
    client.set_cookie("literasi", "o" * 43)
    return client, quiz_id, learner


def _correct(app, change, now):
    corrected = make.item("satu").replace("source: kantor", f"change: {change}\nsource: kantor")
    with app.app_context(), writing(db.session()) as session:
        make.bank(
            session,
            corrected.replace("Fakta tentang", "Fakta baru tentang"),
            make.item("dua", "benar"),
            now=now,
        )


def test_a_corrected_item_is_told_with_verdict_and_fact_until_it_is_met_again(app, drawing):
    client, quiz_id, learner = drawing
    assert "Kabar yang dikoreksi" not in Browser(client).open("/kemajuan")
    _correct(app, "Angkanya dibetulkan.", make.NOW + timedelta(hours=1))
    page = Browser(client).open("/kemajuan")

    assert "Kabar yang dikoreksi" in page
    assert "SALAH: Fakta baru tentang satu." in page
    assert "Angkanya dibetulkan." in page
    assert "Kabar dengan tanda satu" not in page
    _correct(app, "Angkanya dibetulkan.", make.NOW + timedelta(hours=2))  # published again, nothing new
    with app.app_context():
        assert db.session.get(BankItem, "satu").changed_at == make.NOW + timedelta(hours=1)
    later = make.NOW + timedelta(hours=3)
    with app.app_context(), writing(db.session()) as session:
        attempt = make.attempt(session, learner, quiz_id, now=later)
        make.answer_all(session, attempt, now=later)
    assert "Kabar yang dikoreksi" not in Browser(client).open("/kemajuan")


def test_a_correction_that_is_taken_back_is_not_told(app, drawing):
    _correct(app, "Salah ketik.", make.NOW + timedelta(hours=1))
    with app.app_context(), writing(db.session()) as session:
        make.bank(session, make.item("satu"), make.item("dua", "benar"), now=make.NOW + timedelta(hours=2))
        assert session.get(BankItem, "satu").change is None
        banking.index_bank(session, now=make.NOW)
        assert session.scalar(select(func.count()).select_from(BankItem)) == 2
    assert "Kabar yang dikoreksi" not in Browser(drawing[0]).open("/kemajuan")
