"""The supervisor's page: who must, who has, who is late, and who was reminded of it."""

import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
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
from literasi.queries.memberships import count_waiting
from literasi.queries.standing_rows import StandingList, StandingPage, StandingRow, conditions
from literasi.services import reminding
from literasi.services.reminding import Tapped
from literasi.web import visitors
from literasi.web.agency import bp
from literasi.web.agency.asking import Question, after, asked, sent_number
from literasi.web.agency.scope import found, supervisor_id
from literasi.web.agency.sheets import standing_sheet
from literasi.web.freshness import fresh_download
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
        waiting=count_waiting(db.session(), question.home.id),
        page=page,
        number=rows.summed() if rows.summed() is not None else _whole(page, is_first=key is None),
        start=key.obligation_id if key else None,
        is_anybody_left=_is_anybody_left(rows, page),
        weeks=_weeks(question),
        reminded=_reminded(page),
        show=Show,
        now=visitors.now(),
    )


@bp.post("/instansi/<slug:organisation>/ingatkan")
def remind(organisation: str) -> Response:
    """Remind one person of one thing, or everybody who is late in this filter; who is not there is nobody."""
    question = asked(found(organisation))
    start, one = after(question.rows), None if "semua" in request.form else sent_number("tugas")
    which = conditions(_everybody_late(question.filter), question.counts, today=question.today)
    if "semua" not in request.form:
        which = [Standing.obligation_id == one]
    with transaction() as session:
        tapped = reminding.tap_standing(
            session, question.place.id, which, by_id=supervisor_id(), now=visitors.now()
        )
    back = {**question.query, "diingatkan": f"{tapped.people}-{tapped.by_mail}-{tapped.already}"}
    if one is not None and (tapped.people or tapped.already):
        place = {"tugas": one, "setelah": start.obligation_id if start else None, "_anchor": f"tugas-{one}"}
        back = {**back, **place}
    return redirect(url_for(".report", organisation=organisation, **back), 303)


@bp.get("/instansi/<slug:organisation>/unduh.csv")
@fresh_download
def download_csv(organisation: str) -> Response:
    """Every row of this filter as CSV."""
    return _download(organisation, "csv", "text/csv", _write_csv)


@bp.get("/instansi/<slug:organisation>/unduh.xlsx")
@fresh_download
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


def _is_anybody_left(rows: StandingList, page: StandingPage) -> bool:
    """Whether reminding all would remind anybody; one more statement only where the page does not say."""
    if any(row.state == "open" and not row.is_tapped_today for row in page.rows):
        return True
    return page.has_more and rows.is_anybody_left()


@dataclass(frozen=True)
class Reminded:
    """What the button did just before, for the sentence that says so; *row* where it was one of this page."""

    tapped: Tapped
    row: StandingRow | None


def _reminded(page: StandingPage) -> Reminded | None:
    told = _REMINDED.fullmatch(request.args.get("diingatkan", ""))
    if told is None:
        return None
    one = request.args.get("tugas", "")
    row = next((row for row in page.rows if str(row.key.obligation_id) == one), None)
    return Reminded(Tapped(*map(int, told.groups())), row)
