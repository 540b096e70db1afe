"""A roster's rows from its bytes; every problem in one go, each with its row and column."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from literasi.domain.names import name_key
from literasi.domain.rosters import cells
from literasi.domain.rosters.csv_reading import read_csv
from literasi.domain.rosters.headers import Head, find_head
from literasi.domain.rosters.values import (
    LARGEST_ROSTER,
    MOST_ROWS,
    Line,
    RefusedRoster,
    Roster,
    RosterProblem,
    RosterRow,
    Unreadable,
    Value,
    letter_of,
)
from literasi.domain.rosters.xlsx_reading import read_xlsx

_COLUMN_NUMBER = re.compile(r"\(?\d{1,2}\)?")
_ONE_ROW = "Sisakan satu baris untuk tiap orang."
_TELL_APART = "Sisakan satu baris; bila memang dua orang, beri NIP atau nomor pegawai."
_EMPTY = "Berkas ini kosong. Isi satu baris untuk tiap orang di bawah judul kolom, lalu unggah lagi."
_NO_TABLES = {  # by their first bytes: PNG, JPEG, GIF, WebP; PDF, RTF; Excel before 2007
    (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF"): (
        "Berkas ini gambar, bukan daftar. Ketik daftarnya di Excel, lalu simpan sebagai .xlsx atau CSV."
    ),
    (b"%PDF", b"{\\rtf"): (
        "Berkas ini dokumen untuk dibaca (PDF atau RTF), bukan tabel. Mintalah berkas Excel atau CSV-nya, "
        "atau salin tabelnya ke Excel lalu simpan sebagai .xlsx."
    ),
    (b"\xd0\xcf\x11\xe0",): (
        "Berkas ini terkunci kata sandi, atau berformat Excel lama (.xls). Simpan sebagai .xlsx tanpa kata "
        "sandi, atau sebagai CSV."
    ),
}
_READERS: Mapping[str, Callable[[Value], str]] = {
    "external_id": cells.read_external_id,
    "email": cells.read_email,
    "phone": cells.read_phone,
    "unit": cells.read_unit,
    "cohort": cells.read_cohort,
    "role": cells.read_role,
}


def read_roster(data: bytes) -> Roster:
    """Read a CSV or XLSX file. Raises RefusedRoster when there is nothing in it to go on with."""
    _refuse_what_is_no_table(data)
    is_workbook = data.startswith(b"PK")
    lines = read_xlsx(data) if is_workbook else read_csv(data)
    if not lines:
        raise RefusedRoster(_EMPTY)
    head = find_head(lines)
    below = _below(lines, head)
    if is_workbook:  # there a comma moves nothing, and notes stand to the right
        below = [replace(line, values=line.values[: max(head.headers) + 1]) for line in below]
    if len(below) > MOST_ROWS:
        raise RefusedRoster(f"Daftar ini lebih dari {MOST_ROWS} baris. Bagi menjadi beberapa berkas.")
    if not below:
        raise RefusedRoster("Belum ada orang di bawah baris judul. Isi satu baris untuk tiap orang.")
    return _read(below, head)


def _refuse_what_is_no_table(data: bytes) -> None:
    """Say what the file is instead, where its first bytes tell."""
    if len(data) > LARGEST_ROSTER:
        raise RefusedRoster("Berkas ini lebih besar dari 2 MB. Simpan daftarnya saja, atau bagi menjadi dua.")
    if not data.strip():
        raise RefusedRoster(_EMPTY)
    known = next((words for signs, words in _NO_TABLES.items() if data.startswith(signs)), None)
    if known is not None:
        raise RefusedRoster(known)


def _below(lines: Sequence[Line], head: Head) -> list[Line]:
    """The rows under the head, without one that only numbers the columns: (1) (2) (3)."""
    below = [line for line in lines if line.number > head.row]
    if below:
        first = [str(value).strip() for value in below[0].values if value not in {None, ""}]
        if len(first) > 1 and all(map(_COLUMN_NUMBER.fullmatch, first)):
            return below[1:]
    return below


def _read(lines: Iterable[Line], head: Head) -> Roster:
    found = [_read_line(line, head) for line in lines]
    problems = [problem for _, wrong in found for problem in wrong]
    problems += _twins([row for row, _ in found], head)
    faulty = {problem.row for problem in problems}
    sound = tuple(row for row, _ in found if row.number not in faulty)
    columns = {name: (letter_of(index), head.headers[index]) for name, index in head.fields.items()}
    return Roster(sound, tuple(sorted(problems)), head.ignored, columns)


def _read_line(line: Line, head: Head) -> tuple[RosterRow, list[RosterProblem]]:
    """What could be read of a row, and what is wrong with it."""
    problems = _of_whole_line(line, head)
    read: dict[str, str] = {}

    def attempt(field: str, index: int, reader: Callable[[Value], str]) -> None:
        value = line.values[index] if index < len(line.values) else None
        try:
            read[field] = reader(value)
        except Unreadable as fault:
            where = (letter_of(index), head.headers.get(index, ""))
            problems.append(RosterProblem(line.number, *where, fault.message, fault.mend))

    if "name" in head.fields:
        attempt("name", head.fields["name"], cells.read_name)
    else:
        index = head.fields.get("given", head.fields.get("family", 0))
        attempt("name", index, lambda _: cells.read_name(_joined(line, head)))
    for field, reader in _READERS.items():
        if field in head.fields:
            attempt(field, head.fields[field], reader)
    return RosterRow(line.number, **{"external_id": "", "name": "", **read}), problems


def _joined(line: Line, head: Head) -> str:
    """The name of one whose parts stand in columns of their own."""
    parts = [head.fields[part] for part in ("given", "middle", "family") if part in head.fields]
    return " ".join(cells.as_text(line.values[index]) for index in parts if index < len(line.values))


def _of_whole_line(line: Line, head: Head) -> list[RosterProblem]:
    problems = []
    if line.hidden:
        mend = "Tampilkan baris ini di Excel bila orangnya ikut, atau hapus, lalu unggah lagi."
        problems.append(RosterProblem(line.number, "", "", "Baris ini disembunyikan di Excel.", mend))
    status = head.fields.get("status")
    if status is not None and status < len(line.values) and line.values[status] == "tobedeleted":
        mend = "Hapus baris ini; orang yang keluar diakhiri di halaman Anggota."
        where = (letter_of(status), head.headers[status])
        problems.append(RosterProblem(line.number, *where, "Baris ini ditandai untuk dihapus.", mend))
    last = max(head.headers)
    if not line.hidden and any(str(value or "").strip() for value in line.values[last + 1 :]):
        mend = "Tulis isi yang memuat koma atau titik koma di antara tanda kutip, atau pindahkan ke kolomnya."
        message = f"Ada isi di kanan kolom terakhir ({letter_of(last)}), jadi kolomnya mungkin tergeser."
        problems.append(RosterProblem(line.number, letter_of(last + 1), "", message, mend))
    return problems


def _twins(rows: Sequence[RosterRow], head: Head) -> list[RosterProblem]:
    """Rows about the same person; which of them is right, only the sender knows."""
    index = head.fields.get("external_id")
    where = (letter_of(index), head.headers[index]) if index is not None else ("", "")
    same: dict[tuple[str, ...], list[RosterRow]] = defaultdict(list)
    for row in rows:
        if row.external_id or row.name:
            same[_identity(row)].append(row)
    problems = []
    for group in same.values():
        for row in group if len(group) > 1 else ():
            others = ", ".join([str(other.number) for other in group if other is not row][:5])
            if row.external_id:
                message, mend = f'Nomor "{row.external_id}" juga ada di baris {others}.', _ONE_ROW
                problems.append(RosterProblem(row.number, *where, message, mend))
            else:
                message = f"Nama ini juga ada di baris {others}, tanpa nomor yang membedakan."
                problems.append(RosterProblem(row.number, "", "", message, _TELL_APART))
    return problems


def _identity(row: RosterRow) -> tuple[str, ...]:
    if row.external_id:
        return ("id", row.external_id.casefold())
    return ("person", name_key(row.name), row.email or row.phone)
