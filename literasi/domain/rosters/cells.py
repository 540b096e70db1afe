"""Single cells of a roster: what Excel did to them is mended where that is certain, and said where not."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches

from literasi.domain import names
from literasi.domain.login_names import InvalidLoginName, NameKind, read_login_name
from literasi.domain.names import InvalidName, name_key, read_person_name
from literasi.domain.rosters.values import MEMBER, SUPERVISOR, Unreadable, Value
from literasi.domain.sheets.guarding import unguarded

LONGEST_CELL = 300
LONGEST_ID = 40
LONGEST_UNIT = 120
LONGEST_COHORT = 80
_EXACT = 10**15  # Excel keeps fifteen digits; the rest of a longer number becomes zeros

_NOTHING = {"", "-", "--", "–", "—", ".", "n/a", "na", "tidak ada", "belum ada", "kosong", "nihil"}
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)")
_POWER = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,3}")
_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/@:+-]*")
_NIP = re.compile(r"\d{18}")
_LOOKS_LIKE_NIK = re.compile(r"[1-9]\d{5}(?:[04][1-9]|[1256]\d|[37][01])(?:0[1-9]|1[0-2])\d{6}")
_DIVIDED = re.compile(r"[\s.]")
_TWO_NUMBERS = re.compile(r"\d\s*[/,;&]\s*\+?\d|\batau\b|\bdan\b")
_COUNTRY = re.compile(r"^\+?\s*62[\s-]*\(?0\)?[\s-]*(?=[1-9])")
_ROLES = {
    "": MEMBER, "anggota": MEMBER, "peserta": MEMBER, "admin": MEMBER, "member": MEMBER, "student": MEMBER,
    "siswa": MEMBER, "pegawai": MEMBER, "penyelia": SUPERVISOR, "supervisor": SUPERVISOR,
}  # fmt: skip

_TYPE_ID = "Ubah kolom ini menjadi Teks (Format Sel), lalu ketik ulang nomornya."
_NAME_FAULTS: Mapping[str, tuple[str, str]] = {
    names.NO_NAME: ("Nama kosong.", "Isi namanya, atau hapus baris ini."),
    names.TOO_LONG: (
        f"Nama ini lebih dari {names.LONGEST_NAME} huruf.", "Singkat, misalnya tanpa gelar."
    ),
    names.HIDDEN_SIGN: ("Nama ini berisi tanda yang tidak terlihat.", "Ketik ulang namanya."),
    names.NO_LETTER: ("Nama ini tidak berisi huruf.", "Periksa, mungkin kolomnya tergeser."),
}  # fmt: skip


def as_text(value: Value) -> str:
    """What stands in a cell, as words on one line. Raises Unreadable for errors and endless texts."""
    if isinstance(value, str):
        return _line_of(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    if isinstance(value, datetime | date | time | timedelta):
        return str(value)
    return "" if value is None else str(value)


def _line_of(text: str) -> str:
    if len(text) > LONGEST_CELL:
        mend = "Periksa tanda kutip di baris ini dan sebelumnya, lalu singkat isinya."
        raise Unreadable(f"Sel ini lebih dari {LONGEST_CELL} huruf.", mend)
    line = " ".join(unguarded(unicodedata.normalize("NFC", text)).split())
    if _ERROR.fullmatch(line):
        raise Unreadable(f"Sel ini berisi kesalahan Excel ({line}).", "Ganti rumusnya dengan isi yang benar.")
    return "" if line.casefold() in _NOTHING else line


def read_name(value: Value) -> str:
    """The person's name."""
    try:
        return read_person_name(as_text(value))
    except InvalidName as fault:
        raise Unreadable(*_NAME_FAULTS[str(fault)]) from fault


def read_external_id(value: Value) -> str:
    """What the agency knows the person by: a NIP, or a number of its own. Never a NIK."""
    _refuse_rounded(value)
    text = as_text(value).removeprefix("'").strip()
    if not text or text == "0":
        return ""
    if len(text) > LONGEST_ID:
        raise Unreadable(f"Nomor ini lebih dari {LONGEST_ID} huruf.", "Singkat nomornya.")
    if bare := _digits_of(text):
        return _checked_number(bare)
    if isinstance(value, bool | datetime | date | time | timedelta) or not _ID.fullmatch(text):
        raise Unreadable(
            f'"{text[:40]}" bukan NIP atau nomor pegawai.',
            "Pakai huruf, angka, titik, garis miring, atau tanda hubung.",
        )
    return text


def _digits_of(text: str) -> str:
    """The digits of a number that was written in groups: ``19850101 201001 1 001``."""
    bare = _DIVIDED.sub("", text)
    return bare if bare.isascii() and bare.isdigit() and len(bare) >= 8 else ""


def _checked_number(digits: str) -> str:
    if _NIP.fullmatch(digits) and digits.endswith("000"):
        raise Unreadable("Angka terakhir NIP ini sudah hilang: Excel membulatkannya.", _TYPE_ID)
    if _LOOKS_LIKE_NIK.fullmatch(digits):
        raise Unreadable(
            "Nomor ini tampak seperti NIK, dan Literasi tidak menyimpan NIK.",
            "Ganti dengan NIP (18 angka) atau nomor pegawai, atau kosongkan.",
        )
    return digits


def _refuse_rounded(value: Value) -> None:
    """Excel shows a long number with a power of ten and forgets its last digits."""
    lost = isinstance(value, float) and (abs(value) >= _EXACT or not value.is_integer())
    if lost or (isinstance(value, str) and _POWER.fullmatch(value.strip().removeprefix("'"))):
        shown = f"{value:.5G}" if isinstance(value, float) else str(value).strip()
        raise Unreadable(f"Excel mengubah nomor ini menjadi {shown}, jadi angka aslinya hilang.", _TYPE_ID)


def read_email(value: Value) -> str:
    """The e-mail address in the form in which people sign in by it."""
    text = as_text(value).removeprefix("mailto:").strip("<>'")
    if not text:
        return ""
    try:
        found = read_login_name(text)
    except InvalidLoginName:
        found = None
    if found is None or found.kind is not NameKind.EMAIL:
        raise Unreadable(
            f'"{text[:60]}" bukan alamat email yang lengkap.',
            "Tulis satu alamat seperti nama@contoh.id, atau kosongkan.",
        )
    return found.text


def read_phone(value: Value) -> str:
    """The phone number with its country; a 0 in front that Excel took away is put back."""
    _refuse_rounded(value)
    text = as_text(value).replace("'", "").strip()
    if not text or text == "0":
        return ""
    if _TWO_NUMBERS.search(text):
        raise Unreadable("Sel ini berisi dua nomor.", "Sisakan satu nomor yang dipakai.")
    number = _COUNTRY.sub("+62", text)
    if not number.startswith(("0", "8", "62", "+", "(0")):
        raise Unreadable(
            f'Awal nomor "{number[:30]}" tidak dikenal.', "Awali dengan 0 atau +62, misalnya 0812 3456 7890."
        )
    try:
        found = read_login_name(number)
    except InvalidLoginName:
        found = None
    if found is None or found.kind is not NameKind.PHONE:
        raise Unreadable(
            f'"{number[:30]}" bukan nomor HP yang lengkap.',
            "Tulis seperti 0812 3456 7890, atau kosongkan.",
        )
    return found.text


def read_unit(value: Value) -> str:
    """The name or address of an agency below this one."""
    return _short(as_text(value), LONGEST_UNIT, "Nama unit")


def read_cohort(value: Value) -> str:
    """The name of a cohort."""
    return _short(as_text(value), LONGEST_COHORT, "Nama angkatan")


def _short(text: str, longest: int, what: str) -> str:
    if len(text) > longest:
        raise Unreadable(f"{what} ini lebih dari {longest} huruf.", "Singkat namanya.")
    if any(unicodedata.category(sign)[0] == "C" for sign in text):
        raise Unreadable(f"{what} ini berisi tanda yang tidak terlihat.", "Ketik ulang.")
    return text


def read_role(value: Value) -> str:
    """Member or supervisor; an empty cell is a member."""
    text = name_key(as_text(value))
    if text in _ROLES:
        return _ROLES[text]
    close = get_close_matches(text, filter(None, _ROLES), n=1)
    guess = f'Mungkin maksud Anda "{close[0]}".' if close else 'Tulis "anggota", atau kosongkan.'
    raise Unreadable(f'Peran "{text[:40]}" tidak dikenal.', guess)
