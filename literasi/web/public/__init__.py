"""What everybody may see and do."""

from flask import Blueprint

from literasi.web.security import open_to_everyone

bp = Blueprint("public", __name__)
bp.before_request(open_to_everyone)

from literasi.web.public import (  # noqa: E402, F401
    badges,
    certificates,
    contacts,
    helping,
    languages,
    media,
    reports,
    research,
    rumours,
    searching,
    site,
)
