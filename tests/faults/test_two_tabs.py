"""Two tabs with two answers, where the newest counts: the learner is asked, and nothing is lost."""

import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.models import Response
from tests.faults.clicking import CLICKS, click_at_once
from tests.faults.learners import chosen_on
from tests.faults.phones import Phone

QUIZ = "/kuis/ujian/umpan-akhir"
pytestmark = pytest.mark.slow


@pytest.fixture
def attempt(site):
    """An attempt that was just begun: the phone, and the address."""
    phone = Phone(site.port)
    yield phone, phone.send(phone.get(QUIZ).form("/mulai")).location
    phone.hang_up()


def open_in_two_tabs(phone, address):
    """The same question in two tabs; the form of each."""
    return phone.get(address).form("/1"), phone.get(address).form("/1")


def stored_answers(engine, attempt):
    """The answers to its questions, oldest first."""
    with Session(engine) as session:
        return list(
            session.scalars(
                select(Response.answer)
                .where(Response.attempt_id == uuid.UUID(attempt.rpartition("/")[2]))
                .order_by(Response.number)
            )
        )


@pytest.mark.parametrize("keeps", ["old", "new"])
def test_the_learner_chooses_which_counts(attempt, stored, keeps):
    phone, address = attempt
    first, second = open_in_two_tabs(phone, f"{address}/1")
    old, new = first.choices[:2]
    assert phone.send(first, answer=old).status == 303

    asked = phone.send(second, answer=new)
    assert asked.status == 409
    choice = asked.form("/1")
    assert choice.buttons == (old, new)
    assert stored_answers(stored, address) == [old]

    chosen = {"old": old, "new": new}[keeps]
    assert phone.send(choice, answer=chosen).status == 303
    assert stored_answers(stored, address) == {"old": [old], "new": [old, new]}[keeps]
    assert chosen_on(phone.get(f"{address}/1")) == chosen


def test_of_many_at_once_one_is_saved_and_the_others_are_asked(attempt, stored, tell):
    phone, address = attempt
    form = phone.get(f"{address}/1").form("/1")
    one, other = form.choices[:2]
    answers = [one, other] * (CLICKS // 2)
    replies = list(zip(answers, click_at_once(phone, form, answers), strict=True))

    (saved,) = stored_answers(stored, address)
    statuses = {(answer == saved, reply.status) for answer, reply in replies}
    assert statuses == {(True, 303), (False, 409)}
    for answer, reply in replies:
        assert answer == saved or set(reply.form("/1").buttons) == {saved, answer}
    tell(6, faults=CLICKS - 1, acknowledged=1)


def test_a_page_that_saves_by_itself_leads_to_the_choice(attempt, stored):
    """With JavaScript the answer goes out at each tap; a conflict must show both answers all the same."""
    phone, address = attempt
    first, second = open_in_two_tabs(phone, f"{address}/1")
    old, new = first.choices[:2]
    saved = phone.send(first, accept="application/json", answer=old)
    assert (saved.status, '"count":1' in saved.text) == (200, True)
    assert phone.send(second, accept="application/json", answer=new).status == 409
    # The script then sends the form as forms are sent.
    assert phone.send(second, answer=new).form("/1").buttons == (old, new)
    assert stored_answers(stored, address) == [old]
