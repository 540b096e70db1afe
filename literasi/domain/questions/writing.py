"""The fields of a form as the text of a question, or what keeps them from being one.

What was typed is a value and never structure: whatever would end a block, begin a second question or make
another kind is refused at its field, and what was written is read back before anybody gets it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields as fields_in
from dataclasses import replace

from literasi.domain.blocks import ChoiceList, WrittenChoice
from literasi.domain.choices import check_together
from literasi.domain.problems import Problem
from literasi.domain.questions.fields import (
    ChoiceFields,
    JudgementFields,
    QuestionFields,
    fields_of,
    tidied,
)
from literasi.domain.questions.quizzes import read_questions
from literasi.domain.questions.refusing import FieldProblem, Place, needed, refused
from literasi.domain.sources import Source

Line = tuple[str, str]  # the field it came from, and its words


class UnwritableFields(ValueError):
    """Fields that make no question: ``problems`` says of each what is wrong and how to mend it."""

    def __init__(self, problems: Iterable[FieldProblem]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("; ".join(map(str, self.problems)))


def to_markdown(
    fields: QuestionFields,
    *,
    sources: Mapping[str, Source] | None = None,
    taken: Collection[str] = (),
    in_bank: bool = False,
) -> str:
    """The text of the question that *fields* describe. Raises UnwritableFields.

    *sources* are those of the front matter (None: they are not known), *taken* the keys of the other
    questions. Reading the text gives ``tidied(fields)`` again.
    """
    fields = tidied(fields)
    harmless, problems = refused(fields, Place(taken=taken, in_bank=in_bank))
    blamed = {problem.field for problem in problems}
    read = _problems_in(harmless, sources, in_bank=in_bank)
    problems += [problem for problem in read if problem.field not in blamed]
    if problems:
        raise UnwritableFields(problems)
    text = "".join(f"{words}\n" for _, words in _write(fields))
    if (changed := _read_differently(fields, text)) is not None:
        mend = "Sederhanakan isinya, atau tulis pertanyaan ini di penyunting teks."
        raise UnwritableFields(
            [FieldProblem(changed, "Isian ini akan terbaca lain dari yang diketik.", mend)]
        )
    return text


def _write(fields: QuestionFields) -> list[Line]:
    attributes = f"#{fields.key} read={fields.read}" if fields.read else f"#{fields.key}"
    head = [("prompt", f"## {fields.prompt} {{{attributes}}}"), ("prompt", "")]
    return [
        *head,
        *(_write_choices(fields) if isinstance(fields, ChoiceFields) else _write_judgement(fields)),
    ]


def _write_choices(fields: ChoiceFields) -> Iterable[Line]:
    if fields.body:
        yield from _block("body", fields.body)
        yield "body", ""
    for number, choice in enumerate(fields.choices, start=1):
        yield f"choice-{number}", f"- [{'x' if choice.right else ' '}] {choice.text}".rstrip()
        if choice.explanation:
            for line in choice.explanation.split("\n"):
                yield f"explanation-{number}", f"  > {line}".rstrip()


def _write_judgement(fields: JudgementFields) -> Iterable[Line]:
    if fields.before:
        yield from _block("before", fields.before)
        yield "before", ""
    yield "words", f"```{fields.kind}"
    for key, value in fields.values.items():
        first, *others = value.split("\n")
        yield key, f"{key}: {first}".rstrip()
        yield from ((key, f"  {line}") for line in others)
    yield "words", ""
    yield from _block("words", fields.words)
    yield "words", "```"
    if fields.after:
        yield "after", ""
        yield from _block("after", fields.after)


def _block(field: str, text: str) -> Iterable[Line]:
    return ((field, line) for line in text.split("\n"))


def _problems_in(
    fields: QuestionFields, sources: Mapping[str, Source] | None, *, in_bank: bool
) -> list[FieldProblem]:
    """What the format says of *fields*, which hold nothing that breaks their structure."""
    told: list[FieldProblem] = []
    if isinstance(fields, JudgementFields):
        empty = dict.fromkeys(needed(in_bank=in_bank), "")
        fields = replace(fields, values={**empty, **fields.values})
    else:
        told = _problems_together(fields)
    lines = _write(fields)
    found: list[Problem] = []
    read_questions("".join(f"{words}\n" for _, words in lines), 1, sources, found)
    said = {problem.message for problem in told}
    mine = (problem for problem in sorted(found) if problem.message not in said)
    return told + [FieldProblem(lines[one.line - 1][0], one.message, one.mend) for one in mine]


def _problems_together(fields: ChoiceFields) -> list[FieldProblem]:
    """How many choices there are, and how many are right: what no single choice is to blame for."""
    written = tuple(WrittenChoice(one.text, one.explanation, one.right, 1) for one in fields.choices)
    found: list[Problem] = []
    several = sum(choice.right for choice in written) > 1
    check_together(ChoiceList(written, 1), found, several=several)
    return [FieldProblem("choices", problem.message, problem.mend) for problem in found]


def _read_differently(fields: QuestionFields, text: str) -> str | None:
    """The first field that *text* would not give back; None when it gives back all of them."""
    again = fields_of(text)
    if type(again) is not type(fields):
        return "prompt"
    names = (one.name for one in fields_in(fields))
    return next((name for name in names if getattr(again, name) != getattr(fields, name)), None)
