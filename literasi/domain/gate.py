"""The one gate: every figure drawn from answers, and every count of people whom the reader may not list.

Only this module makes a ``Figure``, and the macros of pages (``components/figures.html``) take nothing else.
What must not be told becomes ``Hidden``, which says why. The rules stand in one table, ``gate_rules.RULES``.
A new kind of figure is a row there and a function below that says what it is drawn from.

People whom the reader may see by name are not counted here: they are counted plainly.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass
from typing import ClassVar, NoReturn, TypeAlias

from literasi.domain.gate_rules import (
    ANSWERS_OF_EACH,
    LEAST_OF_EACH_ORDER,
    LEAST_RETURNED,
    RULES,
    Kind,
    Reason,
    Unit,
    step_of,
)
from literasi.domain.intervals import wilson
from literasi.domain.suppression import SMALLEST_CROWD, Side, few, unsaid_parts, unsaid_rows

Interval: TypeAlias = tuple[float, float]
_PASSED = object()


@dataclass(frozen=True)
class Hidden:
    """A figure that is not told. *needed* says how many it takes, where that is more than a crowd.

    *have* is how many there are by now, itself a figure or hidden.
    """

    reason: Reason
    needed: int = SMALLEST_CROWD
    have: "Figure | Hidden | None" = None
    told: ClassVar[bool] = False


@dataclass(frozen=True)
class Figure:
    """A number that may be told: as precisely as it may, and from how many people (*n*) it comes.

    *value* is None where only the *interval* may be told. *rounding* is the step to which both are rounded:
    what was more precise has stayed inside. *doubtful* where many of those asked did not answer. Nobody but
    the gate can make one: not by calling, replacing, subclassing or unpickling.
    """

    value: float | None
    interval: Interval | None
    n: int
    kind: Kind
    rounding: float
    doubtful: bool = False
    passed: InitVar[object] = None
    told: ClassVar[bool] = True

    def __post_init__(self, passed: object) -> None:
        """Refuse everybody who does not hold the gate's token."""
        if passed is not _PASSED:
            raise TypeError("only literasi.domain.gate makes figures")
        object.__setattr__(self, "_seal", passed)

    def __init_subclass__(cls) -> None:
        """Refuse heirs, who could leave the check out."""
        raise TypeError("a figure has no heirs")

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled: whoever writes the bytes could write others."""
        raise TypeError("a figure is not pickled")

    def __copy__(self) -> "Figure":
        """Itself: it never changes."""
        return self

    def __deepcopy__(self, memo: object) -> "Figure":
        """Itself: it never changes."""
        return self

    @property
    def unit(self) -> Unit:
        """What its value counts."""
        return RULES[self.kind].unit

    @property
    def percent(self) -> int | None:
        """Its value in whole percent, if it is a share."""
        return None if self.value is None else round(self.value * 100)

    @property
    def percents(self) -> tuple[int, int] | None:
        """The ends of its interval in whole percent, if it is a share."""
        return (
            None if self.interval is None else (round(self.interval[0] * 100), round(self.interval[1] * 100))
        )


Shown: TypeAlias = Figure | Hidden


def made_here(thing: object) -> bool:
    """Whether *thing* came through the gate. Whatever writes figures asks this first."""
    return isinstance(thing, Hidden) or (type(thing) is Figure and getattr(thing, "_seal", None) is _PASSED)


def people(n: int) -> Shown:
    """*n* people; of fewer than ten (nobody is fewer, too) only that."""
    return _let(Kind.PEOPLE, n, n)


def times(n: int) -> Shown:
    """How often something happened to people, treated as if each time were another person."""
    return _let(Kind.TIMES, n, n)


def share(x: int, n: int) -> Shown:
    """The share of *n* people who have something, *x* of them, with its Wilson interval.

    Hidden where the people are few, or those who have it, or those who do not: the share and *n* would tell.
    """
    return _let(Kind.SHARE, n, x / n if n else 0, wilson(x, n), least_side=min(x, n - x))


def partition(total: int, parts: Mapping[str, int]) -> dict[str, Shown]:
    """Each of the *parts* that *total* people fall into, beside ``people(total)``.

    What must stay unsaid so that nobody can subtract says ``suppression.unsaid_parts``. All of it is hidden
    for the same reason: a word that set the small parts apart would be half of their number.
    """
    unsaid = unsaid_parts(total, parts)
    reason = Reason.FEW if few(total) else Reason.COMPLEMENT
    return {name: Hidden(reason) if name in unsaid else people(size) for name, size in parts.items()}


def shares(total: Side, rows: Mapping[str, Side]) -> dict[str, tuple[Shown, Shown]]:
    """People and share of each of *rows* that *total* people fall into; all are (x, n) as in ``share``.

    For a table that tells both beside ``people(n)`` and ``share(x, n)`` of the total, see
    ``suppression.unsaid_rows``. Where the total share is hidden no share is told, and people as in
    ``partition``.
    """
    have, everybody = total
    if few(min(have, everybody - have)):
        counts = partition(everybody, {name: n for name, (_, n) in rows.items()})
        return {name: (count, Hidden(Reason.COMPLEMENT)) for name, count in counts.items()}
    unsaid = unsaid_rows(total, rows)
    hidden = Hidden(Reason.COMPLEMENT), Hidden(Reason.COMPLEMENT)
    return {name: hidden if name in unsaid else (people(n), share(x, n)) for name, (x, n) in rows.items()}


def nested(*shown: Shown) -> tuple[Shown, ...]:
    """Figures that stand together, each of a group within the group before it: the largest comes first.

    One whose group has fewer than ten people less than the last that is told would tell how many these are,
    and is hidden (pairs that differ by < 10). Inside a figure that is told, everything is hidden for the same
    reason. Raises ValueError if a group is larger than the one it lies in.
    """
    told: list[Shown] = []
    outer: Figure | None = None
    for one in shown:
        if isinstance(one, Figure) and outer is not None and one.n > outer.n:
            raise ValueError("a group cannot be larger than the group that it lies in")
        close = outer is not None and (isinstance(one, Hidden) or few(outer.n - one.n))
        told.append(Hidden(Reason.DIFFERENCE) if close else one)
        outer = one if isinstance(one, Figure) and not close else outer
    return tuple(told)


def level(value: float | None, interval: Interval | None, n: int) -> Shown:
    """The mean of a group of *n* people on some scale, with its interval. SE(mean d') is about .25 at ten."""
    return _let(Kind.LEVEL, n, value, interval)


def gain(value: float | None, interval: Interval | None, *orders: int) -> Shown:
    """A mean difference of pairs, before and after, by how many had the forms in each of the *orders*.

    From 30 pairs on, with ten of each order; from ten to 29 its interval alone. What has no interval has an
    order that nobody had, or only one person in each, and is not told.
    """
    return _gain(Kind.GAIN, value, interval, orders)


def share_gain(value: float | None, interval: Interval | None, *orders: int) -> Shown:
    """The same of a mean share, in percentage points."""
    return _gain(Kind.SHARE_GAIN, value, interval, orders)


def mean_share(value: float | None, interval: Interval | None, n: int) -> Shown:
    """The mean over *n* people of a share of each one's own answers, eight or more.

    Hidden where there are fewer than ten answers on one side: then nearly everybody gave the same.
    """
    if value is None or interval is None:
        return _let(Kind.MEAN_SHARE, n, None)
    least_side = math.floor(min(value, 1 - value) * n * ANSWERS_OF_EACH + 1e-9)
    ends = max(0.0, interval[0]), min(1.0, interval[1])
    return _let(Kind.MEAN_SHARE, n, value, ends, least_side=least_side)


def technique_share(right: int, answers: int, n: int) -> Shown:
    """The share right of *answers* that *n* people gave to items of one technique, ten on either side.

    Its interval is as wide as if each had given one answer: answers of one person are alike.
    """
    value = right / answers if answers else None
    return _let(
        Kind.TECHNIQUE,
        n,
        value,
        None if value is None else wilson(value * n, n),
        least_side=min(right, answers - right),
    )


def claim(value: float | None, interval: Interval | None, pairs: int) -> Shown:
    """What a whole programme did ("proven"): from a hundred pairs on."""
    return _let(Kind.CLAIM, pairs, value, interval)


def comparison(value: float, interval: Interval, one: int, other: int) -> Shown:
    """The difference of two units, of *one* and *other* people, with the interval of the difference.

    Hidden where it holds 0: there is no league table. Whoever compares several widens the interval (Holm).
    """
    if min(one, other) >= RULES[Kind.COMPARISON].least and interval[0] <= 0 <= interval[1]:
        return Hidden(Reason.UNSURE)
    return _let(Kind.COMPARISON, min(one, other), value, interval)


def retained(value: float | None, interval: Interval | None, returned: int, took: int) -> Shown:
    """A share among those who came back, *returned* of *took*; doubtful if fewer than 60 % of them did.

    *value* is None where it is not sure that there was anything to retain.
    """
    if value is None and not few(returned):
        return Hidden(Reason.UNSURE)
    doubtful = returned * 100 < took * LEAST_RETURNED
    return _let(Kind.RETAINED, returned, value, interval, doubtful=doubtful)


def curve_point(right: float, n: int, *, own: bool = False) -> Shown:
    """How many are right at one step of confidence: of a group from 30 on, of one's *own* from ten."""
    kind = Kind.OWN_CURVE if own else Kind.GROUP_CURVE
    return _let(kind, n, right / n if n else 0, wilson(right, n))


def own_share(right: int, n: int) -> Shown:
    """The share right of one's own *n* answers to true, or to false, items: from eight on (SE(d') <= .64)."""
    return _let(Kind.OWN_SHARE, n, right / n if n else 0, wilson(right, n))


def item_share(right: float, n: int, *, answers: int | None = None) -> Shown:
    """The mean mark on a question, or the share of one choice, with *n* people, from 30 *answers* on.

    It says something about a text and is drawn from whoever met it anywhere, so that both sides may be few.
    """
    have = n if answers is None else answers
    return _let(Kind.ITEM_SHARE, n, right / n if n else 0, wilson(right, n), have=have)


def item_seconds(value: float | None, n: int) -> Shown:
    """The median time that *n* answers took, from 30 on; *value* None where too few times are known."""
    return _let(Kind.ITEM_SECONDS, 0 if value is None else n, value)


def discrimination(value: float | None, n: int) -> Shown:
    """The correlation of a question with the rest, from a hundred answers on; *value* None is undefined."""
    return _let(Kind.DISCRIMINATION, n, value)


def reliability(value: float | None, n: int) -> Shown:
    """How far questions agree (alpha), from a hundred sittings on; *value* None is undefined."""
    return _let(Kind.RELIABILITY, n, value)


def _gain(kind: Kind, value: float | None, interval: Interval | None, orders: Sequence[int]) -> Shown:
    pairs, rule = sum(orders), RULES[kind]
    if interval is None:
        return _let(kind, 0 if few(pairs) else max(pairs, rule.least), None)
    if pairs >= rule.least and (len(orders) < 2 or min(orders) < LEAST_OF_EACH_ORDER):
        return _make(kind, pairs, None, interval)
    return _let(kind, pairs, value, interval)


def _let(
    kind: Kind,
    n: int,
    value: float | None,
    interval: Interval | None = None,
    *,
    least_side: int | None = None,
    have: int | None = None,
    doubtful: bool = False,
) -> Shown:
    """Let the figure pass by its rule; *have* counts instead of *n* where it takes something else."""
    rule, counted = RULES[kind], n if have is None else have
    if rule.to_interval is not None and rule.to_interval <= counted < rule.least:
        return _make(kind, n, None, interval)
    if counted < rule.least:
        return Hidden(Reason.FEW, rule.least, people(counted) if rule.least > SMALLEST_CROWD else None)
    if rule.both_sides and least_side is not None and few(least_side):
        return Hidden(Reason.COMPLEMENT)
    if value is None:
        return Hidden(Reason.UNDEFINED)
    return _make(kind, n, value, interval, doubtful=doubtful)


def _make(
    kind: Kind, n: int, value: float | None, interval: Interval | None, *, doubtful: bool = False
) -> Figure:
    step = step_of(kind, n)
    rounded = None if interval is None else (_to_step(interval[0], step), _to_step(interval[1], step))
    point = None if value is None else _to_step(value, step)
    return Figure(point, rounded, n, kind, step, doubtful, passed=_PASSED)


def _to_step(value: float, step: float) -> float:
    """*value* rounded to whole steps; of a step below 1 to two decimals, so that no trace remains."""
    steps = round(value / step) if step >= 1 else round(value * round(1 / step))
    return round(steps / round(1 / step), 2) if step < 1 else float(steps)
