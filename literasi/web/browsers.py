"""What a record keeps of the browser that asked."""

from flask import request

from literasi.services.sitting import Browser
from literasi.web import pages

_DEVICES = {"?1": "phone", "?0": "computer"}


def asking_browser() -> Browser:
    """The language of the page; phone or computer, where the browser says so."""
    return Browser(pages.language(), _DEVICES.get(request.headers.get("Sec-CH-UA-Mobile", ""), "unknown"))
