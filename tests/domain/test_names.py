"""Names: written as people write them, found as people look for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.domain.names import (
    HIDDEN_SIGN,
    LONGEST_KEY,
    NO_LETTER,
    NO_NAME,
    TOO_LONG,
    InvalidName,
    name_key,
    read_person_name,
    visible_line,
)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Siti   Aminah ", "Siti Aminah"),
        ("H. Muhammad Yusuf,\u00a0S.Kom.,\nM.Si", "H. Muhammad Yusuf, S.Kom., M.Si"),
        ("Jose\u0301 d'Arc", "José d'Arc"),
        ("\ufeffNor\u200bhayati", "Norhayati"),
        ("ꦱꦶꦠꦶ", "ꦱꦶꦠꦶ"),
        ("陈", "陈"),
        ("A" * 80, "A" * 80),
    ],
)
def test_a_name_is_kept_as_it_is_written(typed, name):
    assert read_person_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", NO_NAME),
        (" \u200b\t", NO_NAME),
        ("A" * 81, TOO_LONG),
        ("Siti\u202egnimA", HIDDEN_SIGN),
        ("Siti\u2066Aminah", HIDDEN_SIGN),
        ("Siti\x00", HIDDEN_SIGN),
        ("Siti\ud800", HIDDEN_SIGN),
        ("S\u0334\u0335\u0336\u0337iti", HIDDEN_SIGN),
        ("12345", NO_LETTER),
        ("-", NO_LETTER),
    ],
)
def test_what_is_no_name_is_refused_with_a_mend(typed, why):
    with pytest.raises(InvalidName) as refused:
        read_person_name(typed)

    assert str(refused.value) == why


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Nur'aini", "nuraini"),
        ("NUR\u2019AINI", "nuraini"),
        ("M.Yusuf", "m yusuf"),
        ("M. Yusuf", "m yusuf"),
        ("Al-Amin", "al amin"),
        ("José Müller", "jose muller"),
        ("Straße", "strasse"),
        ("Siti,S.Kom", "siti s kom"),
        ("", ""),
    ],
)
def test_a_key_forgets_how_a_name_was_typed(name, key):
    assert name_key(name) == key


@given(st.text(max_size=120))
def test_a_key_is_its_own_key(text):
    key = name_key(text)

    assert name_key(key) == key
    assert len(key) <= LONGEST_KEY
    assert key == " ".join(key.split())


@given(st.text(max_size=100))
def test_what_was_read_is_read_alike(text):
    try:
        name = read_person_name(text)
    except InvalidName:
        return
    assert read_person_name(name) == name
    assert name.isprintable()


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("  Angkatan \t 1\n2026 ", "Angkatan 1 2026"),
        ("\u202e19\x0184\u200b\u2066", "1984"),
        ("A \u202e B", "A B"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("\x00\ufeff", ""),
    ],
)
def test_a_line_keeps_only_what_is_seen(typed, line):
    assert visible_line(typed) == line
