"""Finding a certificate by its code, and revoking it."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import transaction
from literasi.domain.certificates import NoCode, legible, read_code
from literasi.queries import certificates as reading
from literasi.queries.certificates import ShownCertificate
from literasi.services import certifying
from literasi.services.certifying import LONGEST_REASON, RevokedAlready
from literasi.web import pages, visitors
from literasi.web.freshness import fresh
from literasi.web.platform import bp
from literasi.web.translating import gettext

SHORTEST_REASON = 10  # characters; less explains nothing to a stranger


@bp.get("/kelola/sertifikat")
def certificates() -> str | tuple[str, int]:
    """Search; with ``?kode=`` the certificate, and the form that revokes it."""
    typed = legible(request.args.get("kode", ""))
    found = _found(typed)
    if typed and found is None:
        return _page(
            typed, None, {"kode": gettext("No certificate has this code. Compare it letter by letter.")}
        ), 422
    return _page(typed, found, {})


@bp.post("/kelola/sertifikat/<string:code>/cabut")
@fresh
def revoke_certificate(code: str) -> Response | tuple[str, int]:
    """Revoke it for good; everybody who checks it sees when and why."""
    operator = visitors.person() or abort(404)
    found = _found(code) or abort(404)
    reason = " ".join(request.form.get("reason", "").replace("\x00", "").split())
    if error := _problem(reason):
        return _page(found.certificate.code, found, {"reason": error}, reason=reason), 422
    try:
        with transaction() as session:
            certifying.revoke(
                session, found.certificate.code, reason, by_id=operator.learner_id, now=visitors.now()
            )
    except RevokedAlready:
        pass  # two operators, or a button pressed twice: the page says when and why
    return redirect(url_for(".certificates", kode=found.certificate.code), 303)


def _found(typed: str) -> ShownCertificate | None:
    try:
        code = read_code(typed)
    except NoCode:
        return None
    return reading.shown(pages.reader(), code, visitors.token_hash(), visitors.now())


def _problem(reason: str) -> str | None:
    if len(reason) < SHORTEST_REASON:
        return gettext("Say in a sentence why it holds no longer. Everybody who checks it reads this.")
    if len(reason) > LONGEST_REASON:
        return gettext("This has more than %(most)s characters. Shorten it.", most=LONGEST_REASON)
    return None


def _page(typed: str, found: ShownCertificate | None, errors: dict[str, str], *, reason: str = "") -> str:
    return render_template(
        "pages/platform/certificates.html",
        typed=typed,
        found=found.certificate if found else None,
        errors=errors,
        reason=reason,
    )
