"""Every request gets an id, a line in the log and its place in the figures.

This stands outside of Flask, so that it sees every answer, whatever made it, and never the person who asked:
of a request it knows the endpoint, the method and how it ended.
"""

import os
import re
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, has_request_context, request

from literasi import logs
from literasi.config import Settings
from literasi.web import metrics
from literasi.web.metrics import Instruments

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HEADER = "X-Request-ID"
_KEY = "literasi.request_id"
_GIVEN = re.compile(r"[A-Za-z0-9_-]{8,40}")
_BROKEN = (
    "500 INTERNAL SERVER ERROR",
    [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")],
    b"Ada yang rusak di pihak kami. Coba lagi sebentar lagi.\n",
)


def init_app(app: Flask, settings: Settings) -> None:
    """Look at every answer from outside."""
    instruments = metrics.init_app(app, settings)
    form = "" if settings.testing else settings.log
    app.wsgi_app = Observed(  # type: ignore[method-assign]
        app.wsgi_app,
        form="" if form == logs.ERRORS else form,
        instruments=instruments,
        takes_ids=settings.proxy_hops > 0,
        lets_through=settings.testing,
    )


def request_id() -> str | None:
    """The id of this request; None outside of one."""
    return request.environ.get(_KEY) if has_request_context() else None


class Observed:
    """*app*, and around it the id, the line (in this *form*; "" for none) and the figures.

    An id that came with the request is taken where a proxy of ours may have written it. What breaks even the
    page of errors is answered here, unless a test wants to see it.
    """

    def __init__(
        self,
        app: "WSGIApplication",
        *,
        form: str,
        instruments: Instruments | None,
        takes_ids: bool,
        lets_through: bool,
    ) -> None:
        self._app, self._form, self._instruments = app, form, instruments
        self._takes_ids, self._lets_through = takes_ids, lets_through

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer the request."""
        began = time.perf_counter()
        answer = _Answer(environ, start_response, self._id_of(environ))
        environ[_KEY] = answer.request_id
        try:
            body = self._app(environ, answer.start)
        except Exception:
            if self._lets_through:
                raise
            logs.log.exception("request failed", request_id=answer.request_id, endpoint=answer.endpoint)
            status, headers, words = _BROKEN
            answer.start(status, [*headers, ("Content-Length", str(len(words)))])
            body = (words,)
        self._note(environ["REQUEST_METHOD"], answer, time.perf_counter() - began)
        return body

    def _id_of(self, environ: "WSGIEnvironment") -> str:
        given = environ.get("HTTP_X_REQUEST_ID") if self._takes_ids else None
        return given if given and _GIVEN.fullmatch(given) else os.urandom(8).hex()

    def _note(self, method: str, answer: "_Answer", seconds: float) -> None:
        if self._form:
            logs.write_request(
                self._form,
                request_id=answer.request_id,
                method=method,
                endpoint=answer.endpoint,
                status=answer.status,
                seconds=seconds,
                size=answer.size,
            )
        if self._instruments is not None:
            self._instruments.note_request(answer.endpoint, answer.status, seconds)


class _Answer:
    """What is known of an answer once it has begun.

    ``endpoint`` is the name of the view, or "-" where there is none; never the address, which may hold what
    people typed. Flask knows it only until the answer has begun.
    """

    __slots__ = ("_environ", "_start_response", "endpoint", "request_id", "size", "status")

    def __init__(self, environ: "WSGIEnvironment", start_response: "StartResponse", request_id: str) -> None:
        self._environ, self._start_response, self.request_id = environ, start_response, request_id
        self.endpoint, self.status, self.size = "-", 0, 0

    def start(
        self, status: str, headers: list[tuple[str, str]], problem: Any = None
    ) -> Callable[[bytes], object]:
        """Begin it, with the id among its headers."""
        asked = self._environ.get("werkzeug.request")
        if asked is not None:
            self.endpoint = asked.endpoint or "-"
        self.status = int(status[:3])
        for name, value in headers:
            if name == "Content-Length":
                self.size = int(value)
        headers.append((HEADER, self.request_id))
        if problem:
            return self._start_response(status, headers, problem)
        return self._start_response(status, headers)
