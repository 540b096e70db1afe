"""Whether the content files and the site are in step, and a person's word where both have changed."""

import uuid
from collections.abc import Sequence
from pathlib import Path

from flask import abort, current_app, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.config import ROOT, Settings
from literasi.database import db, transaction
from literasi.domain.differences import differences
from literasi.domain.identities import Identity
from literasi.domain.syncing import Side
from literasi.domain.texts import title_in
from literasi.queries import media
from literasi.queries.channels import channel_names
from literasi.queries.site_settings import second_trainer_needed
from literasi.services import carrying_media, comparing_homes, drafting_files
from literasi.services.comparing_homes import Arrival, ChangedMeanwhile, NeedsReview, Pair
from literasi.services.syncing import RefusedFile
from literasi.web import visitors
from literasi.web.studio import bp
from literasi.web.studio.home import trainer_id
from literasi.web.translating import gettext

COMMAND = ".venv/bin/flask --app app content"


@bp.get("/studio/berkas")
def file_list() -> str:
    """Every text that is not the same in both homes."""
    return _list([])


@bp.get("/studio/berkas/beda")
def file_difference() -> str:
    """Both texts of ``?teks=`` side by side."""
    return _pair_page(_pair(request.args.get("teks", "")), [])


@bp.post("/studio/berkas/terbitkan")
def import_files() -> Response | tuple[str, int]:
    """Publish the newer files that the page named, or make drafts of them where somebody must approve."""
    wanted = _identities()
    if not wanted:
        return redirect(url_for(".file_list"), 303)
    try:
        arrival = _read(wanted)
        if _makes_drafts():
            return _draft_newer(arrival)
        with transaction() as session:
            done = comparing_homes.import_newer(session, arrival, trainer_id(), now=visitors.now())
    except RefusedFile as problem:
        return _list(str(problem).split("\n")), 422
    except NeedsReview:  # since a moment ago; the page says so now
        return redirect(url_for(".file_list"), 303)
    return redirect(url_for(".file_list", terbit=len(done)), 303)


def _draft_newer(arrival: Arrival) -> Response:
    with transaction() as session:
        draft_ids = drafting_files.draft_newer(
            session, arrival, trainer_id(), draw=uuid.uuid4, now=visitors.now()
        )
    if len(draft_ids) == 1:
        return redirect(url_for(".draft", draft_id=draft_ids[0]), 303)
    return redirect(url_for(".file_list", draf=len(draft_ids)), 303)


@bp.post("/studio/berkas/tulis")
def export_files() -> Response | tuple[str, int]:
    """Write the newer texts that the page named to their files."""
    wanted = _identities()
    if not wanted:
        return redirect(url_for(".file_list"), 303)
    try:
        with transaction() as session:
            done = comparing_homes.export_newer(session, ROOT, wanted, trainer_id(), now=visitors.now())
        _write_pictures()
    except RefusedFile as problem:
        return _list(str(problem).split("\n")), 422
    except OSError:
        return _list([_cannot_write(f"{COMMAND} export")]), 422
    return redirect(url_for(".file_list", tulis=len(done)), 303)


@bp.post("/studio/berkas/putuskan")
def decide_conflict() -> Response | tuple[str, int]:
    """Both were changed: the trainer has seen both, and says which text counts."""
    both = _pair(request.form.get("identity", ""))
    side = request.form.get("side", "")
    if both.file is None or both.live is None or side not in list(Side):
        return redirect(url_for(".file_list"), 303)
    try:
        return redirect(_take(both, Side(side)), 303)
    except (ChangedMeanwhile, NeedsReview):
        message = gettext("File or site have changed since this page was opened. Please look once more.")
        return _pair_page(_pair(both.identity), [message]), 409
    except RefusedFile as problem:
        return _pair_page(both, str(problem).split("\n")), 422
    except OSError:
        return _pair_page(both, [_cannot_write(f"{COMMAND} import --take web {both.identity}")]), 422


def _take(both: Pair, side: Side) -> str:
    """Let the text of *side* count, or begin a draft where somebody must approve it. Returns where to go."""
    done = url_for(".file_list", putus=1)
    seen_file, seen_live = request.form.get("file", ""), request.form.get("live", "")
    if both.file is None or both.file.sha256 != seen_file:
        raise ChangedMeanwhile(both.identity)
    if side is Side.WEB:
        with transaction() as session:
            comparing_homes.take_web(
                session,
                ROOT,
                both.identity,
                file_sha256=seen_file,
                live_sha256=seen_live,
                by_id=trainer_id(),
                now=visitors.now(),
            )
        _write_pictures()
        return done
    arrival = _read([both.identity])
    if [file.sha256 for file in arrival.files] != [seen_file]:
        raise ChangedMeanwhile(both.identity)
    makes_drafts, now = _makes_drafts(), visitors.now()
    with transaction() as session:
        if not makes_drafts:
            comparing_homes.take_file(session, arrival, seen_live, trainer_id(), now=now)
            return done
        draft_id = drafting_files.draft_file(
            session, arrival, seen_live, trainer_id(), draw=uuid.uuid4, now=now
        )
    return url_for(".draft", draft_id=draft_id)


def _makes_drafts() -> bool:
    """Whether somebody else must approve, or the page that was pressed said that a draft would be made."""
    return request.form.get("as") == "draft" or second_trainer_needed(db.session())


def _read(identities: Sequence[str]) -> Arrival:
    stored, names = media.sizes(db.session()), channel_names(db.session())
    return comparing_homes.read_for_import(
        ROOT, _media_folder(), stored, identities, trainer_id(), channels=names
    )


def _write_pictures() -> None:
    """Put the pictures of live texts beside their files."""
    carrying_media.write_missing(ROOT, _media_folder(), media.uses(db.session()))


def _media_folder() -> Path:
    settings: Settings = current_app.extensions["literasi_settings"]
    return settings.media_folder


def _pair(name: str) -> Pair:
    try:
        identity = str(Identity.read(name))
    except ValueError:
        abort(404)
    return comparing_homes.pair(db.session(), ROOT, identity) or abort(404)


def _identities() -> list[str]:
    return request.form.getlist("identity")[:500]


def _cannot_write(command: str) -> str:
    return gettext(
        "The folder cannot be written to from here. Run this on the machine: %(command)s", command=command
    )


def _list(problems: Sequence[str]) -> str:
    homes = comparing_homes.compare(db.session(), ROOT)
    done = {name: request.args.get(name, 0, int) for name in ("terbit", "tulis", "putus", "draf")}
    return render_template(
        "pages/studio/files.html",
        homes=homes,
        problems=problems,
        done=done,
        command=COMMAND,
        drafts=second_trainer_needed(db.session()),
    )


def _pair_page(both: Pair, problems: Sequence[str]) -> str:
    lines = differences(both.live.source if both.live else "", both.file.text if both.file else "")
    return render_template(
        "pages/studio/file_difference.html",
        both=both,
        identity=Identity.read(both.identity),
        title=title_in(both.file.text if both.file else both.live.source if both.live else ""),
        drafts=second_trainer_needed(db.session()),
        lines=lines,
        problems=problems,
        writable=comparing_homes.folder_state(ROOT) == comparing_homes.WRITABLE,
        command=f"{COMMAND} import --take web {both.identity}",
    )
