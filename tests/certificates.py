"""Builders for certificates: ``issued(session, learner_id)`` is one that could have been issued."""

import itertools
import secrets
from datetime import UTC, date, datetime

from sqlalchemy import select

from literasi.domain import certificates
from literasi.models import Assignment, Certificate, Course, CourseCompletion, CourseFinish, Obligation
from literasi.services import tallying

NOW = datetime(2026, 11, 23, 6, 2, tzinfo=UTC)
COURSE_TITLE = "Kenali Jebakan Uang dan Data"
LESSONS = ["Berkas yang Menyamar", "Bantuan Gratis, Data Anda", "Alamat Situs yang Mirip"]
_numbers = itertools.count(1)


def finish(session, learner_id, course_id, *, now=NOW, is_first=True, place="citizen"):
    """Somebody finished the course; the id of that finish."""
    if session.get(CourseCompletion, (learner_id, course_id)) is None:
        session.add(CourseCompletion(learner_id=learner_id, course_id=course_id, completed_at=now))
    row = CourseFinish(
        learner_id=learner_id, course_id=course_id, finished_at=now, place=place, is_first=is_first
    )
    with tallying.finishes_counted(session, CourseFinish.learner_id == learner_id):
        session.add(row)
        session.flush()
    return row.id


def issued(session, learner_id, *, name="Norhayati Aminah", lessons=3, now=NOW, **others):
    """A certificate with so many lessons; *others* replaces any of its columns. Returns its code."""
    course_id = session.scalar(select(Course.id).order_by(Course.id).limit(1))
    titles = [LESSONS[number % 3] + (f" {number + 1}" if number > 2 else "") for number in range(lessons)]
    values = {
        "code": certificates.write_code(secrets.token_bytes(certificates.CHANCE_BYTES)),
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
        **others,
    }
    session.add(Certificate(**values))
    session.flush()
    return values["code"]


def met_obligation(session, learner_id, course_id, organisation_id, finish_id, *, counts_from):
    """The finish met an obligation of the organisation, for which finishes count from that moment."""
    due, late = date(2027, 1, 1), date(2027, 1, 2)
    assignment = Assignment(
        organisation_id=organisation_id,
        title="Tugas",
        reason="Wajib",
        counts_from=counts_from.date(),
        due_on=due,
        made_at=counts_from,
    )
    session.add(assignment)
    session.flush()
    session.add(
        Obligation(
            assignment_id=assignment.id,
            round=0,
            learner_id=learner_id,
            course_id=course_id,
            counts_from=counts_from,
            due_on=due,
            late_from=late,
            state="done",
            finish_id=finish_id,
            completed_at=counts_from,
            made_at=counts_from,
        )
    )
    session.flush()
