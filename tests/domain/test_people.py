"""Names to sign in by, passwords, recovery codes, and how long somebody stays signed in."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.domain.common_passwords import COMMON
from literasi.domain.login_names import InvalidLoginName, NameKind, read_login_name
from literasi.domain.passwords import WeakPassword, check_password
from literasi.domain.people import AgeBand, session_lasts
from literasi.domain.recovery_codes import NoRecoveryCode, read_code, write_code

SAME = [
    ("Norhayati", "norhayati", NameKind.USERNAME),
    ("  norhayati60 ", "norhayati60", NameKind.USERNAME),
    ("\uff4eorhayati", "norhayati", NameKind.USERNAME),  # a full-width letter
    ("Nor.Hayati_60-a", "nor.hayati_60-a", NameKind.USERNAME),
    ("Nama@Contoh.ID", "nama@contoh.id", NameKind.EMAIL),
    ("0812 3456 7890", "+6281234567890", NameKind.PHONE),
    ("0812-3456-7890", "+6281234567890", NameKind.PHONE),
    ("+62 812 3456 7890", "+6281234567890", NameKind.PHONE),
    ("62812 34567890", "+6281234567890", NameKind.PHONE),
    ("81234567890", "+6281234567890", NameKind.PHONE),
    ("(0541) 123456", "+62541123456", NameKind.PHONE),
]


@pytest.mark.parametrize(("typed", "kept", "kind"), SAME)
def test_a_name_has_one_form(typed, kept, kind):
    found = read_login_name(typed)
    assert (found.text, found.kind) == (kept, kind)
    assert read_login_name(found.text) == found


BAD_NAMES = ["", "  ", "ab", "x" * 41, "a b", "1abc", "nama@", "@contoh.id", "a@b", "a..b", "0812", "0" * 40]
BAD_NAMES += ["noŕ", "nor\u202ehayati", "nor\nhayati", "<script>", "a@b..id", "x" * 5000, "+62 8", "أحمد"]


@pytest.mark.parametrize("typed", BAD_NAMES)
def test_what_cannot_be_a_name_is_refused(typed):
    with pytest.raises(InvalidLoginName):
        read_login_name(typed)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_names(typed):
    try:
        found = read_login_name(typed)
    except InvalidLoginName:
        return
    assert read_login_name(found.text) == found
    assert len(found.text) <= 254


@pytest.mark.parametrize(
    "password",
    [
        "kucing hitam 7",
        "   spasi  ",
        "😀" * 4 + "abcd",
        "x" * 100 + "yz",
        "tiga mangga di tepian",
        "ABCdefgh!",
    ],
)
def test_a_password_needs_no_capitals_digits_or_signs(password):
    check_password(password, "norhayati")


@pytest.mark.parametrize(
    "password",
    [
        "", "1234567", "x" * 129, "password", "PASSWORD1", "12345678", "87654321", "aaaaaaaa", "abababab",
        "samarinda2026", "Samarinda!!", "bismillah", "Mahakam123", "norhayati", "Norhayati", "iloveyou",
        "literasi samarinda", "19451945", "abcdefgh",
    ],
)  # fmt: skip
def test_a_password_that_is_guessed_first_is_refused(password):
    with pytest.raises(WeakPassword):
        check_password(password, "norhayati")


def test_a_phone_number_is_no_password_for_itself():
    with pytest.raises(WeakPassword):
        check_password("81234567890", "+6281234567890")
    with pytest.raises(WeakPassword):
        check_password("nama-saya", "nama-saya@contoh.id")


def test_the_list_of_common_passwords_holds_only_what_could_be_offered():
    assert all(word == word.casefold() for word in COMMON)
    assert len(COMMON) > 200


@given(st.binary(min_size=10, max_size=32))
def test_a_code_is_read_however_it_was_copied(chance):
    code = write_code(chance)
    assert len(code) == 19
    assert read_code(code) == code
    assert read_code(f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} ") == code


@pytest.mark.parametrize(
    "typed", ["", "K7QM", "K7QM-2XPA-90BC-WXY", "K7QM-2XPA-90BC-WXYZ-A", "!" * 16, "U" * 16]
)
def test_what_is_no_code_is_refused(typed):
    with pytest.raises(NoRecoveryCode):
        read_code(typed)


def test_staff_and_shared_phones_are_signed_out_after_twelve_hours():
    assert session_lasts(is_staff=False, is_shared=False) == timedelta(days=90)
    assert session_lasts(is_staff=True, is_shared=False) == timedelta(hours=12)
    assert session_lasts(is_staff=False, is_shared=True) == timedelta(hours=12)


def test_children_are_under_eighteen():
    assert [band.is_child for band in AgeBand] == [True, True, False, False]
