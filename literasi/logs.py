"""What the site says while it runs: one line a thing, on stderr, for the system's journal to keep.

A line never holds what people typed, are called or where they are: only ids, names of our own (endpoints,
jobs, kinds of mistakes) and numbers. Whoever writes to the log passes such values by name; an exception
becomes its kind and its trace without values.
"""

import atexit
import logging
import os
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from datetime import UTC, datetime
from multiprocessing.util import Finalize
from typing import Any

import structlog
from structlog.types import EventDict, WrappedLogger

from literasi.domain.failures import read_failure

JSON, TEXT, ERRORS = "json", "text", "errors"
FORMS = (JSON, TEXT, ERRORS)
STDERR = 2
MOST_WAITING = 16  # lines of requests; together less than what a pipe takes whole
SECONDS_TO_WAIT = 0.5
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_NAME = "literasi"
log: Any = structlog.get_logger(_NAME)


class Handler(logging.Handler):
    """Ours, so that setting up again replaces it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line, whole, so that several processes can share the way out."""
        try:
            flush()
            _write(self.format(record))
        except Exception:  # what cannot be logged must not break what was done
            self.handleError(record)


def default_form() -> str:
    """Text for whoever sits at a terminal, JSON for everything that collects lines."""
    return TEXT if sys.stderr.isatty() else JSON


def set_up(form: str) -> None:
    """Let everything that is logged in this process come out in this *form* (json, text, errors)."""
    handler = Handler()
    handler.setFormatter(formatter(form))
    others = [one for one in logging.root.handlers if not isinstance(one, Handler)]
    logging.root.handlers = [*others, handler]
    logging.root.setLevel(logging.WARNING)
    logging.getLogger(_NAME).setLevel(logging.WARNING if form == ERRORS else logging.INFO)


def formatter(form: str) -> logging.Formatter:
    """Writes records, ours and those of others, in this *form*."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer(form)],
    )


def for_server(form: str) -> dict[str, Any]:
    """What granian is to do with its own few lines: the same. It writes none for requests."""
    written = {"()": "literasi.logs.formatter", "form": form}
    handled = {"()": "literasi.logs.Handler", "formatter": "generic"}
    return {
        "formatters": {"generic": written, "access": written},
        "handlers": {"console": handled, "access": handled},
    }


def write_request(
    form: str, *, request_id: str, method: str, endpoint: str, status: int, seconds: float, size: int
) -> None:
    """One answered request. It stands on the path of every lesson, so the line is put together by hand.

    Nothing in it needs quoting: the id and the endpoint are ours, the method is one of seven, the rest are
    numbers.
    """
    known = known_method(method)
    if form == JSON:
        line = (
            f'{{"at": "{_now()}", "level": "info", "event": "request", "request_id": "{request_id}", '
            f'"method": "{known}", "endpoint": "{endpoint}", "status": {status}, '
            f'"milliseconds": {seconds * 1000:.1f}, "bytes": {size}}}'
        )
    else:
        line = f"{_now()} {status} {known} {endpoint} {seconds * 1000:.1f} ms {size} bytes {request_id}"
    _waiting.add(line)


def flush() -> None:
    """Write the lines of requests that still wait."""
    _waiting.write()


class _Waiting:
    """Lines of requests wait for company, for half a second at most.

    To wake whoever reads them costs more than to make them. What goes wrong is written at once, after all
    that wait; a worker that is killed takes with it what waited.
    """

    def __init__(self) -> None:
        self._lines: deque[str] = deque()
        self._writer_of = 0  # the process whose thread writes; one that was forked needs its own

    def add(self, line: str) -> None:
        """Let it wait."""
        self._lines.append(line)
        if len(self._lines) >= MOST_WAITING:
            self.write()
        elif self._writer_of != os.getpid():
            self._writer_of = os.getpid()
            atexit.register(self.write)
            Finalize(None, self.write, exitpriority=0)  # workers of granian end without atexit
            threading.Thread(target=self._write_again_and_again, daemon=True).start()

    def write(self) -> None:
        """Write all that wait, in one go."""
        lines = []
        with suppress(IndexError):  # no more; or another thread was quicker
            while True:
                lines.append(self._lines.popleft())
        if lines:
            _write("\n".join(lines))

    def _write_again_and_again(self) -> None:
        while True:
            time.sleep(SECONDS_TO_WAIT)
            self.write()


_waiting = _Waiting()


def _write(words: str) -> None:
    with suppress(OSError):  # nobody listens any more; the answer goes out all the same
        os.write(STDERR, f"{words}\n".encode(errors="backslashreplace"))


def known_method(method: str) -> str:
    """The method of a request; one that HTTP does not know may be anything that somebody sent."""
    return method if method in _METHODS else "OTHER"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _add_moment(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    return {"at": _now(), "level": _name, **event}


def _tell_failure(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """An exception as its kind, place and trace. Its message stays out: it may repeat what somebody typed."""
    problem = event.pop("exc_info", None)
    if problem is True:
        problem = sys.exc_info()
    if isinstance(problem, tuple):
        problem = problem[1]
    if isinstance(problem, BaseException):
        failure = read_failure(problem)
        event.update(kind=failure.kind, place=failure.place, trace=failure.trace)
    event.pop("stack_info", None)
    return event


def _in_words(_logger: WrappedLogger, _name: str, event: EventDict) -> str:
    """For eyes at a terminal: one line, then the trace. A line break in a value begins no line of its own."""
    at, level, words = (str(event.pop(name, "")) for name in ("at", "level", "event"))
    trace = str(event.pop("trace", ""))
    values = [f"{name}={value!r}" for name, value in event.items() if not name.startswith("_")]
    return "\n".join([" ".join([at, level, _one_line(words), *values]), *([trace] if trace else [])])


def _one_line(words: str) -> str:
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in words)


def _renderer(form: str) -> Any:
    return _in_words if form == TEXT else structlog.processors.JSONRenderer(default=repr)


_SHARED: list[Any] = [_add_moment, _tell_failure]
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *_SHARED,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
