"""The pictures that a text names are looked for beside its file, and then among those that are stored."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from literasi.domain.media import Media, Picture, Size, file_name, folder_beside, pictures_in, read_size
from literasi.domain.problems import Problem
from literasi.services.plain_files import read_plain_file

AS_EXPORTED = "Salin lagi berkasnya dari ekspor, atau unggah gambar aslinya di studio."


@dataclass(frozen=True)
class NamedPictures:
    """The pictures that one text names.

    The size of each that may be shown, the files of those beside the text, and what is wrong with the others.
    """

    sizes: Media = field(default_factory=dict, hash=False)
    paths: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def look_beside(root: Path, identity: str, source: str, stored: Media) -> NamedPictures:
    """Find each picture that *source* names: beside its file below *root*, or else among those *stored*."""
    folder = folder_beside(identity)
    sizes: dict[str, Size] = {}
    paths, problems = [], []
    for picture in pictures_in(source):
        path = f"{folder}/{file_name(picture.sha256)}"
        found = _read(root / path, picture, folder)
        if isinstance(found, Problem):
            problems.append(found)
        elif found is not None:
            paths.append(path)
            sizes[picture.sha256] = found
        elif picture.sha256 in stored:
            sizes[picture.sha256] = stored[picture.sha256]
        else:
            mend = f'Unggah dulu gambarnya di studio, atau simpan berkasnya di "{folder}/".'
            problems.append(Problem(picture.line, "Gambar ini belum ada di media.", mend))
    return NamedPictures(sizes, tuple(sorted(set(paths))), tuple(problems))


def _read(path: Path, picture: Picture, folder: str) -> Size | Problem | None:
    """The size of the picture that lies there; None when there is none."""
    if not path.exists() and not path.is_symlink():
        return None
    data, problem = read_plain_file(path)
    if problem:
        return Problem(picture.line, f'Di "{folder}/": {problem.message}', problem.mend)
    if hashlib.sha256(data).hexdigest() != picture.sha256:
        message = f'Berkas gambar di "{folder}/" tidak cocok dengan namanya.'
        return Problem(picture.line, message, AS_EXPORTED)
    size = read_size(data)
    if size is None:
        message = f'Berkas gambar di "{folder}/" bukan WebP kecil seperti buatan studio.'
        return Problem(picture.line, message, "Unggah gambar aslinya di studio.")
    return size
