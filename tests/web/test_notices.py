"""Choosing which messages come, signed in or by the key in a message."""

import uuid

import pytest

from literasi.database import db
from literasi.queries.letters import mail_wish
from tests import make
from tests.browsing import Browser


@pytest.fixture
def world(app):
    return make.world(app)


def wants(world):
    with world.app.app_context():
        found = mail_wish(db.session(), world.learner_ids["citizen"]).wants_optional
        db.session.rollback()
    return found


def test_the_choice_is_kept(world):
    browser = Browser(world.client("citizen"))
    browser.open("/akun/pemberitahuan")
    browser.submit("Simpan pilihan", optional="no")

    assert "Pilihan Anda tersimpan." in browser.page
    assert not wants(world)


def test_without_a_choice_nothing_changes_and_the_form_says_so(world):
    client = world.client("citizen")
    answer = client.post("/akun/pemberitahuan", data=world.token_for(client, "POST"))

    assert answer.status_code == 422
    assert "Pilih salah satu" in answer.text
    assert wants(world)


def test_the_key_in_a_message_ends_what_is_not_required_without_signing_in(world):
    stranger = Browser(world.client("stranger"))
    stranger.open(f"/berhenti-email/{world.mail_key}")
    assert wants(world)  # a mail program that opens every link changes nothing
    stranger.submit("Hentikan")

    assert "sudah dihentikan" in stranger.page
    assert not wants(world)


def test_a_key_that_nobody_has_does_not_exist(world):
    answer = world.client("stranger").get(f"/berhenti-email/{uuid.uuid4()}")

    assert answer.status_code == 404
