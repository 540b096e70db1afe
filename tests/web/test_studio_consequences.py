"""A changed quiz shows what it means, and its author says what it is, before anybody else sees it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select

from literasi.database import db, writing
from literasi.domain.people import Role
from literasi.models import Attempt, AuditEvent, Draft, QuizRevision, Regrade
from literasi.services import deciding, drafting, inspecting
from tests import make
from tests.browsing import Browser

FIELD = "arti-1-arti-apk"
KEPT = "1 akan naik; 1 tetap seperti semula, tidak diturunkan"
UNCHANGED = "Penjelasan pilihan belum diubah; baca lagi apakah masih cocok."
TOKEN = "Z" * 43


@pytest.fixture
def world(app):
    world = make.world(app)
    for name, first in (("owner", "b"), ("other", "a")):
        attempt_id = world.attempt_id if name == "owner" else world.other_attempt_id
        with app.app_context(), writing(db.session()) as session:
            for key, text in {**make.RIGHT, "arti-apk": first}.items():
                make.answer(session, attempt_id, world.document, key, text, now=datetime.now(UTC))
    return world


@pytest.fixture
def sari(world):
    return Browser(world.client("trainer"))


@pytest.fixture
def budi(app, world):
    """A second trainer."""
    with app.app_context(), writing(db.session()) as session:
        now = datetime.now(UTC)
        learner_id = make.account(session, "budi", roles=[Role.TRAINER], now=now)
        make.signed_in(session, learner_id, TOKEN, now=now)
    client = app.test_client()
    client.set_cookie("literasi", TOKEN)
    return Browser(client)


def alone(app, world):
    """The author may publish without a second trainer."""
    with app.app_context(), writing(db.session()) as session:
        deciding.need_second_trainer(
            session, False, by_id=world.learner_ids["operator"], now=datetime.now(UTC)
        )


def go_on(browser, world, source):
    """The author writes the quiz anew and goes on."""
    browser.open(f"/studio/draf/{world.draft_id}")
    browser.submit("Lanjut ke pe", **{"text-1": source})


def stored(app, wanted):
    with app.app_context():
        return db.session.scalar(wanted)


def points(app, attempt_id):
    return stored(app, select(Attempt.points).where(Attempt.id == attempt_id))


def faults(app):
    with app.app_context():
        return list(inspecting.faults(db.session()))


def code(attempt_id):
    return attempt_id.hex[:8].upper()


def test_nothing_goes_on_before_the_author_has_said_what_it_is(app, world, sari):
    go_on(sari, world, make.mended_text())
    assert "Arti perubahan ini" in sari.page
    assert f"Jawaban benar pertanyaan 1 berubah: 2 percobaan, {KEPT}." in sari.page
    assert "Dulu yang tepat “Aplikasi”, sekarang “Foto”." in sari.page
    sari.submit("Lanjut ke peninjauan", status=422)
    assert "Pilih arti perubahan ini." in sari.page

    sari.open(f"/studio/draf/{world.draft_id}/kirim")
    assert "Arti perubahan ini" in sari.page


def test_a_mended_key_is_approved_by_a_second_trainer_who_reads_the_same(app, world, sari, budi):
    go_on(sari, world, make.mended_text())
    sari.submit("Lanjut ke peninjauan", **{FIELD: "regrade"})
    assert "Tidak ada nilai yang turun." in sari.page
    assert f"2 percobaan, {KEPT}." in sari.page
    assert "1 turun" not in sari.page
    sari.submit("Kirim untuk ditinjau")
    budi.open(f"/studio/draf/{world.draft_id}")
    assert f"Jawaban benar pertanyaan 1 berubah: 2 percobaan, {KEPT}." in budi.page
    assert "Tidak ada nilai yang turun." in budi.page
    budi.submit("Setujui dan terbitkan")

    assert "sudah terbit" in budi.page
    assert (points(app, world.attempt_id), points(app, world.other_attempt_id)) == (3.0, 3.0)
    assert stored(app, select(Regrade.by_id)) != world.learner_ids["trainer"]
    assert stored(app, select(AuditEvent.details).where(AuditEvent.action == "question.regraded"))
    assert faults(app) == []


def test_results_fall_after_a_second_tick_person_by_person(app, world, sari):
    alone(app, world)
    go_on(sari, world, make.mended_text())
    assert f"{code(world.attempt_id)}" in sari.page
    assert "3 dari 3 → 2 dari 3" in " ".join(sari.page.html.split())
    tick = sari.page.html.partition(f'name="{FIELD}-turun" value="')[2].partition('"')[0]
    sari.submit("Lanjut ke penerbitan", **{FIELD: "regrade", f"{FIELD}-turun": tick})
    assert "1 nilai turun" in sari.page
    assert "2 percobaan, 1 akan naik nilainya, 1 turun." in sari.page
    sari.submit("Terbitkan sekarang")

    assert (points(app, world.attempt_id), points(app, world.other_attempt_id)) == (2.0, 3.0)
    assert faults(app) == []


def test_another_result_that_would_fall_meanwhile_stops_it(app, world, sari):
    alone(app, world)
    go_on(sari, world, make.mended_text())
    tick = sari.page.html.partition(f'name="{FIELD}-turun" value="')[2].partition('"')[0]
    sari.submit("Lanjut ke penerbitan", **{FIELD: "regrade", f"{FIELD}-turun": tick})
    with app.app_context(), writing(db.session()) as session:
        late = make.attempt(session, make.learner(session, "q" * 43), world.quiz_id, now=datetime.now(UTC))
        make.answer_all(session, late, now=datetime.now(UTC))
    sari.submit("Terbitkan sekarang", status=409)
    assert "bukan lagi yang tadi ditampilkan" in sari.page
    assert points(app, late) == 3.0

    sari.submit("Lanjut ke penerbitan")
    assert code(late) in sari.page
    sari.submit("Terbitkan sekarang")
    assert points(app, late) == 2.0
    assert faults(app) == []


def test_a_new_question_gets_a_new_key_in_the_draft(app, world, sari):
    alone(app, world)
    go_on(sari, world, make.mended_text())
    sari.submit("Lanjut ke penerbitan", **{FIELD: "new"})
    assert "Pertanyaan 1 baru." in sari.page
    assert "dikeluarkan, jawabannya tetap tersimpan: 2 percobaan." in sari.page
    sari.submit("Terbitkan sekarang")

    source = stored(app, select(QuizRevision.source).order_by(QuizRevision.id.desc()).limit(1))
    assert "{#arti-apk-2 read=kejadiannya}" in source
    assert (points(app, world.attempt_id), points(app, world.other_attempt_id)) == (3.0, 2.0)
    assert stored(app, select(Regrade.id)) is None
    assert faults(app) == []


def test_a_typing_error_needs_no_words(app, world, sari):
    alone(app, world)
    go_on(sari, world, make.quiz_text().replace("- [ ] Foto", "- [ ] Fotonya"))
    assert "Pertanyaan 1 ditulis ulang. Yang tepat tetap sama." in sari.page
    assert "Hanya salah ketik, jawaban benar tetap." in sari.page
    sari.click("Lihat lagi perubahannya")
    sari.submit("Lanjut ke penerbitan", **{FIELD: "new"})
    assert "Pertanyaan 1 baru." in sari.page


def test_choices_in_another_order_are_the_same_question(app, world, sari):
    alone(app, world)
    text = make.quiz_text()
    photo = "- [ ] Foto\n  > Foto berakhiran .jpg.\n"
    assert photo in text
    go_on(sari, world, text.replace(photo, "").replace("- [ ] Surat", f"{photo}- [ ] Surat"))
    assert "Urutan pilihan pertanyaan 1 berubah" in sari.page
    sari.submit("Lanjut ke penerbitan", **{FIELD: "same"})
    sari.submit("Terbitkan sekarang")

    assert "sudah terbit" in sari.page
    assert (points(app, world.attempt_id), points(app, world.other_attempt_id)) == (3.0, 2.0)
    assert faults(app) == []


def test_another_kind_can_only_be_a_new_question(app, world, sari):
    go_on(sari, world, make.quiz_text().replace("- [ ] Surat", "- [x] Surat"))
    assert "Jenis pertanyaan 1 berubah" in sari.page
    assert "Perbaiki jawaban benar dan hitung ulang" not in sari.page


def test_typing_on_asks_again(app, world, sari):
    go_on(sari, world, make.mended_text())
    sari.submit("Lanjut ke peninjauan", **{FIELD: "regrade"})
    go_on(sari, world, make.mended_text().replace("Kuis berkas", "Kuis baru"))

    assert "Arti perubahan ini" in sari.page
    assert stored(app, select(Draft.decisions).where(Draft.id == world.draft_id)) == {}


def test_a_key_of_an_earlier_question_gets_a_new_one(app, world, sari):
    alone(app, world)
    without, _, last = make.quiz_text().partition("## Kabar yang ini?")
    go_on(sari, world, without)
    sari.submit("Terbitkan sekarang")
    with app.app_context(), writing(db.session()) as session:
        world.draft_id = make.draft(session, world.learner_ids["trainer"], now=datetime.now(UTC))
    go_on(sari, world, without + "## Kabar yang ini?" + last.replace("benar", "salah"))
    assert "Kode soal pertanyaan 3 dulu dipakai pertanyaan lain." in sari.page
    sari.submit("Lanjut ke penerbitan", **{"arti-1-parkir": "new"})
    sari.submit("Terbitkan sekarang")

    assert "sudah terbit" in sari.page
    assert faults(app) == []


def test_two_tabs_never_decide_over_each_other(world, sari):
    go_on(sari, world, make.mended_text())
    second = Browser(world.client("trainer"))
    second.open(f"/studio/draf/{world.draft_id}/akibat")
    second.submit("Lanjut ke peninjauan", **{FIELD: "regrade"})
    sari.submit("Lanjut ke peninjauan", **{FIELD: "new"})
    assert "draf ini disimpan dari halaman lain" in sari.page


def test_an_open_attempt_and_those_who_finished_are_counted(app, world, sari):
    with app.app_context(), writing(db.session()) as session:
        make.attempt(session, make.learner(session, "q" * 43), world.quiz_id, now=datetime.now(UTC))
    go_on(sari, world, make.mended_text())

    assert "1 percobaan yang sedang berjalan tetap memakai teks lama." in sari.page
    assert "2 orang yang sudah selesai tetap selesai." in sari.page


def test_explanations_that_stayed_behind_are_to_be_read_again(app, world, sari):
    go_on(sari, world, make.mended_text())
    assert UNCHANGED in sari.page
    sari.submit("Lanjut ke peninjauan", **{FIELD: "regrade"})
    assert UNCHANGED in sari.page

    source = make.mended_text().replace("Foto berakhiran .jpg.", "Ya, ini foto.")
    go_on(sari, world, source.replace("Ya, aplikasi untuk ponsel Android.", "Bukan aplikasi."))
    assert "Arti perubahan ini" in sari.page
    assert UNCHANGED not in sari.page


def test_a_verdict_that_changed_without_its_fact_is_to_be_read_again(app, world, sari):
    source = make.quiz_text().replace("verdict: salah", "verdict: benar")
    warning = "Fakta dan alasannya belum diubah; baca lagi apakah masih cocok."
    go_on(sari, world, source)
    assert warning in sari.page

    go_on(sari, world, source.replace("Undangan itu berisi aplikasi pencuri pesan.", "Undangan itu asli."))
    assert "Arti perubahan ini" in sari.page
    assert warning not in sari.page


def test_a_new_quiz_says_nothing_about_those_who_answered_an_old_one(app, world, sari):
    source = make.final_text()
    with app.app_context(), writing(db.session()) as session:
        new = drafting.NewText("quizzes/jebakan/kuis-akhir", source, None)
        draft_id = drafting.begin(
            session, world.learner_ids["trainer"], [new], draft_id=uuid4(), now=datetime.now(UTC)
        )
        make.bank(session)
    sari.open(f"/studio/draf/{draft_id}/kirim")
    assert "Teks ini baru." in sari.page
    assert "yang sedang dikerjakan" not in sari.page
    assert "pilih arti lain" not in sari.page

    sari.open(f"/studio/draf/{draft_id}/akibat")
    assert "Kuis ini baru, jadi belum ada yang menjawabnya." in sari.page
