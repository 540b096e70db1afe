"""Whom to ask, and what is kept about whoever learns here."""

from flask import render_template

from literasi.domain.people import CITIZEN_LASTS, GUEST_LASTS, PRIVACY_DATE, PRIVACY_VERSION, STAFF_LASTS
from literasi.web.public import bp


@bp.get("/bantuan")
def help() -> str:
    """What to do when something does not work, and whom to call."""
    return render_template("pages/public/help.html")


@bp.get("/privasi")
def privacy() -> str:
    """The privacy notice. Its version is kept with every account that was made under it."""
    return render_template(
        "pages/public/privacy.html",
        version=PRIVACY_VERSION,
        written_on=PRIVACY_DATE,
        guest_days=GUEST_LASTS.days,
        citizen_days=CITIZEN_LASTS.days,
        staff_hours=int(STAFF_LASTS.total_seconds() // 3600),
    )
