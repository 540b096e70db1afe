"""A page as a browser gets it, and what every page of ours must be, whatever it is about."""

import base64
import hashlib
import re
from collections import Counter

import html5lib

SITE = " · Literasi Samarinda"
FIELDS = {"input", "textarea", "select"}
WITHOUT_LABEL = {"hidden", "submit", "button", "image", "reset"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "form")
_strict = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)


class Page:
    """The answer to one request. ``words in page`` looks at what a person reads, not at the markup."""

    def __init__(self, response, url):
        self.url, self.status, self.headers = url, response.status_code, response.headers
        self.html = response.get_data(as_text=True)
        self.root = parse(self.html, url)

    def __contains__(self, words):
        return words in self.words

    def __repr__(self):
        return f"<Page {self.url}: {self.words[:2000]}>"

    @property
    def words(self):
        """All that the page says, with single spaces."""
        return text_of(self.root.find("body"))

    @property
    def title(self):
        return text_of(self.root.find("head/title"))

    @property
    def heading(self):
        return text_of(self.root.find(".//h1"))

    @property
    def links(self):
        """(text, address) of every link."""
        return [(text_of(link), link.get("href")) for link in self.root.iter("a") if link.get("href")]

    @property
    def forms(self):
        return [Form(form, self.url) for form in self.root.iter("form")]


class Form:
    """A form as it was shown: where it goes, what it holds, and what may be chosen."""

    def __init__(self, element, page_url):
        self.method = element.get("method", "get").lower()
        self.action = element.get("action") or page_url
        self.kind = element.get("enctype", "application/x-www-form-urlencoded")
        self.values, self.offered = [], {}
        self.buttons = [(text_of(button), button) for button in element.iter("button")]
        for field in element.iter():
            if field.tag in FIELDS and field.get("name"):
                self._read(field)

    def _read(self, field):
        name, kind, value = field.get("name"), field.get("type", "text"), field.get("value", "")
        offered = self.offered.setdefault(name, [])
        if kind in {"radio", "checkbox"}:
            offered.append(field.get("value", "on"))
            if "checked" in field.attrib:
                self.values.append((name, field.get("value", "on")))
        elif field.tag == "select":
            offered += [option.get("value", text_of(option)) for option in field.iter("option")]
            self.values += [
                (name, option.get("value")) for option in field.iter("option") if "selected" in option.attrib
            ]
        elif kind not in {"submit", "button", "image"}:
            self.values.append((name, field.text or "" if field.tag == "textarea" else value))

    def filled(self, button_text, fields):
        """(name, value) pairs as a browser sends them, with *fields* filled in and the button pressed.

        A list of values ticks several boxes of one name.
        """
        pairs = []
        for name, filled in fields.items():
            assert name in self.offered, f"the form has no field {name!r}, only {sorted(self.offered)}"
            offered = self.offered[name]
            for value in filled if isinstance(filled, list) else [filled]:
                assert not offered or value in offered, f"{name!r} offers {offered}, not {value!r}"
                pairs.append((name, value))
        kept = [(name, value) for name, value in self.values if name not in fields]
        return [*kept, *pairs, *self._pressed(button_text)]

    def has_button(self, words):
        return any(words in text for text, _ in self.buttons)

    def _pressed(self, words):
        pressed = [button for text, button in self.buttons if words is None or words in text]
        return [(button.get("name"), button.get("value", "")) for button in pressed[:1] if button.get("name")]


def parse(html, url="the page"):
    """The page as a tree; fails on the first mistake in its HTML."""
    try:
        return _strict.parse(html)
    except html5lib.html5parser.ParseError as problem:
        (line, column), *_ = _strict.errors[0]
        raise AssertionError(
            f"{url} is not valid HTML: {problem}, in: {html.splitlines()[line - 1]!r}"
        ) from problem


def text_of(element):
    """What is read there, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def check_page(page):
    """Everything that holds for each page of the site; all that is wrong is told in one go."""
    wrong = [problem for check in CHECKS for problem in check(page)]
    assert not wrong, f"{page.url} ({page.status}): " + "; ".join(wrong)


def _language(page):
    if page.root.get("lang") not in {"id", "en"}:
        yield "html has no lang"


def _headings(page):
    levels = [HEADINGS.index(element.tag) + 1 for element in page.root.iter() if element.tag in HEADINGS]
    if levels.count(1) != 1 or not page.heading:
        yield f"{levels.count(1)} h1"
    # A question's title leaves the h1 out, because that may carry the words of a hoax.
    if not page.title.removesuffix(SITE) or not page.title.endswith(SITE):
        yield f"the title is {page.title!r}"
    for before, after in zip(levels, levels[1:], strict=False):
        if after > before + 1:
            yield f"h{after} follows h{before}"


def _policy(page):
    policy = page.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy:
        yield f"Content-Security-Policy is {policy!r}"
    for style in re.findall("<style>(.*?)</style>", page.html, re.DOTALL):
        fingerprint = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        if f"'sha256-{fingerprint}'" not in policy:
            yield "a <style> that the policy does not allow"
    if page.headers.get("X-Content-Type-Options") != "nosniff":
        yield "no nosniff"


def _nothing_inline(page):
    for element in page.root.iter():
        for name in element.attrib:
            if name == "style" or re.fullmatch("on[a-z]+", name):
                yield f"<{element.tag} {name}=…>"
        if element.tag == "script" and not element.get("src"):
            yield "an inline script"
        if element.tag == "img" and element.get("alt") is None:
            yield f"no alt for {element.get('src')}"


def _ids(page):
    found = Counter(element.get("id") for element in page.root.iter() if element.get("id"))
    yield from (f"id {name!r} stands there {times} times" for name, times in found.items() if times > 1)
    for element in page.root.iter():
        wanted = [name for attribute in REFERENCES for name in element.get(attribute, "").split()]
        if element.tag == "a" and element.get("href", "").startswith("#"):
            wanted.append(element.get("href")[1:])
        yield from (f"nothing has the id {name!r}" for name in wanted if name and name not in found)


def _forms(page):
    for form in page.root.iter("form"):
        if not form.get("action"):
            yield "a form without action"
        if not any(button.get("type", "submit") == "submit" for button in form.iter("button")):
            yield "a form without a button"
    for group in page.root.iter("fieldset"):
        if group.find(".//legend") is None:
            yield "a fieldset without legend"


def _labels(page):
    labelled = {label.get("for") for label in page.root.iter("label")}
    wrapped = {field for label in page.root.iter("label") for field in label.iter() if field.tag in FIELDS}
    for field in page.root.iter():
        if field.tag not in FIELDS or field.get("type") in WITHOUT_LABEL or field in wrapped:
            continue
        if (
            field.get("id") not in labelled
            and not field.get("aria-label")
            and not field.get("aria-labelledby")
        ):
            yield f"no label for {field.get('name')!r}"


CHECKS = (_language, _headings, _policy, _nothing_inline, _ids, _forms, _labels)
