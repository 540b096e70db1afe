"""Operators look after the tree of organisations, and see no member's name in it."""

import pytest
from sqlalchemy import select

from literasi.database import db, writing
from literasi.domain.organisations import OrganisationKind
from literasi.models import Membership, Organisation
from literasi.services import organising
from tests import make
from tests.browsing import Browser


@pytest.fixture
def world(app):
    return make.world(app)


@pytest.fixture
def operator(world):
    return Browser(world.client("operator"))


def stored(app, slug):
    with app.app_context():
        return db.session.scalars(select(Organisation).where(Organisation.slug == slug)).one()


def test_an_operator_adds_an_agency_and_its_supervisor(app, world, operator):
    operator.open("/kelola")
    operator.click("Instansi")
    operator.click("Kota Uji")
    operator.click("Tambah instansi di bawahnya")
    operator.submit("Tambahkan", name="Dinas Perikanan", kind="office")
    assert operator.page.url.startswith("/kelola/instansi/dinas-perikanan?telah=")
    operator.submit("Angkat", login="citizen", name="Ibu Ratna")

    assert "Ibu Ratna" in operator.page.words
    supervisor = Browser(world.client("citizen"))
    assert "Dinas Perikanan" in supervisor.open("/instansi").words
    supervisor.open("/instansi/dishub", status=404)
    operator.submit("Cabut")
    supervisor.open("/instansi/dinas-perikanan", status=404)


def test_what_is_wrong_is_said_beside_its_field(operator):
    operator.open("/kelola/instansi/baru")
    operator.submit("Tambahkan", name=" ", status=422)
    assert "Tulis nama instansinya." in operator.page.words
    assert "Pilih jenisnya." in operator.page.words
    operator.open("/kelola/instansi/dishub")
    operator.submit("Angkat", login="tidak-ada", name="Ibu Ratna", status=422)
    assert 'value="tidak-ada"' in operator.page.html


def test_renaming_keeps_the_address(app, operator):
    operator.open("/kelola/instansi/dishub/ubah")
    operator.submit("Simpan", name="Dishub", kind="office")

    assert operator.page.url.startswith("/kelola/instansi/dishub?telah=")
    assert stored(app, "dishub").name == "Dishub"
    assert stored(app, "dinkes").name == "Dinas Kesehatan"


def test_moving_below_another_one(app, world, operator):
    operator.open("/kelola/instansi/uptd-parkir/pindah")
    assert "Dinas Kesehatan" in operator.page.words
    assert "Info Kota" not in operator.page.words
    operator.submit("Pindahkan", target="dinkes")

    assert stored(app, "uptd-parkir").parent_id == world.organisation_ids["dinkes"]
    Browser(world.client("neighbour")).open("/instansi/uptd-parkir")
    Browser(world.client("supervisor")).open("/instansi/uptd-parkir", status=404)
    client = world.client("operator")
    form = {**world.token_for(client, "POST"), "target": "uptd-parkir"}
    answer = client.post("/kelola/instansi/dinkes/pindah", data=form)
    assert answer.status_code == 422
    assert "bawahannya sendiri" in answer.text


def test_merging_leads_the_old_address_on(app, world, operator):
    operator.open("/kelola/instansi/dishub/gabungkan?cari=kesehatan")
    operator.submit("Lihat akibatnya", ke="dinkes")
    assert "1 anggota menjadi anggota Dinas Kesehatan" in operator.page.words
    operator.submit("Gabungkan")

    assert operator.page.url.startswith("/kelola/instansi/dinkes?telah=")
    neighbour = Browser(world.client("neighbour"))
    neighbour.open("/instansi/dishub")
    assert neighbour.page.url == "/instansi/dinkes"
    client = world.client("neighbour")
    form = {**world.token_for(client, "POST"), "name": "Angkatan 9", "starts_on": "2026-12-01"}
    assert client.post("/instansi/dishub/angkatan", data=form).status_code == 404
    Browser(world.client("supervisor")).open("/instansi/dishub", status=404)
    with app.app_context():
        places = db.session.execute(
            select(Membership.organisation_id, Membership.state).where(Membership.name == "Anggota dishub")
        ).all()
    ids = world.organisation_ids
    assert set(places) == {(ids["dishub"], "ended"), (ids["dinkes"], "active")}


def test_retiring_tells_what_goes_with_it_and_asks_again_when_that_changed(app, world, operator):
    operator.open("/kelola/instansi/dishub/pensiunkan")
    assert "1 instansi di bawahnya ikut pensiun" in operator.page.words
    assert "1 anggota" in operator.page.words
    with app.app_context(), writing(db.session()) as session:
        organising.create(
            session,
            "UPTD Terminal",
            OrganisationKind.UNIT,
            parent_id=world.organisation_ids["dishub"],
            by_id=None,
            now=make.NOW,
        )
    operator.submit("Pensiunkan", status=422)
    assert "2 instansi di bawahnya ikut pensiun" in operator.page.words
    operator.submit("Pensiunkan")

    assert "Pensiun" in operator.page.words
    assert stored(app, "uptd-terminal").retired_at
    assert not stored(app, "dinkes").retired_at
    operator.submit("Pakai lagi")
    assert not stored(app, "dishub").retired_at


def test_no_page_of_the_tree_names_a_member(world, operator):
    pages = ["/kelola/instansi", "/kelola/instansi?cari=dinas"]
    for slug in world.organisation_ids:
        pages += [f"/kelola/instansi/{slug}{part}" for part in ("", "/ubah", "/gabungkan", "/pensiunkan")]
    for page in pages:
        assert "Anggota dishub" not in operator.open(page).html
        assert "Anggota info-kota" not in operator.page.html


def test_a_long_level_has_pages(app, world, operator):
    with app.app_context(), writing(db.session()) as session:
        for number in range(60):
            organising.create(
                session,
                f"Kelurahan {number:02d}",
                OrganisationKind.VILLAGE,
                parent_id=world.organisation_ids["dinkes"],
                by_id=None,
                now=make.NOW,
            )
    operator.open("/kelola/instansi/kota-uji")
    assert "60 di bawahnya" in operator.page.words
    operator.open("/kelola/instansi/dinkes")
    assert "Kelurahan 49" in operator.page.words
    assert "Kelurahan 50" not in operator.page.words
    operator.click("Tampilkan berikutnya")
    assert "Kelurahan 59" in operator.page.words
    assert "Kelurahan 49" not in operator.page.words
