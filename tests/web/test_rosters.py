"""A supervisor uploads a list of sixty, sees what is wrong in it, applies the rest, and takes it back."""

import io

import pytest
from sqlalchemy import select

from literasi.database import db, writing
from literasi.domain.rosters import read_roster
from literasi.models import Membership
from literasi.services import erasing
from tests import make
from tests.browsing import Browser
from tests.domain.rosters.workbooks import office_form
from tests.rosters import roster_of

ADDRESS = "/instansi/dishub/daftar"


@pytest.fixture
def world(app):
    return make.world(app)


@pytest.fixture
def supervisor(world):
    return Browser(world.client("supervisor"))


@pytest.fixture
def neighbour(world):
    return Browser(world.client("neighbour"))


def upload(browser, data, name="pegawai.csv", status=200, address=ADDRESS):
    data = data if isinstance(data, bytes) else data.encode()
    browser.open(address)
    return browser.submit("Lihat apa yang akan terjadi", status, file=(io.BytesIO(data), name))


def take_back(browser):
    browser.click("Batalkan daftar ini")
    return browser.submit("Batalkan daftar ini")


def members(world, slug="dishub", state="invited"):
    with world.app.app_context():
        return db.session.scalars(
            select(Membership.name)
            .where(Membership.organisation_id == world.organisation_ids[slug], Membership.state == state)
            .order_by(Membership.name_key)
        ).all()


def test_a_list_of_sixty_with_four_faulty_rows(world, supervisor):
    page = upload(supervisor, roster_of(60, 4))

    assert "Belum ada yang ditambahkan" in page
    assert "4 baris bermasalah" in page
    assert "Baris\u00a05" in page.html
    assert "A · NIP" in page
    assert "Excel mengubah nomor ini menjadi 1,98501E+17" in page
    assert "4 baris bermasalah tidak ikut." in page
    assert members(world) == []

    page = supervisor.submit("Terapkan 56 baris yang benar")
    assert "56 orang telah ditambahkan." in page
    assert "4 baris bermasalah" in page
    assert f"/anggota/slip?batch={page.url.rpartition('/')[2]}" in page.html
    assert len(members(world)) == 56

    page = upload(supervisor, roster_of(60, 0))
    supervisor.submit("Terapkan 4 baris yang benar")
    page = upload(supervisor, roster_of(60, 0))
    assert "Tidak ada yang berubah: 60 orang sudah ada." in page


def test_a_list_is_taken_back(world, supervisor):
    upload(supervisor, "Nama;NIP\nSiti Aminah;1\nBudi;2\n")
    supervisor.submit("Terapkan 2 baris yang benar")
    with world.app.app_context(), writing(db.session()) as session:
        siti = session.scalars(select(Membership).where(Membership.name == "Siti Aminah")).one()
        siti.learner_id = make.account(session, "siti")
        siti.state = "active"
    page = take_back(supervisor)

    assert "Daftar ini telah dibatalkan" in page
    assert "1 orang sudah punya akun" in page
    assert "Siti Aminah" in page
    assert "Budi" not in page
    assert members(world) == []
    assert members(world, state="ended") == ["Budi", "Siti Aminah"]


def test_a_workbook_is_read(world, supervisor):
    page = upload(supervisor, office_form(), "Daftar Pegawai.xlsx")

    assert "Uji coba: Daftar Pegawai.xlsx" in page
    assert "Kolom yang tidak dibaca: No." in page
    supervisor.submit("Terapkan 2 baris yang benar")
    assert members(world) == ["Budi", "Siti Aminah"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Berkas ini kosong."),
        (b";;;\r\n;;;\r\n", "Berkas ini kosong."),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "Berkas ini gambar, bukan daftar."),
        (b"\xff\xd8\xff\xe0" + bytes(200), "Berkas ini gambar, bukan daftar."),
        (b"%PDF-1.7\n%\xe2\xe3", "bukan tabel"),
        (b"NIP;HP\n1;2\n", "tidak ada di baris judul"),
        (b"Nama;NIK\nSiti;6472010101850001\n", "Literasi tidak menerima NIK"),
        (b"\xd0\xcf\x11\xe0", "terkunci kata sandi"),
        (b"x" * (2 * 1024 * 1024 + 1), "lebih besar dari 2 MB"),
    ],
)
def test_a_file_that_cannot_be_used_says_how_to_mend_it(world, supervisor, data, words):
    before = world.rows()["roster_batch"]
    page = upload(supervisor, data, status=422)

    assert words in page.html
    assert world.rows()["roster_batch"] == before
    assert "6472010101850001" not in page.html


def test_pressing_twice_applies_once(world, supervisor):
    upload(supervisor, "Nama;NIP\nSiti Aminah;1\n")
    shown = supervisor.page
    supervisor.submit("Terapkan 1 baris yang benar")
    supervisor.page = shown
    page = supervisor.submit("Terapkan 1 baris yang benar")

    assert "1 orang telah ditambahkan." in page
    assert members(world) == ["Siti Aminah"]


def test_two_tabs_add_nobody_twice(world, supervisor):
    upload(supervisor, "Nama;NIP\nSiti Aminah;1\n")
    first = supervisor.page
    upload(supervisor, "Nama;NIP\nSiti Aminah;1\n")
    supervisor.submit("Terapkan 1 baris yang benar")
    supervisor.page = first
    page = supervisor.submit("Terapkan 1 baris yang benar", status=422)

    assert "Sementara itu anggota berubah" in page
    assert "Tidak ada yang berubah: 1 orang sudah ada." in page
    assert members(world) == ["Siti Aminah"]


def test_what_was_uploaded_can_be_forgotten(world, supervisor):
    upload(supervisor, "Nama;NIP\nSiti Aminah;1\n", "buang-saja.csv")
    page = supervisor.submit("Buang daftar ini")

    assert page.url == f"{ADDRESS}?telah=daftar-dibuang"
    assert "Daftar sudah dibuang." in page
    assert "buang-saja.csv" not in page


def test_a_unit_of_another_agency_is_unknown_here(world, supervisor):
    page = upload(supervisor, "Nama;Unit\nAni;Dinas Kesehatan\nBudi;dinkes\nCici;Entah\nDedi;uptd-parkir\n")

    for unit in ("Dinas Kesehatan", "dinkes", "Entah"):
        assert f'Unit "{unit}" tidak ada di Dinas Perhubungan.' in page
    supervisor.submit("Terapkan 1 baris yang benar")
    assert members(world, "uptd-parkir") == ["Dedi"]
    assert members(world, "dinkes") == []


def test_a_list_of_one_agency_does_not_exist_for_another(world, supervisor, neighbour):
    upload(supervisor, "Nama;NIP\nSiti Aminah;1\n", "rahasia.csv")
    roster_id = supervisor.page.url.rpartition("/")[2]
    before = world.everything()

    assert "rahasia.csv" not in neighbour.open("/instansi/dinkes/daftar")
    for slug in ("dishub", "dinkes", "uptd-parkir"):
        neighbour.open(f"/instansi/{slug}/daftar/{roster_id}", 404)
    supervisor.open(f"/instansi/uptd-parkir/daftar/{roster_id}", 404)
    client = world.client("neighbour")
    for slug in ("dishub", "dinkes"):
        for verb in ("terapkan", "batalkan", "buang"):
            answer = client.post(
                f"/instansi/{slug}/daftar/{roster_id}/{verb}", data=world.token_for(client, "POST")
            )
            assert answer.status_code == 404, (slug, verb)
    assert world.everything() == before


def test_the_same_people_elsewhere_are_never_mentioned(world, supervisor, neighbour):
    text = "Nama;NIP;Email\nSiti Aminah;198501012010012001;siti@contoh.id\n"
    upload(neighbour, text, address="/instansi/dinkes/daftar")
    neighbour.submit("Terapkan 1 baris yang benar")
    page = upload(supervisor, text)

    assert "Siapa yang baru: 1 orang" in page
    supervisor.submit("Terapkan 1 baris yang benar")
    assert members(world, "dishub") == members(world, "dinkes") == ["Siti Aminah"]


def test_the_empty_list_names_the_columns_that_are_read(world, supervisor):
    supervisor.open(ADDRESS)
    answer = world.client("supervisor").get(f"{ADDRESS}/contoh.csv")

    assert answer.data == b"\xef\xbb\xbfNIP;Nama;Email;HP;Unit;Angkatan\r\n"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="daftar.csv"'
    assert read_roster(answer.data + b"1;Siti;;;;\r\n").problems == ()


def test_a_retired_agency_takes_no_list(world, supervisor):
    upload(supervisor, "Nama;NIP\nSiti Aminah;1\n")
    shown = supervisor.page
    with world.app.app_context(), writing(db.session()) as session:
        session.get(make.organising.Organisation, world.organisation_ids["dishub"]).retired_at = make.NOW

    assert "tidak menerima anggota" in supervisor.open(ADDRESS)
    supervisor.page = shown
    supervisor.submit("Terapkan 1 baris yang benar", status=404)
    assert members(world) == []


def test_a_list_that_only_changes_says_so(world, supervisor):
    upload(supervisor, "Nama;NIP\nSiti;1\n")
    supervisor.submit("Terapkan 1 baris yang benar")
    page = upload(supervisor, "Nama;NIP\nSiti Aminah;1\n")
    assert "Siti Aminah (nama)" in page
    page = supervisor.submit("Terapkan 1 baris yang benar")

    assert "1 orang telah diperbarui." in page
    assert "Cetak slip" not in page
    page = take_back(supervisor)
    assert members(world) == ["Siti"]


def test_a_list_with_somebody_erased_is_still_shown_and_taken_back(world, supervisor):
    upload(supervisor, "Nama;NIP\nSiti;1\nBudi;2\n")
    supervisor.submit("Terapkan 2 baris yang benar")
    address = supervisor.page.url
    with world.app.app_context(), writing(db.session()) as session:
        siti = session.scalars(select(Membership).where(Membership.name == "Siti")).one()
        erasing.erase(session, siti.learner_id, now=make.NOW)

    assert "Siti" not in supervisor.open(ADDRESS)
    supervisor.open(address)
    take_back(supervisor)
    assert members(world) == []


def test_taking_a_list_back_asks_first(world, supervisor, neighbour):
    upload(supervisor, "Nama;NIP\nSiti Aminah;1\nBudi;2\n")
    address = supervisor.page.url
    supervisor.open(f"{address}/batalkan")
    assert supervisor.page.url == address, "what is not applied is not taken back"
    supervisor.submit("Terapkan 2 baris yang benar")
    page = supervisor.click("Batalkan daftar ini")

    assert "2 orang yang ditambahkannya bukan anggota lagi." in page
    assert members(world) == ["Budi", "Siti Aminah"]
    neighbour.open(f"{address}/batalkan", 404)
    neighbour.open(f"{address.replace('dishub', 'dinkes')}/batalkan", 404)
    supervisor.submit("Batalkan daftar ini")
    assert members(world) == []
    supervisor.open(f"{address}/batalkan")
    assert supervisor.page.url == address, "nor twice"
