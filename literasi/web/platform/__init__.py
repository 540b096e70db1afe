"""Running the site: for operators. To everybody else who is signed in it does not exist."""

from flask import Blueprint, abort, redirect, url_for
from werkzeug import Response

from literasi.domain.people import Role
from literasi.web import outcomes, visitors
from literasi.web.addresses import readable_path
from literasi.web.security import sign_in_first

bp = Blueprint("platform", __name__)
bp.context_processor(outcomes.told)


@bp.before_request
def operators_only() -> Response | None:
    """Strangers sign in first, operators set up a second factor; the roles are those of this moment."""
    asker = visitors.person()
    if asker is None:
        return sign_in_first()
    if Role.OPERATOR not in asker.roles:
        abort(404)
    if not asker.has_second_factor:
        return redirect(url_for("account.second_factor", next=readable_path()), 303)
    return None


from literasi.web.platform import (  # noqa: E402
    audit,  # noqa: F401
    certificates,  # noqa: F401
    channels,  # noqa: F401
    closing,  # noqa: F401
    codes,  # noqa: F401
    deciding,  # noqa: F401
    desk,  # noqa: F401
    disabling,  # noqa: F401
    erasing,  # noqa: F401
    organisations,  # noqa: F401
    people,  # noqa: F401
    person,  # noqa: F401
    research,  # noqa: F401
    second_factors,  # noqa: F401
    state,  # noqa: F401
)
