"""The checks that every page goes through do find what they are for."""

import pytest
from werkzeug.wrappers import Response

from tests.pages import Page, check_page

GOOD = """<!doctype html>
<html lang="id"><head><title>Judul · Literasi Samarinda</title></head><body><h1>Judul</h1>
<form action="/kirim" method="post"><input type="hidden" name="kunci" value="1"><label for="isi">Isi</label>
<input id="isi" name="isi"><label><input type="radio" name="pilihan" value="a"> A</label>
<button name="tombol" value="kirim">Kirim</button></form><p id="akhir">Akhir.</p></body></html>"""
HEADERS = {"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff"}


def page(html, headers=None):
    return Page(Response(html, mimetype="text/html", headers=headers or HEADERS), "/contoh")


def test_a_good_page_passes():
    check_page(page(GOOD))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (' lang="id"', "", "no lang"),
        ("<h1>Judul</h1>", "<p>Judul</p>", "0 h1"),
        ("<title>Judul · ", "<title> · ", "the title is"),
        ("</head>", "<style>a{}</style></head>", "does not allow"),
        ("<h1>Judul</h1>", "<h1>Judul</h1><h3>Bagian</h3>", "h3 follows h1"),
        ('<p id="akhir">', '<p id="isi">', "stands there 2 times"),
        ('<p id="akhir">', '<p style="color: red">', "style"),
        ('<p id="akhir">', '<p onclick="x()">', "onclick"),
        ("Akhir.", "<script>x()</script>", "inline script"),
        ("Akhir.", '<img src="/a.png">', "no alt"),
        ("Akhir.", '<a href="#hilang">ke sana</a>', "nothing has the id 'hilang'"),
        (' action="/kirim"', "", "without action"),
        ('<label for="isi">Isi</label>', "", "no label for 'isi'"),
        ("</form>", "</form><fieldset></fieldset>", "without legend"),
    ],
)
def test_a_fault_is_found(old, new, said):
    with pytest.raises(AssertionError, match=said):
        check_page(page(GOOD.replace(old, new)))


def test_invalid_html_is_found():
    with pytest.raises(AssertionError, match="not valid HTML"):
        page(GOOD.replace("</h1>", "</h2>"))


def test_a_missing_policy_is_found():
    with pytest.raises(AssertionError, match="Content-Security-Policy"):
        check_page(page(GOOD, {"X-Content-Type-Options": "nosniff"}))


def test_a_form_sends_what_a_browser_would():
    (form,) = page(GOOD).forms
    assert form.filled("Kirim", {"isi": "halo", "pilihan": "a"}) == [
        ("kunci", "1"),
        ("isi", "halo"),
        ("pilihan", "a"),
        ("tombol", "kirim"),
    ]


@pytest.mark.parametrize("fields", [{"lain": "x"}, {"pilihan": "b"}])
def test_a_form_refuses_what_it_did_not_offer(fields):
    (form,) = page(GOOD).forms
    with pytest.raises(AssertionError):
        form.filled("Kirim", fields)
