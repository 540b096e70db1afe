"""Writing a file so that nobody ever sees half of it."""

import os
import threading
from pathlib import Path


def write_whole(path: Path, data: bytes, mode: int = 0o666) -> None:
    """All of *data* or nothing, whatever happens in between; *mode* says who may read it, less the umask."""
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.baru")
    try:
        with open(waiting, "wb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(path)
    finally:
        waiting.unlink(missing_ok=True)
