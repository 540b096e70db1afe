"""Our statistics beside those of scipy and statsmodels, on the same numbers in the same run.

Both are loaded by the first test that asks: that takes longer than the rest of the folder.
"""

import math
from importlib import import_module
from random import Random
from statistics import fmean, stdev
from types import SimpleNamespace

import pytest

from literasi.domain.bootstrapping import bca, quantile
from literasi.domain.comparisons import difference_of_means, holm, mean_change
from literasi.domain.counterbalancing import Pair, gain
from literasi.domain.discernment import area, count_ratings, detect
from literasi.domain.effects import hedges_factor
from literasi.domain.intervals import mean_interval, wilson
from literasi.domain.reliability import kr20, rest_correlations
from literasi.domain.student import student_distribution, student_quantile
from tests.domain.matrices import TEN_BY_FIVE

FREEDOMS = [0.5, 1, 2, 3.7, 9, 27.3, 100, 10_000]


@pytest.fixture(scope="module")
def others():
    """The libraries that we do without."""
    return SimpleNamespace(
        numpy=import_module("numpy"),
        stats=import_module("scipy.stats"),
        special=import_module("scipy.special"),
        multiple=import_module("statsmodels.stats.multitest"),
        proportion=import_module("statsmodels.stats.proportion"),
        weighted=import_module("statsmodels.stats.weightstats"),
    )


def steps(seed, n, shift):
    """Answers of one to six, higher on the whole for a higher *shift*."""
    dice = Random(seed)
    return [min(6, max(1, round(dice.gauss(3.5 + shift, 1.3)))) for _ in range(n)]


def draws(seed, n, mean=0.0, spread=1.0):
    dice = Random(seed)
    return [dice.gauss(mean, spread) for _ in range(n)]


@pytest.mark.parametrize("freedom", FREEDOMS)
def test_students_t(others, freedom):
    for probability in (0.0005, 0.025, 0.1, 0.5, 0.75, 0.975, 0.9999):
        expected = others.stats.t.ppf(probability, freedom)
        assert student_quantile(probability, freedom) == pytest.approx(expected, rel=1e-8, abs=1e-12)
    for t in (-40, -2.5, -0.001, 0, 0.3, 1.7, 9):
        expected = others.stats.t.cdf(t, freedom)
        assert student_distribution(t, freedom) == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize("seed", range(5))
def test_detection(others, seed):
    trues, falses = steps(seed, 7 + seed, 0.7), steps(seed + 100, 10, -0.4)
    z, pdf = others.stats.norm.ppf, others.stats.norm.pdf
    hit = (sum(step > 3 for step in trues) + 0.5) / (len(trues) + 1)
    alarm = (sum(step > 3 for step in falses) + 0.5) / (len(falses) + 1)
    squared = [
        rate * (1 - rate) / n / pdf(z(rate)) ** 2 for rate, n in ((hit, len(trues)), (alarm, len(falses)))
    ]

    found = detect(rated(trues, falses))

    assert found.sensitivity == pytest.approx(z(hit) - z(alarm))
    assert found.bias == pytest.approx(-(z(hit) + z(alarm)) / 2)
    assert found.sensitivity_error == pytest.approx(math.sqrt(sum(squared)))


@pytest.mark.parametrize("seed", range(5))
def test_area(others, seed):
    trues, falses = steps(seed, 10 + seed, 0.5), steps(seed + 50, 9, -0.5)

    u = others.stats.mannwhitneyu(trues, falses).statistic

    assert area(rated(trues, falses)).value == pytest.approx(u / (len(trues) * len(falses)))


def test_the_error_of_an_area_is_what_areas_vary_by(others):
    """DeLong's error, squared and averaged, is the variance of the area from sample to sample."""
    found = [area(rated(steps(seed, 40, 0.4), steps(seed + 9000, 40, -0.4))) for seed in range(1500)]

    varied = others.numpy.std([one.value for one in found], ddof=1)
    assert math.sqrt(fmean(one.error**2 for one in found)) == pytest.approx(varied, rel=0.06)


@pytest.mark.parametrize(("successes", "n"), [(0, 10), (7, 10), (10, 10), (1, 1), (42, 60), (130, 999)])
def test_wilson(others, successes, n):
    expected = others.proportion.proportion_confint(successes, n, method="wilson")
    assert wilson(successes, n) == pytest.approx(expected)


@pytest.mark.parametrize("n", [2, 3, 10, 250])
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_interval_of_a_mean(others, n, confidence):
    values = draws(n, n, 0.4, 0.9)

    expected = others.weighted.DescrStatsW(values).tconfint_mean(alpha=1 - confidence)

    assert mean_interval(values, confidence=confidence) == pytest.approx(expected)


@pytest.mark.parametrize(("one", "other"), [(2, 2), (10, 30), (200, 15)])
def test_difference_of_means(others, one, other):
    citizens, admins = draws(1, one, 0.3, 0.7), draws(2, other, 0.1, 1.4)
    expected = others.stats.ttest_ind(citizens, admins, equal_var=False)
    interval = others.weighted.CompareMeans.from_data(citizens, admins).tconfint_diff(usevar="unequal")

    found = difference_of_means(citizens, admins)

    assert found.value / found.error == pytest.approx(expected.statistic)
    assert found.freedom == pytest.approx(expected.df)
    assert found.p == pytest.approx(expected.pvalue)
    assert found.interval == pytest.approx(interval)
    assert found.at(0.9).interval == pytest.approx(expected.confidence_interval(0.9))


def test_mean_change(others):
    before, after = draws(3, 25), draws(4, 25, 0.4)
    expected = others.stats.ttest_rel(after, before)

    found = mean_change(before, after)

    assert found.p == pytest.approx(expected.pvalue)
    assert found.interval == pytest.approx(expected.confidence_interval(0.95))


def test_gain_of_two_orders(others):
    """Half of Welch's difference between one order and the other turned round: the same error and freedom."""
    one, other = draws(5, 12, 0.5, 0.6), draws(6, 31, 0.1, 1.1)
    expected = others.stats.ttest_ind(one, [-gained for gained in other], equal_var=False)

    found = gain([Pair("AB", 0, gained) for gained in one] + [Pair("BA", 0, gained) for gained in other])

    assert found.value / found.error == pytest.approx(expected.statistic)
    assert found.freedom == pytest.approx(expected.df)
    assert [2 * end for end in found.interval()] == pytest.approx(list(expected.confidence_interval(0.95)))


def test_holm(others):
    for seed in range(20):
        dice = Random(seed)
        p_values = [round(dice.random() ** 3, 3) for _ in range(1 + seed % 7)]
        assert holm(p_values) == pytest.approx(others.multiple.multipletests(p_values, method="holm")[1])


def test_hedges_factor(others):
    for m in (2, 9, 28.5, 400):
        ratio = others.special.gamma(m / 2) / others.special.gamma((m - 1) / 2) if m < 300 else None
        expected = ratio / math.sqrt(m / 2) if ratio else 1 - 3 / (4 * m - 1)
        assert hedges_factor(m) == pytest.approx(expected, rel=1e-6)


def test_reliability(others):
    matrix = others.numpy.array(TEN_BY_FIVE)
    n, k = matrix.shape
    shares, totals = matrix.mean(axis=0), matrix.sum(axis=1)

    assert kr20(TEN_BY_FIVE) == pytest.approx(
        k / (k - 1) * (1 - (shares * (1 - shares)).sum() / totals.var())
    )
    expected = [
        others.stats.pearsonr(matrix[:, place], totals - matrix[:, place]).statistic for place in range(k)
    ]
    assert rest_correlations(TEN_BY_FIVE) == pytest.approx(expected)


def test_quantiles(others):
    ranked = sorted(draws(7, 37))
    for level in (0, 0.011, 0.5, 0.9731, 1):
        assert quantile(ranked, level) == pytest.approx(others.numpy.quantile(ranked, level))


BOOTSTRAPS = {
    "one mean": ((10,), fmean),
    "a mean of three means": ((9, 20, 14), lambda *orders: fmean(map(fmean, orders))),
    "a difference": ((15, 40), lambda one, other: fmean(one) - fmean(other)),
    "a spread": ((60,), stdev),
    "a ratio": ((12, 12), lambda one, other: fmean(one) / fmean(other)),
}


@pytest.mark.parametrize("confidence", [0.8, 0.95])
@pytest.mark.parametrize(("sizes", "statistic"), BOOTSTRAPS.values(), ids=BOOTSTRAPS)
def test_bootstrap(others, sizes, statistic, confidence):
    """On skewed samples, so that the corrections matter: the same interval from the same rounds."""
    samples = [[math.exp(one) for one in draws(n, n)] for n in sizes]
    called = []

    def recorded(*drawn):
        called.append(statistic(*drawn))
        return called[-1]

    found = bca(samples, recorded, randomness=Random(1), rounds=999, confidence=confidence)

    ours = SimpleNamespace(bootstrap_distribution=others.numpy.array(called[1:1000]))
    same_rounds = scipys(others, samples, statistic, confidence, n_resamples=0, bootstrap_result=ours)
    assert found == pytest.approx(same_rounds, rel=1e-9)
    assert found != pytest.approx(
        [quantile(sorted(called[1:1000]), (1 + side * confidence) / 2) for side in (-1, 1)], rel=0.005
    )


@pytest.mark.parametrize("people", [[2, 2, 3, 1, 3, 0, 3, 3, 1, 1], [0] * 12 + [1] * 9])
def test_bootstrap_with_many_ties(others, people):
    """From rounds of their own: the ends may differ by one answer of one person."""
    found = bca([people], fmean, randomness=Random(3), rounds=9999)

    expected = scipys(others, [people], fmean, 0.95, n_resamples=9999)
    assert found == pytest.approx(expected, abs=1.001 / len(people))


def rated(trues, falses):
    return count_ratings([(True, step) for step in trues] + [(False, step) for step in falses])


def scipys(others, samples, statistic, confidence, **options):
    found = others.stats.bootstrap(
        samples,
        statistic,
        method="BCa",
        confidence_level=confidence,
        vectorized=False,
        rng=others.numpy.random.default_rng(4),
        **options,
    )
    return tuple(map(float, found.confidence_interval))
