"""Pages for everybody: languages, reports, errors."""

import pytest

from literasi.database import db
from literasi.models import ErrorReport, ProblemReport
from tests import make


@pytest.fixture
def world(app):
    return make.world(app)


PLACES = [
    ("/kursus", "/kursus"),
    ("//evil.example", "/"),
    ("https://evil.example", "/"),
    ("/\\evil.example", "/"),
    ("/a\r\nSet-Cookie: x=1", "/"),
    ("/\tx", "/"),
    ("", "/"),
    ("/" + "x" * 400, "/"),
]


def test_the_language_leads_back_on_this_site_only(client):
    for back, place in PLACES:
        answer = client.get("/bahasa/en", query_string={"kembali": back})
        assert (answer.status_code, answer.headers["Location"]) == (303, place), back


def test_the_language_stays(client, world):
    client.get("/bahasa/en")

    assert 'lang="en"' in client.get("/kursus").text
    assert client.get("/bahasa/xx").status_code == 404


def test_a_report_is_kept_for_the_trainers(app, browser, world):
    browser.open("/kursus/jebakan/berkas")
    browser.click("Laporkan kesalahan")
    browser.submit(text="Tanggalnya keliru 😀 \u202e abc")
    assert "Terima kasih" in browser.page
    with app.app_context():
        kept = db.session.query(ProblemReport).one()
        assert (kept.page, kept.text) == ("/kursus/jebakan/berkas", "Tanggalnya keliru 😀 \u202e abc")


def test_a_bad_report_is_explained_and_what_was_typed_is_kept(browser, world):
    for text in ("", "   ", "\x00", "x" * 10_000):
        browser.open("/laporkan?halaman=/kursus")
        browser.submit(text=text, status=422)
        assert "Kesalahan" in browser.page.html
        assert text.strip("\x00 ") in browser.page.html
    assert world.rows()["problem_report"] == 0


def test_too_many_reports_wait_and_lose_nothing(app, world, monkeypatch):
    monkeypatch.setattr("literasi.web.public.reports.LIMIT", 1)
    client = world.client("owner")
    fields = {
        **world.token_for(client, "POST"),
        "text": "Satu kalimat yang cukup panjang untuk disimpan.",
        "page": "/",
    }
    first, second = client.post("/laporkan", data=fields), client.post("/laporkan", data=fields)

    assert (first.status_code, second.status_code) == (303, 429)
    assert "Satu kalimat yang cukup panjang" in second.text
    assert int(second.headers["Retry-After"]) > 0


def test_too_many_starts_wait_and_make_nobody(app, world, monkeypatch):
    monkeypatch.setattr("literasi.web.learn.quizzes.LIMIT", 1)
    start = "/kuis/jebakan/berkas/mulai"
    client = world.client("owner")
    fields = world.token_for(client, "POST")
    first = client.post(start, data=fields)
    before = world.rows()
    second = client.post(start, data=fields)

    assert (first.status_code, second.status_code) == (303, 429)
    assert 0 < int(second.headers["Retry-After"]) <= 601
    assert world.rows() == before


def test_every_numbered_error_has_its_log_line_without_what_was_typed(client, world, caplog):
    caplog.set_level("INFO", logger="literasi")
    for method, url, data, code in ERRORS:
        caplog.clear()
        answer = client.open(url, method=method, data=data)
        (line,) = [record.msg for record in caplog.records if record.name == "literasi"]
        assert line["error_id"] in answer.text, url
        assert (line["status"], line["request_id"]) == (code, answer.headers["X-Request-ID"])
        assert url not in str(line)


def test_an_expired_form_shows_what_was_written(client, world):
    client.get("/laporkan")
    sent = client.post(
        "/laporkan", data={"csrf_token": "x", "text": "<b>Tulisan saya</b> yang tidak boleh hilang"}
    )

    assert sent.status_code == 400
    assert "&lt;b&gt;Tulisan saya&lt;/b&gt; yang tidak boleh hilang" in sent.text


ERRORS = [
    ("GET", "/tidak/ada/di/sini", None, 404),
    ("GET", "/percobaan/bukan-uuid", None, 404),
    ("GET", "/percobaan/00000000-0000-0000-0000-000000000000", None, 404),
    ("GET", "/percobaan/00000000-0000-0000-0000-000000000000/99999999999999999999999", None, 404),
    ("GET", "/kursus/%00/%ff", None, 404),
    ("GET", "/kursus/" + "x" * 3000, None, 404),
    ("DELETE", "/kursus", None, 405),
    ("POST", "/kursus", None, 405),
    ("POST", "/laporkan", b"x" * 300_000, 413),
    ("POST", "/laporkan", {"csrf_token": ["a", "b"]}, 400),
]


def test_errors_are_friendly_pages(client, world):
    for method, url, data, code in ERRORS:
        answer = client.open(url, method=method, data=data)
        assert answer.status_code == code, url
        assert 'lang="id"' in answer.text
        assert "Traceback" not in answer.text
        assert "Kesalahan nomor" in answer.text or "Nomor kesalahan" in answer.text


def test_a_bug_is_a_friendly_page_with_an_id_and_a_log_line(app, client, monkeypatch, caplog):
    def broken(*_args):
        raise ZeroDivisionError

    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr("literasi.queries.courses.catalogue", broken)
    answer = client.get("/kursus")

    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.text
    line = caplog.records[-1].msg
    assert line["error_id"] in answer.text
    assert (line["kind"], line["place"].split(":")[0]) == (
        "ZeroDivisionError",
        "literasi/web/learn/courses.py",
    )
    with app.app_context():
        kept = db.session.get(ErrorReport, line["error_id"])
        assert (kept.endpoint, kept.method, kept.status) == ("learn.courses", "GET", 500)
        assert kept.request_id == answer.headers["X-Request-ID"]


def test_a_database_that_is_away_is_a_pause_and_no_bug(app, client, monkeypatch):
    with app.app_context():
        db.session.execute(db.text("alter table course rename to elsewhere"))
        db.session.commit()
    answer = client.get("/kursus")

    assert answer.status_code in {500, 503}
    assert "Traceback" not in answer.text


def test_an_unknown_host_is_refused(client):
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_pages_with_forms_are_not_stored_and_change_their_token(client, world):
    first, second = client.get("/laporkan"), client.get("/laporkan")

    assert first.headers["Cache-Control"] == "no-store"
    assert first.data != second.data
