"""Nobody walks around the gate: only it makes figures, and pages write figures with its macros."""

import ast
import re

import pytest

from literasi.config import ROOT
from literasi.domain import gate
from literasi.domain.gate_rules import Kind, Reason
from literasi.domain.item_telling import ToldItem

GATE = ROOT / "literasi/domain/gate.py"
MODULES = [*sorted((ROOT / "literasi").rglob("*.py"))]
MACROS = ROOT / "templates/components/figures.html"
WORDS = ROOT / "templates/components/evidence/words.html"
PAGES_OF_FIGURES = [
    ROOT / "templates/components/studio/item.html",
    ROOT / "templates/pages/studio/item_figures.html",
    ROOT / "templates/pages/studio/items.html",
    ROOT / "templates/pages/studio/item.html",
    ROOT / "templates/pages/studio/bank_file.html",
    ROOT / "templates/components/agency/places.html",
    *(path for path in sorted((ROOT / "templates/components/evidence").glob("*.html")) if path != WORDS),
]
RAW = r"\.(figures|alpha|sittings|paired|answered|times|value|interval)\b"
SOME = [
    gate.people(412),
    gate.people(0),
    gate.times(51),
    gate.share(251, 412),
    gate.share(2, 412),
    gate.level(1.239, (0.5, 1.7), 12),
    gate.gain(0.3, (0.05, 0.5), 8, 8),
    gate.share_gain(-0.064, (-0.102, -0.028), 20, 20, 20),
    gate.share_gain(0.01, (-0.02, 0.04), 5, 5, 5),
    gate.retained(0.5, (0.4, 0.6), 20, 200),
    gate.comparison(0.3, (-0.1, 0.7), 30, 30),
    gate.discrimination(None, 100),
    gate.discrimination(0.3, 40),
    gate.item_share(0, 120),
    gate.item_seconds(9.6, 40),
]


def name(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_the_gate_makes_figures(path):
    called = {
        getattr(node.func, "id", getattr(node.func, "attr", ""))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
    }

    assert path == GATE or "Figure" not in called, "call a function of literasi.domain.gate"
    assert path == GATE or "_PASSED" not in path.read_text(), "the gate's token stays in the gate"


def test_every_macro_asks_whether_a_figure_came_through_the_gate():
    macros = re.findall(r"{% macro (\w+)\((.*?)\).*?{%- endmacro %}", MACROS.read_text(), re.DOTALL)
    bodies = re.split(r"{% macro ", MACROS.read_text())[1:]

    assert len(macros) == len(bodies) >= 6
    for (macro, arguments), body in zip(macros, bodies, strict=True):
        assert not arguments or "|gated)" in "".join(body.splitlines()[1:3]), (
            f"{macro} takes what nobody looked at"
        )


@pytest.mark.parametrize("macro", ["change", "spread", "level", "of_ten", "mean_of_ten", "heat", "percent"])
def test_the_words_of_evidence_take_nothing_else(plain_app, macro):
    source = "{% import 'components/evidence/words.html' as words with context %}{{ words[macro](0.5) }}"
    with plain_app.test_request_context(), pytest.raises(TypeError, match="has not passed"):
        plain_app.jinja_env.from_string(source).render(macro=macro)


@pytest.mark.parametrize("path", PAGES_OF_FIGURES, ids=name)
def test_pages_of_figures_write_no_number_themselves(path):
    text = path.read_text()

    assert "components/figures.html" in text or "evidence/words.html" in text
    assert not re.search(RAW, text), "tell what passed the gate, with the macros of components/figures.html"


def test_what_a_page_tells_of_a_question_has_passed():
    kinds = {str(kind) for name, kind in ToldItem.__annotations__.items() if name != "uses"}

    assert len(kinds) == 1
    assert "Figure" in kinds.pop()


@pytest.fixture
def macro(plain_app):
    """``macro(name, thing)``: what the macro says."""

    def say(name, *things):
        with plain_app.test_request_context():
            source = (
                "{% import 'components/figures.html' as figures with context %}{{ figures[name](*things) }}"
            )
            return plain_app.jinja_env.from_string(source).render(name=name, things=things)

    return say


@pytest.mark.parametrize("thing", [12, 0.61, "12", None, {"value": 12, "told": True, "unit": "people"}])
@pytest.mark.parametrize("name", ["figure", "point", "ends", "hidden"])
def test_the_macros_take_nothing_else(macro, name, thing):
    with pytest.raises(TypeError, match="has not passed"):
        macro(name, thing)


def test_the_chart_and_the_bars_take_nothing_else(macro):
    with pytest.raises(TypeError, match="has not passed"):
        macro("range_chart", 0.5, "Tepat")
    with pytest.raises(TypeError, match="has not passed"):
        macro("bars", [gate.share(50, 100), 0.5])


def test_every_figure_and_every_reason_has_its_words(macro):
    said = [re.sub(r"<[^>]*>", "", macro("figure", shown)).strip() for shown in SOME]

    assert said == [
        "412 orang",
        "kurang dari 10",
        "51 kali",
        "61% (56–66%), 412 orang",
        "disembunyikan",
        "1,24 (0,5 sampai 1,7), 12 orang",
        "0,05 sampai 0,5, 16 orang",
        "-6 poin (-10 sampai -3 poin), 60 orang",
        "-2 sampai 4 poin, 15 orang",
        "50% (40–60%), 20 orang yang kembali mungkin berbeda dari yang lain",
        "belum bisa dipastikan",
        "tidak bisa dihitung: hasil semua orang sama",
        "belum cukup: 40 dari 100 yang diperlukan",
        "hampir tidak ada (0–3%), 120 orang",
        "10 detik",
    ]
    assert {shown.kind for shown in SOME if shown.told} <= set(Kind)
    assert {shown.reason for shown in SOME if not shown.told} == set(Reason) - {Reason.DIFFERENCE}


def test_what_is_hidden_has_no_picture(macro):
    assert "<svg" in macro("range_chart", gate.share(50, 100), "Tepat")
    assert "<circle" not in macro("range_chart", gate.gain(0.3, (0.05, 0.5), 8, 8), "Tepat")
    assert macro("range_chart", gate.share(3, 100), "Tepat") == ""
    assert macro("bars", [gate.share(50, 100), gate.share(3, 100)]).count("<rect") == 1
