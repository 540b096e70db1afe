"""Floods wait; readers of lessons never do."""

import pytest
from limits import RateLimitItemPerMinute

from literasi.services import limiting
from literasi.web.limiting import COSTLY
from tests import make

OFFICE = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture
def strict(app, monkeypatch):
    """Three of each kind in a minute; the limits of the test before are forgotten."""
    limits = dict.fromkeys(limiting.LIMITS, RateLimitItemPerMinute(3))
    monkeypatch.setattr(limiting, "LIMITS", limits)
    app.extensions["literasi_limiter"] = limiting.Limiter("rahasia")


def test_a_flood_of_forms_waits_and_loses_nothing(app, strict):
    client = make.world(app).client("owner")
    text = {"text": "Satu kalimat yang cukup panjang untuk disimpan."}
    answers = [client.post("/laporkan", data=text, environ_base=OFFICE) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [400, 400, 400, 429]
    assert "Satu kalimat yang cukup panjang" in answers[3].text
    assert 0 < int(answers[3].headers["Retry-After"]) <= 60
    assert client.post("/laporkan", data=text).status_code == 400


def test_searching_waits_and_lessons_never(app, strict):
    client = make.world(app).client("stranger")
    searches = [client.get("/cari?q=berkas", environ_base=OFFICE).status_code for _ in range(4)]
    lessons = [client.get("/kursus/jebakan/berkas", environ_base=OFFICE).status_code for _ in range(9)]

    assert searches == [200, 200, 200, 429]
    assert set(lessons) == {200}


def test_the_costly_pages_are_pages(app):
    assert COSTLY.issubset(app.view_functions)
