"""The head of a roster: which row it is, and what each of its columns holds.

Files of agencies begin with a title, or with the agency's name over merged cells; so the head is the first of
the upper rows in which a name is announced.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from literasi.domain.names import name_key
from literasi.domain.rosters.values import Line, RefusedRoster, letter_of, printable

SEARCHED_ROWS = 10
LONGEST_SHOWN = 60
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_FIRST_LINE = "Tulis di baris pertama: NIP, Nama, Email, HP, Unit, Angkatan."

# Words as they remain when small, without spaces, marks and what stands in brackets.
_WORDS = {
    "name": "nama namalengkap namapegawai namaanggota namapeserta namaadmin namasiswa name fullname",
    "given": "givenname namadepan firstname",
    "middle": "middlename namatengah",
    "family": "familyname namabelakang lastname surname",
    "external_id": "nip nipbaru nippegawai nomorinduk noinduk nomorindukpegawai nomorpegawai nopegawai "
    "idpegawai nrp nis nisn externalid sourcedid id",
    "identifier": "identifier",
    "email": "email surel alamatemail alamatsurel posel emaildinas emailaddress",
    "phone": "hp nohp nomorhp telepon notelepon nomortelepon telp notelp wa nowa nomorwa whatsapp nowhatsapp "
    "nohpwa hpwa handphone nohandphone ponsel nomorponsel phone sms",
    # Not "unit kerja", which is a section of an office, and not "kelurahan", which is where somebody lives.
    "unit": "instansi unit opd namaopd namaunit namainstansi perangkatdaerah skpd",
    "cohort": "angkatan kelas kelompok gelombang cohort class",
    "role": "peran role",
    "status": "status",
    "nik": "nik noktp nomorktp ktp noindukkependudukan nomorindukkependudukan nonik nomornik",
}
_FIELD_OF = {word: field for field, words in _WORDS.items() for word in words.split()}


@dataclass(frozen=True)
class Head:
    """Where the head stands and the column of each field, as its index; headers by index."""

    row: int
    fields: Mapping[str, int]
    headers: Mapping[int, str]
    ignored: tuple[str, ...]

    @property
    def has_name(self) -> bool:
        """Whether the rows below say who it is."""
        return "name" in self.fields or {"given", "family"} & set(self.fields) != set()


def field_of(header: object) -> str:
    """What a column with this *header* holds; "" when it is none of ours."""
    bare = _BRACKETS.sub(" ", str(header or "")[:200]).removeprefix("'")
    return _FIELD_OF.get(name_key(bare).replace(" ", ""), "")


def find_head(lines: Sequence[Line]) -> Head:
    """The head among the first rows that are not blank. Raises RefusedRoster when there is none to use."""
    heads = [_read(line) for line in lines[:SEARCHED_ROWS]]
    found = max(heads, key=lambda head: (head.has_name, len(head.fields)), default=None)
    if found is None or not found.fields:
        raise RefusedRoster(f"Baris judul kolom tidak ditemukan di sepuluh baris teratas. {_FIRST_LINE}")
    _refuse_nik(found)
    if not found.has_name:
        raise RefusedRoster(
            f'Kolom "Nama" tidak ada di baris judul (baris {found.row}). Tulis "Nama" di atas kolom nama.'
        )
    return found


def _read(line: Line) -> Head:
    fields: dict[str, int] = {}
    headers: dict[int, str] = {}
    ignored = []
    for index, value in enumerate(line.values):
        shown = printable(" ".join(str("" if value is None else value).split()))[:LONGEST_SHOWN]
        if not shown:
            continue
        headers[index] = shown
        field = field_of(value)
        if field and field not in fields:
            fields[field] = index
        else:
            ignored.append(shown)
    if "identifier" in fields:
        fields.setdefault("external_id", fields.pop("identifier"))
    return Head(line.number, fields, headers, tuple(ignored))


def _refuse_nik(head: Head) -> None:
    if (index := head.fields.get("nik")) is None:
        return
    raise RefusedRoster(
        f'Kolom {letter_of(index)} ("{head.headers[index]}") berisi NIK. Literasi tidak menerima NIK, '
        "dan berkas ini tidak disimpan. Hapus kolom itu lalu unggah lagi; untuk mengenali orang cukup NIP "
        "atau nomor pegawai."
    )
