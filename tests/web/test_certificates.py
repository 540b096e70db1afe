"""Taking a certificate, showing it, checking it as a stranger, and revoking it."""

import base64
import fcntl
import json
from collections import OrderedDict
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, update

from literasi.database import db, writing
from literasi.domain.people import AgeBand
from literasi.models import Certificate, Course, CourseCompletion, CourseFinish
from literasi.services import erasing, printing
from literasi.services.printing import NotPrinted
from tests import certificates, make
from tests.browsing import Browser

FULL, MASKED = "Norhayati Aminah", "N••••• A•••••"


@pytest.fixture
def world(app):
    return make.world(app, certified=True)


@pytest.fixture
def holder(world):
    return Browser(world.client("owner"))


@pytest.fixture
def operator(world):
    return Browser(world.client("operator"))


@pytest.fixture
def change(app):
    """Change something behind the pages: ``change(lambda session: …)``."""

    def change(act):
        with app.app_context(), writing(db.session()) as session:
            return act(session)

    return change


@pytest.fixture
def graduate(change, world):
    """The guest ``other`` has finished the course, which has an hour, and has no certificate yet."""

    def finish(session):
        session.execute(update(Course).values(hours=1))
        return _finish(session, make.learner(session, world.tokens["other"], datetime.now(UTC)))

    change(finish)
    return Browser(world.client("other"))


def _finish(session, learner_id):
    now = datetime.now(UTC)
    session.add(CourseCompletion(learner_id=learner_id, course_id=1, completed_at=now))
    return certificates.finish(session, learner_id, 1, now=now)


def revoke(operator, code, reason="Nama yang tertulis keliru"):
    operator.open(f"/kelola/sertifikat?kode={code}")
    return operator.submit("Cabut untuk seterusnya", reason=reason)


def test_a_stranger_sees_that_it_is_real_and_not_whose(world, browser):
    page = browser.open(f"/sertifikat/{world.code}")

    assert page.heading == "Sertifikat ini sah"
    assert f"{MASKED} menyelesaikan kursus Kenali Jebakan Uang dan Data pada " in page
    assert "Berkas yang Menyamar revisi 2" in page
    assert "4 jam pelajaran (JP)" in page
    assert "Norhayati" not in page.html
    assert "Aminah" not in page.html
    assert '<meta name="robots" content="noindex">' in page.html
    assert not [words for words, _ in page.links if "PDF" in words or "lencana" in words]


def test_the_holder_sees_the_whole_name_and_decides_who_else_does(world, holder, browser):
    assert FULL in holder.open(f"/sertifikat/{world.code}")
    holder.submit("Tampilkan nama lengkap saya")
    assert "Siapa pun yang punya kodenya melihat nama lengkap Anda." in holder.page
    assert FULL in browser.open(f"/sertifikat/{world.code}")
    assert "Tersimpan" not in browser.open(f"/sertifikat/{world.code}?tersimpan=1")
    holder.submit("Singkat nama saya")
    assert FULL not in browser.open(f"/sertifikat/{world.code}")


def test_the_name_of_a_child_stays_shortened(world, change):
    def child(session):
        learner_id = make.account(session, "anak", age=AgeBand.FROM_13)
        make.signed_in(session, learner_id, "n" * 43, now=datetime.now(UTC))
        return certificates.issued(session, learner_id)

    code, client = change(child), world.client("stranger")
    client.set_cookie("literasi", "n" * 43)
    page = Browser(client).open(f"/sertifikat/{code}")
    assert "di bawah 18 tahun" in page
    assert not page.forms
    sent = {**world.token_for(client, "POST"), "shows": "yes"}
    assert client.post(f"/sertifikat/{code}/nama", data=sent).status_code == 404


def test_whatever_the_row_says_nobody_sees_the_name_of_a_child(world, change, browser, monkeypatch):
    def child(session):
        learner_id = make.account(session, "anak", age=AgeBand.UNDER_13)
        make.signed_in(session, learner_id, "n" * 43, now=datetime.now(UTC))
        return certificates.issued(session, learner_id, shows_name=True)

    monkeypatch.setattr(printing, "missing", lambda: ())
    code, client = change(child), world.client("stranger")
    assert FULL not in browser.open(f"/sertifikat/{code}")
    browser.open(f"/sertifikat/{code}.pdf", status=404)
    client.set_cookie("literasi", "n" * 43)
    sent = {**world.token_for(client, "POST"), "shows": "no"}
    assert client.post(f"/sertifikat/{code}/nama", data=sent).status_code == 303
    assert not change(
        lambda session: session.scalar(select(Certificate.shows_name).where(Certificate.code == code))
    )


def test_a_code_is_found_however_it_is_written(world, browser):
    typed = world.code.lower().replace("-", " ")
    browser.open("/sertifikat")
    page = browser.submit("Periksa sertifikat", kode=typed)
    assert page.url.endswith(f"/sertifikat/{world.code}")
    assert browser.open(f"/sertifikat/{world.code.lower()}").url.endswith(world.code)


def test_what_is_no_code_keeps_what_was_typed(browser):
    browser.open("/sertifikat")
    page = browser.submit("Periksa sertifikat", kode="K7QM", status=422)

    assert page.title.startswith("Kesalahan: ")
    assert 'value="K7QM"' in page.html
    assert "16 huruf dan angka" in page


@pytest.mark.parametrize("code", ["K7QM-2XPA-90BC-WXYZ", "tidak ada", "x" * 300, "%00", "<b>"])
def test_an_unknown_code_is_told_how_to_go_on(browser, code):
    page = browser.open(f"/sertifikat/{code}", status=404)

    assert page.heading == "Tidak ada sertifikat dengan kode ini"
    assert "huruf demi huruf" in page
    assert page.forms[0].has_button("Periksa sertifikat")


def test_revoked_it_says_so_at_once_with_day_and_reason(world, operator, holder, browser):
    revoke(operator, world.code)
    for someone in (browser, holder):
        page = someone.open(f"/sertifikat/{world.code}")
        assert page.heading == "Sertifikat ini sudah dicabut"
        assert "Alasan: Nama yang tertulis keliru" in page
        assert "DICABUT" in page
        assert not page.forms
        for kind in ("pdf", "jwt"):
            someone.open(f"/sertifikat/{world.code}.{kind}", status=404)
    assert "dicabut" in holder.open("/kemajuan")


def test_an_operator_revokes_once_and_says_why(world, operator):
    assert "Dicabut pada" in revoke(operator, world.code)
    operator.open(f"/kelola/sertifikat?kode={world.code}")
    assert not [form for form in operator.page.forms if form.has_button("Cabut")]
    assert operator.open("/kelola/sertifikat?kode=K7QM-2XPA-90BC-WXYZ", status=422).forms


@pytest.mark.parametrize("reason", ["", "salah", "x" * 301])
def test_a_reason_says_something_in_three_hundred_characters(world, operator, reason):
    operator.open(f"/kelola/sertifikat?kode={world.code}")
    page = operator.submit("Cabut untuk seterusnya", reason=reason, status=422)

    assert page.title.startswith("Kesalahan: ")
    assert reason in page.html
    assert operator.open(f"/sertifikat/{world.code}").heading == "Sertifikat ini sah"


def test_a_citizen_types_the_name_once(graduate):
    graduate.open("/kursus/jebakan/selesai")
    page = graduate.submit("Buat sertifikat saya", name="  Andi   Tenri Abengé ")
    assert "Andi Tenri Abengé" in page
    assert page.url.startswith("/sertifikat/") or "/sertifikat/" in page.url
    done = graduate.open("/kursus/jebakan/selesai")
    assert not [form for form in done.forms if form.has_button("Buat sertifikat")]
    assert any("Buka sertifikat" in words for words, _ in done.links)
    assert any("/sertifikat/" in url for words, url in graduate.open("/kemajuan").links if "Kenali" in words)


@pytest.mark.parametrize(("name", "words"), [("", "Tuliskan nama Anda"), ("N" * 81, "lebih dari 80 huruf")])
def test_a_name_that_cannot_stand_there_is_kept_and_explained(graduate, name, words):
    graduate.open("/kursus/jebakan/selesai")
    page = graduate.submit("Buat sertifikat saya", name=name, status=422)

    assert words in page
    assert page.title.startswith("Kesalahan: ")
    assert name in page.html


def test_pressed_twice_and_in_two_tabs_it_is_made_once(app, world, graduate):
    graduate.open("/kursus/jebakan/selesai")
    other_tab = Browser(world.client("other"))
    other_tab.open("/kursus/jebakan/selesai")
    first = graduate.submit("Buat sertifikat saya", name="Andi Tenri")
    second = other_tab.submit("Buat sertifikat saya", name="Nama Lain")

    assert first.url == second.url
    assert "Andi Tenri" in second
    with app.app_context():
        assert db.session.scalar(select(func.count(Certificate.id))) == 2  # and the world's own


def test_without_hours_or_without_a_finish_there_is_none(world, graduate, change):
    change(lambda session: session.execute(update(Course).values(hours=None)))
    assert not [form for form in graduate.open("/kursus/jebakan/selesai").forms if form.has_button("Buat")]
    client = world.client("other")
    sent = {**world.token_for(client, "POST"), "name": "Andi"}
    assert client.post("/kursus/jebakan/sertifikat", data=sent).status_code == 404


def test_a_member_is_not_asked_for_a_name(world, graduate, change):
    def join(session):
        learner_id = make.learner(session, world.tokens["other"], datetime.now(UTC))
        make.member(session, world.organisation_ids["dishub"], "Andi Dishub", learner_id=learner_id)

    change(join)
    page = graduate.open("/kursus/jebakan/selesai")
    assert "nama Anda yang tercatat di instansi" in page
    assert "Andi Dishub" in graduate.submit("Buat sertifikat saya")


def test_an_obligation_that_came_after_practice_offers_another_one(world, graduate, change):
    graduate.open("/kursus/jebakan/selesai")
    first = graduate.submit("Buat sertifikat saya", name="Andi Tenri").url

    def practise(session):
        learner_id, now = make.learner(session, world.tokens["other"], datetime.now(UTC)), datetime.now(UTC)
        again = certificates.finish(session, learner_id, 1, now=now, is_first=False)
        place = world.organisation_ids["dishub"]
        certificates.met_obligation(session, learner_id, 1, place, again, counts_from=now)

    assert not [form for form in graduate.open("/kursus/jebakan/selesai").forms if form.has_button("Buat")]
    change(practise)
    page = graduate.open("/kursus/jebakan/selesai")
    assert first in [url for _, url in page.links]
    assert graduate.submit("Buat sertifikat saya", name="Andi Tenri").url != first
    assert not [form for form in graduate.open("/kursus/jebakan/selesai").forms if form.has_button("Buat")]


def test_after_a_revocation_finishing_again_brings_a_new_one(world, graduate, operator, change):
    graduate.open("/kursus/jebakan/selesai")
    first = graduate.submit("Buat sertifikat saya", name="Andi Salah Ketik").url
    revoke(operator, first.rpartition("/")[2])
    assert not [form for form in graduate.open("/kursus/jebakan/selesai").forms if form.has_button("Buat")]

    def again(session):
        learner_id = make.learner(session, world.tokens["other"], datetime.now(UTC))
        certificates.finish(session, learner_id, 1, now=datetime.now(UTC), is_first=False)

    change(again)
    graduate.open("/kursus/jebakan/selesai")
    assert graduate.submit("Buat sertifikat saya", name="Andi Tenri").url != first


def test_of_an_erased_holder_the_page_names_nobody(world, change, browser):
    change(
        lambda session: erasing.erase(session, session.scalar(select(Certificate.learner_id)), now=make.NOW)
    )
    page = browser.open(f"/sertifikat/{world.code}")

    assert "(nama dihapus)" in page
    assert "dihapus atas permintaan pemegang" in page
    assert "Norhayati" not in page.html


def test_the_badge_is_the_holders_and_its_key_everybodys(world, client):
    badge = world.client("owner").get(f"/sertifikat/{world.code}.jwt")
    assert badge.content_type == "application/vc+jwt"
    assert f'filename="sertifikat-{world.code}.jwt"' in badge.headers["Content-Disposition"]
    header = json.loads(base64.urlsafe_b64decode(badge.text.split(".")[0] + "=="))
    key = client.get(header["kid"].removeprefix("http://localhost"))
    assert (key.status_code, key.content_type) == (200, "application/jwk+json")
    assert key.headers["Access-Control-Allow-Origin"] == "*"
    assert not {"d", "p", "q"} & set(key.json)
    assert client.get("/sertifikat/kunci/signing_key").status_code == 404
    assert client.get(f"/sertifikat/{world.code}.jwt").status_code == 404


def test_programs_ask_whether_it_was_revoked(world, operator, client):
    address = f"/sertifikat/{world.code}/status"
    assert client.get(address).json["revokedCredential"] == []
    revoke(operator, world.code)
    (revoked,) = client.get(address).json["revokedCredential"]
    assert revoked["id"] == f"http://localhost/sertifikat/{world.code}"


def test_the_pdf_is_the_holders_until_the_name_is_shown(world, holder, monkeypatch):
    monkeypatch.setattr(printing, "missing", lambda: ())
    monkeypatch.setattr(printing, "_kept", OrderedDict())
    monkeypatch.setattr(printing, "_set", lambda html, css: html.encode())
    stranger = world.client("stranger")
    for client, status in ((world.client("owner"), 200), (stranger, 404)):
        assert client.get(f"/sertifikat/{world.code}.pdf").status_code == status
    holder.open(f"/sertifikat/{world.code}")
    holder.submit("Tampilkan nama lengkap saya")
    made = stranger.get(f"/sertifikat/{world.code}.pdf")
    assert made.content_type == "application/pdf"
    assert FULL in made.text


def test_strangers_never_hold_every_worker_with_pdfs(world, holder, monkeypatch):
    """Asked again it is not set again, and a new one is refused while another worker sets one."""
    made = []
    monkeypatch.setattr(printing, "missing", lambda: ())
    monkeypatch.setattr(printing, "_kept", OrderedDict())
    monkeypatch.setattr(printing, "_set", lambda html, css: made.append(html) or html.encode())
    holder.open(f"/sertifikat/{world.code}")
    holder.submit("Tampilkan nama lengkap saya")
    address, stranger = f"/sertifikat/{world.code}.pdf", world.client("stranger")
    with printing._PROGRAM.open("rb") as other_worker:
        fcntl.flock(other_worker, fcntl.LOCK_EX)
        refused = stranger.get(address)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "60")
        assert made == []
        assert world.client("owner").get(address).status_code == 200
    assert [stranger.get(address).status_code for _ in range(5)] == [200] * 5
    assert len(made) == 1

    holder.open(f"/sertifikat/{world.code}")
    holder.submit("Singkat nama saya")
    assert stranger.get(address).status_code == 404


def test_without_pango_no_page_offers_a_pdf(world, holder, monkeypatch):
    monkeypatch.setattr(printing, "missing", lambda: ("pango-1.0",))
    page = holder.open(f"/sertifikat/{world.code}")

    assert not [words for words, _ in page.links if "PDF" in words]
    holder.open(f"/sertifikat/{world.code}.pdf", status=404)


def test_a_pdf_that_is_not_made_leads_back_to_the_page(world, holder, monkeypatch):
    def fail(*_, **_others):
        raise NotPrinted("planted")

    monkeypatch.setattr(printing, "missing", lambda: ())
    monkeypatch.setattr(printing, "pdf", fail)
    page = holder.open(f"/sertifikat/{world.code}.pdf", status=503)
    assert world.client("owner").get(f"/sertifikat/{world.code}.pdf").headers["Retry-After"] == "60"

    assert page.heading == "PDF belum siap"
    assert (f"/sertifikat/{world.code}") in [url for _, url in page.links]


def test_operators_say_in_whose_name_certificates_are_issued(operator, graduate):
    operator.open("/kelola/pengaturan")
    operator.submit(
        "Simpan untuk sertifikat baru",
        issuer="Diskominfo Kota Samarinda",
        signatory_name="Drs. H. Ahmad",
        signatory_title="Kepala Dinas",
    )
    graduate.open("/kursus/jebakan/selesai")
    page = graduate.submit("Buat sertifikat saya", name="Andi Tenri")
    assert "Drs. H. Ahmad" in page
    assert "Diskominfo Kota Samarinda" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"issuer": ""}, "siapa yang menerbitkan"),
        ({"issuer": "x" * 121}, "lebih dari 120 huruf"),
        ({"issuer": "Dinas", "signatory_title": "Kepala"}, "siapa yang menandatangani"),
    ],
)
def test_what_cannot_stand_there_is_kept_and_explained(operator, fields, words):
    operator.open("/kelola/pengaturan")
    page = operator.submit("Simpan untuk sertifikat baru", status=422, **fields)

    assert words in page
    assert fields["issuer"] in page.html


def test_one_agency_tells_the_other_nothing(world, change, browser):
    """Each certificate says its own agency, and no page of one code leads to another."""
    codes = {}
    for slug in ("dishub", "dinkes"):
        codes[slug] = change(
            lambda session, slug=slug: certificates.issued(
                session,
                make.learner(session, slug.ljust(43, "x")),
                name=f"Anggota {slug}",
                organisation_id=world.organisation_ids[slug],
                organisation_name=f"Instansi {slug}",
            )
        )
    for slug, other in (("dishub", "dinkes"), ("dinkes", "dishub")):
        page = browser.open(f"/sertifikat/{codes[slug]}")
        assert f"Instansi {slug}" in page
        assert other not in page.html
        assert codes[other] not in page.html


def test_finishes_are_never_touched(app, graduate):
    graduate.open("/kursus/jebakan/selesai")
    graduate.submit("Buat sertifikat saya", name="Andi Tenri")
    with app.app_context():
        assert db.session.scalar(select(func.count(CourseFinish.id))) == 2
