"""The rules of the house, checked. Each failure says what to do."""

import ast
import re

import pytest

from literasi.config import ROOT

MODULES = [ROOT / "app.py", ROOT / "serve.py", *sorted((ROOT / "literasi").rglob("*.py"))]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
BELOW_THE_WEB = {"domain", "models", "queries", "services"}
FLASK = {"flask", "flask_babel", "flask_login", "flask_migrate", "flask_sqlalchemy", "werkzeug", "wtforms"}


def name(path):
    return path.relative_to(ROOT).as_posix()


def layer(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if len(parts) > 1 else ""


def imported(path):
    """Every (module, line) that a file imports, wherever in the file it does so."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)


ORDER = ["domain", "database", "models", "queries", "services", "web"]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_layers_look_down(path):
    own = "web" if layer(path) == "cli" else layer(path)
    if own not in ORDER:
        return
    beside = {"config", "logs"} if own == "web" else {"config"}
    allowed = {*ORDER[: ORDER.index(own) + 1], *beside, layer(path)}
    for module, line in imported(path):
        if module.startswith("literasi."):
            assert module.split(".")[1] in allowed, f"{name(path)}:{line}: {own} must not import {module}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_web_and_cli_know_flask(path):
    if layer(path) in BELOW_THE_WEB:
        guilty = [module for module, _ in imported(path) if module.split(".")[0] in FLASK]

        assert not guilty, "pass in what you need: session, learner_id, now"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_the_domain_knows_no_database_no_clock_and_no_dice(path):
    if layer(path) != "domain":
        return
    assert not [module for module, _ in imported(path) if module.startswith("sqlalchemy")]
    code = path.read_text()
    assert not re.search(r"datetime\.now\(|date\.today\(|time\.time\(|\bsecrets\.", code), "pass in now"
    assert not re.search(r"random\.(random|choice|shuffle|randint|sample|getrandbits)\(", code), (
        "pass in randomness"
    )


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_stand_at_the_top(path):
    """An import inside a function is a sign that an arrow points the wrong way."""
    tree = ast.parse(path.read_text())
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    hidden = [
        node.lineno
        for f in functions
        for node in ast.walk(f)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert not hidden, f"{name(path)}: move the imports in lines {hidden} to the top"


def test_the_web_selects_nothing():
    guilty = [name(p) for p in MODULES if layer(p) == "web" and re.search(r"\bselect\(", p.read_text())]

    assert not guilty, "ask literasi.queries"


def test_only_transaction_commits():
    guilty = [name(path) for path in MODULES if ".commit(" in path.read_text()]

    assert guilty == ["literasi/database.py"], "use `with transaction():` in the view"


def test_areas_of_the_web_do_not_know_each_other():
    areas = {path.name for path in (ROOT / "literasi/web").iterdir() if (path / "__init__.py").exists()}
    for area in areas:
        for path in (ROOT / "literasi/web" / area).rglob("*.py"):
            others = {
                module.split(".")[2] for module, _ in imported(path) if module.startswith("literasi.web.")
            }
            assert not (others & areas) - {area}, f"{name(path)} reaches into another area"


def test_models_hold_no_queries():
    guilty = [
        name(p)
        for p in MODULES
        if layer(p) == "models" and re.search(r"\b(select|insert|update)\(", p.read_text())
    ]

    assert not guilty


def test_only_named_modules_trust_html():
    """HTML becomes trusted where it was sanitised or where we wrote it ourselves, and nowhere else."""
    guilty = {name(path) for path in MODULES if re.search(r"\bMarkup\(", path.read_text())}

    assert guilty == {
        "literasi/web/account/second_factor.py",
        "literasi/web/learn/courses.py",
        "literasi/web/pages.py",
        "literasi/web/presentation.py",
        "literasi/web/security.py",
        "literasi/web/styles.py",
        "literasi/web/translating.py",
    }


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_stay_small_and_trust_nothing(path):
    text = path.read_text()

    assert text.count("\n") <= 120, "move a part to components/"
    assert "|safe" not in text.replace(" ", ""), "make it Markup in Python, where a test can see it"
    assert " style=" not in text, "use a class"
    assert not re.search(r"<script(?![^>]*\bsrc=)", text), "use static/js"
    assert not re.search(r"\son[a-z]+=", text), "use static/js"
    if "components" not in path.parts:
        assert 'method="post"' not in text, "use components/form.html, which carries the token"


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_compile(path, plain_app):
    plain_app.jinja_env.parse(path.read_text())


def test_no_machine_and_no_registry_is_named():
    listed = [
        ROOT / "requirements.txt",
        ROOT / "requirements-dev.txt",
        ROOT / "Makefile",
        ROOT / "pyproject.toml",
    ]
    for path in listed:
        found = re.findall(
            r"--(?:index-url|extra-index-url|find-links|trusted-host)|file://|https?://[^\s#]*simple",
            path.read_text(),
        )
        assert not found, f"{path.name} names {found}"
