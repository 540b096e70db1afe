"""Quizzes that stand alone in their course: a guest finds them beside the lessons. Without JavaScript."""

from sqlalchemy import select

from literasi.database import db, writing
from literasi.models import Attempt, CourseCompletion, Quiz
from tests import make

PAGE = "/kursus/jebakan"


def publish(app, *, extra=True):
    with app.app_context(), writing(db.session()) as session:
        make.published(session)
        if extra:
            make.extra_quiz(session)


def state(browser):
    """What the course page says beside the quiz."""
    words = browser.open(PAGE).words.partition("Latihan tambahan")[2]
    return words.partition("1 soal")[2].strip()


def test_a_guest_finds_the_quiz_and_its_state(app, browser):
    publish(app)

    assert state(browser).startswith("Belum")
    assert "tidak dihitung untuk menyelesaikan kursus" in browser.page
    browser.click("Latihan berkas")
    assert browser.page.url == "/kuis/jebakan/tambahan"
    browser.submit("Mulai")
    attempt = browser.page.url
    assert state(browser).startswith("Sedang berjalan")
    browser.open(attempt)
    browser.submit(answer="b")
    assert state(browser).startswith("Selesai")
    assert "0 dari 1" in browser.page, "no lesson is done by it"
    browser.open("/kuis/jebakan/tambahan")
    browser.submit("uis")
    assert state(browser).startswith("Selesai"), "what is done stays done"
    with app.app_context():
        assert db.session.scalars(select(Attempt.state).order_by(Attempt.started_at)).all() == [
            "submitted",
            "open",
        ]
        assert db.session.scalar(select(CourseCompletion)) is None


def test_neither_the_quiz_of_a_lesson_nor_the_final_nor_a_retired_one_is_extra(app, browser):
    publish(app)
    with app.app_context(), writing(db.session()) as session:
        make.bank(session)
        quiz = session.scalar(select(Quiz).where(Quiz.slug == "tambahan"))
        make.final(session, quiz.course)
        quiz.retired_at = make.NOW

    assert "Latihan tambahan" not in browser.open(PAGE)


def test_a_course_without_any_shows_not_a_byte_of_it(app, client):
    publish(app, extra=False)
    page = client.get(PAGE).text
    with app.app_context(), writing(db.session()) as session:
        make.extra_quiz(session)
    more = client.get(PAGE).text
    start, end = more.index("    <h2>Latihan tambahan"), more.index("  </div>\n  <aside")

    assert more[:start] + more[end:] == page
