"""Disks that are soon full: a small tmpfs where this user may mount one."""

import os
import subprocess
from contextlib import contextmanager

import pytest

MEGABYTE = 1024 * 1024
CHUNK = 64 * 1024
FILLER = "pengisi"


@contextmanager
def small_disk(folder, megabytes):
    """*folder* holds so much and no more, until the test ends; skips where nobody may mount."""
    folder.mkdir(parents=True, exist_ok=True)
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder]
    if os.geteuid() != 0 or subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("a small disk is a mounted tmpfs, and only root may mount one")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def fill(folder, *, leave=0):
    """Write until the disk holds no more, or until *leave* bytes are free."""
    with (folder / FILLER).open("ab", buffering=0) as file:
        try:
            while True:
                found = os.statvfs(folder)
                room = found.f_bavail * found.f_frsize - leave
                if room <= 0:
                    return
                file.write(bytes(min(CHUNK, room)))
        except OSError:
            return


def empty(folder):
    """Make room again."""
    (folder / FILLER).unlink(missing_ok=True)
