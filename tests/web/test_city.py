"""The city's page: agencies by alphabet for its coordinators, and citizens only in crowds."""

import re
from datetime import timedelta

import pytest

from literasi.domain.wita import monday_of
from literasi.models import FinishTally
from tests import agencies, duties, make

CITY = "/instansi/kota"


@pytest.fixture
def site(app):
    return agencies.Site(app)


def page_of(site, path=CITY, **options):
    return site.page(path, role="coordinator", **options)


def finished(site, course, **people):
    """So many *people* by place finished a course in this week."""
    with site.writing() as session:
        for place, number in people.items():
            week = monday_of(site.today)
            session.add(FinishTally(course_id=course, place=place, week=week, people=number))


def told(page):
    """What the table of places says, row by row."""
    table = page[page.index("untuk pertama kali") :].partition("</table>")[0]
    rows = re.findall(r'<tr><th scope="row">(.*?)</tr>', table)
    return [re.findall(r'class="num"><span>(.*?)</span></td>', row) for row in rows]


def test_agencies_stand_by_alphabet_as_so_many_of_so_many(site):
    site.come("uptd-parkir", "Norhayati")
    site.assign("kota-uji", -3)
    site.finish(site.world.member_ids["dinkes"])
    page = page_of(site)
    rows = re.findall(r'<tr><th scope="row"><a href="([^"]+)">([^<]+)</a></th>.*?class="num">([^<]+)<', page)

    assert "1 dari 3 tugas selesai, 2 tugas melewati tenggat" in page
    assert rows == [
        ("/instansi/dinkes", "Dinas Kesehatan", "1 dari 1"),
        ("/instansi/dishub", "Dinas Perhubungan", "0 dari 2"),
    ]
    assert "%" not in page[page.index("<main") : page.index("untuk pertama kali")]
    below = page_of(site, f"{CITY}?di=dishub")
    assert "UPTD Parkir" in below
    assert "0 dari 1" in below
    assert "untuk pertama kali" not in below


def test_before_anything_is_assigned_it_says_so(site):
    assert "Belum ada tugas belajar" in page_of(site)


def test_it_names_nobody_and_no_community(site):
    site.assign("kota-uji", -3)
    site.come("info-kota", "Admin Info")
    for page in (page_of(site), page_of(site, f"{CITY}?di=dishub")):
        assert "Anggota di" not in page
        assert "Info Kota" not in page
        assert "Admin Info" not in page
    for path in ("/instansi/info-kota", f"{CITY}?di=info-kota", "/instansi/kota-uji?unit=info-kota"):
        page_of(site, path, status=404)
    assert "Admin Info" not in page_of(site, "/instansi/kota-uji?keadaan=semua&cari=admin")


def test_it_is_for_coordinators_alone(site):
    for role in ("supervisor", "neighbour", "citizen", "operator", "trainer"):
        for query in ("", "?di=dishub", "?di=dinkes"):
            site.page(CITY + query, role=role, status=404)
    for query in ("?di=tiada", "?di=%00", "?setelah=tiada", "?setelah=uptd-parkir", "?setelah=%00"):
        page_of(site, CITY + query, status=404)


def test_people_who_may_not_be_listed_are_told_in_crowds_only(site):
    fondasi, krisis = site.courses
    finished(site, fondasi, agency=60, community=9, citizen=412)
    finished(site, krisis, agency=3)
    few = '<span class="muted">kurang dari 10</span>'

    assert told(page_of(site)) == [[few] * 3, ["60", few, "412"], [few] * 3]


def test_a_course_without_any_finish_reads_like_one_with_few(site):
    before = told(page_of(site))
    finished(site, site.courses[0], agency=9, community=1, citizen=9)

    assert told(page_of(site)) == before


def test_only_the_last_twelve_weeks_count(site):
    with site.writing() as session:
        for weeks, people in ((0, 20), (11, 30), (12, 400)):
            week = monday_of(site.today) - timedelta(weeks=weeks)
            session.add(FinishTally(course_id=site.courses[0], place="citizen", week=week, people=people))

    assert "50" in [cell for row in told(page_of(site)) for cell in row]


def test_a_person_who_really_finished_is_counted_where_they_stand(site):
    people = site.come("dishub", *(f"Pegawai {number}" for number in range(10)))
    with site.writing() as session:
        for one in people:
            learner_id = session.get(duties.Membership, one).learner_id
            duties.finish(session, learner_id, site.courses[0], now=site.now)

    assert [row[0] for row in told(page_of(site))].count("10") == 1


def test_many_agencies_follow_page_by_page(site):
    with site.writing() as session:
        for number in range(40):
            make.organising.create(
                session, f"Badan {number:02}", make.OrganisationKind.BOARD,
                parent_id=site.ids["kota-uji"], by_id=None, now=site.now,
            )  # fmt: skip
    first = page_of(site)
    after = re.search(r'href="([^"]+)" rel="next"', first).group(1).replace("&amp;", "&")

    assert "Badan 24" in first
    assert "Badan 25" not in first
    assert "Dinas Kesehatan" in page_of(site, after)
    assert "Ke awal" in page_of(site, after)
