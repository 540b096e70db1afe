"""Writes everything that a site cannot make again into one file, while the site runs."""

import hashlib
import json
import stat
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy.engine import Connection, Engine

from literasi.config import ROOT, Settings
from literasi.domain.backups import (
    LARGEST_FILE,
    About,
    BadBackup,
    KeptFile,
    Manifest,
    Table,
    check_file_name,
)
from literasi.services import copying_tables
from literasi.services.backup_parts import PartWriter
from literasi.services.copying_tables import CannotCopy, Shape, Tally

_HEAD_OF_AUDIT = "audit_head"


def write(file: BinaryIO, engine: Engine, settings: Settings, *, passphrase: str, now: datetime) -> Manifest:
    """Write the backup to *file*; with a *passphrase* it is encrypted. Raises CannotCopy."""
    parts = PartWriter(file, passphrase)
    with copying_tables.snapshot(engine, settings.data_folder) as connection:
        about = _about(connection, settings, now)
        shapes = copying_tables.shapes(connection)
        tables = tuple(_write_table(parts, connection, shape) for shape in shapes)
        head = _head_of_audit(connection, shapes)
    # After the database: a picture without a row does no harm, a row without its picture would.
    files = tuple(_write_file(parts, name, data) for name, data in _files(settings))
    manifest = Manifest(about, tables, files, head)
    parts.begin(kind="manifest")
    parts.add(manifest.as_json())
    parts.end()
    parts.close()
    return manifest


def _about(connection: Connection, settings: Settings, now: datetime) -> About:
    revision = copying_tables.revision(connection)
    if revision is None:
        raise CannotCopy("the database has no tables yet; run: .venv/bin/flask --app app prepare")
    return About(now, revision, settings.site_url, connection.dialect.name, commit_of(ROOT))


def _write_table(parts: PartWriter, connection: Connection, shape: Shape) -> Table:
    tally = Tally()
    columns = [{"name": column.name, "kind": column.kind} for column in shape.columns]
    parts.begin(kind="table", name=shape.name, columns=columns)
    for chunk in copying_tables.chunks(connection, shape, tally):
        parts.add(chunk)
    parts.end()
    return tally.table(shape.name, shape.columns)


def _head_of_audit(connection: Connection, shapes: Iterable[Shape]) -> dict[str, Any] | None:
    """Where the chain of audit events ends, to be compared later with what was noted elsewhere."""
    for shape in shapes:
        if shape.name == _HEAD_OF_AUDIT:
            lines = b"".join(copying_tables.chunks(connection, shape, Tally())).splitlines()
            names = [column.name for column in shape.columns]
            return dict(zip(names, json.loads(lines[-1]), strict=True)) if lines else None
    return None


def _write_file(parts: PartWriter, name: str, data: bytes) -> KeptFile:
    parts.begin(kind="file", name=name)
    parts.add(data)
    parts.end()
    return KeptFile(name, len(data), hashlib.sha256(data).hexdigest())


def _files(settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Every picture and key: the name under which it is kept, and its bytes."""
    yield "keys/secret_key", settings.secret_key.encode()
    for prefix, folder in (("keys/badge_keys", settings.badge_folder), ("media", settings.media_folder)):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            name = f"{prefix}/{path.name}"
            if _is_ours(name) and (data := _bytes_of(path)) is not None:
                yield name, data


def _is_ours(name: str) -> bool:
    """Not what is still being written, or what somebody else put there."""
    try:
        check_file_name(name)
    except BadBackup:
        return False
    return True


def _bytes_of(path: Path) -> bytes | None:
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST_FILE:
        return None
    return path.read_bytes()


def commit_of(folder: Path) -> str:
    """The commit of the checkout at *folder*; empty when there is none to be found."""
    git = folder / ".git"
    try:
        if git.is_file():  # a second worktree
            git = (folder / git.read_text().removeprefix("gitdir:").strip()).resolve()
        head = (git / "HEAD").read_text().strip()
        if not head.startswith("ref: "):
            return head
        common = git / "commondir"
        root = (git / common.read_text().strip()).resolve() if common.exists() else git
        return _commit_of_branch(root, head.removeprefix("ref: "))
    except OSError:
        return ""


def _commit_of_branch(git: Path, branch: str) -> str:
    loose = git / branch
    if loose.exists():
        return loose.read_text().strip()
    for line in (git / "packed-refs").read_text().splitlines():
        commit, _, name = line.partition(" ")
        if name == branch:
            return commit
    return ""
