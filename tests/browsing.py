"""A person at a browser: follows links it was shown, sends only forms it was shown, checks every page."""

from urllib.parse import urlencode, urljoin

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from tests.pages import Page, check_page

REDIRECTS = {301, 302, 303, 307, 308}
LONGEST_CHAIN = 5


def encoded(kind, pairs):
    """Content type and body of a form; a file is a pair of what can be read and its name."""
    if kind != "multipart/form-data":
        return kind, urlencode(pairs)
    files = [(name, FileStorage(*value) if isinstance(value, tuple) else value) for name, value in pairs]
    boundary, body = encode_multipart(MultiDict(files))
    return f"{kind}; boundary={boundary}", body


class Browser:
    """``browser.open("/")``, ``browser.click("Kursus")``, ``browser.submit("Kirim", answer="a")``.

    Each returns the page where it led; ``browser.page`` keeps the last one. ``status`` is what that page must
    answer.
    """

    def __init__(self, client):
        self._client, self.page = client, None

    def open(self, url, status=200):
        """Go to an address."""
        return self._arrive(self._client.get(url, headers={"Sec-Fetch-Site": "none"}), url, status)

    def click(self, words, status=200):
        """Follow the link whose text is *words*; without one, the first whose text holds them."""
        found = [address for text, address in self.page.links if text == words]
        found += [address for text, address in self.page.links if words in text]
        assert found, f"no link {words!r} on {self.page.url}, only {[text for text, _ in self.page.links]}"
        return self.open(urljoin(self.page.url, found[0]), status)

    def submit(self, button=None, status=200, **fields):
        """Fill in the form on this page and press its button; *button* chooses among several forms.

        A POST must lead on to another page (303), unless it shows what is wrong (*status* 400 and the like).
        """
        forms = [form for form in self.page.forms if button is None or form.has_button(button)]
        assert forms, f"no form with a button {button!r} on {self.page.url}"
        assert button is not None or len(forms) == 1, (
            f"{len(forms)} forms on {self.page.url}: name the button"
        )
        return self._send(forms[0], forms[0].filled(button, fields), status)

    def _send(self, form, pairs, status):
        url = urljoin(self.page.url, form.action)
        if form.method == "get":
            address = url.partition("#")[0].partition("?")[0]
            return self.open(f"{address}?{urlencode(pairs)}", status)
        content_type, body = encoded(form.kind, pairs)
        sent = self._client.post(
            url,
            data=body,
            content_type=content_type,
            headers={
                "Origin": "http://localhost",
                "Referer": f"http://localhost{self.page.url}",
                "Sec-Fetch-Site": "same-origin",
            },
        )
        assert sent.status_code in {303, status}, f"POST {url} answered {sent.status_code}"
        assert sent.status_code != 200, f"POST {url} answered with a page; it should lead on with 303"
        return self._arrive(sent, url, status)

    def _arrive(self, response, url, status):
        for _ in range(LONGEST_CHAIN):
            if response.status_code not in REDIRECTS:
                break
            url = urljoin(url, response.headers["Location"])
            response = self._client.get(url, headers={"Sec-Fetch-Site": "same-origin"})
        assert response.status_code == status, f"{url} answered {response.status_code}, not {status}"
        self.page = Page(response, url)
        check_page(self.page)
        return self.page
