"""What the pages say of progress and results: what waits, what counts, and what is kept where."""

import re

import pytest

from tests import make
from tests.pages import Page


@pytest.fixture
def world(app):
    return make.world(app)


def _answer(world, client, attempt_id, number, value):
    return client.post(
        f"/percobaan/{attempt_id}/{number}",
        data={**world.token_for(client, "POST"), "answer": value, "count": 0},
    )


def _send(world, client):
    return client.post(f"/percobaan/{world.attempt_id}/kirim", data=world.token_for(client, "POST"))


def _finish(world, client):
    for key, value in make.RIGHT.items():
        _answer(world, client, world.attempt_id, world.number_of(key), value)


def test_an_open_retake_waits_on_the_progress_page(world):
    client = world.client("owner")
    assert "Kuis yang sedang berjalan" not in Page(client.get("/kemajuan"), "/kemajuan")
    _finish(world, client)
    begun = client.post("/kuis/jebakan/berkas/mulai", data=world.token_for(client, "POST"))
    page = Page(client.get("/kemajuan"), "/kemajuan")

    assert begun.headers["Location"] in [address for _, address in page.links]


def test_what_is_next_is_not_listed_twice(world):
    client = world.client("owner")
    page = Page(client.get("/kemajuan"), "/kemajuan")

    addresses = [address for _, address in page.links]
    assert addresses.count(f"/percobaan/{world.attempt_id}") == 1


def test_what_was_not_answered_counts_neither_as_fooled_nor_as_distrust(world):
    client = world.client("owner")
    _answer(world, client, world.attempt_id, world.number_of("undangan"), "1")
    _send(world, client)
    page = Page(client.get(f"/percobaan/{world.attempt_id}"), "/")

    assert "1 dari 1" in page
    assert "Tidak ada yang dinilai" in page
    assert "1 kabar tidak dijawab" in page
    assert "belum menjawab" not in page.words
    open_one = Page(client.get(f"/percobaan/{world.attempt_id}/{world.number_of('parkir')}"), "/")
    assert "Soal ini tidak Anda jawab" in open_one


def test_read_again_names_the_lesson_and_the_place(world):
    client = world.client("owner")
    for key, value in {**make.RIGHT, "arti-apk": "a"}.items():
        _answer(world, client, world.attempt_id, world.number_of(key), value)
    page = Page(client.get(f"/percobaan/{world.attempt_id}"), "/")

    link = ("Berkas yang Menyamar: Kejadiannya", "/kursus/jebakan/berkas#u-kejadiannya")
    assert link in page.links


def test_the_right_choice_is_called_so(world):
    client = world.client("owner")
    number = world.number_of("arti-apk")
    _answer(world, client, world.attempt_id, number, "a")

    assert "Jawaban yang tepat Aplikasi" in Page(client.get(f"/percobaan/{world.attempt_id}/{number}"), "/")


def test_a_lesson_does_not_ask_to_send_what_sends_itself(world):
    client = world.client("stranger")
    for url in ("/kursus/jebakan", "/kursus/jebakan/berkas", "/kuis/jebakan/berkas"):
        page = Page(client.get(url), url)
        assert "Anda jawab, berapa pun nilainya" in page, url
        assert "Anda kirim" not in page, url


def test_no_page_says_that_answers_lie_on_the_phone(world):
    client = world.client("owner")
    _finish(world, client)
    for url in ("/", "/kursus", "/kursus/jebakan", "/kemajuan", f"/percobaan/{world.attempt_id}"):
        page = Page(client.get(url), url)
        assert not re.search("[Tt]ersimpan di ponsel ini|Hanya Anda yang", page.words), url


def test_after_judging_on_the_front_page_there_is_a_next_step(world):
    stranger, owner = world.client("stranger"), world.client("owner")
    first = Page(stranger.get("/?coba=benar"), "/")
    later = Page(owner.get("/?coba=benar"), "/")

    assert [text for text, address in first.links if address == "/kursus/jebakan"].count(
        "Mulai kursus pertama"
    ) == 2
    assert "Berlatih dengan kabar lain:" in later
    assert "Berlatih dengan kabar lain:" not in Page(stranger.get("/"), "/")


def test_indonesian_exhibits_are_marked_as_such_on_an_english_page(world):
    client = world.client("owner")
    client.set_cookie("bahasa", "en")
    number = world.number_of("undangan")
    _answer(world, client, world.attempt_id, number, "1")
    page = Page(client.get(f"/percobaan/{world.attempt_id}/{number}"), "/")

    marked = [element for element in page.root.iter() if element.get("lang") == "id"]
    exhibits = list(page.root.iter("figure"))
    assert page.root.get("lang") == "en"
    assert exhibits
    assert all(any(exhibit in list(one.iter()) for one in marked) for exhibit in exhibits)


def test_only_addresses_with_a_version_are_kept_for_a_year(client, world):
    page = client.get("/kursus/jebakan").text
    (versioned,) = set(re.findall(r"/static/img/preview.png\?v=\w+", page))

    assert "max-age=31536000" in client.get(versioned).headers["Cache-Control"]
    assert "31536000" not in client.get("/static/img/preview.png").headers["Cache-Control"]
