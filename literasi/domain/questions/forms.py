"""Questions of a whole text, edited through forms: what was not changed keeps every byte."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from literasi.domain.front_matter import split
from literasi.domain.placeholders import is_left_over
from literasi.domain.questions.fields import (
    VALUE_KEYS,
    ChoiceFields,
    JudgementFields,
    QuestionFields,
    TextOnly,
    fields_of,
    prompt_and_key,
    tidied,
)
from literasi.domain.questions.refusing import needed
from literasi.domain.questions.sections import UncutText, replace_section, section_of, sections
from literasi.domain.questions.writing import to_markdown
from literasi.domain.sources import Source, by_id
from literasi.domain.texts import clean


@dataclass(frozen=True)
class OutlineEntry:
    """One question in the list of a text; *fields* is TextOnly where it has no form."""

    number: int
    prompt: str
    key: str
    fields: QuestionFields | TextOnly
    has_examples: bool = False

    @property
    def label(self) -> str:
        """The short name of a message that is judged; nothing where there is none yet."""
        label = self.fields.values.get("label", "") if isinstance(self.fields, JudgementFields) else ""
        return "" if is_left_over(label) else label

    @property
    def words(self) -> str:
        """What it asks; nothing while an example stands there."""
        return "" if is_left_over(self.prompt) else self.prompt

    @property
    def is_open(self) -> bool:
        """Whether examples are left over in it, or fields that a judgement needs are empty."""
        lacking = isinstance(self.fields, JudgementFields) and not set(needed(in_bank=False)) <= set(
            self.fields.values
        )
        return self.has_examples or lacking


def outline(text: str) -> list[OutlineEntry]:
    """The questions of *text* in order, readable or not."""
    _, parts = sections(text)
    return [
        OutlineEntry(number, *prompt_and_key(part), fields_of(part), is_left_over(part))
        for number, part in enumerate(parts, start=1)
    ]


def sources_of(text: str) -> Mapping[str, Source] | None:
    """The sources in the front matter of *text* by their id; None when it cannot be read."""
    readable, _ = clean(text)
    fields = split(readable, [])[0] if readable is not None else None
    return by_id(fields.sources(required=False)) if fields else None


def write_into(text: str, number: int, fields: QuestionFields, *, in_bank: bool = False) -> str:
    """*text* with *fields* for question *number*; the same bytes when they say what it says already.

    Raises UnwritableFields, NoSuchQuestion, and UncutText where the question is edited as text alone.
    """
    before = fields_of(section_of(text, number))
    if isinstance(before, TextOnly):
        raise UncutText(before.why)
    fields = _as_broken_before(tidied(fields), before)
    if fields == tidied(before):
        return text
    taken = {entry.key for entry in outline(text) if entry.number != number}
    written = to_markdown(fields, sources=sources_of(text), taken=taken, in_bank=in_bank)
    return replace_section(text, number, written)


def _as_broken_before(fields: QuestionFields, before: QuestionFields) -> QuestionFields:
    """*fields* with the order and the line ends of *before* where the words are the same."""
    if isinstance(fields, ChoiceFields) or isinstance(before, ChoiceFields):
        return fields
    values = {key: fields.values[key] for key in _in_order(fields, before)}
    for key, value in before.values.items():
        if " ".join(value.split()) == " ".join(values.get(key, "").split()):
            values[key] = value
    return replace(fields, values=values)


def _in_order(fields: JudgementFields, before: JudgementFields) -> list[str]:
    """The keys as they stood, a new one after the one that usually stands above it."""
    keys = [key for key in before.values if key in fields.values]
    for place, key in enumerate(VALUE_KEYS):
        if key in fields.values and key not in keys:
            above = [keys.index(one) + 1 for one in VALUE_KEYS[:place] if one in keys]
            keys.insert(max(above, default=0), key)
    return [*keys, *(key for key in fields.values if key not in keys)]
