"""People come into organisations: by join code, invitation and slip. Two agencies stand in every test."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest
import time_machine
from sqlalchemy import select

from literasi.database import db, writing
from literasi.domain.organisations import OrganisationKind
from literasi.models import Account, Learner, Membership, OneTimeCode, OutboxMessage
from literasi.services import joining, organising
from tests import make
from tests.browsing import Browser

CODE = re.compile(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b")
NEW_PASSWORD = "tujuh salak di dermaga"


@pytest.fixture
def world(app):
    return make.world(app)


@pytest.fixture
def supervisor(world):
    return Browser(world.client("supervisor"))


@pytest.fixture
def neighbour(world):
    return Browser(world.client("neighbour"))


@pytest.fixture
def stranger(app):
    return Browser(app.test_client())


@pytest.fixture
def citizen(world):
    return Browser(world.client("citizen"))


def places(app, name):
    """State and organisation of everybody who is written like this."""
    with app.app_context():
        rows = db.session.execute(
            select(Membership.state, Membership.organisation_id, Membership.learner_id)
            .where(Membership.name == name)
            .order_by(Membership.id)
        ).all()
        db.session.rollback()
        return rows


def code_on(page):
    """The sixteen letters that the page shows."""
    return CODE.search(page.words).group()


def invite(supervisor, name="Siti Aminah", agency="dishub", **fields):
    """Invite somebody; the page with the code."""
    supervisor.open(f"/instansi/{agency}/anggota/undang")
    return supervisor.submit("Undang", name=name, **fields)


def fill_registration(browser, name="siti.baru"):
    return browser.submit("Buat akun", name=name, password=make.PASSWORD, age="18_to_59", privacy="yes")


def join_code(supervisor, agency="dishub"):
    supervisor.open(f"/instansi/{agency}/kode-gabung")
    page = supervisor.submit("Buat")
    return re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", page.words).group()


def test_a_stranger_joins_by_code_and_is_approved(app, world, supervisor, neighbour, stranger):
    code = join_code(supervisor)
    assert "QR" in supervisor.page.html
    assert stranger.open(f"/gabung/{code}").url.startswith("/masuk?next=/gabung/")
    stranger.click("Buat akun")
    fill_registration(stranger, "ujang")
    stranger.click("Sudah saya catat")
    assert stranger.page.url == f"/gabung/{code}"
    assert "Dinas Perhubungan" not in stranger.page, "a link alone tells nothing"
    stranger.submit("Lanjut", code=code.lower().replace("-", " "))
    assert stranger.page.heading == "Dinas Perhubungan"
    stranger.submit("Minta bergabung", status=422, name="\u202e")
    stranger.submit("Minta bergabung", name="Ujang Rahmat")
    assert "Permintaan Anda terkirim" in stranger.page
    assert "Menunggu jawaban sejak" in stranger.page
    assert "Dinas Perhubungan" in stranger.open("/kemajuan")

    assert "Ujang Rahmat" not in neighbour.open("/instansi/dinkes/anggota")
    neighbour.open("/instansi/dishub/anggota", status=404)
    page = supervisor.open("/instansi/dishub/anggota")
    assert page.words.index("Ujang Rahmat") < page.words.index("Anggota dishub")
    supervisor.submit("Terima Ujang Rahmat")
    assert "1 orang sekarang menjadi anggota" in supervisor.page
    assert [row.state for row in places(app, "Ujang Rahmat")] == ["active"]
    assert "Anggota sejak" in stranger.open("/akun")
    assert "Permintaan Anda bergabung" not in stranger.open("/kemajuan")
    # Who works there asks the supervisor; there is no way out by oneself.
    assert "Tarik permintaan" not in stranger.open("/akun")


def test_several_are_approved_or_refused_at_once_and_only_here(app, world, supervisor, neighbour):
    with app.app_context(), writing(db.session()) as session:
        ids = world.organisation_ids
        for name, slug in (
            ("Ani", "dishub"),
            ("Budi", "uptd-parkir"),
            ("Cici", "dishub"),
            ("Dodi", "dinkes"),
        ):
            make.member(session, ids[slug], name, state="waiting", now=datetime.now(UTC))
    with app.app_context():
        public = dict(db.session.execute(select(Membership.name, Membership.public_id)).all())
    page = supervisor.open("/instansi/dishub/anggota")
    assert "Dodi" not in page
    supervisor.submit("Terima yang dicentang", status=422)
    supervisor.submit("Terima yang dicentang", pilih=[str(public["Ani"]), str(public["Budi"])])
    assert "2 orang sekarang menjadi anggota" in supervisor.page
    supervisor.submit("Tolak Cici")
    assert "1 permintaan ditolak" in supervisor.page
    assert [places(app, name)[0].state for name in ("Ani", "Budi", "Cici")] == ["active", "active", "refused"]

    client = world.client("supervisor")
    fields = {**world.token_for(client, "POST"), "putusan": f"terima:{public['Dodi']}"}
    assert client.post("/instansi/dishub/anggota/putuskan", data=fields).status_code == 303
    assert places(app, "Dodi")[0].state == "waiting", "not theirs"
    neighbour.open("/instansi/dinkes/anggota")
    neighbour.submit("Terima Dodi")
    assert places(app, "Dodi")[0].state == "active"


def test_wrong_codes_are_told_and_slowed_down(app, world, supervisor, citizen):
    code = join_code(supervisor)
    with time_machine.travel(datetime.now(UTC), tick=False):
        citizen.open("/gabung")
        for _ in range(10):
            page = citizen.submit("Lanjut", status=422, code="AAAA-AAAA")
        assert "Tidak ada instansi dengan kode ini" in page
        assert "AAAA-AAAA" in page.html
        citizen.submit("Lanjut", status=429, code=code)
    supervisor.open("/instansi/dishub/kode-gabung")
    supervisor.submit("Matikan kode")
    assert "Saat ini tidak ada kode gabung" in supervisor.page
    other = Browser(world.client("trainer"))
    other.open(f"/gabung/{code}")
    other.submit("Lanjut", status=422)


def test_a_request_is_taken_back_and_a_community_left(app, world, citizen, supervisor):
    code = join_code(supervisor)
    citizen.open(f"/gabung/{code}")
    citizen.submit("Lanjut")
    assert citizen.page.forms[0].values[0] == ("name", "Warga info-kota"), "as they are known elsewhere"
    citizen.submit("Minta bergabung", name="Norhayati")
    citizen.open(f"/gabung/{code}")
    citizen.submit("Lanjut")
    citizen.submit("Minta bergabung", name="Norhayati")
    assert len(places(app, "Norhayati")) == 1
    citizen.click("Tarik permintaan")
    citizen.submit("Tarik")
    citizen.click("Keluar Info Kota")
    citizen.submit("Keluar")
    assert "Info Kota" not in citizen.page
    assert {row.state for row in (*places(app, "Norhayati"), *places(app, "Warga info-kota"))} == {"ended"}


def test_a_community_has_its_own_supervisor_and_nobody_else_sees_it(app, world):
    with app.app_context(), writing(db.session()) as session:
        admin = make.account(session, "admin-komunitas", now=datetime.now(UTC))
        make.signed_in(session, admin, "k" * 43, now=datetime.now(UTC))
        make.member(
            session, world.organisation_ids["info-kota"], "Admin", learner_id=admin, role="supervisor"
        )
    client = app.test_client()
    client.set_cookie("literasi", "k" * 43)
    page = Browser(client).open("/instansi/info-kota/anggota")
    assert "Warga info-kota" in page
    assert "Anggota dishub" not in page
    Browser(world.client("coordinator")).open("/instansi/info-kota/anggota", status=404)
    assert "info-kota" not in Browser(world.client("coordinator")).open("/instansi/kota-uji/anggota")


def test_an_invited_person_makes_an_account_on_their_place(app, world, supervisor, neighbour, stranger):
    page = invite(supervisor, number="19870101", contact="siti@contoh.id")
    code = code_on(page)
    share = next(address for text, address in page.links if "WhatsApp" in text)
    assert share.startswith("https://wa.me/?text=")
    assert code in unquote(share)
    assert "Siti" not in unquote(share)
    with app.app_context():
        message = db.session.scalars(select(OutboxMessage)).one()
        assert (message.kind, message.address, message.state) == ("invitation", "siti@contoh.id", "waiting")
        assert code in message.body
        assert "Siti" not in message.body
        assert code not in str(db.session.execute(select(OneTimeCode)).all())
        db.session.rollback()
    assert not CODE.search(neighbour.open("/instansi/dinkes/anggota").words)

    stranger.open("/undangan")
    stranger.submit("Lanjut", status=422, code="AAAA-AAAA-AAAA-AAAA")
    stranger.submit("Lanjut", code=code.lower())
    assert stranger.page.heading == "Dinas Perhubungan"
    assert "Siti Aminah" in stranger.page
    stranger.click("Buat akun")
    assert ("name", "siti.aminah") in stranger.page.forms[0].values
    stranger.submit(
        "Buat akun", status=422, name="citizen", password=make.PASSWORD, age="18_to_59", privacy="yes"
    )
    assert "Seseorang sudah masuk" in stranger.page or "sudah" in stranger.page
    fill_registration(stranger)
    assert stranger.page.heading == "Kode pemulihan Anda"
    stranger.click("Sudah saya catat")
    assert stranger.page.url == "/kemajuan"
    (place,) = places(app, "Siti Aminah")
    assert place.state == "active"
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.login_name == "siti.baru")).one()
        assert account.learner_id == place.learner_id
        assert account.first_organisation_id == world.organisation_ids["dishub"]
        assert (
            db.session.scalars(select(Membership.contact).where(Membership.contact.is_not(None))).all() == []
        )
    assert stranger.open(f"/undangan/{code}").url == "/kemajuan", "a second click"
    Browser(app.test_client()).open(f"/undangan/{code}", status=404)


def test_an_invited_person_with_an_account_keeps_both_agencies(app, world, supervisor, neighbour, citizen):
    first = code_on(invite(supervisor, "Nor Hayati"))
    second = code_on(invite(neighbour, "N. Hayati", agency="dinkes"))
    for code in (first, second):
        citizen.open(f"/undangan/{code}")
        citizen.submit("Ya, gabung dengan akun ini")
        assert citizen.page.url == "/kemajuan"
        assert citizen.open(f"/undangan/{code}").url == "/kemajuan"
    mine = world.learner_ids["citizen"]
    assert [(row.state, row.learner_id) for row in places(app, "Nor Hayati")] == [("active", mine)]
    assert [(row.state, row.learner_id) for row in places(app, "N. Hayati")] == [("active", mine)]
    page = citizen.open("/akun")
    assert "Dinas Perhubungan" in page
    assert "Dinas Kesehatan" in page
    assert "N. Hayati" not in supervisor.open("/instansi/dishub/anggota")
    assert "Nor Hayati" not in neighbour.open("/instansi/dinkes/anggota")
    with app.app_context():
        account = db.session.get(Account, mine)
        assert account.first_organisation_id is None, "no agency may open an account that it did not begin"


def test_an_invitation_to_a_place_that_is_held_ends_and_leaves_its_number(app, world, supervisor, citizen):
    with app.app_context(), writing(db.session()) as session:
        make.member(
            session, world.organisation_ids["dishub"], "Sudah", learner_id=world.learner_ids["citizen"]
        )
    code = code_on(invite(supervisor, "Undangan Kedua", number="77"))
    citizen.open(f"/undangan/{code}")
    citizen.submit("Ya, gabung")
    assert [row.state for row in places(app, "Undangan Kedua")] == ["ended"]
    with app.app_context():
        assert db.session.scalar(select(Membership.external_id).where(Membership.name == "Sudah")) == "77"


def test_a_guest_on_this_phone_is_asked_about_after_an_invitation(app, world, supervisor):
    code = code_on(invite(supervisor))
    browser = Browser(world.client("owner"))
    browser.open(f"/undangan/{code}")
    browser.click("Buat akun")
    assert "progres" not in browser.page.words.casefold() or "mine" not in browser.page.html
    fill_registration(browser)
    browser.click("Sudah saya catat")
    assert browser.page.url.startswith("/akun/gabung")
    browser.submit("Lanjut", answer="yes")
    with app.app_context():
        guest = db.session.scalars(select(Learner).where(Learner.merged_into_id.is_not(None))).one()
        assert guest.merged_into_id == places(app, "Siti Aminah")[0].learner_id


def test_an_invitation_clicked_twice_is_one(app, world, supervisor):
    supervisor.open("/instansi/dishub/anggota/undang")
    form = supervisor.page.forms[0]
    pairs = form.filled("Undang", {"name": "Dua Kali"})
    client = world.client("supervisor")
    answers = [client.post("/instansi/dishub/anggota/undang", data=dict(pairs)) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert len(places(app, "Dua Kali")) == 1


def test_bad_words_of_an_invitation_are_told_beside_their_fields(app, world, supervisor):
    supervisor.open("/instansi/dishub/anggota/undang")
    page = supervisor.submit("Undang", status=422, name="", number="9" * 61, contact="bukan apa-apa")
    assert "3 hal" in page or "3" in page.words
    assert "bukan apa-apa" in page.html
    assert page.html.count('aria-invalid="true"') == 3
    invite(supervisor, "Satu", number="12")
    supervisor.open("/instansi/dishub/anggota/undang")
    assert "Anggota lain memakai nomor ini" in supervisor.submit(
        "Undang", status=422, name="Dua", number="12"
    )


def test_slips_for_a_class_are_shown_once_and_the_newest_counts(app, world, supervisor, neighbour, stranger):
    with app.app_context(), writing(db.session()) as session:
        for number in range(40):
            make.member(
                session,
                world.organisation_ids["dishub" if number % 2 else "uptd-parkir"],
                f"Peserta {number:02d}",
                state="invited",
                now=datetime.now(UTC),
            )
    first = [*make_slips(supervisor)]
    assert len(first) == 40
    assert len(set(first)) == 40
    assert supervisor.page.headers["Cache-Control"] == "no-store"
    assert [*codes(supervisor.open("/instansi/dishub/anggota/slip/cetak"))] == first, "it may be reloaded"
    assert not codes(neighbour.open("/instansi/dinkes/anggota/slip/cetak"))
    another = Browser(world.client("coordinator"))
    assert not codes(another.open("/instansi/dishub/anggota/slip/cetak")), "only who made them"

    second = make_slips(supervisor)
    stranger.open("/undangan")
    stranger.submit("Lanjut", status=422, code=first[0])
    stranger.submit("Lanjut", code=second[0])
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=16)):
        assert not codes(supervisor.open("/instansi/dishub/anggota/slip/cetak"))
    with time_machine.travel(datetime.now(UTC) + timedelta(days=14)):
        Browser(app.test_client()).open(f"/undangan/{second[0]}", status=404)


def make_slips(supervisor, **fields):
    supervisor.open("/instansi/dishub/anggota/slip")
    return codes(supervisor.submit("Buat slip", **{"siapa": "semua", **fields}))


def codes(page):
    return CODE.findall(page.words)


def test_slips_for_the_ticked_ones_only(app, world, supervisor):
    with app.app_context(), writing(db.session()) as session:
        for name, slug in (("Ani", "dishub"), ("Budi", "dishub"), ("Cici", "dinkes")):
            make.member(session, world.organisation_ids[slug], name, state="invited")
    with app.app_context():
        public = dict(db.session.execute(select(Membership.name, Membership.public_id)).all())
    supervisor.open("/instansi/dishub/anggota/slip")
    assert "Cici" not in supervisor.page
    supervisor.submit("Buat slip", status=422)
    supervisor.submit("Buat slip", status=422, siapa="pilih")
    page = supervisor.submit("Buat slip", siapa="pilih", pilih=[str(public["Budi"])])
    assert "Budi" in page
    assert "Ani" not in page
    client = world.client("supervisor")
    fields = {**world.token_for(client, "POST"), "siapa": "pilih", "pilih": str(public["Cici"])}
    assert client.post("/instansi/dishub/anggota/slip", data=fields).status_code == 422


def active_member(app, world, supervisor, stranger, name="siti.baru"):
    """Siti, whose account began with the agency."""
    code = code_on(invite(supervisor))
    stranger.open(f"/undangan/{code}/daftar")
    fill_registration(stranger, name)
    with app.app_context():
        row = db.session.execute(
            select(Membership.public_id, Membership.learner_id).where(Membership.name == "Siti Aminah")
        ).one()
        return f"/instansi/dishub/anggota/{row.public_id}", row.learner_id


def test_a_supervisor_helps_with_a_forgotten_password_and_the_person_is_told(
    app, world, supervisor, stranger
):
    member, learner_id = active_member(app, world, supervisor, stranger, "siti@contoh.id")
    supervisor.open(member)
    code = code_on(supervisor.submit("Buat kode untuk kata sandi baru"))
    page = stranger.open("/akun")
    assert "Seseorang membuat kode" in page
    assert "penyelia Dinas Perhubungan" in page
    with app.app_context():
        assert [m.kind for m in db.session.scalars(select(OutboxMessage))] == ["code"]
    lost = Browser(app.test_client())
    lost.open("/pulihkan")
    fields = {"name": "siti@contoh.id", "new_password": NEW_PASSWORD}
    lost.submit("kata sandi", status=422, **{**fields, "name": "citizen"}, code=code)
    lost.submit("kata sandi", **fields, code=code)
    assert lost.page.heading == "Kode pemulihan Anda"
    assert stranger.open("/akun").url.startswith("/masuk"), "every other phone is signed out"
    again = Browser(app.test_client())
    again.open("/pulihkan")
    again.submit("kata sandi", status=422, **fields, code=code)


def test_the_person_stops_a_code_that_they_did_not_ask_for(app, world, supervisor, stranger):
    member, _ = active_member(app, world, supervisor, stranger)
    supervisor.open(member)
    code = code_on(supervisor.submit("Buat kode untuk kata sandi baru"))
    stranger.open("/akun")
    assert "Seseorang membuat kode" not in stranger.submit("Batalkan kode ini")
    lost = Browser(app.test_client())
    lost.open("/pulihkan")
    lost.submit("kata sandi", status=422, name="siti.baru", new_password=NEW_PASSWORD, code=code)


def test_a_supervisor_opens_no_account_that_began_elsewhere_or_may_do_more(
    app, world, supervisor, neighbour, stranger
):
    member, learner_id = active_member(app, world, supervisor, stranger)
    with app.app_context(), writing(db.session()) as session:
        # The same person works at the other agency too; another one came there by themselves.
        other = make.member(
            session, world.organisation_ids["dinkes"], "Siti di Dinkes", learner_id=learner_id
        )
        own = make.member(
            session, world.organisation_ids["dinkes"], "Warga", learner_id=world.learner_ids["citizen"]
        )
        public = [session.get(Membership, one).public_id for one in (other, own)]
    client = world.client("neighbour")
    for one in public:
        assert "kata sandi baru" not in neighbour.open(f"/instansi/dinkes/anggota/{one}")
        fields = world.token_for(client, "POST")
        assert client.post(f"/instansi/dinkes/anggota/{one}/kode", data=fields).status_code == 422

    with app.app_context(), writing(db.session()) as session:
        session.get(Membership, other).state = "ended"
    supervisor.open(member)
    code = code_on(supervisor.submit("Buat kode untuk kata sandi baru"))
    with app.app_context(), writing(db.session()) as session:
        make.granting.grant(session, learner_id, make.Role.TRAINER, by=None, now=datetime.now(UTC))
    assert "Buat kode untuk kata sandi baru" not in supervisor.open(member)
    lost = Browser(app.test_client())
    lost.open("/pulihkan")
    lost.submit("kata sandi", status=422, name="siti.baru", new_password=NEW_PASSWORD, code=code)


def test_an_operator_helps_anybody_but_themselves(app, world):
    operator = Browser(world.client("operator"))
    operator.open(f"/kelola/orang/{world.person_address('trainer')}")
    operator.click("Buat kode untuk kata sandi baru")
    operator.submit("Buat kode", status=422, password="bukan ini")
    code = code_on(operator.submit("Buat kode", password=make.PASSWORD))
    lost = Browser(app.test_client())
    lost.open("/pulihkan")
    lost.submit("kata sandi", name="trainer", new_password=NEW_PASSWORD, code=code)
    operator.open(f"/kelola/orang/{world.person_address('operator')}/kode")
    operator.submit("Buat kode", status=422, password=make.PASSWORD)


def test_a_member_is_corrected_moved_and_ended(app, world, supervisor, neighbour):
    member = f"/instansi/dishub/anggota/{world.membership_id}"
    neighbour.open(member, status=404)
    neighbour.open(f"/instansi/dinkes/anggota/{world.membership_id}", status=404)
    supervisor.open(member)
    supervisor.submit("Simpan perubahan", status=422, name="", number="12")
    assert 'value="12"' in supervisor.page.html
    supervisor.submit("Simpan perubahan", name="  Yosef   Lawai ", number="12")
    assert supervisor.page.heading == "Yosef Lawai"
    supervisor.click("Pindahkan")
    assert "Dinas Kesehatan" not in supervisor.page
    supervisor.submit("Pindahkan", status=422)
    supervisor.submit("Pindahkan", tujuan="uptd-parkir")
    assert supervisor.page.url.startswith("/instansi/uptd-parkir/anggota/")
    found = places(app, "Yosef Lawai")
    assert [(row.state, row.organisation_id) for row in found] == [
        ("ended", world.organisation_ids["dishub"]),
        ("active", world.organisation_ids["uptd-parkir"]),
    ]
    assert found[0].learner_id == found[1].learner_id
    supervisor.click("Akhiri keanggotaan")
    supervisor.submit("Akhiri keanggotaan")
    assert "Keanggotaan ini sudah berakhir" in supervisor.page
    assert "Yosef Lawai" not in supervisor.open("/instansi/dishub/anggota")
    assert "Yosef Lawai" in supervisor.open("/instansi/dishub/anggota?keadaan=berakhir")


def test_a_supervisor_moves_nobody_into_an_agency_of_others(app, world):
    client = world.client("supervisor")
    for slug in ("dinkes", "kota-uji", "info-kota", "tidak-ada"):
        fields = {**world.token_for(client, "POST"), "tujuan": slug}
        answer = client.post(f"/instansi/dishub/anggota/{world.membership_id}/pindah", data=fields)
        assert answer.status_code == 404
    assert [row.state for row in places(app, "Anggota dishub")] == ["active"]


def test_a_community_keeps_its_members(app, world, supervisor):
    with app.app_context(), writing(db.session()) as session:
        joining.appoint_supervisor(
            session,
            world.organisation_ids["info-kota"],
            world.learner_ids["supervisor"],
            "Admin Info",
            by_id=None,
            now=datetime.now(UTC),
        )
    member = f"/instansi/info-kota/anggota/{world.place_id}"
    assert "Akhiri keanggotaan" in supervisor.open(member)
    assert "Pindahkan" not in supervisor.page
    supervisor.open(f"{member}/pindah", status=404)
    client = world.client("supervisor")
    fields = {**world.token_for(client, "POST"), "tujuan": "dishub"}
    assert client.post(f"{member}/pindah", data=fields).status_code == 404
    fields["tujuan"] = "info-kota"
    answer = client.post(f"/instansi/dishub/anggota/{world.membership_id}/pindah", data=fields)
    assert answer.status_code == 422
    assert [row.state for row in places(app, "Warga info-kota")] == ["active"]
    assert [row.state for row in places(app, "Anggota dishub")] == ["active"]


def test_members_are_found_filtered_and_paged(app, world, supervisor):
    with app.app_context(), writing(db.session()) as session:
        for number in range(60):
            slug = "uptd-parkir" if number % 3 == 0 else "dishub"
            make.member(session, world.organisation_ids[slug], f"Orang {number:02d}")
        make.member(session, world.organisation_ids["dinkes"], "Orang Lain")
    page = supervisor.open("/instansi/dishub/anggota")
    assert "61 orang" in page
    assert "Orang 48" in page
    assert "Orang 49" not in page
    page = supervisor.click("Lima puluh berikutnya")
    assert "Orang 49" in page
    assert "Orang 59" in page
    assert "Orang Lain" not in page
    page = supervisor.open("/instansi/dishub/anggota?kata=ORANG+03&unit=uptd-parkir")
    assert "1 orang" in page
    assert "0 orang" in supervisor.open("/instansi/dishub/anggota?kata=orang+lain")
    for odd in ("setelah=x", "setelah=1&nama=%00", "keadaan=x&unit=dinkes&angkatan=1", "kata=%00%25_"):
        supervisor.open(f"/instansi/dishub/anggota?{odd}")


def test_with_many_units_only_its_own_are_listed_until_somebody_is_searched(app, world, supervisor):
    with app.app_context(), writing(db.session()) as session:
        how = {"parent_id": world.organisation_ids["dishub"], "by_id": None, "now": datetime.now(UTC)}
        units = [
            organising.create(session, f"Unit {number:02d}", OrganisationKind.UNIT, **how)
            for number in range(50)
        ]
        make.member(session, units[7], "Orang Unit")
        make.member(session, world.organisation_ids["dinkes"], "Orang Lain")
    page = supervisor.open("/instansi/dishub/anggota")
    assert "Unit di bawahnya banyak" in page
    assert "Anggota dishub" in page
    assert "Orang Unit" not in page
    page = supervisor.open("/instansi/dishub/anggota?unit=unit-07")
    assert "Orang Unit" in page
    page = supervisor.open("/instansi/dishub/anggota?kata=orang")
    assert "Orang Unit" in page
    assert "Orang Lain" not in page


def test_only_operators_help_whoever_has_a_place_elsewhere_too(app, world, supervisor, neighbour, stranger):
    member, learner_id = active_member(app, world, supervisor, stranger)
    assert "Hanya pengelola situs" not in supervisor.open(member)
    code = code_on(supervisor.submit("Buat kode untuk kata sandi baru"))
    second = code_on(invite(neighbour, "Siti di Dinkes", "dinkes"))
    stranger.open(f"/undangan/{second}")
    stranger.submit("Ya, gabung")

    page = supervisor.open(member)
    assert "Hanya pengelola situs yang membantu orang ini" in page
    assert "Buat kode untuk kata sandi baru" not in page
    assert "Kesehatan" not in page
    client = world.client("supervisor")
    fields = world.token_for(client, "POST")
    assert client.post(f"{member}/kode", data=fields).status_code == 422
    lost = Browser(app.test_client())
    lost.open("/pulihkan")
    lost.submit("kata sandi", status=422, name="siti.baru", new_password=NEW_PASSWORD, code=code)


def test_a_code_for_a_password_ends_with_the_membership(app, world, supervisor, stranger):
    member, _ = active_member(app, world, supervisor, stranger)
    supervisor.open(member)
    code = code_on(supervisor.submit("Buat kode untuk kata sandi baru"))
    supervisor.open(f"{member}/akhiri")
    supervisor.submit("Akhiri keanggotaan")
    assert not codes(supervisor.open(f"{member}/kode"))
    lost = Browser(app.test_client())
    lost.open("/pulihkan")
    lost.submit("kata sandi", status=422, name="siti.baru", new_password=NEW_PASSWORD, code=code)


def test_a_place_that_ended_shows_and_makes_no_code(app, world, supervisor):
    code = code_on(invite(supervisor))
    ended = supervisor.page.url.removesuffix("/kode")
    supervisor.open(f"{ended}/pindah")
    supervisor.submit("Pindahkan", tujuan="uptd-parkir")
    Browser(app.test_client()).open(f"/undangan/{code}", status=404)
    new = code_on(supervisor.submit("Buat kode baru"))
    assert not codes(supervisor.open(f"{ended}/kode")), "whose code it is now, the old place does not show"
    client = world.client("supervisor")
    assert client.post(f"{ended}/kode", data=world.token_for(client, "POST")).status_code == 422
    assert "Siti Aminah" in Browser(app.test_client()).open(f"/undangan/{new}")


def test_signs_that_nobody_sees_are_left_out_of_a_number(app, world, supervisor):
    invite(supervisor, number="\u202e12\x0134\u200b")
    with app.app_context():
        assert (
            db.session.scalar(select(Membership.external_id).where(Membership.name == "Siti Aminah"))
            == "1234"
        )
    supervisor.open(f"/instansi/dishub/anggota/{world.membership_id}")
    supervisor.submit("Simpan perubahan", name="Yosef", number="\u2066\x01 77")
    assert 'value="77"' in supervisor.page.html
