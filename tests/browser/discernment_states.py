"""The discernment test in its states; the items are those of the three forms that the site has."""

import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from literasi.database import make_engine
from literasi.models import Sitting
from tests.browser.states import state
from tests.browser.visiting import COURSE, HOAX, TRUE

LAST_SEEN = 8  # the radio "not sure" stands after the six steps and two others


def begin(visitor):
    visitor.open("/tes?kursus=jebakan")
    visitor.press("Mulai tes")
    assert visitor.words.count("Kabar 1 dari 20")


def judge(visitor, step):
    visitor.choose(step)
    visitor.choose(LAST_SEEN)
    visitor.send()


def overview(visitor):
    return visitor.path.rpartition("/")[0]


def send(visitor):
    visitor.page.locator('form[action$="/kirim"] button').click()
    visitor.page.wait_for_selector(".verdicts")


def let_time_pass(visitor):
    """Let the seven days of the visitor's test be over."""
    engine, past = make_engine(visitor.site.database_url), datetime.now(UTC) - timedelta(minutes=1)
    with engine.begin() as connection:
        connection.execute(
            update(Sitting).where(Sitting.id == uuid.UUID(visitor.path.split("/")[2])).values(closes_at=past)
        )
    engine.dispose()


@state("learn.test_front")
def test_front(visitor):
    visitor.open("/tes?kursus=jebakan")


@state("learn.test_front")
def test_front_in_english(visitor):
    visitor.open("/bahasa/en?kembali=/tes")


@state("learn.test_front")
def test_under_way(visitor):
    begin(visitor)
    judge(visitor, HOAX)
    visitor.open("/tes")
    assert "1 dari 20 kabar sudah dinilai" in visitor.words


@state("learn.course")
def course_with_a_test_under_way(visitor):
    test_under_way(visitor)
    visitor.open(COURSE)


@state("learn.progress")
def progress_with_a_test_under_way(visitor):
    test_under_way(visitor)
    visitor.open("/kemajuan")


@state("learn.test_item")
def test_item(visitor):
    begin(visitor)


@state("learn.test_item")
def test_item_with_an_answer(visitor):
    begin(visitor)
    judge(visitor, TRUE)
    visitor.open(f"{overview(visitor)}/1")


@state("learn.judge_item")
def test_item_with_error(visitor):
    begin(visitor)
    visitor.choose(TRUE)
    visitor.send()
    assert "pernahkah Anda melihat kabar ini" in visitor.words


@state("learn.judge_item")
def test_item_with_nothing_chosen(visitor):
    begin(visitor)
    visitor.send()
    assert visitor.page.locator(".errors li").count() == 2


@state("learn.judge_item")
def which_judgement_counts(visitor):
    begin(visitor)
    asked = visitor.page.url
    stale = visitor.context.new_page()
    stale.goto(asked)
    judge(visitor, HOAX)
    visitor.page = stale
    judge(visitor, TRUE)
    assert visitor.heading == "Mana yang dihitung?"


@state("learn.test")
def test_with_open_items(visitor):
    begin(visitor)
    judge(visitor, HOAX)
    judge(visitor, TRUE)
    visitor.open(overview(visitor))


@state("learn.test")
def test_ready_to_send(visitor):
    begin(visitor)
    for number in range(20):
        judge(visitor, HOAX if number % 3 else TRUE)
    assert visitor.heading == "Periksa jawaban Anda"


@state("learn.test")
def verdicts(visitor):
    test_ready_to_send(visitor)
    send(visitor)


@state("learn.test")
def verdicts_with_open_items(visitor):
    test_with_open_items(visitor)
    send(visitor)


@state("learn.test")
def verdicts_opened(visitor):
    verdicts_with_open_items(visitor)
    visitor.page.locator("summary").first.click()


@state("learn.test")
def verdicts_after_seven_days(visitor):
    test_with_open_items(visitor)
    let_time_pass(visitor)
    visitor.page.reload()
    assert "sudah habis, jadi tes ditutup" in visitor.words


@state("learn.test")
def answer_after_seven_days(visitor):
    begin(visitor)
    judge(visitor, HOAX)
    let_time_pass(visitor)
    judge(visitor, HOAX)
    assert "datang terlambat" in visitor.words


@state("learn.test_item")
def verdict_of_one_item(visitor):
    verdicts_with_open_items(visitor)
    visitor.open(f"{visitor.path}/1")


@state("learn.test_item")
def verdict_of_an_open_item(visitor):
    verdicts_with_open_items(visitor)
    visitor.open(f"{visitor.path}/20")


@state("learn.test_front")
def test_front_after_the_first(visitor):
    verdicts_with_open_items(visitor)
    visitor.open("/tes")
    assert "Tes awal" in visitor.words
