"""The table of docs/architecture.md, row by row."""

import pytest

from literasi.domain.syncing import Step, decide, decide_number

F, B, L = "file", "base", "live"


@pytest.mark.parametrize(
    ("file", "base", "live", "step"),
    [
        (L, L, L, Step.NOTHING),
        (L, B, L, Step.REMEMBER),
        (L, None, L, Step.REMEMBER),
        (F, L, L, Step.IMPORT),
        (B, B, L, Step.EXPORT),
        (F, B, L, Step.CONFLICT),
        (F, None, None, Step.IMPORT),
        (F, None, L, Step.CONFLICT),
        (None, None, L, Step.EXPORT),
        (None, B, L, Step.REPORT_GONE),
        (None, None, None, Step.NOTHING),
        (F, B, None, Step.IMPORT),
    ],
)
def test_who_follows_whom(file, base, live, step):
    assert decide(file, base, live) is step


@pytest.mark.parametrize("file", [F, B, L, None])
@pytest.mark.parametrize("base", [B, L, None])
def test_what_is_retired_is_left_alone(file, base):
    assert decide(file, base, L, retired=True) is Step.SKIP_RETIRED


@pytest.mark.parametrize(
    ("file", "base", "live", "step"),
    [
        (2, 2, 2, Step.NOTHING),
        (2, 1, 2, Step.NOTHING),
        (2, None, 2, Step.NOTHING),
        (3, 2, 2, Step.IMPORT),
        (3, None, 2, Step.IMPORT),
        (2, 2, 3, Step.EXPORT),
        (4, 2, 3, Step.CONFLICT),
    ],
)
def test_whose_number_counts(file, base, live, step):
    assert decide_number(file, base, live) is step
