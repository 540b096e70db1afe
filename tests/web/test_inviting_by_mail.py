"""Invitations by e-mail have a limit for each supervisor and each address; codes are made all the same."""

import pytest
from sqlalchemy import func, select

from literasi.database import db, writing
from literasi.models import Membership, OneTimeCode, OutboxMessage
from literasi.services import inviting_by_mail
from tests import make
from tests.browsing import Browser

HELD_BACK = "E-mail belum dikirim: hari ini sudah sangat banyak undangan"


@pytest.fixture
def world(app):
    return make.world(app)


@pytest.fixture
def supervisor(world):
    return Browser(world.client("supervisor"))


@pytest.fixture
def neighbour(world):
    return Browser(world.client("neighbour"))


def invite(browser, name, contact, slug="dishub"):
    browser.open(f"/instansi/{slug}/anggota/undang")
    return browser.submit("Undang", name=name, contact=contact)


def written(app):
    with app.app_context():
        return db.session.scalars(select(OutboxMessage.address).order_by(OutboxMessage.address)).all()


def test_beyond_the_limit_of_a_day_the_code_is_shown_and_no_letter_goes(
    app, supervisor, neighbour, monkeypatch
):
    monkeypatch.setattr(inviting_by_mail, "MOST_A_DAY", 2)
    for number in (1, 2):
        assert HELD_BACK not in invite(supervisor, f"Ani {number}", f"ani{number}@contoh.id")
    page = invite(supervisor, "Ani 3", "ani3@contoh.id")

    assert HELD_BACK in page
    assert "sedang dikirim" not in page
    assert 'class="code"' in page.html
    assert HELD_BACK not in invite(supervisor, "Tanpa surat", "0812 3456 7890")
    assert HELD_BACK not in invite(neighbour, "Budi", "budi@contoh.id", "dinkes"), "each has their own"
    assert written(app) == ["ani1@contoh.id", "ani2@contoh.id", "budi@contoh.id"]


def test_nobody_floods_one_address(app, world, supervisor, neighbour, monkeypatch):
    monkeypatch.setattr(inviting_by_mail, "MOST_TO_ONE", 2)
    invite(supervisor, "Ani", "ani@contoh.id")
    supervisor.click("Ani")
    supervisor.submit("Buat kode baru")
    assert HELD_BACK not in supervisor.page
    assert HELD_BACK in invite(neighbour, "Ani", "ani@contoh.id", "dinkes")
    assert HELD_BACK not in invite(neighbour, "Budi", "budi@contoh.id", "dinkes")
    assert written(app) == ["ani@contoh.id", "ani@contoh.id", "budi@contoh.id"]


def test_slips_are_made_whether_their_letters_go_or_not(app, world, supervisor, monkeypatch):
    with app.app_context(), writing(db.session()) as session:
        for number in range(6):
            place = make.member(session, world.organisation_ids["dishub"], f"Orang {number}", state="invited")
            session.get(Membership, place).contact = f"orang{number % 5}@contoh.id"
    monkeypatch.setattr(inviting_by_mail, "MOST_TO_ONE", 1)
    supervisor.open("/instansi/dishub/anggota/slip")
    page = supervisor.submit("Buat slip", siapa="semua")
    assert "6 slip" in page.heading
    assert "Sebagian atau semua e-mail belum dikirim" in page
    assert written(app) == [f"orang{number}@contoh.id" for number in range(1, 5)]
    supervisor.open("/instansi/dishub/anggota/slip")
    supervisor.submit("Buat slip", siapa="semua", mail=[])

    assert "belum dikirim" not in supervisor.page
    assert len(written(app)) == 4
    with app.app_context():
        assert db.session.scalar(select(func.count(OneTimeCode.code_hash))) >= 6
