"""The pages of people with an account, in their states. ``states`` takes them in."""

import itertools
import secrets
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from literasi.database import make_engine, writing
from literasi.domain.people import Role
from tests import make

PASSWORD = "perahu hijau enam belas"
_numbers = itertools.count(1)


def send(visitor):
    """Press the filled button of the page's first form."""
    with visitor.page.expect_navigation():
        visitor.page.locator("main form button").first.click()


def register(visitor, mine=None):
    """Make an account; the page that follows shows its recovery code. Returns the name to sign in by."""
    name = f"{visitor.name}{next(_numbers)}"
    visitor.open("/daftar")
    visitor.page.fill("[name=name]", name)
    visitor.page.fill("[name=password]", PASSWORD)
    visitor.page.check("[name=age][value='60_and_over']")
    if mine:
        visitor.page.check(f"[name=mine][value={mine}]")
    visitor.page.check("[name=privacy]")
    send(visitor)
    return name


def sign_in(visitor, name):
    """Sign in by *name*."""
    visitor.open("/masuk")
    visitor.page.fill("[name=name]", name)
    visitor.page.fill("[name=password]", PASSWORD)
    send(visitor)


def sign_out(visitor):
    """Sign out, from the account's own page."""
    visitor.open("/akun")
    with visitor.page.expect_navigation():
        visitor.page.locator("form[action='/keluar'] button").click()


def become_trainer(visitor):
    """Sign in as somebody who writes the lessons."""
    return _become(visitor, Role.TRAINER)


def become_operator(visitor):
    """Sign in as somebody who runs the site."""
    return _become(visitor, Role.OPERATOR)


def _become(visitor, role):
    """Be somebody with this role, signed in behind the pages: those have tests of their own."""
    name, token = f"{visitor.name}{next(_numbers)}", secrets.token_urlsafe(32)
    engine, now = make_engine(visitor.site.database_url), datetime.now(UTC)
    with Session(engine) as session, writing(session):
        learner_id = make.account(session, name, roles=[role], now=now)
        make.signed_in(session, learner_id, token, now=now)
    engine.dispose()
    visitor.context.add_cookies([{"name": "literasi", "value": token, "url": visitor.site_url}])
    return name
