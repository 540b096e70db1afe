"""Agencies in the demonstration: people with places in them, and what is required of them.

Everything is done by the services that people use, at moments in the past.
"""

import random
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.domain.assignments import Plan
from literasi.domain.wita import day_of
from literasi.models import Course, Membership, Organisation
from literasi.services import assigning, grouping, joining
from literasi.services.joining import Guest

CITY, OFFICE, VILLAGE, COMMUNITY = (
    "samarinda", "dinas-komunikasi-dan-informatika", "kelurahan-jawa", "info-warga-tepian",
)  # fmt: skip
SUPERVISORS = (
    ("ratna", OFFICE, "Ratna Widyastuti"),
    ("ratna", VILLAGE, "Ratna Widyastuti"),
    ("dewi", CITY, "Dewi"),
)
MEMBERS = (
    ("sari", OFFICE, "Sari Puspita"),
    ("hadi", VILLAGE, "Hadi Prasetyo"),
    ("fajar", COMMUNITY, "Fajar"),
)
INVITED = (
    "Andi Batari Toja", "Bayu Setiawan", "Citra Maharani", "Dayang Norhayati",
    "Eko Purnomo", "Maria Lopulalan", "Nur'aini Hamid", "Yohanes Usat",
)  # fmt: skip


@dataclass(frozen=True)
class Loaded:
    """How many places and tasks were made."""

    places: int = 0
    tasks: int = 0


def load(
    session: Session, learner_ids: Mapping[str, int], *, now: datetime, randomness: random.Random
) -> Loaded:
    """Give the people who sign in as these names their places and tasks; nothing without the agencies."""
    ids = {
        row.slug: row.id
        for row in session.execute(
            select(Organisation.slug, Organisation.id).where(
                Organisation.slug.in_((CITY, OFFICE, VILLAGE, COMMUNITY))
            )
        )
    }
    if len(ids) < 4:
        return Loaded()
    begin, boss = now - timedelta(days=60), learner_ids["ratna"]
    for login, slug, name in SUPERVISORS:
        joining.appoint_supervisor(session, ids[slug], learner_ids[login], name, by_id=None, now=begin)
    for login, slug, name in MEMBERS:
        _join(session, ids[slug], learner_ids[login], name, by_id=boss, now=begin)
    for name in INVITED:
        guest = Guest(uuid.UUID(int=randomness.getrandbits(128), version=4), name)
        joining.invite(session, ids[OFFICE], guest, by_id=boss, now=begin)
    tasks = _require(session, ids, learner_ids, now=now)
    return Loaded(len(SUPERVISORS) + len(MEMBERS) + len(INVITED), tasks)


def _join(
    session: Session, organisation_id: int, learner_id: int, name: str, *, by_id: int, now: datetime
) -> None:
    joining.ask(session, learner_id, organisation_id, name, now=now)
    place = session.scalars(
        select(Membership.id).where(
            Membership.learner_id == learner_id, Membership.organisation_id == organisation_id
        )
    ).one()
    joining.decide(session, [place], is_approved=True, by_id=by_id, now=now)


def _require(
    session: Session, ids: Mapping[str, int], learner_ids: Mapping[str, int], *, now: datetime
) -> int:
    """The city asks for its course; the office asked its newest people for another, which is late by now."""
    begin, boss = now - timedelta(days=40), learner_ids["ratna"]
    cohort = grouping.make(session, ids[OFFICE], "Angkatan 1", day_of(begin), by_id=boss, now=begin)
    office = select(Membership.id).where(Membership.organisation_id == ids[OFFICE]).order_by(Membership.id)
    grouping.add(session, cohort, session.scalars(office).all()[-4:], by_id=boss, now=begin)
    wanted: Iterable[tuple[str, str, int | None, str, int]] = (
        (CITY, "fondasi", None, "Surat edaran tentang akun resmi (peragaan)", 21),
        (OFFICE, "saring", cohort, "Persiapan admin baru (peragaan)", -5),
    )
    courses = {row.slug: row.id for row in session.execute(select(Course.slug, Course.id))}
    made = 0
    for slug, course, cohort_id, reason, days in wanted:
        if course not in courses:
            continue
        plan = Plan(
            course_ids=(courses[course],),
            cohort_id=cohort_id,
            title="",
            reason=reason,
            counts_from=day_of(now - timedelta(days=60)),
            due_on=day_of(now + timedelta(days=days)),
            grace_days=0,
            repeat_months=None,
            days_for_new=14,
        )
        assigning.create(session, ids[slug], plan, by_id=learner_ids["dewi"], now=begin)
        made += 1
    return made
