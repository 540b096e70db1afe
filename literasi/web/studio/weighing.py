"""What publishing a draft means for those who have learned already, in words and numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from literasi.database import db
from literasi.domain.identities import Identity
from literasi.domain.questions import KINDS, Aspect, Change, Question, QuizDocument
from literasi.queries.consequences import Fall, KeyConsequence, Weighed, weigh
from literasi.services.reviewing import LOWER, MEND, SAME
from literasi.web.translating import gettext, ngettext

NEW = "new"


@dataclass(frozen=True)
class WeighedChange:
    """One change with what follows and what its author may say it means.

    *choices* are the words that may be chosen; *chosen* the one that was, or what nobody needs to say.
    """

    field: str
    key: str
    aspect: str
    number: int | None
    words: str
    answers: tuple[str, str] | None
    numbers: str
    choices: tuple[str, ...]
    chosen: str
    may_fall: Sequence[Fall]
    falls_code: str
    warning: str = ""

    @property
    def sentence(self) -> str:
        """What changes, and for how many."""
        return f"{self.words.removesuffix('.')}: {self.numbers}." if self.numbers else self.words

    @property
    def needs_decision(self) -> bool:
        """Whether its author has not said yet what it means."""
        return bool(self.choices) and self.chosen not in self.choices

    @property
    def lowers(self) -> bool:
        """Whether results fall by it."""
        return self.chosen == LOWER and bool(self.may_fall)


@dataclass(frozen=True)
class WeighedText:
    """One quiz of a draft; *open* attempts go on with the old text, *finished* people stay finished.

    Where it *is_new*, there is no old text.
    """

    place: int
    identity: Identity
    document: QuizDocument
    changes: Sequence[WeighedChange]
    open: int
    finished: int
    is_new: bool


def weighed_texts(
    texts: Iterable[tuple[int, Identity, Any]], decisions: Mapping[str, str]
) -> list[WeighedText]:
    """What the changes of each quiz mean by the *decisions*; *texts* are places, identities and documents.

    Lessons, and texts that cannot be read, are left out.
    """
    found = []
    for place, identity, document in texts:
        if not isinstance(document, QuizDocument):
            continue
        weighed = weigh(db.session(), identity, document)
        changes = [*_changes(place, weighed, decisions), *_taken(place, weighed, document)]
        follows = weighed.follows
        found.append(
            WeighedText(place, identity, document, changes, follows.open, follows.finished, weighed.is_new)
        )
    return found


def undecided(texts: Sequence[WeighedText]) -> list[WeighedChange]:
    """The changes of which nobody has said yet what they mean."""
    return [change for text in texts for change in text.changes if change.needs_decision]


def _changes(place: int, weighed: Weighed, decisions: Mapping[str, str]) -> list[WeighedChange]:
    return [
        _weighed(place, change, weighed.follows.keys.get(change.key or ""), decisions)
        for change in weighed.changes
        if change.aspect is not Aspect.REWORDED or change.key not in weighed.follows.taken
    ]


def _weighed(
    place: int, change: Change, follows: KeyConsequence | None, decisions: Mapping[str, str]
) -> WeighedChange:
    choices = _choices(change, follows)
    usual = SAME if change.aspect is Aspect.REWORDED else ""
    falls = follows.falls if follows and change.may_regrade else ()
    chosen = decisions.get(change.key or "", usual)
    return WeighedChange(
        field=f"arti-{place}-{change.key}",
        key=change.key or "",
        aspect=change.aspect.value,
        number=change.number,
        words=_words(change),
        answers=_answers(change),
        numbers=_numbers(change, follows, lowers=chosen == LOWER) if follows else "",
        choices=choices,
        chosen=chosen,
        may_fall=falls,
        falls_code=follows.falls_code if follows else "",
        warning=_warning(change),
    )


def _taken(place: int, weighed: Weighed, document: QuizDocument) -> list[WeighedChange]:
    """Keys that look new, but stood for another question in an earlier text."""
    numbers = {question.key: number for number, question in enumerate(document.questions, start=1)}
    return [
        WeighedChange(
            field=f"arti-{place}-{key}",
            key=key,
            aspect="taken",
            number=numbers[key],
            words=gettext(
                "The id of question %(number)s stood for another question before.", number=numbers[key]
            ),
            answers=None,
            numbers="",
            choices=(NEW,),
            chosen="",
            may_fall=(),
            falls_code="",
        )
        for key in weighed.follows.taken
    ]


def _choices(change: Change, follows: KeyConsequence | None) -> tuple[str, ...]:
    if change.aspect is Aspect.REWORDED or change.is_reordered:
        return (SAME, NEW)
    if change.may_regrade:
        lower = (LOWER,) if follows and follows.falls else ()
        return (NEW, MEND, *lower)
    return (NEW,) if change.needs_decision else ()


def _words(change: Change) -> str:
    """What changes, in one sentence."""
    number, old, new = change.number, change.old, change.new
    sentences: Mapping[Aspect, str] = {
        Aspect.ADDED: gettext("Question %(number)s is new.", number=number),
        Aspect.REMOVED: gettext("Question %(number)s was taken out, and its answers stay.", number=number),
        Aspect.KIND: gettext("Question %(number)s is of another kind now.", number=number),
        Aspect.RIGHT_ANSWER: gettext("The right answer of question %(number)s changed.", number=number),
        Aspect.REWORDED: gettext("Question %(number)s was reworded. What is right stays.", number=number),
        Aspect.MOVED: gettext("Question %(number)s stands in another place.", number=number),
        Aspect.TITLE: gettext("The title changed."),
        Aspect.DRAW: gettext("What is drawn from the bank changed."),
        Aspect.THRESHOLD: gettext("What is needed to pass changed. Results that were given stay."),
        Aspect.FEEDBACK: gettext("The moment when answers are explained changed."),
    }
    if change.is_reordered:
        return gettext("The choices of question %(number)s stand in another order.", number=number)
    if change.aspect is Aspect.THRESHOLD and old is not None and new is not None:
        return gettext(
            "What is needed to pass changed from %(old)s%% to %(new)s%%. Results that were given stay.",
            old=old,
            new=new,
        )
    return sentences[change.aspect]


def _answers(change: Change) -> tuple[str, str] | None:
    """What was right and what is now, in words."""
    if change.aspect is not Aspect.RIGHT_ANSWER or change.is_reordered:
        return None
    return _right(change.old), _right(change.new)


def _right(question: Question) -> str:
    return gettext(KINDS[question.kind].describe_right_answer(question)).removesuffix(".")


def _warning(change: Change) -> str:
    """What its author should read again, because it explains what was right before."""
    if not change.leaves_explanation:
        return ""
    if change.new.choices:
        return gettext("The explanations of the choices have not changed; read again whether they still fit.")
    return gettext("The fact and the reasons have not changed; read again whether they still fit.")


def _numbers(change: Change, follows: KeyConsequence, *, lowers: bool) -> str:
    """For how many attempts, and what a regrade would do to them; unless it *lowers*, no result falls."""
    parts: list[str] = [ngettext("%(num)s attempt", "%(num)s attempts", follows.submitted)]
    if change.may_regrade and not change.is_reordered:
        parts.append(_gains(follows, lowers=lowers))
    return ", ".join(parts)


def _gains(follows: KeyConsequence, *, lowers: bool) -> str:
    """How many would pass, where any would by it or no longer; how many get more points, elsewhere."""
    passing: Any = follows.now_pass or follows.no_longer_pass
    more = follows.now_pass if passing else follows.rising
    fewer = follows.no_longer_pass if passing else len(follows.falls)
    if passing and lowers:
        return gettext("%(more)s would pass, %(fewer)s no longer", more=more, fewer=fewer)
    if lowers:
        return gettext("%(more)s would get more points, %(fewer)s fewer", more=more, fewer=fewer)
    gain = (
        gettext("%(num)s would pass", num=more)
        if passing
        else gettext("%(num)s would get more points", num=more)
    )
    kept = gettext("%(num)s as before, not lowered", num=fewer)
    return f"{gain}; {kept}" if fewer else gain
