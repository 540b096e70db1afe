"""What applying a roster would do: whom it adds, whom it changes, and what only now turns out to be wrong.

A person is known again by the agency's own number; without one by name and contact. Where that leaves a
doubt, the row is a problem: nobody is entered twice by guessing, and nobody is taken for somebody else.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from literasi.domain.names import name_key
from literasi.domain.rosters.values import SUPERVISOR, Roster, RosterProblem, RosterRow, Unreadable

_NIP = re.compile(r"\d{18}")
_APPOINTED = Unreadable(
    "Penyelia tidak diangkat lewat daftar.",
    "Minta pengelola situs mengangkatnya; kosongkan perannya bila ia ikut belajar sebagai anggota.",
)
_SUPERVISES = "Kosongkan nomornya bila ia juga ikut belajar sebagai anggota, atau hapus barisnya."
_OF_CITY = re.compile(r" (?:pemerintah )?kota \w+$")
_TELL_APART = "Beri NIP atau nomor pegawai di berkas, atau ubah orangnya di halaman Anggota."


@dataclass(frozen=True)
class Unit:
    """An organisation into which this roster may place people: its own, or one below."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True)
class Held:
    """A valid place in one of the units; *cohorts* are keys of the names of theirs."""

    membership_id: int
    organisation_id: int
    name: str
    external_id: str = ""
    contact: str = ""
    is_invited: bool = True
    is_supervisor: bool = False
    cohorts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Step:
    """One sound row and what becomes of it: without a membership it is a new person."""

    row: RosterRow
    organisation_id: int
    membership_id: int | None = None
    changes: tuple[str, ...] = ()

    @property
    def action(self) -> str:
        """``new``, ``changed`` or ``unchanged``."""
        if self.membership_id is None:
            return "new"
        return "changed" if self.changes else "unchanged"


@dataclass(frozen=True)
class RosterPlan:
    """Every sound row as a step, and every problem in order of rows."""

    steps: tuple[Step, ...]
    problems: tuple[RosterProblem, ...]

    def of(self, action: str) -> list[Step]:
        """The steps of one kind."""
        return [step for step in self.steps if step.action == action]

    @property
    def effective(self) -> list[Step]:
        """The steps that change anything."""
        return [step for step in self.steps if step.action != "unchanged"]

    @property
    def faulty(self) -> int:
        """How many rows are left out."""
        return len({problem.row for problem in self.problems})

    @property
    def fingerprint(self) -> str:
        """A short name of what it would do; another plan has another."""
        said = "\n".join(
            f"{one.row!r} {one.organisation_id} {one.membership_id} {one.changes}" for one in self.steps
        )
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass
class _Matching:
    """Everybody who holds a place, by number and by name."""

    home: Unit
    held: Sequence[Held]
    units: Mapping[int, Unit]
    by_id: dict[str, list[Held]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[tuple[int, str], list[Held]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for one in self.held:
            if one.external_id:
                self.by_id[one.external_id.casefold()].append(one)
            if not one.is_supervisor:
                self.by_name[one.organisation_id, name_key(one.name)].append(one)

    def find(self, row: RosterRow, organisation_id: int) -> Held | None:
        """Whom *row* means; None for a new person. Raises Unreadable in doubt."""
        same_id = self.by_id[row.external_id.casefold()] if row.external_id else []
        for one in same_id:
            if one.organisation_id == organisation_id and one.is_supervisor:
                raise Unreadable(f'Nomor "{row.external_id}" dipakai seorang Penyelia di sini.', _SUPERVISES)
            if one.organisation_id == organisation_id:
                return one
        elsewhere = [one for one in same_id if not one.is_supervisor and self._is_surely(one, row)]
        if elsewhere and not row.unit:
            return elsewhere[0]
        if elsewhere:
            name = self.units[elsewhere[0].organisation_id].name
            raise Unreadable(
                f'Nomor "{row.external_id}" sudah anggota di {name}.',
                "Pindahkan orangnya di halaman Anggota.",
            )
        return self._by_name(row, organisation_id)

    def _is_surely(self, one: Held, row: RosterRow) -> bool:
        """A NIP is one person's in the whole country; other numbers begin at 1 in every office."""
        return _NIP.fullmatch(row.external_id) is not None or name_key(one.name) == name_key(row.name)

    def _by_name(self, row: RosterRow, organisation_id: int) -> Held | None:
        contact = row.email or row.phone
        alike = self.by_name[organisation_id, name_key(row.name)]
        if row.external_id:
            alike = [one for one in alike if not one.external_id]
        close = [one for one in alike if contact and one.contact == contact]
        if len(close) == 1:
            return close[0]
        open_to = [one for one in alike if not one.contact or not contact]
        if len(alike) == 1 and len(open_to) == 1:
            return alike[0]
        if not alike or (row.external_id and not open_to):
            return None
        raise Unreadable(
            "Nama ini sudah ada di Anggota, dan tidak jelas apakah ini orang yang sama.", _TELL_APART
        )


def plan_roster(roster: Roster, home: Unit, units: Iterable[Unit], held: Sequence[Held]) -> RosterPlan:
    """What applying *roster* to the organisation *home* would do.

    *units* are those below it that are in use; *held* every valid place in any of these whose number or name
    stands in the roster.
    """
    every = {unit.id: unit for unit in (home, *units)}
    matching = _Matching(home, held, every)
    problems = list(roster.problems)
    steps: list[Step] = []
    taken: dict[int, int] = {}
    for row in roster.rows:
        found = _step(row, roster, matching)
        if isinstance(found, Step) and found.membership_id in taken:
            message = f"Ini orang yang sama dengan baris {taken[found.membership_id]}."
            found = _problem(row, roster, "name", Unreadable(message, "Sisakan satu baris untuk tiap orang."))
        if isinstance(found, RosterProblem):
            problems.append(found)
            continue
        if found.membership_id is not None:
            taken[found.membership_id] = row.number
        steps.append(found)
    return RosterPlan(tuple(steps), tuple(sorted(problems)))


def place_of(words: str, units: Mapping[int, Unit], home: Unit) -> int:
    """The organisation meant by *words*: an address or a name; none means *home*. Raises Unreadable.

    What is not below *home* is unknown here, whether or not it exists elsewhere.
    """
    if not words:
        return home.id
    key = _unit_key(words)
    found = [unit.id for unit in units.values() if words.casefold() == unit.slug]
    found = found or [unit.id for unit in units.values() if _unit_key(unit.name) == key]
    if len(found) == 1:
        return found[0]
    if found:
        slugs = ", ".join(sorted(units[one].slug for one in found)[:3])
        raise Unreadable(f'Ada beberapa unit bernama "{words}".', f"Tulis alamatnya: {slugs}.")
    names = {_unit_key(unit.name): unit.name for unit in units.values()}
    close = get_close_matches(key, names, n=1)
    guess = f'Mungkin maksud Anda "{names[close[0]]}".' if close else f"Kosongkan untuk {home.name}."
    raise Unreadable(f'Unit "{words}" tidak ada di {home.name}.', guess)


def _unit_key(name: str) -> str:
    """A name as it is told apart: offices write "Kota Samarinda" behind theirs, or leave it out."""
    return _OF_CITY.sub("", name_key(name))


def _step(row: RosterRow, roster: Roster, matching: _Matching) -> Step | RosterProblem:
    if row.role == SUPERVISOR:
        return _problem(row, roster, "role", _APPOINTED)
    try:
        organisation_id = place_of(row.unit, matching.units, matching.home)
    except Unreadable as fault:
        return _problem(row, roster, "unit", fault)
    try:
        held = matching.find(row, organisation_id)
    except Unreadable as fault:
        return _problem(row, roster, "external_id" if row.external_id else "name", fault)
    if held is None:
        return Step(row, organisation_id)
    return Step(row, held.organisation_id, held.membership_id, _changes(row, held))


def _changes(row: RosterRow, held: Held) -> tuple[str, ...]:
    """What the row says otherwise; what it does not say stays."""
    contact = row.email or row.phone
    otherwise = {
        "name": row.name != held.name,
        "external_id": bool(row.external_id) and not held.external_id,
        "contact": bool(contact) and held.is_invited and contact != held.contact,
        "cohort": bool(row.cohort) and name_key(row.cohort) not in held.cohorts,
    }
    return tuple(name for name, differs in otherwise.items() if differs)


def _problem(row: RosterRow, roster: Roster, column: str, fault: Unreadable) -> RosterProblem:
    letter, header = roster.columns.get(column, ("", ""))
    return RosterProblem(row.number, letter, header, fault.message, fault.mend)
