"""Reads a backup to its end and compares it with what it says of itself."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from literasi.domain.backups import (
    LARGEST_FILE,
    BadBackup,
    KeptFile,
    Manifest,
    Table,
    check_file_name,
    damaged,
    read_columns,
)
from literasi.services.backup_parts import Part, read_parts
from literasi.services.copying_tables import Tally
from literasi.services.sealing_files import is_sealed

_LARGEST_MANIFEST = 64 * 1024 * 1024


def needs_passphrase(path: Path) -> bool:
    """Whether the file is encrypted. Raises BadBackup for what is no backup, or is not there."""
    try:
        with path.open("rb") as file:
            return is_sealed(file)
    except OSError as problem:
        raise BadBackup(f"{path} cannot be read: {problem.strerror}.") from problem


def examine(path: Path, passphrase: str) -> Manifest:
    """Read all of it; what it holds. Raises BadBackup when anything differs from its list of contents."""
    tables: list[Table] = []
    files: list[KeptFile] = []
    manifest: Manifest | None = None
    with path.open("rb") as file:
        for part in read_parts(file, passphrase):
            if manifest is not None:
                raise BadBackup(damaged("something stands behind its list of contents"))
            match part.about.get("kind"):
                case "table":
                    tables.append(_table(part))
                case "file":
                    files.append(_file(part))
                case "manifest":
                    manifest = Manifest.from_json(part.whole(_LARGEST_MANIFEST))
                case _:
                    raise BadBackup(damaged("it holds a part that no backup of ours does"))
    if manifest is None:
        raise BadBackup(damaged("its list of contents is missing"))
    _compare("table", tables, manifest.tables)
    _compare("file", files, manifest.files)
    return manifest


def _table(part: Part) -> Table:
    tally = Tally()
    for chunk in part.chunks:
        tally.rows += tally.seen(chunk).count(b"\n")
    return tally.table(name_of(part), read_columns(part.about.get("columns", ())))


def _file(part: Part) -> KeptFile:
    name = name_of(part)
    check_file_name(name)
    data = part.whole(LARGEST_FILE)
    return KeptFile(name, len(data), hashlib.sha256(data).hexdigest())


def name_of(part: Part) -> str:
    """The name of a table or a file. Raises BadBackup."""
    name = part.about.get("name")
    if type(name) is not str:
        raise BadBackup(damaged("a part of it has no name"))
    return name


def _compare(what: str, found: Sequence[Table | KeptFile], listed: Sequence[Table | KeptFile]) -> None:
    """Both hold the same, once each."""
    if len({one.name for one in found}) < len(found):
        raise BadBackup(damaged(f"it holds a {what} twice"))
    for one in sorted({*found} ^ {*listed}, key=lambda one: one.name):
        raise BadBackup(damaged(f"the {what} {one.name!r} is not what its list of contents says"))
