"""The discernment test in its states; the items are those of the three forms that the site has."""

import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from literasi.database import make_engine
from literasi.models import Sitting
from tests.browser.states import course_completed, state
from tests.browser.visiting import COURSE, HOAX, QUIZ_AT_THE_END, TRUE

LAST_SEEN = 8  # the radio "not sure" stands after the six steps and two others


def begin(visitor, course="jebakan"):
    visitor.open(f"/tes?kursus={course}")
    visitor.press("Mulai tes")
    assert visitor.words.count("Kabar 1 dari 20")


def judge(visitor, step):
    visitor.choose(step)
    visitor.choose(LAST_SEEN)
    visitor.send()


def overview(visitor):
    return visitor.path.rpartition("/")[0]


def send(visitor):
    sending = visitor.page.locator('form[action$="/kirim"] button')
    if not sending.count():
        visitor.follow("Kirim apa adanya")
    sending.click()
    visitor.page.wait_for_selector(".verdicts")


def let_time_pass(visitor):
    """Let the seven days of the visitor's test be over."""
    change(visitor, closes_at=datetime.now(UTC) - timedelta(minutes=1))


def change(visitor, **values):
    """Change what is stored of the test on the visitor's page."""
    engine = make_engine(visitor.site.database_url)
    with engine.begin() as connection:
        connection.execute(
            update(Sitting).where(Sitting.id == uuid.UUID(visitor.path.split("/")[2])).values(**values)
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


@state("learn.before_sending")
def before_sending_with_open_items(visitor):
    test_with_open_items(visitor)
    visitor.follow("Kirim apa adanya")
    assert visitor.heading == "18 kabar belum dinilai"


@state("learn.test_front")
def test_front_ready_to_send(visitor):
    test_ready_to_send(visitor)
    visitor.open("/tes")
    assert "Tinggal dikirim" in visitor.words


@state("learn.progress")
def progress_after_the_first_test(visitor):
    verdicts_with_open_items(visitor)
    visitor.open("/kemajuan")
    assert "Tes Anda sebelumnya" in visitor.words


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


@state("learn.attempt")
def result_with_a_test(visitor):
    begin(visitor, "ujian")
    judge(visitor, TRUE)
    visitor.open(overview(visitor))
    send(visitor)
    visitor.finish_quiz(QUIZ_AT_THE_END)
    visitor.pass_final_quiz()
    assert "Lihat apakah Anda makin tajam" in visitor.words


@state("learn.course_completed")
def course_completed_with_a_test(visitor):
    begin(visitor, "ujian")
    judge(visitor, TRUE)
    visitor.open(overview(visitor))
    send(visitor)
    course_completed(visitor)
    assert "Lihat apakah Anda makin tajam" in visitor.words


@state("learn.progress")
def progress_with_a_test_offered(visitor):
    course_completed_with_a_test(visitor)
    visitor.open("/kemajuan")
    assert "Lihat apakah Anda makin tajam" in visitor.words


@state("learn.test")
def verdicts_of_the_second_test(visitor):
    course_completed_with_a_test(visitor)
    visitor.open("/tes")
    visitor.press("Mulai tes")
    judge(visitor, TRUE)
    visitor.open(overview(visitor))
    send(visitor)
    assert "Tes terakhir terbuka pada" in visitor.words


@state("learn.progress")
def progress_with_the_last_test(visitor):
    verdicts_of_the_second_test(visitor)
    change(visitor, closed_at=datetime.now(UTC) - timedelta(days=31))
    visitor.open("/kemajuan")
    assert "Tes sebulan kemudian sudah terbuka" in visitor.words


@state("learn.test_front")
def test_front_with_the_last_test(visitor):
    progress_with_the_last_test(visitor)
    visitor.open("/tes")
    assert visitor.page.locator(".tasks li").count() == 2
