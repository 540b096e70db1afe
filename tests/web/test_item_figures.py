"""A trainer learns from the answers: what the pages say, and what they keep quiet about."""

import re

import pytest

from literasi.database import db, writing
from tests import make
from tests.crowds import Crowd, quiz_source


@pytest.fixture
def site(app):
    """A world whose quiz has three questions, and whose bank is filled."""
    world = make.world(app, quiz_source=quiz_source())
    with app.app_context(), writing(db.session()) as session:
        world.bank_id = make.bank(session).id
    return world


@pytest.fixture
def sits(app, site):
    """``sits(times, answers, …)``: so many people give these answers."""

    def sit(times, answers, **options):
        with app.app_context(), writing(db.session()) as session:
            crowd = Crowd(session, site.quiz_id)
            for _ in range(times):
                crowd.sits(answers, **options)

    return sit


@pytest.fixture
def page(site):
    """What a trainer reads at an address; ``page(path, "en")`` in English."""

    def read(path, language="id"):
        client = site.client("trainer")
        client.set_cookie("bahasa", language)
        answer = client.get(path)
        assert answer.status_code == 200
        return " ".join(answer.get_data(as_text=True).split())

    return read


def test_before_anybody_answered_nothing_is_said(page):
    overview, quiz = page("/studio/butir"), page("/studio/butir/jebakan/berkas")

    assert "Belum ada soal yang perlu ditengok" in overview
    assert 'Dikerjakan: <span class="muted">kurang dari 10</span>' in overview
    assert 'dijawab: <span class="muted">belum cukup: perlu 30</span>' in overview
    assert quiz.count("belum cukup: perlu 30<") == 15
    assert quiz.count("belum cukup: perlu 100<") == 4
    assert quiz.count("kurang dari 10<") == 4
    assert " 0" not in re.sub("<[^>]+>", " ", quiz[quiz.index("<main") : quiz.index("</main")])


def test_below_the_minimum_it_says_how_many_are_missing(page, sits):
    sits(12, {"satu": "a", "dua": "b", "tiga": "b"})
    quiz = page("/studio/butir/jebakan/berkas")

    assert "<dt>Ditampilkan</dt><dd>12 kali</dd>" in quiz
    assert "belum cukup: perlu 30<" in quiz
    assert "%" not in quiz[quiz.index("<main") :]
    assert 'class="notice' not in quiz
    assert "<table" not in quiz


def test_a_question_that_goes_wrong_comes_first_with_what_to_do(page, sits):
    sits(100, {"satu": "a", "dua": "b", "tiga": "b"})
    sits(20, {"satu": "a", "dua": "a", "tiga": "a"}, seconds=25)
    overview, quiz = page("/studio/butir"), page("/studio/butir/jebakan/berkas")

    assert "1 kuis punya soal yang perlu ditengok" in overview
    assert overview.index("/studio/butir/jebakan/berkas") < overview.index("/studio/butir/bank/uang")
    assert "lebih banyak yang memilih “Membukanya” daripada jawaban yang tepat" in quiz
    assert "Kurang dari seperlima menjawab tepat." in quiz
    assert "hampir tidak ada (0–3%), 120 orang" in quiz
    assert "separuhnya selesai dalam 10 detik" in quiz
    assert "tidak bisa dihitung: hasil semua orang sama" in quiz
    assert "Percobaan pertama yang terakhir: 120 kali." in quiz
    assert "α = 0,75" in quiz
    assert "Of those who do best" in page("/studio/butir/jebakan/berkas", "en")


def test_the_bank_names_its_messages_by_their_labels_and_stamps_them(page, sits, site):
    sits(31, {"salah-1": "6"}, drawn=[["salah-1", [], site.bank_id, False]])
    sits(20, {"salah-1": "1"}, drawn=[["salah-1", [], site.bank_id, True]])
    bank = page("/studio/butir/bank/uang")

    assert "Kabar dengan tanda" not in bank
    assert bank.count("SALAH") == bank.count("BENAR") == 5
    assert "<dt>Ditampilkan</dt><dd>51 kali</dd>" in bank
    assert "<dd>belum cukup" not in bank
    assert '40% (25–55%), 51 orang <span class="muted">(tidak ikut dihitung' in bank
    assert "Pensiunkan" in bank
    assert "Kurang dari seperlima menjawab tepat." in bank


@pytest.mark.parametrize("path", ["/studio/butir/jebakan/lain", "/studio/butir/bank/lain"])
def test_what_is_not_there_is_not_found(site, path):
    assert site.client("trainer").get(path).status_code == 404
