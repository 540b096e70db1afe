"""What a supervisor counts and lists: denominators, filters, order, and nothing of another agency."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from literasi.database import insert_into, writing
from literasi.domain.standings import Count, Filter, Show, together
from literasi.domain.wita import day_of
from literasi.models import Cohort, CohortMember, Reminder
from literasi.queries.city import PAGE as CITY_PAGE
from literasi.queries.city import agencies_below, key_of, sums_of
from literasi.queries.finish_weeks import WEEKS, places, weeks
from literasi.queries.standing_rows import PAGE, StandingList
from literasi.queries.standings import all_courses, standing
from literasi.services import organising
from tests import duties, make

TODAY = day_of(make.NOW)


class City:
    """Two agencies, and what their people owe. Days count from today; those before it are negative."""

    def __init__(self, session):
        self.session = session
        with writing(session):
            self.ids = make.agencies(session)
            self.courses = [duties.course(session, slug) for slug in ("fondasi", "krisis")]

    def come(self, slug, *names, **options):
        with writing(self.session):
            return duties.come_together(self.session, self.ids[slug], names, **options)

    def assign(self, slug, days, *, courses=1, grace=0, **options):
        with writing(self.session):
            return duties.assign(
                self.session,
                self.ids[slug],
                self.courses[:courses],
                due_on=TODAY + timedelta(days=days),
                grace_days=grace,
                **options,
            )

    def finish(self, *members, course=0, now=make.NOW):
        with writing(self.session):
            for member in members:
                duties.finish(self.session, member.learner_id, self.courses[course], now=now)

    def cohort(self, slug, *members):
        with writing(self.session) as session:
            cohort = Cohort(
                organisation_id=self.ids[slug], name="Angkatan I", starts_on=TODAY, created_at=make.NOW
            )
            session.add(cohort)
            session.flush()
            session.add_all(CohortMember(cohort_id=cohort.id, membership_id=one.id) for one in members)
        return cohort.id

    def counts(self, slug, *, cohort_id=None, course_id=None):
        found = standing(self.session, self.ids[slug], today=TODAY, cohort_id=cohort_id)
        return all_courses(found, course_id)

    def numbers(self, slug, **options):
        found = self.counts(slug, **options)
        return {name: getattr(found, name).number for name in vars(found)}

    def list(self, slug, show, **narrowed):
        counts = self.counts(slug, cohort_id=narrowed.get("cohort_id"), course_id=narrowed.get("course_id"))
        return StandingList(self.session, self.ids[slug], Filter(show, **narrowed), counts, today=TODAY)

    def names(self, slug, show, **narrowed):
        return [row.name for row in self.list(slug, show, **narrowed).page().rows]


@pytest.fixture
def city(session):
    return City(session)


def test_nobody_owes_anything_before_something_is_assigned(city):
    city.come("dishub", "Ani")

    assert standing(city.session, city.ids["dishub"], today=TODAY) == []
    assert city.counts("dishub").owed == Count()
    assert city.names("dishub", Show.ALL) == []


def test_counts_tell_late_soon_grace_open_done_exempt_and_left_apart(city):
    late, done, exempt, left = city.come("dishub", "Late", "Done", "Exempt", "Left")
    task = city.assign("dishub", -1)
    city.come("dinkes", "Neighbour")
    city.assign("dinkes", -1)
    city.assign("dishub", -2, grace=5)
    city.assign("dishub", 14)
    city.assign("dishub", 15)
    city.finish(done)
    with writing(city.session):
        duties.exempt(city.session, task, exempt.learner_id)
        duties.leave(city.session, left)

    assert city.numbers("dishub") == {
        "owed": 11, "done": 4, "exempt": 1, "open": 7, "late": 1, "soon": 2, "grace": 2,
    }  # fmt: skip
    assert city.names("dishub", Show.LATE) == ["Late"]
    assert city.names("dishub", Show.SOON) == ["Exempt", "Late"]
    assert city.names("dishub", Show.GRACE) == ["Exempt", "Late"]
    assert city.names("dishub", Show.OPEN) == ["Late"] + ["Exempt", "Late"] * 3
    assert city.names("dishub", Show.DONE) == ["Done"] * 4
    assert city.names("dishub", Show.EXEMPT) == ["Exempt"]
    assert city.names("dishub", Show.LEFT) == ["Left"] * 4
    assert city.names("dinkes", Show.ALL) == ["Neighbour"]
    for show in Show:
        one = city.list("dishub", show)
        assert one.number() == len(one.page().rows)
        assert one.summed() in {one.number(), None}
        assert (one.summed() is None) == (show is Show.LEFT)


def test_a_parent_counts_everybody_below_and_each_person_once(city):
    (ani,) = city.come("uptd-parkir", "Ani")
    city.come("dishub", "Ani", learner_id=ani.learner_id)
    city.come("dishub", "Budi")
    city.come("dinkes", "Citra")
    city.assign("kota-uji", -3)

    assert [city.numbers(slug)["owed"] for slug in ("uptd-parkir", "dishub", "dinkes", "kota-uji")] == [
        1, 2, 1, 3,
    ]  # fmt: skip
    assert city.names("dishub", Show.LATE) == ["Ani", "Budi"]
    assert city.names("uptd-parkir", Show.LATE) == ["Ani"]
    assert city.counts("kota-uji").late == Count(3, True, (TODAY - timedelta(days=2),) * 2)


def test_people_are_said_only_where_nobody_can_owe_two(city):
    city.come("dishub", "Ani", "Budi")
    city.assign("dishub", -3, courses=2)
    assert not city.counts("dishub").late.are_people
    assert city.counts("dishub", course_id=city.courses[0]).late == Count(
        2, True, (TODAY - timedelta(days=2),) * 2
    )
    city.assign("dishub", 5)

    fondasi = city.counts("dishub", course_id=city.courses[0])
    assert fondasi.late.are_people
    assert (fondasi.owed.number, fondasi.owed.are_people) == (4, False)


def test_counts_come_together():
    days = TODAY, TODAY + timedelta(days=1)

    assert together([]) == Count() == together([Count(), Count()])
    assert together([Count(2, True, days), Count()]) == Count(2, True, days)
    assert together([Count(2, True, days[:1] * 2), Count(1, True, days[1:] * 2)]) == Count(3, False, days)


def test_a_cohort_and_a_name_narrow_the_list(city):
    ani, budi, _ = city.come("dishub", "Ani binti Amat", "Budi Santoso", "Santi")
    city.come("dinkes", "Santosa")
    for slug in ("dishub", "dinkes"):
        city.assign(slug, -3)
    cohort_id = city.cohort("dishub", ani, budi)
    city.finish(ani)

    assert city.numbers("dishub", cohort_id=cohort_id)["owed"] == 2
    assert city.numbers("dishub", cohort_id=cohort_id)["late"] == 1
    assert city.names("dishub", Show.ALL, cohort_id=cohort_id) == ["Budi Santoso", "Ani binti Amat"]
    assert city.names("dinkes", Show.ALL, cohort_id=cohort_id) == []
    assert city.names("dishub", Show.ALL, search="sant") == ["Budi Santoso", "Santi"]
    assert city.names("dishub", Show.ALL, search="bin") == ["Ani binti Amat"]
    assert city.names("dishub", Show.ALL, search="anto") == []
    assert city.names("dishub", Show.ALL, search="") == []
    assert city.list("dishub", Show.LATE, search="s").number() == 2
    assert city.list("dishub", Show.LATE, search="s").summed() is None


@pytest.mark.parametrize("course", [None, 0])
def test_pages_follow_each_other_without_a_gap(city, course):
    people = city.come("dishub", *(f"Anggota {number % 7} {number}" for number in range(130)))
    city.come("dinkes", "Orang lain")
    city.assign("kota-uji", -5)
    city.assign("dishub", 5, courses=2)
    city.finish(*people[:40])
    chosen = {} if course is None else {"course_id": city.courses[course]}

    for show in (Show.LATE, Show.OPEN, Show.ALL):
        one = city.list("dishub", show, **chosen)
        pages, key = [], None
        while not pages or pages[-1].has_more:
            pages.append(one.page(key))
            key = one.key_of(pages[-1].rows[-1].key.obligation_id)
            assert key == pages[-1].rows[-1].key
        keys = [row.key for page in pages for row in page.rows]

        assert [len(page.rows) for page in pages[:-1]] == [PAGE] * (len(pages) - 1)
        assert keys == [row.key for row in one.every()]
        assert len(set(keys)) == len(keys) == one.number() == one.summed()
    assert "Orang lain" not in [row.name for row in one.every()]
    (foreign,) = city.list("dinkes", Show.ALL).page().rows
    assert one.key_of(foreign.key.obligation_id) is None


def test_reminders_are_told_with_their_row(city):
    (ani,) = city.come("dishub", "Ani")
    city.assign("dishub", -3)
    (row,) = city.list("dishub", Show.LATE).page().rows
    assert (row.reminded, row.reminded_at, row.is_tapped_today) == (0, None, False)

    with writing(city.session):
        for kind, days in (("assigned", 9), ("late", 2), ("tap", 1), ("tap", 0)):
            moment = make.NOW - timedelta(days=days)
            fields = {"kind": kind, "day": day_of(moment), "made_at": moment}
            city.session.execute(
                insert_into(city.session, Reminder).values(
                    learner_id=ani.learner_id, obligation_id=row.key.obligation_id, **fields
                )
            )
    (row,) = city.list("dishub", Show.LATE).page().rows

    assert (row.reminded, row.reminded_at, row.is_tapped_today) == (3, make.NOW, True)


def test_an_agency_no_longer_watches_who_left_it(city):
    ani, budi, citra = city.come("dishub", "Ani", "Budi", "Citra")
    (dewi,) = city.come("uptd-parkir", "Dewi")
    city.assign("kota-uji", 9)
    ids = {row.name: row.key.obligation_id for row in city.list("kota-uji", Show.ALL).page().rows}
    later = make.NOW + timedelta(days=2)
    city.finish(ani)
    with writing(city.session) as session:
        for member in (ani, budi):
            duties.leave(session, member, now=make.NOW + timedelta(days=1))
            duties.come(session, city.ids["dinkes"], member.name, learner_id=member.learner_id)
        organising.move(session, city.ids["uptd-parkir"], city.ids["dinkes"], by_id=None, now=make.NOW)
        for member in (ani, budi, dewi):
            for kind, moment in (("week", make.NOW), ("tap", later)):
                fields = {"kind": kind, "day": TODAY, "made_at": moment, "learner_id": member.learner_id}
                reminder = insert_into(session, Reminder).values(obligation_id=ids[member.name], **fields)
                session.execute(reminder)
    city.finish(budi, dewi, citra, now=later)

    def told(slug, show):
        return {
            row.name: (row.completed_at, row.reminded, row.reminded_at, row.is_tapped_today)
            for row in city.list(slug, show).page().rows
        }

    assert told("dishub", Show.LEFT) == {
        "Ani": (make.NOW, 1, make.NOW, False),
        "Budi": (None, 1, make.NOW, False),
        "Dewi": (None, 0, None, False),
    }
    assert told("dishub", Show.DONE) == {"Citra": (later, 0, None, False)}
    assert told("dinkes", Show.DONE) == {
        "Ani": (make.NOW, 2, later, True),
        "Budi": (later, 2, later, True),
        "Dewi": (later, 2, later, True),
    }


def test_weeks_without_a_finish_are_nought(city):
    ani, budi = city.come("dishub", "Ani", "Budi")
    city.assign("dishub", 5, courses=2, counts_from=TODAY - timedelta(days=365))
    city.finish(ani)
    city.finish(budi, now=make.NOW - timedelta(weeks=2))
    city.finish(budi, course=1)

    def done(slug, course_id=None):
        found = weeks(city.session, city.ids[slug], course_id=course_id, today=TODAY)
        assert len(found) == WEEKS
        return [week.done for week in found]

    assert done("dishub") == done("kota-uji") == [0] * 9 + [1, 0, 2]
    assert done("dishub", city.courses[1]) == [0] * 11 + [1]
    assert done("dinkes") == [0] * 12


def test_places_name_every_course_that_is_offered(city):
    ani, *_ = city.come("dishub", "Ani", "Budi")
    city.finish(ani)
    city.finish(ani, course=1, now=make.NOW - timedelta(weeks=WEEKS))

    found = places(city.session, today=TODAY)

    assert [one.people for one in found] == [{"agency": 1}, {}]


def test_the_city_lists_one_level_by_alphabet_page_by_page(city):
    city.come("uptd-parkir", "Ani")
    city.come("dinkes", "Budi")
    city.assign("kota-uji", -3)
    with writing(city.session):
        for number in range(CITY_PAGE):
            kind = make.OrganisationKind.OFFICE
            organising.create(
                city.session,
                f"Badan {number:02}",
                kind,
                parent_id=city.ids["kota-uji"],
                by_id=None,
                now=make.NOW,
            )
    first = agencies_below(city.session, city.ids["kota-uji"], after=None, today=TODAY)
    last = first.rows[-1]
    after = key_of(city.session, city.ids["kota-uji"], last.slug)
    rest = agencies_below(city.session, city.ids["kota-uji"], after=after, today=TODAY)

    assert (len(first.rows), first.has_more) == (CITY_PAGE, True)
    assert [(row.name, row.children, row.owed, row.done, row.late) for row in rest.rows] == [
        ("Dinas Kesehatan", 0, 1, 0, 1),
        ("Dinas Perhubungan", 1, 1, 0, 1),
    ]
    assert not rest.has_more
    whole = sums_of(city.session, [city.ids["kota-uji"]], today=TODAY)[city.ids["kota-uji"]]
    assert (whole.owed, whole.late) == (2, 2)


def test_the_statements_are_as_many_for_three_people_as_for_three_hundred(city):
    statements = []
    event.listen(
        city.session.get_bind(), "before_cursor_execute", lambda *details: statements.append(details[2])
    )
    city.assign("kota-uji", -3, courses=2)

    def ask():
        statements.clear()
        for show in Show:
            city.list("dishub", show).page()
        weeks(city.session, city.ids["dishub"], course_id=None, today=TODAY)
        agencies_below(city.session, city.ids["kota-uji"], after=None, today=TODAY)
        return [one for one in statements if not one.startswith(("BEGIN", "PRAGMA"))]

    city.come("dishub", "Ani", "Budi", "Citra")
    few = ask()
    city.come("dishub", *(f"Anggota {number}" for number in range(300)))
    many = ask()

    assert len(many) == len(few) == 2 * len(Show) + 2
