"""Which organisation an address means, and whether it is the asker's."""

from flask import abort

from literasi.database import db
from literasi.queries.organisations import OrganisationRow, supervised
from literasi.web import visitors


def found(slug: str) -> OrganisationRow:
    """The organisation of this *slug*, if the asker supervises it or one above it; otherwise 404."""
    return supervised(db.session(), supervisor_id(), slug) or abort(404)


def supervisor_id() -> int:
    """The learner who asks; the area's guard has let them in."""
    person = visitors.person() or abort(404)
    return person.learner_id
