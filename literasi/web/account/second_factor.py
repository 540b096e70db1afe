"""The second factor of one's own account: setting it up, its spare codes, and taking it off."""

import hashlib
import hmac
from datetime import datetime

import segno
from flask import redirect, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug import Response

from literasi.domain import second_factors as codes
from literasi.domain.people import Role
from literasi.queries.people import Person
from literasi.queries.second_factors import KeptFactor, paper_codes
from literasi.services import second_factors
from literasi.services.registering import code_fingerprint
from literasi.web import freshness, one_time_codes, pages, second_codes, visitors
from literasi.web.account import bp
from literasi.web.account.asking import asker, next_path, typed
from literasi.web.freshness import NotConfirmed
from literasi.web.translating import gettext

Page = str | Response | tuple[str, int]


@bp.get("/akun/kode-masuk")
def second_factor() -> str:
    """How it stands; without one, how to set it up."""
    return _page({})


@bp.post("/akun/kode-masuk")
def set_up_second_factor() -> Page:
    """Keep it, once the app has shown a code of it; the spare codes come next."""
    person, now = asker(), visitors.now()
    secret = _new_secret(person, second_codes.kept_for(person.learner_id))
    step = codes.matching_step(secret, codes.read_app_code(typed("code")) or "", now)
    if step is None:
        words = gettext(
            "This is not the code of now. Wait for the next one, and see that your phone's clock is right."
        )
        return _page({"code": words}), 422
    hashes = [code_fingerprint(code) for code in _new_codes(person, now)]

    def keep(session: Session) -> None:
        second_factors.set_up(
            session,
            person.learner_id,
            second_factors.seal(second_codes.site_key(), person.learner_id, secret),
            hashes,
            step=step,
            now=now,
        )

    try:
        freshness.confirm(person, keep)
    except NotConfirmed as problem:
        return _page(problem.errors), problem.status
    return redirect(url_for(".spare_codes", next=next_path()), 303)


@bp.get("/akun/kode-masuk/cadangan")
def spare_codes() -> str:
    """The ten codes, for a quarter of an hour and in the browser that asked; then a form for others."""
    return _codes_page({})


@bp.post("/akun/kode-masuk/cadangan")
def make_spare_codes() -> Page:
    """Ten other codes; the old ones are dead."""
    person, now = asker(), visitors.now()
    if not person.has_second_factor:
        return redirect(url_for(".second_factor"), 303)
    hashes = [code_fingerprint(code) for code in _new_codes(person, now)]
    try:
        freshness.confirm(
            person, lambda session: second_factors.renew_codes(session, person.learner_id, hashes, now=now)
        )
    except NotConfirmed as problem:
        return _codes_page(problem.errors), problem.status
    return redirect(url_for(".spare_codes"), 303)


@bp.post("/akun/kode-masuk/lepas")
def remove_second_factor() -> Page:
    """Take it off, for whoever has password and code; operators keep theirs."""
    person = asker()

    def take_off(session: Session) -> None:
        second_factors.remove(session, person.learner_id, by=person.learner_id, now=visitors.now())

    try:
        freshness.confirm(person, take_off)
    except NotConfirmed as problem:
        return _page(problem.errors), problem.status
    except second_factors.StillRequired:
        return _page({"remove": gettext("Whoever runs the site needs it. Give the role back first.")}), 422
    return redirect(url_for(".second_factor"), 303)


def _new_secret(person: Person, kept: KeptFactor | None) -> str:
    """The secret that this browser proposes: the same until one is kept, another for the next."""
    before = kept.confirmed_at.isoformat() if kept else "none"
    text = f"second-factor:{visitors.needed_token()}:{person.learner_id}:{before}"
    chance = hmac.new(second_codes.site_key().encode(), text.encode(), hashlib.sha256).digest()
    return codes.write_secret(chance)


def _new_codes(person: Person, made_at: datetime) -> list[str]:
    return [
        one_time_codes.code_for(person.learner_id, f"spare-{number}", made_at)
        for number in range(codes.PAPER_CODES)
    ]


def _shown_codes(person: Person) -> list[str]:
    """The ten codes, while this browser may still see them; nothing otherwise."""
    kept = paper_codes(pages.reader(), person.learner_id)
    if not kept or visitors.now() - kept[0].made_at > one_time_codes.SHOWN_FOR:
        return []
    made = _new_codes(person, kept[0].made_at)
    return made if {code_fingerprint(code) for code in made} == {one.code_hash for one in kept} else []


def _page(errors: dict[str, str]) -> str:
    person = asker()
    kept = second_codes.kept_for(person.learner_id)
    secret = _new_secret(person, kept)
    is_new = kept is None or request.args.get("baru") == "1" or "code" in request.form
    return render_template(
        "pages/account/second_factor.html",
        person=person,
        kept=kept,
        is_readable=kept is None or second_factors.is_readable(kept, second_codes.site_key()),
        is_new=is_new,
        is_operator=Role.OPERATOR in person.roles,
        secret=codes.in_groups(secret),
        address=codes.app_address(secret, person.login_name),
        picture=_picture(codes.app_address(secret, person.login_name)) if is_new else "",
        next=next_path(),
        errors=errors,
    )


def _picture(address: str) -> Markup:
    """The address as a square picture, for the camera of the app."""
    drawn = segno.make(address, error="m").svg_inline(
        scale=4, border=4, svgclass="qr", lineclass=None, omitsize=True
    )
    return Markup(drawn)  # noqa: S704  (our own drawing)


def _codes_page(errors: dict[str, str]) -> str:
    person = asker()
    return render_template(
        "pages/account/spare_codes.html",
        person=person,
        codes=[] if errors else _shown_codes(person),
        kept=second_codes.kept_for(person.learner_id),
        next=next_path(),
        errors=errors,
    )
