"""After the password: the code of the second factor. Nothing else opens until it was given."""

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug import Response

from literasi.database import transaction
from literasi.queries.second_factors import Waiting, waiting
from literasi.services import awaiting_codes, signing_in
from literasi.services.awaiting_codes import NobodyWaits
from literasi.services.second_factors import WrongCode
from literasi.services.signing_in import SignedIn
from literasi.services.throttling import TooOften
from literasi.web import freshness, pages, passwords, second_codes, visitors
from literasi.web.account import bp
from literasi.web.account.asking import after, next_path, typed
from literasi.web.account.sessions import carry_on

Page = str | Response | tuple[str, int]


@bp.get("/masuk/kode")
def second_code() -> Page:
    """Ask for the code; whoever does not wait for it begins with the password."""
    who = _waiting()
    return _form(who, {}) if who else _from_the_start()


@bp.post("/masuk/kode")
def give_second_code() -> Page:
    """Look at the code; a right one begins the session."""
    who = _waiting()
    kept = second_codes.kept_for(who.learner_id) if who else None
    if who is None or kept is None:
        return _from_the_start()
    fresh, begun = visitors.fresh_token(), list[SignedIn]()
    try:
        with transaction() as session:
            awaiting_codes.count_try(session, visitors.token_hash(), now=visitors.now())
        second_codes.confirm(
            kept, typed("code") or typed("code_spare"), lambda session: begun.append(_let_in(session, fresh))
        )
    except WrongCode:
        return _form(who, {"code": freshness.wrong_code_words()}), 422
    except TooOften as problem:
        return _form(who, {"code": passwords.wait_words(problem)}), 429
    except (NobodyWaits, signing_in.CannotSignIn):
        return _from_the_start()
    if carry_on(begun[0], fresh, is_shared=who.is_shared):
        return redirect(url_for(".merge", next=next_path()), 303)
    return redirect(after(next_path()), 303)


def _let_in(session: Session, fresh: str) -> SignedIn:
    who = awaiting_codes.finish(session, visitors.token_hash(), now=visitors.now())
    return signing_in.sign_in(
        session,
        who.learner_id,
        old_token_hash=visitors.token_hash(),
        new_token_hash=visitors.hash_of(fresh),
        is_shared=who.is_shared,
        confirmed_at=visitors.now(),
        now=visitors.now(),
    )


def _waiting() -> Waiting | None:
    return waiting(pages.reader(), visitors.token_hash(), visitors.now()) if visitors.token() else None


def _from_the_start() -> Response:
    return redirect(url_for(".sign_in", next=next_path(), lagi=1 if request.method == "POST" else None), 303)


def _form(who: Waiting, errors: dict[str, str]) -> str:
    return render_template(
        "pages/account/second_code.html",
        who=who,
        errors=errors,
        spare=typed("code_spare"),
        next=next_path(),
    )
