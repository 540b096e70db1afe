"""Agencies: for supervisors. To everybody else who is signed in it does not exist."""

from flask import Blueprint, abort
from werkzeug import Response

from literasi.domain.people import Role
from literasi.web import outcomes, visitors
from literasi.web.security import sign_in_first

bp = Blueprint("agency", __name__)
bp.context_processor(outcomes.told)


@bp.before_request
def supervisors_only() -> Response | None:
    """Strangers sign in first; which organisation is theirs, each view asks ``scope.found``."""
    person = visitors.person()
    if person is None:
        return sign_in_first()
    return None if Role.SUPERVISOR in person.roles else abort(404)


from literasi.web.agency import (  # noqa: E402
    assigning,  # noqa: F401
    assignments,  # noqa: F401
    city,  # noqa: F401
    cohorts,  # noqa: F401
    evidence,  # noqa: F401
    home,  # noqa: F401
    invitations,  # noqa: F401
    join_codes,  # noqa: F401
    member,  # noqa: F401
    members,  # noqa: F401
    report,  # noqa: F401
    rosters,  # noqa: F401
    slips,  # noqa: F401
)
