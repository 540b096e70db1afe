"""Citizens send on a message that they doubt. Its words are kept masked, and nothing about the sender."""

from datetime import timedelta

from flask import redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import transaction
from literasi.domain.masking import mask
from literasi.domain.rumours import LONGEST, MEDIUM_NAMES, Medium
from literasi.services import hearing_rumours, throttling
from literasi.web import presentation, visitors
from literasi.web.public import bp
from literasi.web.security import client_address
from literasi.web.translating import gettext

# A whole office may sit behind one address.
LIMIT, WINDOW = 30, timedelta(hours=1)


@bp.get("/kirim-kabar")
def rumour() -> str:
    """The form, and after sending the thanks."""
    if request.args.get("terkirim") == "1":
        return render_template("pages/public/rumour_sent.html")
    return _form("", None, {})


@bp.post("/kirim-kabar")
def send_rumour() -> Response | tuple[str, int]:
    """Keep the masked words for the trainers."""
    text = request.form.get("text", "").replace("\x00", "").strip()
    medium = _medium()
    if error := _problem(text):
        return _form(text, medium, {"text": error}), 422
    with transaction() as session:
        throttling.count(session, "rumour", client_address(), limit=LIMIT, window=WINDOW, now=visitors.now())
        hearing_rumours.receive(
            session, text, medium or Medium.OTHER, today=presentation.today(visitors.now())
        )
    return redirect(url_for(".rumour", terkirim=1), 303)


def _medium() -> Medium | None:
    sent = request.form.get("medium", "")
    return Medium(sent) if sent in list(Medium) else None


def _problem(text: str) -> str | None:
    if len(text) > LONGEST:
        return gettext(
            "The message has %(length)s characters. Shorten it to %(most)s at most.",
            length=presentation.number(len(text)),
            most=presentation.number(LONGEST),
        )
    if not mask(text):
        return gettext("Paste or type the message that you doubt.")
    return None


def _form(text: str, medium: Medium | None, errors: dict[str, str]) -> str:
    return render_template(
        "pages/public/rumour.html",
        text=text,
        medium=medium,
        media=[(one.value, gettext(words)) for one, words in MEDIUM_NAMES.items()],
        errors=errors,
        longest=LONGEST,
    )
