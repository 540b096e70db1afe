"""Pictures travel with the texts that name them: ``courses/<course>/media/<name>.webp`` beside the files."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from literasi.domain.media import Media, file_name, folder_beside, pictures_in
from literasi.domain.pictures import RefusedPicture, Shaped
from literasi.services import shaping_pictures, storing_media
from literasi.services.plain_files import read_plain_file
from literasi.services.reading_files import ContentFile
from literasi.services.reading_pictures import AS_EXPORTED
from literasi.services.storing_media import NewPicture
from literasi.services.syncing import RefusedFile
from literasi.services.writing_files import write_whole


def take_along(root: Path, files: Sequence[ContentFile], folder: Path, stored: Media) -> list[NewPicture]:
    """Copy the pictures beside *files* that are not *stored* yet into the store, *folder*.

    Returns what ``storing_media.store`` is to keep of them. Each is unpacked in a child process, so call this
    in no transaction. Raises RefusedFile when one is damaged.
    """
    words = {picture.sha256: picture.alt for file in files for picture in pictures_in(file.text)}
    paths = {path for file in files for path in file.pictures.paths if Path(path).stem not in stored}
    found = []
    for path in sorted(paths):
        shaped = _adopt(root, path)
        storing_media.write_files(folder, shaped)
        found.append(NewPicture(shaped, words[shaped.sha256], Path(path).name))
    return found


def _adopt(root: Path, path: str) -> Shaped:
    data, _ = read_plain_file(root / path)
    try:
        shaped = shaping_pictures.adopt(data)
    except RefusedPicture:
        shaped = None
    if shaped is None or shaped.sha256 != Path(path).stem:
        raise RefusedFile(f"{path}:1: Gambar ini rusak. {AS_EXPORTED}")
    return shaped


def write_missing(root: Path, folder: Path, uses: Mapping[str, Sequence[str]]) -> list[str]:
    """Write what live texts show (*uses*: their identities by the picture's name) beside their files.

    *folder* is the store. Returns the paths below *root* that were written. What is there already stays, and
    nothing is written where a text has no folder yet, nor through a link to somewhere else.
    """
    written = []
    for name, identities in sorted(uses.items()):
        source = folder / file_name(name)
        for beside in sorted({folder_beside(identity) for identity in identities}):
            path = root / beside / file_name(name)
            is_inside = path.resolve().is_relative_to(root.resolve())
            if path.exists() or not path.parent.parent.is_dir() or not is_inside:
                continue
            if storing_media.is_whole(source, name):
                write_whole(path, source.read_bytes())
                written.append(path.relative_to(root).as_posix())
    return written
