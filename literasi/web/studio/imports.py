"""Bringing content in: what somebody uploads is first only said, then becomes drafts."""

import uuid
from dataclasses import dataclass

from flask import abort, current_app, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.config import Settings
from literasi.database import db, transaction
from literasi.domain.identities import BANK
from literasi.domain.interchange import values
from literasi.domain.interchange.planning import LONGEST_TITLE, for_lesson, stands_alone
from literasi.domain.interchange.plans import Plan
from literasi.queries import imports
from literasi.queries.imports import Upload
from literasi.services import importing, packing
from literasi.web import presentation, visitors
from literasi.web.form_sizes import takes_up_to
from literasi.web.studio import bp
from literasi.web.studio.home import trainer_id
from literasi.web.translating import gettext

Answer = Response | tuple[str, int]
LARGEST_FORM = 16 * 1024 * 1024  # room for what is too large, so that its owner is told why
LONGEST_PASTE = 3 * values.LARGEST_FILE  # a letter may take several bytes


@dataclass(frozen=True)
class Typed:
    """What stands in the form; *text* is what was pasted."""

    text: str = ""
    course: str = ""
    title: str = ""


@bp.get("/studio/impor", endpoint="imports")
def import_form() -> str:
    """Choose a file, or paste a text."""
    return _form(Typed(), {})


@bp.post("/studio/impor")
@takes_up_to(LARGEST_FORM, words=LONGEST_PASTE)
def upload_import() -> Answer:
    """Keep what was sent and show what it would do; nothing is created yet."""
    typed = Typed(
        request.form.get("text", ""), request.form.get("course", ""), request.form.get("title", "").strip()
    )
    upload, errors = _read_upload(typed)
    if upload is None or errors:
        return _form(typed, errors), 422
    plan = importing.plan(db.session(), upload, today=presentation.today(visitors.now()))
    if plan.creates and not plan.drafts and not plan.faults:
        return redirect(url_for(".imports", sama=1), 303)
    if not plan.drafts:
        return _form(
            typed, {"file": gettext("Nothing in it can be brought in. What is wrong stands below.")}, plan
        ), 422
    batch_id = uuid.uuid4()
    with transaction() as session:
        importing.keep(session, trainer_id(), upload, batch_id=batch_id, now=visitors.now())
    return redirect(url_for(".dry_run", batch_id=batch_id), 303)


@bp.get("/studio/impor/<uuid:batch_id>")
def dry_run(batch_id: uuid.UUID) -> str:
    """What would be created, what is wrong, and what stays behind."""
    upload = _find(batch_id)
    return _dry_run(batch_id, upload, _plan(upload), {})


@bp.post("/studio/impor/<uuid:batch_id>")
def make_drafts(batch_id: uuid.UUID) -> Answer:
    """Create the drafts that the page has shown."""
    upload = _find(batch_id)
    plan = _plan(upload)
    if errors := _unsaid(upload, plan):
        return _dry_run(batch_id, upload, plan, errors), 422
    if lesson := request.form.get("lesson"):
        plan = for_lesson(plan, lesson)
    draft_ids = [uuid.uuid4() for _ in plan.drafts]
    settings: Settings = current_app.extensions["literasi_settings"]
    stored = importing.pictures(db.session(), trainer_id(), upload, plan, settings.media_folder)
    try:
        with transaction() as session:
            made = importing.make_drafts(
                session, trainer_id(), batch_id, plan, draft_ids=draft_ids, stored=stored, now=visitors.now()
            )
    except importing.UnknownUpload:
        return redirect(url_for(".desk"), 303)  # the button was pressed twice
    if len(made) == 1:
        return redirect(url_for(".draft", draft_id=made[0]), 303)
    return redirect(url_for(".desk"), 303)


@bp.post("/studio/impor/<uuid:batch_id>/buang")
def discard_import(batch_id: uuid.UUID) -> Response:
    """Forget the upload."""
    try:
        with transaction() as session:
            importing.discard(session, trainer_id(), batch_id)
    except importing.UnknownUpload:
        abort(404)
    return redirect(url_for(".imports"), 303)


def _find(batch_id: uuid.UUID) -> Upload:
    found = imports.upload(db.session(), batch_id, trainer_id())
    return found if found is not None else abort(404)


def _plan(upload: Upload) -> Plan:
    return importing.plan(db.session(), upload, today=presentation.today(visitors.now()))


def _read_upload(typed: Typed) -> tuple[Upload | None, dict[str, str]]:
    """What was sent, and what is wrong with the form."""
    errors = {}
    sent = request.files.get("file")
    data = sent.read(packing.LARGEST_ZIP + 1) if sent and sent.filename else b""
    if bool(data) == bool(typed.text.strip()):
        errors["file"] = gettext("Choose a file, or paste a text: one of the two.")
    elif len(data) > packing.LARGEST_ZIP:
        errors["file"] = gettext("This file is larger than 10 MB. Split it into several.")
    is_zip = data.startswith(b"PK")
    if not is_zip and typed.course not in targets():
        errors["course"] = gettext("Choose the course that it belongs to.")
    if not is_zip and not typed.title and not (data or typed.text.encode()).lstrip().startswith(b"---"):
        errors["title"] = gettext("Give the new quiz or lesson a title.")
    if len(typed.title) > LONGEST_TITLE:
        errors["title"] = gettext("This title is longer than %(most)s characters.", most=LONGEST_TITLE)
    if errors:
        return None, errors
    name = importing.file_name((sent.filename if sent else "") or "") if data else gettext("pasted text")
    payload = data or typed.text.encode("utf-8", "replace")
    return Upload(name, typed.course if not is_zip else "", typed.title[:LONGEST_TITLE], payload), {}


def targets() -> dict[str, str]:
    """Where a text may go: slug and title of every live course, and the bank."""
    found = {course.slug: course.title for course in imports.courses(db.session())}
    return {**found, BANK: gettext("Bank of news")}


def _open_lessons(upload: Upload, plan: Plan) -> dict[str, str]:
    """The lessons that the first quiz may complete: slug and title."""
    return imports.lessons_without_quiz(db.session(), upload.course) if stands_alone(plan) else {}


def _unsaid(upload: Upload, plan: Plan) -> dict[str, str]:
    """What the person has not seen or not said yet."""
    lesson = request.form.get("lesson")
    is_taken = lesson and lesson not in _open_lessons(upload, plan)
    if is_taken or request.form.get("plan") != importing.fingerprint(plan):
        return {
            "plan": gettext("Something went live meanwhile, so the plan has changed. Look at it once more.")
        }
    if plan.faults and not plan.holds_faults and request.form.get("leave_out") != "yes":
        return {"leave_out": gettext("Say what becomes of the faulty parts, or mend them and upload again.")}
    return {}


def _form(typed: Typed, errors: dict[str, str], plan: Plan | None = None) -> str:
    return render_template(
        "pages/studio/imports.html",
        form=typed,
        errors=errors,
        targets=targets(),
        plan=plan or Plan(),
        alike=request.args.get("sama") == "1",
    )


def _dry_run(batch_id: uuid.UUID, upload: Upload, plan: Plan, errors: dict[str, str]) -> str:
    return render_template(
        "pages/studio/dry_run.html",
        batch_id=batch_id,
        upload=upload,
        plan=plan,
        lessons=_open_lessons(upload, plan),
        lesson=request.form.get("lesson", ""),
        fingerprint=importing.fingerprint(plan),
        errors=errors,
    )
