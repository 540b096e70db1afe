import os
import resource
import signal
import time

import pytest

from literasi.domain.markup import RENDERER_VERSION
from literasi.domain.problems import Problem
from literasi.services import rendering
from literasi.services.rendering import Rendered, RenderTask, render
from tests.domain import writing
from tests.domain.hostile import SLOW
from tests.renderers import KeptChild

CHILD = KeptChild.__base__
HOSTILE = RenderTask("markdown", SLOW["very many open brackets"])
GOOD = RenderTask("markdown", "Kata **tebal**.")


@pytest.fixture(autouse=True)
def new_children(monkeypatch):
    """Each call starts a child and ends it, as on the server."""
    monkeypatch.setattr(rendering, "_Child", CHILD)


def seconds_of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_every_kind_of_text_is_rendered():
    tasks = [
        RenderTask("course", writing.COURSE),
        RenderTask("lesson", writing.lesson()),
        RenderTask("quiz", writing.quiz()),
        GOOD,
    ]

    results = render(tasks)

    assert [type(result) for result in results] == [Rendered] * 4
    assert [set(result.html) for result in results] == [
        {"html"},
        {"blocks", "headings"},
        {"questions"},
        {"html"},
    ]
    assert results[3] == Rendered({"html": "<p>Kata <strong>tebal</strong>.</p>"}, RENDERER_VERSION)


def test_no_texts_need_no_child():
    assert render([]) == []


def test_emoji_right_to_left_words_and_halves_of_characters_travel_whole():
    text = "👩‍👩‍👧 مرحبا \u2028 שלום"

    assert render([RenderTask("markdown", text)])[0].html == {"html": f"<p>{text}</p>"}
    assert isinstance(render([RenderTask("lesson", "\ud800")])[0], Problem)


def test_a_text_with_problems_is_told_by_its_first():
    text = writing.changed(writing.lesson(), ("minutes: 4", "minutes: lama"))

    assert render([RenderTask("lesson", text), GOOD])[0] == Problem(
        4, 'minutes harus angka bulat 1–15, bukan "lama".', "Contoh: minutes: 4."
    )


def test_one_hostile_text_is_named_and_the_others_are_rendered():
    results = render([GOOD, HOSTILE, GOOD])

    assert [type(result) for result in results] == [Rendered, Problem, Rendered]
    assert str(results[1]) == (
        "1: Teks ini tidak selesai diolah dalam 2 detik. "
        "Cari bagian dengan banyak tanda kurung atau tanda baca berulang, lalu hapus atau sederhanakan."
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", SLOW)
def test_without_the_check_the_limit_still_stops_every_hostile_text(name, monkeypatch):
    monkeypatch.setattr(rendering, "CPU_SECONDS", 1)  # half the time that is allowed on the server
    before = seconds_of_children()

    result = render([RenderTask("markdown", SLOW[name])])[0]

    assert isinstance(result, Rendered | Problem)
    assert seconds_of_children() - before <= 3


def test_a_text_that_is_too_deep_is_told():
    result = render([RenderTask("markdown", SLOW["deep numbers on one line"])])[0]

    assert result.message == "Teks ini bersarang terlalu dalam."


def test_a_child_that_waits_is_not_waited_for(monkeypatch):
    child = rendering._Child()
    monkeypatch.setattr(rendering, "WALL_SECONDS", 0.2)
    os.kill(child.process.pid, signal.SIGSTOP)
    began = time.monotonic()

    assert child.render(GOOD) is None
    assert child.close() < 0
    assert time.monotonic() - began < 5


def test_a_child_that_breaks_off_is_not_called_slow():
    unknown = RenderTask("puisi", "a")

    assert render([unknown, GOOD])[0].message == "Teks ini tidak dapat diolah."


def test_a_renderer_that_cannot_start_is_an_error_of_the_site(monkeypatch, tmp_path):
    monkeypatch.setattr(rendering, "_HOME", tmp_path)

    with pytest.raises(RuntimeError, match="ended before"):
        render([GOOD])


def test_the_child_inherits_no_settings(monkeypatch):
    monkeypatch.setenv("LITERASI_DATABASE_URL", "postgresql://rahasia")
    child = rendering._Child()
    try:
        with open(f"/proc/{child.process.pid}/environ") as environment:
            assert "LITERASI" not in environment.read()
    finally:
        child.close()
