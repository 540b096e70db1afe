"""Pages that lead back: expired forms, the language switch, and what a browser may keep."""

import gzip
import re

import brotli
import pytest

from literasi.services.throttling import TooOften
from tests import make
from tests.pages import Page, check_page, text_of


@pytest.fixture
def world(app):
    return make.world(app)


def filled_button(answer, url="/"):
    """Words and address of the one filled button of an error page."""
    page = Page(answer, url)
    check_page(page)
    (button,) = [link for link in page.root.iter("a") if link.get("class") == "button"]
    return text_of(button), button.get("href")


def test_an_expired_form_leads_back_to_its_page(client, world):
    attempt = f"/percobaan/{world.attempt_id}"
    pages = {
        "/kuis/jebakan/berkas/mulai": "/kuis/jebakan/berkas",
        f"{attempt}/2": f"{attempt}/2",
        f"{attempt}/kirim": attempt,
        "/laporkan?halaman=/kursus/jebakan": "/laporkan?halaman=/kursus/jebakan",
    }
    for sent_to, page in pages.items():
        answer = client.post(sent_to, data={"csrf_token": "x"})
        assert answer.status_code == 400
        assert filled_button(answer) == ("Buka lagi halamannya", page)


def test_a_form_from_another_site_leads_to_our_own(client, world):
    answer = client.post("/kuis/jebakan/berkas/mulai", headers={"Sec-Fetch-Site": "cross-site"})

    assert filled_button(answer) == ("Buka lagi halamannya", "/kuis/jebakan/berkas")


def test_a_report_is_still_about_its_page_after_the_form_expired(browser, client, world):
    browser.open("/laporkan?halaman=/kursus/jebakan")
    client.delete_cookie("literasi")
    browser.submit(text="Satu kalimat yang cukup panjang.", status=400)
    browser.click("Buka lagi halamannya")
    assert ("Laporan Anda tentang halaman ini", "/kursus/jebakan") in browser.page.links


ADDRESSES = [
    ("/laporkan?halaman=/kursus", "/laporkan?halaman=/kursus"),
    ("/kursus/jebakan/berkas?coba=a&x=1", "/kursus/jebakan/berkas?coba=a"),
    ("/kursus/jebakan/berkas?coba=tidak-ada", "/kursus/jebakan/berkas"),
    ("/?coba=hoaks", "/?coba=hoaks"),
    ("/kuis/jebakan/berkas/mulai", "/kuis/jebakan/berkas"),
    ("/cari?q=" + "x" * 1000, "/cari"),
]


def test_the_language_switch_keeps_the_page_and_what_it_is_about(client, world):
    for opened, back in ADDRESSES:
        page = Page(client.get(opened), opened)
        (switch,) = [address for text, address in page.links if text == "English"]
        led = client.get(switch)
        assert (led.status_code, led.headers["Location"]) == (303, back), opened
        client.delete_cookie("bahasa")


def test_the_language_switch_of_a_refused_form_leads_to_a_page(client, world):
    for sent_to in ("/kuis/jebakan/berkas/mulai", f"/percobaan/{world.attempt_id}/kirim"):
        page = Page(client.post(sent_to), sent_to)
        (switch,) = [address for text, address in page.links if text == "English"]
        assert client.get(client.get(switch).headers["Location"]).status_code != 405
        client.delete_cookie("bahasa")


def test_waiting_is_told_in_minutes(app, client):
    def view():
        raise TooOften(3297)

    app.view_functions["public.about"] = view
    answer = client.get("/tentang")

    assert answer.headers["Retry-After"] == "3297"
    assert "Tunggu kira-kira 55 menit" in answer.text


def test_a_report_tells_its_limit_beforehand(browser, world):
    browser.open("/laporkan")
    assert "Paling banyak 2.000 karakter" in browser.page
    browser.submit(text="x" * 10_000, status=422)
    assert "Laporan Anda 10.000 karakter" in browser.page


ENCODINGS = [
    ("gzip, deflate, br, zstd", "br"),
    ("GZIP", "gzip"),
    ("gzip, br;q=0.5", "gzip"),
    ("gzip;q=0, br;q=0", None),
    ("br;q=0, *", "gzip"),
    ("identity, gzip;q=0.3", None),
    ("brx", None),
    ("*", "br"),
    ("", None),
    ("br;q=viel, gzip", "gzip"),
]
UNPACKED = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@pytest.mark.parametrize("url", ["/kursus/jebakan/berkas", "/kursus"])
def test_a_page_comes_in_the_form_that_the_browser_likes_best(client, world, url):
    for accepted, encoding in ENCODINGS:
        answer = client.get(url, headers={"Accept-Encoding": accepted})
        assert answer.headers.get("Content-Encoding") == encoding, accepted
        assert b"</html>" in UNPACKED[encoding](answer.data)


def test_a_link_from_another_site_is_as_light_where_no_token_can_leak(client, world):
    headers = {"Accept-Encoding": "br", "Sec-Fetch-Site": "cross-site"}

    assert client.get("/kursus/jebakan/berkas", headers=headers).headers["Content-Encoding"] == "br"
    assert "Content-Encoding" not in client.get("/laporkan", headers=headers).headers


def test_every_form_of_the_tag_is_known(client, world):
    tag = client.get("/kursus/jebakan/berkas").headers["ETag"]
    strong = tag.removeprefix("W/")
    for sent, status in [(tag, 304), (strong, 304), ("*", 304), (f'"x", {tag}', 304), ('"x"', 200)]:
        answer = client.get("/kursus/jebakan/berkas", headers={"If-None-Match": sent})
        assert answer.status_code == status, sent


def test_a_stranger_address_is_explained_plainly(client):
    answer = client.get("/", headers={"Host": "evil.example"})
    first, *_ = re.findall("<p>(.*?)</p>", answer.text)

    assert answer.status_code == 400
    assert "LITERASI_URL" not in first
    for host in ("[::1]", "[::1]:8000", "localhost:8000"):
        assert client.get("/", headers={"Host": host}).status_code == 200
