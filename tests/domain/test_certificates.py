from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.domain import certificates
from literasi.domain.certificates import InvalidName, Issued, NoCode
from tests.certificates import NOW

LATER, LATEST = NOW + timedelta(days=300), NOW + timedelta(days=400)


@given(st.binary(min_size=10, max_size=10))
def test_a_code_is_read_however_it_was_typed(chance):
    code = certificates.write_code(chance)

    assert len(code) == 19
    typed = f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "
    assert certificates.read_code(typed) == code


def test_codes_hold_eighty_bits():
    assert certificates.write_code(b"\xff" * 10) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ"
    assert certificates.write_code(b"\x00" * 9 + b"\x01") == "0000-0000-0000-0001"


@pytest.mark.parametrize(
    "typed", ["", "K7QM", "K7QM-2XPA-90BC-WXYU", "K7QM-2XPA-90BC-WXYZ-1", "x" * 5000, "é" * 16]
)
def test_what_is_no_code_is_refused(typed):
    with pytest.raises(NoCode):
        certificates.read_code(typed)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Norhayati   Aminah ", "Norhayati Aminah"),
        ("Andi\u00a0Tenri\tAbenge\u0301", "Andi Tenri Abengé"),
        ("Müller Şükrü", "Müller Şükrü"),
        ("dr. Hj. I Gusti Ayu, S.Kom., M.Si.", "dr. Hj. I Gusti Ayu, S.Kom., M.Si."),
        ("\u202eitayahroN\u200b", "itayahroN"),
        ("ᨕᨉᨗ ᨈᨛᨊᨑᨗ", "ᨕᨉᨗ ᨈᨛᨊᨑᨗ"),  # Bugis in its own letters
        ("Li", "Li"),
    ],
)
def test_a_name_is_tidied_and_nothing_more(typed, name):
    assert certificates.read_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "too_long"), [("", False), (" . ", False), ("N", False), ("12", False), ("N" * 81, True)]
)
def test_what_is_no_name_says_why(typed, too_long):
    with pytest.raises(InvalidName) as refused:
        certificates.read_name(typed)

    assert refused.value.too_long is too_long


@given(st.text(max_size=200))
def test_a_name_that_was_read_reads_the_same_again(typed):
    try:
        name = certificates.read_name(typed)
    except InvalidName:
        return
    assert certificates.read_name(name) == name


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Norhayati Aminah", "N••••• A•••••"),
        ("Li", "L•••••"),
        ("Éva é", "É••••• é•••••"),
        ("ᨕᨉᨗ", "ᨕ•••••"),
        ("N\u0331orhayati", "N\u0331•••••"),
        ("", ""),
    ],
)
def test_a_masked_name_tells_neither_letters_nor_length(name, masked):
    assert certificates.masked(name) == masked


def test_long_names_and_lists_get_smaller_letters_and_more_columns():
    assert [certificates.name_size("x" * length) for length in (1, 26, 27, 48, 49, 80)] == [
        "short", "short", "long", "long", "longest", "longest",
    ]  # fmt: skip
    assert [certificates.columns(count) for count in (1, 8, 9, 24, 25, 60)] == [1, 1, 2, 2, 3, 3]


HELD, REVOKED = Issued(NOW, None), Issued(NOW, LATER)


@pytest.mark.parametrize(
    ("finished_at", "issued", "windows", "due"),
    [
        (NOW, [], [], True),  # the first
        (LATER, [HELD], [], False),  # practice
        (LATER, [HELD], [NOW], False),  # an obligation that the last certificate met, too
        (LATER, [HELD], [NOW - timedelta(days=9), NOW + timedelta(days=9)], True),  # required again since
        (NOW, [REVOKED], [], False),  # the same finish, or one before the revocation
        (LATER, [REVOKED], [], False),
        (LATEST, [REVOKED], [], True),  # finished again after it
        (LATEST, [REVOKED, Issued(LATER, None)], [], False),
        (LATEST, [HELD, REVOKED], [LATER], True),
    ],
)
def test_when_another_certificate_is_due(finished_at, issued, windows, due):
    assert certificates.is_due(finished_at, issued, windows) is due
