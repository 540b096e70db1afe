"""Questions as Moodle's GIFT. Every sign that GIFT knows is escaped, wherever it stands."""

import re
from collections.abc import Iterable

from literasi.domain.interchange.gift import CATEGORY, SIGNS
from literasi.domain.interchange.values import (
    ForeignKind,
    ForeignQuestion,
    Formatted,
    TextFormat,
    write_grade,
)

_ESCAPE = str.maketrans({sign: f"\\{sign}" for sign in SIGNS} | {"\n": "\\n", "\r": None})


def write_gift(questions: Iterable[ForeignQuestion]) -> str:
    """*questions* as a GIFT file, each on one line below its comment."""
    lines: list[str] = []
    category = ""
    for question in questions:
        if question.category != category:
            category = question.category
            lines += [f"{CATEGORY} {category}", ""]
        notes = [("id", question.id), *(("tag", tag) for tag in question.tags)]
        comment = " ".join(f"[{name}:{_note(words)}]" for name, words in notes if words)
        lines += [f"// {comment}"] if comment else []
        lines += [_write(question), ""]
    return "\n".join(lines)


def _note(words: str) -> str:
    return re.sub(r"([\]\\])", r"\\\1", " ".join(words.split()))


def _write(question: ForeignQuestion) -> str:
    form = question.stem.form
    name = f"::{question.name.translate(_ESCAPE)}::" if question.name else ""
    answers = (
        _write_true_false(question) if question.kind is ForeignKind.TRUE_FALSE else _write_choices(question)
    )
    general = f"####{_words(question.general, form)}" if question.general.text else ""
    return f"{name}[{form}]{question.stem.text.translate(_ESCAPE)} {{{answers}{general}}}"


def _write_true_false(question: ForeignQuestion) -> str:
    true, false = question.choices
    right, wrong = (true, false) if true.grade > 0 else (false, true)
    said = [_words(wrong.feedback, question.stem.form), _words(right.feedback, question.stem.form)]
    answer = "T" if right is true else "F"
    return f"{answer}#{said[0]}#{said[1]}" if any(said) else answer


def _write_choices(question: ForeignQuestion) -> str:
    """At least one ``~``: without any, Moodle would take it for a question without choices."""
    written: list[str] = []
    all_right = all(choice.grade == 100.0 for choice in question.choices)
    for choice in question.choices:
        is_whole = question.single and choice.grade == 100.0 and not (written and all_right)
        sign = "=" if is_whole else f"~%{write_grade(choice.grade)}%" if choice.grade else "~"
        feedback = f" #{said}" if (said := _words(choice.feedback, question.stem.form)) else ""
        written.append(f"{sign}{_words(choice.text, question.stem.form)}{feedback}")
    return " ".join(written)


def _words(text: Formatted, form: TextFormat) -> str:
    """*text* escaped; its format is said where it is another, or where its first sign would be misread."""
    said = f"[{text.form}]" if text.form is not form or text.text.startswith(("%", "[")) else ""
    return f"{said}{text.text.translate(_ESCAPE)}" if text.text else ""
