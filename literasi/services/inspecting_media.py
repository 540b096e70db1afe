"""Proves that every picture of a live text can be shown."""

import re
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.domain.media import file_name
from literasi.models import Media
from literasi.queries import media
from literasi.services.storing_media import is_whole

NAME = "pictures of live texts are stored"
FILES = "files of pictures are what they are called, and pictures have their files"

_WIDE, _NARROW = re.compile(r"[0-9a-f]{64}\.webp"), re.compile(r"[0-9a-f]{64}-360\.webp")


def lost_pictures(session: Session, folder: Path) -> Iterator[str]:
    """A picture that a live text names has its row, and both files below *folder* with the right bytes."""
    rows = {row.sha256: row for row in session.execute(select(Media.sha256, Media.narrow_sha256))}
    for name, identities in sorted(media.uses(session).items()):
        place = f"picture {name} of {', '.join(identities)}"
        if name not in rows:
            yield f"{place}: nobody has stored it"
            continue
        for narrow, sha256 in ((False, name), (True, rows[name].narrow_sha256)):
            if not is_whole(folder / file_name(name, narrow=narrow), sha256):
                yield f"{place}: {file_name(name, narrow=narrow)} is lost or damaged"


def stray_files(session: Session, folder: Path) -> Iterator[str]:
    """Every picture below *folder* has both files with their bytes, and every file is one of a picture.

    A whole picture without a row is not told: files are written before their row, and who wrote them may have
    died in between; the next upload of the picture takes them.
    """
    sums = {}
    for row in session.execute(select(Media.sha256, Media.narrow_sha256).order_by(Media.sha256)):
        sums[file_name(row.sha256)] = row.sha256
        sums[file_name(row.sha256, narrow=True)] = row.narrow_sha256
    for name, sha256 in sums.items():
        if not is_whole(folder / name, sha256):
            yield f"picture {name}: lost or damaged"
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name not in sums and not _is_left_over(path):
            yield f"file {path.name}: no picture has it, and its bytes are not what its name says"


def _is_left_over(path: Path) -> bool:
    """Whether somebody died while storing this: half a file, a narrow one, or one that is whole."""
    if path.name.startswith(".") or _NARROW.fullmatch(path.name):
        return True
    return _WIDE.fullmatch(path.name) is not None and is_whole(path, path.stem)
