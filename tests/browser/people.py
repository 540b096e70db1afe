"""The pages of people with an account, in their states. ``states`` takes them in."""

import itertools
import secrets
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from literasi.database import make_engine, writing
from literasi.domain.people import Role
from literasi.domain.wita import day_of
from literasi.models import Course, Membership, Organisation
from tests import duties, make

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


def become_supervisor(visitor):
    """Sign in as the supervisor of an agency of its own, below a city; the agency's slug.

    Two units lie below it, and another agency beside it.
    """
    visitor.learner_id = learner_id = _signed_in(visitor)
    slug = f"dinas-{visitor.name}-{next(_numbers)}"
    with _store(visitor) as session:
        now = datetime.now(UTC)
        ids = make.agencies(session, prefix=f"{slug}-", now=now)
        session.execute(update(Organisation).where(Organisation.id == ids["dishub"]).values(slug=slug))
        make.member(session, ids["dishub"], "Ibu Ratna", learner_id=learner_id, role="supervisor", now=now)
    return slug


def become_late_supervisor(visitor, *, all_done=False):
    """The same with people who owe two courses: late, in grace, soon, exempt and done; the agency's slug."""
    slug = become_supervisor(visitor)
    with _store(visitor) as session:
        _people_owe(session, slug, all_done=all_done)
    return slug


def become_coordinator(visitor):
    """Sign in as the supervisor of a city whose agencies have tasks; the slug of one of them."""
    slug = become_late_supervisor(visitor)
    with _store(visitor) as session:
        agency = session.scalars(select(Organisation).where(Organisation.slug == slug)).one()
        make.member(
            session, agency.parent_id, "Ibu Ratna", learner_id=visitor.learner_id, role="supervisor",
            now=datetime.now(UTC),
        )  # fmt: skip
        ended = update(Membership).where(
            Membership.organisation_id == agency.id, Membership.role == "supervisor"
        )
        session.execute(ended.values(state="ended", ended_at=datetime.now(UTC)))
    return slug


def _people_owe(session, slug, *, all_done):
    now, today = datetime.now(UTC), day_of(datetime.now(UTC))
    agency = session.scalars(select(Organisation).where(Organisation.slug == slug)).one()
    unit = session.scalars(select(Organisation).where(Organisation.parent_id == agency.id)).one()
    members = [
        duties.come(session, home.id, name, now=now)
        for home, name in (
            (unit, "Rusdiansyah"), (unit, "Norhayati"), (agency, "Yosef Lawai"), (agency, "Dewi Anggraini"),
            (agency, "Muhammad Fahmi Nurrahman Syarifuddin al-Banjari"),
        )
    ]  # fmt: skip
    courses = session.scalars(select(Course.id).order_by(Course.position, Course.id).limit(2)).all()
    past = {"counts_from": today - timedelta(days=100), "now": now}
    task = duties.assign(session, agency.id, courses[:1], due_on=today - timedelta(days=22), **past)
    duties.finish(session, members[0].learner_id, courses[0], now=now - timedelta(days=30))
    if all_done:
        for member in members[1:]:
            duties.finish(session, member.learner_id, courses[0], now=now)
        return
    duties.assign(session, agency.id, courses[1:], due_on=today + timedelta(days=6), **past)
    duties.assign(session, unit.id, courses[1:], due_on=today - timedelta(days=1), grace_days=7, **past)
    duties.exempt(session, task, members[2].learner_id, now=now)


def supervise_another(visitor):
    """The supervisor gets a second agency."""
    now = datetime.now(UTC)
    with _store(visitor) as session:
        ids = make.agencies(session, prefix=f"lain-{visitor.name}-{next(_numbers)}-", now=now)
        make.member(
            session, ids["dinkes"], "Ibu Ratna", learner_id=visitor.learner_id, role="supervisor", now=now
        )


def _become(visitor, role):
    """Be somebody with this role, signed in behind the pages: those have tests of their own."""
    name = f"{visitor.name}{next(_numbers)}"
    _signed_in(visitor, name, roles=[role])
    return name


def _signed_in(visitor, name="", roles=()):
    name, token = name or f"{visitor.name}{next(_numbers)}", secrets.token_urlsafe(32)
    with _store(visitor) as session:
        learner_id = make.account(session, name, roles=roles, now=datetime.now(UTC))
        make.signed_in(session, learner_id, token, now=datetime.now(UTC))
    visitor.context.add_cookies([{"name": "literasi", "value": token, "url": visitor.site_url}])
    return learner_id


@contextmanager
def _store(visitor):
    """The site's database, in one transaction."""
    engine = make_engine(visitor.site.database_url)
    with Session(engine) as session, writing(session):
        yield session
    engine.dispose()
