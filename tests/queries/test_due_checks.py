"""What is due is found with its sources, in a fixed number of statements."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from literasi.database import writing
from literasi.models import Course
from literasi.queries.due_checks import due_checks, due_count, due_text
from literasi.queries.live_texts import live_text
from tests import make

TODAY = date(2027, 6, 1)


@pytest.fixture
def published(session):
    with writing(session):
        make.published(session)
        make.bank(session, make.item("satu", review_by="2027-05-30"), make.item("dua"))
    return session


def names(session, until):
    found = [one.name for one in due_checks(session, until)]
    assert due_count(session, until) == len(found)
    session.rollback()
    return found


def test_texts_and_items_stand_in_the_order_of_their_days(published):
    assert names(published, date(2027, 5, 19)) == []
    assert names(published, TODAY) == [
        "courses/jebakan/berkas",
        "quizzes/jebakan/berkas",
        "quizzes/bank/uang#satu",
    ]
    assert names(published, date(2027, 11, 23))[3:] == [
        "courses/jebakan/",
        "quizzes/bank/uang",
        "quizzes/bank/uang#dua",
    ]


def test_an_item_is_told_by_its_label_and_its_source(published):
    found = due_checks(published, TODAY)[2]

    assert (found.kind, found.title, found.source_id, found.number) == ("item", "Label satu", "kantor", 1)
    assert [source.publisher for source in found.sources] == ["Kantor Contoh"]
    live = live_text(published, "quizzes/bank/uang")
    assert due_text(live, "satu") == found
    assert due_text(live, "tiga") is None
    assert due_text(live, None).title == "Bank"


def test_a_retired_course_is_nobodys_work(published):
    with writing(published):
        published.query(Course).one().retired_at = make.NOW

    assert names(published, TODAY) == ["quizzes/bank/uang#satu"]


def test_the_number_of_statements_does_not_grow(published, engine):
    def count():
        statements = []
        listener = lambda *details: statements.append(details[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        due_checks(published, TODAY + timedelta(days=900))
        due_count(published, TODAY)
        event.remove(engine, "before_cursor_execute", listener)
        published.rollback()
        return len([one for one in statements if one.lstrip().lower().startswith("select")])

    few = count()
    with writing(published):
        for number in range(12):
            make.another_lesson(published, f"pelajaran-{number}", position=number + 2)
            make.bank(published, make.item(f"butir-{number}"), slug=f"berkas-{number}")

    assert few == count() == 5
