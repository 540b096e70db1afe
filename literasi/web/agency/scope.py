"""Which organisation an address means, and whether it is the asker's."""

from flask import abort, redirect, request, url_for

from literasi.database import db
from literasi.queries.organisations import OrganisationRow, merged_into, supervised
from literasi.web import visitors


def found(slug: str) -> OrganisationRow:
    """The organisation of this *slug*, if the asker supervises it or one above it; otherwise 404.

    The address of one that was merged into another leads to the same page of that one.
    """
    organisation = supervised(db.session(), supervisor_id(), slug)
    if organisation is None or organisation.retired_at is not None:
        _lead_on(slug)
    return organisation or abort(404)


def _lead_on(slug: str) -> None:
    into = merged_into(db.session(), supervisor_id(), slug)
    if into is not None and request.endpoint is not None:
        values = {**(request.view_args or {}), "organisation": into}
        abort(redirect(url_for(request.endpoint, **values), 303))


def supervisor_id() -> int:
    """The learner who asks; the area's guard has let them in."""
    person = visitors.person() or abort(404)
    return person.learner_id
