"""Whether 95 % intervals hold what they should in 95 % of classes; docs/discernment.md has the long run."""

import pytest

from literasi.domain.coverage import Study, coverage, expectations, figures_of, shrinkage
from literasi.domain.evidence import Estimate
from literasi.domain.simulating import Settings

LINEAR = [
    "gain",
    "sensitivity after",
    "bias",
    "hoaxes rejected",
    "trues accepted",
    "area",
    "overconfidence",
    "brier",
]


def test_coverage_counts_the_intervals_that_hold_what_is_expected():
    classes = [
        {"gain": Estimate(value, low, high, 30)}
        for value, low, high in ((1, 0, 2), (3, 2, 4), (2, None, None))
    ]
    found = coverage({"gain": 1.5}, classes)["gain"]

    assert (found.expected, found.intervals, found.coverage, found.mean, found.width) == (1.5, 2, 0.5, 2, 2)
    assert coverage({"gain": 1.5}, [])["gain"].coverage is None


def test_without_a_gain_nothing_shrinks():
    assert shrinkage(Settings(gain=0), {"gain": 0.1}) is None
    assert shrinkage(Settings(gain=0.5), {"gain": 0.4}) == pytest.approx(0.2)


def test_the_same_seed_is_the_same_class():
    one, same, other = (figures_of(Study(Settings(), 1, 30, seed, 50)) for seed in ("a", "a", "b"))

    assert one == same != other


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("count", "lost"), [(24, 0.0), (60, 0.2)])
def test_intervals_hold_the_estimators_own_expectation(count, lost):
    """600 classes: the standard error of a coverage of 95 % is 0.9 %."""
    settings = Settings(gain=0.4, easier=(0.3, 0.0, -0.2), lost=lost, lost_later=1.0)
    expected = expectations([figures_of(Study(settings, 7, 10_000, f"large {run}", 1)) for run in range(4)])
    classes = [figures_of(Study(settings, 7, count, f"class {run}", 1)) for run in range(600)]
    found = coverage(expected, classes)

    assert {name: found[name].coverage for name in LINEAR} == {
        name: pytest.approx(0.95, abs=0.03) for name in LINEAR
    }
    assert 0.05 < shrinkage(settings, expected) < 0.25
