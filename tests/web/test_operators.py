"""Operators find somebody, look after their account, and read what was done."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from literasi.database import db, writing
from literasi.models import (
    Account,
    AuditEvent,
    JobState,
    LearnerSession,
    Membership,
    OutboxMessage,
    RoleGrant,
)
from tests import make
from tests.browsing import Browser


@pytest.fixture
def world(app):
    return make.world(app)


@pytest.fixture
def operator(world):
    return Browser(world.client("operator"))


def page_of(world, name, rest=""):
    return f"/kelola/orang/{world.person_address(name)}{rest}"


def actions(world, name):
    with world.app.app_context():
        subject = f"learner:{world.learner_ids[name]}"
        return list(
            db.session.scalars(
                select(AuditEvent.action).where(AuditEvent.subject == subject).order_by(AuditEvent.position)
            )
        )


def test_nothing_waits_and_then_what_waits_is_counted(world, operator):
    with world.app.app_context(), writing(db.session()) as session:
        make.account(session, "pengelola.kedua", roles=[make.Role.OPERATOR])
        make.jobs_done(session, now=datetime.now(UTC))
    assert operator.open("/kelola").heading == "Tidak ada yang menunggu Anda hari ini"
    with world.app.app_context(), writing(db.session()) as session:
        community = world.organisation_ids["info-kota"]
        for name in ("Ujang", "Yosef"):
            make.member(session, community, name, state="waiting")
    Browser(world.client("stranger")).open("/masuk")
    stranger = Browser(world.client("stranger"))
    stranger.open("/masuk")
    stranger.submit("Masuk", status=422, name="trainer", password="bukan ini")
    stranger.submit("Masuk", status=422, name="citizen", password="bukan ini")
    with world.app.app_context(), writing(db.session()) as session:
        make.channel(session, "iasc", review_on=date(2025, 7, 1))
        session.execute(delete(JobState).where(JobState.name == "surat"))

    assert operator.open("/kelola").heading == "4 hal menunggu Anda"
    assert "1 hal di situs ini perlu dilihat" in operator.page
    assert "1 nomor, alamat, atau aturan sudah waktunya diperiksa lagi" in operator.page
    assert "2 orang menunggu bergabung di Info Kota" in operator.page
    operator.click("salah diketik 1 kali")
    assert "salah mengetik sandi akun petugas" in operator.page
    assert "sign-in.failed" not in actions(world, "citizen")


def test_somebody_is_found_by_what_an_agency_or_they_themselves_call_them(world, operator):
    with world.app.app_context(), writing(db.session()) as session:
        mail = make.account(session, "norhayati@contoh.id")
        make.account(session, "0812 3456 7890")
        place = make.member(session, world.organisation_ids["dishub"], "Nor Hayati", learner_id=mail)
        session.get(Membership, place).external_id = "198701012010"
        make.member(session, world.organisation_ids["dinkes"], "Siti Aminah", state="invited")
    for typed in ("norhayati", "nor hay", "198701012010", "NORHAYATI@CONTOH.ID"):
        operator.open(f"/kelola/orang?cari={typed}")
        assert "no•••@contoh.id" in operator.page
        assert "nomor berakhir 2010" in operator.page
    for typed in ("0812 34", "%2B62812", "62812345"):
        assert "+6281•••7890" in operator.open(f"/kelola/orang?cari={typed}")
    assert "Belum punya akun" in operator.open("/kelola/orang?cari=siti")
    assert "Tidak ada yang cocok" in operator.open("/kelola/orang?cari=hayati")
    assert "paling sedikit 3" in operator.open("/kelola/orang?cari=no", status=422)
    assert "Tidak ada yang cocok" in operator.open("/kelola/orang?cari=%25%25%25_")


def test_at_most_twenty_are_listed_and_more_are_told(world, operator):
    with world.app.app_context(), writing(db.session()) as session:
        for number in range(21):
            make.account(session, f"warga.{number:02}")
    assert operator.open("/kelola/orang?cari=warga").heading == "Orang"
    assert "Lebih dari 20 orang cocok" in operator.page
    assert len([text for text, _ in operator.page.links if text.startswith("warga.")]) == 20


def test_the_page_of_a_person_says_what_helps_and_no_answers(world, operator):
    operator.open(page_of(world, "citizen"))
    for words in ("citizen", "18 sampai 59", "Belum dipasang", "Info Kota", "Sedang masuk di 1 HP"):
        assert words in operator.page


@pytest.mark.parametrize("address", ["1", "a" * 32, "7" * 32, "-", "owner"])
def test_no_other_address_leads_to_a_person(world, operator, address):
    operator.open(f"/kelola/orang/{address}", status=404)


def test_a_guest_of_whom_only_answers_are_known_has_no_page(world, operator):
    with world.app.app_context():
        guest = db.session.scalar(
            select(LearnerSession.learner_id).where(LearnerSession.signed_in_at.is_(None)).limit(1)
        )
        world.learner_ids["guest"] = guest
    operator.open(page_of(world, "guest"), status=404)


def test_a_disabled_account_is_out_at_the_next_click_and_comes_back(world, operator):
    trainer = Browser(world.client("trainer"))
    trainer.open("/studio")
    operator.open(page_of(world, "trainer"))
    operator.click("Nonaktifkan akun")
    operator.submit("Nonaktifkan akun", status=422, password="bukan ini")
    operator.submit("Nonaktifkan akun", password=make.PASSWORD)
    assert "Akun sudah dinonaktifkan" in operator.page
    assert trainer.open("/studio").url.startswith("/masuk")
    trainer.submit("Masuk", status=422, name="trainer", password=make.PASSWORD)
    refusal = trainer.page.words
    trainer.submit("Masuk", status=422, name="trainer", password="bukan ini")
    assert trainer.page.words == refusal
    trainer.open("/kursus/jebakan/berkas")
    operator.open(page_of(world, "trainer", "/kode"))
    operator.submit("Buat kode", status=422, password=make.PASSWORD)
    operator.open(page_of(world, "trainer"))
    operator.click("Aktifkan lagi akunnya")
    operator.submit("Aktifkan lagi", password=make.PASSWORD)
    trainer.open("/masuk?next=/akun")
    trainer.submit("Masuk", name="trainer", password=make.PASSWORD)
    assert "Akun dinonaktifkan." in trainer.page
    told = [one for one in actions(world, "trainer") if one != "sign-in.failed"]
    assert told[-3:] == ["account.disabled", "account.enabled", "session.opened"]


def test_the_last_operator_and_oneself_stay(world, operator):
    operator.open(page_of(world, "operator", "/nonaktifkan"))
    operator.submit("Nonaktifkan akun", status=422, password=make.PASSWORD)
    operator.open(page_of(world, "operator", "/hapus"))
    operator.submit("Hapus untuk selamanya", status=422, typed="operator", password=make.PASSWORD)
    with world.app.app_context(), writing(db.session()) as session:
        closed = make.account(session, "pengelola.kedua", roles=[make.Role.OPERATOR])
        session.execute(
            update(Account).where(Account.learner_id == closed).values(disabled_at=datetime.now(UTC))
        )
    operator.open(page_of(world, "operator"))
    operator.submit("Cabut peran ini", status=422, role="operator", password=make.PASSWORD)
    assert "Tidak akan ada pengelola lagi" in operator.page


def test_sessions_end_one_or_all(world, operator):
    with world.app.app_context(), writing(db.session()) as session:
        make.signed_in(session, world.learner_ids["citizen"], "x" * 43, now=datetime.now(UTC))
    operator.open(page_of(world, "citizen"))
    operator.submit("Akhiri sesi ini")
    assert "Sesi sudah diakhiri" in operator.page
    operator.submit("Akhiri sesi ini")
    assert "Tidak sedang masuk di mana pun" in operator.page
    assert actions(world, "citizen")[-2:] == ["sessions.ended"] * 2
    client = world.client("operator")
    form = {**world.token_for(client, "POST"), "session": "bukan hex"}
    assert client.post(page_of(world, "citizen", "/sesi/akhiri"), data=form).status_code == 404


def test_somebody_is_erased_after_their_name_was_typed(world, operator):
    operator.open(page_of(world, "citizen", "/hapus"))
    operator.submit("Hapus untuk selamanya", status=422, typed="citizens", password=make.PASSWORD)
    operator.submit("Hapus untuk selamanya", status=422, typed="citizen", password="bukan ini")
    operator.submit("Hapus untuk selamanya", typed="Citizen", password=make.PASSWORD)
    assert operator.page.heading == "Seseorang yang sudah dihapus"
    operator.open(page_of(world, "citizen", "/hapus"), status=404)
    with world.app.app_context():
        last = db.session.scalars(select(AuditEvent).order_by(AuditEvent.position.desc())).first()
        assert (last.action, last.actor_id) == ("account.erased", world.learner_ids["operator"])


def test_people_with_an_address_are_told_by_mail(world, operator):
    with world.app.app_context(), writing(db.session()) as session:
        world.learner_ids["mail"] = make.account(session, "norhayati@contoh.id")
    operator.open(page_of(world, "mail"))
    operator.submit("Beri peran ini", role="trainer", password=make.PASSWORD)
    operator.open(page_of(world, "mail", "/nonaktifkan"))
    operator.submit("Nonaktifkan akun", password=make.PASSWORD)
    with world.app.app_context():
        bodies = db.session.scalars(select(OutboxMessage.body).where(OutboxMessage.kind == "account")).all()
    assert len(bodies) == 2
    assert not any("http" in body or "norhayati" in body for body in bodies)


def test_the_audit_is_narrowed_and_read_in_words(world, operator):
    operator.open(page_of(world, "citizen"))
    operator.submit("Beri peran ini", role="trainer", password=make.PASSWORD)
    operator.open("/kelola/catatan?kelompok=akun&orang=citizen")
    assert "memberi peran Pelatih" in operator.page
    assert "membuat instansi" not in operator.page
    assert "cocok dengan segel" in operator.page
    operator.open(page_of(world, "citizen"))
    operator.click("Yang dilakukan oleh dan terhadap orang ini")
    assert "memberi peran Pelatih" in operator.page
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    assert "Tidak ada tindakan yang cocok" in operator.open(f"/kelola/catatan?dari={tomorrow}")
    operator.open("/kelola/catatan?dari=kemarin&orang=tidak-ada", status=422)
    operator.open("/kelola/catatan?kelompok=apa", status=404)
    operator.open("/kelola/catatan?sebelum=999999", status=404)
    operator.open("/kelola/catatan?dari=0001-01-01&sampai=9999-12-31")


def test_pages_of_the_audit_show_each_event_once(world, operator):
    with world.app.app_context(), writing(db.session()) as session:
        for number in range(120):
            make.account(session, f"warga.{number}")
    seen = []
    operator.open("/kelola/catatan")
    while True:
        seen += [int(text.removeprefix("Nomor ")) for text in _summaries(operator.page)]
        following = [address for text, address in operator.page.links if text == "Lebih awal"]
        if not following:
            break
        operator.open(following[0])
    with world.app.app_context():
        assert sorted(seen) == sorted(db.session.scalars(select(AuditEvent.position)).all())


def test_what_was_changed_behind_the_site_shows(world, operator):
    with world.app.app_context(), writing(db.session()) as session:
        position = session.scalar(
            select(AuditEvent.position).where(AuditEvent.action == "role.granted").limit(1)
        )
        session.execute(
            update(AuditEvent).where(AuditEvent.position == position).values(details={"role": "trainer!"})
        )
    operator.open("/kelola/catatan?kelompok=akun")
    assert f"Nomor {position} tidak cocok dengan segelnya" in operator.page
    assert "cocok dengan segel dan" not in operator.page


def test_the_newest_event_that_was_taken_away_shows(world, operator):
    with world.app.app_context(), writing(db.session()) as session:
        newest = session.scalars(select(AuditEvent).order_by(AuditEvent.position.desc()).limit(1)).one()
        session.delete(newest)
    assert "tidak cocok dengan segelnya" in operator.open("/kelola/catatan")


def test_the_audit_leaves_as_csv_for_whoever_knows_the_password(world):
    client = world.client("operator")
    form = {**world.token_for(client, "POST"), "password": make.PASSWORD}
    assert client.post("/kelola/catatan/unduh", data={**form, "password": "x"}).status_code == 422
    answer = client.post("/kelola/catatan/unduh?kelompok=akun", data=form)
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    border = rows.index([])
    assert dict(rows[:border])["Jenis"] == "Akun dan peran"
    assert {row[5] for row in rows[border + 2 :]} <= {
        "account.registered", "role.granted", "supervisor.appointed",
    }  # fmt: skip
    assert "no-store" in answer.headers["Cache-Control"]
    page = Browser(client).open("/kelola/catatan?kelompok=data")
    assert "mengunduh catatan ini" in page


def test_a_disabled_operator_has_no_say(world):
    """Two operators who disable each other cannot both succeed."""
    from_the_first = Browser(world.client("operator"))
    with world.app.app_context(), writing(db.session()) as session:
        world.learner_ids["second"] = make.account(session, "kedua", roles=[make.Role.OPERATOR])
        make.signed_in(session, world.learner_ids["second"], "z" * 43, now=datetime.now(UTC))
    second = world.app.test_client()
    second.set_cookie("literasi", "z" * 43)
    from_the_first.open(page_of(world, "second", "/nonaktifkan"))
    from_the_first.submit("Nonaktifkan akun", password=make.PASSWORD)
    answer = second.get(page_of(world, "operator", "/nonaktifkan"))
    assert answer.status_code == 303
    with world.app.app_context():
        held = db.session.scalars(
            select(RoleGrant.learner_id).where(RoleGrant.role == "operator", RoleGrant.withdrawn_at.is_(None))
        ).all()
        assert set(held) == {world.learner_ids["operator"], world.learner_ids["second"]}


def _summaries(page):
    return [" ".join(one.itertext()).strip() for one in page.root.iter("summary")]
