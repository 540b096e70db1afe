"""A guest's way through a lesson and its quiz, as a browser without JavaScript goes it."""

import re

import pytest

from literasi.database import db
from literasi.models import Learner, Response
from tests import make


@pytest.fixture
def world(app):
    return make.world(app)


def answer(page, value):
    page.submit(answer=value)


def test_the_whole_journey(app, browser, world):
    browser.open("/")
    browser.click("Kenali Jebakan")
    browser.click("Berkas yang Menyamar")
    assert "Pelajaran ini selesai" in browser.page
    browser.click("kuis")
    browser.submit("Mulai")
    for _ in range(3):
        key = _shown_key(browser.page)
        browser.submit(answer=make.RIGHT[key])
        browser.click("Lanjut ke soal" if "Lanjut ke soal" in browser.page else "Lihat hasil")
    assert "3 dari 3" in browser.page
    browser.open("/kemajuan")
    assert "Berkas yang Menyamar" in browser.page
    assert "Selesai" in browser.page


def _shown_key(page):
    """Which of the three questions a page asks, told by its words."""
    return (
        "arti-apk"
        if "Berkas .apk itu apa?" in page
        else "undangan"
        if "Buka berkas undangan" in page
        else "parkir"
    )


def test_reading_makes_no_learner(app, world, client):
    before = world.rows()
    for url in (
        "/",
        "/kursus",
        "/kursus/jebakan",
        "/kursus/jebakan/berkas?coba=a",
        "/kuis/jebakan/berkas",
        "/lanjut",
    ):
        client.get(url)

    assert world.rows() == before


def test_a_lesson_is_the_same_bytes_for_every_guest_and_sets_no_cookie(world):
    first, second = (world.client("stranger").get("/kursus/jebakan/berkas") for _ in range(2))

    assert first.data == second.data
    assert "Set-Cookie" not in first.headers


def test_a_browser_that_has_the_page_is_told_so(world):
    client = world.client("stranger")
    tag = client.get("/kursus/jebakan/berkas").headers["ETag"]
    again = client.get("/kursus/jebakan/berkas", headers={"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")
    assert client.get("/kursus/jebakan/berkas", headers={"If-None-Match": '"x"'}).status_code == 200


def test_trying_shows_the_explanation_and_keeps_nothing(world, browser):
    before = world.rows()
    browser.open("/kursus/jebakan/berkas")
    assert "Tunggu dulu." not in browser.page
    browser.submit(coba="a")
    assert "Tunggu dulu." in browser.page
    assert world.rows() == before


def test_tomorrow_everything_is_still_there(app, world):
    client = world.client("owner")
    number = world.number_of("undangan")
    _send(client, world, number, "2")
    tomorrow = world.client("owner")  # a new browser process with the kept cookie

    assert "1 dari 3" in tomorrow.get(f"/percobaan/{world.attempt_id}").text
    assert tomorrow.get("/lanjut").headers["Location"] == f"/percobaan/{world.attempt_id}"


def _send(client, world, number, value, count=0, **headers):
    return client.post(
        f"/percobaan/{world.attempt_id}/{number}",
        data={**world.token_for(client, "POST"), "answer": value, "count": count},
        headers=headers,
    )


def responses(app):
    with app.app_context():
        return [(row.question_key, row.answer) for row in db.session.query(Response)]


def test_a_double_click_saves_once(app, world):
    client, number = world.client("owner"), world.number_of("undangan")
    answers = [_send(client, world, number, "2") for _ in range(3)]

    assert {one.status_code for one in answers} == {303}
    assert responses(app) == [("undangan", "2")]


def test_going_back_after_feedback_keeps_the_first_answer_and_says_so(app, world):
    client, number = world.client("owner"), world.number_of("undangan")
    _send(client, world, number, "6")
    again = _send(client, world, number, "1")
    page = client.get(again.headers["Location"]).text

    assert responses(app) == [("undangan", "6")]
    assert "Jawaban pertama" in page


def test_two_tabs_are_asked_which_answer_counts(app):
    world = make.world(app, feedback="akhir")
    client, number = world.client("owner"), world.number_of("undangan")
    _send(client, world, number, "1")
    asked = _send(client, world, number, "6")

    assert asked.status_code == 409
    assert "Pasti hoaks" in asked.text
    assert "Pasti benar" in asked.text
    assert 'name="count" value="1"' in asked.text
    chosen = _send(client, world, number, "6", count=1)
    assert chosen.status_code == 303
    assert responses(app) == [("undangan", "1"), ("undangan", "6")]


def test_saving_at_each_tap_answers_with_the_time(app):
    world = make.world(app, feedback="akhir")
    client, number = world.client("owner"), world.number_of("undangan")
    saved = _send(client, world, number, "1", Accept="application/json")
    conflict = _send(client, world, number, "6", Accept="application/json")

    assert re.fullmatch(r"\d\d\.\d\d Wita", saved.json["saved"])
    assert saved.json["count"] == 1
    assert conflict.status_code == 409
    assert conflict.json["url"] == f"/percobaan/{world.attempt_id}/{number}"


def test_the_key_stays_on_the_server_until_it_may_be_told(app, world):
    client = world.client("owner")
    pages = "".join(client.get(f"/percobaan/{world.attempt_id}/{number}").text for number in (1, 2, 3))
    pages += client.get("/kuis/jebakan/berkas").text
    told = (
        "aplikasi pencuri pesan",
        "memang mengirim",
        "Ya, aplikasi untuk ponsel",
        "Pengirimnya menyamar",
        "Lihat akhiran",
    )

    assert not [words for words in told if words in pages]
    assert "arti-apk" not in pages, "a key may name the answer"
    assert "SALAH" not in pages
    number = world.number_of("undangan")
    _send(client, world, number, "1")
    after = client.get(f"/percobaan/{world.attempt_id}/{number}").text
    assert all(
        words in after
        for words in ("aplikasi pencuri pesan", "Pengirimnya menyamar", "Lihat akhiran", "SALAH")
    )


def test_somebody_elses_attempt_does_not_exist(app, world):
    client = world.client("other")
    number = world.number_of("undangan")

    assert client.get(f"/percobaan/{world.attempt_id}").status_code == 404
    assert _send(client, world, number, "1").status_code == 404
    assert responses(app) == []


BAD_ANSWERS = ["", "7", "0", "a", "1' or 1=1", "😀", "\u202e1", "x" * 10_000, "1\x00"]
BAD_COUNTS = ["0", "", "-1", "9" * 20, "satu", "1"]


def test_a_bad_answer_is_explained_and_nothing_is_saved(app, world):
    client, number = world.client("owner"), world.number_of("undangan")
    for value in BAD_ANSWERS:
        for count in BAD_COUNTS:
            sent = _send(client, world, number, value, count=count)
            assert sent.status_code in {409, 422}, (value, count)
            assert "Kesalahan" in sent.text
    assert _send(client, world, number, "1", count="7").status_code == 409
    assert responses(app) == []


def test_two_answers_in_one_form_are_refused(app, world):
    client, number = world.client("owner"), world.number_of("undangan")
    fields = {
        **world.token_for(client, "POST"),
        "count": "0",
        "answer": ["1", "6"],
        "points": "99",
        "state": "x",
    }

    assert client.post(f"/percobaan/{world.attempt_id}/{number}", data=fields).status_code == 422
    assert responses(app) == []


def test_the_result_says_what_to_read_again(app, world):
    client = world.client("owner")
    for key, value in {"arti-apk": "a", "undangan": "6", "parkir": "1"}.items():
        _send(client, world, world.number_of(key), value)
    result = client.get(f"/percobaan/{world.attempt_id}").text

    assert "/kursus/jebakan/berkas#u-kejadiannya" in result
    assert "0</span> dari 1" in result or "0 dari 1" in re.sub(r"<[^>]+>", "", result)


def test_an_unfinished_quiz_can_be_sent_and_the_rest_counts_as_open(app, world):
    client = world.client("owner")
    _send(client, world, world.number_of("undangan"), "1")
    sent = client.post(f"/percobaan/{world.attempt_id}/kirim", data=world.token_for(client, "POST"))
    again = client.post(f"/percobaan/{world.attempt_id}/kirim", data=world.token_for(client, "POST"))

    assert (sent.status_code, again.status_code) == (303, 303)
    assert "1 dari 3" in re.sub(r"<[^>]+>", "", client.get(f"/percobaan/{world.attempt_id}").text)


def test_an_expired_cookie_is_a_stranger(app, world):
    with app.app_context():
        db.session.execute(db.text("update learner_session set expires_at = '2020-01-01 00:00:00.000000'"))
        db.session.commit()

    assert world.client("owner").get(f"/percobaan/{world.attempt_id}").status_code == 404


def test_the_first_act_makes_one_guest_even_when_it_is_done_twice(app, world):
    client = world.client("stranger")
    client.get("/kuis/jebakan/berkas")
    before = world.rows()["learner"]
    fields = world.token_for(client, "POST")
    places = {client.post("/kuis/jebakan/berkas/mulai", data=fields).headers["Location"] for _ in range(2)}

    assert len(places) == 1
    with app.app_context():
        assert db.session.query(Learner).count() == before + 1
