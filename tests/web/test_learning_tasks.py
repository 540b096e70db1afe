"""A supervisor sets a learning task, sees whom it is for first, and exempts somebody."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from literasi.database import db, writing
from literasi.models import Assignment, Cohort, CohortMember, Course, Membership
from literasi.services import assigning, joining
from tests import duties, make
from tests.browsing import Browser

DUE = (datetime.now(UTC) + timedelta(days=60)).date()


@pytest.fixture
def world(app):
    return make.world(app)


@pytest.fixture
def supervisor(world):
    return Browser(world.client("supervisor"))


def course_id(app):
    with app.app_context():
        return db.session.scalar(select(Course.id))


def count(app):
    with app.app_context():
        return db.session.scalar(select(func.count(Assignment.id)))


def typed(app, **fields):
    return {"course": str(course_id(app)), "reason": "Surat edaran 12", "due_on": DUE.isoformat(), **fields}


def test_numbers_come_before_the_task(app, supervisor):
    supervisor.open("/instansi/dishub")
    supervisor.click("Tugas belajar")
    supervisor.click("Buat tugas belajar")
    supervisor.submit("Lihat siapa yang kena", **typed(app))

    assert "Tugas ini mengenai 1 orang: 0 sudah selesai." in supervisor.page
    assert count(app) == 1
    supervisor.submit("Tetapkan tugas ini")
    assert count(app) == 2
    assert supervisor.page.heading == "Kenali Jebakan"
    assert "0 dari 1" in supervisor.page
    assert "Surat edaran 12" in supervisor.page


def test_what_was_typed_stays_when_going_back_or_mending(app, supervisor):
    supervisor.open("/instansi/dishub/tugas/baru")
    supervisor.submit("Lihat siapa yang kena", status=422, **typed(app, reason="", grace_days="banyak"))
    assert "Tulis alasannya." in supervisor.page
    assert "Tulis masa kelonggaran" in supervisor.page
    assert 'value="banyak"' in supervisor.page.html
    supervisor.submit("Lihat siapa yang kena", **typed(app, grace_days="3"))
    supervisor.click("Ubah dulu")
    assert "Surat edaran 12" in supervisor.page.html
    assert 'name="grace_days" type="text" value="3"' in supervisor.page.html


def test_a_task_from_above_is_shown_and_not_changed(app, world, supervisor):
    city = Browser(world.client("coordinator"))
    city.open("/instansi/kota-uji/tugas/baru")
    city.submit("Lihat siapa yang kena", **typed(app, title="Wajib sekota"))
    assert "Tugas ini mengenai 2 orang" in city.page
    city.submit("Tetapkan tugas ini")
    address = city.page.url.partition("?")[0].replace("kota-uji", "dishub")
    supervisor.open("/instansi/dishub/tugas")
    supervisor.click("Wajib sekota")

    assert "Dari Kota Uji; hanya mereka" in supervisor.page
    assert "0 dari 1" in supervisor.page
    supervisor.open(f"{address}/cabut", status=404)
    client = world.client("supervisor")
    for action in ("ubah", "cabut", "kecualikan"):
        form = {**world.token_for(client, "POST"), "reason": "x", "grace_days": "1"}
        assert client.post(f"{address}/{action}", data=form).status_code == 404


def test_another_agency_sees_nothing_of_it(world):
    neighbour = Browser(world.client("neighbour"))
    neighbour.open("/instansi/dinkes/tugas")
    assert "Fondasi" not in neighbour.page
    for slug in ("dinkes", "dishub"):
        neighbour.open(f"/instansi/{slug}/tugas/{world.assignment_id}", status=404)
        neighbour.open(f"/instansi/{slug}/angkatan/{world.cohort_id}", status=404)
    client = world.client("neighbour")
    form = {**world.token_for(client, "POST"), "cohort": str(world.cohort_id), "lihat": "1"}
    assert client.get("/instansi/dinkes/tugas/baru", query_string=form).status_code == 422


def test_exempting_somebody_and_requiring_it_again(app, world, supervisor):
    page = f"/instansi/dishub/tugas/{world.assignment_id}"
    with app.app_context():
        person = db.session.scalar(select(Membership.public_id).where(Membership.name == "Anggota dishub"))
        stranger = db.session.scalar(select(Membership.public_id).where(Membership.name == "Anggota dinkes"))
    supervisor.open(page)
    supervisor.submit("Kecualikan", status=422, why="Cuti")
    assert "Pilih satu orang" in supervisor.page
    supervisor.submit("Kecualikan", person=str(person), why="Cuti melahirkan")
    assert "Cuti melahirkan" in supervisor.page
    assert "Anggota dinkes" not in supervisor.page
    supervisor.submit("Wajibkan lagi")
    assert "Semua wajib." in supervisor.page
    client = world.client("supervisor")
    form = {**world.token_for(client, "POST"), "person": str(stranger), "why": "Cuti"}
    assert client.post(f"{page}/kecualikan", data=form).status_code == 422


def test_whose_place_ends_in_this_moment_is_not_exempted(app, world, supervisor, monkeypatch):
    exempt = assigning.exempt

    def exempt_too_late(session, assignment_id, learner_id, reason, *, by_id, now):
        joining.end(session, [world.member_ids["dishub"]], by_id=by_id, now=now)
        return exempt(session, assignment_id, learner_id, reason, by_id=by_id, now=now)

    monkeypatch.setattr(assigning, "exempt", exempt_too_late)
    supervisor.open(f"/instansi/dishub/tugas/{world.assignment_id}")
    supervisor.submit("Kecualikan", status=422, person=str(world.membership_id), why="Cuti melahirkan")
    assert "Pilih satu orang" in supervisor.page
    assert "Cuti melahirkan" in supervisor.page.html


def test_withdrawing_asks_first(world, supervisor):
    supervisor.open(f"/instansi/dishub/tugas/{world.assignment_id}")
    supervisor.click("Cabut tugas ini")
    assert "1 penyelesaian masih terbuka" in supervisor.page
    supervisor.submit("Cabut")
    assert "Dicabut" in supervisor.page
    supervisor.open(f"/instansi/dishub/tugas/{world.assignment_id}/cabut", status=404)


def test_a_cohort_is_made_filled_and_given_a_task(app, world, supervisor):
    supervisor.open("/instansi/dishub/angkatan")
    supervisor.submit("Buat angkatan", name=" ", status=422)
    supervisor.submit("Buat angkatan", name="Angkatan 2 2026")
    assert "Anggota dinkes" not in supervisor.page
    with app.app_context():
        person = db.session.scalar(select(Membership.public_id).where(Membership.name == "Anggota dishub"))
    supervisor.submit("Masukkan", person=str(person))
    assert "1 orang" in supervisor.page
    cohort_id = supervisor.page.url.partition("?")[0].rpartition("/")[2]
    supervisor.open("/instansi/dishub/tugas/baru")
    supervisor.submit("Lihat siapa yang kena", **typed(app, cohort=cohort_id))
    assert "Hanya angkatan Angkatan 2 2026" in supervisor.page
    supervisor.submit("Tetapkan tugas ini")
    supervisor.open(f"/instansi/dishub/angkatan/{cohort_id}")
    supervisor.submit("Pensiunkan angkatan", status=422)
    assert "masih punya tugas belajar" in supervisor.page
    supervisor.submit("Keluarkan")
    assert "Belum ada anggotanya." in supervisor.page


def test_a_community_has_neither_tasks_nor_cohorts(app, world):
    with app.app_context(), writing(db.session()) as session:
        make.member(
            session,
            world.organisation_ids["info-kota"],
            "Admin",
            learner_id=world.learner_ids["citizen"],
            role="supervisor",
        )
    admin = Browser(world.client("citizen"))
    admin.open("/instansi/info-kota")
    assert "Tugas belajar" not in admin.page
    for path in ("tugas", "tugas/baru", "angkatan"):
        admin.open(f"/instansi/info-kota/{path}", status=404)


def test_signs_that_nobody_sees_are_left_out(app, world, supervisor):
    odd = {"title": "Tugas\u202e baru\x01", "reason": "Surat\x01 edaran \u206612"}
    supervisor.open("/instansi/dishub/tugas/baru")
    supervisor.submit("Lihat siapa yang kena", **typed(app, **odd))
    supervisor.submit("Tetapkan tugas ini")
    with app.app_context():
        made = db.session.scalars(select(Assignment).order_by(Assignment.id.desc())).first()
        assert (made.title, made.reason) == ("Tugas baru", "Surat edaran 12")
    client = world.client("supervisor")

    def post(path, **fields):
        sent = {**world.token_for(client, "POST"), **fields}
        return client.post(f"/instansi/dishub/{path}", data=sent).status_code

    task = f"tugas/{world.assignment_id}"
    assert post(f"{task}/ubah", title="Nama\u202e lain", reason="Karena\x01", grace_days="1") == 303
    assert post(f"{task}/kecualikan", person=str(world.membership_id), why="\u202e\x01") == 422
    assert post("angkatan", name="Angkatan\u202e \x01Satu", starts_on=DUE.isoformat()) == 303
    assert post("angkatan", name="\u202e", starts_on=DUE.isoformat()) == 422
    with app.app_context():
        changed = db.session.get(Assignment, world.assignment_id)
        assert (changed.title, changed.reason) == ("Nama lain", "Karena")
        assert "Angkatan Satu" in db.session.scalars(select(Cohort.name)).all()


def test_each_field_of_a_new_task_has_its_own_words(app, supervisor):
    supervisor.open("/instansi/dishub/tugas/baru")
    wrong = {"due_on": "", "counts_from": "", "grace_days": "x", "days_for_new": "x"}
    page = supervisor.submit("Lihat siapa yang kena", status=422, **typed(app, **wrong))
    told = re.findall(r'<li><a href="#(\w+)">([^<]+)</a></li>', page.html)

    assert {name for name, _ in told} == set(wrong)
    assert len({words for _, words in told}) == 4


def test_what_is_required_twice_is_told_and_not_refused(app, world, supervisor):
    """By the agency itself, above it and below; what another agency requires is never named."""
    with app.app_context(), writing(db.session()) as session:
        course = session.scalar(select(Course.id))
        for slug in ("dinkes", "dishub", "uptd-parkir", "kota-uji"):
            duties.assign(session, world.organisation_ids[slug], [course], title=f"Tugas {slug}")
    supervisor.open("/instansi/dishub/tugas/baru")
    page = supervisor.submit("Lihat siapa yang kena", **typed(app))

    assert "sudah wajib menyelesaikan kursus yang sama" in page
    assert "Tugas dishub" in page
    assert "Tugas kota-uji" in page
    assert "Tugas uptd-parkir" in page
    assert "Tugas dinkes" not in page
    before = count(app)
    supervisor.submit("Tetapkan tugas ini")
    assert count(app) == before + 1


def test_nobody_is_warned_of_other_courses_other_cohorts_and_what_was_withdrawn(app, world, supervisor):
    with app.app_context(), writing(db.session()) as session:
        home = world.organisation_ids["dishub"]
        first, second = (make_cohort(session, home, name) for name in ("Satu", "Dua"))
        session.execute(update(Assignment).values(withdrawn_at=datetime.now(UTC)))
        members = [make.member(session, home, f"Orang {one}") for one in (first, second)]
        for cohort, member in zip((first, second), members, strict=True):
            session.add(CohortMember(cohort_id=cohort, membership_id=member))
        session.flush()
        duties.assign(
            session, home, [session.scalar(select(Course.id))], cohort_id=first, title="Tugas angkatan"
        )
    supervisor.open("/instansi/dishub/tugas/baru")
    page = supervisor.submit("Lihat siapa yang kena", **typed(app, cohort=str(second)))
    assert "kursus yang sama" not in page
    supervisor.open("/instansi/dishub/tugas/baru")

    assert "Tugas angkatan" in supervisor.submit("Lihat siapa yang kena", **typed(app, cohort=str(first)))


def make_cohort(session, organisation_id, name):
    cohort = Cohort(organisation_id=organisation_id, name=name, starts_on=DUE, created_at=datetime.now(UTC))
    session.add(cohort)
    session.flush()
    return cohort.id
