"""Trainers upload pictures and copy a line; everybody sees them, and a browser asks for each only once."""

import io

import pytest

from literasi.database import db, writing
from literasi.domain.media import file_name
from literasi.queries import media
from literasi.services import storing_media
from tests import drawing, make
from tests.browsing import Browser, encoded

ALT = "Peta genangan di Jalan Antasari"


@pytest.fixture
def world(app):
    return make.World(app)


@pytest.fixture
def trainer(world):
    return Browser(world.client("trainer"))


def upload(trainer, data, alt=ALT, name="foto.jpg", **options):
    trainer.open("/studio/media")
    return trainer.submit("Unggah", alt=alt, picture=(io.BytesIO(data), name), **options)


def stored(app):
    with app.app_context():
        return media.page(db.session(), 1)[0]


def test_an_uploaded_picture_gives_a_line_to_copy_and_can_be_seen(app, trainer, client):
    page = upload(trainer, drawing.photo_with_secrets())

    newest = stored(app)[0]
    assert f"![{ALT}](media/{file_name(newest.sha256)})" in page
    assert (newest.alt, newest.name, newest.width) == (ALT, "foto.jpg", 600)
    for narrow in (False, True):
        answer = client.get(f"/media/{file_name(newest.sha256, narrow=narrow)}")
        assert answer.status_code == 200
        assert b"ahasia" not in answer.data


def test_a_picture_is_sent_as_nothing_else_and_kept_for_ever(world, client):
    address = f"/media/{file_name(world.picture)}"
    answer = client.get(address)

    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers.getlist("Content-Security-Policy") == ["default-src 'none'; sandbox"]
    assert {"public", "immutable", "max-age=31536000"} == set(answer.headers["Cache-Control"].split(", "))
    assert "Set-Cookie" not in answer.headers
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("name", ["a" * 64 + ".webp", "NAME.png", "NAME-720.webp", "..%2fsecret_key", "NAME"])
def test_nothing_else_lies_there(world, client, name):
    assert client.get(f"/media/{name.replace('NAME', world.picture)}").status_code == 404


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (drawing.SVG, "Ini gambar SVG, yang bisa memuat program."),
        (drawing.HEIC, "Ini foto HEIC atau AVIF"),
        (b"%PDF-1.7", "Ini dokumen PDF."),
        (b"", "Pilih gambarnya dulu."),
        (b"kata", "Ini bukan gambar yang bisa dipakai di sini."),
        (b"\xff\xd8\xff" + b"\0" * 6_000_000, "Gambar ini lebih besar dari 5 MB."),
        (drawing.png_header(30_000, 30_000), "Gambar ini lebih dari 40 juta piksel."),
    ],
    ids=["svg", "heic", "pdf", "nothing", "words", "six megabytes", "pixels"],
)
def test_what_is_refused_is_told_and_the_words_stay(app, trainer, data, message):
    page = upload(trainer, data, status=422)

    assert message in page
    assert page.root.find(".//input[@id='alt']").get("value") == ALT
    assert page.title.startswith("Kesalahan:")
    assert len(stored(app)) == 1, "only the one that was there"


@pytest.mark.parametrize(
    ("alt", "message"), [(" ", "Ceritakan isi gambarnya"), ("a" * 201, "lebih dari 200 huruf")]
)
def test_words_for_the_picture_are_needed(trainer, alt, message):
    assert message in upload(trainer, drawing.drawing("JPEG"), alt=alt, status=422)


def test_words_never_end_the_line_too_early(app, trainer):
    page = upload(trainer, drawing.drawing("GIF"), alt="Peta [lama] <b>")

    assert "![Peta (lama) (b)](media/" in page


def test_only_this_form_may_be_large_and_only_for_who_is_signed_in(world):
    for role, address, status in (
        ("visitor", "/studio/media/unggah", 413),
        ("trainer", "/laporkan", 413),
        ("trainer", "/studio/media/unggah", 422),
    ):
        client = world.client(role)
        client.get("/laporkan")
        token = world.token_for(client, "POST")["csrf_token"]
        fields = [("csrf_token", token), ("picture", (io.BytesIO(b"x" * 600_000), "a.jpg"))]
        content_type, body = encoded("multipart/form-data", fields)
        answer = client.post(address, data=body, content_type=content_type)
        assert answer.status_code == status, (role, address)


def test_a_picture_rests_and_comes_back(app, world, trainer):
    trainer.open("/studio/media")
    trainer.submit("Pensiunkan")
    assert stored(app) == []

    trainer.click("Gambar yang dipensiunkan")
    trainer.submit("Kembalikan")
    assert [picture.sha256 for picture in stored(app)] == [world.picture]


def test_what_a_lesson_shows_says_where_and_stays(app, world, trainer):
    line = f"![{ALT}](media/{file_name(world.picture)})"
    with app.app_context(), writing(db.session()) as session:
        source = make.LESSON.replace("menerima berkas.", f"menerima berkas.\n\n{line}")
        make.another_lesson(session, "bergambar", source)

    page = trainer.open("/studio/media")
    assert "Tampil di courses/jebakan/bergambar." in page
    with app.app_context(), pytest.raises(storing_media.PictureInUse), writing(db.session()) as session:
        storing_media.retire(session, world.picture, by_id=None, now=make.NOW)


def test_a_picture_taken_up_meanwhile_is_not_retired(app, world, trainer):
    trainer.open("/studio/media")
    line = f"![{ALT}](media/{file_name(world.picture)})"
    with app.app_context(), writing(db.session()) as session:
        source = make.LESSON.replace("menerima berkas.", f"menerima berkas.\n\n{line}")
        make.another_lesson(session, "bergambar", source)

    assert "Gambar ini masih tampil di courses/jebakan/bergambar." in trainer.submit("Pensiunkan", status=409)


def test_a_lesson_shows_its_picture_lazily(app, world, browser):
    line = f"![{ALT}](media/{file_name(world.picture)})"
    with app.app_context(), writing(db.session()) as session:
        source = make.LESSON.replace("menerima berkas.", f"menerima berkas.\n\n{line}")
        make.another_lesson(session, "bergambar", source, media={world.picture: (640, 400)})

    image = browser.open("/kursus/jebakan/bergambar").root.find(".//img")
    assert (image.get("alt"), image.get("loading"), image.get("width")) == (ALT, "lazy", "640")
    assert f"/media/{world.picture}-360.webp 360w" in image.get("srcset")
