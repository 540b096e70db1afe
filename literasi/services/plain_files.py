"""Reading files that strangers may have made: no links, no pipes, never more than content may have."""

import stat
from pathlib import Path

from literasi.domain.problems import Problem
from literasi.domain.texts import LARGEST_FILE


def read_plain_file(path: Path) -> tuple[bytes, Problem | None]:
    """The bytes of *path* as far as content may reach, or why not. Never waits, follows no link."""
    try:
        if odd := _odd(path):
            return b"", odd
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1), None
    except OSError as problem:
        message = f"Ini tidak bisa dibaca: {problem.strerror}."
        return b"", Problem(1, message, "Beri izin membacanya, atau hapus.")


def _odd(path: Path) -> Problem | None:
    kind = path.lstat().st_mode
    if stat.S_ISREG(kind):
        return None
    if stat.S_ISLNK(kind):
        message = "Ini tautan ke tempat lain, bukan berkas biasa."
        return Problem(1, message, "Ganti dengan berkas atau folder aslinya, atau hapus tautannya.")
    if stat.S_ISDIR(kind) and path.suffix != ".md":
        return Problem(1, "Folder ini tidak bisa dibaca.", "Beri izin membacanya, atau hapus.")
    if stat.S_ISDIR(kind):
        return Problem(
            1, "Ini folder, bukan berkas biasa.", 'Hapus ".md" dari namanya, atau hapus foldernya.'
        )
    return Problem(1, "Ini bukan berkas biasa.", "Ganti dengan berkas teks, atau hapus.")
