"""A trainer brings questions in and takes content along. Without JavaScript."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select

from literasi.database import db, writing
from literasi.domain.interchange.gift import read_gift
from literasi.domain.interchange.moodle_xml import read_moodle_xml
from literasi.models import AuditEvent, Draft, DraftText, ImportBatch, Lesson, Media, QuizRevision
from literasi.services import importing, packing, publishing
from tests import make
from tests.browsing import Browser, encoded
from tests.domain.interchange.test_plans import three_hundred

ZIP = {
    "courses/jebakan/course.md": make.COURSE.encode(),
    "courses/jebakan/01-berkas.md": make.LESSON.encode(),
}


@pytest.fixture
def world(app):
    return make.world(app)


@pytest.fixture
def sari(world):
    return Browser(world.client("trainer"))


def upload(
    browser, data=None, name="soal.gift", *, text="", course="jebakan", title="Soal Moodle", **options
):
    browser.open("/studio/impor")
    file = {"file": (io.BytesIO(data), name)} if data is not None else {}
    return browser.submit("Lihat yang akan dibuat", text=text, course=course, title=title, **file, **options)


def drafts(app):
    """Title and texts of every draft but the one that was there, in order."""
    with app.app_context():
        rows = db.session().execute(
            select(Draft.title, DraftText.identity, DraftText.source, DraftText.base_number)
            .join(DraftText)
            .where(~Draft.title.contains("Menyamar") | DraftText.source.contains("sepupu"))
            .order_by(Draft.title, DraftText.place)
        )
        return rows.all()


def count(app, *what):
    with app.app_context():
        return db.session().scalar(select(func.count()).select_from(*what))


def test_of_three_hundred_questions_five_are_named_and_the_rest_comes_when_asked_for(app, sari):
    text, broken = three_hundred()
    page = upload(sari, text.encode())

    assert page.heading == "Uji coba: soal.gift"
    assert "5 bagian bermasalah" in page
    for line in broken:
        assert f"Baris {line}" in page
    assert "Soal Moodle bagian 6 dari 6" in page
    assert "Buat draf untuk 295 soal" in page
    assert drafts(app) == []

    assert "Centang bahwa yang bermasalah ditinggalkan" in sari.submit("Buat draf untuk 295 soal", status=422)
    assert drafts(app) == []
    sari.submit("Buat draf untuk 295 soal", leave_out="yes")
    made = drafts(app)
    assert sari.page.heading == "Studio"
    assert [row.identity for row in made] == [
        f"quizzes/jebakan/soal-moodle-bagian-{number}-dari-6" for number in range(1, 7)
    ]
    assert sum(row.source.count("\n## ") for row in made) == 295
    assert count(app, QuizRevision) == 1, "nothing is published"
    assert count(app, ImportBatch) == 1, "only the one that was there"
    with app.app_context():
        assert "import.drafts" in db.session().scalars(select(AuditEvent.action)).all()


def test_one_quiz_leads_into_its_draft(app, sari):
    upload(sari, text="Mana kanal resmi? {=BMKG#Ya. ~Grup#Belum tentu.}")
    page = sari.submit("Buat draf untuk 1 soal")

    assert page.url.startswith("/studio/draf/")
    assert "## Mana kanal resmi? {#mana-kanal-resmi}" in page.html
    assert "Tidak ada yang perlu dibetulkan" in page


def test_an_imported_quiz_stands_alone_or_completes_a_lesson_that_has_none(app, sari):
    upload(sari, text=make.GIFT)
    assert "Untuk pelajaran mana?" not in sari.page, "every lesson has its quiz"
    with app.app_context(), writing(db.session()) as session:
        make.another_lesson(session, "dua", make.LESSON.replace("Berkas yang Menyamar", "Pelajaran kedua"))
    upload(sari, text=make.GIFT)
    sari.submit("Buat draf untuk 1 soal")
    assert "lesson:" not in drafts(app)[0].source

    upload(sari, text=make.GIFT, title="Soal kedua")
    assert "Pelajaran tanpa kuis" in sari.page
    sari.submit("Buat draf untuk 1 soal", lesson="dua")
    made = {row.identity: row.source for row in drafts(app)}
    assert "\nlesson: dua\n" in made["quizzes/jebakan/soal-kedua"]


def test_a_lesson_that_is_offered_no_longer_is_not_taken(app, sari):
    with app.app_context(), writing(db.session()) as session:
        make.another_lesson(session, "dua", make.LESSON.replace("Berkas yang Menyamar", "Pelajaran kedua"))
    upload(sari, text=make.GIFT)
    with app.app_context(), writing(db.session()) as session:
        session.scalar(select(Lesson).where(Lesson.slug == "dua")).retired_at = make.NOW

    assert "Lihat sekali lagi" in sari.submit("Buat draf untuk 1 soal", lesson="dua", status=422)
    assert drafts(app) == []


def test_the_form_says_where_imported_quizzes_are_met(sari):
    assert "Latihan tambahan" in sari.open("/studio/impor")


def test_a_zip_becomes_drafts_of_what_differs(app, sari):
    changed = {
        **ZIP,
        "courses/jebakan/01-berkas.md": make.LESSON.replace("Seorang warga", "Seorang sepupu").encode(),
    }
    page = upload(sari, packing.pack(changed), "isi.zip", course="", title="")

    assert "draf yang mengubah revisi 1" in page
    assert "sudah terbit sama persis" in page
    page = sari.submit("Buat 1 draf")
    assert "Seorang sepupu" in page.html
    assert [(row.identity, row.base_number) for row in drafts(app)] == [("courses/jebakan/berkas", 1)]


def test_pictures_travel_in_the_zip(app, world, sari):
    with app.app_context():
        folder = app.extensions["literasi_settings"].media_folder
        line = f"![Peta genangan](media/{world.picture}.webp)"
        source = make.LESSON.replace("menerima berkas.", f"menerima berkas.\n\n{line}")
        with writing(db.session()) as session:
            make.another_lesson(session, "bergambar", source, media={world.picture: (640, 400)})
        files = packing.live_files(db.session(), pictures=folder)
    path = f"courses/jebakan/media/{world.picture}.webp"
    assert files[path] == make.shaped_picture().wide
    assert packing.unpack(packing.pack(files)) == files

    for file in folder.iterdir():
        file.unlink()
    with app.app_context(), writing(db.session()) as session:
        session.execute(delete(Media))
    name = next(name for name in files if "bergambar" in name)
    files[name] = files[name].replace(b"Seorang warga", b"Seorang sepupu")
    upload(sari, packing.pack(files), "isi.zip", course="", title="")
    page = sari.submit("Buat 1 draf")

    assert (folder / f"{world.picture}.webp").read_bytes() == files[path]
    assert "Gambar ini belum ada" not in page
    assert count(app, Media) == 1


def test_pasted_markdown_becomes_a_draft_even_when_it_is_faulty(app, sari):
    text = make.LESSON.replace("minutes: 4", "minutes: lama").replace("Berkas yang Menyamar", "Cerita sepupu")
    page = upload(sari, text=text, title="")

    assert "minutes harus angka bulat" in page
    assert "Draf akan memuatnya" in page
    sari.submit("Buat 1 draf")
    assert [row.source for row in drafts(app)] == [text]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Pilih berkas atau tempel teks"),
        ({"text": "a", "data": b"a"}, "Pilih berkas atau tempel teks"),
        ({"text": "Mana?{=a ~b}", "course": ""}, "Pilih kursus tempatnya"),
        ({"text": "Mana?{=a ~b}", "title": ""}, "Beri kuis baru ini judul"),
        ({"text": "Mana?{=a ~b}", "title": "a" * 81}, "lebih dari 80 huruf"),
        ({"text": "Mengapa?{}"}, "Tidak ada yang bisa diimpor"),
        ({"text": "Mana?{=a ~b"}, "Kurung kurawal soal ini tidak berpasangan"),
        ({"data": b"PK kata", "name": "a.zip"}, "Zip ini rusak atau bukan zip"),
        ({"data": b"<!DOCTYPE quiz SYSTEM 'file:///etc/passwd'><quiz/>"}, "memuat DTD atau entitas"),
        ({"data": b"a" * (10 * 1024 * 1024 + 1)}, "lebih besar dari 10 MB"),
        ({"data": b"a" * (2 * 1024 * 1024 + 1)}, "lebih besar dari 2 MB"),
    ],
)
def test_what_cannot_be_brought_in_is_told_and_the_words_stay(app, sari, fields, message):
    page = upload(sari, **fields, status=422)

    assert message in page
    assert page.title.startswith("Kesalahan:")
    assert (page.root.find(".//textarea").text or "").strip() == fields.get("text", "").strip()
    assert count(app, ImportBatch) == 1


def test_a_text_of_a_megabyte_may_be_pasted(sari):
    assert "Uji coba" in upload(sari, text="// " + "a" * 1_000_000 + "\n\nMana?{=a ~b}")


def test_only_trainers_may_send_so_much(world):
    client = world.client("citizen")
    token = world.token_for(client, "POST")["csrf_token"]
    content_type, body = encoded("multipart/form-data", [("csrf_token", token), ("text", "a" * 300_000)])

    assert client.post("/studio/impor", data=body, content_type=content_type).status_code == 404


def test_what_went_live_meanwhile_is_shown_before_drafts_are_made(app, world, sari):
    upload(sari, text="Mana kanal resmi? {=BMKG#Ya. ~Grup#Belum tentu.}", title="Kuis baru")
    with app.app_context(), writing(db.session()) as session:
        make.final(session, publishing.find_course(session, "jebakan"), slug="kuis-baru")
    page = sari.submit("Buat draf untuk 1 soal", status=422)

    assert "rencananya berubah" in page
    assert "quizzes/jebakan/kuis-baru-2" in page
    sari.submit("Buat draf untuk 1 soal")
    assert [row.identity for row in drafts(app)] == ["quizzes/jebakan/kuis-baru-2"]


def test_an_upload_can_be_forgotten(app, world, sari):
    sari.open(f"/studio/impor/{world.batch_id}")
    sari.submit("Buang unggahan ini")

    assert sari.page.heading == "Impor"
    assert count(app, ImportBatch) == 0
    sari.open(f"/studio/impor/{world.batch_id}", status=404)


def test_pressing_twice_makes_the_drafts_once(app, world, sari):
    second = Browser(world.client("trainer"))
    for browser in (sari, second):
        browser.open(f"/studio/impor/{world.batch_id}")
    sari.submit("Buat draf untuk 1 soal")
    second.submit("Buat draf untuk 1 soal", status=404)

    assert len(drafts(app)) == 1


def test_uploads_are_let_go_after_a_week_and_never_pile_up(app, world):
    trainer = world.learner_ids["trainer"]
    now = datetime.now(UTC)
    with app.app_context(), writing(db.session()) as session:
        kept = [make.import_batch(session, trainer, now=now + timedelta(hours=n)) for n in range(7)]
        assert set(session.scalars(select(ImportBatch.id))) == set(kept[-5:])
    with app.app_context(), writing(db.session()) as session:
        newest = make.import_batch(session, trainer, now=now + timedelta(days=8))
        assert session.scalars(select(ImportBatch.id)).all() == [newest]


def test_the_whole_site_leaves_as_a_zip_and_comes_back(sari, world):
    page = sari.open("/studio/ekspor")
    page = sari.submit("Lihat isinya", isi="semua", bentuk="zip")
    assert "3 teks, sama persis" in page
    address = next(url for text, url in page.links if "Unduh" in text)
    answer = world.client("trainer").get(address)

    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="literasi-semua.zip"'
    files = packing.unpack(answer.data)
    assert files["courses/jebakan/01-berkas.md"] == make.LESSON.encode()
    assert "Semua isinya sudah terbit" in upload(sari, answer.data, "a.zip", title="")


def test_what_is_live_already_is_no_mistake(app, sari):
    page = upload(sari, packing.pack(ZIP), "a.zip")

    assert "Semua isinya sudah terbit" in page
    assert not page.title.startswith("Kesalahan:")
    assert page.root.find(".//*[@role='alert']") is None
    assert count(app, ImportBatch) == 1  # that of the world
    files = {**ZIP, "courses/jebakan/02-rusak.md": b"rusak"}
    page = upload(sari, packing.pack(files), "a.zip", status=422)
    assert "Semua isinya sudah terbit" not in page
    assert "Tidak ada yang bisa diimpor" in page


@pytest.mark.parametrize(("form", "read"), [("gift", read_gift), ("xml", read_moodle_xml)])
def test_questions_leave_with_a_list_of_what_stays(sari, world, form, read):
    page = sari.open(f"/studio/ekspor?isi=jebakan&bentuk={form}")
    assert "Yang tidak bisa ikut" in page
    assert "judul kuis" in page
    address = next(url for text, url in page.links if "Unduh" in text)
    data = world.client("trainer").get(address).data

    found = read(data if form == "xml" else data.decode())
    assert [question.id for question in found.questions] == [one.key for one in world.document.questions]


@pytest.mark.parametrize("query", ["", "?isi=lain&bentuk=zip", "?isi=semua&bentuk=exe"])
def test_what_does_not_exist_cannot_be_downloaded(world, query):
    assert world.client("trainer").get(f"/studio/ekspor/unduh{query}").status_code == 404


def test_more_new_pictures_than_an_import_may_bring_are_told(app, world, sari, monkeypatch):
    monkeypatch.setattr(importing, "MOST_PICTURES", 0)
    line = f"\n\n![Peta genangan](media/{world.picture}.webp)"
    changed = make.LESSON.replace("menerima berkas.", f"menerima berkas.{line}").encode()
    picture = {f"courses/jebakan/media/{world.picture}.webp": make.shaped_picture().wide}
    with app.app_context(), writing(db.session()) as session:
        session.execute(delete(Media))
    files = {**ZIP, "courses/jebakan/01-berkas.md": changed, **picture}
    page = upload(sari, packing.pack(files), "isi.zip", course="", title="")

    assert "Zip ini membawa 1 gambar baru; hanya 0 yang ikut" in page
    sari.submit("Buat 1 draf", leave_out="yes")
    assert count(app, Media) == 0


def test_a_zip_of_too_many_lines_is_not_read(sari):
    text = "".join(f"{number * number % 997}\n" for number in range(30_000)).encode()
    files = {f"quizzes/a/b{number}.md": text for number in range(4)}

    page = upload(sari, packing.pack(files), "isi.zip", course="", title="", status=422)
    assert "lebih dari 100000 baris" in page
