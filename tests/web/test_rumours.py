"""From a rumour that a citizen sends to an item that a quiz draws; and rumours that are put aside."""

import re

import pytest
from sqlalchemy import select

from literasi.database import db, writing
from literasi.domain.people import Role
from literasi.models import BankItem, DraftText, Rumour
from literasi.queries.bank import offered
from tests import make
from tests.browsing import Browser

WORDS = "Besok listrik padam 3 hari!! Hubungi 081234567890 atau https://contoh.id/?hp=0812 ya"


@pytest.fixture
def world(app):
    found = make.world(app)
    with app.app_context(), writing(db.session()) as session:
        make.bank(session)
        second = make.account(session, "kedua", roles=(Role.TRAINER,))
        make.signed_in(session, second, "Z" * 43, now=visiting_now())
    return found


def visiting_now():
    return make.datetime.now(make.UTC)


@pytest.fixture
def trainer(world):
    return Browser(world.client("trainer"))


@pytest.fixture
def second_trainer(app, world):
    client = app.test_client()
    client.set_cookie("literasi", "Z" * 43)
    return Browser(client)


def send(browser, text=WORDS, **fields):
    browser.open("/kirim-kabar")
    return browser.submit("Kirim kepada pelatih", text=text, **fields)


def kept(app):
    with app.app_context():
        return db.session.scalars(select(Rumour).order_by(Rumour.id)).all()


def test_anybody_may_send_a_message_and_only_its_masked_words_are_kept(app, world):
    before = world.rows()["learner"]
    stranger = Browser(app.test_client())
    stranger.open("/bantuan")
    stranger.click("Kirim kabar meragukan")
    assert "tanpa nama, tanpa nomor, tanpa jam" in stranger.page
    assert "bukan layanan darurat" in stranger.page
    stranger.submit("Kirim kepada pelatih", text=WORDS, medium="tiktok")

    assert "Terima kasih" in stranger.page.heading
    (rumour,) = kept(app)
    assert rumour.text == "Besok listrik padam 3 hari!! Hubungi [nomor] atau hxxps://contoh.id/ ya"
    assert rumour.medium == "tiktok"
    assert world.rows()["learner"] == before  # nobody was made of the sender


def test_a_bad_message_is_explained_and_kept_on_the_page(app, browser, world):
    for text in ("", "  \u200b ", "\x00", "x" * 2001):
        browser.open("/kirim-kabar")
        browser.submit("Kirim kepada pelatih", text=text, status=422)
        assert browser.page.title.startswith("Kesalahan: ")
        assert text.strip(" \x00") in browser.page.html
    assert kept(app) == []


def test_too_many_messages_wait_and_lose_nothing(app, world, monkeypatch):
    monkeypatch.setattr("literasi.web.public.rumours.LIMIT", 1)
    client = world.client("visitor")
    fields = {**world.token_for(client, "POST"), "text": WORDS, "medium": "tidak ada"}
    first, second = (client.post("/kirim-kabar", data=fields) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 429)
    assert "Besok listrik padam" in second.text
    assert [rumour.medium for rumour in kept(app)] == ["lainnya"]


def test_a_hostile_message_is_only_words(app, browser, trainer):
    send(browser, '<script>alert(1)</script> [klik](javascript:alert(1)) "><a href=x>')
    trainer.open("/studio/kabar")

    assert "<script>alert" not in trainer.page.html
    assert 'href="javascript' not in trainer.page.html
    assert "KABAR WARGA, BELUM DIPERIKSA" in trainer.page


def test_from_a_rumour_to_an_item_that_a_quiz_draws(app, browser, trainer, second_trainer):
    """The whole way, as people walk it: what is counted here are pages and presses."""
    send(browser)
    trainer.open("/studio")
    trainer.click("Kabar kiriman warga")
    trainer.submit("Jadikan butir bank", identity="quizzes/bank/uang")
    assert re.fullmatch(r"/studio/draf/[-0-9a-f]+/pertanyaan/\d+", trainer.page.url)
    assert "Besok listrik padam" in trainer.page
    trainer.submit("Simpan soal", status=422)
    assert "belum punya putusan. Isi kolomnya." in trainer.page
    filled = {
        "label": "Kabar listrik padam",
        "verdict": "salah",
        "fact": "Tidak ada pemadaman tiga hari.",
        "why": "PLN membantahnya. Jadwalnya tidak ada.",
        "cue": "Lihat jadwal resmi.",
        "technique": "konten_palsu",
        "topic": "uang",
        "place": "samarinda",
        "difficulty": "2",
        "review-by": "23/5/2030",
        "source": "kantor",
    }
    trainer.submit("Simpan soal", **filled)
    trainer.click("Ke teks, pemeriksaan")
    address = trainer.page.url
    trainer.submit("Lanjut ke peninjauan")
    trainer.submit("Kirim untuk ditinjau")
    second_trainer.open(address.partition("#")[0])
    second_trainer.submit("Setujui dan terbitkan")
    with app.app_context():
        item = db.session.get(BankItem, "kabar-1")
        assert (item.verdict, item.use, item.retired_at) == ("salah", "training", None)
        assert "kabar-1" in {one.key for one in offered(db.session(), make.datetime.now(make.UTC).date())}
    assert "Menjadi butir: 1" in trainer.open("/studio/kabar?status=dipakai")


def draft_source(app):
    with app.app_context():
        return db.session.scalar(select(DraftText.source).where(DraftText.identity == "quizzes/bank/uang"))


def test_a_message_is_put_aside_and_back(app, browser, trainer):
    send(browser)
    trainer.open("/studio/kabar")
    trainer.submit("Sisihkan")
    assert "Kabar disisihkan" in trainer.page
    trainer.submit("Urungkan")
    assert "Besok listrik padam" in trainer.page
    trainer.submit("Sisihkan")
    trainer.click("Disisihkan: 1")
    trainer.submit("Kembalikan ke antrean")
    assert [rumour.state for rumour in kept(app)] == ["new"]


def test_when_a_colleague_was_quicker_there_is_nothing_to_do(app, browser, trainer, second_trainer):
    send(browser)
    trainer.open("/studio/kabar")
    second_trainer.open("/studio/kabar")
    second_trainer.submit("Sisihkan")
    trainer.submit("Jadikan butir bank", identity="quizzes/bank/uang")

    assert trainer.page.url.endswith("/studio/kabar")
    assert [rumour.state for rumour in kept(app)] == ["dismissed"]


def test_the_words_stand_in_no_title_and_in_no_link(browser, trainer):
    send(browser)
    page = trainer.open("/studio/kabar")

    assert "listrik" not in page.title
    assert not [address for words, address in page.links if "listrik" in words or "hxxp" in address]
    assert not re.search(r"<h[1-6][^>]*>[^<]*listrik", page.html)
