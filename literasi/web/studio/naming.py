"""What trainers type and name in the forms of the catalogue."""

from flask import abort, request

from literasi.domain.identities import Identity
from literasi.web.translating import gettext

LONGEST_TITLE = 80


def named_text() -> Identity:
    """The text that the address or the form names as ``teks``; 404 when it is none."""
    try:
        return Identity.read(request.values.get("teks", ""))
    except ValueError:
        abort(404)


def typed_title() -> tuple[str, str]:
    """The title of something new, and what is wrong with it in words; "" when nothing is."""
    title = " ".join(request.form.get("title", "").replace("\x00", "").split())
    if not title:
        return "", gettext("Give it a title first.")
    if len(title) > LONGEST_TITLE:
        return title, gettext(
            "This title is too long. Shorten it to %(number)s letters.", number=LONGEST_TITLE
        )
    return title, ""


def step() -> int:
    """Up or down, as the pressed button says."""
    return {"up": -1, "down": 1}.get(request.form.get("step", "")) or abort(400)
