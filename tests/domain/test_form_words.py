"""Errors said to somebody who sees fields, and days as people type them."""

from datetime import date

import pytest

from literasi.domain.indonesian_dates import typed_day
from literasi.domain.questions.form_words import in_form_words
from literasi.domain.questions.refusing import FieldProblem


@pytest.mark.parametrize(
    ("field", "message", "mend", "said"),
    [
        (
            "label",
            "Kiriman ini belum punya nama pendek (label).",
            "Isi kolomnya.",
            "belum punya nama pendek.",
        ),
        ("fact", "fact terlalu panjang: 300 huruf.", "Ringkas.", "Isian ini terlalu panjang: 300 huruf."),
        ("source", 'Sumber "x" tidak ada di sources.', "Pakai salah satu id: a.", "isi sumber baru."),
        (
            "time",
            "Waktu tidak dikenal.",
            "Tulis misalnya time: 23.40 atau time: 15 Mei 2025.",
            "misalnya 23.40",
        ),
        (
            "review-by",
            'Tanggal "x" tidak ada di kalender.',
            "Tulis tahun-bulan-hari.",
            "misalnya 23-11-2027.",
        ),
        ("choices", "Belum ada.", 'Beri tanda "- [x]" pada satu pilihan.', "Centang satu pilihan"),
    ],
)
def test_errors_name_no_sign_of_the_format(field, message, mend, said):
    found = in_form_words(FieldProblem(field, message, mend))

    assert said in f"{found.message} {found.mend}"
    assert found.field == field


def test_days_are_read_as_people_type_them():
    for typed in ("2027-11-23", "23/11/2027", "23-11-2027", " 23.11.2027 ", "23 November 2027"):
        assert typed_day(typed) == date(2027, 11, 23)
    for typed in ("", "31/2/2027", "11/23/2027", "besok"):
        assert typed_day(typed) is None
