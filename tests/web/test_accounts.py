"""People come back: as a browser without JavaScript does it, and as somebody with bad intentions tries."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from literasi.database import db, writing
from literasi.domain.people import PRIVACY_VERSION, Role
from literasi.models import Account, AuditEvent, Learner
from literasi.services import granting, hashing, inviting
from literasi.web.account import asking
from tests import make
from tests.browsing import Browser

NOON = datetime(2026, 11, 23, 4, 0, 30, tzinfo=UTC)


@pytest.fixture
def world(app):
    return make.world(app)


@pytest.fixture
def phone(app):
    """Makes one phone more: ``phone()``."""
    return lambda: Browser(app.test_client())


def learn(browser, answers=3):
    """Go through the quiz as far as *answers* answers."""
    browser.open("/kuis/jebakan/berkas")
    browser.submit("Mulai")
    for _ in range(answers):
        browser.submit(answer=make.RIGHT[shown_key(browser.page)])
        if any("Lanjut ke soal" in words for words, _ in browser.page.links):
            browser.click("Lanjut ke soal")


def shown_key(page):
    words = {"Berkas .apk itu apa?": "arti-apk", "Buka berkas undangan": "undangan"}
    return next((key for shown, key in words.items() if shown in page), "parkir")


def register(browser, name="norhayati", *, mine=None, status=200, **others):
    browser.open("/daftar")
    fields = {"name": name, "password": make.PASSWORD, "age": "60_and_over", "privacy": "yes", **others}
    if mine:
        fields["mine"] = mine
    return browser.submit("Buat akun", status=status, **fields)


def enter(browser, name="norhayati", password=make.PASSWORD, status=200, **others):
    browser.open("/masuk")
    return browser.submit("Masuk", status=status, name=name, password=password, **others)


def leave(browser):
    browser.open("/akun")
    return browser.submit("Keluar dari ponsel ini")


def is_done(browser):
    return "1 dari 1" in browser.open("/kemajuan")


def cookie(browser, name="literasi"):
    found = browser._client.get_cookie(name)
    return found.value if found else None


def test_a_guest_registers_and_finds_the_same_on_a_second_phone(world, browser, phone):
    learn(browser)
    assert is_done(browser)
    browser.click("Buat akun")
    assert "milik Anda?" in browser.page
    register(browser, mine="yes")
    assert re.search(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", browser.page.words)
    browser.click("Sudah saya catat")
    assert is_done(browser)
    assert "norhayati" in browser.page
    second = phone()
    enter(second)
    assert is_done(second)


def test_a_second_guest_declines_and_keeps_their_own(world, browser, phone):
    register(phone())
    learn(browser)
    own_progress = browser.open("/kemajuan").words
    enter(browser)
    assert "Apakah kemajuan di ponsel ini milik Anda?" in browser.page
    assert re.search("Soal terjawab ?3", browser.page.words)
    browser.submit("Lanjut", answer="no")
    assert not is_done(browser)
    leave(browser)
    assert is_done(browser)
    assert browser.page.words == own_progress


def test_a_guest_says_yes_when_signing_in(world, browser, phone):
    register(phone())
    learn(browser)
    enter(browser)
    browser.submit("Lanjut", answer="yes")
    assert is_done(browser)
    assert cookie(browser, "literasi_tamu") is None
    leave(browser)
    assert not is_done(browser)


def test_the_question_can_be_answered_later(world, browser, phone):
    register(phone())
    learn(browser)
    enter(browser)
    browser.submit("Lanjut", status=422)
    assert "Kesalahan" in browser.page.html
    browser.open("/akun")
    browser.click("Apakah milik Anda?")
    browser.submit("Lanjut", answer="yes")
    assert is_done(browser)
    assert browser.open("/akun/gabung").url == "/kemajuan"


def test_an_attempt_left_behind_leads_to_the_one_that_goes_on(app, phone):
    world = make.world(app, feedback="akhir")
    register(phone())
    second, browser = phone(), phone()
    enter(second)
    learn(second, answers=1)
    left_behind = second.page.url.rpartition("/")[0]
    learn(browser, answers=2)
    enter(browser)
    browser.submit("Lanjut", answer="yes")
    for url in (left_behind, f"{left_behind}/1", f"{left_behind}/2"):
        assert second.open(url).url == "/kuis/jebakan/berkas"
    client = second._client
    fields = {**world.token_for(client, "POST"), "answer": "1", "count": "0"}
    for url in (f"{left_behind}/1", f"{left_behind}/kirim"):
        assert client.post(url, data=fields).headers["Location"] == "/kuis/jebakan/berkas"
    assert "2 dari 3" in second.open("/kuis/jebakan/berkas")


def test_starting_the_site_prints_a_link_until_there_is_an_operator(app, world, browser):
    def links():
        return re.findall(r"/operator/[0-9a-f]{64}", app.test_cli_runner().invoke(args=["prepare"]).output)

    assert links() == [], "this world has an operator"
    with app.app_context(), writing(db.session()) as session:
        session.query(granting.RoleGrant).delete()
    (first,), (second,) = links(), links()
    register(browser)
    browser.open(first, status=404)
    browser.open(second)
    browser.submit("Jadi pengelola")
    assert links() == []


def test_registering_for_oneself_leaves_the_other_guest_alone(world, browser):
    learn(browser)
    register(browser, mine="no")
    assert not is_done(browser)
    leave(browser)
    assert is_done(browser)


def test_a_guest_who_did_nothing_is_asked_nothing(world, browser, phone):
    register(phone())
    browser.open("/kuis/jebakan/berkas")
    assert "milik Anda" not in browser.open("/daftar")
    assert enter(browser).url == "/kemajuan"


def test_when_the_browser_forgets_the_person_the_guest_is_back(app, world, browser, phone):
    """On a shared phone: the session cookie goes with the browser, the guest's stays."""
    register(phone())
    learn(browser)
    enter(browser, shared="yes")
    browser.submit("Lanjut", answer="no")
    browser._client.delete_cookie("literasi")
    assert is_done(browser)
    assert cookie(browser, "literasi_tamu") is None


def test_when_a_session_ran_out_the_guest_goes_on(app, world, browser, phone):
    register(phone())
    with time_machine.travel(NOON, tick=False) as clock:
        learn(browser, answers=1)
        enter(browser, shared="yes")
        browser.submit("Lanjut", answer="no")
        clock.shift(timedelta(hours=13))
        learn(browser, answers=0)
        assert "1 dari 3" in browser.open("/kuis/jebakan/berkas")
    with app.app_context():
        owners = 2  # owner and other
        assert db.session.query(Learner).count() == len(world.people) + len(world.member_ids) + owners + 2


def test_a_shared_phone_gets_a_cookie_without_a_date(world, client):
    client.get("/masuk")
    fields = {**world.token_for(client, "POST"), "name": "citizen", "password": make.PASSWORD}
    shared = client.post("/masuk", data={**fields, "shared": "yes"}).headers["Set-Cookie"]
    client.get("/akun")
    own = client.post("/masuk", data={**fields, **world.token_for(client, "POST")}).headers["Set-Cookie"]

    assert "Max-Age" not in shared
    assert "Expires" not in shared
    assert f"Max-Age={90 * 86_400}" in own
    assert all("HttpOnly" in one and "SameSite=Lax" in one and "Path=/" in one for one in (shared, own))


def test_the_cookie_changes_when_somebody_signs_in_registers_recovers_or_rules(app, world, browser):
    learn(browser, answers=1)
    seen = [cookie(browser)]
    register(browser, mine="yes")
    seen.append(cookie(browser))
    code = re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", browser.page.words)[0]
    leave(browser)
    enter(browser)
    seen.append(cookie(browser))
    leave(browser)
    browser.open("/pulihkan")
    browser.submit("Simpan", name="norhayati", code=code, new_password="empat mangga di tepian")
    seen.append(cookie(browser))

    assert len(set(seen)) == 4
    assert None not in seen


def test_a_copied_cookie_is_dead_after_signing_out(app, world, browser):
    register(browser)
    copied = cookie(browser)
    leave(browser)
    thief = app.test_client()
    thief.set_cookie("literasi", copied)

    assert thief.get("/akun").status_code == 303
    assert "norhayati" not in thief.get("/kemajuan").text
    assert cookie(browser) != copied


def test_signing_out_needs_somebody_who_is_signed_in(world, browser):
    """A guest who presses a form of another page loses nothing."""
    learn(browser)
    token = cookie(browser)
    client = browser._client
    client.post("/keluar", data=world.token_for(client, "POST"))
    assert cookie(browser) == token
    assert is_done(browser)


def test_one_may_end_sessions_elsewhere(world, browser, phone):
    register(browser)
    second, third = phone(), phone()
    enter(second)
    enter(third)
    browser.open("/akun")
    assert browser.page.words.count("Ponsel atau komputer lain") == 2
    browser.submit("Keluar dari sana")
    browser.submit("Keluar dari semua ponsel lain")
    assert "Ponsel atau komputer lain" not in browser.page
    for other in (second, third):
        assert other.open("/akun").url.startswith("/masuk?next=")


def test_changing_the_password(world, browser, phone):
    register(browser)
    second = phone()
    enter(second)
    browser.open("/akun/sandi")
    browser.submit("Ganti", status=422, password="salah salah", new_password="lima durian di dermaga")
    browser.submit("Ganti", status=422, password=make.PASSWORD, new_password="samarinda1")
    browser.submit("Ganti", password=make.PASSWORD, new_password="lima durian di dermaga")
    assert "sudah diganti" in browser.page
    assert second.open("/akun").url.startswith("/masuk")
    enter(second, status=422)
    enter(second, password="lima durian di dermaga")


def test_a_forgotten_password_is_mended_by_the_code_once(world, browser, phone):
    register(browser)
    code = shown_code(browser.page)
    lost = phone()
    lost.open("/masuk")
    lost.click("lupa kata sandi")
    new = "enam rambutan di dermaga"
    lost.submit("Simpan", status=422, name="norhayati", code=make.CODE, new_password=new)
    lost.submit("Simpan", name="norhayati", code=code.lower().replace("-", " "), new_password=new)
    assert shown_code(lost.page) != code
    assert browser.open("/akun").url.startswith("/masuk")
    again = phone()
    again.open("/pulihkan")
    again.submit("Simpan", status=422, name="norhayati", code=code, new_password=new)
    enter(again, password=new)


def shown_code(page):
    return re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", page.words)[0]


def test_a_code_is_shown_for_a_quarter_of_an_hour_in_one_browser(world, phone):
    with time_machine.travel(NOON, tick=False) as clock:
        first, second = phone(), phone()
        register(first)
        code = shown_code(first.page)
        enter(second)
        assert code not in second.open("/akun/kode-pemulihan")
        assert code in first.open("/akun/kode-pemulihan")
        clock.shift(asking.CODE_SHOWN_FOR + timedelta(seconds=1))
        assert code not in first.open("/akun/kode-pemulihan")
        first.submit("Buat kode baru", status=422, password="salah salah")
        first.submit("Buat kode baru", password=make.PASSWORD)
        assert shown_code(first.page) != code


def test_deleting_the_account(app, world, browser, phone):
    learn(browser)
    register(browser, mine="yes")
    browser.open("/akun")
    browser.click("Hapus akun")
    browser.submit("selamanya", status=422, password="salah salah")
    browser.submit("selamanya", password=make.PASSWORD)
    assert "sudah dihapus" in browser.page
    assert not is_done(browser)
    enter(phone(), status=422)
    register(phone())


BAD_NAMES = [
    "",
    "a",
    "x" * 5000,
    "a b",
    "norhayati\x00",
    "<b>nama</b>",
    "😀😀😀",
    "nama@",
    "0812",
    "\u202enama",
]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_bad_name_is_explained_and_kept_in_the_field(world, browser, name):
    if name.strip("\x00") == "norhayati":
        register(browser, name=name)
        return
    register(browser, name=name, status=422)
    assert "Kesalahan" in browser.page.html
    assert world.rows()["account"] == len(world.people)


@pytest.mark.parametrize(
    ("field", "value"),
    [("age", ""), ("age", "17"), ("privacy", ""), ("password", "samarinda1"), ("password", "x" * 200)],
)
def test_what_is_missing_is_named_beside_its_field(app, world, client, field, value):
    client.get("/daftar")
    fields = {"name": "budiman", "password": make.PASSWORD, "age": "18_to_59", "privacy": "yes", field: value}
    sent = client.post("/daftar", data={**fields, **world.token_for(client, "POST")})

    assert sent.status_code == 422
    assert f'id="{field}-kesalahan"' in sent.text
    assert make.PASSWORD not in sent.text
    assert world.rows()["account"] == len(world.people)


def test_only_what_the_form_asks_for_is_taken(app, world, client):
    client.get("/daftar")
    client.post(
        "/daftar",
        data={
            **world.token_for(client, "POST"), "name": "budiman", "password": make.PASSWORD,
            "age": "under_13", "privacy": "yes", "role": "operator", "roles": "operator", "learner_id": "1",
            "disabled_at": "x", "privacy_version": "99", "login_kind": "email", "password_hash": "x",
        },
    )  # fmt: skip
    with app.app_context():
        made = db.session.query(Account).filter_by(login_name="budiman").one()
        assert (made.login_kind, made.privacy_version, made.age_band) == (
            "username",
            PRIVACY_VERSION,
            "under_13",
        )
        assert made.learner_id not in {1, *world.learner_ids.values()}
        assert db.session.query(granting.RoleGrant).filter_by(learner_id=made.learner_id).count() == 0


def test_a_child_gives_no_phone_number(world, browser):
    register(browser, name="0812 3456 7890", age="under_13", status=422)
    register(browser, name="anaksungai", age="under_13")


def test_a_taken_name_costs_as_much_as_a_free_one(world, browser, hashes):
    register(browser, name="citizen", status=422)
    assert "sudah dipakai" in browser.page
    register(browser, name="budiman")
    assert hashes == ["hash", "hash"]


@pytest.fixture
def hashes(monkeypatch):
    """Every hash that is computed: a list of "hash" and "verify"."""
    done = []
    for name, kind in (("hash_password", "hash"), ("fits", "verify")):
        original = getattr(hashing, name)

        def counted(*args, original=original, kind=kind):
            done.append(kind)
            assert not db.session().in_transaction(), "no hashing inside a transaction"
            return original(*args)

        monkeypatch.setattr(hashing, name, counted)
    return done


UNKNOWN = ["orang-lain", "0899 9999 9999", "tidak@ada.id", "a b c", "x" * 300]


@pytest.mark.parametrize("unknown", UNKNOWN)
def test_an_unknown_name_and_a_wrong_password_look_and_cost_the_same(app, world, hashes, unknown):
    answers = []
    for name in ("citizen", unknown):
        client = app.test_client()
        client.get("/masuk")
        data = {**world.token_for(client, "POST"), "name": name, "password": "bukan sandinya"}
        sent = client.post("/masuk", data=data)
        text = re.sub(r'name="csrf_token" value="[^"]*"', "", sent.text).replace(f'value="{name}"', "")
        answers.append((sent.status_code, text, sorted(sent.headers.keys())))
    assert answers[0] == answers[1]
    assert hashes == ["verify", "verify"]


@pytest.mark.parametrize("unknown", UNKNOWN)
def test_recovery_tells_nothing_about_names(app, world, hashes, unknown):
    answers = []
    for name in ("citizen", unknown):
        client = app.test_client()
        client.get("/pulihkan")
        fields = {"name": name, "code": "0000-0000-0000-0000", "new_password": "tujuh salak di dermaga"}
        sent = client.post("/pulihkan", data={**world.token_for(client, "POST"), **fields})
        text = re.sub(r'name="csrf_token" value="[^"]*"', "", sent.text).replace(f'value="{name}"', "")
        answers.append((sent.status_code, text))
    assert answers[0] == answers[1]
    assert hashes == []


def test_guessing_is_slowed_down_for_known_and_unknown_names_alike(app, world):
    with time_machine.travel(NOON, tick=False) as clock:
        for name in ("citizen", "orang-lain"):
            client = app.test_client()
            client.get("/masuk")
            data = {**world.token_for(client, "POST"), "name": name, "password": "bukan sandinya"}
            statuses = [client.post("/masuk", data=data).status_code for _ in range(12)]
            assert statuses == [422] * 10 + [429] * 2
        right = {**data, "name": "citizen", "password": make.PASSWORD}
        waiting = client.post("/masuk", data=right)
        assert waiting.status_code == 429
        assert int(waiting.headers["Retry-After"]) > 0
        assert "menit lagi" in waiting.text
        clock.shift(timedelta(minutes=15))
        assert client.post("/masuk", data=right).status_code == 303


def test_the_other_doors_have_the_same_lock(app, world):
    """Changing the password, deleting and recovering count as tries, too."""
    with time_machine.travel(datetime.now(UTC), tick=False):
        client = world.client("citizen")
        token = world.token_for(client, "POST")
        doors = ["/akun/hapus", "/akun/kode-pemulihan", "/akun/sandi"] * 4
        fields = {**token, "password": "bukan sandinya", "new_password": "tujuh salak di dermaga"}
        statuses = [client.post(door, data=fields).status_code for door in doors]
        assert statuses == [422] * 10 + [429] * 2
        lost = {**token, "name": "citizen", "code": make.CODE, "new_password": "tujuh salak di dermaga"}
        assert client.post("/pulihkan", data=lost).status_code == 429


EVIL = [
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "/\r\nX: y",
    "evil",
]


@pytest.mark.parametrize("next_", [*EVIL, "/kursus?x=1", "/%2f%2fevil.example", "/@evil.example", ""])
def test_signing_in_leads_to_this_site_only(app, world, next_):
    client = app.test_client()
    client.get("/masuk", query_string={"next": next_})
    data = {**world.token_for(client, "POST"), "name": "citizen", "password": make.PASSWORD, "next": next_}
    place = client.post("/masuk", data=data).headers["Location"]

    assert place.startswith("/")
    assert not place.startswith(("//", "/\\"))
    assert place == (next_ if next_.startswith(("/k", "/%", "/@")) else "/" if next_ else "/kemajuan")


def test_a_stranger_is_led_back_to_what_they_asked_for(world, browser):
    assert browser.open("/akun/sandi").url == "/masuk?next=/akun/sandi"
    browser.submit("Masuk", name="citizen", password=make.PASSWORD)
    assert browser.page.url == "/akun/sandi"
    assert browser.open("/masuk").url == "/akun"
    assert browser.open("/daftar").url == "/akun"


def test_an_operator_gives_and_withdraws_roles_and_it_shows_at_once(app, world, phone):
    operator, trainer = Browser(world.client("operator")), Browser(world.client("citizen"))
    trainer.open("/kelola", status=404)
    operator.open("/kelola")
    operator.submit("Cari", cari="tidak-ada")
    assert "Tidak ada yang cocok" in operator.page
    operator.submit("Cari", cari="CITIZEN")
    operator.click("citizen")
    operator.submit("Beri peran ini", status=422, role="operator", password="salah salah")
    operator.submit("Beri peran ini", role="operator", password=make.PASSWORD)
    trainer.open("/kelola")
    operator.submit("Cabut peran ini", role="operator", password=make.PASSWORD)
    trainer.open("/kelola", status=404)
    operator.open("/kelola/orang?cari=operator")
    operator.click("operator")
    operator.submit("Cabut peran ini", status=422, role="operator", password=make.PASSWORD)
    assert "Tidak akan ada pengelola lagi" in operator.page
    with app.app_context():
        events = db.session.query(AuditEvent).filter(AuditEvent.action.like("role.%")).all()
        mine = [event for event in events if event.actor_id == world.learner_ids["operator"]]
        assert [event.action for event in mine] == ["role.granted", "role.withdrawn"]


def test_the_first_operator_opens_the_link(app, browser, phone):
    with app.app_context(), writing(db.session()) as session:
        make.published(session)
        inviting.offer_operator_link(session, "b" * 64, now=datetime.now(UTC))
    assert browser.open("/operator/" + "b" * 64).url.startswith("/masuk?next=/operator/")
    register(browser)
    token = cookie(browser)
    browser.open("/operator/" + "c" * 64, status=404)
    browser.open("/operator/" + "b" * 64)
    browser.submit("Jadi pengelola")
    assert browser.page.url == "/akun/kode-masuk?next=/kelola"
    assert cookie(browser) != token
    browser.open("/operator/" + "b" * 64, status=404)


def test_roles_from_the_command_line(app, world):
    run = app.test_cli_runner().invoke
    assert "diberikan" in run(args=["people", "grant", "citizen", "trainer"]).output
    assert "sudah dipegang" in run(args=["people", "grant", "citizen", "trainer"]).output
    assert "dicabut" in run(args=["people", "withdraw", "citizen", "trainer"]).output
    assert run(args=["people", "withdraw", "operator", "operator"]).exit_code == 1
    assert run(args=["people", "grant", "tidak-ada", "trainer"]).exit_code == 1
    with app.app_context(), db.session() as session:
        held = session.query(granting.RoleGrant).filter_by(learner_id=world.learner_ids["citizen"])
        assert [grant.role for grant in held if grant.withdrawn_at is None] == []
    assert Role.OPERATOR.value == "operator"


def test_the_privacy_notice_has_its_seven_parts_and_a_version(browser):
    page = browser.open("/privasi")
    headings = [element.text for element in page.root.iter("h2")]
    assert [heading[:2] for heading in headings] == [f"{number}." for number in range(1, 8)]
    assert f"Versi {PRIVACY_VERSION}" in page


def test_help_is_in_the_same_place_on_every_page(world, browser):
    for url in ("/", "/kursus", "/kursus/jebakan/berkas", "/masuk", "/daftar", "/privasi", "/tidak-ada"):
        browser.open(url, status=404 if url == "/tidak-ada" else 200)
        foot = [text for text, _ in browser.page.links][-7:]
        assert foot[:4] == ["Masuk atau akun", "Bantuan", "Tentang", "Privasi"], url


def test_a_lesson_is_the_same_bytes_for_people_and_guests(world):
    pages = {role: world.client(role).get("/kursus/jebakan/berkas") for role in ("stranger", "citizen")}

    assert pages["stranger"].data == pages["citizen"].data
    assert "Set-Cookie" not in pages["citizen"].headers
