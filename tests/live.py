"""The real site in processes of its own: ``flask prepare``, then ``serve.py``, with temporary data."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from literasi.config import ROOT

SECONDS_TO_START = 30


class LiveServer:
    """``with LiveServer(folder) as server: … server.url …``; without *database_url* on SQLite.

    *program* is what serves instead of ``serve.py``; ``{port}`` in it stands for the port. A folder that
    *is_prepared* holds all that ``flask prepare`` makes.
    """

    def __init__(
        self,
        folder: Path,
        database_url: str = "",
        workers: int = 2,
        program: Sequence[str] = ("serve.py",),
        *,
        is_prepared: bool = False,
    ) -> None:
        self.folder, self.port = folder, _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database_url = database_url or f"sqlite:///{folder / 'literasi.sqlite'}"
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("LITERASI_")},
            "LITERASI_DATA": str(folder),
            "LITERASI_DATABASE_URL": self.database_url,
            "LITERASI_WORKERS": str(workers),
            "PORT": str(self.port),
        }
        self._program = [word.format(port=self.port) for word in program]
        self._is_prepared = is_prepared
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "LiveServer":
        if not self._is_prepared:
            self.prepare()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def prepare(self) -> None:
        """Run ``flask prepare``."""
        prepared = self.command("prepare")
        assert prepared.returncode == 0, prepared.stdout

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run ``flask --app app …`` on the same data; output and errors together in ``stdout``."""
        return subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *words],
            cwd=ROOT,
            env=self._environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )

    def start(self) -> None:
        """Start serving and wait for the first answer."""
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self._program],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        for _ in range(SECONDS_TO_START * 20):
            if self._process.poll() is not None:
                break
            if self.answers():
                return
            time.sleep(0.05)
        self.stop()
        raise AssertionError(f"the site did not start:\n{self.log()}")

    def stop(self, *, as_ctrl_c: bool = False) -> int | None:
        """Stop serving, kindly (Ctrl+C in a terminal tells the workers too); returns the exit status."""
        if self._process is None:
            return None
        if as_ctrl_c and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGINT)
        else:
            self._process.send_signal(signal.SIGTERM)
        return self._process.wait(timeout=SECONDS_TO_START)

    def log(self) -> str:
        """What the server has said."""
        return (self.folder / "server.log").read_text()

    def workers(self) -> list[int]:
        """Process ids of the workers that run now."""
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        return [int(word) for word in children.read_text().split()]

    def answers(self) -> bool:
        """Whether the site and its database are there now."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2):
                return True
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


def _free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])
