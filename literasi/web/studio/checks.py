"""Facts that are due: still true, by a source that somebody looked at today, or to be corrected."""

import uuid
from collections.abc import Mapping
from datetime import date

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.domain.confirming import ITEM_MONTHS, MONTHS, Check, NewSource
from literasi.domain.identities import Identity
from literasi.domain.sources import is_web_address
from literasi.queries.channels import due_channels
from literasi.queries.due_checks import SOON, Due, due_checks, due_text
from literasi.queries.live_texts import LiveText, live_text
from literasi.queries.site_settings import second_trainer_needed
from literasi.services import confirming, drafting
from literasi.services.checking_drafts import CheckedText
from literasi.services.drafting import NewText, UnknownDraft
from literasi.web import presentation, visitors
from literasi.web.studio import bp
from literasi.web.studio.home import trainer_id
from literasi.web.translating import gettext

LONGEST = {"title": 200, "publisher": 100, "url": 600}
OTHER = "+"  # no id of a source: another one is to be named


@bp.get("/studio/pemeriksaan")
def check_list() -> str:
    """What is late, and what is due within a month."""
    return _list()


def _list(unsaid: Due | None = None) -> str:
    """The list, which asks for the source of *unsaid* that was looked at."""
    today = presentation.today(visitors.now())
    return render_template(
        "pages/studio/checks.html",
        due=due_checks(db.session(), today + SOON),
        channels=due_channels(db.session(), today + SOON),
        all_channels=due_channels(db.session(), date.max),
        today=today,
        months=ITEM_MONTHS,
        other=OTHER,
        confirmed=request.args.get("selesai") == "1",
        stale=request.args.get("basi") == "1",
        unsaid=unsaid.name if unsaid else "",
        choose_source=gettext("Choose the source that you looked at today."),
    )


@bp.get("/studio/pemeriksaan/sumber")
def check() -> str:
    """One text (``?teks=``) or item (``&butir=``), with fields for a source that it does not name yet."""
    _, due = _found(request.args.get("teks", ""), request.args.get("butir"))
    return _page(due, {}, {})


@bp.post("/studio/pemeriksaan/benar")
def confirm_fact() -> Response | tuple[str, int]:
    """Still true: publish it with today's date and the next one."""
    live, due = _found(request.form.get("identity", ""), request.form.get("item"))
    if request.form.get("source") == OTHER and "url" not in request.form:
        return redirect(url_for(".check", teks=due.identity, butir=due.item), 303)
    if due.kind != "course" and not request.form.get("source"):
        return _list(due), 422
    typed = {name: " ".join(request.form.get(name, "").split()) for name in LONGEST}
    errors = _errors(typed) if _is_new() else {}
    if not errors:
        try:
            return _confirm(live, due, _check(due, typed))
        except confirming.CannotRewrite as problem:
            errors = {"title" if _is_new() else "source": str(problem)}
    return _page(due, typed, errors), 422


@bp.post("/studio/pemeriksaan/betulkan")
def correct_fact() -> Response:
    """Not true any more: begin a draft that asks what was corrected."""
    _, due = _found(request.form.get("identity", ""), request.form.get("item"))
    try:
        with transaction() as session:
            draft_id = confirming.begin_correction(
                session, str(due.identity), due.item, trainer_id(), draft_id=uuid.uuid4(), now=visitors.now()
            )
    except UnknownDraft:
        abort(404)
    return redirect(url_for(".draft", draft_id=draft_id), 303)


def _confirm(live: LiveText, due: Due, check: Check) -> Response:
    checked = confirming.prepare(db.session(), live, check, today=check.today)
    if _is_new() and second_trainer_needed(db.session()) and live.number == _base(due):
        return _to_review(checked, _base(due))
    try:
        with transaction() as session:
            confirming.publish(
                session, checked, check, base_number=_base(due), by_id=trainer_id(), now=visitors.now()
            )
    except confirming.StaleBase:
        return redirect(url_for(".check_list", basi=1), 303)
    return redirect(url_for(".check_list", selesai=1), 303)


def _to_review(checked: CheckedText, base_number: int) -> Response:
    """The words of a new source are new words for learners: another trainer reads them first."""
    with transaction() as session:
        text = NewText(str(checked.identity), checked.source, base_number)
        draft_id = drafting.begin(session, trainer_id(), [text], draft_id=uuid.uuid4(), now=visitors.now())
    return redirect(url_for(".sending", draft_id=draft_id), 303)


def _check(due: Due, typed: Mapping[str, str]) -> Check:
    chosen = NewSource(**typed) if _is_new() else request.form.get("source") or None
    months = request.form.get("months", MONTHS, int) if due.item else MONTHS
    return Check(
        due.identity.kind,
        chosen,
        presentation.today(visitors.now()),
        months if months in ITEM_MONTHS else MONTHS,
        due.item,
    )


def _is_new() -> bool:
    return request.form.get("source") == OTHER


def _base(due: Due) -> int:
    """The revision that the page showed; none that exists when it does not say."""
    return request.form.get("base", -1, int)


def _errors(typed: Mapping[str, str]) -> dict[str, str]:
    wanted = {
        "title": gettext("Write the title of the page that you looked at."),
        "publisher": gettext("Write who published it."),
        "url": gettext("Write its full address, beginning with https://."),
    }
    sound = {name: 0 < len(text) <= LONGEST[name] for name, text in typed.items()}
    sound["url"] = sound["url"] and is_web_address(typed["url"])
    return {name: words for name, words in wanted.items() if not sound[name]}


def _found(name: str, item: str | None) -> tuple[LiveText, Due]:
    """The live text of this identity and what is to be checked of it, or 404."""
    try:
        live = live_text(db.session(), str(Identity.read(name)))
    except ValueError:
        abort(404)
    due = due_text(live, item or None) if live else None
    if live is None or due is None:
        abort(404)
    return live, due


def _page(due: Due, typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    return render_template(
        "pages/studio/check.html", due=due, typed=typed, errors=errors, months=ITEM_MONTHS, other=OTHER
    )
