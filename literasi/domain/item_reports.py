"""How questions do, as their pages read it: by question, by quiz, and on the whole site."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from literasi.domain import gate
from literasi.domain.gate import Shown
from literasi.domain.item_analysis import LEAST_TO_DISCRIMINATE, Group, ItemFigures, Sitting, alpha
from literasi.domain.item_flags import ChoiceOutline, Flag, flags
from literasi.domain.item_sittings import ItemOutline, with_old_choices
from literasi.domain.item_telling import ToldItem, told
from literasi.domain.questions import Question


@dataclass(frozen=True)
class ItemReport:
    """One question of a live text, its figures and what to do about it; *choices* may name older ones."""

    question: Question
    group: Group
    choices: tuple[ChoiceOutline, ...]
    figures: ItemFigures
    flags: tuple[Flag, ...]

    @property
    def told(self) -> ToldItem:
        """Its figures as a page may tell them."""
        return told(self.figures)


@dataclass(frozen=True)
class Reliability:
    """How far a quiz's own questions of one group agree; None while *sittings* are too few to tell."""

    group: Group
    questions: int
    sittings: int
    alpha: float | None

    @property
    def told(self) -> Shown:
        """Alpha as a page may tell it."""
        return gate.reliability(self.alpha, self.sittings)


@dataclass(frozen=True)
class QuizReport:
    """One live quiz or file of the bank (its course is ``bank``); *sittings* are those that were read."""

    course: str
    slug: str
    title: str
    sittings: int
    items: tuple[ItemReport, ...]
    reliability: tuple[Reliability, ...]

    @property
    def flagged(self) -> int:
        """How many questions want looking after."""
        return sum(bool(item.flags) for item in self.items)

    @property
    def told(self) -> Shown:
        """The sittings as a page may tell them."""
        return gate.times(self.sittings)

    @property
    def most_answered(self) -> Shown:
        """The facility of the question that was answered most; where hidden, it says how many it takes."""
        most = max(self.items, key=lambda item: item.figures.answered, default=None)
        return most.told.facility if most else gate.item_share(0, 0)


@dataclass(frozen=True)
class Overview:
    """Every live quiz and file of the bank, from the newest *sittings* of all."""

    quizzes: tuple[QuizReport, ...]
    sittings: int


@dataclass(frozen=True)
class Stumble:
    """A question that wants looking after, and the most urgent thing to do."""

    course: str
    slug: str
    title: str
    key: str
    flag: Flag


def item_report(item: ItemOutline, figures: ItemFigures) -> ItemReport:
    """*item* with its figures and flags."""
    choices = with_old_choices(item, figures.uses)
    return ItemReport(item.question, item.group, choices, figures, tuple(flags(item.group, choices, figures)))


def reliability(items: Sequence[ItemOutline], sittings: Sequence[Sitting]) -> Iterable[Reliability]:
    """Each group with two questions or more, over the sittings that hold all of them."""
    for group in Group:
        names = [item.name for item in items if item.group is group]
        if len(names) < 2:
            continue
        marks = [{one.question: one.mark for one in sitting.meetings if not one.seen} for sitting in sittings]
        rows = [[mine[name] for name in names] for mine in marks if mine.keys() >= set(names)]
        enough = len(rows) >= LEAST_TO_DISCRIMINATE
        yield Reliability(group, len(names), len(rows), alpha(rows) if enough else None)
