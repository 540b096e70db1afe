"""Which organisation an address means, and whether it is the asker's."""

import re
import uuid

from flask import abort, redirect, request, url_for

from literasi.database import db
from literasi.domain.names import visible_line
from literasi.queries.memberships import Member, member
from literasi.queries.organisations import OrganisationRow, merged_into, supervised
from literasi.web import visitors

_SLUG = re.compile(r"[a-z0-9-]{1,80}")


def found(slug: str) -> OrganisationRow:
    """The organisation of this *slug*, if the asker supervises it or one above it; otherwise 404.

    The address of one that was merged into another leads to the same page of that one.
    """
    if not _SLUG.fullmatch(slug):
        abort(404)
    organisation = supervised(db.session(), supervisor_id(), slug)
    if organisation is None or organisation.retired_at is not None:
        _lead_on(slug)
    return organisation or abort(404)


def _lead_on(slug: str) -> None:
    """To the same page of the other organisation; forms are not sent on."""
    into = merged_into(db.session(), supervisor_id(), slug)
    if into is not None and request.endpoint is not None and request.method in {"GET", "HEAD"}:
        values = {**(request.view_args or {}), "organisation": into}
        abort(redirect(url_for(request.endpoint, **values), 303))


def found_member(organisation: OrganisationRow, public_id: uuid.UUID) -> Member:
    """The member's place with this address in the organisation or below it; otherwise 404."""
    return member(db.session(), organisation.id, public_id) or abort(404)


def supervisor_id() -> int:
    """The learner who asks; the area's guard has let them in."""
    person = visitors.person() or abort(404)
    return person.learner_id


def typed(name: str) -> str:
    """The field *name* as it was typed, without its edges; nothing that a database cannot hold."""
    return request.form.get(name, "").replace("\x00", "").strip()


def typed_line(name: str) -> str:
    """The field *name* as one line, with nothing in it that cannot be seen."""
    return visible_line(typed(name))


def read_ids(sent: list[str]) -> list[uuid.UUID]:
    """Those of the *sent* texts that are addresses of memberships."""
    return [one for text in sent if (one := read_id(text)) is not None]


def read_id(text: str) -> uuid.UUID | None:
    """The address that *text* is, or None."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def sent_slug(name: str) -> str:
    """The slug of this name in the query string, or nothing; 404 if it can be nobody's."""
    typed = request.args.get(name, "")
    return typed if not typed or _SLUG.fullmatch(typed) else abort(404)
