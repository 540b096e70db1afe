"""Pictures: uploading one, what a text writes to show it, and where it is shown."""

from collections.abc import Mapping

from flask import abort, current_app, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.config import Settings
from literasi.database import db, transaction
from literasi.domain.media import LONGEST_ALT
from literasi.domain.messages import N_
from literasi.domain.pictures import LARGEST_UPLOAD, PictureFault, RefusedPicture
from literasi.queries import media as pictures
from literasi.services import shaping_pictures, storing_media
from literasi.services.storing_media import NewPicture
from literasi.web import visitors
from literasi.web.form_sizes import takes_up_to
from literasi.web.studio import bp
from literasi.web.studio.home import trainer_id
from literasi.web.translating import gettext

LARGEST_FORM = 32 * 1024 * 1024  # room for what is too large, so that its owner is told why
Answer = Response | tuple[str, int]

FAULTS: Mapping[PictureFault, str] = {
    PictureFault.EMPTY: N_("Choose a picture."),
    PictureFault.TOO_LARGE: N_(
        "This picture is larger than 5 MB. Make it smaller, or send a screenshot of it."
    ),
    PictureFault.SVG: N_("This is an SVG drawing, which can hold programs. Save it as PNG and send that."),
    PictureFault.PDF: N_("This is a PDF document. Save the page as a picture (PNG or JPEG) and send that."),
    PictureFault.HEIC: N_("This is a HEIC or AVIF photo, which many phones cannot show. Save it as JPEG."),
    PictureFault.HTML: N_("This is a web page, not a picture. Save the picture itself and send that."),
    PictureFault.FILM: N_("This is a film. Send one picture from it."),
    PictureFault.UNKNOWN: N_("This is not a picture that fits here. JPEG, PNG, WebP and GIF do."),
    PictureFault.TWO_IN_ONE: N_("This file holds something else beside the picture. Save the picture anew."),
    PictureFault.TOO_MANY_PIXELS: N_("This picture has more than 40 million pixels. Make it smaller."),
    PictureFault.TOO_SMALL: N_("This picture is too small or too narrow for anybody to see something."),
    PictureFault.BROKEN: N_("This file is damaged or incomplete. Send it once more, or save it anew."),
    PictureFault.TOO_HARD: N_("This picture takes too much to unpack. Save it anew as JPEG and send that."),
}
_UNREADABLE = str.maketrans("[]<>", "()()")  # they would end the words too early


@bp.get("/studio/media")
def media() -> str:
    """All pictures, the newest first, and the form for one more."""
    return _page({}, "")


@bp.post("/studio/media/unggah")
@takes_up_to(LARGEST_FORM)
def upload_picture() -> Answer:
    """Check the picture, make it small, keep it; then show the line that names it."""
    alt = " ".join(request.form.get("alt", "").translate(_UNREADABLE).split())
    sent = request.files.get("picture")
    try:
        errors = _alt_errors(alt)
        shaped = shaping_pictures.shape(sent.read(LARGEST_UPLOAD + 1) if sent else b"")
    except RefusedPicture as problem:
        return _page({"picture": gettext(FAULTS[problem.fault]), **errors}, alt), 422
    if errors:
        return _page(errors, alt), 422
    settings: Settings = current_app.extensions["literasi_settings"]
    storing_media.write_files(settings.media_folder, shaped)
    new = NewPicture(shaped, alt, (sent.filename if sent else "") or "", trainer_id())
    with transaction() as session:
        storing_media.store(session, new, now=visitors.now())
    return redirect(url_for(".media", baru=shaped.sha256), 303)


@bp.post("/studio/media/<slug:sha256>/pensiunkan")
def retire_picture(sha256: str) -> Answer:
    """Offer a picture no longer."""
    try:
        with transaction() as session:
            storing_media.retire(session, sha256, by_id=trainer_id(), now=visitors.now())
    except storing_media.UnknownPicture:
        abort(404)
    except storing_media.PictureInUse as problem:
        words = gettext("This picture is shown in %(texts)s. Take it out there first.", texts=str(problem))
        return _page({"isi": words}, ""), 409
    return redirect(url_for(".media"), 303)


@bp.post("/studio/media/<slug:sha256>/kembalikan")
def bring_back_picture(sha256: str) -> Response:
    """Offer a retired picture again."""
    try:
        with transaction() as session:
            storing_media.bring_back(session, sha256, by_id=trainer_id(), now=visitors.now())
    except storing_media.UnknownPicture:
        abort(404)
    return redirect(url_for(".media", baru=sha256), 303)


def _alt_errors(alt: str) -> dict[str, str]:
    if not alt:
        return {"alt": gettext("Say in words what the picture shows.")}
    if len(alt) > LONGEST_ALT:
        return {"alt": gettext("These words are longer than %(most)s characters.", most=LONGEST_ALT)}
    return {}


def _page(errors: dict[str, str], alt: str) -> str:
    session = db.session()
    retired = request.args.get("pensiun") == "ya"
    number = min(max(request.args.get("halaman", 1, type=int), 1), 9999)
    found, more = pictures.page(session, number, retired=retired)
    return render_template(
        "pages/studio/media.html",
        errors=errors,
        alt=alt,
        fresh=pictures.picture(session, request.args.get("baru", "")[:64]),
        pictures=found,
        number=number,
        more=more,
        retired=retired,
    )
