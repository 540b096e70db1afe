"""Builders for certificates: ``issued(session, learner_id)`` is one that could have been issued."""

import itertools
from datetime import UTC, date, datetime

from literasi.domain import certificates
from literasi.models import (
    Assignment,
    Certificate,
    Course,
    CourseFinish,
    Membership,
    Obligation,
    Organisation,
    OrganisationAncestor,
)
from tests import make

_chance = itertools.count(1)
COURSE_TITLE = "Kenali Jebakan Uang dan Data"
LESSONS = ["Berkas yang Menyamar", "Bantuan Gratis, Data Anda", "Alamat Situs yang Mirip"]


def finish(session, learner_id, course_id, *, now=make.NOW, is_first=True, place="citizen"):
    """Somebody finished the course; the id of that finish."""
    row = CourseFinish(
        learner_id=learner_id, course_id=course_id, finished_at=now, place=place, is_first=is_first
    )
    session.add(row)
    session.flush()
    return row.id


def issued(session, learner_id, *, name="Norhayati Aminah", lessons=3, now=make.NOW, **others):
    """A certificate with so many lessons; *others* replaces any of its columns. Returns its code."""
    course_id = session.query(Course.id).order_by(Course.id).limit(1).scalar()
    titles = [LESSONS[number % 3] + (f" {number + 1}" if number > 2 else "") for number in range(lessons)]
    values = {
        "code": code(),
        "learner_id": learner_id,
        "course_id": course_id,
        "finish_id": finish(session, learner_id, course_id, now=now),
        "name": name,
        "course_title": COURSE_TITLE,
        "course_number": 6,
        "hours": 4,
        "finished_at": now,
        "issued_at": now,
        "issuer": "Literasi Samarinda",
        "signatory_name": "",
        "signatory_title": "",
        "lessons": [{"title": title, "number": 2} for title in titles],
    }
    session.add(Certificate(**{**values, **others}))
    session.flush()
    return {**values, **others}["code"]


def code():
    """A code that no other certificate of this run has."""
    return certificates.write_code(f"{next(_chance) * 982_451_653:010x}".encode()[-10:])


def member(
    session, learner_id, *, name="Norhayati, S.Kom.", organisation="Diskominfo", kind="dinas", now=make.NOW
):
    """The learner is a member of an organisation, made with this name; the membership's organisation id."""
    slug = f"{organisation.lower()}-{next(_chance)}"
    place = Organisation(slug=slug, name=organisation, kind=kind, created_at=now)
    session.add(place)
    session.flush()
    session.add(OrganisationAncestor(organisation_id=place.id, ancestor_id=place.id, depth=0))
    session.add(
        Membership(
            public_id=make.uuid.uuid4(),
            learner_id=learner_id,
            organisation_id=place.id,
            role="member",
            state="active",
            name=name,
            name_key=name.lower(),
            asked_at=now,
            joined_at=now,
        )
    )
    session.flush()
    return place.id


def met_obligation(session, learner_id, course_id, organisation_id, finish_id, *, counts_from):
    """The finish met an obligation of the organisation, for which finishes count from that moment."""
    assignment = Assignment(
        organisation_id=organisation_id, title="Tugas", reason="Wajib", counts_from=date(2026, 1, 1),
        due_on=date(2027, 1, 1), made_at=make.NOW,
    )  # fmt: skip
    session.add(assignment)
    session.flush()
    session.add(
        Obligation(
            assignment_id=assignment.id, round=0, learner_id=learner_id, course_id=course_id,
            counts_from=counts_from, due_on=date(2027, 1, 1), late_from=date(2027, 1, 2), state="done",
            finish_id=finish_id, completed_at=make.NOW, made_at=make.NOW,
        )
    )  # fmt: skip
    session.flush()


def today():
    """A moment that is really now, for pages that look at the clock."""
    return datetime.now(UTC)
