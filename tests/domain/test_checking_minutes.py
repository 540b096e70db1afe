"""Reading time, at 130 words a minute."""

import pytest

from tests.domain import writing
from tests.domain.examining import examined
from tests.domain.writing import changed


def lesson_of(words, minutes):
    head = changed(writing.lesson_head(), ("minutes: 4", f"minutes: {minutes}"))
    return head + "Satu dua tiga empat lima.\n\n" * (words // 5)


@pytest.mark.parametrize(("words", "minutes"), [(130, 1), (260, 3), (515, 4), (650, 5), (640, 4), (650, 6)])
def test_a_minute_more_or_less_is_fine(words, minutes):
    assert [
        one for one in examined("lesson", lesson_of(words, minutes)).advice if "minutes" in one.message
    ] == []


@pytest.mark.parametrize(
    ("words", "minutes", "told", "mend"), [(650, 2, "5,1", 5), (130, 4, "1,1", 1), (1300, 8, "10,1", 10)]
)
def test_more_than_a_minute_is_told_on_its_line(words, minutes, told, mend):
    (found,) = [
        one for one in examined("lesson", lesson_of(words, minutes)).advice if "minutes" in one.message
    ]

    assert (found.line, found.message) == (
        4,
        f"minutes berisi {minutes}, padahal membacanya sekitar {told} menit.",
    )
    assert found.mend == f"Tulis minutes: {mend}, atau ubah panjang teksnya."
