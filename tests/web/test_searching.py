"""Looking for a lesson, as a browser without JavaScript does."""

import pytest
from sqlalchemy import select, update

from literasi.database import db, writing
from literasi.models import Course, Lesson, SearchWord
from tests import make
from tests.domain.test_searching import CANARY, EXHIBIT


@pytest.fixture
def world(app):
    return make.world(app)


def test_a_word_of_the_same_family_finds_the_lesson(world, browser):
    browser.open("/kursus")
    browser.submit("Cari", q="penyamaran")

    assert "Berkas yang Menyamar" in browser.page
    assert "Mengenali berkas yang menyamar." in browser.page
    browser.click("Berkas yang Menyamar")
    assert browser.page.heading == "Berkas yang Menyamar"


def test_a_slip_is_forgiven_and_said(world, browser):
    page = browser.open("/cari?q=berksa")

    assert "Kata “berksa” tidak ada di sini, jadi kami mencari “berkas”." in page
    assert "Berkas yang Menyamar" in page


def test_a_course_is_found_too(world, browser):
    browser.open("/cari?q=jebakan")
    browser.click("Kenali Jebakan")

    assert browser.page.url == "/kursus/jebakan"


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%20", "?q=yang"])
def test_without_a_word_there_are_courses_to_choose(world, browser, query):
    page = browser.open(f"/cari{query}")

    assert "Atau pilih kursus" in page
    assert "Kenali Jebakan" in page


def test_nothing_found_says_what_to_do(world, browser):
    page = browser.open("/cari?q=xyzzyq")

    assert page.heading == "Belum ketemu"
    assert "Kenali Jebakan" in page


@pytest.mark.parametrize(
    "query",
    ["<script>alert(1)</script>", "\x00", "'; drop table search_word; --", "%", "a" * 10_000, "é漢字", "1"],
)
def test_whatever_is_typed_is_only_typed(world, client, query):
    answer = client.get("/cari", query_string={"q": query})

    assert answer.status_code == 200
    assert "<script>alert" not in answer.get_data(as_text=True)
    assert "Set-Cookie" not in answer.headers
    assert b"a" * 101 not in answer.data


def test_a_link_cannot_put_words_into_titles_and_previews(world, browser):
    page = browser.open("/cari?q=Gempa besar malam ini")
    (words,) = [form for form in page.forms if form.has_button("Cari")]

    assert ("q", "Gempa besar malam ini") in words.values
    assert "Gempa" not in page.words
    assert "Gempa" not in page.title
    assert page.html.count("Gempa besar") == 1


def test_words_of_messages_find_nothing_and_show_nowhere(app, browser, monkeypatch):
    text = make.LESSON.replace("## Coba dulu", f"{EXHIBIT}\n## Coba dulu").replace("Tunggu dulu", CANARY)
    quiz = make.quiz_text().replace("Mohon kehadirannya.", f"Mohon {CANARY}.")
    monkeypatch.setattr(make, "LESSON", text)
    monkeypatch.setattr(make, "quiz_text", lambda feedback="langsung": quiz)
    make.world(app)
    pages = [browser.open(f"/cari?q={word}") for word in ("berkas", "jebakan", "menyamar", "warga")]

    assert not [page for page in pages if CANARY in page.html]
    assert browser.open(f"/cari?q={CANARY}").heading == "Belum ketemu"
    assert CANARY not in browser.page.words
    with app.app_context():
        assert CANARY not in set(db.session.scalars(select(SearchWord.word)))


def test_what_is_retired_is_not_found(app, world, browser):
    for model in (Lesson, Course):
        with app.app_context(), writing(db.session()) as session:
            session.execute(update(model).values(retired_at=make.NOW))

        assert "Berkas yang Menyamar" not in browser.open("/cari?q=berkas")
        assert "tidak ada di sini" not in browser.open("/cari?q=berksa")


def test_a_lost_visitor_can_search(world, browser):
    browser.open("/kursus/tidak-ada", status=404)
    browser.submit("Cari", q="menyamar")

    assert "Berkas yang Menyamar" in browser.page


def test_every_page_leads_to_the_search(world, browser):
    browser.open("/tentang")
    browser.click("Cari")

    assert browser.page.heading == "Mau tahu tentang apa?"


def test_in_english_the_titles_stay_indonesian(world, client):
    client.set_cookie("bahasa", "en")
    page = client.get("/cari?q=berkas").get_data(as_text=True)

    assert "1 page fits" in page
    assert '<a href="/kursus/jebakan/berkas" lang="id">Berkas yang Menyamar</a>' in page
