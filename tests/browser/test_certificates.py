"""The certificate as people really meet it: on a screen, on paper, and in front of a camera."""

import io
import re

import pytest
import zxingcpp
from PIL import Image

from tests.browser.certificate_states import LONG_NAME, SIGNED, hold
from tests.browser.states import course_completed

# What is left of A4 landscape inside margins of 10 mm, in CSS pixels.
PAPER = {"width": 1047, "height": 718}
NAMES = ["Li", "Norhayati Aminah", "Dr. Hj. Andi Tenri Abengé, S.Sos., M.Si.", LONG_NAME, "W" * 80, "ᨕᨉᨗ ᨈᨛᨊᨑᨗ"]
OVERLAPS = """() => {
  const box = (name) => document.querySelector(name).getBoundingClientRect();
  const sheet = box("article.sheet"), body = box(".sheet-body"), proof = box(".sheet-proof");
  const wide = [...document.querySelectorAll("article.sheet *")].filter(
    (one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline");
  return [
    body.bottom > proof.top ? `the text ends ${body.bottom - proof.top} px below where the proof begins` : "",
    proof.bottom > sheet.bottom ? "the proof hangs out of the sheet" : "",
    wide.length ? `too wide: ${wide.map((one) => one.className)}` : "",
  ].filter(Boolean);
}"""


def read_codes(page):
    """Every code that a program finds in what the browser shows."""
    shown = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    return [found.text for found in zxingcpp.read_barcodes(shown)]


@pytest.mark.parametrize("width", [360, 1280])
def test_a_stranger_verifies_it_from_the_code_in_the_rendered_page(visitor, width):
    """From what the holder shows, to what a stranger with a camera learns."""
    code = hold(visitor, name="Norhayati Aminah", **SIGNED)
    visitor.page.set_viewport_size({"width": width, "height": 800})
    visitor.open(f"/sertifikat/{code}")
    (address,) = read_codes(visitor.page)
    assert address == f"{visitor.site_url}/sertifikat/{code}"

    visitor.context.clear_cookies()
    visitor.page.goto(address)
    assert visitor.heading == "Sertifikat ini sah"
    assert "N••••• A•••••" in visitor.words
    assert "Norhayati" not in visitor.page.content()


def test_the_code_is_read_at_night_too(visitor):
    code = hold(visitor)
    visitor.page.emulate_media(color_scheme="dark")
    visitor.open(f"/sertifikat/{code}")

    assert read_codes(visitor.page) == [f"{visitor.site_url}/sertifikat/{code}"]


def test_every_name_has_room_on_paper(visitor):
    for name in NAMES:
        code = hold(visitor, name=name, course_title="Kursus dengan Judul yang Sangat Panjang " * 2, **SIGNED)
        visitor.page.set_viewport_size(PAPER)
        visitor.page.emulate_media(media="print")
        visitor.open(f"/sertifikat/{code}")
        assert visitor.page.evaluate(OVERLAPS) == [], name


@pytest.mark.parametrize("lessons", [1, 5, 20, 45])
def test_it_prints_on_two_pages_of_a4(visitor, lessons):
    visitor.open(f"/sertifikat/{hold(visitor, name=LONG_NAME, lessons=lessons, **SIGNED)}")
    pdf = visitor.page.pdf(prefer_css_page_size=True, print_background=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)

    assert len(re.findall(rb"/Type /Page\b(?!s)", pdf)) == 2
    assert {(round(float(w)), round(float(h))) for w, h in boxes} == {(842, 595)}


def test_without_javascript_a_citizen_finishes_a_course_and_shows_it(visitor_without_javascript):
    visitor = visitor_without_javascript
    course_completed(visitor)
    visitor.page.fill("[name=name]", "Andi Tenri Abengé")
    visitor.press("Buat sertifikat saya")
    assert visitor.heading == "Sertifikat ini sah"
    assert "Andi Tenri Abengé" in visitor.words
    address = visitor.path
    visitor.open("/kemajuan")
    visitor.page.locator("aside a[href^='/sertifikat/']").click()
    visitor.context.clear_cookies()
    visitor.open(address)
    assert "A••••• T••••• A•••••" in visitor.words
