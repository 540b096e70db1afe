"""How people come back: signing in and out, registering, and everything about their own account.

Only the pages named here are open to strangers; all others are for whoever is signed in.
"""

from flask import Blueprint, request
from werkzeug import Response

from literasi.web import visitors
from literasi.web.security import sign_in_first

bp = Blueprint("account", __name__)
OPEN = {
    "sign_in",
    "open_session",
    "second_code",
    "give_second_code",
    "registration",
    "register",
    "recovery",
    "recover",
    "invitation_code",
    "open_invitation",
    "invitation",
    "invited_registration",
    "register_invited",
    "unsubscribing",
    "unsubscribe",
}


@bp.before_request
def guard() -> Response | None:
    """Strangers sign in first, except on the pages that help them to."""
    visitors.make_room()
    name = (request.endpoint or "").removeprefix("account.")
    return None if name in OPEN or visitors.person() else sign_in_first()


from literasi.web.account import (  # noqa: E402
    accounts,  # noqa: F401
    calendar,  # noqa: F401
    codes_at_the_door,  # noqa: F401
    confirming,  # noqa: F401
    deletion,  # noqa: F401
    invitations,  # noqa: F401
    joining,  # noqa: F401
    merging,  # noqa: F401
    notices,  # noqa: F401
    operator_links,  # noqa: F401
    places,  # noqa: F401
    recovery,  # noqa: F401
    registration,  # noqa: F401
    second_factor,  # noqa: F401
    sessions,  # noqa: F401
)
