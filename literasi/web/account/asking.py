"""What the account pages share: who asks, where they go next, and the recovery code of this browser."""

import hashlib
import hmac
from datetime import datetime, timedelta

from flask import abort, current_app, request, url_for

from literasi.domain.recovery_codes import write_code
from literasi.queries.people import Person
from literasi.services.registering import code_fingerprint
from literasi.web import visitors
from literasi.web.security import local_path

CODE_SHOWN_FOR = timedelta(minutes=15)


def asker() -> Person:
    """Who is signed in; the guard has let nobody else in."""
    return visitors.person() or abort(404)


def next_path() -> str | None:
    """Where to go afterwards, as far as it is a path on this site; None if nothing was said."""
    wanted = request.values.get("next")
    return local_path(wanted) if wanted else None


def after(next_: str | None) -> str:
    """The address to go to; the progress page if none was asked for."""
    return next_ or url_for("learn.progress")


def typed(name: str) -> str:
    """The field *name* as it was typed, without its edges; nothing that a database cannot hold."""
    return plain(name).strip()


def plain(name: str) -> str:
    """The field *name* exactly as it was typed (a password may begin with a space)."""
    return request.form.get(name, "").replace("\x00", "")


def code_for(token: str, made_at: datetime) -> str:
    """The recovery code that belongs to this browser and moment.

    It is derived instead of stored: only the browser that asked for it can see it, for a little while.
    """
    key = str(current_app.config["SECRET_KEY"]).encode()
    text = f"recovery:{token}:{int(made_at.timestamp() * 1_000_000)}"
    return write_code(hmac.new(key, text.encode(), hashlib.sha256).digest())


def shown_code(person: Person) -> str | None:
    """The code, while this browser may still see it; None otherwise."""
    if visitors.now() - person.recovery_code_made_at > CODE_SHOWN_FOR:
        return None
    code = code_for(visitors.needed_token(), person.recovery_code_made_at)
    return code if hmac.compare_digest(code_fingerprint(code), person.recovery_code_hash) else None
