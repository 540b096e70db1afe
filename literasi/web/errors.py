"""Errors people see: what happened, what to do now, and an id to tell us. Never a trace."""

import errno
import math
import secrets

import sqlalchemy.exc
from flask import Flask, Response, make_response, render_template, request
from flask_babel import lazy_gettext as _
from markupsafe import escape
from werkzeug.exceptions import HTTPException

from literasi.database import db
from literasi.domain.failures import kind_of, read_failure
from literasi.logs import known_method, log
from literasi.services import noting_errors
from literasi.services.noting_errors import Mistake
from literasi.services.throttling import TooOften
from literasi.web import addresses, metrics, observing, pages, visitors
from literasi.web.security import CSRF_FIELD, CrossSite, ExpiredForm, UnknownHost
from literasi.web.translating import gettext, ngettext

DOWN = (sqlalchemy.exc.OperationalError, sqlalchemy.exc.InterfaceError, sqlalchemy.exc.TimeoutError)
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
KEPT = 10_000  # characters of what was typed, shown again

WORDS = {
    400: (
        _("This request could not be read"),
        _("Something in it was damaged on the way."),
        _("Go back, reload the page and try once more."),
    ),
    403: (
        _("This form came from another site"),
        _("For your safety only forms of this site are taken."),
        _("Open the page here and fill in the form again."),
    ),
    404: (
        _("This page does not exist"),
        _("Perhaps the address was cut off while copying, or the page belongs to another phone."),
        _("Progress is kept on the phone on which you began, or in your account."),
    ),
    405: (
        _("This page cannot be used that way"),
        _("The address is right, but it does not take what was sent."),
        _("Open the page again from a link on this site."),
    ),
    413: (
        _("That was too much at once"),
        _("What was sent is larger than this site takes."),
        _("Shorten the text and send it again."),
    ),
    429: (
        _("That was a little too often"),
        _("From your network a lot arrived within a short time."),
        _("Wait a moment, then send it again."),
    ),
    500: (
        _("Something broke on our side"),
        _("The mistake is ours, not yours. Answers that were saved are safe."),
        _("Try again in a moment. If it happens again, tell us the id below."),
    ),
    507: (
        _("There is no room left on this site"),
        _("Its disk is full, so this could not be kept. Answers that were saved are safe."),
        _("Keep what you have, tell whoever runs this site, and send it again later."),
    ),
    503: (
        _("The site is resting for a moment"),
        _("The database does not answer just now. Answers that were saved are safe."),
        _("Wait a minute, then send the page again."),
    ),
}
EXPIRED = (
    _("This form has expired"),
    _("It was open for long, or the browser has lost its cookie. Nothing that was saved before is lost."),
    _("Open the page again and send it from there. If that does not help, allow cookies for this site."),
)


def init_app(app: Flask) -> None:
    """Every error ends on one page, whatever raised it."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(ExpiredForm, lambda _problem: _page(400, words=EXPIRED))
    app.register_error_handler(CrossSite, lambda _problem: _page(403))
    app.register_error_handler(UnknownHost, lambda _problem: _unknown_host())
    app.register_error_handler(TooOften, _too_often)
    app.register_error_handler(sqlalchemy.exc.DBAPIError, _database)
    app.register_error_handler(sqlalchemy.exc.TimeoutError, _resting)
    app.register_error_handler(OSError, _system)
    app.register_error_handler(Exception, _bug)
    app.log_exception = _log_broken_page  # type: ignore[method-assign, assignment]


def _log_broken_page(problem: tuple[type, BaseException, object]) -> None:
    """Even the page of errors broke. Flask's own line would name the address, and so what people typed."""
    log.error(
        "error page failed", request_id=observing.request_id(), endpoint=request.endpoint, exc_info=problem
    )


def _http(problem: HTTPException) -> Response | HTTPException:
    code = problem.code or 500
    if code < 400:
        return problem
    answer = _page(code)
    for name, value in problem.get_headers():
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value
    return answer


def _unknown_host() -> Response:
    """Nothing of the site is shown under a name that is not its own."""
    title = gettext("This is not the site's address")
    texts = (
        gettext("Please check the address that you opened. Perhaps it was mistyped or is out of date."),
        gettext("If you run this site: set LITERASI_URL to the address that people use."),
    )
    words = "".join(f"<p>{escape(text)}</p>" for text in texts)
    head = (
        f'<meta charset=utf-8><meta name=viewport content="width=device-width"><title>{escape(title)}</title>'
    )
    return Response(
        f"<!doctype html><html lang={pages.language()}>{head}<h1>{escape(title)}</h1>{words}", status=400
    )


def _too_often(problem: TooOften) -> Response:
    title, message, _wait = WORDS[429]
    wait = ngettext(
        "Wait about %(num)s minute, then send it again.",
        "Wait about %(num)s minutes, then send it again.",
        math.ceil(problem.seconds / 60),
    )
    answer = _page(429, words=(title, message, wait))
    answer.headers["Retry-After"] = str(problem.seconds)
    return answer


def _database(problem: sqlalchemy.exc.DBAPIError) -> Response:
    """Gone, locked, full or damaged: it may be back in a moment. Whatever else it says is a bug of ours."""
    return _resting(problem) if _is_down(problem) else _bug(problem)


def _is_down(problem: Exception) -> bool:
    if isinstance(problem, sqlalchemy.exc.DBAPIError) and problem.connection_invalidated:
        return True
    # SQLite's word for damaged pages has no class of its own.
    return isinstance(problem, DOWN) or type(problem) is sqlalchemy.exc.DatabaseError


def _system(problem: OSError) -> Response:
    return _page(507, problem=problem) if problem.errno in NO_ROOM else _bug(problem)


def _resting(problem: Exception) -> Response:
    answer = _page(503, problem=problem)
    answer.headers["Retry-After"] = "30"
    return answer


def _bug(problem: Exception) -> Response:
    return _page(500, problem=problem)


def _page(
    code: int, *, words: tuple[object, object, object] | None = None, problem: Exception | None = None
) -> Response:
    error_id = secrets.token_hex(4)
    _tell(error_id, code, problem)
    title, message, mend = words or WORDS.get(code, WORDS[400 if code < 500 else 500])
    page = render_template(
        "errors/error.html",
        code=code,
        title=str(title),
        message=str(message),
        mend=str(mend),
        error_id=error_id,
        back=None if request.method in {"GET", "HEAD"} else addresses.readable_address(),
        typed=_typed() if code in {400, 403, 429, 503, 507} else [],
    )
    return make_response(page, code)


def _tell(error_id: str, code: int, problem: Exception | None) -> None:
    """A line in the log. The endpoint and not the path: what people type stays out of it."""
    request_id, method = observing.request_id(), known_method(request.method)
    about = {"error_id": error_id, "request_id": request_id, "endpoint": request.endpoint, "method": method}
    if problem is None:
        log.info("refused", **about, status=code)
        return
    log.error("error", **about, status=code, exc_info=problem)
    metrics.error_shown(code)
    # Where the database does not answer, only the log has it: asking again would hold everybody up.
    if not _is_down(problem):
        found = read_failure(problem)
        _keep(Mistake(error_id, request_id, request.endpoint or "-", method, code, found))


def _keep(mistake: Mistake) -> None:
    """Keep it for the operators. What was begun here is undone first: it could hold the database."""
    try:
        db.session.rollback()
        noting_errors.keep_apart(db.engine, mistake, now=visitors.now())
    except Exception as problem:  # the page comes all the same
        log.warning("error not kept", error_id=mistake.id, kind=kind_of(problem))


def _typed() -> list[tuple[str, str]]:
    """What the person wrote, so that it can be copied; choices and tokens are not writing."""
    try:
        fields = list(request.form.items(multi=True))
    except HTTPException:
        return []
    return [
        (gettext("What you wrote"), text[:KEPT])
        for name, text in fields
        if name != CSRF_FIELD and len(text) > 20
    ]
