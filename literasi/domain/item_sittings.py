"""From stored attempts to what the figures of questions are made of.

What was right is what is right by now: a key that was mended counts for the answers before it as well.
Choices are known by their words, so that those which moved are not taken for each other; a right one that
was reworded, by its letter.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from literasi.domain.attempts import Drawn, counting_answers
from literasi.domain.grading import mark
from literasi.domain.item_analysis import Group, Meeting, Sitting, Use
from literasi.domain.item_flags import ChoiceOutline
from literasi.domain.questions import Question, QuizDocument, judgement
from literasi.domain.regrading import Regrade, correct

_OLD = "~ "  # begins the name of a choice that no text has any more; other names are letters and steps


@dataclass(frozen=True)
class Given:
    """One response, as stored."""

    question: str
    answer: str
    answered_at: datetime


@dataclass(frozen=True)
class Sat:
    """One attempt, as stored; *given* are its responses in the order of their numbers."""

    learner: int
    quiz_id: int
    revision_id: int
    started_at: datetime
    drawn: tuple[Drawn, ...]
    given: tuple[Given, ...]


@dataclass(frozen=True)
class ItemOutline:
    """A question as its live text has it. *name* is unique on the whole site."""

    name: str
    question: Question
    choices: tuple[ChoiceOutline, ...]

    @property
    def group(self) -> Group:
        """What it may be compared with."""
        return group_of(self.question)


def name_of(quiz_id: int, key: str, *, from_bank: bool) -> str:
    """The name of a question: items of the bank have the same in every quiz that draws them."""
    return key if from_bank else f"{quiz_id}:{key}"


def group_of(question: Question) -> Group:
    """Messages to judge by their verdict; all other questions together."""
    if question.kind != judgement.name:
        return Group.KNOWLEDGE
    return Group(judgement.right_answer(question))


def outline(name: str, question: Question) -> ItemOutline:
    """What can be chosen, as its figures name it. The parts of a message are told by their letters."""
    if question.kind == judgement.name:
        right = judgement.right_answer(question)
        choices = [
            ChoiceOutline(step, words, judgement.verdict_of(step).value == right)
            for step, words in judgement.STEPS.items()
        ]
    else:
        choices = [
            ChoiceOutline(one.key, one.key.upper() if one.quoted else _plain(one.text), one.right)
            for one in question.choices
        ]
    return ItemOutline(name, question, tuple(choices))


def with_old_choices(item: ItemOutline, uses: Mapping[str, Use] | None) -> tuple[ChoiceOutline, ...]:
    """The choices of *item*, and after them those that were chosen while earlier texts had them."""
    quoted = any(choice.quoted for choice in item.question.choices)
    old = sorted(name for name in uses or () if name.startswith(_OLD))
    return (
        *item.choices,
        *(ChoiceOutline(name, "" if quoted else name.removeprefix(_OLD), False, old=True) for name in old),
    )


def as_sitting(
    sat: Sat,
    texts: Mapping[int, QuizDocument],
    live: Mapping[str, ItemOutline],
    regrades: Sequence[Regrade] = (),
) -> Sitting:
    """What *sat* tells of the questions in *live*; *texts* are the revisions that it shows.

    Each answer is marked by the text that was shown, or by the newest of its *regrades*, whatever its learner
    was left with. A question that its text does not have is passed over.
    """
    return Sitting(sat.learner, tuple(_meetings(sat, texts, live, regrades)))


def _meetings(
    sat: Sat,
    texts: Mapping[int, QuizDocument],
    live: Mapping[str, ItemOutline],
    regrades: Sequence[Regrade],
) -> Iterator[Meeting]:
    if sat.revision_id not in texts:
        return
    answers: dict[str, list[str]] = {}
    for one in sat.given:
        answers.setdefault(one.question, []).append(one.answer)
    counting = counting_answers(answers, texts[sat.revision_id].feedback)
    seconds = _seconds(sat)
    for drawn in sat.drawn:
        origin = drawn.revision_id or sat.revision_id
        shown = _find(texts.get(origin), drawn.key)
        if shown is not None:
            question = correct(shown, origin, None, regrades).newest
            name = name_of(sat.quiz_id, drawn.key, from_bank=drawn.revision_id is not None)
            meeting = _meeting(name, question, counting.get(drawn.key), live.get(name))
            yield replace(
                meeting,
                seen=drawn.seen,
                seconds=seconds.get(drawn.key),
                from_bank=drawn.revision_id is not None,
            )


def _meeting(name: str, question: Question, answer: str | None, live: ItemOutline | None) -> Meeting:
    picked = () if answer is None else tuple(_picked(question, answer, live))
    return Meeting(name, group_of(question), mark(question, answer), picked)


def _picked(question: Question, answer: str, live: ItemOutline | None) -> Iterator[str]:
    if question.kind == judgement.name or live is None:
        yield answer
        return
    now = {(_words(one.text), one.right): one.key for one in live.question.choices}
    for choice in question.choices:
        if choice.key in answer.split(","):
            gone = choice.key if choice.right else _OLD + _plain(choice.text)
            yield now.get((_words(choice.text), choice.right), gone)


def _seconds(sat: Sat) -> dict[str, float]:
    """How long the first answer to each question took, since the answer before or the beginning."""
    found: dict[str, float] = {}
    before = sat.started_at
    for one in sorted(sat.given, key=lambda given: given.answered_at):
        found.setdefault(one.question, (one.answered_at - before).total_seconds())
        before = one.answered_at
    return found


def _find(text: QuizDocument | None, key: str) -> Question | None:
    questions: Sequence[Question] = text.questions if text else ()
    return next((question for question in questions if question.key == key), None)


def _plain(text: str) -> str:
    return re.sub(r"[*`]", "", text)


def _words(text: str) -> str:
    return " ".join(text.casefold().split())
