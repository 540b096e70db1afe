"""Proves that every picture of a live text can be shown."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.domain.media import file_name
from literasi.models import Media
from literasi.queries import media
from literasi.services.storing_media import is_whole

NAME = "pictures of live texts are stored"


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
