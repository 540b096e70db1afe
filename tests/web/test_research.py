"""Deciding about research on the page, and the operator's file."""

import io
import re
from datetime import UTC, datetime, timedelta
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from literasi.database import db, writing
from literasi.domain.people import AgeBand
from literasi.models import AuditEvent, ResearchConsent
from tests import make
from tests.browsing import Browser
from tests.researching import people

THEN = datetime.now(UTC) - timedelta(days=90)


@pytest.fixture
def world(app):
    return make.world(app)


@pytest.fixture
def operator(world):
    return Browser(world.client("operator"))


def crowd(app, count):
    with app.app_context(), writing(db.session()) as session:
        make.forms(session)
        course = make.publishing.find_course(session, "jebakan")
        people(session, count, course.id, phases=("before", "after"), now=THEN)


def kept(app):
    with app.app_context():
        return [row.withdrawn_at for row in db.session.scalars(select(ResearchConsent))]


def test_a_stranger_reads_the_words_and_where_to_begin(app, world):
    stranger = Browser(app.test_client())
    stranger.open("/privasi")
    stranger.click("Apa yang mereka terima")

    assert "Yang tidak pernah mereka terima" in stranger.page
    assert "Belum ada jawaban Anda di sini" in stranger.page
    assert stranger.page.forms == []
    stranger.click("Tes ketajaman")


def test_whoever_learns_allows_it_and_takes_it_back(app, world):
    guest = Browser(world.client("owner"))
    guest.open("/penelitian")
    guest.submit("Saya 18 tahun atau lebih dan mengizinkan")
    assert "Anda mengizinkannya sejak" in guest.page
    assert kept(app) == [None]

    guest.submit("Tarik izin")
    assert "Anda tidak mengizinkannya. Mulai " in guest.page
    assert "Berkas yang sudah diberikan tidak dapat diminta kembali." in guest.page
    assert kept(app) != [None]


def test_a_person_gets_there_from_the_account(world):
    citizen = Browser(world.client("citizen"))
    citizen.open("/akun")
    citizen.click("Jawaban Anda untuk penelitian")

    assert "Saya 18 tahun atau lebih dan mengizinkan" in citizen.page


def test_a_child_has_nothing_to_decide(app, world):
    with app.app_context(), writing(db.session()) as session:
        child = make.account(session, "anak", age=AgeBand.FROM_13, now=datetime.now(UTC))
        make.signed_in(session, child, "k" * 43, now=datetime.now(UTC))
    client = app.test_client()
    client.set_cookie("literasi", "k" * 43)
    browser = Browser(client)
    browser.open("/penelitian")
    assert "Anda belum berusia 18 tahun" in browser.page
    assert browser.page.forms == []

    data = {"decision": "give", **world.token_for(client, "POST")}
    assert client.post("/penelitian/izin", data=data).status_code == 303
    assert kept(app) == []


def test_a_visitor_without_answers_leaves_no_trace(app, world):
    client, before = world.client("visitor"), world.rows()
    data = {"decision": "give", **world.token_for(client, "POST")}

    assert client.post("/penelitian/izin", data=data).status_code == 303
    assert world.rows() == before


def test_a_decision_that_is_none_is_said(world):
    client = world.client("owner")
    answer = client.post("/penelitian/izin", data={"decision": "perhaps", **world.token_for(client, "POST")})

    assert answer.status_code == 422
    assert "Tekan salah satu tombol" in answer.get_data(as_text=True)


def test_the_words_are_there_in_english(world):
    visitor = Browser(world.client("owner"))
    visitor.open("/bahasa/en?kembali=/penelitian")

    assert "What they never get" in visitor.page
    assert "Yang diterima" not in visitor.page


def test_nine_people_make_no_file(app, world, operator):
    crowd(app, 9)
    operator.open("/kelola/penelitian")
    operator.submit("Buat dan unduh berkas", status=422)

    assert "sedikitnya 10 orang yang mengizinkan" in operator.page
    assert "kurang dari 10" in operator.page


def test_an_operator_downloads_the_file_and_that_is_written_down(app, world, operator):
    crowd(app, 20)
    operator.open("/kelola")
    operator.click("Penelitian")
    assert "20 orang" in operator.page

    client = world.client("operator")
    answer = client.post("/kelola/penelitian/unduh", data=world.token_for(client, "POST"))
    with ZipFile(io.BytesIO(answer.data)) as archive:
        readme = archive.read("README.txt").decode()
        rows = archive.read("judgements.csv").decode().splitlines()
    with app.app_context():
        (noted,) = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "research.exported"))

    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    assert answer.headers["Cache-Control"] == "no-store"
    assert re.search(
        r'filename="literasi-penelitian-\d{4}-\d\d-\d\d\.zip"', answer.headers["Content-Disposition"]
    )
    assert len(rows) == 1 + 20 * 40
    assert "Orang / people: 20" in readme
    assert (noted.actor_id, noted.details) == (world.learner_ids["operator"], {"n": 20})


@pytest.fixture
def tested(app, world):
    with app.app_context(), writing(db.session()) as session:
        make.forms(session)


@pytest.mark.parametrize(("fields", "consents"), [({}, 0), ({"research": "yes"}, 1)])
def test_a_test_begins_with_the_box_or_without_it(app, world, tested, fields, consents):
    guest = Browser(world.client("stranger"))
    guest.open("/tes")
    assert 'name="research" value="yes" aria' in guest.page.html  # not ticked
    guest.submit("Mulai tes", **fields)

    assert guest.page.url.startswith("/tes/")
    assert len(kept(app)) == consents
    guest.open("/penelitian")
    assert ("Anda mengizinkannya sejak" in guest.page) is bool(consents)


def test_whoever_allowed_it_is_not_asked_again(app, world, tested):
    citizen = Browser(world.client("citizen"))
    citizen.open("/penelitian")
    citizen.submit("Saya 18 tahun atau lebih dan mengizinkan")
    citizen.open("/tes")

    assert "Anda mengizinkan peneliti memakai jawaban Anda" in citizen.page
    assert 'name="research"' not in citizen.page.html


def test_a_child_is_not_asked_and_a_forged_box_does_nothing(app, world, tested):
    with app.app_context(), writing(db.session()) as session:
        child = make.account(session, "anak", age=AgeBand.UNDER_13, now=datetime.now(UTC))
        make.signed_in(session, child, "k" * 43, now=datetime.now(UTC))
    client = app.test_client()
    client.set_cookie("literasi", "k" * 43)
    page = client.get("/tes").get_data(as_text=True)
    assert "Mulai tes" in page
    assert 'name="research"' not in page

    data = {"research": "yes", "phase": "before", "course": "jebakan", **world.token_for(client, "POST")}
    assert "/tes/" in client.post("/tes/mulai", data=data).headers["Location"]
    assert kept(app) == []
