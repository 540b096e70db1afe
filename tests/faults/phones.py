"""A phone on a bad line: keeps its cookie, sends the forms it was shown, sends again when the line breaks."""

import http.client
import time
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

PATIENCE = 40  # seconds in which a request must have been answered, however often the line breaks
PAUSE = 0.05
PAUSE_OF_THE_PATIENT = 0.3
SAFE = "Jawaban yang sudah tersimpan tetap aman"
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
BROKEN = (OSError, http.client.HTTPException)


class NoAnswer(Exception):
    """The site did not answer for as long as a person would wait."""


@dataclass(frozen=True)
class Form:
    """A form as it was shown: where it goes, what it holds already, and what may be chosen."""

    action: str
    values: dict[str, str]
    choices: tuple[str, ...]
    buttons: tuple[str, ...]


@dataclass(frozen=True)
class Reply:
    """What the site answered."""

    status: int
    path: str
    location: str
    text: str

    def form(self, ending=""):
        """The form whose address ends like that."""
        found = [form for form in read_forms(self.text) if form.action.endswith(ending)]
        assert found, f"no form to …{ending} on {self.path} ({self.status})"
        return found[0]

    def has_form(self, ending):
        """Whether there is such a form."""
        return any(form.action.endswith(ending) for form in read_forms(self.text))


class Phone:
    """One browser profile. ``broken`` counts the lines that broke before an answer came.

    A *patient* one also waits and asks again when the site rests (503): ``rested`` counts those answers, and
    ``strange`` keeps whatever else of them was not what a person should read.
    """

    def __init__(self, port, cookies=None, *, patient=False):
        self._port, self._cookies, self._line = port, dict(cookies or {}), None
        self._patient = patient
        self.broken = self.rested = 0
        self.strange = []

    def same_browser(self):
        """Another tab: the same cookies, a line of its own."""
        return Phone(self._port, self._cookies)

    def get(self, path):
        """Open a page, wherever it leads."""
        reply = self._ask("GET", path, "", {})
        while reply.status in {301, 302, 303}:
            reply = self._ask("GET", reply.location, "", {})
        return reply

    def send(self, form, *, hang_up=False, accept="text/html", **fields):
        """Send a form with *fields* filled in; does not follow where it leads.

        With *hang_up* the line is cut as soon as the form is on its way, and then it is sent again.
        """
        body = urlencode({**form.values, **fields})
        if hang_up:
            self._cut_off("POST", form.action, body)
        return self._ask("POST", form.action, body, {**FORM, "Accept": accept})

    def hang_up(self):
        """Close the line."""
        if self._line is not None:
            self._line.close()
            self._line = None

    @property
    def cookies(self):
        """What the site asked to keep."""
        return dict(self._cookies)

    def _ask(self, method, path, body, headers):
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            try:
                reply = self._try(method, path, body, headers)
                if reply.status != 503 or not self._patient:
                    return reply
                self._rest(reply)
            except BROKEN:
                self.broken += 1
                self.hang_up()
                time.sleep(PAUSE)
        raise NoAnswer(f"{method} {path}")

    def _try(self, method, path, body, headers):
        self._request(method, path, body, headers)
        answer = self._line.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie", ()):
            name, _, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        return Reply(answer.status, path, _path(path, answer.headers.get("Location", "")), text)

    def _rest(self, reply):
        self.rested += 1
        if SAFE not in reply.text:
            self.strange.append(f"{reply.path} answered 503 without saying that answers are safe")
        time.sleep(PAUSE_OF_THE_PATIENT)

    def _cut_off(self, method, path, body):
        try:
            self._request(method, path, body, FORM)
        except BROKEN:
            self.broken += 1
        self.hang_up()

    def _request(self, method, path, body, headers):
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        self._line.request(method, path, body=body or None, headers={**headers, "Cookie": cookie})


def read_forms(text):
    """Every form of a page, in order."""
    reader = _FormReader()
    reader.feed(text)
    return reader.forms


class _FormReader(HTMLParser):
    """Python's own parser: quick enough for eight phones on a machine that also serves."""

    def __init__(self):
        super().__init__()
        self.forms = []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "form":
            self.forms.append(Form(found.get("action", ""), {}, (), ()))
        elif self.forms and found.get("name") and tag in {"input", "button"}:
            self._field(self.forms[-1], found["name"], found.get("type", ""), found.get("value", ""))

    def _field(self, form, name, kind, value):
        if kind == "hidden":
            form.values[name] = value
        elif kind in {"radio", "checkbox"}:
            self.forms[-1] = Form(form.action, form.values, (*form.choices, value), form.buttons)
        elif kind == "":
            self.forms[-1] = Form(form.action, form.values, form.choices, (*form.buttons, value))


def _path(base, location):
    parts = urlsplit(urljoin(base, location))
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
