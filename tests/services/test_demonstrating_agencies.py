"""The demonstration's agencies keep every promise that real ones keep."""

import random

from literasi.config import ROOT
from literasi.database import writing
from literasi.domain.organisation_lists import parse_list
from literasi.queries.assignments import tasks
from literasi.queries.organisations import own_organisations, supervised
from literasi.services import demonstrating_agencies, inspecting, organising
from tests import duties, make


def load(session):
    with writing(session):
        ids = {name: make.account(session, name) for name in ("ratna", "dewi", "sari", "hadi", "fajar")}
        for slug in ("fondasi", "saring"):
            duties.course(session, slug)
            make_lesson(session, slug)
        loaded = demonstrating_agencies.load(session, ids, now=make.NOW, randomness=random.Random(1))
    return ids, loaded


def make_lesson(session, slug):
    """So that the course can be required."""
    document = make._read(make.parse_lesson, make.LESSON)
    course = make.publishing.find_course(session, slug)
    text = make._text(make.LESSON, make.markup.render_lesson(document))
    make.publishing.publish_lesson(session, course, "berkas", document, text, position=1, now=make.NOW)


def test_people_have_places_and_tasks(session):
    listed, _ = parse_list((ROOT / "organisations" / "samarinda.csv").read_text())
    with writing(session):
        organising.load(session, listed, now=make.NOW)
    ids, loaded = load(session)
    office = supervised(session, ids["ratna"], demonstrating_agencies.OFFICE)
    late = {row.owner[0]: row.late for row in tasks(session, office.id, make.NOW.date())}

    assert (loaded.places, loaded.tasks) == (14, 2)
    assert duties.differences(session) == []
    assert late == {"samarinda": 0, demonstrating_agencies.OFFICE: 4}
    assert len(own_organisations(session, ids["ratna"])) == 2
    assert supervised(session, ids["ratna"], "dinas-kesehatan") is None
    assert supervised(session, ids["dewi"], "dinas-kesehatan") is not None
    assert list(inspecting.faults(session)) == []


def test_without_agencies_nothing_is_made(session):
    assert load(session)[1] == demonstrating_agencies.Loaded()
