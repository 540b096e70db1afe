"""``flask doctor``: the settings, and whether everything that the site depends on is there."""

import os
import socket
import stat
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from literasi.cli.database_words import database_in_words
from literasi.cli.installation import settings
from literasi.config import ROOT
from literasi.database import db, describe
from literasi.domain.well_being import is_disk_low
from literasi.models import Lesson
from literasi.queries.letters import queue_of_messages
from literasi.services import limiting, printing, readying, rendering, signing_badges, watching

GIB = 1024**3


class Unwell(Exception):
    """Something that the site needs is missing; the message says how to mend it."""


@click.command()
@with_appcontext
def doctor() -> None:
    """Print the settings (secrets masked) and test what the site depends on; exit 1 if anything is wrong."""
    for name, value in settings().masked().items():
        click.echo(f"{name:14} {value}")
    wrong = 0
    for name, examine in EXAMINATIONS.items():
        try:
            verdict, healthy = examine(), True
        except (OperationalError, ProgrammingError) as problem:
            verdict, healthy = database_in_words(problem), False
        except Exception as problem:  # every failure is a finding here
            verdict, healthy = str(problem) or type(problem).__name__, False
        wrong += not healthy
        click.echo(f"{'baik' if healthy else 'RUSAK':6} {name}: {verdict}")
    sys.exit(1 if wrong else 0)


def _data_folder() -> str:
    folder = settings().data_folder
    if not os.access(folder, os.W_OK):
        raise Unwell(f"{folder} cannot be written to; give this user the right to write there")
    key = folder / "secret_key"
    open_keys = signing_badges.readable_by_others(settings().badge_folder)
    if key.exists() and stat.S_IMODE(key.stat().st_mode) & 0o077:
        open_keys.append(key)
    for path in open_keys:
        raise Unwell(f"{path} can be read by others; run: chmod 600 {path}")
    return f"{folder} can be written to, and its keys are private"


def _migrations() -> str:
    current = readying.current_schema(db.engine)
    head = readying.newest_schema(ROOT / "migrations")
    if current != head:
        raise Unwell(
            f"the database is at {current}, the code at {head}; run: .venv/bin/flask --app app prepare"
        )
    return f"at {head}"


def _content() -> str:
    with Session(db.engine) as session:
        lessons = session.scalar(select(func.count(Lesson.id)).where(Lesson.retired_at.is_(None)))
    if not lessons:
        raise Unwell("no lesson is published; run: .venv/bin/flask --app app content import")
    return f"{lessons} lessons are published"


def _renderer() -> str:
    (result,) = rendering.render([rendering.RenderTask("markdown", "**siap**")])
    if not isinstance(result, rendering.Rendered):
        raise Unwell(f"the renderer answers {result}")
    return "text is rendered in a child process"


def _certificates() -> str:
    """Without Pango nothing is broken: the page prints from the browser."""
    missing = printing.missing()
    if missing:
        return (
            f"no PDF here, people print the page; missing: {', '.join(missing)} "
            "(Debian: apt install libpango-1.0-0 libpangoft2-1.0-0)"
        )
    try:
        size = len(printing.pdf('<!doctype html><html lang="id"><title>Uji</title><h1>Uji</h1></html>', ""))
    except printing.NotPrinted as problem:
        raise Unwell(f"the libraries for PDFs are there, but none was made: {problem}") from None
    return f"a certificate can be downloaded as a PDF (one of {size} bytes was made)"


def _translations() -> str:
    missing = [
        language
        for language in ("id", "en")
        if not (ROOT / "translations" / language / "LC_MESSAGES" / "messages.mo").exists()
    ]
    if missing:
        raise Unwell(f"the catalogue of {', '.join(missing)} is not compiled; run: make install")
    return "the catalogues are compiled"


def _address() -> str:
    site_url = settings().site_url
    if not settings().is_https:
        return f"{site_url} is not https: fine on one machine or in a classroom, not on the internet"
    return site_url


def _messages() -> str:
    server = settings().smtp_url
    where = f"a mail server ({urlsplit(server).hostname})" if server else f"{settings().data_folder}/surat"
    with Session(db.engine) as session:
        queue = queue_of_messages(session, now=datetime.now(UTC))
    if queue.failed:
        raise Unwell(
            f"{queue.failed} messages could not be sent to {where}; the last answer was: {queue.last_error}. "
            "Mend it, then run: .venv/bin/flask --app app jobs retry"
        )
    if queue.overdue:
        raise Unwell(
            f"{queue.overdue} messages wait for more than an hour. "
            "Is `flask --app app jobs run` called every minute? (docs/operations.md)"
        )
    return f"messages go to {where}; {queue.waiting} wait"


def _room() -> str:
    room = watching.room_of(settings().data_folder)
    words = f"{room.free / GIB:.1f} of {room.total / GIB:.1f} GB are free for {settings().data_folder}"
    if is_disk_low(room.free, room.total):
        raise Unwell(f"only {words}; make room, or move the data to a larger disk")
    return words


def _limits() -> str:
    """Without Redis nothing is broken: each worker counts by itself."""
    behind = "" if settings().proxy_hops else "; without LITERASI_PROXY_HOPS only direct visitors are counted"
    if not settings().redis_url:
        return f"each worker counts the requests of an address by itself{behind}"
    if not limiting.redis_storage(settings().redis_url).check():
        raise Unwell(
            "Redis does not answer, so each worker counts by itself; start it or unset LITERASI_REDIS_URL"
        )
    return f"all workers count the requests of an address together, in Redis{behind}"


def _metrics() -> str:
    found = settings().metrics
    if not found:
        return "nothing is counted for Prometheus (LITERASI_METRICS is not set)"
    with socket.socket() as asking:
        asking.settimeout(2)
        is_there = asking.connect_ex(settings().metrics_address) == 0
    if not is_there:
        return f"nobody answers Prometheus at {found} now; serve.py does while the site runs"
    return f"Prometheus is answered at http://{found}/metrics"


EXAMINATIONS: dict[str, Callable[[], str]] = {
    "data": _data_folder,
    "database": lambda: describe(db.engine),
    "migrations": _migrations,
    "content": _content,
    "renderer": _renderer,
    "certificates": _certificates,
    "translations": _translations,
    "messages": _messages,
    "room": _room,
    "limits": _limits,
    "metrics": _metrics,
    "address": _address,
}
