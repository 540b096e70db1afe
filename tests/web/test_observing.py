"""The log: one line for each request and each mistake, and nothing about people in any of them."""

import json
import logging
import re
import time

import pytest
from sqlalchemy import select

from app import create_app
from literasi import logs
from literasi.cli import jobs
from literasi.database import db, writing
from literasi.models import ErrorReport, LearnerSession
from literasi.web.observing import HEADER, Observed
from tests import make
from tests.browsing import Browser
from tests.settings import settings_for

CANARIES = (
    "kenari-satu",
    "kenari.dua@contoh.go.id",
    "0811-7777-555",
    "Kenari Empat",
    "kenari-lima-sandi-panjang",
)
FORGED = 'kenari\r\n{"at": "palsu", "event": "request"}'


@pytest.fixture
def site(database_url, tmp_path):
    """The site as it runs for people, with its log; what was set up for it is taken back."""
    handlers, level = logging.root.handlers, logging.root.level
    app = create_app(settings_for(database_url, tmp_path, testing=False, log=logs.JSON, proxy_hops=1))
    yield app
    app.extensions["literasi_reader"].close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    logging.root.handlers = handlers
    logging.root.setLevel(level)


def lines(capfd):
    logs.flush()
    said = capfd.readouterr().err
    return said, [json.loads(line) for line in said.splitlines()]


def test_each_request_is_one_line_that_names_the_view_and_not_the_address(site, capfd):
    answer = site.test_client().get("/cari?q=kenari-satu", headers={"X-Forwarded-For": "203.0.113.7"})
    said, (line,) = lines(capfd)

    assert (line["event"], line["endpoint"], line["method"]) == ("request", "public.search", "GET")
    assert (line["status"], line["bytes"]) == (200, len(answer.data))
    assert line["request_id"] == answer.headers[HEADER]
    assert line["milliseconds"] > 0
    assert not re.search(r"kenari|203\.0", said)


@pytest.mark.parametrize(
    ("hops", "given", "is_taken"),
    [
        (1, "abc-DEF_123", True),
        (0, "abc-DEF_123", False),
        (1, 'x"}\n{', False),
        (1, "kurang", False),
        (1, "x" * 41, False),
    ],
)
def test_an_id_that_came_along_counts_only_from_a_proxy_and_in_good_form(hops, given, is_taken):
    def app(_environ, start_response):
        start_response("204 NO CONTENT", [])
        return ()

    seen = []
    observed = Observed(app, form="", instruments=None, takes_ids=hops > 0, lets_through=False)
    observed(
        {"HTTP_X_REQUEST_ID": given, "REQUEST_METHOD": "GET"}, lambda _status, headers: seen.extend(headers)
    )
    (found,) = [value for name, value in seen if name == HEADER]

    assert (found == given) is is_taken
    assert is_taken or re.fullmatch("[0-9a-f]{16}", found)


def test_nothing_that_people_type_is_in_the_log(site, capfd, monkeypatch):
    """Register, sign in, search, write, send forged lines, and break every page on the way."""
    client = site.test_client()
    page = client.get("/daftar").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
    typed = {
        "csrf_token": token,
        "name": CANARIES[0],
        "email": CANARIES[1],
        "phone": CANARIES[2],
        "display_name": CANARIES[3],
        "password": CANARIES[4],
        "text": FORGED,
        "q": FORGED,
    }

    def broken(*_arguments, **_named):
        raise ValueError(" ".join([*CANARIES, FORGED]))

    addresses = [
        "/daftar",
        "/masuk",
        "/laporkan",
        "/bantuan",
        "/undangan/kenari-satu",
        f"/kursus/{CANARIES[0]}",
    ]
    for is_broken in (False, True):
        for address in addresses:
            client.get(address, query_string={"q": CANARIES[3], "halaman": FORGED})
            client.post(
                address, data=typed, headers={"User-Agent": CANARIES[0], "Referer": f"http://x/{CANARIES[0]}"}
            )
        client.get("/cari", query_string={"q": " ".join(CANARIES)})
        client.open(f"/{CANARIES[0]}", method="KENARI")
        if not is_broken:
            for view in list(site.view_functions):
                monkeypatch.setitem(site.view_functions, view, broken)
    said, found = lines(capfd)

    assert {"request", "refused", "error"} <= {line["event"] for line in found}
    assert len({line["request_id"] for line in found if line["event"] == "error"}) >= len(addresses)
    assert "kenari" not in said.lower()
    assert "palsu" not in said
    assert not re.search("0811-?7777-?555", said)


def test_an_error_page_that_breaks_too_is_still_an_answer(site, capfd, monkeypatch):
    def broken(*_arguments, **_named):
        raise ValueError(CANARIES[0])

    monkeypatch.setitem(site.view_functions, "public.home", broken)
    monkeypatch.setattr("literasi.web.errors.render_template", broken)
    answer = site.test_client().get("/")
    said, _ = lines(capfd)

    assert (answer.status_code, answer.headers["Cache-Control"]) == (500, "no-store")
    assert answer.headers[HEADER] in said
    assert CANARIES[0] not in said + answer.text


def test_a_terminal_gets_words_of_one_line(capfd):
    logs.write_request(
        "text", request_id="a1", method="KENARI", endpoint="-", status=404, seconds=0.0012, size=9
    )

    logs.flush()
    assert capfd.readouterr().err.endswith(" 404 OTHER - 1.2 ms 9 bytes a1\n")
    assert "\n" not in logs._in_words(None, "info", {"event": "a\nb", "value": "c\r\nd"})


def test_the_site_says_which_part_is_not_ready(app, client, tmp_path):
    make.world(app)
    assert (client.get("/readyz").status_code, client.get("/readyz").text) == (200, "ready\n")
    with app.app_context():
        db.session.execute(db.text("update alembic_version set version_num = '0001'"))
        db.session.execute(db.text("update lesson set retired_at = '2026-01-01 00:00:00+00:00'"))
        db.session.commit()
    answer = client.get("/readyz")

    assert (answer.status_code, answer.text) == (503, "not ready: schema\nnot ready: content\n")
    with app.app_context():
        db.drop_all()
    assert "not ready: content" in client.get("/readyz").text


def test_lines_come_in_order_and_soon(site, capfd, monkeypatch):
    """A mistake brings along what waited before it; what nobody brings along comes by itself."""
    monkeypatch.setattr(logs, "SECONDS_TO_WAIT", 0.01)
    client = site.test_client()
    client.get("/tentang")
    client.get("/tidak-ada")
    time.sleep(1)
    events = [json.loads(line)["event"] for line in capfd.readouterr().err.splitlines()]

    assert events == ["request", "refused", "request"]


def test_a_whole_way_through_the_site_leaves_no_word_of_the_person(site, capfd):
    """Learn as a guest, register, sign out, mistype, sign in, search, report."""
    with site.app_context(), writing(db.session()) as session:
        make.published(session)
    browser = Browser(site.test_client())
    browser.open("/kuis/jebakan/berkas")
    asked = browser.submit("Mulai")
    browser.submit(answer="a" if 'value="a"' in asked.html else "1")
    browser.open("/daftar")
    who = {"name": CANARIES[1], "password": CANARIES[4]}
    browser.submit("Buat akun", age="60_and_over", privacy="yes", mine="yes", **who)
    browser.open("/akun")
    browser.submit("Keluar dari ponsel ini")
    browser.open("/masuk")
    browser.submit("Masuk", name=CANARIES[1], password=f"{CANARIES[4]}-salah", status=422)
    browser.submit("Masuk", **who)
    browser.open(f"/cari?q={CANARIES[0]}")
    browser.open(f"/laporkan?halaman=/{CANARIES[0]}")
    browser.submit(text=f"{CANARIES[3]} {FORGED}")
    said, found = lines(capfd)

    assert {"learn.answer_question", "account.register", "account.open_session"} <= {
        line["endpoint"] for line in found
    }
    assert "kenari" not in said.lower()
    with site.app_context():
        tokens = [row.hex() for row in db.session.scalars(select(LearnerSession.token_hash))]
    assert not any(token in said for token in [*tokens, "csrf"])


def test_a_job_that_fails_tells_no_word_of_the_person(site, capfd, monkeypatch):
    def broken():
        raise ValueError(" ".join(CANARIES))

    monkeypatch.setattr(jobs, "JOBS", {"surat": broken})
    result = site.test_cli_runner().invoke(args=["jobs", "run"])
    said, (line,) = lines(capfd)

    assert (result.exit_code, line["event"], line["job"]) == (1, "job failed", "surat")
    assert "kenari" not in (said + result.output).lower()
    with site.app_context():
        kept = db.session.scalars(select(ErrorReport)).one()
        assert kept.id == line["error_id"]
        assert (
            "kenari"
            not in str([getattr(kept, column.name) for column in ErrorReport.__table__.columns]).lower()
        )
