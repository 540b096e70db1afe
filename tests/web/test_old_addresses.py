"""Old addresses lead on: to where a text went, or around what is retired."""

from datetime import UTC, datetime

import pytest

from literasi.database import db, writing
from literasi.domain.identities import Identity
from literasi.services import ordering, retiring
from tests import make
from tests.services.test_ordering import add_course


@pytest.fixture
def world(app):
    made = make.world(app)
    with app.app_context(), writing(db.session()) as session:
        add_course(session, "saring", 2)
    return made


def act(world, function, *arguments):
    with world.app.app_context(), writing(db.session()) as session:
        function(session, *arguments, by_id=world.learner_ids["trainer"], now=datetime.now(UTC))


def answer(client, address):
    found = client.get(address)
    return found.status_code, found.headers.get("Location")


def test_a_lesson_and_its_quiz_are_found_at_their_old_addresses(world, client):
    act(world, ordering.move_lesson, "jebakan", "berkas", "saring")

    assert answer(client, "/kursus/jebakan/berkas") == (301, "/kursus/saring/berkas")
    assert answer(client, "/kursus/jebakan/berkas?coba=a") == (301, "/kursus/saring/berkas?coba=a")
    assert answer(client, "/kuis/jebakan/berkas") == (301, "/kuis/saring/berkas")
    assert client.get("/kursus/saring/berkas").status_code == 200
    assert client.get("/cari?q=berkas").status_code == 200


def test_a_form_from_before_leads_to_the_quiz_as_it_is_now(world, client):
    act(world, ordering.move_lesson, "jebakan", "berkas", "saring")
    client = world.client("owner")
    sent = client.post("/kuis/jebakan/berkas/mulai", data=world.token_for(client, "POST"))

    assert (sent.status_code, sent.headers["Location"]) == (303, "/kuis/saring/berkas")


def test_around_what_is_retired_the_way_leads_to_what_is_left(world, client):
    act(world, retiring.retire, Identity("lesson", "jebakan", "berkas"))
    assert answer(client, "/kursus/jebakan/berkas") == (303, "/kursus/jebakan")
    assert answer(client, "/kuis/jebakan/berkas") == (303, "/kursus/jebakan")
    act(world, retiring.retire, Identity("course", "jebakan", ""))
    for address in ("/kursus/jebakan/berkas", "/kuis/jebakan/berkas", "/kursus/jebakan"):
        assert answer(client, address) == (303, "/kursus")


def test_an_open_attempt_goes_on_whatever_is_retired(world):
    act(world, retiring.retire, Identity("lesson", "jebakan", "berkas"))
    act(world, retiring.retire, Identity("course", "jebakan", ""))
    with world.app.app_context(), writing(db.session()) as session:
        make.answer_all(session, world.attempt_id, now=datetime.now(UTC))
    page = world.client("owner").get(f"/percobaan/{world.attempt_id}")

    assert page.status_code == 200


@pytest.mark.parametrize(
    "address", ["/kursus/jebakan/tidak-ada", "/kuis/jebakan/tidak-ada", "/kursus/tidak-ada"]
)
def test_what_never_was_is_not_found(world, client, address):
    assert client.get(address).status_code == 404
