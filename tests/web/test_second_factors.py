"""Password alone opens nothing where a second factor is set; every code works once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from literasi.database import db, writing
from literasi.domain import second_factors as codes
from literasi.domain.people import Role
from literasi.models import AuditEvent, LearnerSession, PendingSignIn, SecondFactor, SecondFactorCode
from literasi.services import disabling
from tests import make
from tests.browsing import Browser

NOON = datetime(2026, 11, 23, 4, 0, 10, tzinfo=UTC)
STEP = timedelta(seconds=30)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


@pytest.fixture
def world(app, clock):
    return make.World(app)


def count(app, model, *where):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model).where(*where))


def at_the_door(app, name="operator"):
    """A phone on which the right password was typed."""
    phone = Browser(app.test_client())
    phone.open("/masuk?next=/kelola")
    phone.submit("Masuk", name=name, password=make.PASSWORD)
    return phone


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "94287082"), (1111111109, "07081804"), (1234567890, "89005924"), (20000000000, "65353130")],
)
def test_codes_are_those_of_rfc_6238(seconds, code):
    """Appendix B of the RFC, SHA-1; six digits are the last six of its eight."""
    secret = codes.write_secret(b"12345678901234567890")

    assert codes.code_of(secret, seconds // codes.STEP) == code[-6:]


def test_the_right_password_opens_only_the_page_of_the_code(app, world):
    sessions = count(app, LearnerSession)
    phone = at_the_door(app)

    assert phone.page.url.startswith("/masuk/kode")
    assert count(app, LearnerSession) == sessions
    for page in ("/kelola", "/akun", "/studio"):
        assert phone.open(page).url.startswith("/masuk?next=")
    phone.open("/masuk/kode?next=/kelola")
    phone.submit("Masuk", code=make.app_code(NOON))
    assert phone.page.url == "/kelola"
    assert count(app, PendingSignIn) == 0


def test_no_code_works_twice_nor_an_older_one_after_it(app, world, clock):
    at_the_door(app).submit("Masuk", code=make.app_code(NOON))
    again = at_the_door(app)
    for steps in (0, -1):
        again.submit("Masuk", code=make.app_code(NOON, steps=steps), status=422)
        assert "Kode ini tidak cocok" in again.page
    clock.move_to(NOON + STEP)
    again.submit("Masuk", code=make.app_code(NOON + STEP))
    assert again.page.url == "/kelola"


def test_a_clock_may_be_one_step_ahead_or_behind(app, world):
    for steps, status in ((-2, 422), (2, 422), (-1, 200)):
        at_the_door(app).submit("Masuk", code=make.app_code(NOON, steps=steps), status=status)
    at_the_door(app).submit("Masuk", code=make.app_code(NOON, steps=1))


def test_a_spare_code_opens_once_however_it_is_typed(app, world):
    spare = make.paper_code(3, world.learner_ids["operator"])
    phone = at_the_door(app)
    phone.submit("Masuk", code_spare=spare.lower().replace("-", " "))
    assert phone.page.url == "/kelola"
    at_the_door(app).submit("Masuk", code_spare=spare, status=422)
    assert count(app, SecondFactorCode, SecondFactorCode.used_at.is_not(None)) == 1
    assert count(app, AuditEvent, AuditEvent.action == "second-factor.code-used") == 1


def test_five_wrong_codes_lead_back_to_the_password(app, world):
    phone = at_the_door(app)
    for _ in range(5):
        phone.submit("Masuk", code="000000", status=422)
    phone.submit("Masuk", code=make.app_code(NOON))
    assert phone.page.url.startswith("/masuk?")
    assert "Mulai lagi dari kata sandi" in phone.page


def test_the_page_of_the_code_is_there_for_ten_minutes(app, world, clock):
    phone = at_the_door(app)
    clock.move_to(NOON + timedelta(minutes=10))
    assert phone.open("/masuk/kode").url.startswith("/masuk")
    assert Browser(app.test_client()).open("/masuk/kode").heading == "Masuk"


def test_a_disabled_account_does_not_come_to_the_code(app, world):
    with app.app_context(), writing(db.session()) as session:
        learner_id = make.account(session, "mantan", now=NOON)
        make.second_factor(session, learner_id, now=NOON)
        disabling.disable(session, learner_id, by_id=None, now=NOON)
    phone = Browser(app.test_client())
    phone.open("/masuk")
    phone.submit("Masuk", name="mantan", password=make.PASSWORD, status=422)
    assert "Nama dan kata sandi tidak cocok" in phone.page


def test_a_forgotten_password_does_not_go_around_the_code(app, world):
    phone = Browser(app.test_client())
    phone.open("/pulihkan")
    phone.submit(
        "Simpan kata sandi baru", name="operator", code=make.CODE, new_password="perahu biru tujuh belas"
    )
    assert phone.page.url.startswith("/masuk/kode")
    phone.submit("Masuk", code=make.app_code(NOON))
    assert phone.page.url == "/akun/kode-pemulihan"


def test_an_operator_without_one_sets_it_up_first(app, world):
    with app.app_context(), writing(db.session()) as session:
        learner_id = make.account(session, "baru", roles=(Role.OPERATOR,), now=NOON)
        make.signed_in(session, learner_id, "b" * 43, now=NOON)
    client = app.test_client()
    client.set_cookie("literasi", "b" * 43)
    phone = Browser(client)
    phone.open("/kelola/orang")
    assert phone.page.url == "/akun/kode-masuk?next=/kelola/orang"
    secret = phone.page.html.split('class="copy">')[1].split("</code>")[0].replace(" ", "")
    phone.submit("Aktifkan", code="000000", own_password=make.PASSWORD, status=422)
    phone.submit(
        "Aktifkan", code=codes.code_of(secret, codes.step_at(NOON)), own_password="salah", status=422
    )
    phone.submit("Aktifkan", code=codes.code_of(secret, codes.step_at(NOON)), own_password=make.PASSWORD)
    assert phone.page.heading == "Sepuluh kode cadangan Anda"
    assert phone.page.html.count('class="code"') == 10
    assert phone.click("Sudah ada di kertas, lanjut").heading == "Orang"


def test_a_trainer_takes_it_off_and_an_operator_does_not(app, world):
    with app.app_context(), writing(db.session()) as session:
        make.second_factor(session, world.learner_ids["trainer"], now=NOON)
    trainer = Browser(world.client("trainer"))
    trainer.open("/akun/kode-masuk")
    trainer.submit("Nonaktifkan", own_password=make.PASSWORD, own_code=make.app_code(NOON))
    assert count(app, SecondFactor, SecondFactor.learner_id == world.learner_ids["trainer"]) == 0
    operator = Browser(world.client("operator"))
    assert "Nonaktifkan" not in operator.open("/akun/kode-masuk")


def test_a_lost_phone_is_mended_by_another_operator_or_the_command_line(app, world):
    with app.app_context(), writing(db.session()) as session:
        for name in ("trainer", "citizen"):
            make.second_factor(session, world.learner_ids[name], now=NOON)
    operator = Browser(world.client("operator"))
    operator.open(f"/kelola/orang/{world.person_address('trainer')}/kode-ponsel")
    operator.submit("Lepas", password="salah", status=422)
    operator.submit("Lepas", password=make.PASSWORD)
    assert "Kode dari ponsel dilepas" in operator.page
    run = app.test_cli_runner().invoke(args=["people", "reset-second-factor", "citizen"])
    assert (run.exit_code, "dilepas" in run.output) == (0, True)
    assert count(app, SecondFactor) == 1
