"""Showing once more who one is, before what matters."""

from flask import redirect, render_template, request, url_for
from werkzeug import Response

from literasi.web import addresses, freshness
from literasi.web.account import bp
from literasi.web.account.asking import asker, next_path
from literasi.web.freshness import NotConfirmed

Page = str | Response | tuple[str, int]


@bp.get("/akun/pastikan")
def confirmation() -> Page:
    """The question; whoever answered it lately goes on, to a file by way of a link."""
    next_ = next_path() or url_for(".account")
    if not freshness.is_fresh(asker()):
        return _form({})
    if not _is_download():
        return redirect(next_, 303)
    return render_template("pages/account/download_ready.html", next=next_, back=addresses.page_above(next_))


@bp.post("/akun/pastikan")
def confirm_person() -> Page:
    """Look at the answer."""
    try:
        freshness.confirm(asker())
    except NotConfirmed as problem:
        return _form(problem.errors), problem.status
    next_ = next_path() or url_for(".account")
    ready = url_for(".confirmation", next=next_, unduhan=1)
    return redirect(ready if _is_download() else next_, 303)


def _is_download() -> bool:
    return request.values.get("unduhan") == "1"


def _form(errors: dict[str, str]) -> str:
    return render_template(
        "pages/account/confirmation.html",
        person=asker(),
        errors=errors,
        action=url_for(".confirm_person"),
        kept=[(name, request.values[name]) for name in ("next", "unduhan") if name in request.values],
    )
