"""What is not a whole code is told at once, and is no guess."""

import pytest
from sqlalchemy import func, select

from literasi.database import db
from literasi.models import Throttle
from tests import make
from tests.browsing import Browser


@pytest.fixture
def world(app):
    return make.world(app)


@pytest.mark.parametrize(
    ("address", "typed", "words"),
    [
        ("/gabung", "", "Ketik kodenya. Kode ini terdiri atas 8 huruf dan angka."),
        ("/gabung", "K7QM", "Ini baru 4 huruf dan angka; kodenya terdiri atas 8."),
        ("/gabung", "K7QM-2XPA-90BC-WXYZ", "kode undangan"),
        ("/undangan", " - ", "Ketik kodenya. Kode ini terdiri atas 16 huruf dan angka."),
        ("/undangan", "K7QM-2XPA", "kode gabung"),
        ("/undangan", "K7QM-2XPA-90BC-WXYZ-1", "Ini 17 huruf dan angka; kodenya terdiri atas 16."),
    ],
)
def test_a_code_that_is_not_whole_is_told_and_not_counted(app, world, address, typed, words):
    browser = Browser(world.client("citizen"))
    browser.open(address)
    page = browser.submit("Lanjut", status=422, code=typed)

    assert words in page
    assert typed.strip() in page.html
    with app.app_context():
        assert (
            db.session.scalar(
                select(func.count()).where(Throttle.purpose.in_(("join", "join-address", "invitation")))
            )
            == 0
        )


def test_a_link_that_was_cut_says_so(app):
    page = Browser(app.test_client()).open("/undangan/K7QM-2X", status=404)

    assert "Ini baru 6 huruf dan angka; kodenya terdiri atas 16." in page
