"""What a backup says of itself: its manifest, the names it may hold, and why it is refused."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from literasi.domain.portable_rows import KINDS, Column

FORMAT = 1
SHORTEST_PASSPHRASE = 12  # characters
LARGEST_FILE = 8 * 1024 * 1024  # bytes of one picture or key
_PLAIN_WORD = re.compile(r"[a-z][a-z0-9_]{0,62}")
_FILE_NAMES = re.compile(
    r"media/[0-9a-f]{64}(-360)?\.webp|keys/secret_key|keys/badge_keys/(signing_key\.pem|[0-9a-f]{1,64}\.json)"
)


class BadBackup(Exception):
    """A file is no backup that can be used; the message says why, and what to do."""


@dataclass(frozen=True)
class About:
    """Where and when a backup was taken; ``schema`` is the database's revision, ``commit`` the code's."""

    made_at: datetime
    schema: str
    site_url: str
    database: str
    commit: str


@dataclass(frozen=True)
class Table:
    """One table as it was: how many rows, and the SHA-256 of their lines in the order of the primary key."""

    name: str
    columns: tuple[Column, ...]
    rows: int
    sha256: str


@dataclass(frozen=True)
class KeptFile:
    """One picture or key."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """Everything that a backup holds. ``audit_head`` is where the chain of audit events ends, by columns."""

    about: About
    tables: tuple[Table, ...]
    files: tuple[KeptFile, ...]
    audit_head: Mapping[str, Any] | None = None

    def rows(self, table: str) -> int:
        """How many rows a table has; 0 when there is none."""
        return sum(one.rows for one in self.tables if one.name == table)

    @property
    def pictures(self) -> int:
        """How many pictures there are; each has a wide and a narrow file."""
        return sum(one.name.startswith("media/") and "-360." not in one.name for one in self.files)

    def as_json(self) -> bytes:
        """The manifest as it stands at the end of the file."""
        about = {**asdict(self.about), "made_at": self.about.made_at.isoformat()}
        whole = {**asdict(self), "about": about, "format": FORMAT}
        return json.dumps(whole, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Self:
        """Read it again. Raises BadBackup."""
        try:
            found = json.loads(data)
            check_format(found["format"])
            return cls(
                about=About(
                    **{**found["about"], "made_at": datetime.fromisoformat(found["about"]["made_at"])}
                ),
                tables=tuple(_table(one) for one in found["tables"]),
                files=tuple(KeptFile(**one) for one in found["files"]),
                audit_head=found["audit_head"],
            )
        except (KeyError, TypeError, ValueError, RecursionError) as problem:
            raise BadBackup(damaged("its list of contents cannot be read")) from problem


def _table(found: Mapping[str, Any]) -> Table:
    return Table(**{**found, "columns": read_columns(found["columns"])})


def read_columns(found: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    """The columns that a part of the file names. Raises BadBackup."""
    try:
        columns = tuple(Column(**one) for one in found)
    except TypeError as problem:
        raise BadBackup(damaged("the columns of a table cannot be read")) from problem
    for column in columns:
        if column.kind not in KINDS or not _PLAIN_WORD.fullmatch(column.name):
            raise BadBackup(damaged(f"it names a column {column.name!r} of kind {column.kind!r}"))
    return columns


def check_format(number: object) -> None:
    """Raises BadBackup when a newer Literasi wrote the file."""
    if number != FORMAT:
        raise BadBackup(
            f"This backup has format {number}, and this Literasi reads format {FORMAT}. "
            "Use the Literasi that made it, or a newer one."
        )


def check_schema(schema: str, known: Iterable[str]) -> None:
    """Raises BadBackup when the database in the file is of a revision that this code does not know."""
    if schema not in set(known):
        raise BadBackup(
            f"This backup was made at schema {schema!r}, which this Literasi does not know: it is newer, or "
            "another line of development. Bring the code up to date (git pull, make install), then try again."
        )


def check_file_name(name: str) -> None:
    """Raises BadBackup unless this is a name that we give to pictures and keys ourselves."""
    if not _FILE_NAMES.fullmatch(name):
        raise BadBackup(damaged(f"it holds a file {name!r}, which no backup of ours does"))


def check_passphrase(passphrase: str) -> None:
    """Raises BadBackup when it is too short to keep anything secret."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise BadBackup(
            f"The passphrase has {len(passphrase)} characters; it needs {SHORTEST_PASSPHRASE}. "
            "Six random words are good."
        )


def damaged(why: str) -> str:
    """The words for a file that is not what was once written."""
    return (
        f"This backup is damaged: {why}. Nothing was changed. Use another copy of it, or an earlier backup."
    )
