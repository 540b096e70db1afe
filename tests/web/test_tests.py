"""The discernment test as people take it, without JavaScript: begun, stopped, gone on with, sent, read."""

import re
import uuid
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from literasi.database import db, writing
from literasi.domain.sittings import LATER_AFTER, TIME_TO_ANSWER
from literasi.models import BankItem, CourseCompletion, FormPlan, Judgement, Learner, Quiz, Sitting
from literasi.services import sitting
from tests import make
from tests.browsing import Browser
from tests.pages import Page

PAGE = re.compile(r"/tes/[0-9a-f-]{36}")
SECRETS = (
    "Fakta tentang",
    "Alasan pertama",
    "Petunjuk ",
    "Label ",
    "contoh.go.id/keterangan",
    'class="stamp',
    "SALAH",
)


class Site:
    """A course and three forms of the test; what is stored of the newest test."""

    def __init__(self, app):
        self.app = app
        with self.session() as session:
            make.forms(session)
            self.course_id = make.published(session, now=datetime.now(UTC)).course.id

    @contextmanager
    def session(self):
        with self.app.app_context(), writing(db.session()) as session:
            yield session

    def stored(self):
        """The newest test."""
        with self.app.app_context():
            return db.session.scalars(select(Sitting).order_by(Sitting.started_at.desc()).limit(1)).one()

    def shown(self):
        return [entry[0] for entry in self.stored().drawn]

    def judgements(self):
        """The steps chosen so far, by item and then in their order."""
        with self.app.app_context():
            return db.session.scalars(select(Judgement.rating).order_by(Judgement.id)).all()

    def finish_course(self):
        with self.session() as session:
            for learner_id in session.scalars(select(FormPlan.learner_id)):
                session.add(
                    CourseCompletion(
                        learner_id=learner_id, course_id=self.course_id, completed_at=datetime.now(UTC)
                    )
                )


@pytest.fixture
def site(app):
    return Site(app)


def begin(browser):
    browser.open("/tes")
    return browser.submit("Mulai tes")


def judge(browser, answer, seen="no", **options):
    return browser.submit(answer=str(answer), seen=seen, **options)


def take(site, browser, *, rights=20):
    """Judge every message, the first *rights* of them rightly; ends on the list of answers."""
    begin(browser)
    for number, key in enumerate(site.shown()):
        judge(browser, 6 if ("benar" in key) is (number < rights) else 1)
    return browser.page


def send_unfinished_from(site, browser):
    browser.open(f"{address(site)}/kirim")
    return browser.submit("Kirim tanpa sisanya")


def send_unfinished(browser):
    browser.click("Kirim apa adanya")
    return browser.submit("Kirim tanpa sisanya")


def address(site):
    return f"/tes/{site.stored().id}"


def test_from_the_course_to_the_verdicts(site, browser):
    browser.open("/kursus/jebakan")
    assert "Ukur dulu ketajaman Anda: 20 kabar, sekitar 8 menit. Boleh dilewati." in browser.page
    browser.click("Ambil tes awal")
    assert browser.page.url == "/tes?kursus=jebakan"
    assert "Hanya Anda yang melihat jawaban dan hasil Anda" in browser.page
    browser.submit("Mulai tes")
    assert "Kabar 1 dari 20" in browser.page
    for key in site.shown()[:13]:
        judge(browser, 6 if "benar" in key else 2)
    assert "Kabar 14 dari 20" in browser.page
    assert re.search(r"Jawaban sebelumnya tersimpan \d\d\.\d\d Wita", browser.page.words)
    browser.click("Lewati dulu")
    for answer in (1, 1, 1, 1, 1):
        judge(browser, answer)

    assert browser.open("/kemajuan").links
    assert "18 dari 20 kabar sudah dinilai" in browser.page
    browser.open(address(site))
    assert browser.page.heading == "Periksa jawaban Anda"
    assert "2 kabar belum dinilai." in browser.page
    browser.click("Lanjut ke kabar 14")
    judge(browser, 5)
    assert "Kabar 20 dari 20" in browser.page
    judge(browser, 5)
    assert "Semua sudah dinilai. Tinggal dikirim" in browser.page
    browser.submit("Kirim dan lihat putusannya")

    assert re.match(
        r"Anda mengenali \d+ dari 10 hoaks, dan percaya pada \d+ dari 10 kabar benar", browser.page.heading
    )
    assert "Sekarang kursusnya." in browser.page
    assert site.stored().is_sent
    assert sum(map(sum, site.stored().ratings.values())) == 20


def test_the_verdicts_name_every_message_its_fact_and_its_source(site, browser):
    take(site, browser, rights=20)
    browser.submit("Kirim dan lihat putusannya")

    assert browser.page.heading == "Anda mengenali 10 dari 10 hoaks, dan percaya pada 10 dari 10 kabar benar"
    for key in site.shown():
        for words in (f"Label {key}", f"Fakta tentang {key}.", f"Alasan pertama {key}.", f"Petunjuk {key}."):
            assert words in browser.page
    assert browser.page.words.count("Kantor Contoh. Diperiksa 20 November 2026.") == 20
    assert browser.page.html.count('class="stamp"') == browser.page.html.count('class="stamp true"') == 10
    assert "%" not in browser.page.words
    assert "skor" not in browser.page.words.lower()

    browser.click(f"Label {site.shown()[2]}")
    assert browser.page.heading == f"Fakta tentang {site.shown()[2]}."
    assert f"Kabar dengan tanda {site.shown()[2]}" in browser.page
    browser.click("Lanjut ke kabar 4")
    browser.click("Semua kabar dalam tes")
    assert browser.page.url.startswith(address(site))


def test_nothing_tells_what_a_message_is_before_the_end(site, browser):
    begin(browser)
    pages = [browser.page]
    for _ in range(3):
        pages.append(judge(browser, 4))
    pages += [browser.open(f"{address(site)}/1"), browser.open(address(site)), browser.open("/tes")]
    browser.open(f"{address(site)}/9")
    pages.append(browser.submit("Simpan", answer="2", status=422))
    pages += [browser.open(path) for path in ("/kemajuan", "/kursus/jebakan")]
    other = pages[0].forms[0]
    sent = browser._client.post(
        f"{address(site)}/1",
        data={**dict(other.filled(None, {"answer": "1", "seen": "no"})), "count": "0"},
        headers={"Accept": "application/json"},
    )
    assert sent.status_code == 409
    for page in [*pages, Page(sent, "409")]:
        for words in SECRETS:
            assert words not in page.html, f"{words} on {page.url}"


def test_an_open_test_is_gone_on_with_and_forgets_nothing(site, app, browser):
    begin(browser)
    judge(browser, 3, "unsure")
    first = address(site)
    browser.open("/tes")
    assert "1 dari 20 kabar sudah dinilai" in browser.page
    browser.click("Lanjutkan tes")
    assert browser.page.url == first
    browser.open(f"{first}/1")
    (form,) = browser.page.forms
    assert ("answer", "3") in form.filled(None, {})
    assert ("seen", "unsure") in form.filled(None, {})
    with time_machine.travel(datetime.now(UTC) + timedelta(days=6), tick=True):
        browser.open(first)
        browser.click("Lanjut ke kabar 2")
        judge(browser, 4)
    assert site.judgements() == [3, 4]


def test_beginning_twice_leads_to_the_same_test(site, browser, client):
    browser.open("/tes")
    form = browser.page.forms[0].filled("Mulai tes", {})
    places = [client.post("/tes/mulai", data=dict(form)).headers["Location"] for _ in range(2)]

    assert places[0] == places[1]
    with site.app.app_context():
        assert db.session.scalar(select(func.count(Sitting.id))) == 1


def test_a_missing_step_is_asked_for_and_what_was_typed_stays(site, browser):
    begin(browser)
    browser.submit(answer="5", status=422)
    assert "pernahkah Anda melihat kabar ini?" in browser.page
    assert ("answer", "5") in browser.page.forms[0].filled(None, {})
    browser.submit(seen="yes")
    browser.submit(seen="yes", status=422)
    assert browser.page.title.startswith("Kesalahan: ")
    assert "Pilih satu dari enam jawaban" in browser.page
    assert ("seen", "yes") in browser.page.forms[0].filled(None, {})
    assert site.judgements() == [5]


@pytest.mark.parametrize(
    "odd",
    [
        {"answer": "7"},
        {"answer": "٣"},
        {"answer": "benar"},
        {"answer": ["1", "2"]},
        {"seen": "mungkin"},
        {"seen": ""},
    ],
)
def test_an_answer_that_no_page_offers_is_refused(site, browser, client, odd):
    begin(browser)
    sent = dict(browser.page.forms[0].filled(None, {"answer": "3", "seen": "no"}))
    assert client.post(f"{address(site)}/1", data={**sent, **odd}).status_code == 422
    assert site.judgements() == []


@pytest.mark.parametrize("count", ["", "x", "-1", "1", "99999"])
def test_a_page_that_was_never_shown_is_asked_again(site, browser, client, count):
    begin(browser)
    sent = dict(browser.page.forms[0].filled(None, {"answer": "3", "seen": "no"}))
    answer = client.post(f"{address(site)}/1", data={**sent, "count": count})
    assert answer.status_code == 409
    assert "Silakan pilih jawaban Anda sekali lagi." in Page(answer, "/tes").words
    assert site.judgements() == []


def test_a_double_click_saves_one_answer(site, browser, client):
    begin(browser)
    sent = dict(browser.page.forms[0].filled(None, {"answer": "3", "seen": "no"}))
    answers = [client.post(f"{address(site)}/1", data=sent) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert site.judgements() == [3]


@pytest.mark.parametrize(
    ("button", "kept"), [("Pakai jawaban ini", [2]), ("Pakai jawaban yang baru", [2, 5])]
)
def test_two_tabs_are_asked_which_answer_counts(site, browser, client, button, kept):
    begin(browser)
    other_tab = Browser(client)
    other_tab.open(f"{address(site)}/1")
    judge(browser, 2)
    judge(other_tab, 5, "yes", status=409)
    assert other_tab.page.heading == "Mana yang dihitung?"
    assert "Kemungkinan hoaks. Pernah melihat: Belum" in other_tab.page
    assert "Kemungkinan benar. Pernah melihat: Sudah" in other_tab.page
    other_tab.submit(button)

    assert site.judgements() == kept


@pytest.mark.parametrize(
    ("sent", "is_kept"),
    [(timedelta(0), True), (timedelta(days=-1), False), (timedelta(minutes=5), False)],
)
def test_when_the_page_was_shown_is_believed_only_where_it_can_be(site, browser, client, sent, is_kept):
    begin(browser)
    fields = dict(browser.page.forms[0].filled(None, {"answer": "3", "seen": "no"}))
    moment = int(fields["shown_at"]) + sent // timedelta(milliseconds=1)
    client.post(f"{address(site)}/1", data={**fields, "shown_at": str(moment), "away_ms": "1500"})
    with site.app.app_context():
        kept = db.session.scalars(select(Judgement)).one()

    assert (kept.shown_at is not None) is is_kept
    assert kept.away_ms == 1500


@pytest.mark.parametrize("field", ["shown_at", "away_ms"])
@pytest.mark.parametrize("value", ["", "-1", "x", "9" * 30, "٣"])
def test_odd_times_do_not_keep_an_answer_from_being_saved(site, browser, client, field, value):
    begin(browser)
    fields = dict(browser.page.forms[0].filled(None, {"answer": "3", "seen": "no"}))
    assert client.post(f"{address(site)}/1", data={**fields, field: value}).status_code == 303
    with site.app.app_context():
        kept = db.session.scalars(select(Judgement)).one()
    assert (kept.shown_at if field == "shown_at" else kept.away_ms) is None


@pytest.mark.parametrize(
    ("header", "device"), [("?1", "phone"), ("?0", "computer"), (None, "unknown"), ("x", "unknown")]
)
def test_a_test_notes_the_language_and_the_kind_of_device(site, browser, client, header, device):
    browser.open("/bahasa/en?kembali=/tes")
    fields = dict(browser.page.forms[0].filled(None, {}))
    client.post("/tes/mulai", data=fields, headers={"Sec-CH-UA-Mobile": header} if header else {})

    assert (site.stored().language, site.stored().device) == ("en", device)


def test_a_test_may_be_sent_as_it_is(site, browser):
    begin(browser)
    judge(browser, 1)
    browser.open(address(site))
    send_unfinished(browser)

    assert browser.page.heading == "Putusan untuk 20 kabar"
    assert "19 kabar tidak dijawab" in browser.page or "19 " in browser.page
    assert browser.page.html.count("Fakta tentang") == 20
    assert browser.page.words.count("Tidak dijawab.") == 19


def test_open_messages_are_asked_about_once_more_before_sending(site, browser, client):
    begin(browser)
    judge(browser, 1)
    browser.open(address(site))
    assert browser.page.forms == []
    browser.click("Kirim apa adanya")
    assert browser.page.heading == "19 kabar belum dinilai"
    assert "Tes ini hanya sekali." in browser.page
    browser.click("Lanjut ke kabar 2")
    assert "Kabar 2 dari 20" in browser.page
    assert site.stored().state == "open"


def test_nothing_is_asked_about_a_test_that_is_complete_or_closed(site, browser, client):
    take(site, browser)
    assert client.get(f"{address(site)}/kirim").headers["Location"] == address(site)
    browser.submit("Kirim")
    assert client.get(f"{address(site)}/kirim").headers["Location"] == address(site)


def test_a_complete_test_only_has_to_be_sent(site, browser):
    take(site, browser)
    for path in ("/tes", "/kemajuan", "/kursus/jebakan"):
        assert "Tinggal dikirim." in browser.open(path)
        assert "belum selesai" not in browser.page.words
    browser.click("Periksa dan kirim tes")
    words = browser.page.words
    assert words.index("Kirim dan lihat putusannya") < words.index("Kabar 1")


def test_what_is_saved_is_said_of_this_message_alone(site, browser):
    begin(browser)
    assert "ersimpan" not in browser.page.words
    judge(browser, 1)
    assert "Jawaban sebelumnya tersimpan" in browser.page
    assert "Tersimpan" in browser.open(f"{address(site)}/1")
    assert "Jawaban sebelumnya" not in browser.page.words


def test_the_verdicts_say_who_is_right_and_what_is(site, browser):
    take(site, browser, rights=13)
    browser.submit("Kirim")
    assert browser.page.words.count("Anda tepat") == 13
    assert browser.page.words.count("Anda belum tepat") == 7
    assert browser.page.words.count("Yang tepat: Hoaks.") == 10
    assert browser.page.words.count("Yang tepat: Benar.") == 10


def test_a_sent_test_is_found_from_the_progress_page(site, browser):
    take(site, browser)
    browser.submit("Kirim")
    for words, address_of in (("Tes awal", address(site)), ("Ketajaman Anda", "/kemajuan/ketajaman")):
        browser.open("/kemajuan")
        assert browser.click(words).url == address_of
    browser.open(address(site))
    assert browser.click("Ketajaman Anda").url == "/kemajuan/ketajaman"


def test_to_go_on_leads_to_an_open_test(site, browser, client):
    begin(browser)
    judge(browser, 1)
    assert client.get("/lanjut").headers["Location"] == address(site)
    assert "Berikutnya untuk Anda Tes ketajaman" in browser.open("/kemajuan")
    assert "hanya dihitung sebelum pelajaran pertama" in browser.open("/kursus/jebakan")
    assert browser.open("/kursus").links
    assert browser.click("Lanjutkan").url == address(site)


def test_the_test_after_a_course_comes_before_another_course(site, browser, client):
    with site.session() as session:
        make.another_course(session)
    browser.open("/tes?kursus=jebakan")
    browser.submit("Mulai tes")
    send_unfinished_from(site, browser)
    assert client.get("/lanjut").headers["Location"] != "/tes"
    site.finish_course()
    assert client.get("/lanjut").headers["Location"] == "/tes"
    for path in ("/kemajuan", "/kursus/jebakan", "/kursus/jebakan/selesai"):
        browser.open(path)
        browser.click("Ambil tes sesudah kursus")
        assert browser.page.url.startswith("/tes")
    assert "sebelum pelajaran pertama" not in browser.page.words


def finish_lesson(site):
    """Whoever has the test answers the quiz of the course's first lesson."""
    with site.session() as session:
        learner_id = session.scalar(select(FormPlan.learner_id))
        quiz_id = session.scalar(select(Quiz.id).where(Quiz.lesson_id.is_not(None)).limit(1))
        attempt_id = make.attempt(session, learner_id, quiz_id)
        make.answer_all(session, attempt_id)


def test_a_lesson_closes_the_test_before_it(site, browser):
    begin(browser)
    stale = browser.page
    judge(browser, 1)
    finish_lesson(site)

    assert (site.stored().state, site.stored().is_sent, site.stored().set_aside) == (
        "closed",
        False,
        "unfinished",
    )
    assert "Pelajaran pertama kursusnya sudah selesai" in browser.open(address(site))
    browser.page = stale
    judge(browser, 6)
    assert "Jawaban terakhir Anda datang terlambat" in browser.page
    assert "sudah Anda kirim" not in browser.page.words
    assert site.judgements() == [1]


def test_a_lesson_of_another_course_closes_no_test(site, browser):
    with site.session() as session:
        make.another_course(session)
    browser.open("/tes?kursus=lain")
    browser.submit("Mulai tes")
    finish_lesson(site)
    assert site.stored().state == "open"


def test_a_course_that_was_begun_is_named_where_it_cannot_be_chosen(site, app, browser):
    with site.session() as session:
        make.another_course(session)
    browser.open("/kuis/jebakan/berkas")
    browser.submit("Mulai kuis")
    with site.session() as session:
        make.answer_all(session, session.scalar(select(make.Attempt.id)))
    browser.open("/tes")
    assert "Yang ini sudah Anda mulai, jadi tidak bisa diukur dari awal:" in browser.page


def test_a_test_sent_twice_is_closed_once(site, browser, client):
    page = take(site, browser)
    sent = dict(page.forms[0].filled("Kirim", {}))
    answers = [client.post(f"{address(site)}/kirim", data=sent) for _ in range(2)]
    assert {answer.headers["Location"] for answer in answers} == {address(site)}
    assert {answer.status_code for answer in answers} == {303}


def test_after_seven_days_the_verdicts_are_open_and_answers_come_too_late(site, browser):
    begin(browser)
    judge(browser, 1)
    stale = browser.page
    with time_machine.travel(datetime.now(UTC) + TIME_TO_ANSWER + timedelta(minutes=1), tick=True):
        assert browser.open(address(site)).html.count("Fakta tentang") == 20
        assert "sudah habis, jadi tes ditutup" in browser.page
        browser.open("/tes")
        assert "Lanjutkan tes" not in browser.page
        assert "Tes awal" in browser.page
        browser.page = stale
        judge(browser, 6)
        assert "Jawaban terakhir Anda datang terlambat" in browser.page
        assert "sudah habis" in browser.page
    assert site.judgements() == [1]


def test_an_answer_after_sending_in_another_tab_says_so(site, browser):
    begin(browser)
    stale = browser.page
    judge(browser, 1)
    browser.open(address(site))
    send_unfinished(browser)
    browser.page = stale
    judge(browser, 6)

    assert "Tes ini sudah Anda kirim." in browser.page
    assert site.judgements() == [1]


def test_the_three_tests_one_after_the_other(site, browser):
    start = datetime.now(UTC)
    take(site, browser)
    browser.submit("Kirim")
    browser.open("/tes")
    assert "Tes berikutnya terbuka setelah Anda menyelesaikan kursus." in browser.page
    assert not [form for form in browser.page.forms if form.has_button("Mulai tes")]

    site.finish_course()
    assert "Lihat apakah Anda makin tajam" in browser.open("/kursus/jebakan/selesai")
    assert "Lihat apakah Anda makin tajam" in browser.open("/kemajuan")
    browser.click("Ambil tes sesudah kursus")
    shown = set(site.shown())
    take(site, browser)
    assert not shown & set(site.shown())
    browser.submit("Kirim")
    assert "Tes terakhir terbuka pada" in browser.page
    assert "Tes terakhir terbuka pada" in browser.open("/tes")

    with time_machine.travel(start + LATER_AFTER + timedelta(days=1), tick=True):
        assert "Tes sebulan kemudian sudah terbuka" in browser.open("/kemajuan")
        browser.click("Ambil tes terakhir")
        take(site, browser)
        browser.submit("Kirim")
        browser.open("/tes")
        assert "Ketiga tes sudah Anda ambil." in browser.page
        assert [words for words, url in browser.page.links if PAGE.search(url or "")] == [
            "Tes sebulan kemudian",
            "Tes sesudah kursus",
            "Tes awal",
        ]


def test_the_course_asked_for_is_marked_and_another_is_refused(site, browser, client):
    with site.session() as session:
        make.another_course(session)
    browser.open("/tes?kursus=jebakan")
    assert ("course", "jebakan") in browser.page.forms[0].filled("Mulai tes", {})
    browser.open("/tes?kursus=lain")
    assert ("course", "lain") in browser.page.forms[0].filled("Mulai tes", {})
    fields = dict(browser.page.forms[0].filled("Mulai tes", {}))
    refused = client.post("/tes/mulai", data={**fields, "course": "tidak-ada"})
    assert refused.status_code == 422
    assert "Silakan pilih salah satu kursus ini." in Page(refused, "/tes").words
    with site.app.app_context():
        assert db.session.scalar(select(func.count(Learner.id))) == 0
    browser.submit("Mulai tes")
    with site.app.app_context():
        plan = db.session.scalars(select(FormPlan)).one()
    assert plan.course_id != site.course_id


@pytest.mark.parametrize(
    ("phase", "status", "words"),
    [
        ("before", 409, "Tes ini sedang tidak terbuka."),
        ("after", 409, "Tes ini sedang tidak terbuka."),
        ("refresher", 422, "Belum ada tes yang dimulai."),
        ("zzz", 422, "Belum ada tes yang dimulai."),
        ("", 422, "Belum ada tes yang dimulai."),
    ],
)
def test_a_form_of_yesterday_is_told_what_is_offered_today(site, browser, client, phase, status, words):
    browser.open("/tes")
    fields = dict(browser.page.forms[0].filled("Mulai tes", {}))
    begin(browser)
    send_unfinished_from(site, browser)
    answer = client.post("/tes/mulai", data={**fields, "phase": phase})
    assert answer.status_code == status
    assert words in Page(answer, "/tes/mulai").words
    with site.app.app_context():
        assert db.session.scalar(select(func.count(Sitting.id))) == 1


@pytest.mark.parametrize(("phase", "status"), [("zzz", 422), ("after", 409), ("later", 409)])
def test_a_test_that_is_not_offered_is_not_begun(site, browser, client, phase, status):
    browser.open("/tes")
    fields = dict(browser.page.forms[0].filled("Mulai tes", {}))
    assert client.post("/tes/mulai", data={**fields, "phase": phase}).status_code == status
    with site.app.app_context():
        assert db.session.scalar(select(func.count(Learner.id))) == 0


def test_another_course_in_a_second_tab_is_told_that_the_open_test_goes_on(site, browser, client):
    with site.session() as session:
        make.another_course(session)
    browser.open("/tes?kursus=jebakan")
    fields = dict(browser.page.forms[0].filled("Mulai tes", {}))
    browser.submit("Mulai tes")
    refused = client.post("/tes/mulai", data={**fields, "course": "lain"})
    assert refused.status_code == 409
    assert "Tes Anda yang sedang berjalan dilanjutkan." in Page(refused, "/tes/mulai").words
    assert client.post("/tes/mulai", data=fields).headers["Location"] == address(site)


def test_without_forms_nothing_is_offered_anywhere(app, browser):
    with app.app_context(), writing(db.session()) as session:
        make.published(session)
    assert "Ukur dulu" not in browser.open("/kursus/jebakan")
    assert "Kabar untuk tes sedang disiapkan." in browser.open("/tes")
    assert "tes" not in [url for _, url in browser.open("/kemajuan").links]


def test_a_course_that_was_begun_does_not_ask_to_measure_first(site, browser):
    browser.open("/kuis/jebakan/berkas")
    browser.submit("Mulai kuis")
    with site.session() as session:
        attempt_id = session.scalar(select(make.Attempt.id))
        make.answer_all(session, attempt_id)
    assert "Ukur dulu" not in browser.open("/kursus/jebakan")


def test_strangers_find_no_test_of_another(site, app, browser):
    begin(browser)
    test, other = address(site), app.test_client()
    other.get("/tes")
    for path in (test, f"{test}/1"):
        assert other.get(path).status_code == app.test_client().get(path).status_code == 404
    for path in (f"{test}/0", f"{test}/21", f"/tes/{uuid.uuid4()}"):
        browser.open(path, status=404)
    fields = dict(Page(other.get("/tes"), "/tes").forms[0].filled(None, {}))
    for path in (f"{test}/1", f"{test}/kirim"):
        assert other.post(path, data={**fields, "answer": "1", "seen": "no", "count": "0"}).status_code == 404
    assert site.judgements() == []


def test_no_search_engine_keeps_a_test(site, browser):
    begin(browser)
    pages = [browser.page, judge(browser, 1), browser.open(address(site))]
    send_unfinished(browser)
    pages += [browser.page, browser.open(f"{address(site)}/1")]
    for page in pages:
        assert '<meta name="robots" content="noindex">' in page.html
        assert page.headers["Cache-Control"] == "no-store"


def test_a_refresher_is_no_test(site, app, browser):
    begin(browser)
    with site.session() as session:
        found = session.scalars(select(Sitting)).one()
        found.phase, found.form = "refresher", None
    browser.open(address(site), status=404)


def swapped(source, key, verdict, other):
    """The *source* in which the item *key* has the other verdict."""
    return source.replace(f"label: Label {key}\nverdict: {verdict}", f"label: Label {key}\nverdict: {other}")


def test_a_verdict_that_was_corrected_is_told_as_it_is_today(site, browser):
    page = take(site, browser)
    letter = site.shown()[0][0]
    hoax, true = f"{letter}-salah-2", f"{letter}-benar-2"
    text = swapped(make.form_text(letter.upper()), hoax, "salah", "benar")
    with site.session() as session:
        text = swapped(text, true, "benar", "salah")
        make.bank_source(session, text, f"tes-{letter}", now=datetime.now(UTC), regraded={hoax, true})
        assert session.get(BankItem, hoax).verdict == "benar"
    browser.page = page
    browser.submit("Kirim")

    assert browser.page.heading == "Anda mengenali 9 dari 10 hoaks, dan percaya pada 9 dari 10 kabar benar"
    assert browser.page.words.count("Putusan kabar ini kami betulkan") == 2
    browser.click(f"Label {hoax}")
    assert 'class="stamp true"' in browser.page.html
    assert "Putusan kabar ini kami betulkan" in browser.page


def test_the_job_closes_what_is_overdue(site, app, browser):
    begin(browser)
    judge(browser, 1)
    run = lambda: app.test_cli_runner().invoke(args=["jobs", "run"])  # noqa: E731
    assert "tes:" not in run().output
    with time_machine.travel(datetime.now(UTC) + TIME_TO_ANSWER, tick=True):
        assert "tes: 1" in run().output
        assert "tes:" not in run().output
    stored = site.stored()
    assert (stored.state, stored.is_sent) == ("closed", False)


def test_closing_goes_on_until_nothing_is_overdue(site, app, browser, monkeypatch):
    monkeypatch.setattr(sitting, "AT_ONCE", 1)
    for _ in range(3):
        begin(Browser(app.test_client()))
    with time_machine.travel(datetime.now(UTC) + TIME_TO_ANSWER, tick=True):
        assert "tes: 3" in app.test_cli_runner().invoke(args=["jobs", "run"]).output
