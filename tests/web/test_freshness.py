"""Who has signed in a while ago shows once more who they are, and loses nothing of what they typed."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from literasi.database import db, writing
from literasi.models import AuditEvent, LearnerSession
from tests import make
from tests.browsing import Browser

NOON = datetime(2026, 11, 23, 4, 0, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


@pytest.fixture
def world(app, clock):
    return make.World(app)


def browser_of(world, role):
    return Browser(world.client(role))


def appointed(app):
    with app.app_context():
        return db.session.query(AuditEvent).filter_by(action="supervisor.appointed").count()


def test_within_half_an_hour_a_form_that_was_opened_in_time_is_taken_at_once(app, world, clock):
    operator, before = browser_of(world, "operator"), appointed(app)
    clock.move_to(NOON + 29 * MINUTE)
    operator.open("/kelola/instansi/dishub")
    operator.submit("Angkat", login="citizen", name="Ibu Siti")
    assert appointed(app) == before + 1


def test_later_it_asks_on_the_spot_and_goes_on_with_what_was_typed(app, world, clock):
    operator, before = browser_of(world, "operator"), appointed(app)
    clock.move_to(NOON + 31 * MINUTE)
    operator.open("/kelola/instansi/dishub")
    operator.submit("Angkat", login="citizen", name="Ibu Siti", status=422)
    assert "Ini benar Anda?" in operator.page
    assert appointed(app) == before
    operator.submit("Lanjut", own_password="bukan ini", status=422)
    code = make.app_code(NOON + 31 * MINUTE)
    operator.submit("Lanjut", own_password=make.PASSWORD, own_code="000000", status=422)
    assert appointed(app) == before
    operator.submit("Lanjut", own_password=make.PASSWORD, own_code=code)
    assert appointed(app) == before + 1
    operator.open("/kelola/instansi/dishub")
    operator.submit("Angkat", login="trainer", name="Pak Arif")  # and now it is fresh again
    assert appointed(app) == before + 2


def test_a_download_comes_back_to_a_page_with_its_link(world, clock):
    supervisor = browser_of(world, "supervisor")
    clock.move_to(NOON + 16 * MINUTE)
    supervisor.open("/instansi/dishub/unduh.csv?tampil=semua")
    assert "Ini benar Anda?" in supervisor.page
    supervisor.submit("Lanjut", own_password=make.PASSWORD)
    assert ("Unduh berkas", "/instansi/dishub/unduh.csv?tampil=semua") in supervisor.page.links
    assert ("Kembali", "/instansi/dishub") in supervisor.page.links
    answer = world.client("supervisor").get("/instansi/dishub/unduh.csv")
    assert answer.mimetype == "text/csv"


@pytest.mark.parametrize("next_", ["https://jahat.example", "//jahat.example", "/\\jahat.example"])
def test_the_question_leads_to_this_site_only(world, next_):
    answer = world.client("citizen").get("/akun/pastikan", query_string={"next": next_})
    assert answer.status_code == 303
    assert answer.location == "/"


def test_wrong_answers_are_slowed_down(world, clock):
    citizen = browser_of(world, "citizen")
    clock.move_to(NOON + 16 * MINUTE)
    citizen.open("/akun/pastikan?next=/akun")
    for _ in range(10):
        citizen.submit("Lanjut", own_password="bukan ini", status=422)
    citizen.submit("Lanjut", own_password=make.PASSWORD, status=429)
    with world.app.app_context(), writing(db.session()) as session:
        row = session.get(LearnerSession, make.token_hash(world.tokens["citizen"]))
        assert row.confirmed_at == NOON
