"""The bank: its files, their items, and the drafts in which items are added, retired and moved."""

import uuid
from collections.abc import Callable

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.domain.examples import bank_skeleton, unique_slug
from literasi.domain.identities import BANK, Identity
from literasi.domain.rewriting import CannotRewrite
from literasi.queries import bank as bank_items
from literasi.queries import bank_files, taken_names
from literasi.queries.bank_files import BankFileRow, ItemRow
from literasi.services import drafting, rearranging
from literasi.services.drafting import NewText
from literasi.web import presentation, visitors
from literasi.web.studio import bp
from literasi.web.studio.home import trainer_id
from literasi.web.studio.naming import typed_title
from literasi.web.translating import gettext

Answer = Response | tuple[str, int]


@bp.get("/studio/bank")
def bank() -> str:
    """Every file of the bank, with how much it holds."""
    return _bank_page({})


@bp.post("/studio/bank")
def begin_bank_file() -> Answer:
    """Begin the draft of a new file."""
    title, problem = typed_title()
    if problem:
        return _bank_page({"title": problem}, title), 422
    slug = unique_slug(title, taken_names.taken_slugs(db.session(), BANK), otherwise="bank-baru")
    today = presentation.today(visitors.now())
    text = bank_skeleton(title, today, taken_names.example_keys(db.session()))
    with transaction() as session:
        draft_id = drafting.begin(
            session,
            trainer_id(),
            [NewText(str(_identity(slug)), text)],
            draft_id=uuid.uuid4(),
            now=visitors.now(),
        )
    return redirect(url_for(".draft", draft_id=draft_id), 303)


@bp.get("/studio/bank/<slug:bank_file>")
def bank_file(bank_file: str) -> str:
    """The items of one file."""
    return render_template(
        "pages/studio/bank_file.html",
        file=_file(bank_file),
        items=bank_files.items_of(db.session(), bank_file),
        today=presentation.today(visitors.now()),
        me=trainer_id(),
    )


@bp.post("/studio/bank/<slug:bank_file>/butir")
def begin_item(bank_file: str) -> Answer:
    """Add an item to fill in to the draft of the file."""
    return _changed(bank_file, None, lambda session, **how: rearranging.add_item(
        session, trainer_id(), _identity(bank_file), **how
    ))  # fmt: skip


@bp.get("/studio/bank/<slug:bank_file>/<slug:item>")
def item(bank_file: str, item: str) -> str:
    """One item: what retiring or moving it means."""
    return _item_page(bank_file, item, {})


@bp.post("/studio/bank/<slug:bank_file>/<slug:item>/pensiun")
def retire_item(bank_file: str, item: str) -> Answer:
    """Write into a draft that the item is retired from today on."""
    today = presentation.today(visitors.now())
    return _changed(bank_file, item, lambda session, **how: rearranging.set_item_retired(
        session, trainer_id(), _identity(bank_file), item, today, **how
    ))  # fmt: skip


@bp.post("/studio/bank/<slug:bank_file>/<slug:item>/pakai-lagi")
def bring_back_item(bank_file: str, item: str) -> Answer:
    """Take that line out again, in a draft."""
    return _changed(bank_file, item, lambda session, **how: rearranging.set_item_retired(
        session, trainer_id(), _identity(bank_file), item, None, **how
    ))  # fmt: skip


@bp.post("/studio/bank/<slug:bank_file>/<slug:item>/pindah")
def move_item(bank_file: str, item: str) -> Answer:
    """Put the item into another file, in a draft of both."""
    target = request.form.get("target", "")
    if target == bank_file or target not in taken_names.slugs_in(db.session(), BANK):
        _file(bank_file)
        return _item_page(bank_file, item, {"target": gettext("Choose one of these files.")}), 422
    return _changed(bank_file, item, lambda session, **how: rearranging.move_item(
        session, trainer_id(), _identity(bank_file), item, _identity(target), **how
    ))  # fmt: skip


def _changed(bank_file: str, item: str | None, change: Callable[..., uuid.UUID]) -> Answer:
    """Lead to the draft that *change* makes or continues; or say why it cannot."""
    try:
        with transaction() as session:
            draft_id = change(session, draft_id=uuid.uuid4(), now=visitors.now())
    except drafting.UnknownDraft:
        abort(404)
    except CannotRewrite as problem:
        if item is None:
            return _bank_page({"title": str(problem)}), 409
        return _item_page(bank_file, item, {"target": str(problem)}), 409
    return redirect(url_for(".draft", draft_id=draft_id), 303)


def _bank_page(errors: dict[str, str], title: str = "") -> str:
    session = db.session()
    files = bank_files.files(session)
    news = bank_files.new_files(session, files)
    return render_template(
        "pages/studio/bank.html", files=files, news=news, errors=errors, title=title, me=trainer_id()
    )


def _item_page(bank_file: str, key: str, errors: dict[str, str]) -> str:
    file, row = _file(bank_file), _item(bank_file, key)
    closed = {bank_file, *bank_items.forms(db.session())}  # what is practised is never tested with
    others = [
        (one.identity.slug, one.title)
        for one in bank_files.files(db.session())
        if one.identity.slug not in closed
    ]
    return render_template("pages/studio/item.html", file=file, item=row, targets=others, errors=errors)


def _file(slug: str) -> BankFileRow:
    files = bank_files.files(db.session())
    return next((file for file in files if file.identity.slug == slug), None) or abort(404)


def _item(bank_file: str, key: str) -> ItemRow:
    items = bank_files.items_of(db.session(), bank_file)
    return next((one for one in items if one.key == key), None) or abort(404)


def _identity(bank_file: str) -> Identity:
    return Identity("bank", BANK, bank_file)
