"""A kind of question is one module of rules, one component and one section of the format document."""

import inspect
import re

import pytest

from literasi.config import ROOT
from literasi.database import Base
from literasi.domain.questions import KINDS
from literasi.domain.questions.values import Kind

DOCUMENT = (ROOT / "docs/content-format.md").read_text()
SECTIONS = re.findall(r"^### .+\n<!-- (\w+) -->$", DOCUMENT, re.MULTILINE)
RULES = {rule for rule in vars(Kind) if not rule.startswith("_")}

# A judgement is more than a kind: the test and its statistics know it, and the words of the six steps.
JUDGEMENT = "judgement"


def module_of(kind):
    return ROOT / f"literasi/domain/questions/{kind}.py"


def component_of(kind):
    return ROOT / f"templates/components/questions/{kind}.html"


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_is_a_module_of_rules(name):
    assert inspect.getsourcefile(KINDS[name]) == str(module_of(name))
    assert KINDS[name].name == name
    assert RULES - set(vars(KINDS[name])) == set(), "a rule is missing"


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_has_a_component_that_asks_and_explains(name, plain_app):
    plain_app.jinja_env.get_template(f"components/questions/{name}.html")

    assert set(re.findall(r"macro (ask|explain)\(\)", component_of(name).read_text())) == {"ask", "explain"}


def test_each_kind_has_one_section_in_the_format_document():
    assert sorted(SECTIONS) == sorted(KINDS)


def test_no_table_knows_a_kind():
    columns = {column.name for table in Base.metadata.tables.values() for column in table.columns}

    assert not (set(KINDS) - {JUDGEMENT}) & {*Base.metadata.tables, *columns}


@pytest.mark.parametrize("name", [name for name in KINDS if name != JUDGEMENT])
def test_nothing_else_names_a_kind(name):
    own = {module_of(name), component_of(name), ROOT / "literasi/domain/questions/kinds.py"}
    rest = {*(ROOT / "literasi").rglob("*.py"), *(ROOT / "templates").rglob("*.html")} - own
    guilty = [path.relative_to(ROOT).as_posix() for path in sorted(rest) if f'"{name}"' in path.read_text()]

    assert not guilty, "ask KINDS, or give the kind a rule for it"
