"""A number in capitals is the same number; and names stand by alphabet whatever letters they begin with."""

import re

import pytest

from literasi.database import db, writing
from literasi.domain.organisations import OrganisationKind
from literasi.services import organising
from tests import make
from tests.browsing import Browser


@pytest.fixture
def world(app):
    return make.world(app)


@pytest.fixture
def supervisor(world):
    return Browser(world.client("supervisor"))


def invite(browser, name, number, slug="dishub", status=200):
    browser.open(f"/instansi/{slug}/anggota/undang")
    return browser.submit("Undang", status=status, name=name, number=number)


def test_a_number_is_the_same_in_capitals(world, supervisor):
    invite(supervisor, "Ani", "ab-12")
    page = invite(supervisor, "Budi", "AB-12", status=422)
    assert "Anggota lain memakai nomor ini" in page
    invite(supervisor, "Budi", "AB-13")
    invite(Browser(world.client("neighbour")), "Cici", "AB-12", "dinkes")
    supervisor.open("/instansi/dishub/anggota?kata=Budi")
    supervisor.click("Budi")
    assert "Anggota lain memakai nomor ini" in supervisor.submit("Simpan", status=422, number="AB-12")
    supervisor.submit("Simpan", number="ab-13")

    assert "Perubahan tersimpan." in supervisor.page


def test_names_of_agencies_stand_by_alphabet(app, world):
    with app.app_context(), writing(db.session()) as session:
        for name in ("badan Arsip", "Badan Zakat", "badan Kesbangpol"):
            organising.create(
                session,
                name,
                OrganisationKind.OFFICE,
                parent_id=world.organisation_ids["kota-uji"],
                by_id=1,
                now=make.NOW,
            )
    wanted = ["badan Arsip", "badan Kesbangpol", "Badan Zakat"]
    city = Browser(world.client("coordinator")).open("/instansi/kota").html
    tree = Browser(world.client("operator")).open("/kelola/instansi/kota-uji").html

    assert re.findall(r">([Bb]adan \w+)</a></th>", city) == wanted
    assert re.findall(r">([Bb]adan \w+)</a>", tree) == wanted
