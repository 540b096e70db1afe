"""Lists of organisations as files: one organisation a line, what is above it first."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from literasi.domain.organisations import LONGEST_NAME, LONGEST_SLUG, OrganisationKind, slug_of
from literasi.domain.problems import Problem, in_order, suggest

COLUMNS = ("name", "kind", "parent", "slug", "source", "contoh")
# As the file writes them.
KINDS = {
    "kota": OrganisationKind.CITY,
    "sekretariat": OrganisationKind.SECRETARIAT,
    "dinas": OrganisationKind.OFFICE,
    "badan": OrganisationKind.BOARD,
    "inspektorat": OrganisationKind.INSPECTORATE,
    "kecamatan": OrganisationKind.DISTRICT,
    "kelurahan": OrganisationKind.VILLAGE,
    "rumah sakit": OrganisationKind.HOSPITAL,
    "puskesmas": OrganisationKind.HEALTH_CENTRE,
    "sekolah": OrganisationKind.SCHOOL,
    "perusahaan daerah": OrganisationKind.COMPANY,
    "unit": OrganisationKind.UNIT,
    "mitra": OrganisationKind.PARTNER,
    "komunitas": OrganisationKind.COMMUNITY,
}
_EXAMPLE = {"ya": True, "": False}


@dataclass(frozen=True)
class ListedOrganisation:
    """One line: what the organisation is, and the address of the one above it (empty: a root)."""

    line: int
    slug: str
    name: str
    kind: OrganisationKind
    parent: str
    is_example: bool


def parse_list(text: str, known: Iterable[str] = ()) -> tuple[list[ListedOrganisation], list[Problem]]:
    """The organisations of a CSV file, and everything that is wrong with it.

    *known* are addresses below which there may be others: a parent is one of them, or a line further up.
    Both are written as a name or as an address.
    """
    lines = csv.reader(text.removeprefix("\ufeff").splitlines())
    header = [cell.strip() for cell in next(lines, [])]
    problems = list(_header_problems(header))
    if problems:
        return [], problems
    listed: list[ListedOrganisation] = []
    above: dict[str, _Row] = {}
    existing = set(known)
    for number, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row = _Row(number, dict(zip(header, (cell.strip() for cell in cells), strict=False)))
        found = list(row.problems(above, existing))
        problems += found
        above.setdefault(row.slug, row)
        if not found:
            listed.append(row.organisation())
    return listed, in_order(problems)


def _header_problems(header: list[str]) -> Iterator[Problem]:
    for column in header:
        if column not in COLUMNS:
            yield Problem(1, f'Kolom "{column}" tidak dikenal.', suggest(column, COLUMNS))
    for column in ("name", "kind", "parent"):
        if column not in header:
            yield Problem(1, f'Kolom "{column}" tidak ada.', f"Baris pertama: {','.join(COLUMNS)}.")


class _Row:
    """One line while it is read."""

    def __init__(self, line: int, cells: dict[str, str]) -> None:
        self.line = line
        self.name = cells.get("name", "")
        self.kind = cells.get("kind", "").casefold()
        self.parent = slug_of(cells["parent"]) if cells.get("parent") else ""
        self.address = cells.get("slug", "")
        self.example = cells.get("contoh", "").casefold()

    @property
    def slug(self) -> str:
        return self.address or slug_of(self.name)

    def problems(self, above: dict[str, "_Row"], known: set[str]) -> Iterator[Problem]:
        """What is wrong with the line; *above* are the addresses of the lines before it."""
        if not self.name or len(self.name) > LONGEST_NAME:
            yield self._problem("Nama kosong atau terlalu panjang.", f"Tulis 1 sampai {LONGEST_NAME} huruf.")
        if self.kind not in KINDS:
            yield self._problem(f'Jenis "{self.kind}" tidak dikenal.', suggest(self.kind, KINDS))
        if self.example not in _EXAMPLE:
            yield self._problem(f'Kolom contoh berisi "{self.example}".', 'Tulis "ya" atau kosongkan.')
        if self.name and self.slug in above:
            yield self._problem(
                f'Alamat "{self.slug}" sudah dipakai di baris {above[self.slug].line}.',
                "Hapus salah satu, atau beri alamat lain di kolom slug.",
            )
        yield from self._address_problems()
        yield from self._parent_problems(above, known)

    def _address_problems(self) -> Iterator[Problem]:
        if self.address and (slug_of(self.address) != self.address or len(self.address) > LONGEST_SLUG):
            yield self._problem(
                f'Alamat "{self.address}" tidak bisa dipakai.', f'Tulis misalnya "{slug_of(self.address)}".'
            )

    def _parent_problems(self, above: dict[str, "_Row"], known: set[str]) -> Iterator[Problem]:
        if self.parent and KINDS.get(self.kind) in {OrganisationKind.CITY, OrganisationKind.COMMUNITY}:
            yield self._problem("Kota dan komunitas tidak berinduk.", "Kosongkan kolom parent.")
        elif self.parent in above and above[self.parent].kind == "komunitas":
            yield self._problem("Komunitas tidak membawahi instansi.", "Pilih induk yang lain.")
        elif self.parent and self.parent not in above and self.parent not in known:
            yield self._problem(
                f'Induk "{self.parent}" tidak ada di baris sebelumnya.',
                suggest(self.parent, above) if above else "Tulis induknya lebih dulu.",
            )

    def organisation(self) -> ListedOrganisation:
        """The line as a value."""
        return ListedOrganisation(
            self.line, self.slug, self.name, KINDS[self.kind], self.parent, _EXAMPLE[self.example]
        )

    def _problem(self, message: str, mend: str) -> Problem:
        return Problem(self.line, message, mend)
