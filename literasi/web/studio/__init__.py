"""The studio: for trainers. To everybody else who is signed in it does not exist."""

from flask import Blueprint, abort
from werkzeug import Response

from literasi.domain.people import Role
from literasi.web import visitors
from literasi.web.security import sign_in_first

bp = Blueprint("studio", __name__)


@bp.before_request
def trainers_only() -> Response | None:
    """Strangers sign in first; the roles are those of this moment."""
    person = visitors.person()
    if person is None:
        return sign_in_first()
    return None if Role.TRAINER in person.roles else abort(404)


from literasi.web.studio import (  # noqa: E402
    bank,  # noqa: F401
    checks,  # noqa: F401
    companions,  # noqa: F401
    courses,  # noqa: F401
    decisions,  # noqa: F401
    drafts,  # noqa: F401
    evidence,  # noqa: F401
    exports,  # noqa: F401
    files,  # noqa: F401
    guide,  # noqa: F401
    history,  # noqa: F401
    home,  # noqa: F401
    imports,  # noqa: F401
    items,  # noqa: F401
    media,  # noqa: F401
    questions,  # noqa: F401
    reports,  # noqa: F401
    retirements,  # noqa: F401
    reviews,  # noqa: F401
    rumours,  # noqa: F401
)
