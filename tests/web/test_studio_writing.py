"""A trainer writes, is corrected, sends; a second one approves; a learner reads it. Without JavaScript."""

import re
from datetime import UTC, datetime

import pytest

from literasi.database import db, writing
from literasi.domain.people import Role
from tests import make
from tests.browsing import Browser

TOKEN = "Z" * 43


@pytest.fixture
def world(app):
    return make.world(app)


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


def editor(world):
    return f"/studio/draf/{world.draft_id}"


def prose(html):
    """The lesson's own text in a page, with its sources."""
    return re.search(r'<div class="stack prose".*?<ul class="sources">.*?</ul>', html, re.DOTALL)[0]


def test_from_the_desk_to_the_learner(app, world, sari, budi):
    sari.open("/studio")
    sari.click("Berkas yang Menyamar")
    lesson = make.LESSON.replace("Seorang warga menerima berkas.", "Seorang nenek menerima berkas.")
    sari.submit("Simpan dan periksa", **{"text-0": lesson.replace("minutes: 4", "minutes: lama")})
    assert "1 hal harus dibetulkan" in sari.page
    assert "Baris 4" in sari.page
    sari.submit("Lanjut ke peninjauan")
    assert "Baris 4" in sari.page, "errors lead back to the text"
    sari.submit("Lanjut ke peninjauan", **{"text-0": lesson})
    assert "Yang berubah dari revisi 1" in sari.page
    sari.submit("Kirim untuk ditinjau")
    assert "Menunggu tinjauan" in sari.page
    assert "Setujui dan terbitkan" not in sari.page

    budi.open("/studio")
    budi.click("Berkas yang Menyamar")
    assert "Seorang nenek" in budi.page
    preview = prose(budi.page.html)
    budi.submit("Setujui dan terbitkan")
    assert "sudah terbit" in budi.page

    learner = Browser(app.test_client())
    learner.open("/kursus/jebakan/berkas")
    assert "Seorang nenek" in learner.page
    learners_own = prose(learner.page.html).replace('action="/kursus/jebakan/berkas#coba"', 'action="#coba"')
    assert preview == learners_own, "byte for byte"
    going_on = Browser(world.client("owner"))
    going_on.open(f"/percobaan/{world.attempt_id}")
    assert "Berkas .apk itu apa?" in going_on.page.html or "Soal 1" in going_on.page


def test_the_preview_of_a_question_is_what_a_learner_gets(world, sari):
    """The stored HTML of a question stands in both pages unchanged."""
    sari.open(editor(world))
    owner = Browser(world.client("owner"))
    for number in (1, 2, 3):
        owner.open(f"/percobaan/{world.attempt_id}/{number}")
        for figure in re.findall(r"<figure.*?</figure>", owner.page.html, re.DOTALL):
            assert figure in sari.page.html
        for choice in re.findall(r"<span>(Foto|Aplikasi|Surat)</span>", owner.page.html):
            assert f"<span>{choice}</span>" in sari.page.html


def test_words_come_back_with_the_draft(world, sari, budi):
    sari.open(editor(world))
    sari.submit("Lanjut ke peninjauan", **{"text-0": make.LESSON.replace("warga", "tetangga")})
    sari.submit("Kirim untuk ditinjau")
    budi.open(editor(world))
    budi.submit("Kembalikan kepada penulis", status=422)
    assert "Tulis singkat apa yang perlu diubah" in budi.page
    budi.submit("Kembalikan kepada penulis", note="Tolong sebut tanggal kejadiannya.")
    sari.open("/studio")
    assert "Dikembalikan" in sari.page
    sari.click("Berkas yang Menyamar")
    assert "Tolong sebut tanggal kejadiannya." in sari.page


def test_a_quiz_is_written_beside_its_lesson(app, world, sari):
    with app.app_context(), writing(db.session()) as session:
        texts = [("courses/jebakan/baru", make.LESSON)]
        draft_id = make.draft(session, world.learner_ids["trainer"], texts=texts)
        live = make.draft(
            session,
            world.learner_ids["trainer"],
            texts=[("courses/jebakan/berkas", make.LESSON)],
        )
    sari.open(f"/studio/draf/{draft_id}")
    sari.submit("Tulis kuis pelajaran ini")
    assert "quizzes/jebakan/baru" in sari.page
    assert "tempat masih berisi contoh" in sari.page
    assert not [form for form in sari.page.forms if form.has_button("Tulis kuis pelajaran ini")]
    sari.open(f"/studio/draf/{live}")
    sari.submit("Tulis kuis pelajaran ini")
    assert "Berkas .apk itu apa?" in sari.page.html, "the live quiz joins"


def test_two_tabs_show_both_texts(world, sari):
    sari.open(editor(world))
    second = Browser(world.client("trainer"))
    second.open(editor(world))
    second.submit("Simpan dan periksa", **{"text-0": make.LESSON.replace("warga", "tetangga")})
    sari.submit("Simpan dan periksa", status=409, **{"text-0": make.LESSON.replace("warga", "teman")})
    assert "tetangga" in sari.page.html
    assert "teman" in sari.page.html
    sari.submit("Simpan teks saya")
    sari.open(editor(world))
    assert "Seorang teman" in sari.page.html


def test_what_was_typed_is_shown_when_the_draft_is_closed(world, sari):
    sari.open(editor(world))
    second = Browser(world.client("trainer"))
    second.open(editor(world))
    second.submit("Sisihkan draf ini")
    sari.submit("Simpan dan periksa", status=409, **{"text-0": "ketikan yang penting"})
    assert "ketikan yang penting" in sari.page.html
    second.submit("Lanjutkan draf ini")
    assert "Simpan dan periksa" in second.page


def test_the_autosave_answers_with_the_panels_and_never_with_the_text(world):
    client = world.client("trainer")
    fields = {
        **world.token_for(client, "POST"),
        "version": "1",
        "text-0": make.LESSON.replace("minutes: 4\n", ""),
    }
    said = client.post(f"{editor(world)}/otomatis", data=fields).get_json()

    assert said["version"] == 2
    assert "minutes belum ada" in said["findings"]
    assert set(said["previews"]) == {"1"}, "the lesson's preview stays as it was"
    assert client.post(f"{editor(world)}/otomatis", data={**fields, "text-0": "lain"}).status_code == 409


def test_a_draft_that_is_being_written_is_nobody_elses(world, budi):
    budi.open(editor(world), status=404)


def test_a_draft_from_an_older_revision_shows_both_texts(app, world, sari, budi):
    with app.app_context(), writing(db.session()) as session:
        make.published(session, quiz_source=make.quiz_text().replace("Kuis berkas", "Kuis yang baru"))
    sari.open(editor(world))
    assert "sudah terbit" not in sari.page, "nothing of it was changed here"
    sari.submit("Simpan dan periksa", **{"text-1": make.quiz_text().replace("Foto\n", "Foto saja\n")})
    assert "revisi 2 teks ini sudah terbit" in sari.page
    assert "Kuis yang baru" in sari.page.html
    sari.submit("Lanjut ke peninjauan")
    assert "revisi 2 teks ini sudah terbit" in sari.page, "first compare"
    while "Sudah saya bandingkan" in sari.page:
        sari.submit("Sudah saya bandingkan")
    sari.submit("Lanjut ke peninjauan")
    sari.submit("Kirim untuk ditinjau")
    assert "Menunggu tinjauan" in sari.page


@pytest.mark.parametrize("identity", ["", "courses/../x", "quizzes/jebakan/", "courses/tidak/ada", "x" * 400])
def test_a_draft_of_nothing_is_not_found(world, identity):
    client = world.client("trainer")
    fields = {**world.token_for(client, "POST"), "identity": identity}

    assert client.post("/studio/draf/mulai", data=fields).status_code == 404


@pytest.mark.parametrize("key", ["html", "prompt", "heading", "explanation", "html-answered"])
def test_a_question_may_have_any_key(app, world, key):
    source = make.quiz_text().replace("lesson: berkas\n", "").replace("#arti-apk read=kejadiannya", f"#{key}")
    source = source.replace("#undangan", "#undangan-2").replace("#parkir", "#parkir-2")
    with app.app_context(), writing(db.session()) as session:
        author = world.learner_ids["trainer"]
        draft_id = make.draft(session, author, texts=[("quizzes/jebakan/lain", source)])

    sari = Browser(world.client("trainer"))
    sari.open(f"/studio/draf/{draft_id}")
    assert "Berkas .apk itu apa?" in sari.page


def test_the_same_text_twice_is_one_draft(world):
    client = world.client("trainer")
    fields = {**world.token_for(client, "POST"), "identity": ["courses/jebakan/", "courses/jebakan/"]}

    assert client.post("/studio/draf/mulai", data=fields).status_code == 303


def test_a_reviewer_who_comes_too_late_is_told(world, sari, budi):
    sari.open(editor(world))
    sari.submit("Lanjut ke peninjauan", **{"text-0": make.LESSON.replace("warga", "tetangga")})
    sari.submit("Kirim untuk ditinjau")
    budi.open(editor(world))
    sari.submit("Tarik kembali")
    budi.submit("Setujui dan terbitkan")
    assert "tidak lagi menunggu tinjauan" in budi.page


def test_the_guide_stands_in_the_studio(world, sari):
    sari.open("/studio")
    sari.click("Panduan menulis")
    assert "Mencari tanda" in sari.page
    assert "```chat" in sari.page
