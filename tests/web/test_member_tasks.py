"""A member's page says what they owe and have finished, and nothing of another agency."""

import re
from datetime import timedelta

import pytest

from literasi.models import Membership
from tests import agencies, duties


@pytest.fixture
def site(app):
    return agencies.Site(app)


def address(site, slug, member_id):
    with site.writing() as session:
        return f"/instansi/{slug}/anggota/{session.get(Membership, member_id).public_id}"


def tasks(page):
    found = page.partition('aria-labelledby="tugas-belajar"')[2].partition("</section>")[0]
    return re.sub(r"<[^>]+>|\s+", " ", found)


def test_what_is_owed_comes_before_what_is_finished(site):
    (norhayati,) = site.come("uptd-parkir", "Norhayati")
    site.assign("dishub", -3, courses=2)
    site.assign("dinkes", -3)
    site.finish(norhayati)
    page = site.page(address(site, "dishub", norhayati))

    assert page.count("<li><div><b") == 2
    assert "3 hari lewat" in tasks(page)
    assert tasks(page).index("hari lewat") < tasks(page).index("Selesai")
    assert "Tidak ada tugas belajar untuk orang ini" not in page
    site.page(address(site, "dishub", norhayati), role="neighbour", status=404)


def test_somebody_who_owes_nothing_and_somebody_without_an_answer_yet(site):
    (ani,) = site.come("dishub", "Ani")
    (orang,) = site.come("dinkes", "Orang Dinkes")
    site.assign("dinkes", -3)

    assert "Tidak ada tugas belajar untuk orang ini di sini." in site.page(address(site, "dishub", ani))
    assert "3 hari lewat" in site.page(address(site, "dinkes", orang), role="neighbour")
    with site.writing() as session:
        session.get(Membership, ani).state = "waiting"
    assert "tugas-belajar" not in site.page(address(site, "dishub", ani))


def test_of_somebody_who_left_nothing_later_is_told(site):
    """They finish the course for the agency that they went to; the one they left does not learn of it."""
    (ani,) = site.come("dishub", "Ani")
    site.assign("dishub", -3)
    with site.writing() as session:
        place = session.get(Membership, ani)
        duties.leave(session, place, now=site.now)
        duties.come(session, site.ids["dinkes"], "Ani", learner_id=place.learner_id, now=site.now)
    site.assign("dinkes", 3)
    with site.writing() as session:
        learner_id = session.get(Membership, ani).learner_id
        duties.finish(session, learner_id, site.courses[0], now=site.now + timedelta(minutes=1))
    page = tasks(site.page(address(site, "dishub", ani)))

    assert "Sudah keluar" in page
    assert "Selesai" not in page
