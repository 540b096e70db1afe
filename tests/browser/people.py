"""The pages of people with an account, in their states. ``states`` takes them in."""

import itertools
import secrets
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from literasi.database import make_engine, writing
from literasi.domain.assignments import Plan
from literasi.domain.people import Role
from literasi.domain.recovery_codes import JOIN_LENGTH, write_code
from literasi.domain.wita import day_of
from literasi.models import Cohort, Course, Membership, Organisation
from literasi.services import assigning, choosing_mail, coding, grouping, registering, requiring
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
    visitor.learner_id = learner_id = signed_in_behind(visitor)
    slug = f"dinas-{visitor.name}-{next(_numbers)}"
    with store(visitor) as session:
        now = datetime.now(UTC)
        ids = make.agencies(session, prefix=f"{slug}-", now=now)
        session.execute(update(Organisation).where(Organisation.id == ids["dishub"]).values(slug=slug))
        make.member(session, ids["dishub"], "Ibu Ratna", learner_id=learner_id, role="supervisor", now=now)
    return slug


def supervise_another(visitor):
    """The supervisor gets a second agency."""
    now = datetime.now(UTC)
    with store(visitor) as session:
        ids = make.agencies(session, prefix=f"lain-{visitor.name}-{next(_numbers)}-", now=now)
        make.member(
            session, ids["dinkes"], "Ibu Ratna", learner_id=visitor.learner_id, role="supervisor", now=now
        )


def mail_key(visitor):
    """The key with which somebody ends messages that are not required."""
    with store(visitor) as session:
        learner_id = make.account(session, f"{visitor.name}{next(_numbers)}", now=datetime.now(UTC))
        return choosing_mail.key_for(session, learner_id, now=datetime.now(UTC))


NAMES = (
    "Siti Aminah", "Yosef Lawai", "Dewi Anggraini", "Muhammad Fahmi", "Rusdiansyah", "Norhayati",
    "Andi Batari Toja Petta Lolo Sulolipu", "Anak Agung Gde Ngurah Putra", "Maria Goreti Dasilva", "Ujang",
)  # fmt: skip


def supervise_people(visitor):
    """Sign in as the supervisor of an agency with people who wait, are invited, and are there; its slug."""
    slug = become_supervisor(visitor)
    now = datetime.now(UTC)
    with store(visitor) as session:
        agency = session.scalars(select(Organisation).where(Organisation.slug == slug)).one()
        unit = session.scalars(select(Organisation.id).where(Organisation.parent_id == agency.id)).one()
        session.add(
            Cohort(organisation_id=agency.id, name="Gelombang 1", starts_on=now.date(), created_at=now)
        )
        for number, name in enumerate(NAMES * 2):
            state = ("waiting", "invited", "active", "invited", "ended")[number % 5]
            place = make.member(session, (agency.id, unit)[number % 3 == 0], name, state=state, now=now)
            session.get(Membership, place).external_id = f"19870{number:04d}" if number % 2 else None
    return slug


def own_code(visitor, slug):
    """The agency of *slug* gets a join code."""
    code = write_code(secrets.token_bytes(5), JOIN_LENGTH)
    with store(visitor) as session:
        session.execute(
            update(Organisation)
            .where(Organisation.slug == slug)
            .values(join_code=code, join_code_made_at=datetime.now(UTC))
        )
    return code


def invited(visitor, name="Andi Batari Toja Petta Lolo Sulolipu"):
    """An agency has invited *name*; the code of that invitation."""
    code, now = write_code(secrets.token_bytes(10)), datetime.now(UTC)
    with store(visitor) as session:
        prefix = f"undang-{visitor.name}-{next(_numbers)}-"
        agency = make.agencies(session, prefix=prefix, now=now)["dishub"]
        place = session.get(Membership, make.member(session, agency, name, state="invited", now=now))
        new = coding.NewCode(place.learner_id, agency, registering.code_fingerprint(code))
        coding.issue(session, "join", [new], by_id=place.learner_id, lasts=coding.SLIP_LASTS, now=now)
    return code


def place_of(visitor, slug, state):
    """The address of somebody in this state in the agency of *slug*."""
    with store(visitor) as session:
        return session.scalars(
            select(Membership.public_id)
            .join(Organisation, Organisation.id == Membership.organisation_id)
            .where(Organisation.slug == slug, Membership.role == "member", Membership.state == state)
            .order_by(Membership.id)
        ).first()


def member_of(visitor, state="active", community=False):
    """The visitor signs in and has a place in this state; its address. A code for their password was made."""
    learner_id, now = signed_in_behind(visitor), datetime.now(UTC)
    with store(visitor) as session:
        ids = make.agencies(session, prefix=f"milik-{visitor.name}-{next(_numbers)}-", now=now)
        agency = ids["info-kota" if community else "dishub"]
        place = make.member(session, agency, "Nor Hayati", learner_id=learner_id, state=state, now=now)
        new = coding.NewCode(learner_id, agency, secrets.token_bytes(32))
        coding.issue(session, "recover", [new], by_id=learner_id, lasts=coding.RECOVER_LASTS, now=now)
        return session.get(Membership, place).public_id


def _become(visitor, role):
    """Be somebody with this role, signed in behind the pages: those have tests of their own."""
    name = f"{visitor.name}{next(_numbers)}"
    signed_in_behind(visitor, name, roles=[role])
    return name


def signed_in_behind(visitor, name="", roles=()):
    """Sign somebody new in behind the pages; the id of the learner."""
    name, token = name or f"{visitor.name}{next(_numbers)}", secrets.token_urlsafe(32)
    with store(visitor) as session:
        learner_id = make.account(session, name, roles=roles, now=datetime.now(UTC))
        if Role.OPERATOR in roles:
            make.second_factor(session, learner_id, now=datetime.now(UTC))
        make.signed_in(session, learner_id, token, now=datetime.now(UTC))
    visitor.context.add_cookies([{"name": "literasi", "value": token, "url": visitor.site_url}])
    return learner_id


@contextmanager
def store(visitor):
    """The site's database, in one transaction."""
    engine = make_engine(visitor.site.database_url)
    with Session(engine) as session, writing(session):
        yield session
    engine.dispose()


def lead_an_agency(visitor):
    """Sign in as a supervisor whose agency has people, a cohort and tasks: its slug, task and cohort.

    One of three has finished, one is exempt; another task is from the city above.
    """
    slug = become_supervisor(visitor)
    now = datetime.now(UTC)
    with store(visitor) as session:
        ids = _ids_around(session, slug)
        course = session.scalar(select(Course.id).where(Course.slug == "jebakan"))
        by = {"by_id": visitor.learner_id, "now": now}
        places = [
            _joined(session, ids[slug], name, now) for name in ("Hadi Prasetyo", "Sari Dewi", "Nur'aini")
        ]
        cohort = grouping.make(session, ids[slug], "Angkatan 1 2026", now.date(), **by)
        grouping.add(session, cohort, [places[0].id], **by)
        task = assigning.create(session, ids[slug], _plan(course, now), **by)
        assigning.create(session, ids["kota"], _plan(course, now, "Wajib sekota"), **by)
        duties.finish(session, places[1].learner_id, course, now=now)
        assigning.exempt(session, task, places[2].learner_id, "Cuti melahirkan", **by)
    return f"/instansi/{slug}", task, cohort


def owe(visitor, *, days=7, also=False, is_done=False):
    """Sign in as a member who must finish a course within so many *days*; *also* another agency asks."""
    learner_id = signed_in_behind(visitor)
    now = datetime.now(UTC)
    with store(visitor) as session:
        prefix = f"wajib-{visitor.name}-{next(_numbers)}-"
        ids = make.agencies(session, prefix=prefix, now=now)
        courses = dict(session.execute(select(Course.slug, Course.id)).all())
        _joined(session, ids["dishub"], "Hadi Prasetyo", now, learner_id=learner_id)
        for one, course in zip(("dishub", "kota-uji"), ("jebakan", "saring"), strict=True):
            if one == "dishub" or also:
                plan = _plan(courses[course], now, days=days)
                duties.assign(session, ids[one], plan.course_ids, now=now, **_fields(plan))
        if is_done:
            duties.finish(session, learner_id, courses["jebakan"], now=now)


def _plan(course, now, title="", days=30):
    day = now.date()
    return Plan(
        (course,),
        None,
        title or "Fondasi untuk semua admin",
        "Surat Edaran Wali Kota 500/12 tanggal 20 November 2026",
        day - timedelta(days=60),
        day + timedelta(days=days),
        0,
        12,
        max(days, 0),
    )


def _fields(plan):
    return {
        "title": plan.title,
        "reason": plan.reason,
        "counts_from": plan.counts_from,
        "due_on": plan.due_on,
        "repeat_months": plan.repeat_months,
        "days_for_new": plan.days_for_new,
    }


def _joined(session, organisation_id, name, now, **options):
    place = make.member(session, organisation_id, name, now=now - timedelta(days=90), **options)
    requiring.members_came(session, [place], now=now)
    return session.get(Membership, place)


def _ids_around(session, slug):
    """The agency and the city above it."""
    own = session.scalars(select(Organisation).where(Organisation.slug == slug)).one()
    return {slug: own.id, "kota": own.parent_id}


def become_late_supervisor(visitor, *, all_done=False):
    """The same with people who owe two courses: late, in grace, soon, exempt and done; the agency's slug."""
    slug = become_supervisor(visitor)
    with store(visitor) as session:
        _people_owe(session, slug, all_done=all_done)
    return slug


def become_coordinator(visitor):
    """Sign in as the supervisor of a city whose agencies have tasks; the slug of one of them."""
    slug = become_late_supervisor(visitor)
    with store(visitor) as session:
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
