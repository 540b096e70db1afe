"""A page costs a fixed, small number of statements, however much there is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, select

from literasi.database import Prepared, db, writing
from literasi.domain.failures import Failure
from literasi.domain.organisations import OrganisationKind
from literasi.domain.rumours import Medium
from literasi.models import Course, Sitting
from literasi.services import (
    consenting,
    grouping,
    hearing_rumours,
    noting_errors,
    organising,
    refreshing,
    reporting,
    requiring,
    sitting,
    tracking_jobs,
)
from literasi.services.noting_errors import Mistake
from literasi.services.sitting import Given
from tests import agencies, duties, make, measured
from tests.rosters import roster_of

MOST = 4
# Progress lists certificates and the test that may be taken; a course offers a test as well.
MORE = {"/kemajuan": 3, "/kursus/jebakan": 1}


@pytest.fixture
def counted(app, monkeypatch):
    """``counted(act)`` gives the statements that *act* caused: SQLAlchemy's, and those of the quick path."""
    statements, run = [], Prepared.run

    def spied(prepared, driver, dialect, values):
        statements.append(str(prepared))
        return run(prepared, driver, dialect, values)

    monkeypatch.setattr(Prepared, "run", spied)
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *details: statements.append(details[2]))

    def count(act):
        statements.clear()
        act()
        return [one for one in statements if not one.startswith(("BEGIN", "PRAGMA", "COMMIT", "ROLLBACK"))]

    return count


@pytest.mark.parametrize("role", ["stranger", "owner"])
@pytest.mark.parametrize("query", ["", "?coba=a"])
def test_a_lesson_is_one_statement_cold_or_warm(app, counted, role, query):
    world = make.world(app)
    for _ in range(2):
        found = counted(lambda: world.client(role).get(f"/kursus/jebakan/berkas{query}"))
        assert len(found) == 1, found


@pytest.mark.parametrize("role", ["stranger", "owner"])
def test_other_pages_are_at_most_four(app, counted, role):
    world = make.world(app)
    pages = [
        "/",
        "/kursus",
        "/kursus/jebakan",
        "/kuis/jebakan/berkas",
        "/kemajuan",
        "/lanjut",
        "/laporkan",
        "/kirim-kabar",
        "/penelitian",
        "/tentang",
    ]
    pages += [f"/percobaan/{world.attempt_id}", f"/percobaan/{world.attempt_id}/1"]
    for page in pages:
        found = counted(lambda page=page: world.client(role).get(page))
        assert len(found) <= MOST + MORE.get(page, 0), f"{page}: {found}"


@pytest.mark.parametrize("path", ["/tes", "/tes/{}", "/tes/{}/1"])
def test_the_pages_of_a_test_are_at_most_four_open_and_closed(app, counted, path):
    world = make.world(app, tested=True)
    address, client = path.format(world.test_id), world.client("owner")
    client.get(address)
    opened = counted(lambda: client.get(address))
    with app.app_context(), writing(db.session()) as session:
        sitting.send_test(session, world.test_id, now=datetime.now(UTC))
    client.get(address)
    closed = counted(lambda: client.get(address))

    assert len(opened) <= MOST, opened
    assert len(closed) <= MOST, closed


@pytest.mark.parametrize(
    ("path", "opened", "closed"), [("/latihan", 1, 3), ("/latihan/{}", 1, 5), ("/latihan/{}/1", 1, 2)]
)
def test_the_pages_of_a_refresher_are_a_fixed_number(app, counted, path, opened, closed):
    """Closed: what is true by now, when it comes back, the lesson that helps, and who asks for lessons."""
    world = make.world(app, tested=True)
    address, client, found = path.format(world.refresher_id), world.client("owner"), []
    for _ in range(2):
        client.get(address)
        found.append(len(counted(lambda: client.get(address))))
        with app.app_context(), writing(db.session()) as session:
            for key, *_ in session.get(Sitting, world.refresher_id).drawn:
                given = Given(5, None, 0)
                refreshing.record_answer(session, world.refresher_id, key, given, now=datetime.now(UTC))

    assert found == [opened, closed]


def test_sending_a_quiz_costs_one_statement_for_all_its_refreshers(app, counted):
    world = make.world(app)
    client = world.client("owner")

    def send(key):
        fields = {**world.token_for(client, "POST"), "answer": make.RIGHT[key], "count": "0"}
        return client.post(f"/percobaan/{world.attempt_id}/{world.number_of(key)}", data=fields)

    with app.app_context(), writing(db.session()) as session:
        for key in ("arti-apk", "undangan"):
            make.answer(
                session, world.attempt_id, world.document, key, make.RIGHT[key], now=datetime.now(UTC)
            )
    found = counted(lambda: send("parkir"))

    assert len([one for one in found if "refresher" in one]) == 1
    assert len(found) <= 12, found


@pytest.mark.parametrize(
    ("query", "most"), [("", 1), ("berkas menyamar", 2), ("xyzzyq", 3), ("berksa menyamra xyzzyq", 4)]
)
def test_a_search_is_at_most_four_however_much_there_is(app, counted, query, most):
    world = make.world(app)
    search = counted(lambda: world.client("owner").get("/cari", query_string={"q": query}))
    with app.app_context(), writing(db.session()) as session:
        for number in range(30):
            make.another_lesson(session, f"berkas-{number}")
            make.learner(session, f"{number:043d}")
    again = counted(lambda: world.client("owner").get("/cari", query_string={"q": query}))

    assert len(search) == len(again) == most


def test_a_correction_costs_the_progress_page_one_more_and_only_the_first_time(app, counted):
    world = make.world(app)
    with app.app_context(), writing(db.session()) as session:
        make.bank(session, make.item("satu"), make.item("dua", "benar"))
        quiz = make.published(session, quiz_source=make.drawing_text()).quiz
        mine = make.attempt(session, make.learner(session, "m" * 43, datetime.now(UTC)), quiz.quiz_id)
        make.answer_all(session, mine)
        changed = make.item("satu").replace("source: kantor", "change: Angkanya.\nsource: kantor")
        make.bank(session, changed, make.item("dua", "benar"), now=datetime.now(UTC))
    client = world.client("stranger")
    client.set_cookie("literasi", "m" * 43)
    cold, warm = (len(counted(lambda: client.get("/kemajuan"))) for _ in range(2))

    assert (cold, warm) == (MOST + 4, MOST + 3)
    assert "Angkanya." in client.get("/kemajuan").text


def test_a_mended_question_costs_its_page_one_more_and_only_the_first_time(app, counted):
    world = make.world(app)
    with app.app_context(), writing(db.session()) as session:
        make.answer_all(session, world.attempt_id)
    pages = [f"/percobaan/{world.attempt_id}/{world.number_of(key)}" for key in ("arti-apk", "parkir")]
    client = world.client("owner")
    client.get(pages[0])
    before = len(counted(lambda: client.get(pages[0])))
    with app.app_context(), writing(db.session()) as session:
        make.regraded(session, make.mended_text(), by_id=world.learner_ids["trainer"], now=datetime.now(UTC))
    client.get(pages[1])  # from now on this worker knows of the regrade
    mended, other = (len(counted(lambda page=page: client.get(page))) for page in pages)

    assert (mended, other) == (before + 1, before)
    assert len(counted(lambda: client.get(pages[0]))) == before


@pytest.mark.parametrize("page", ["/studio", "/studio/kabar", "/studio/laporan", "/studio/pemeriksaan"])
def test_lists_of_the_studio_do_not_grow_with_what_they_list(app, counted, page):
    world = make.world(app)

    def fill(numbers):
        with app.app_context(), writing(db.session()) as session:
            for number in numbers:
                words = f"Kabar {'abcdefghijklmnopqrstuvwxyz'[number]}"
                hearing_rumours.receive(session, words, Medium.OTHER, today=date(2026, 11, 23))
                reporting.report_problem(
                    session, page="/", text=words, learner_id=None, now=datetime.now(UTC)
                )
                make.bank(session, make.item(f"k-{number}", review_by="2026-11-24"), slug=f"b-{number}")

    fill(range(1))
    world.client("trainer").get(page)  # the figures are kept for a quarter of an hour
    few = len(counted(lambda: world.client("trainer").get(page)))
    fill(range(1, 26))

    assert len(counted(lambda: world.client("trainer").get(page))) == few


def test_rosters_do_not_grow_with_their_people(app, counted):
    world = make.world(app)
    spent = []
    for count in (20, 100):
        with app.app_context(), writing(db.session()) as session:
            roster_id = make.roster(
                session,
                world.organisation_ids["dishub"],
                world.learner_ids["supervisor"],
                data=roster_of(count, 2),
                now=datetime.now(UTC),
            )
        pages = ["/instansi/dishub/daftar", f"/instansi/dishub/daftar/{roster_id}"]
        found = [len(counted(lambda page=page: world.client("supervisor").get(page))) for page in pages]
        spent.append(found)

    assert spent[0] == spent[1]
    assert max(spent[0]) <= 10


def test_saving_an_answer_is_at_most_four(app, counted):
    world = make.world(app)
    client, number = world.client("owner"), world.number_of("undangan")
    fields = {**world.token_for(client, "POST"), "answer": "1", "count": "0"}
    found = counted(lambda: client.post(f"/percobaan/{world.attempt_id}/{number}", data=fields))

    assert len(found) <= MOST, found


def test_nothing_grows_with_the_number_of_learners(app, counted):
    world = make.world(app)
    pages = ["/kursus/jebakan/berkas", "/kemajuan", "/kuis/jebakan/berkas", f"/percobaan/{world.attempt_id}"]
    few = [len(counted(lambda page=page: world.client("owner").get(page))) for page in pages]
    with app.app_context(), writing(db.session()) as session:
        for number in range(50):
            make.attempt(
                session, make.learner(session, f"{number:043d}"), world.quiz_id, now=datetime.now(UTC)
            )
    many = [len(counted(lambda page=page: world.client("owner").get(page))) for page in pages]

    assert few == many


def test_what_is_required_costs_the_progress_page_no_more_when_there_is_more(app, counted):
    """Only for who is signed in; the same however many learners owe, and however much this one does."""
    world = make.world(app)

    def page():
        return world.client("citizen").get("/kemajuan")

    def require(agencies, people):
        with app.app_context(), writing(db.session()) as session:
            course = session.scalar(select(Course.id))
            for slug in agencies:
                ids = [make.member(session, world.organisation_ids[slug], f"Ani {one}") for one in people]
                requiring.members_came(session, ids, now=make.NOW)
                duties.assign(session, world.organisation_ids[slug], [course])

    nothing = counted(page)
    with app.app_context(), writing(db.session()) as session:
        citizen, dishub = world.learner_ids["citizen"], world.organisation_ids["dishub"]
        requiring.members_came(
            session, [make.member(session, dishub, "Hadi", learner_id=citizen)], now=make.NOW
        )
    few = counted(page)
    require(["dishub", "dinkes", "kota-uji"] * 3, range(10))

    assert "Wajib" in page().text
    assert len(nothing) == len(few) == len(counted(page)) <= 9


@pytest.mark.parametrize(
    ("role", "page"),
    [
        ("supervisor", "/instansi/dishub/tugas"),
        ("supervisor", "/instansi/dishub/tugas/{task}"),
        ("supervisor", "/instansi/dishub/tugas/baru"),
        ("supervisor", "/instansi/dishub/angkatan"),
        ("supervisor", "/instansi/dishub/angkatan/{cohort}"),
        ("operator", "/kelola/instansi"),
        ("operator", "/kelola/instansi?cari=dinas"),
        ("operator", "/kelola/instansi/kota-uji"),
        ("operator", "/kelola/instansi/kota-uji/pensiunkan"),
        ("operator", "/kelola/instansi/dishub/gabungkan?ke=dinkes"),
    ],
)
def test_pages_of_agencies_do_not_grow(app, counted, role, page):
    world = make.world(app)
    page = page.format(task=world.assignment_id, cohort=world.cohort_id)
    few = counted(lambda: world.client(role).get(page))
    with app.app_context(), writing(db.session()) as session:
        parents, boss = [world.organisation_ids[slug] for slug in ("kota-uji", "dishub")], 1
        places = []
        for number in range(30):
            for parent in parents:
                below = organising.create(
                    session,
                    f"Dinas {number}",
                    OrganisationKind.OFFICE,
                    parent_id=parent,
                    by_id=boss,
                    now=make.NOW,
                )
                places.append(make.member(session, below, f"Ani {number}"))
        requiring.members_came(session, places, now=make.NOW)
        grouping.add(session, world.cohort_id, places, by_id=boss, now=make.NOW)
        for _ in range(10):
            duties.assign(session, parents[0], [session.scalar(select(Course.id))])

    assert world.client(role).get(page).status_code == 200
    assert len(counted(lambda: world.client(role).get(page))) == len(few) <= 7, few


@pytest.mark.parametrize(("path", "most"), [("", 4), ("/jebakan/berkas", 4), ("/bank/uang", 4)])
def test_the_figures_of_questions_are_a_fixed_number_of_statements(app, counted, path, most):
    """Who asks, the live texts, the newest sittings, their answers; cold, one more for the texts."""
    world = make.world(app)
    with app.app_context(), writing(db.session()) as session:
        make.bank(session)
    few = counted(lambda: world.client("trainer").get(f"/studio/butir{path}"))
    with app.app_context(), writing(db.session()) as session:
        for number in range(40):
            attempt_id = make.attempt(session, make.learner(session, f"{number:043d}"), world.quiz_id)
            make.answer_all(session, attempt_id)
    many = counted(lambda: world.client("trainer").get(f"/studio/butir{path}"))

    assert len(few) <= most + 1
    assert len(many) == most


@pytest.mark.parametrize(
    "page", ["anggota", "anggota?kata=orang", "anggota/slip", "anggota/slip/cetak", "anggota/{member}"]
)
def test_pages_of_members_do_not_grow_with_them(app, counted, page):
    world = make.world(app)
    address = f"/instansi/dishub/{page.format(member=world.membership_id)}"

    def fill(numbers):
        with app.app_context(), writing(db.session()) as session:
            for number in numbers:
                for state in ("waiting", "invited", "active"):
                    make.member(
                        session, world.organisation_ids["uptd-parkir"], f"Orang {number}", state=state
                    )

    fill(range(2))
    few = len(counted(lambda: world.client("supervisor").get(address)))
    fill(range(2, 60))

    assert len(counted(lambda: world.client("supervisor").get(address))) == few <= 11


@pytest.mark.parametrize(
    ("role", "path", "most"),
    [
        ("supervisor", "/instansi/dishub", 8),
        ("supervisor", "/instansi/dishub?keadaan=semua&cari=a&kursus=fondasi&unit=uptd-parkir", 8),
        ("supervisor", "/instansi/dishub?angkatan=1", 8),
        ("coordinator", "/instansi/kota-uji", 8),
        ("coordinator", "/instansi/kota", 6),
        ("coordinator", "/instansi/kota?di=dishub", 5),
        ("supervisor", "/instansi/dishub/unduh.csv", 6),
    ],
)
def test_pages_of_agencies_are_a_fixed_number_of_statements(app, counted, role, path, most):
    """Who asks, what is theirs, the choices, the sums, who waits, the rows, the weeks; however many learn."""
    site = agencies.Site(app)
    site.come("uptd-parkir", "Norhayati")
    site.cohort("dishub", site.world.member_ids["dishub"])
    site.assign("kota-uji", -3, courses=2)
    few = counted(lambda: site.world.client(role).get(path))
    site.come("uptd-parkir", *(f"Anggota {number}" for number in range(120)))
    many = counted(lambda: site.world.client(role).get(path))

    assert len(many) == len(few) <= most, many


def test_reminding_everybody_costs_the_same_for_two_and_for_a_hundred(app, counted):
    site, made = agencies.Site(app), []
    site.assign("kota-uji", -3)
    few = counted(lambda: made.append(site.remind(semua="ya")))
    site.come("uptd-parkir", *(f"Anggota {number}" for number in range(100)))
    site.assign("kota-uji", -2)
    many = counted(lambda: made.append(site.remind(semua="ya")))

    assert [address.rpartition("=")[2] for _, address in made] == ["1-0-0", "101-0-1"]
    assert len(many) == len(few)


def test_the_page_of_the_file_for_researchers_is_two_statements_however_many_allow_it(app, counted):
    world = make.world(app)
    client = world.client("operator")
    counts = []
    for count in (1, 15):
        with app.app_context(), writing(db.session()) as session:
            for number in range(count):
                learner_id = make.learner(session, f"{count}-{number}".ljust(43, "x"), datetime.now(UTC))
                consenting.give(session, learner_id, now=datetime.now(UTC))
        counts.append(len(counted(lambda: client.get("/kelola/penelitian"))))

    assert counts == [2, 2]


@pytest.mark.parametrize("page", ["/kelola/keadaan", "/kelola/keadaan/galat/00000000"])
def test_whether_all_is_well_costs_the_same_for_few_and_for_many(app, counted, page):
    client = make.world(app).client("operator")

    def fill(numbers):
        with app.app_context(), writing(db.session()) as session:
            for number in numbers:
                found = Failure("ValueError", "a.py:1 f", "", f"{number}".encode().ljust(32))
                mistake = Mistake(f"{number:08x}", None, "learn.lesson", "GET", 500, found)
                noting_errors.keep(session, mistake, now=make.NOW)
                tracking_jobs.began(session, f"job {number}", now=make.NOW)
                make.another_lesson(session, f"berkas-{number}")

    fill(range(1))
    few = counted(lambda: client.get(page))
    fill(range(1, 30))
    many = counted(lambda: client.get(page))

    assert client.get(page).status_code == 200
    assert len(few) == len(many) <= 21, many


@pytest.mark.parametrize(
    ("page", "role"),
    [
        ("/studio/hasil-belajar", "trainer"),
        ("/studio/hasil-belajar/fondasi", "trainer"),
        ("/studio/hasil-belajar/fondasi/peringatan", "trainer"),
        ("/instansi/kota/hasil-belajar/fondasi", "coordinator"),
        ("/instansi/dishub/hasil-belajar", "supervisor"),
        ("/instansi/dishub/hasil-belajar/fondasi", "supervisor"),
    ],
)
def test_pages_of_groups_do_not_grow_with_what_was_measured(app, counted, page, role):
    site = agencies.Site(app)
    before = counted(lambda: site.page(page, role=role))
    with site.writing() as session:
        course_id = measured.course_id(session, "fondasi")
        for number, slug in enumerate(("dishub", "dinkes", None)):
            records = measured.a_class(45, number, **measured.CYNICAL)
            place = site.ids[slug] if slug else None
            measured.enter(session, records, course_id, at=site.now, organisation_id=place)
    with app.app_context():
        for days in (8, 9):
            measured.weigh(db.session(), site.now + timedelta(days=days), again=True)
    after = counted(lambda: site.page(page, role=role))

    assert len(after) == len(before) <= 7, after


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/kelola", 8),
        ("/kelola/orang?cari=warga", 4),
        ("/kelola/orang/{}", 5),
        ("/kelola/catatan", 6),
        ("/kelola/catatan?orang=citizen&kelompok=akun&dari=2026-01-01", 7),
    ],
)
def test_pages_of_operators_are_a_fixed_number_of_statements(app, counted, path, most):
    world = make.world(app)
    address, client = path.format(world.person_address("citizen")), world.client("operator")
    counts = []
    for numbers in (range(2), range(2, 70)):
        with app.app_context(), writing(db.session()) as session:
            for number in numbers:
                learner_id = make.account(session, f"warga.{number}")
                dishub = world.organisation_ids["dishub"]
                make.member(session, dishub, f"Warga {number}", learner_id=learner_id)
                citizen = world.learner_ids["citizen"]
                make.signed_in(session, citizen, f"s{number}", now=datetime.now(UTC))
        counts.append(len(counted(lambda: client.get(address))))

    assert counts[0] == counts[1] <= most
