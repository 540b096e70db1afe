"""Is the progress on this phone yours? Asked, never assumed: phones are shared."""

from flask import redirect, render_template, request
from werkzeug import Response

from literasi.database import transaction
from literasi.queries.people import GuestProgress, guest_progress
from literasi.services import signing_in
from literasi.services.merging import merge_guest as give_to
from literasi.web import pages, visitors
from literasi.web.account import bp
from literasi.web.account.asking import after, asker, next_path
from literasi.web.translating import gettext


@bp.get("/akun/gabung")
def merge() -> str | Response:
    """The question, as long as a guest is kept aside on this phone."""
    guest = _guest()
    if guest is None:
        return redirect(after(next_path()), 303)
    return _question(guest, {})


@bp.post("/akun/gabung")
def merge_guest() -> str | Response | tuple[str, int]:
    """Yes: the guest's progress joins the account. No: it stays aside and comes back after signing out."""
    guest, answer = _guest(), request.form.get("answer")
    if guest is None:
        return redirect(after(next_path()), 303)
    if answer not in {"yes", "no"}:
        return _question(guest, {"answer": gettext("Choose one of the two answers.")}), 422
    if answer == "yes":
        with transaction() as session:
            guest_id = signing_in.guest_with_progress(session, _aside_hash(), now=visitors.now())
            if guest_id is not None:
                give_to(session, guest_id, asker().learner_id, now=visitors.now())
        visitors.let_aside_go()
    return redirect(after(next_path()), 303)


def _aside_hash() -> bytes:
    return visitors.hash_of(visitors.aside_token() or "")


def _guest() -> GuestProgress | None:
    return guest_progress(pages.reader(), _aside_hash(), visitors.now())


def _question(guest: GuestProgress, errors: dict[str, str]) -> str:
    return render_template(
        "pages/account/merge.html", guest=guest, errors=errors, person=asker(), next=next_path()
    )
