"""What is kept of a mistake: its kind and its way through our code, and no value."""

import pytest

from literasi.domain.failures import LONGEST_TRACE, read_failure
from literasi.domain.wita import day_of

SECRET = "Norhayati 0812-3456"


def failure_of(function):
    with pytest.raises(Exception) as caught:  # noqa: B017, PT011  (whatever it is)
        function()
    return read_failure(caught.value)


def in_our_code():
    try:
        day_of(SECRET)
    except AttributeError as problem:
        raise ValueError(SECRET) from problem


def test_no_message_and_no_value_is_kept():
    failure = failure_of(in_our_code)

    assert failure.kind == "ValueError"
    assert failure.trace.startswith("ValueError\n")
    assert "\nAttributeError\n" in failure.trace
    assert "literasi/domain/wita.py:" in failure.trace
    assert "Norhayati" not in str(failure)
    assert "/" not in failure.trace.split("literasi/")[0].splitlines()[-1].strip()


def test_the_same_mistake_has_the_same_fingerprint():
    assert failure_of(in_our_code).fingerprint == failure_of(in_our_code).fingerprint
    assert failure_of(lambda: day_of(1)).fingerprint != failure_of(lambda: 1 / 0).fingerprint


def test_the_place_is_the_innermost_of_our_own():
    assert failure_of(lambda: day_of(1)).place.startswith("literasi/domain/wita.py:")


def test_a_deep_fall_stays_short():
    def fall(depth):
        return 1 / 0 if depth == 0 else fall(depth - 1)

    def fall_again(depth):
        try:
            fall(200)
        except ZeroDivisionError:
            if depth:
                fall_again(depth - 1)
            raise

    assert len(failure_of(lambda: fall_again(20)).trace) <= LONGEST_TRACE


def test_one_that_was_never_raised_has_no_place():
    assert read_failure(ValueError(SECRET)).place == "?"
