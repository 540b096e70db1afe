"""The supervisor's page: who must, who has, who is late, and who was reminded of it."""

import re
import tempfile
from collections.abc import Callable
from datetime import datetime
from typing import IO

from flask import redirect, render_template, request, url_for
from werkzeug import Response
from werkzeug.wsgi import wrap_file

from literasi.database import db, transaction
from literasi.domain.sheets import Sheet, write_csv_to, write_xlsx_to
from literasi.domain.standings import Filter, Show
from literasi.models import Standing
from literasi.queries.finish_weeks import Week, weeks
from literasi.queries.standing_rows import StandingPage, conditions
from literasi.services import reminding
from literasi.services.reminding import Tapped
from literasi.web import visitors
from literasi.web.agency import bp
from literasi.web.agency.asking import Question, after, asked, sent_number
from literasi.web.agency.scope import found, supervisor_id
from literasi.web.agency.sheets import standing_sheet
from literasi.web.presentation import local

_REMINDED = re.compile(r"(\d{1,6})-(\d{1,6})-(\d{1,6})")
_IN_MEMORY = 1024 * 1024  # of a download; what is larger waits in a file
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/instansi/<slug:organisation>")
def report(organisation: str) -> str:
    """How required learning stands in this organisation."""
    question = asked(found(organisation))
    rows = question.rows
    key = after(rows)
    page = rows.page(key)
    return render_template(
        "pages/agency/report.html",
        organisation=question.home,
        question=question,
        counts=question.counts,
        page=page,
        number=rows.summed() if rows.summed() is not None else _whole(page, is_first=key is None),
        is_first=key is None,
        weeks=_weeks(question),
        reminded=_reminded(),
        show=Show,
        now=visitors.now(),
    )


@bp.post("/instansi/<slug:organisation>/ingatkan")
def remind(organisation: str) -> Response:
    """Remind one person of one thing, or everybody who is late in this filter; who is not there is nobody."""
    question = asked(found(organisation))
    which = conditions(_everybody_late(question.filter), question.counts, today=question.today)
    if "semua" not in request.form:
        which = [Standing.obligation_id == sent_number("tugas")]
    with transaction() as session:
        tapped = reminding.tap_standing(
            session, question.place.id, which, by_id=supervisor_id(), now=visitors.now()
        )
    told = f"{tapped.people}-{tapped.by_mail}-{tapped.already}"
    return redirect(url_for(".report", organisation=organisation, **question.query, diingatkan=told), 303)


@bp.get("/instansi/<slug:organisation>/unduh.csv")
def download_csv(organisation: str) -> Response:
    """Every row of this filter as CSV."""
    return _download(organisation, "csv", "text/csv", _write_csv)


@bp.get("/instansi/<slug:organisation>/unduh.xlsx")
def download_xlsx(organisation: str) -> Response:
    """Every row of this filter as XLSX."""
    return _download(organisation, "xlsx", _XLSX, _write_xlsx)


def _download(
    organisation: str, ending: str, mimetype: str, write: Callable[[IO[bytes], Sheet], None]
) -> Response:
    question = asked(found(organisation))
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  (closed with the answer)
    write(file, standing_sheet(question, now=visitors.now()))
    length = file.tell()
    file.seek(0)
    name = f"{question.place.slug}-{question.filter.show.value}-{question.today.isoformat()}.{ending}"
    # Not Flask's send_file: it lets every cache on the way keep what it sends, and these are people's names.
    answer = Response(wrap_file(request.environ, file), mimetype=mimetype, direct_passthrough=True)
    answer.content_length = length
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _write_csv(file: IO[bytes], sheet: Sheet) -> None:
    write_csv_to(file, sheet)


def _write_xlsx(file: IO[bytes], sheet: Sheet) -> None:
    made_at: datetime = local(visitors.now())
    write_xlsx_to(file, sheet, made_at=made_at)


def _everybody_late(chosen: Filter) -> Filter:
    return Filter(Show.LATE, chosen.course_id, chosen.cohort_id, chosen.search)


def _whole(page: StandingPage, *, is_first: bool) -> int | None:
    """How many rows there are, where this page has all of them."""
    return len(page.rows) if is_first and not page.has_more else None


def _weeks(question: Question) -> list[Week] | None:
    """The last weeks of the place and course; nobody counts them for a cohort."""
    if question.cohort:
        return None
    course_id, today = question.filter.course_id, question.today
    return weeks(db.session(), question.place.id, course_id=course_id, today=today)


def _reminded() -> Tapped | None:
    """What the button did just before, for the sentence that says so."""
    told = _REMINDED.fullmatch(request.args.get("diingatkan", ""))
    return Tapped(*map(int, told.groups())) if told else None
