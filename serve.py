"""Serve the site: ``python serve.py``.

granian with one blocking thread a worker, at 127.0.0.1 (a public site has a proxy in front; see
docs/operations.md). ``PORT`` and ``LITERASI_WORKERS`` change where and with how many workers.
``--ask`` only tells whether it could: are the settings right, is the port free?
"""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from typing import Any

from granian import Granian
from granian.constants import Interfaces

from literasi import logs
from literasi.config import InvalidSettings, Settings
from literasi.services import holding_site

HOST = "127.0.0.1"
SECONDS_THAT_COUNT_AS_RUNNING = 10
QUICK_FALLS = 20
SECONDS_TO_END_ALONE = 0.5
SECONDS_BETWEEN_JOBS = 60
FLASK = (sys.executable, "-m", "flask", "--app", "app")
JOBS, METRICS = (*FLASK, "jobs", "run"), (*FLASK, "metrics")
SECONDS_BEFORE_METRICS_AGAIN = 5


class StoppableServer(Granian):  # type: ignore[misc, valid-type]
    """granian, which also notes that it was told to stop.

    Its exit status does not tell: it is 1 after a stop as well, if a worker fell at any time before. The
    handler of an old server stays until a new one has started, so a signal in between counts too.
    """

    def __init__(self, stop: threading.Event, **options: Any) -> None:
        super().__init__(**options)
        self._told_to_stop = stop

    def signal_handler_interrupt(self, *about: Any, **named: Any) -> None:
        """SIGTERM or SIGINT came."""
        self._told_to_stop.set()
        super().signal_handler_interrupt(*about, **named)

    def startup(self, *about: Any, **named: Any) -> None:
        """Start, unless a stop was asked for meanwhile."""
        super().startup(*about, **named)
        if self._told_to_stop.is_set():
            super().signal_handler_interrupt()

    def shutdown(self, exit_code: int = 0) -> None:
        """Stop the workers, but let those end by themselves that the signal has reached as well.

        Ctrl+C goes to all of them, and a worker that is told twice hangs until it is killed.
        """
        patience_ends = time.monotonic() + SECONDS_TO_END_ALONE
        for worker in self.wrks:
            worker.join(max(patience_ends - time.monotonic(), 0.001))
        super().shutdown(exit_code)


def main() -> int:
    """Serve until told to stop; returns the exit status."""
    try:
        settings = Settings.from_environment(os.environ)
    except InvalidSettings as problem:
        return _say(f"Literasi: {problem}")
    port = int(os.environ.get("PORT") or "8000")
    if _is_taken(port):
        return _say(f"Port {port} is taken. Stop what uses it, or choose another: PORT={port + 1} make run")
    if "--ask" in sys.argv[1:]:
        return 0
    try:
        with holding_site.staying(settings.data_folder):
            return _serve_again_and_again(port, settings)
    except holding_site.BeingRestored:
        return _say("A backup is being restored here. Start the site when that is done.")


def _serve_again_and_again(port: int, settings: Settings) -> int:
    """Serve; when granian gives up, start it anew.

    granian respawns a worker that dies, but ends itself when the same worker dies twice within
    5.5 seconds. A site should outlive that, unless it cannot even start.
    """
    quick_falls = 0
    stop = threading.Event()
    if os.environ.get("LITERASI_JOBS") != "off":
        threading.Thread(target=_do_jobs, args=(stop,), daemon=True).start()
    if settings.metrics:
        shutil.rmtree(settings.metrics_folder, ignore_errors=True)  # what the workers before have counted
        threading.Thread(target=_tell_metrics, args=(stop,), daemon=True).start()
    while quick_falls < QUICK_FALLS:
        began = time.monotonic()
        status = _serve(port, settings, stop)
        if status == 0 or stop.is_set():
            return 0
        lasted = time.monotonic() - began
        quick_falls = 0 if lasted > SECONDS_THAT_COUNT_AS_RUNNING else quick_falls + 1
        if stop.wait(0.5):
            return 0
    return _say(
        "The site does not start. The lines above say why; `.venv/bin/flask --app app doctor` looks closer."
    )


def _do_jobs(stop: threading.Event) -> None:
    """Send reminders and whatever else is due, in a process of its own, once a minute.

    With several servers each does it: the jobs share the work. LITERASI_JOBS=off leaves it to a timer.
    """
    while not stop.wait(SECONDS_BETWEEN_JOBS):
        _run(JOBS, stop)  # whatever a stop interrupts is done anew next time


def _tell_metrics(stop: threading.Event) -> None:
    """Answer Prometheus, in a process of its own: it works while the workers fall, and they while it does."""
    while not stop.is_set():
        _run(METRICS, stop)
        stop.wait(SECONDS_BEFORE_METRICS_AGAIN)


def _run(command: tuple[str, ...], stop: threading.Event) -> None:
    """Run one of our commands until it ends or the site stops."""
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as working:  # noqa: S603  (our own command)
        while working.poll() is None:
            if stop.wait(0.2):
                working.terminate()
                break


def _serve(port: int, settings: Settings, stop: threading.Event) -> int:
    server = StoppableServer(
        stop,
        target="app:create_app",
        factory=True,
        interface=Interfaces.WSGI,
        address=HOST,
        port=port,
        workers=settings.workers,
        blocking_threads=1,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_access=False,
        log_dictconfig=logs.for_server(settings.log),
    )
    try:
        server.serve()
    except SystemExit as ending:
        return int(ending.code or 0)
    return 0


def _is_taken(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex((HOST, port)) == 0


def _say(words: str) -> int:
    sys.stderr.write(f"{words}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
