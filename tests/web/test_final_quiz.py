"""A course's end, without JavaScript: draws, checking the answers, passing, and what progress says of it."""

import re
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, select, update

from literasi import models
from literasi.database import db, writing
from literasi.domain.attempts import read_drawn
from literasi.models import Attempt
from literasi.services import attempting
from tests import make

FINAL = "/kuis/jebakan/kuis-akhir"


class Course:
    """A published course with a bank, a lesson and a final quiz."""

    def __init__(self, app):
        self.app = app
        with self.session() as session:
            make.bank(session)
            made = make.published(session, quiz_source=make.drawing_text())
            self.final_id = make.final(session, made.course).quiz_id
            self.lesson_quiz_id, self.course_id = made.quiz.quiz_id, made.course.id

    @contextmanager
    def session(self):
        with self.app.app_context(), writing(db.session()) as session:
            yield session

    def newest(self):
        """The newest attempt: its id and its questions in order."""
        with self.app.app_context():
            attempt_id = db.session.scalar(select(Attempt.id).order_by(Attempt.started_at.desc()).limit(1))
            return attempt_id, make.shown(db.session(), attempt_id).questions


@pytest.fixture
def course(app):
    return Course(app)


def right_answer(question, right=True):
    if question.exhibit:
        return "6" if (question.exhibit.verdict.value == "benar") == right else "1"
    return next(choice.key for choice in question.choices if choice.right == right)


def sit(course, browser, quiz="berkas", *, right=True):
    """Answer every question of a quiz; where it leads."""
    browser.open(f"/kuis/jebakan/{quiz}")
    browser.submit("uis")
    attempt_id, questions = course.newest()
    for number, question in enumerate(questions, start=1):
        browser.open(f"/percobaan/{attempt_id}/{number}")
        browser.submit(answer=right_answer(question, right))
    return attempt_id


def test_the_whole_course(app, course, browser):
    sit(course, browser)
    browser.open("/kursus/jebakan")
    browser.click("Jawab kuis akhir")
    assert "Kuis akhir, 7 soal" in browser.page
    assert "70 persen" in browser.page
    sit(course, browser, "kuis-akhir", right=False)

    assert browser.page.heading == "Periksa jawaban Anda"
    browser.submit("Kirim dan lihat hasil")
    assert browser.page.heading == "0 dari 7 jawaban tepat"
    assert "Belum lulus: perlu 5 dari 7." in browser.page
    browser.open("/kursus/jebakan/selesai")
    assert browser.page.url == "/kursus/jebakan"

    sit(course, browser, "kuis-akhir")
    browser.submit("Kirim dan lihat hasil")
    assert "Anda lulus kuis akhir. Seluruh kursus ini selesai." in browser.page
    browser.click("Lihat yang sudah Anda pelajari")
    assert browser.page.url == "/kursus/jebakan/selesai"
    assert "Mengenali berkas yang menyamar." in browser.page


def test_the_test_after_the_course_is_offered_where_it_is_finished(app, course, browser):
    with course.session() as session:
        make.forms(session)
    browser.open("/tes")
    browser.submit("Mulai tes")
    sit(course, browser)
    sit(course, browser, "kuis-akhir")
    browser.submit("Kirim dan lihat hasil")

    words = browser.page.words
    assert words.index("Lihat apakah Anda makin tajam") < words.index("Lihat yang sudah Anda pelajari")
    browser.click("Ambil tes sesudah kursus")
    assert browser.page.url == "/tes?kursus=jebakan"
    browser.submit("Mulai tes")
    assert "Kabar 1 dari 20" in browser.page


def test_answers_are_read_again_and_changed_before_they_are_sent(app, course, browser):
    attempt_id = sit(course, browser, "kuis-akhir", right=False)
    _, questions = course.newest()
    number = next(number for number, one in enumerate(questions, start=1) if one.exhibit)
    judged = questions[number - 1]

    assert f"Label {judged.key}" in browser.page
    assert f"tanda {judged.key}" not in browser.page, "the words of a message stand in no list"
    assert "Anda: Foto" in browser.page or "Anda: Surat" in browser.page
    browser.click(f"Ubah soal {number}")
    assert f"tanda {judged.key}" in browser.page
    browser.submit(answer=right_answer(judged))
    assert browser.page.url == f"/percobaan/{attempt_id}"
    assert browser.page.heading == "Periksa jawaban Anda"
    browser.submit("Kirim dan lihat hasil")
    assert browser.page.heading == "1 dari 7 jawaban tepat"


def test_an_open_question_is_named_before_sending(app, course, browser):
    browser.open(FINAL)
    browser.submit("Mulai")
    attempt_id, questions = course.newest()
    browser.submit(answer=right_answer(questions[0]))
    browser.open(f"/percobaan/{attempt_id}")

    assert "6 soal belum dijawab" in browser.page
    browser.click("Jawab soal 3")
    assert browser.page.url == f"/percobaan/{attempt_id}/3"
    browser.open(f"/percobaan/{attempt_id}")
    browser.submit("Kirim")
    assert "1 dari 7" in browser.page


def test_the_key_of_drawn_items_stays_on_the_server_until_it_may_be_told(app, course, browser):
    for quiz in ("berkas", "kuis-akhir"):
        browser.open(f"/kuis/jebakan/{quiz}")
        browser.submit("Mulai")
        attempt_id, questions = course.newest()
        seen = browser.open(f"/kuis/jebakan/{quiz}").html
        for number in range(1, len(questions) + 1):
            seen += browser.open(f"/percobaan/{attempt_id}/{number}").html
        _nothing_is_told(seen, questions)


def test_where_feedback_comes_at_the_end_answering_tells_nothing(app, course, browser):
    attempt_id = sit(course, browser, "kuis-akhir", right=False)
    _, questions = course.newest()
    seen = browser.page.html
    for number in range(1, len(questions) + 1):
        seen += browser.open(f"/percobaan/{attempt_id}/{number}").html
    _nothing_is_told(seen + browser.open(FINAL).html, questions)


def _nothing_is_told(html, questions):
    body = re.sub("<style>.*?</style>", "", html, flags=re.DOTALL)
    told = {"Ya, aplikasi untuk ponsel", "arti-apk", 'class="stamp'}
    for one in (question.exhibit for question in questions if question.exhibit):
        told |= {one.fact, one.item.why, one.item.cue, one.source.url, "SALAH", "BENAR"}
    assert not [words for words in told if words in body]


def test_after_the_answer_a_drawn_item_is_explained_with_its_source(app, course, browser):
    browser.open("/kuis/jebakan/berkas")
    browser.submit("Mulai")
    attempt_id, questions = course.newest()
    number, judged = next((n, one) for n, one in enumerate(questions, start=1) if one.exhibit)
    browser.open(f"/percobaan/{attempt_id}/{number}")
    browser.submit(answer=right_answer(judged))

    assert browser.page.heading == judged.exhibit.fact
    assert "Keterangan kantor" in browser.page
    first = browser.page.words
    client = browser._client
    with app.test_request_context(headers={"Cookie": f"literasi={client.get_cookie('literasi').value}"}):
        token = make.security.csrf_token()
    sent = client.post(
        f"/percobaan/{attempt_id}/{number}",
        data={"csrf_token": token, "answer": right_answer(judged, right=False), "count": "1"},
    )
    assert sent.status_code == 303
    assert "Jawaban pertama" in browser.open(sent.headers["Location"])
    assert judged.exhibit.fact in first


def test_earlier_attempts_are_listed_and_open_their_results(app, course, browser):
    for right in (False, True):
        sit(course, browser, right=right)
    browser.open("/kuis/jebakan/berkas")

    assert "0 dari 3 jawaban tepat" in browser.page
    assert "3 dari 3 jawaban tepat" in browser.page
    browser.click("Wita")
    assert browser.page.heading == "3 dari 3 jawaban tepat"


def test_a_retake_brings_other_items(app, course, browser):
    sit(course, browser)
    first = {question.key for question in course.newest()[1] if question.exhibit}
    sit(course, browser)
    second = {question.key for question in course.newest()[1] if question.exhibit}

    assert not first & second


def test_progress_tells_what_was_judged_and_nothing_of_a_quiz_under_way(app, course, browser):
    sit(course, browser)
    assert "1 dari 1" in browser.open("/kemajuan")
    sit(course, browser, "kuis-akhir", right=False)  # answered, not sent
    page = browser.open("/kemajuan")

    assert re.search(r"Hoaks yang Anda kenali ?1 dari 1", page.words)
    assert "Anda sudah menjawab 10 soal." in page
    assert "naskah terbitan ke-1" in page
    assert "Layak dilatih lagi" not in page


def test_weak_techniques_are_told_after_enough_first_meetings(app, course, browser):
    for _ in range(2):
        sit(course, browser, right=False)
    sit(course, browser, "kuis-akhir", right=False)
    browser.submit("Kirim dan lihat hasil")
    page = browser.open("/kemajuan")

    assert "Layak dilatih lagi" in page
    assert "meminjam nama" in page or "dipercaya" in page


def test_a_corrected_lesson_is_told_until_its_quiz_is_answered_again(app, course, browser):
    sit(course, browser)
    corrected = make.LESSON.replace("minutes: 4", "minutes: 4\nchange: Tanggal kejadiannya dibetulkan.")
    with course.session() as session:
        make.another_lesson(session, "berkas", corrected, position=1, now=datetime.now(UTC))
    assert "Tanggal kejadiannya dibetulkan." in browser.open("/kemajuan")
    assert "Selesai" in browser.page

    sit(course, browser)
    assert "Tanggal kejadiannya dibetulkan." not in browser.open("/kemajuan")


def test_what_comes_next_leads_to_the_final_quiz(app, course, browser):
    sit(course, browser)
    assert FINAL in [url for _, url in browser.open("/kemajuan").links]
    browser.open("/lanjut")
    assert browser.page.url == FINAL
    browser.submit("Mulai")
    attempt_id, _ = course.newest()
    browser.open("/lanjut")
    assert browser.page.url.startswith(f"/percobaan/{attempt_id}")


@pytest.fixture
def counted(app):
    """Counts statements: ``counted(act)`` gives those that *act* caused, transactions left out."""
    statements = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *details: statements.append(details[2]))

    def count(act):
        statements.clear()
        act()
        return [one for one in statements if not one.startswith(("BEGIN", "PRAGMA", "COMMIT", "ROLLBACK"))]

    return count


def test_no_page_of_a_drawing_quiz_takes_more_than_four_statements(app, course, browser, counted):
    sit(course, browser)
    done, _ = course.newest()
    browser.open(FINAL)
    browser.submit("Mulai")
    going_on, questions = course.newest()
    pages = [f"/percobaan/{done}", f"/percobaan/{done}/1", f"/percobaan/{going_on}/1", "/kursus", FINAL]
    pages += ["/kuis/jebakan/berkas", "/kursus/jebakan", "/kursus/jebakan/selesai", "/kemajuan", "/lanjut"]
    for page in pages:
        found = counted(lambda page=page: browser._client.get(page))
        assert len(found) <= 4, f"{page}: {found}"
    browser.open(f"/percobaan/{going_on}/1")
    found = counted(lambda: browser.submit(answer=right_answer(questions[0])))
    assert len(found) <= 5, f"an answer and the page after it: {found}"


def test_a_bank_that_is_republished_changes_nothing_under_a_sitting(app, course, browser):
    browser.open(FINAL)
    browser.submit("Mulai")
    attempt_id, before = course.newest()
    with course.session() as session:
        make.bank(session, make.item("salah-8"), make.item("benar-8", "benar"))
    for number, question in enumerate(before, start=1):
        browser.open(f"/percobaan/{attempt_id}/{number}")
        browser.submit(answer=right_answer(question))
    browser.submit("Kirim dan lihat hasil")

    assert browser.page.heading == "7 dari 7 jawaban tepat"
    with app.app_context():
        drawn = db.session.scalar(select(Attempt.drawn).where(Attempt.id == attempt_id))
        assert sum(read_drawn(entry).revision_id is not None for entry in drawn) == 6


def test_sending_twice_finishes_once(app, course, browser):
    attempt_id = sit(course, browser, "kuis-akhir")
    browser.submit("Kirim dan lihat hasil")
    with pytest.raises(attempting.AttemptClosed), course.session() as session:
        attempting.submit_attempt(
            session, attempt_id, document=make.shown(session, attempt_id), now=datetime.now(UTC)
        )
    assert re.search(r"7 dari 7", browser.open(f"/percobaan/{attempt_id}").words)


@pytest.mark.parametrize(
    ("quiz", "heading"), [("kuis-akhir", "Periksa jawaban Anda"), ("berkas", "soal belum")]
)
def test_passing_over_every_question_leads_to_the_list_of_all(app, course, browser, quiz, heading):
    """Not round to the first question again: there the quiz would have no end."""
    browser.open(f"/kuis/jebakan/{quiz}")
    browser.submit("Mulai")
    attempt_id, questions = course.newest()
    for number in range(1, len(questions)):
        assert browser.page.url == f"/percobaan/{attempt_id}/{number}"
        browser.click("Lewati dulu")
    browser.click("Lihat semua soal")

    assert heading in browser.page.heading
    assert browser.page.words.count("Belum") >= len(questions)
    browser.submit("Kirim apa adanya")
    assert f"0 dari {len(questions)} jawaban tepat" in browser.page.heading


def test_answering_the_last_question_leads_to_what_was_passed_over(app, course, browser):
    browser.open(FINAL)
    browser.submit("Mulai")
    attempt_id, questions = course.newest()
    browser.open(f"/percobaan/{attempt_id}/{len(questions)}")
    browser.submit(answer=right_answer(questions[-1]))

    assert browser.page.heading == "Periksa jawaban Anda"
    assert f"{len(questions) - 1} soal belum dijawab" in browser.page


def test_the_result_that_earned_a_certificate_leads_to_it(app, course, browser):
    with course.session() as session:
        session.execute(update(models.Course).values(hours=2))
    sit(course, browser)
    sit(course, browser, "kuis-akhir")
    browser.submit("Kirim dan lihat hasil")
    assert "Sertifikat Anda sudah siap." in browser.page
    address = browser.page.url
    browser.click("Buat sertifikat saya")
    browser.submit("Buat sertifikat saya", name="Norhayati")
    browser.open(address)
    browser.click("Buka sertifikat")

    assert browser.page.heading == "Sertifikat ini sah"


def test_where_no_certificate_is_issued_none_is_promised(app, course, browser):
    sit(course, browser)
    sit(course, browser, "kuis-akhir", right=False)
    browser.submit("Kirim dan lihat hasil")
    assert "Sertifikat Anda" not in browser.page
    sit(course, browser, "kuis-akhir")
    browser.submit("Kirim dan lihat hasil")

    assert "Sertifikat Anda" not in browser.page
