"""Every action that any code records has words: found in the source, so that none can be forgotten."""

import ast
from pathlib import Path

from literasi.domain.audit_words import CHANGES, DEEDS, NOBODY, OWN
from literasi.domain.letters import ACCOUNT_CHANGES

SOURCES = [(path.stem, ast.parse(path.read_text())) for path in sorted(Path("literasi").rglob("*.py"))]


def _functions():
    """(module, function) of every function of the code."""
    for module, tree in SOURCES:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                yield module, node


def _calls(tree, name):
    """Every call of *name*: ``name(…)`` or ``module.name(…)``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == name:
            yield node


def _actions(module, function, value):
    """What the expression may be: a text, one of two, a text with a part, or what callers hand over."""
    if isinstance(value, ast.Constant):
        return {value.value}
    if isinstance(value, ast.IfExp):
        return _actions(module, function, value.body) | _actions(module, function, value.orelse)
    if isinstance(value, ast.JoinedStr):
        before, part = value.values
        return {before.value + end for end in _actions(module, function, part.value)}
    assert isinstance(value, ast.Name), f"{module}.{function.name}: write the action of the audit as a text"
    names = [one.arg for one in function.args.args]
    if value.id not in names:
        assigned = [one for one in ast.walk(function) if isinstance(one, ast.Assign)]
        return _actions(module, function, next(a.value for a in assigned if a.targets[0].id == value.id))
    place, found = names.index(value.id), set()
    for caller_module, caller in _functions():
        called = function.name if caller_module == module else f"{module}.{function.name}"
        for call in _calls(caller, called):
            found |= _actions(caller_module, caller, call.args[place])
    return found


def recorded():
    """Every action that ``auditing.record`` is called with anywhere."""
    found = set()
    for module, function in _functions():
        for call in _calls(function, "auditing.record"):
            found |= _actions(module, function, call.args[1])
    return found


def test_every_action_that_is_recorded_has_words_and_every_word_an_action():
    found = recorded()

    assert len(found) > 60
    assert found - set(DEEDS) == set(), "give them words in literasi/domain/audit_words.py"
    assert set(DEEDS) - found == set(), "nothing records these any more"


def test_what_is_said_of_actions_is_said_of_some_that_there_are():
    assert set(CHANGES) | NOBODY | OWN | set(ACCOUNT_CHANGES) <= set(DEEDS)
