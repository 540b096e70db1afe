"""The table of docs/architecture.md, row by row."""

import pytest

from literasi.domain.syncing import Step, decide

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
