"""After a form has done something, the page says so; and says nothing that nobody here wrote."""

import re
from pathlib import Path

import pytest

from literasi.web import outcomes
from tests import make
from tests.browsing import Browser

WEB = Path(outcomes.__file__).parent


@pytest.fixture
def world(app):
    return make.world(app)


def test_every_word_in_an_address_is_known_and_used():
    sources = [path.read_text() for path in WEB.rglob("*.py") if path.name != "outcomes.py"]
    quoted = {word for text in sources for word in re.findall(r'"([a-z-]+)"', text)}
    named = {word for text in sources for word in re.findall(r'telah="([a-z-]+)"', text)}

    assert named <= set(outcomes.WORDS)
    assert set(outcomes.WORDS) <= quoted


def test_what_nobody_here_wrote_is_not_said(world):
    page = Browser(world.client("supervisor")).open("/instansi/dishub/anggota?telah=Anda+menang+undian")

    assert "Anda menang" not in page.words
    assert 'role="status"' not in page.html


def test_an_operator_reads_what_was_done(world):
    operator = Browser(world.client("operator"))
    operator.open("/kelola/instansi/dishub")
    operator.submit("Angkat", login="citizen", name="Ibu Ratna")
    assert "Penyelia sudah diangkat, dan dapat langsung mulai." in operator.page
    operator.open("/kelola/instansi/dinkes")
    assert "sudah diangkat" not in operator.page
    operator.submit("Cabut")
    assert "Orang ini bukan penyelia di sini lagi." in operator.page
    operator.open(f"/kelola/orang/{world.person_address('citizen')}")
    operator.submit("Beri peran ini", role="trainer", password=make.PASSWORD)

    assert "Peran sudah diberikan" in operator.page


def test_a_supervisor_reads_what_was_done(world):
    supervisor = Browser(world.client("supervisor"))
    supervisor.open("/instansi/dishub/angkatan")
    supervisor.submit("Buat angkatan", name="Angkatan 7")
    assert "Angkatan sudah dibuat. Sekarang masukkan orangnya." in supervisor.page
    supervisor.open("/instansi/dishub/kode-gabung")
    supervisor.submit("Buat kode gabung")
    assert "Kode gabung baru sudah berlaku" in supervisor.page
    supervisor.submit("Matikan kode")
    assert "Kode gabung sudah dimatikan." in supervisor.page
    neighbour = Browser(world.client("neighbour"))

    assert "Kode gabung sudah dimatikan" not in neighbour.open("/instansi/dinkes/kode-gabung")
