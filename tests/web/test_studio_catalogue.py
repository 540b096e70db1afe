"""A trainer orders, moves, retires, brings back, and looks into the history. Without JavaScript."""

import uuid
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, select

from literasi.database import Prepared, db, writing
from literasi.models import BankItem, Course, Draft, Lesson
from literasi.queries.drafts import whole_draft
from literasi.services import deciding, drafting
from tests import make
from tests.browsing import Browser
from tests.services.test_ordering import add_course

MOST = 8


@pytest.fixture
def world(app):
    """The usual site with a second lesson, a second course, and two files of the bank."""
    made = make.world(app)
    with app.app_context(), writing(db.session()) as session:
        make.another_lesson(session, "dua", make.LESSON.replace("Berkas yang Menyamar", "Pelajaran kedua"))
        add_course(session, "saring", 2)
        make.bank(session, *make.items(3, "salah"))
        make.bank(session, *make.items(2, "benar"), slug="kota")
    return made


@pytest.fixture
def sari(world):
    return Browser(world.client("trainer"))


def stored(app, statement):
    with app.app_context():
        return [tuple(row) for row in db.session.execute(statement)]


def test_the_studio_leads_to_every_quiz_and_counts_draws_apart(app, sari):
    with app.app_context(), writing(db.session()) as session:
        make.final(session, make.published(session, quiz_source=make.drawing_text()).course)
        make.extra_quiz(session)
    page = sari.open("/studio/kursus/jebakan")

    assert ("1 soal + 2 dari bank: Kuis berkas", "/kuis/jebakan/berkas") in page.links
    assert "1 soal + 6 dari bank" in page
    assert ("Kuis akhir", "/kuis/jebakan/kuis-akhir") in page.links
    assert sari.click("Latihan berkas").url == "/kuis/jebakan/tambahan"


@pytest.mark.parametrize(
    ("identity", "words", "address"),
    [
        ("quizzes/jebakan/berkas", "Lihat kuisnya", "/kuis/jebakan/berkas"),
        ("quizzes/bank/kota", "Lihat di bank", "/studio/bank/kota"),
    ],
)
def test_what_was_published_is_one_link_away(app, world, sari, identity, words, address):
    with app.app_context(), writing(db.session()) as session:
        trainer = world.learner_ids["trainer"]
        draft_id = drafting.begin_edit(
            session, trainer, [identity], draft_id=uuid.uuid4(), now=datetime.now(UTC)
        )
        session.get(Draft, draft_id).state = "published"
    sari.open(f"/studio/draf/{draft_id}")

    assert sari.click(words).url == address


def lessons(app):
    return [slug for (slug,) in stored(app, select(Lesson.slug).order_by(Lesson.position, Lesson.id))]


def texts_on(app, page):
    """The texts of the draft whose editor is open."""
    draft_id = uuid.UUID(page.url.rpartition("/")[2].partition("#")[0])
    with app.app_context():
        return {text.identity: text.source for text in whole_draft(db.session(), draft_id).texts}


def publish(app, world, browser):
    """Publish the draft that is open, with one trainer."""
    with app.app_context(), writing(db.session()) as session:
        operator = world.learner_ids["operator"]
        deciding.need_second_trainer(session, False, by_id=operator, now=datetime.now(UTC))
    browser.submit("Lanjut")
    browser.submit("Terbitkan")


def test_lessons_and_courses_change_places(app, world, sari):
    sari.open("/studio/kursus/jebakan")
    sari.submit("Turunkan: Berkas yang Menyamar")
    assert "Urutannya sudah diubah" in sari.page
    assert lessons(app) == ["dua", "berkas"]
    sari.submit("Naikkan: Berkas yang Menyamar")
    assert lessons(app) == ["berkas", "dua"]
    sari.open("/studio/kursus")
    titles = stored(app, select(Course.slug, Course.position).order_by(Course.position))
    assert titles == [("jebakan", 1), ("saring", 2)]
    sari.submit("Turunkan: Kenali Jebakan")
    assert stored(app, select(Course.slug).order_by(Course.position)) == [("saring",), ("jebakan",)]


def test_a_lesson_is_retired_and_brought_back(app, world, sari):
    sari.open("/studio/kursus/jebakan")
    sari.click("Pensiunkan: Berkas yang Menyamar")
    assert "Yang sedang mengerjakan kuis boleh menyelesaikannya" in sari.page
    sari.submit("Ya, pensiunkan")
    assert "Sudah dipensiunkan" in sari.page
    assert "Pelajaran yang pensiun" in sari.page
    learner = Browser(world.client("owner"))
    assert "Berkas yang Menyamar" not in learner.open("/kursus/jebakan")
    sari.click("Pakai lagi: Berkas yang Menyamar")
    sari.submit("Ya, pakai lagi")
    assert "Berkas yang Menyamar" in learner.open("/kursus/jebakan")


def test_a_lesson_moves_to_another_course(app, world, sari):
    sari.open("/studio/kursus/jebakan/berkas/pindah")
    sari.submit("Pindahkan pelajaran", status=422)
    assert "Pilih salah satu kursus ini" in sari.page
    sari.submit("Pindahkan pelajaran", target="saring")
    assert "Alamat lamanya mengantar ke sini" in sari.page
    assert "Berkas yang Menyamar" in Browser(world.client("owner")).open("/kursus/jebakan/berkas")


def test_an_address_that_is_taken_is_told(app, world, sari):
    sari.open("/studio/kursus/jebakan/berkas/pindah")
    sari.submit("Pindahkan pelajaran", target="saring")
    with app.app_context(), writing(db.session()) as session:
        make.another_lesson(session, "berkas", position=1)
    sari.open("/studio/kursus/jebakan/berkas/pindah")
    sari.submit("Pindahkan pelajaran", status=422, target="saring")
    assert "courses/saring/berkas" in sari.page


def test_a_lesson_begins_with_its_quiz_under_an_address_of_its_own(app, world, sari):
    sari.open("/studio/kursus/jebakan")
    sari.submit("Mulai pelajaran dan kuisnya", status=422)
    assert "Beri judul dulu" in sari.page
    sari.submit("Mulai pelajaran dan kuisnya", title="Dua")
    found = texts_on(app, sari.page)
    assert list(found) == ["courses/jebakan/dua-2", "quizzes/jebakan/dua-2"]
    assert "lesson: dua-2" in found["quizzes/jebakan/dua-2"]
    sari.open("/studio/kursus/jebakan")
    assert "Sedang ditulis, belum terbit" in sari.page
    sari.submit("Mulai pelajaran dan kuisnya", title="Dua")
    assert next(iter(texts_on(app, sari.page))) == "courses/jebakan/dua-3"


@pytest.mark.parametrize(
    ("button", "fields", "lines"),
    [
        ("Mulai kuis akhir", {"title": "Kuis akhir"}, ["final: ya", "feedback: akhir"]),
        ("Mulai kuis", {"title": "Kuis dua", "lesson": "dua"}, ["lesson: dua"]),
    ],
)
def test_quizzes_begin_too(app, world, sari, button, fields, lines):
    sari.open("/studio/kursus/jebakan")
    sari.submit(button, **fields)
    (text,) = texts_on(app, sari.page).values()
    for line in lines:
        assert f"\n{line}\n" in text


def test_a_course_begins(app, world, sari):
    sari.open("/studio/kursus")
    sari.submit("Mulai kursus", status=422)
    sari.submit("Mulai kursus", title="Jebakan", audience="admin")
    ((identity, text),) = texts_on(app, sari.page).items()
    assert identity == "courses/jebakan-2/"
    assert "audience: admin" in text
    assert "position: 3" in text
    sari.open("/studio/kursus")
    assert "Sedang ditulis, belum terbit" in sari.page


def test_editing_takes_lesson_and_quiz_together(app, world, sari):
    sari.open("/studio/kursus/jebakan")
    sari.submit("Ubah: Berkas yang Menyamar")
    assert list(texts_on(app, sari.page)) == ["courses/jebakan/berkas", "quizzes/jebakan/berkas"]


def test_an_old_revision_comes_back_as_a_new_one(app, world, sari):
    with app.app_context(), writing(db.session()) as session:
        make.another_lesson(session, "dua", make.LESSON.replace("Seorang warga", "Seorang nenek"))
    sari.open("/studio/kursus/jebakan")
    sari.open("/studio/riwayat?teks=courses/jebakan/dua")
    assert "Dari revisi 1 ke revisi 2" in sari.page
    assert "<mark>nenek</mark>" in sari.page.html
    sari.submit("Bandingkan", dari="2", ke="2")
    assert "Kedua teks sama" in sari.page
    sari.submit("Bandingkan", dari="1", ke="2")
    sari.submit("Kembalikan revisi 1")
    (text,) = texts_on(app, sari.page).values()
    assert "Seorang warga" in text
    publish(app, world, sari)
    sari.open("/studio/riwayat?teks=courses/jebakan/dua&dari=x&ke=99999999999")
    assert "Revisi 3" in sari.page
    assert "trainer" in sari.page


@pytest.mark.parametrize(
    "name", ["", "courses/jebakan/tidak-ada", "quizzes/bank/uang/x", "..", "courses/%00/"]
)
@pytest.mark.parametrize("path", ["riwayat", "pensiun"])
def test_a_text_that_is_none_is_not_found(world, sari, path, name):
    sari.open(f"/studio/{path}?teks={name}", status=404)


def test_the_bank_shows_its_items_and_how_often_they_were_met(world, sari):
    sari.open("/studio/bank")
    sari.click("Bank")
    page = sari.open("/studio/bank/uang")
    assert "Label salah-1" in page
    assert "kurang dari 10" in page
    assert "Kabar dengan tanda" not in page  # its words are not for lists


def test_an_item_is_retired_in_a_draft(app, world, sari):
    sari.open("/studio/bank/uang/salah-2")
    sari.submit("Pensiunkan, lewat draf")
    (text,) = texts_on(app, sari.page).values()
    assert text.count("retired: ") == 1
    publish(app, world, sari)
    assert stored(app, select(BankItem.key).where(BankItem.retired_at.is_not(None))) == [("salah-2",)]
    sari.open("/studio/bank/uang/salah-2")
    sari.submit("Pakai lagi, lewat draf")
    publish(app, world, sari)
    assert stored(app, select(BankItem.key).where(BankItem.retired_at.is_not(None))) == []


def test_an_item_moves_in_one_draft(app, world, sari):
    sari.open("/studio/bank/uang/salah-2")
    sari.submit("Pindahkan, lewat draf", status=422)
    sari.submit("Pindahkan, lewat draf", target="kota")
    assert set(texts_on(app, sari.page)) == {"quizzes/bank/uang", "quizzes/bank/kota"}
    publish(app, world, sari)
    assert "Label salah-2" in sari.open("/studio/bank/kota")
    assert "Label salah-2" not in sari.open("/studio/bank/uang")


def test_an_item_of_a_test_form_stays_in_it_and_no_other_comes(app, sari):
    with app.app_context(), writing(db.session()) as session:
        make.form(session)
    assert "tetap di formulirnya" in sari.open("/studio/bank/tes-a/a-salah-1")
    sari.open("/studio/bank/uang/salah-2")
    assert 'value="tes-a"' not in sari.page.html
    sari.open("/studio/bank/tes-a")
    sari.submit("Tambah butir")
    (text,) = texts_on(app, sari.page).values()
    assert text.count("use: form") == 21


def test_items_and_files_begin(app, world, sari):
    sari.open("/studio/bank/uang")
    sari.submit("Tambah butir")
    assert "{#pertanyaan-baru}" in next(iter(texts_on(app, sari.page).values()))
    sari.open("/studio/bank")
    sari.submit("Mulai berkas", status=422)
    sari.submit("Mulai berkas", title="Kota")
    assert list(texts_on(app, sari.page)) == ["quizzes/bank/kota-2"]


@pytest.fixture
def counted(app, monkeypatch):
    statements, run = [], Prepared.run

    def spied(prepared, driver, dialect, values):
        statements.append(str(prepared))
        return run(prepared, driver, dialect, values)

    monkeypatch.setattr(Prepared, "run", spied)
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *details: statements.append(details[2]))

    def count(act):
        statements.clear()
        act()
        return len([one for one in statements if not one.startswith(("BEGIN", "PRAGMA", "ROLLBACK"))])

    return count


@pytest.mark.parametrize(
    "page",
    [
        "/studio/kursus",
        "/studio/kursus/jebakan",
        "/studio/bank",
        "/studio/bank/uang",
        "/studio/riwayat?teks=courses/jebakan/berkas",
        "/studio/pensiun?teks=courses/jebakan/berkas",
        "/studio/kursus/jebakan/berkas/pindah",
        "/studio/bank/uang/salah-1",
    ],
)
def test_a_page_takes_as_many_statements_however_much_there_is(app, world, counted, page):
    before = counted(lambda: world.client("trainer").get(page))
    with app.app_context(), writing(db.session()) as session:
        for number in range(4):
            make.another_lesson(session, f"lagi-{number}", position=number + 3)
            add_course(session, f"lagi-{number}", number + 5)
            make.bank(session, make.item(f"lagi-{number}"), slug=f"lagi-{number}")

    assert counted(lambda: world.client("trainer").get(page)) == before <= MOST
