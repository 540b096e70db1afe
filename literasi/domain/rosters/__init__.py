"""Rosters: who belongs to an agency, read from the CSV or XLSX file that its supervisor keeps anyway."""

from literasi.domain.rosters.reading import read_roster
from literasi.domain.rosters.values import (
    LARGEST_ROSTER,
    MOST_ROWS,
    RefusedRoster,
    Roster,
    RosterProblem,
    RosterRow,
)

__all__ = [
    "LARGEST_ROSTER",
    "MOST_ROWS",
    "RefusedRoster",
    "Roster",
    "RosterProblem",
    "RosterRow",
    "read_roster",
]
