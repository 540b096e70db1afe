"""Dates of sources and texts: too old, too far away, or past."""

from datetime import date

import pytest

from tests.domain import writing
from tests.domain.examining import errors_of, examined
from tests.domain.test_checking_titles import BANKED
from tests.domain.writing import QUIZ_HEAD, changed, line_of

BANK = (
    QUIZ_HEAD.replace("lesson: alamat-situs\nfeedback: langsung\n", "")
    + "## Menurut Anda? {#gempa}\n\n"
    + BANKED
)
TODAY = date(2026, 11, 23)


def advised(kind, text, today=None):
    return [
        (one.line, one.message)
        for one in examined(kind, text, today=today).advice
        if "minutes" not in one.message
    ]


@pytest.mark.parametrize(
    ("kind", "text"),
    [("lesson", writing.lesson()), ("quiz", writing.quiz()), ("bank", BANK), ("course", writing.COURSE)],
)
def test_a_text_that_is_not_due_gets_no_advice(kind, text):
    assert advised(kind, text) == advised(kind, text, TODAY) == []


def test_an_item_due_long_after_its_source_was_checked():
    text = changed(BANK, ("review-by: 2027-11-12", "review-by: 2028-11-13"))
    fine = changed(BANK, ("review-by: 2027-11-12", "review-by: 2028-11-12"))

    assert advised("bank", text) == [
        (
            line_of(text, "review-by: 2028"),
            "review-by 2028-11-13 lebih dari 24 bulan sesudah sumbernya diperiksa.",
        )
    ]
    assert advised("bank", fine) == []
    assert examined("bank", text).advice[0].mend == "Pilih tanggal yang lebih dekat, misalnya 2027-11-12."


def test_a_text_due_long_after_its_sources_were_checked():
    text = changed(writing.lesson(), ("review-by: 2027-11-23", "review-by: 2029-01-01"))

    assert [line for line, _ in advised("lesson", text)] == [line_of(text, "review-by")]


def test_an_item_due_before_its_source_was_checked_is_an_error():
    text = changed(BANK, ("review-by: 2027-11-12", "review-by: 2026-11-11"))
    (error,) = examined("bank", text).errors

    assert (error.line, error.mend) == (line_of(text, "review-by: 2026"), "Tulis tanggal sesudah 2026-11-12.")
    assert errors_of("bank", text) == [(error.line, error.message)]


@pytest.mark.parametrize(
    ("kind", "text"), [("lesson", writing.lesson()), ("course", writing.COURSE), ("quiz", writing.quiz())]
)
def test_what_is_due_is_told_only_when_the_day_is_known(kind, text):
    line = line_of(text, "review-by")

    assert advised(kind, text) == []
    assert (line, "review-by 2027-11-23 sudah lewat.") in advised(kind, text, date(2027, 11, 24))
    assert advised(kind, text, date(2027, 11, 23)) == []


def test_a_source_looked_at_long_ago_or_tomorrow():
    text = writing.lesson()
    line = line_of(text, "checked:")

    assert (line, "Sumber ini terakhir diperiksa 2026-11-12, lebih dari 24 bulan lalu.") in advised(
        "lesson", text, date(2028, 11, 13)
    )
    assert advised("lesson", text, date(2026, 11, 10)) == [(line, "Tanggal checked 2026-11-12 belum tiba.")]
    assert advised("lesson", text, date(2026, 11, 11)) == []
