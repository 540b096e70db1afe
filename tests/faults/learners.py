"""Learners who answer quizzes for as long as they may, and write down what the site acknowledged."""

import random
import re
import threading
from dataclasses import dataclass

from tests.faults.phones import Phone

STEPS = frozenset("123456")
HANGS_UP = 0.15  # how often an answer is sent twice, because the line seemed dead


@dataclass(frozen=True)
class Given:
    """One answer: to the question with this number, from a page that knew of *count* answers."""

    attempt_id: str
    question: int
    count: int
    answer: str


class Learner(threading.Thread):
    """One guest with one phone.

    ``sent``, ``acknowledged`` and ``submitted`` are its diary; ``problem`` is why it ended early.
    """

    def __init__(self, port, quizzes, seed, stop, *, patient=False):
        super().__init__(daemon=True)
        self.phone = Phone(port, patient=patient)
        self.sent, self.acknowledged, self.submitted = set(), [], []
        self.problem = None
        self._quizzes, self._random, self._stop_asking = quizzes, random.Random(seed), stop

    def run(self):
        """Answer one quiz after another."""
        try:
            while not self._stop_asking.is_set():
                self._take(self._random.choice(self._quizzes))
        except Exception as problem:  # told by the test, which runs in another thread
            self.problem = problem
        finally:
            self.phone.hang_up()

    def _take(self, quiz):
        front = self.phone.get(quiz)
        started = self._send(front.form("/mulai"))
        attempt = started.location
        total = _total(self.phone.get(f"{attempt}/1"))
        for number in range(1, total + 1):
            if self._stop_asking.is_set():
                return
            self._answer(attempt, number)
        self._change_mind(attempt, total)

    def _answer(self, attempt, number):
        """Answer a question, unless its answer is final already."""
        page = self.phone.get(f"{attempt}/{number}")
        if not page.has_form(f"/{number}"):
            return
        form = page.form(f"/{number}")
        checked = chosen_on(page)
        answer = self._random.choice([choice for choice in form.choices if choice != checked])
        given = Given(attempt.rpartition("/")[2], number, int(form.values["count"]), answer)
        self.sent.add(given)
        self._send(form, answer=answer)
        self.acknowledged.append(given)

    def _change_mind(self, attempt, total):
        """Where the explanations come at the end: answer one question again, then send everything."""
        overview = self.phone.get(attempt)
        if not overview.has_form("/kirim"):
            return
        self._answer(attempt, self._random.randint(1, total))
        self._send(overview.form("/kirim"))
        self.submitted.append(attempt.rpartition("/")[2])

    def _send(self, form, **fields):
        reply = self.phone.send(form, hang_up=self._random.random() < HANGS_UP, **fields)
        assert reply.status == 303, (
            f"POST {form.action} {fields} answered {reply.status}: {_words(reply.text)}"
        )
        assert "tetap=" not in reply.location, f"POST {form.action} {fields} met another answer"
        return reply


class Judge(Learner):
    """One guest who takes the discernment test, and thinks about its messages again and again."""

    def _take(self, _quiz):
        started = self._send(self.phone.get("/tes").form("/mulai"), course="jebakan")
        total = _total(self.phone.get(f"{started.location}/1"))
        while not self._stop_asking.is_set():
            self._judge(started.location, self._random.randint(1, total))

    def _judge(self, test, number):
        form_page = self.phone.get(f"{test}/{number}")
        form, checked = form_page.form(f"/{number}"), chosen_on(form_page)
        step = self._random.choice([choice for choice in form.choices if choice in STEPS - {checked}])
        given = Given(test.rpartition("/")[2], number, int(form.values["count"]), step)
        self.sent.add(given)
        self._send(form, answer=step, seen="no")
        self.acknowledged.append(given)


def chosen_on(page):
    """The answer that the page shows as given; None when it shows none."""
    found = re.search(r'value="([^"]*)"[^>]* checked', page.text)
    return found.group(1) if found else None


def _total(page):
    """How many questions there are: the page says “Pertanyaan 1 dari 3”."""
    found = re.search(r'class="kicker">\D*\d+ dari (\d+)', page.text)
    assert found, (
        f"{page.path} ({page.status}) does not say how many questions there are: {_words(page.text)}"
    )
    return int(found.group(1))


def _words(text):
    body = text.partition("<main")[2] or text
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())[:300]
