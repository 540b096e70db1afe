"""Checking a certificate: for a stranger with a code, and for its holder.

Nobody counts the tries: a code has 80 bits, so guessing at a thousand a second finds nothing in a lifetime.
"""

from dataclasses import dataclass

from flask import Response, abort, redirect, render_template, request, url_for
from werkzeug import Response as AnyResponse

from literasi.database import transaction
from literasi.domain import certificates as rules
from literasi.domain.certificates import Certificate, NoCode
from literasi.domain.people import AgeBand
from literasi.logs import log
from literasi.queries import certificates as reading
from literasi.queries.certificates import ShownCertificate
from literasi.services import certifying, printing
from literasi.services.printing import NotPrinted
from literasi.web import observing, pages, visitors
from literasi.web.public import bp
from literasi.web.styles import STATIC_FOLDER
from literasi.web.translating import gettext

STYLES = STATIC_FOLDER / "css" / "certificate.css"
YES, NO = "yes", "no"
RETRY_SECONDS = "60"  # what the page says, too


@dataclass(frozen=True)
class Sheet:
    """What stands on the paper, for whoever asks."""

    certificate: Certificate
    name: str
    name_size: str
    columns: int
    qr: str
    short_address: str


@bp.get("/sertifikat")
def certificate_check() -> AnyResponse | str | tuple[str, int]:
    """A field for the code; what was typed leads to its certificate."""
    typed = request.args.get("kode")
    if typed is None:
        return _check_page("", {})
    try:
        return redirect(url_for(".certificate", code=rules.read_code(typed)), 303)
    except NoCode:
        message = gettext(
            "A code has 16 letters and digits, like K7QM-2XPA-90BC-WXYZ. Compare it with the sheet."
        )
        return _check_page(rules.legible(typed), {"kode": message}), 422


@bp.get("/sertifikat/<string:code>")
def certificate(code: str) -> AnyResponse | str | tuple[str, int]:
    """Whether it is real, what was learned, and whether it still holds."""
    found = find(code)
    if found is None:
        return render_template("pages/public/certificate_unknown.html", typed=rules.legible(code)), 404
    if found.certificate.code != code:
        return redirect(url_for(".certificate", code=found.certificate.code), 303)
    return render_template(
        "pages/public/certificate.html",
        certificate=found.certificate,
        is_mine=found.is_mine,
        sheet=sheet_of(found),
        is_child=_is_child(),
        has_pdf=may_have_file(found) and not printing.missing(),
        now=visitors.now(),
        saved=request.args.get("tersimpan") == "1",
    )


@bp.post("/sertifikat/<string:code>/nama")
def show_name(code: str) -> AnyResponse:
    """The holder shows strangers the name, or hides it; a child can only hide it."""
    found, shown = find(code), request.form.get("shows")
    if found is None or found.holder_id is None or not found.certificate.holds:
        abort(404)
    if shown == YES and _is_child():
        abort(404)
    code = found.certificate.code
    if shown not in {YES, NO}:
        return redirect(url_for(".certificate", code=code), 303)
    with transaction() as session:
        certifying.show_name(session, found.holder_id, code, shows=shown == YES)
    return redirect(url_for(".certificate", code=code, tersimpan=1), 303)


@bp.get("/sertifikat/<string:code>.pdf")
def certificate_pdf(code: str) -> Response | tuple[str, int, dict[str, str]]:
    """The sheet as a PDF: for the holder, and for everybody once the holder shows the name."""
    found = find(code)
    if found is None or not may_have_file(found) or printing.missing():
        abort(404)
    html = render_template("pages/public/certificate_pdf.html", sheet=sheet_of(found))
    try:
        made = printing.pdf(html, STYLES.read_text(encoding="utf-8"), for_stranger=not found.is_mine)
    except NotPrinted as problem:
        log.warning("no PDF", request_id=observing.request_id(), reason=str(problem))
        page = render_template("pages/public/certificate_unprinted.html", code=found.certificate.code)
        return page, 503, {"Retry-After": RETRY_SECONDS}
    return as_file(made, "application/pdf", f"sertifikat-{found.certificate.code}.pdf")


def find(typed: str) -> ShownCertificate | None:
    """The certificate that somebody named in an address, however they wrote the code."""
    try:
        code = rules.read_code(typed)
    except NoCode:
        return None
    return reading.shown(pages.reader(), code, visitors.token_hash(), visitors.now())


def may_have_file(found: ShownCertificate) -> bool:
    """Whether whoever asks may take the certificate along; nobody may, once it is revoked."""
    return found.certificate.holds and (found.is_mine or found.certificate.shows_name)


def sheet_of(found: ShownCertificate) -> Sheet:
    """The paper as whoever asks may see it. What the code on it leads to is always the public page."""
    address = pages.public_url(url_for(".certificate", code=found.certificate.code))
    return Sheet(
        certificate=found.certificate,
        name=found.name,
        name_size=rules.name_size(found.name),
        columns=rules.columns(len(found.certificate.lessons)),
        qr=printing.qr_image(address),
        short_address=address.partition("://")[2],
    )


def as_file(content: bytes, content_type: str, name: str) -> Response:
    """An answer that the browser keeps as a file; search engines do not."""
    answer = Response(content, content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _is_child() -> bool:
    """Nothing about somebody under 18 is public, so their name stays shortened."""
    person = visitors.person()
    return person is not None and AgeBand(person.age_band).is_child


def _check_page(typed: str, errors: dict[str, str]) -> str:
    return render_template("pages/public/certificate_check.html", typed=typed, errors=errors)
