"""What a form of a question holds: read from the request, and laid out for the page."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from literasi.domain.blocks import FENCE_WORDS
from literasi.domain.choices import LETTERS
from literasi.domain.examples import NEW_KEY
from literasi.domain.exhibit_reading import BANKED, CHANGE, HARDEST, LOOKS, RETIRED
from literasi.domain.exhibits import ExhibitKind, Place, Technique, Topic, Use, Verdict
from literasi.domain.indonesian_dates import typed_day
from literasi.domain.placeholders import is_left_over
from literasi.domain.questions.fields import (
    LOOK_KEYS,
    VALUE_KEYS,
    ChoiceField,
    ChoiceFields,
    JudgementFields,
    QuestionFields,
)
from literasi.domain.questions.form_words import in_form_words
from literasi.domain.questions.refusing import FieldProblem
from literasi.domain.sources import Source
from literasi.web.studio.new_sources import TypedSource

MOST_CHOICES = len(LETTERS)
_MADE_KEY = re.compile(NEW_KEY + r"(-\d+)?")
_DAYS = ("review-by", RETIRED)
_ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})?", re.ASCII)
_OPTIONS: Mapping[str, Sequence[str]] = {
    "verdict": list(Verdict),
    "technique": list(Technique),
    "topic": list(Topic),
    "use": list(Use),
    "place": list(Place),
    "difficulty": [str(number) for number in range(1, HARDEST + 1)],
}


@dataclass(frozen=True)
class ValueField:
    """One key of a message in the form; *options* where it is chosen and not typed."""

    name: str
    value: str
    options: Sequence[tuple[str, str]]

    @property
    def input_type(self) -> str:
        """A day is picked, unless something else was typed, which a picker could not show."""
        return "date" if self.name in _DAYS and _ISO_DAY.fullmatch(self.value) else "text"


@dataclass(frozen=True)
class QuestionForm:
    """The fields as the page shows them, with what is to be mended at each."""

    fields: QuestionFields
    errors: Mapping[str, str]
    sources: Mapping[str, Source] | None
    in_bank: bool
    new_source: TypedSource = TypedSource()

    @property
    def has_choices(self) -> bool:
        """Whether it asks for choices, and not for a judgement."""
        return isinstance(self.fields, ChoiceFields)

    @property
    def can_grow(self) -> bool:
        """Whether one more choice may be added."""
        return isinstance(self.fields, ChoiceFields) and len(self.fields.choices) < MOST_CHOICES

    @property
    def facts(self) -> list[ValueField]:
        """What is told about the message after the answer."""
        keys = [key for key in VALUE_KEYS if key not in LOOK_KEYS]
        rare = {RETIRED} if self.in_bank else {RETIRED, CHANGE, *BANKED}
        shown = [key for key in keys if self._is_shown(key, key not in rare)]
        return [self._value(key) for key in shown if key != "use" or self._asks_use]

    @property
    def kept_use(self) -> str:
        """What stands there where the use is not asked about: an item for practice, as new ones are."""
        return "" if self._asks_use else self._written("use")

    @property
    def _asks_use(self) -> bool:
        return self._written("use") not in {"", Use.TRAINING} or "use" in self.errors

    @property
    def looks(self) -> list[ValueField]:
        """What shows the message as what it imitates: the keys of its kind, and what is written besides."""
        kind = self.fields.kind if isinstance(self.fields, JudgementFields) else ""
        usual = LOOKS[ExhibitKind(kind)] if kind in FENCE_WORDS else ()
        return [self._value(key) for key in LOOK_KEYS if self._is_shown(key, key in usual)]

    def _is_shown(self, key: str, is_usual: bool) -> bool:
        return is_usual or bool(self._written(key)) or key in self.errors

    def _written(self, key: str) -> str:
        return self.fields.values.get(key, "") if isinstance(self.fields, JudgementFields) else ""

    def _value(self, key: str) -> ValueField:
        value = self._written(key)
        options = [(one, one) for one in _OPTIONS.get(key, ())]
        if key == "source":
            known = (self.sources or {}).values()
            options = [(one.id, f"{one.publisher}: {one.title}") for one in known if not _is_example(one)]
            value = "" if value in (self.sources or {}) and value not in dict(options) else value
        if options and value and value not in dict(options):
            options.append((value, value))
        return ValueField(key, value, options)


def read_form(form: Mapping[str, str]) -> QuestionFields:
    """The fields that were sent: those of a judgement have words of a sender."""
    head = (form.get("prompt", ""), form.get("key", ""), form.get("read", ""))
    if "words" not in form:
        return ChoiceFields(*head, form.get("body", ""), _read_choices(form))
    values = {key: _as_day(key, form.get(key, "")) for key in VALUE_KEYS if form.get(key, "").strip()}
    return JudgementFields(
        *head,
        form.get("kind", ""),
        form.get("words", ""),
        values,
        form.get("before", ""),
        form.get("after", ""),
    )


def _as_day(key: str, typed: str) -> str:
    """A day as the format writes it; what is no day, and what is not meant as one, as it was typed."""
    day = typed_day(typed) if key in _DAYS else None
    return day.isoformat() if day else typed


def _is_example(source: Source) -> bool:
    return is_left_over(source.title) or is_left_over(source.publisher)


def _read_choices(form: Mapping[str, str]) -> tuple[ChoiceField, ...]:
    numbers = [number for number in range(1, 2 * MOST_CHOICES) if f"choice-{number}" in form]
    return tuple(
        ChoiceField(
            form.get(f"choice-{number}", ""),
            form.get(f"explanation-{number}", ""),
            f"right-{number}" in form,
        )
        for number in numbers
    )


def without_empty_choices(fields: QuestionFields) -> QuestionFields:
    """*fields* without the choices in which nothing was typed."""
    if not isinstance(fields, ChoiceFields):
        return fields
    typed = (one for one in fields.choices if one.text.strip() or one.explanation.strip())
    return replace(fields, choices=tuple(typed))


def is_number(sent: str) -> bool:
    """Whether what was *sent* is a number that a page of ours could have sent."""
    return sent.isascii() and sent.isdigit() and len(sent) < 9


def rearranged(fields: QuestionFields, action: str) -> QuestionFields | None:
    """*fields* after ``add-choice`` or ``remove-choice-2``; as they are after ``show``; None to save them."""
    if action == "show":
        return fields
    if isinstance(fields, ChoiceFields) and action == "add-choice":
        more = (ChoiceField("", ""),) if len(fields.choices) < MOST_CHOICES else ()
        return replace(fields, choices=fields.choices + more)
    number = action.removeprefix("remove-choice-")
    if isinstance(fields, ChoiceFields) and is_number(number):
        kept = (one for place, one in enumerate(fields.choices, start=1) if place != int(number))
        return replace(fields, choices=tuple(kept))
    return None


def without_examples(fields: QuestionFields) -> QuestionFields:
    """*fields* with nothing where an example still stands, so that it is asked for and never published."""
    key = "" if _MADE_KEY.fullmatch(fields.key) else fields.key
    head = {"prompt": _own(fields.prompt), "key": key}
    if isinstance(fields, ChoiceFields):
        choices = tuple(
            ChoiceField(_own(one.text), _own(one.explanation), one.right) for one in fields.choices
        )
        return replace(fields, **head, body=_own(fields.body), choices=choices)
    values = {key: _own(value) for key, value in fields.values.items() if _own(value)}
    return replace(fields, **head, words=_own(fields.words), values=values)


def _own(value: str) -> str:
    return "" if is_left_over(value) else value


def words_for_key(fields: QuestionFields) -> str:
    """What a question without a key is named after."""
    words = fields.values.get("label", "") if isinstance(fields, JudgementFields) else ""
    return " ".join((words or fields.prompt).split()[:6])


def messages(problems: Sequence[FieldProblem]) -> dict[str, str]:
    """The first problem of each field, as the page says it."""
    found: dict[str, str] = {}
    for problem in map(in_form_words, problems):
        found.setdefault(problem.field, f"{problem.message} {problem.mend}")
    return found
