"""Refreshers in the browser's words: what is due leads, four messages, told at once, and nothing punishes."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from literasi.database import db, writing
from literasi.domain.exhibits import Technique
from literasi.domain.wita import day_of
from literasi.models import BankItem, Course, Judgement, Refresher, Sitting
from literasi.web.visitors import now as clock
from tests import make
from tests.pages import Page


@pytest.fixture
def world(app):
    made = make.world(app)
    with app.app_context(), writing(db.session()) as session:
        make.bank(session)
    return made


def card(app, world, days, technique=Technique.IMPOSTOR, who="citizen"):
    """The learner has a card that is due in so many days."""
    with app.test_request_context(), writing(db.session()) as session:
        session.add(
            Refresher(
                learner_id=world.learner_ids[who],
                technique=technique.value,
                step=0,
                due_on=day_of(clock()) + timedelta(days=days),
                made_at=clock(),
            )
        )


def post(world, who, address, **values):
    client = world.client(who)
    return client.post(address, data={**world.token_for(client, "POST"), **values})


def begin(world, who="citizen", **values):
    return post(world, who, "/latihan/mulai", **values).headers["Location"]


def truth_of(app, address, number):
    """The right step for the message at this number, from the database."""
    refresher_id = address.rsplit("/", 1)[1]
    with app.app_context():
        key = db.session().get(Sitting, UUID(refresher_id)).drawn[number - 1][0]
        verdict = db.session().scalar(select(BankItem.verdict).where(BankItem.key == key))
    return "6" if verdict == "benar" else "1"


def test_nothing_is_due_before_the_first_quiz(world):
    found = Page(world.client("citizen").get("/latihan"), "/latihan")

    assert "Latihan singkat mulai sehari setelah kuis pertama Anda." in found


def test_a_due_refresher_leads_what_comes_next(app, world):
    card(app, world, days=0)
    client = world.client("citizen")

    assert client.get("/lanjut").headers["Location"] == "/latihan"
    assert "Berlatih dua menit" in Page(client.get("/kemajuan"), "/kemajuan")
    assert "Mulai latihan 2 menit" in Page(client.get("/latihan"), "/latihan")


def test_one_that_is_not_due_does_not(app, world):
    card(app, world, days=1)
    client = world.client("citizen")

    assert client.get("/lanjut").headers["Location"] != "/latihan"
    assert "Latihan berikutnya pada" in Page(client.get("/latihan"), "/latihan")


def test_four_messages_are_told_one_by_one_and_the_technique_comes_back_in_a_week(app, world):
    card(app, world, days=0)
    address = begin(world)
    for number in range(1, 5):
        right = truth_of(app, address, number)
        asked = Page(world.client("citizen").get(f"{address}/{number}"), "/")
        assert "fakta" not in asked.words.casefold()
        answer = post(world, "citizen", f"{address}/{number}", answer=right, count=0)
        told = Page(world.client("citizen").get(answer.headers["Location"]), "/")
        assert "Benar, ini" in told.words or "Tepat" in told.words
    end = Page(world.client("citizen").get(address), address)

    assert "2 dari 2" in end
    assert "datang lagi pada" in end
    with app.app_context():
        found = db.session().scalars(select(Refresher)).one()
        assert (found.step, found.due_on) == (1, day_of(clock()) + timedelta(days=7))


def test_the_first_answer_is_final_and_the_same_one_is_saved_once(app, world):
    address = begin(world, "visitor")
    for answer in ("2", "2", "5"):
        post(world, "visitor", f"{address}/1", answer=answer, count=0)

    with app.app_context():
        assert db.session().scalars(select(Judgement.rating)).all() == [2]
    assert "Jawaban pertama" in Page(world.client("visitor").get(f"{address}/1?tetap=1"), "/")


@pytest.mark.parametrize("values", [{}, {"answer": "7"}, {"answer": "x"}, {"answer": ["1", "2"]}])
def test_a_missing_or_odd_step_is_asked_for_again(app, world, values):
    address = begin(world, "visitor")
    answer = post(world, "visitor", f"{address}/1", count=0, **values)

    assert answer.status_code == 422
    with app.app_context():
        assert db.session().scalars(select(Judgement.rating)).all() == []


def test_an_unknown_technique_is_refused_in_words(world):
    answer = post(world, "citizen", "/latihan/mulai", technique="sulap")

    assert answer.status_code == 422
    assert "Latihan itu tidak dikenal." in Page(answer, "/latihan/mulai")


def test_beginning_twice_goes_on_with_the_same(world):
    assert begin(world) == begin(world)


def test_somebody_elses_refresher_does_not_exist(world):
    address = begin(world)

    assert world.client("visitor").get(address).status_code == 404
    assert post(world, "operator", f"{address}/1", answer="1", count=0).status_code == 404


def test_no_verdict_stands_on_the_page_before_the_answer(app, world):
    address = begin(world)
    html = world.client("citizen").get(f"{address}/1").text

    assert not re.search(r"stamp|SALAH|BENAR", html.partition("<main")[2])


@pytest.mark.parametrize(("late", "leads"), [(True, "/kursus/jebakan/berkas"), (False, "/latihan")])
def test_what_is_required_and_late_comes_before_a_refresher(app, world, late, leads):
    card(app, world, days=0)
    with app.test_request_context(), writing(db.session()) as session:
        make.owed(
            session,
            world.learner_ids["citizen"],
            organisation_id=world.organisation_ids["info-kota"],
            course_id=session.scalar(select(Course.id)),
            due_on=day_of(clock()) + timedelta(days=-3 if late else 9),
            now=clock(),
        )
    client = world.client("citizen")
    page = Page(client.get("/kemajuan"), "/kemajuan").words

    assert client.get("/lanjut").headers["Location"] == leads
    assert ("Berlatih dua menit" in page) is not late
    assert "Wajib" in page


def test_a_sent_quiz_says_when_the_first_refresher_comes(app, world):
    with app.test_request_context(), writing(db.session()) as session:
        make.answer_all(session, world.attempt_id, now=clock())
    found = Page(world.client("owner").get(f"/percobaan/{world.attempt_id}"), "/percobaan")

    assert "Latihan singkat berikutnya pada" in found
    assert "Latihan berikutnya pada" in Page(world.client("owner").get("/latihan"), "/latihan")


def test_without_messages_of_both_sides_there_is_no_refresher(app):
    world = make.world(app)
    answer = post(world, "visitor", "/latihan/mulai")

    assert answer.status_code == 409
    assert "Hari ini belum ada kabar untuk dilatih." in Page(answer, "/latihan/mulai")


def test_a_test_has_no_page_among_the_refreshers(app):
    world = make.world(app, tested=True)
    client = world.client("owner")

    assert client.get(f"/tes/{world.refresher_id}").status_code == 404
    for page in ("", "/1"):
        assert client.get(f"/latihan/{world.test_id}{page}").status_code == 404
    assert post(world, "owner", f"/latihan/{world.test_id}/1", answer="1", count=0).status_code == 404


def test_what_was_corrected_since_is_told_as_it_is_by_now(app, world):
    address = begin(world)
    with app.app_context():
        keys = [entry[0] for entry in db.session().get(Sitting, UUID(address.rsplit("/", 1)[1])).drawn]
    key = keys[0]
    post(world, "citizen", f"{address}/1", answer="1", count=0)
    with app.test_request_context(), writing(db.session()) as session:
        texts = [*make.items(5, "salah"), *make.items(5, "benar")]
        made = [text.replace(f"Fakta tentang {key}.", "Fakta yang baru.") for text in texts]
        make.bank(session, *made, now=clock())
    told = Page(world.client("citizen").get(f"{address}/1"), "/")

    assert "Fakta yang baru." in told
    assert f"Fakta tentang {key}." not in told


def test_one_whose_time_is_over_tells_everything_and_takes_no_answer(app, world):
    card(app, world, days=0)
    address = begin(world)
    post(world, "citizen", f"{address}/1", answer="1", count=0)
    with app.test_request_context(), writing(db.session()) as session:
        found = session.get(Sitting, UUID(address.rsplit("/", 1)[1]))
        found.started_at, found.closes_at = clock() - timedelta(days=8), clock() - timedelta(days=1)
    late = post(world, "citizen", f"{address}/2", answer="1", count=0)

    assert late.headers["Location"] == address
    end = Page(world.client("citizen").get(address), address)
    assert "3 kabar belum dijawab ketika waktunya habis." in end
    assert "Soal ini tidak Anda jawab." in Page(world.client("citizen").get(f"{address}/2"), "/")
    assert "Mulai latihan 2 menit" in Page(world.client("citizen").get("/latihan"), "/latihan")
