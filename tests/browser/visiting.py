"""A visitor in Chromium: goes where links lead, presses what buttons say."""

import re
import secrets
from contextlib import contextmanager
from functools import cache

from literasi.config import ROOT
from literasi.domain.questions import parse_bank

PHONE = {"width": 360, "height": 740}
QUIZ = "/kuis/jebakan/berkas-apk"
LESSON = "/kursus/jebakan/berkas-apk"
COURSE = "/kursus/jebakan"
QUIZ_AT_THE_END = "/kuis/ujian/umpan-akhir"
FINAL_QUIZ = "/kuis/ujian/kuis-akhir"
RARE_LESSON = "/kursus/ujian/semua-pameran"
SEVERAL_TICKS = "/kuis/ujian/beberapa-centang"
TICKS_AT_THE_END = "/kuis/ujian/centang-akhir"
SIGNS = {
    "judgement": "fieldset.six",
    "single_choice": "fieldset:not(.six) input[type=radio]",
    "clues": "fieldset .clue",
    "multiple_choice": "fieldset:not(:has(.clue)) input[type=checkbox]",
}
HOAX, TRUE = 0, 5  # the first and the last of the six steps


@cache
def true_messages():
    """The words of every true item in the bank."""
    documents = [parse_bank(path.read_text())[0] for path in (ROOT / "quizzes/bank").glob("*.md")]
    exhibits = [question.exhibit for document in documents for question in document.questions]
    return [" ".join(one.text.split()) for one in exhibits if one.verdict == "benar"]


@contextmanager
def open_context(chromium, site, **options):
    """A browser profile of its own, with the settings of a phone in Samarinda."""
    settings = {"viewport": PHONE, "locale": "id-ID", "timezone_id": "Asia/Makassar", **options}
    context = chromium.new_context(base_url=site.url, **settings)
    context.set_default_timeout(10_000)
    yield context
    context.close()


class KeptPhone:
    """A phone that one visitor after the other uses: opening another profile takes longer than most pages.

    Whoever gets it finds it as new: no cookie, nothing stored, one page, and the settings of the first day.
    """

    def __init__(self, context, site):
        self._context, self._site = context, site
        self._page = context.new_page()
        self._tools = context.new_cdp_session(self._page)

    def lent(self):
        """The phone as new, with a visitor nobody has seen."""
        self._page.unroute_all()
        # Whatever the last page would still do it does now, while it is the last visitor's.
        self._page.goto("/healthz")
        for other in self._context.pages:
            if other is not self._page:
                other.close()
        self._context.clear_cookies()
        self._tools.send("Storage.clearDataForOrigin", {"origin": self._site.url, "storageTypes": "all"})
        self._page.set_viewport_size(PHONE)
        self._page.emulate_media(media="null", color_scheme="null", reduced_motion="null")
        return Visitor(self._context, self._site, self._page)


class Visitor:
    """Each step waits until the page that follows is there."""

    def __init__(self, context, site, page=None):
        self.context, self.site, self.site_url = context, site, site.url
        self.page, self.name = page or context.new_page(), f"warga{secrets.token_hex(3)}"

    def open(self, path):
        return self.page.goto(path)

    def follow(self, words):
        """Follow the link with these words."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=re.compile(re.escape(words))).first.click()

    def press(self, words):
        """Press the button with these words."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=re.compile(re.escape(words))).first.click()

    def choose(self, index):
        """Tap one choice of the question on the page; the last one if there are fewer."""
        choices = self.page.locator("label.choice")
        choices.nth(min(index, choices.count() - 1)).click()

    @property
    def heading(self):
        return " ".join(self.page.locator("h1").inner_text().split())

    @property
    def words(self):
        return " ".join(self.page.locator("body").inner_text().split())

    @property
    def path(self):
        return self.page.url.removeprefix(self.site_url)

    def start_quiz(self, path=QUIZ):
        self.open(path)
        self.press("Mulai")

    def answer(self, index):
        """Answer the question on the page and send it."""
        self.choose(index)
        self.send()

    def send(self):
        with self.page.expect_navigation():
            self.page.locator("form[method=post] button.button").first.click()

    def go_on(self):
        """Press the one filled button: the next question, what is left, or the result."""
        with self.page.expect_navigation():
            self.page.locator("main .button").first.click()

    def go_to(self, kind):
        """In an attempt: answer what comes before the first question of this kind."""
        for _ in range(20):
            if self.page.locator(f"main {SIGNS[kind]}").count():
                return
            self.go_on_or_answer(0)
        raise AssertionError(f"no {kind} in this quiz")

    def finish_quiz(self, path=QUIZ, index=0):
        """Answer the whole quiz, always with the choice at *index*; ends on the result."""
        self.start_quiz(path)
        for _ in range(20):
            if self.is_at_result():
                return
            self.go_on_or_answer(index)
        raise AssertionError("the quiz has no end")

    def pass_final_quiz(self):
        """Take the final quiz, look up every answer first, and send it; ends on the result."""
        self.start_quiz(FINAL_QUIZ)
        while self.page.locator("main fieldset").count():
            words = self.words
            if self.page.locator("fieldset.six").count():
                self.answer(TRUE if any(text in words for text in true_messages()) else HOAX)
            else:
                self.page.get_by_text("Mencari sumbernya").click()
                self.send()
        self.press("Kirim dan lihat hasil")

    def go_on_or_answer(self, index):
        if self.page.locator("main fieldset").count():
            self.answer(index)
        else:
            self.go_on()

    def is_at_result(self):
        """The result offers to begin again; an open attempt does not."""
        return self.page.locator('form[action$="/mulai"]').count() > 0 and "/percobaan/" in self.page.url
