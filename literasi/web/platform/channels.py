"""Telephone numbers, addresses, offices and laws that texts name: the list, one of them, its changes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.domain.channel_values import (
    LONGEST_NOTE,
    LONGEST_SLUG,
    LONGEST_SOURCE,
    LONGEST_TITLE,
    InvalidValue,
    read_value,
)
from literasi.domain.channels import ChannelKind
from literasi.domain.front_matter import is_slug
from literasi.domain.indonesian_dates import typed_day
from literasi.domain.sources import is_web_address
from literasi.queries.channels import ChannelRow, channel_list, one_channel
from literasi.services import keeping_channels
from literasi.services.keeping_channels import Said
from literasi.web import presentation, visitors
from literasi.web.platform import bp
from literasi.web.platform.organisations import operator_id
from literasi.web.translating import gettext

FIELDS = ("title", "value", "note", "source_url", "checked_on", "review_on")
UNTIL_REVIEW = timedelta(days=365)
LAW_UNTIL_REVIEW = timedelta(days=92)
_LAST = date(2100, 1, 1)


@dataclass(frozen=True)
class Typed:
    """What was typed into the form, with what is wrong with it; *said* where nothing is."""

    words: Mapping[str, str]
    errors: Mapping[str, str]
    said: Said | None

    @property
    def code(self) -> str:
        """Unlike that of any other words."""
        return hashlib.sha256(repr(sorted(self.words.items())).encode()).hexdigest()[:16]


@bp.get("/kelola/kanal")
def channels() -> str:
    """Every channel, what is due first."""
    today = presentation.today(visitors.now())
    return render_template(
        "pages/platform/channels.html", channels=channel_list(db.session(), today), today=today
    )


@bp.get("/kelola/kanal/baru")
def new_channel() -> str:
    """The form for one more."""
    today = presentation.today(visitors.now())
    days = {"checked_on": today.isoformat(), "review_on": (today + UNTIL_REVIEW).isoformat()}
    return _form_page(None, Typed(days, {}, None))


@bp.post("/kelola/kanal/baru")
def add_channel() -> Response | tuple[str, int]:
    """Make it; texts can name it from now on."""
    slug = request.form.get("slug", "").strip()
    kind = next((kind for kind in ChannelKind if kind.value == request.form.get("kind")), None)
    typed = _typed(kind or ChannelKind.OFFICE)
    errors = dict(typed.errors)
    if not is_slug(slug) or len(slug) > LONGEST_SLUG:
        errors["slug"] = gettext("Use small letters, digits and hyphens, such as call-center-112.")
    if kind is None:
        errors["kind"] = gettext("Choose a kind.")
    if errors or kind is None or typed.said is None:
        return _form_page(None, Typed(typed.words, errors, None)), 422
    try:
        with transaction() as session:
            keeping_channels.add(session, slug, kind, typed.said, by_id=operator_id(), now=visitors.now())
    except keeping_channels.TakenName:
        errors["slug"] = gettext("There is one of this name already. Choose another name.")
        return _form_page(None, Typed(typed.words, errors, None)), 422
    return redirect(url_for(".channels", telah="tersimpan"), 303)


@bp.get("/kelola/kanal/<slug:channel>")
def channel(channel: str) -> str:
    """One channel with the texts that name it, and the form that changes it."""
    found = _found(channel)
    return _form_page(found, Typed(_words_of(found), {}, None))


@bp.post("/kelola/kanal/<slug:channel>")
def change_channel(channel: str) -> Response | tuple[str, int]:
    """Show what would change and where; once that was seen, change it."""
    found = _found(channel)
    typed = _typed(found.kind)
    if typed.said is None:
        return _form_page(found, typed), 422
    if request.form.get("seen") != typed.code:
        return _form_page(found, typed, is_seen=True), 409
    try:
        with transaction() as session:
            keeping_channels.change(
                session,
                channel,
                typed.said,
                shown_at=_shown_at(),
                by_id=operator_id(),
                now=visitors.now(),
            )
    except keeping_channels.ChangedMeanwhile:
        return _form_page(_found(channel), typed, is_seen=True, is_stale=True), 409
    return redirect(url_for(".channels", telah="tersimpan"), 303)


@bp.post("/kelola/kanal/<slug:channel>/benar")
def confirm_channel(channel: str) -> Response:
    """Somebody looked today, and it is still true."""
    today = presentation.today(visitors.now())
    pause = LAW_UNTIL_REVIEW if _found(channel).kind is ChannelKind.LAW else UNTIL_REVIEW
    with transaction() as session:
        keeping_channels.confirm(
            session,
            channel,
            checked_on=today,
            review_on=today + pause,
            by_id=operator_id(),
            now=visitors.now(),
        )
    return redirect(url_for(".channels", telah="tersimpan"), 303)


@bp.post("/kelola/kanal/<slug:channel>/pensiunkan")
def retire_channel(channel: str) -> Response | tuple[str, int]:
    """Let no text name it any more; refused while live texts do."""
    found = _found(channel)
    try:
        with transaction() as session:
            keeping_channels.retire(session, channel, by_id=operator_id(), now=visitors.now())
    except keeping_channels.StillNamed:
        return _form_page(_found(channel), Typed(_words_of(found), {}, None), is_named=True), 409
    return redirect(url_for(".channels", telah="tersimpan"), 303)


@bp.post("/kelola/kanal/<slug:channel>/pakai-lagi")
def bring_back_channel(channel: str) -> Response:
    """Let texts name it again."""
    _found(channel)
    with transaction() as session:
        keeping_channels.bring_back(session, channel, by_id=operator_id(), now=visitors.now())
    return redirect(url_for(".channel", channel=channel, telah="tersimpan"), 303)


def _found(slug: str) -> ChannelRow:
    return one_channel(db.session(), slug) or abort(404)


def _shown_at() -> datetime:
    """When the channel was last changed, as the page says; a moment of no change when it says nothing."""
    try:
        return datetime.fromisoformat(request.form.get("shown_at", ""))
    except ValueError:
        return visitors.now()


def _words_of(found: ChannelRow) -> dict[str, str]:
    return {name: str(getattr(found, name)) for name in FIELDS} | {
        "is_uncertain": "yes" if found.is_uncertain else ""
    }


def _typed(kind: ChannelKind) -> Typed:
    """The form as it was sent, for a channel of this *kind*."""
    words = {name: _plain(request.form.get(name, "")) for name in (*FIELDS, "is_uncertain")}
    errors: dict[str, str] = {}
    try:
        words["value"] = read_value(kind, words["value"])
    except InvalidValue as problem:
        errors["value"] = gettext(str(problem))
    if not 0 < len(words["title"]) <= LONGEST_TITLE:
        errors["title"] = gettext("Write a title of up to 120 characters.")
    if len(words["note"]) > LONGEST_NOTE:
        errors["note"] = gettext("This has more than %(most)s characters. Shorten it.", most=LONGEST_NOTE)
    source = words["source_url"]
    if source and not (is_web_address(source) and len(source) <= LONGEST_SOURCE):
        errors["source_url"] = gettext("Write its full address, beginning with https://.")
    checked, review = _days(words, errors)
    if errors or checked is None or review is None:
        return Typed(words, errors, None)
    said = Said(
        words["title"], words["value"], words["note"], source, checked, review, words["is_uncertain"] == "yes"
    )
    return Typed(words, errors, said)


def _days(words: Mapping[str, str], errors: dict[str, str]) -> tuple[date | None, date | None]:
    days = {name: typed_day(words[name]) for name in ("checked_on", "review_on")}
    for name, day in days.items():
        if day is None or day > _LAST:
            errors[name] = gettext("Write a day, such as 2026-11-23.")
    checked, review = days["checked_on"], days["review_on"]
    if checked and checked > presentation.today(visitors.now()):
        errors["checked_on"] = gettext("This day has not come yet. Write when somebody looked.")
    if checked and review and review <= checked:
        errors["review_on"] = gettext("Choose a day after the one on which it was checked.")
    return checked, review


def _plain(typed: str) -> str:
    """*typed* as one line of what a database can hold."""
    return " ".join("".join(sign for sign in typed if sign.isprintable() or sign.isspace()).split())


def _form_page(
    found: ChannelRow | None,
    typed: Typed,
    *,
    is_seen: bool = False,
    is_stale: bool = False,
    is_named: bool = False,
) -> str:
    before = _words_of(found) if found else {}
    changes = [(name, before[name], typed.words[name]) for name in FIELDS if found and is_seen]
    return render_template(
        "pages/platform/channel.html" if found else "pages/platform/new_channel.html",
        channel=found,
        words=typed.words,
        errors=typed.errors,
        changes=[one for one in changes if one[1] != one[2]],
        seen=typed.code if is_seen else "",
        is_stale=is_stale,
        is_named=is_named,
        typed=request.form,
    )
