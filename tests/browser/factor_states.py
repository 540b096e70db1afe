"""The pages of the second factor in their states; importing this registers them."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from literasi.models import LearnerSession
from literasi.queries.people import learner_named
from tests import make
from tests.browser import operator_states, people
from tests.browser.states import state


def _trainer(visitor, *, has_factor):
    """Sign in as a trainer; the name."""
    name = people.become_trainer(visitor)
    if has_factor:
        with people.store(visitor) as session:
            learner_id = learner_named(session, name)
            make.second_factor(session, learner_id, now=datetime.now(UTC))
    return name


def _stale(visitor):
    """Let the last time that everybody showed who they are be long ago."""
    with people.store(visitor) as session:
        session.execute(update(LearnerSession).values(confirmed_at=datetime.now(UTC) - timedelta(hours=1)))


@state("account.second_factor")
def second_factor_to_set_up(visitor):
    _trainer(visitor, has_factor=False)
    visitor.open("/akun/kode-masuk")


@state("account.second_factor")
def second_factor_switched_on(visitor):
    _trainer(visitor, has_factor=True)
    visitor.open("/akun/kode-masuk")


@state("account.set_up_second_factor")
def second_factor_with_a_wrong_code(visitor):
    second_factor_to_set_up(visitor)
    visitor.page.fill("[name=code]", "000000")
    visitor.page.fill("[name=own_password]", people.PASSWORD)
    people.send(visitor)
    assert visitor.page.title().startswith("Kesalahan: ")


@state("account.remove_second_factor")
def second_factor_kept(visitor):
    second_factor_switched_on(visitor)
    visitor.page.locator("main details > summary").first.click()
    with visitor.page.expect_navigation():
        visitor.page.locator("form[action$=lepas] .button").click()
    assert visitor.page.title().startswith("Kesalahan: ")


@state("account.spare_codes")
def spare_codes_asked_for(visitor):
    _trainer(visitor, has_factor=True)
    visitor.open("/akun/kode-masuk/cadangan")


@state("account.make_spare_codes")
def spare_codes_with_a_wrong_password(visitor):
    spare_codes_asked_for(visitor)
    people.send(visitor)
    assert visitor.page.title().startswith("Kesalahan: ")


@state("account.second_code")
def code_at_the_door(visitor):
    name = people.register(visitor)
    with people.store(visitor) as session:
        make.second_factor(session, learner_named(session, name), now=datetime.now(UTC))
    people.sign_out(visitor)
    people.sign_in(visitor, name)
    assert visitor.path == "/masuk/kode"


@state("account.give_second_code")
def wrong_code_at_the_door(visitor):
    code_at_the_door(visitor)
    visitor.page.fill("[name=code]", "000000")
    people.send(visitor)
    assert visitor.page.title().startswith("Kesalahan: ")


@state("account.confirmation")
def asked_who_it_is(visitor):
    people.become_supervisor(visitor)
    _stale(visitor)
    visitor.open("/akun/pastikan?next=/akun")


@state("account.confirm_person")
def asked_again_who_it_is(visitor):
    asked_who_it_is(visitor)
    visitor.page.fill("[name=own_password]", "bukan ini")
    people.send(visitor)
    assert visitor.page.title().startswith("Kesalahan: ")


@state("platform.second_factor_removal")
def second_factor_to_take_off(visitor):
    name = operator_states.somebody(visitor)
    with people.store(visitor) as session:
        make.second_factor(session, learner_named(session, name), now=datetime.now(UTC))
    operator_states.at(visitor, name, "/kode-ponsel")


@state("platform.remove_second_factor")
def second_factor_not_taken_off(visitor):
    second_factor_to_take_off(visitor)
    people.send(visitor)
    assert visitor.page.title().startswith("Kesalahan: ")
