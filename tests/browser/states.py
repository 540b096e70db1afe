"""Every page in its states: empty, filled, with an error, after success; a function leads to each."""

from tests.browser.visiting import (
    COURSE,
    FINAL_QUIZ,
    HOAX,
    LESSON,
    QUIZ,
    QUIZ_AT_THE_END,
    RARE_LESSON,
    SEVERAL_TICKS,
    TICKS_AT_THE_END,
    TRUE,
)

STATES = {}


def state(endpoint):
    """Register a function as a state of the page behind *endpoint*."""

    def register(function):
        STATES[function.__name__] = (endpoint, function)
        return function

    return register


@state("public.home")
def home(visitor):
    visitor.open("/")


@state("public.home")
def home_tried(visitor):
    visitor.open("/?coba=hoaks")


@state("public.home")
def home_with_progress(visitor):
    visitor.finish_quiz()
    visitor.open("/")


@state("public.about")
def about(visitor):
    visitor.open("/tentang")


@state("public.about")
def about_in_english(visitor):
    visitor.open("/bahasa/en?kembali=/tentang")


@state("public.accessibility")
def accessibility(visitor):
    visitor.open("/aksesibilitas")


@state("public.report_problem")
def report(visitor):
    visitor.open(f"/laporkan?halaman={LESSON}")


@state("public.report_problem")
def report_with_error(visitor):
    report(visitor)
    visitor.send()
    assert visitor.page.title().startswith("Kesalahan: ")


@state("public.report_problem")
def report_sent(visitor):
    report(visitor)
    visitor.page.locator("textarea").fill("Alamat sumber ketiga tidak bisa dibuka lagi.")
    visitor.send()
    assert "terkirim=1" in visitor.page.url


@state("public.search")
def search_empty(visitor):
    visitor.open("/cari")


@state("public.search")
def search_found(visitor):
    visitor.open("/cari?q=tertipu")
    assert visitor.page.locator(".tasks li").count() > 1


@state("public.search")
def search_found_by_another_word(visitor):
    visitor.open("/cari?q=undagnan+kantro")
    assert "undangan" in visitor.page.locator("main").inner_text()


@state("public.search")
def search_found_nothing(visitor):
    visitor.open("/cari?q=xyzzyq")


@state("public.search")
def search_in_english(visitor):
    visitor.open("/bahasa/en?kembali=/cari%3Fq%3Dbantuan")


@state("learn.courses")
def courses(visitor):
    visitor.open("/kursus")


@state("learn.courses")
def courses_with_progress(visitor):
    visitor.finish_quiz()
    visitor.open("/kursus")


@state("learn.course")
def course(visitor):
    visitor.open(COURSE)


@state("learn.course")
def course_with_progress(visitor):
    visitor.finish_quiz()
    visitor.open(COURSE)


@state("learn.lesson")
def lesson(visitor):
    visitor.open(LESSON)


@state("learn.lesson")
def lesson_tried(visitor):
    lesson(visitor)
    visitor.choose(0)
    with visitor.page.expect_navigation():
        visitor.page.locator("#coba button").click()


@state("learn.lesson")
def lesson_done(visitor):
    visitor.finish_quiz()
    lesson(visitor)


@state("learn.lesson")
def lesson_in_english(visitor):
    visitor.open(f"/bahasa/en?kembali={LESSON}")


@state("learn.lesson")
def lesson_with_every_exhibit(visitor):
    visitor.open(RARE_LESSON)


@state("learn.quiz")
def quiz(visitor):
    visitor.open(QUIZ)


@state("learn.quiz")
def quiz_under_way(visitor):
    visitor.start_quiz()
    visitor.answer(0)
    visitor.open(QUIZ)


@state("learn.quiz")
def quiz_done(visitor):
    visitor.finish_quiz()
    visitor.open(QUIZ)


@state("learn.question")
def single_choice(visitor):
    visitor.start_quiz()
    visitor.go_to("single_choice")


@state("learn.question")
def judgement(visitor):
    visitor.start_quiz()
    visitor.go_to("judgement")


@state("learn.question")
def judgement_chosen(visitor):
    judgement(visitor)
    visitor.choose(2)


@state("learn.question")
def single_choice_with_error(visitor):
    single_choice(visitor)
    visitor.send()
    assert visitor.page.locator(".errors").is_visible()


@state("learn.question")
def judgement_with_error(visitor):
    judgement(visitor)
    visitor.send()
    assert visitor.page.locator(".errors").is_visible()


@state("learn.question")
def answered_question(visitor):
    """Where explanations come at the end, an answered question may be answered again."""
    visitor.start_quiz(QUIZ_AT_THE_END)
    visitor.answer(0)
    visitor.page.go_back()
    visitor.page.reload()


@state("learn.question")
def single_choice_feedback(visitor):
    single_choice(visitor)
    visitor.answer(0)


@state("learn.question")
def single_choice_feedback_other(visitor):
    single_choice(visitor)
    visitor.answer(1)


def several_ticks(kind, name, *ticks):
    """A question with boxes: as asked when there are no *ticks*, else its feedback."""

    def reach(visitor):
        visitor.start_quiz(SEVERAL_TICKS)
        visitor.go_to(kind)
        for tick in ticks:
            visitor.page.locator(f"input[value={tick}]").check()
        if ticks:
            visitor.send()
            assert visitor.page.locator("main fieldset").count() == 0

    reach.__name__ = f"{kind}_{name}"
    return state("learn.question")(reach)


for kind, right in {"multiple_choice": ("a", "c"), "clues": ("b", "c", "e")}.items():
    several_ticks(kind, "asked")
    several_ticks(kind, "right", *right)
    several_ticks(kind, "partly_right", right[0])
    several_ticks(kind, "not_right", "d")


@state("learn.question")
def nothing_ticked(visitor):
    visitor.start_quiz(SEVERAL_TICKS)
    visitor.go_to("clues")
    visitor.send()
    assert "Pilih paling sedikit satu." in visitor.words


@state("learn.question")
def several_ticks_skipped(visitor):
    """A question that was left open, looked at after sending."""
    visitor.start_quiz(TICKS_AT_THE_END)
    attempt = visitor.path.rpartition("/")[0]
    visitor.answer(0)
    visitor.open(attempt)
    visitor.page.locator('form[action$="/kirim"] button').click()
    visitor.page.wait_for_selector('form[action$="/mulai"]')
    visitor.open(f"{attempt}/2")


@state("learn.attempt")
def result_partly_right(visitor):
    visitor.finish_quiz(SEVERAL_TICKS, index=2)
    assert "sebagian tepat" in visitor.heading


@state("learn.question")
def feedback_judged_a_hoax(visitor):
    judgement(visitor)
    visitor.answer(HOAX)


@state("learn.question")
def feedback_judged_true(visitor):
    judgement(visitor)
    visitor.answer(TRUE)


def looking_back(number, index):
    """A question of a sent quiz, in which every message was judged alike: right ones and wrong ones."""

    def reach(visitor):
        visitor.finish_quiz(index=index)
        visitor.open(f"{visitor.path}/{number}")

    reach.__name__ = f"looking_back_at_{number}_judged_{'true' if index == TRUE else 'a_hoax'}"
    return state("learn.question")(reach)


for number in (1, 2, 3, 4):
    looking_back(number, HOAX)
    looking_back(number, TRUE)


@state("learn.question")
def first_answer_kept(visitor):
    """Back after the feedback, another answer: the first one counts."""
    judgement(visitor)
    asked = visitor.page.url
    stale = visitor.context.new_page()
    stale.goto(asked)
    visitor.answer(HOAX)
    visitor.page = stale
    visitor.answer(TRUE)
    assert "tetap=1" in visitor.page.url


@state("learn.answer_question")
def which_answer_counts(visitor):
    """Two pages of the same question, two answers."""
    visitor.start_quiz(QUIZ_AT_THE_END)
    asked = visitor.page.url
    stale = visitor.context.new_page()
    stale.goto(asked)
    visitor.answer(0)
    visitor.page = stale
    visitor.answer(1)


@state("learn.attempt")
def attempt_with_open_questions(visitor):
    quiz_under_way(visitor)
    visitor.press("Lanjutkan")


@state("learn.attempt")
def attempt_ready_to_send(visitor):
    visitor.start_quiz(QUIZ_AT_THE_END)
    visitor.answer(0)
    visitor.answer(0)


@state("learn.attempt")
def result(visitor):
    visitor.finish_quiz(index=HOAX)


@state("learn.attempt")
def result_with_open_questions(visitor):
    attempt_with_open_questions(visitor)
    visitor.page.locator('form[action$="/kirim"] button').click()
    visitor.page.wait_for_selector('form[action$="/mulai"]')


@state("learn.quiz")
def final_quiz(visitor):
    visitor.open(FINAL_QUIZ)


@state("learn.attempt")
def check_answers_with_open_questions(visitor):
    visitor.start_quiz(FINAL_QUIZ)
    visitor.answer(0)
    visitor.open(visitor.path.rpartition("/")[0])
    assert visitor.heading == "Periksa jawaban Anda"


@state("learn.attempt")
def check_answers_with_nothing_answered(visitor):
    visitor.start_quiz(FINAL_QUIZ)
    while visitor.page.get_by_role("link", name="Lewati dulu").count():
        visitor.follow("Lewati dulu")
    visitor.follow("Lihat semua soal")
    assert visitor.heading == "Periksa jawaban Anda"


@state("learn.attempt")
def final_quiz_not_passed(visitor):
    visitor.start_quiz(FINAL_QUIZ)
    visitor.open(visitor.path.rpartition("/")[0])
    visitor.answer(0)
    visitor.open(visitor.path.rpartition("/")[0])
    visitor.press("Kirim")
    assert "Belum lulus" in visitor.words


@state("learn.attempt")
def final_quiz_passed(visitor):
    visitor.pass_final_quiz()
    assert "Anda lulus kuis akhir" in visitor.words


@state("learn.course_completed")
def course_completed(visitor):
    visitor.finish_quiz(QUIZ_AT_THE_END)
    visitor.pass_final_quiz()
    visitor.follow("Lihat yang sudah Anda pelajari")
    assert visitor.path == "/kursus/ujian/selesai"


@state("learn.quiz")
def final_quiz_with_earlier_results(visitor):
    course_completed(visitor)
    visitor.open(FINAL_QUIZ)


@state("learn.progress")
def progress_with_a_finished_course(visitor):
    course_completed(visitor)
    visitor.open("/kemajuan")


@state("learn.progress")
def progress_of_nobody(visitor):
    visitor.open("/kemajuan")


@state("learn.progress")
def progress(visitor):
    visitor.finish_quiz()
    visitor.start_quiz(QUIZ_AT_THE_END)
    visitor.answer(0)
    visitor.open("/kemajuan")


@state("learn.lesson")
def lesson_of_addresses_tried_wrong(visitor):
    visitor.open(f"{COURSE}/alamat-situs?coba=a")
