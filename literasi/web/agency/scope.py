"""Which organisation an address means, and whether it is the asker's."""

import re

from flask import abort, request

from literasi.database import db
from literasi.queries.organisations import OrganisationRow, supervised
from literasi.web import visitors

_SLUG = re.compile(r"[a-z0-9-]{1,80}")


def found(slug: str) -> OrganisationRow:
    """The organisation of this *slug*, if the asker supervises it or one above it; otherwise 404."""
    return supervised(db.session(), supervisor_id(), slug) or abort(404)


def supervisor_id() -> int:
    """The learner who asks; the area's guard has let them in."""
    person = visitors.person() or abort(404)
    return person.learner_id


def sent_slug(name: str) -> str:
    """The slug of this name in the query string, or nothing; 404 if it can be nobody's."""
    typed = request.args.get(name, "")
    return typed if not typed or _SLUG.fullmatch(typed) else abort(404)
