"""What people gained between two tests, with the difference of the forms taken out.

Nobody sees an item twice, so before and after are different forms, and one form is easier than the other.
Where every form comes first as often as second, what the forms do cancels out, as long as the orders count
alike however many people had them: the mean of the order means, never the mean of all people.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, variance

from literasi.domain.effects import corrected_gain
from literasi.domain.intervals import around


@dataclass(frozen=True)
class Pair:
    """One person's figure in two tests; *order* names the forms, first and second: "AB"."""

    order: str
    before: float
    after: float


@dataclass(frozen=True)
class CounterbalancedGain:
    """A mean gain in the unit of the figure, and its standard error with *freedom* degrees of freedom.

    *by_order* has the mean difference and the number of people of every order. *form_effects* says how much
    more people reach on a form than on all forms together, were nothing learned: above 0 an easier form.
    *error* and *freedom* are None where an order has one person only, or where nobody differs.
    """

    value: float
    error: float | None
    freedom: float | None
    by_order: Mapping[str, tuple[float, int]]
    form_effects: Mapping[str, float]

    @property
    def n(self) -> int:
        """How many people."""
        return sum(n for _, n in self.by_order.values())

    def interval(self, confidence: float = 0.95) -> tuple[float, float] | None:
        """The t interval of the gain; None without an error."""
        if self.error is None:
            return None
        return around(self.value, self.error, freedom=self.freedom, confidence=confidence)


def gain(pairs: Sequence[Pair]) -> CounterbalancedGain | None:
    """The mean of the order means, with the errors of the order means added (Jones and Kenward 2014).

    With K orders: gain = sum m_k/K, SE = sqrt(sum s_k^2/n_k)/K, degrees of freedom by Satterthwaite (1946).
    Orders AB and BA: form A is easier than B by (m_BA - m_AB)/2. Three orders AB, BC, CA work alike.

    None where the forms do not cancel out: some form comes first more often than second among the orders that
    there are, or is in more orders than another. Leave out orders that the plan does not hold.
    """
    differences = _by_order(pairs)
    if not cancels_out(differences):
        return None
    means = {order: fmean(found) for order, found in sorted(differences.items())}
    value = fmean(means.values())
    error, freedom = _error(list(differences.values()))
    return CounterbalancedGain(
        value=value,
        error=error,
        freedom=freedom,
        by_order={order: (mean, len(differences[order])) for order, mean in means.items()},
        form_effects=_form_effects({order: mean - value for order, mean in means.items()}),
    )


def effect(pairs: Sequence[Pair]) -> float | None:
    """g_av with the counterbalanced gain above and the standard deviations of all people below the line.

    In standard deviations, see ``effects.corrected_gain``. None where either is.
    """
    differences = _by_order(pairs)
    if not cancels_out(differences):
        return None
    gained = fmean(map(fmean, differences.values()))
    return corrected_gain([pair.before for pair in pairs], [pair.after for pair in pairs], gain=gained)


def cancels_out(orders: Mapping[str, object] | Sequence[str]) -> bool:
    """Whether every form comes first as often as second in *orders*, and all forms equally often."""
    first, second = Counter(order[0] for order in orders), Counter(order[1] for order in orders)
    return bool(first) and first == second and len(set(first.values())) == 1


def _by_order(pairs: Sequence[Pair]) -> dict[str, list[float]]:
    """Everybody's difference, by the order of forms."""
    differences: dict[str, list[float]] = defaultdict(list)
    for pair in pairs:
        differences[pair.order].append(pair.after - pair.before)
    return differences


def _error(orders: Sequence[Sequence[float]]) -> tuple[float | None, float | None]:
    """The standard error of the mean of the order means, and its degrees of freedom."""
    if min(map(len, orders)) < 2:
        return None, None
    parts = [variance(found) / len(found) for found in orders]
    if sum(parts) == 0:
        return None, None
    error = math.sqrt(sum(parts)) / len(orders)
    shares = (part**2 / (len(found) - 1) for part, found in zip(parts, orders, strict=True))
    return error, sum(parts) ** 2 / sum(shares)


def _form_effects(deviations: Mapping[str, float]) -> dict[str, float]:
    """How easy each form is, by least squares from what the orders deviate from the gain; they add up to 0.

    A form in *degree* orders of F forms: (what comes in with it - what goes out) (F - 1)/(F degree).
    """
    forms = sorted({form for order in deviations for form in order})
    degree = 2 * len(deviations) / len(forms)
    scale = (len(forms) - 1) / (len(forms) * degree)
    return {
        form: scale
        * sum(
            deviation * ((order[1] == form) - (order[0] == form)) for order, deviation in deviations.items()
        )
        for form in forms
    }
