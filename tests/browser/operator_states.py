"""The states of the operators' pages about people and the audit; importing this registers them."""

from datetime import UTC, datetime

from sqlalchemy import select

from literasi.domain.people import Role
from literasi.models import Organisation
from literasi.services import disabling, signing_in
from tests import make
from tests.browser import people
from tests.browser.states import state


def somebody(visitor, *, roles=(Role.TRAINER,), disabled=False):
    """Somebody else with an account, a place, and two sessions, before the operator looks."""
    slug = people.become_supervisor(visitor)
    name = f"norhayati.{slug[-6:]}.{next(people._numbers):06}@contoh.go.id"
    now = datetime.now(UTC)
    with people.store(visitor) as session:
        learner_id = make.account(session, name, roles=roles, now=now)
        agency = session.scalar(select(Organisation.id).where(Organisation.slug == slug))
        make.member(session, agency, "Andi Batari Toja Petta Lolo Sulolipu", learner_id=learner_id, now=now)
        for number in range(2):
            make.signed_in(session, learner_id, f"{name}{number}", is_shared=bool(number), now=now)
        signing_in.note_wrong_password(session, name, now=now)
        if disabled:
            disabling.disable(session, learner_id, by_id=None, now=now)
    return name


def at(visitor, name, page=""):
    """The operator opens the page of the person of this name, by searching."""
    people.become_operator(visitor)
    visitor.open(f"/kelola/orang?cari={name}")
    with visitor.page.expect_navigation():
        visitor.page.locator("ul.sessions a").first.click()
    if page:
        visitor.open("/kelola" + visitor.page.url.partition("/kelola")[2] + page)


@state("platform.desk")
def operator_desk(visitor):
    somebody(visitor)
    people.become_operator(visitor)
    visitor.open("/kelola")


@state("platform.people")
def people_found(visitor):
    somebody(visitor)
    people.become_operator(visitor)
    visitor.open("/kelola/orang?cari=andi%20batari")


@state("platform.people")
def people_too_short(visitor):
    people.become_operator(visitor)
    visitor.open("/kelola/orang?cari=a")


@state("platform.person")
def person_page(visitor):
    at(visitor, somebody(visitor))


@state("platform.person")
def person_disabled(visitor):
    at(visitor, somebody(visitor, roles=(), disabled=True))


@state("platform.grant_role")
def role_without_choice(visitor):
    at(visitor, somebody(visitor))
    people.send(visitor)


@state("platform.account_closing")
def account_closing(visitor):
    at(visitor, somebody(visitor), "/nonaktifkan")


@state("platform.disable_account")
def account_closing_wrong(visitor):
    account_closing(visitor)
    people.send(visitor)


@state("platform.account_opening")
def account_opening(visitor):
    at(visitor, somebody(visitor, disabled=True), "/aktifkan")


@state("platform.enable_account")
def account_opening_wrong(visitor):
    account_opening(visitor)
    people.send(visitor)


@state("platform.password_code")
def code_for_a_password(visitor):
    at(visitor, somebody(visitor), "/kode")


@state("platform.make_password_code")
def code_for_a_password_wrong(visitor):
    code_for_a_password(visitor)
    people.send(visitor)


@state("platform.erasure")
def erasing_a_person(visitor):
    at(visitor, somebody(visitor), "/hapus")


@state("platform.erase_person")
def erasing_a_person_wrong(visitor):
    erasing_a_person(visitor)
    people.send(visitor)


@state("platform.audit")
def audit_of_everything(visitor):
    somebody(visitor)
    people.become_operator(visitor)
    visitor.open("/kelola/catatan")


@state("platform.audit")
def audit_with_a_wrong_filter(visitor):
    people.become_operator(visitor)
    visitor.open("/kelola/catatan?orang=tidak-ada&dari=2026-12-01&sampai=2026-11-01")


@state("platform.download_audit")
def audit_download_wrong(visitor):
    people.become_operator(visitor)
    visitor.open("/kelola/catatan?kelompok=akun")
    with visitor.page.expect_navigation():
        visitor.page.locator("main form[method=post] button").first.click()


@state("account.account")
def account_that_changed(visitor):
    learner_id = people.signed_in_behind(visitor)
    with people.store(visitor) as session:
        make.granting.grant(session, learner_id, Role.TRAINER, by=None, now=datetime.now(UTC))
    visitor.open("/akun")
