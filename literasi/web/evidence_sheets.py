"""The figures of one group as a sheet: what the page shows and nothing else, with method and provenance."""

import io
from collections.abc import Iterator, Mapping
from datetime import datetime

from flask import Response, abort, current_app

from literasi.domain.evidence_telling import ToldChange, ToldEvidence
from literasi.domain.gate import Hidden, Shown
from literasi.domain.gate_rules import Reason, Unit
from literasi.domain.messages import N_
from literasi.domain.sheets import Cell, Column, Sheet, write_csv_to
from literasi.web.evidence_pages import CoursePage, ToldCourse
from literasi.web.presentation import gated, local
from literasi.web.translating import gettext

_COLUMNS = (
    N_("Figure"),
    N_("Before or after"),
    N_("Value"),
    N_("Lower end"),
    N_("Upper end"),
    N_("Unit of the number"),
    N_("Number of people"),
    N_("Remark"),
)
_UNITS = {
    Unit.PEOPLE: N_("people"),
    Unit.SHARE: N_("share, 0 to 1"),
    Unit.POINTS: N_("difference of shares"),
    Unit.NUMBER: N_("plain number"),
}
_REASONS = {
    Reason.FEW: N_("too few people"),
    Reason.UNSURE: N_("cannot be told for certain yet"),
    Reason.UNDEFINED: N_("cannot be computed"),
}
_BEFORE, _AFTER, _CHANGE = N_("before"), N_("after"), N_("change")
METHOD = N_(
    "Tests with ten true and ten false messages on matched forms, whose order is drawn by lot. Change is the "
    "mean of the changes of each order of forms. 95 percent intervals are over learners. No group to compare "
    "with. "
    "d' is known to come out about 12 percent too small."
)
Row = tuple[Cell, ...]


def download(
    course: ToldCourse, *, name: str, people: str, now: datetime, everything: bool = True
) -> Response:
    """The sheet as CSV; *people* says whose figures it has. Supervisors do not get *everything*.

    404 while there are no figures.
    """
    file = io.BytesIO()
    write_csv_to(file, _sheet(course, people, now, everything))
    answer = Response(file.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def download_page(page: CoursePage, *, now: datetime) -> Response:
    """The group that a page shows; 404 while there is nothing of it."""
    names = {
        "semua": gettext("everybody"),
        "warga": gettext("citizens"),
        "admin": gettext("admins of agencies"),
    }
    names |= {one.slug: one.name for one in page.agencies}
    return download(
        page.course,
        name=f"hasil-belajar-{page.course.slug}-{page.chosen}",
        people=names[page.chosen],
        now=now,
    )


def _sheet(course: ToldCourse, people: str, now: datetime, everything: bool) -> Sheet:
    group = course.group or abort(404)
    source = group.evidence.provenance
    facts: list[tuple[str, Cell]] = [
        (gettext("Course"), course.title),
        (gettext("People"), people),
        (gettext("Counted from"), group.first_day),
        (gettext("Counted until"), group.last_day),
        (gettext("Method"), gettext(METHOD)),
        (gettext("Version of the method"), f"{source.method} {source.version}"),
        (gettext("SHA-256 of the method's text"), source.method_hash),
        (gettext("As of (Wita)"), local(now)),
    ]
    if course.has_alarm:
        facts.insert(2, (gettext("Alarm"), gettext("After this course, true messages are doubted more")))
    columns = [Column(gettext(name)) for name in _COLUMNS]
    return Sheet(course.title, facts, columns, _rows(group.evidence, everything=everything))


def _rows(told: ToldEvidence, *, everything: bool) -> Iterator[Row]:
    yield _row(N_("Pairs of tests"), "", told.provenance.pairs)
    yield _row(N_("Learners who began"), "", told.starters)
    yield from _changed(N_("Hoaxes recognised"), told.sides.hoaxes)
    yield from _changed(N_("True messages believed"), told.sides.trues)
    yield from _changed(N_("Discernment (d')"), told.sensitivity)
    yield _row(N_("Change of discernment in standard deviations (g_av)"), _CHANGE, told.standardized)
    yield from _changed(N_("Leaning (c; above 0 is too suspicious)"), told.bias)
    yield from _retention(told)
    if everything:
        yield from _changed(N_("Overconfidence"), told.overconfidence)
        yield from _calibration(told)
        yield from _techniques(told)


def _changed(name: str, change: ToldChange) -> Iterator[Row]:
    yield _row(name, _BEFORE, change.before)
    yield _row(name, _AFTER, change.after)
    yield _row(name, _CHANGE, change.change)


def _retention(told: ToldEvidence) -> Iterator[Row]:
    found = told.retention
    yield _row(N_("Share of the change that is left a month later"), "", found.share)
    yield _row(N_("Came back for the third test"), "", found.returned)
    yield _row(N_("Could have come back"), "", found.eligible)
    yield _row(N_("First d' of those who came back"), _BEFORE, found.returned_before)
    counts = told.starters.told  # else the people of this figure would tell how many began
    yield _row(N_("First d' of all who began"), _BEFORE, found.starters_before, counts=counts)


def _calibration(told: ToldEvidence) -> Iterator[Row]:
    for point in told.curve:
        name = gettext("Right when %(percent)s%% sure", percent=round(point.confidence * 100))
        yield _row(name, _BEFORE, point.before, counts=False)
        yield _row(name, _AFTER, point.after, counts=False)


def _techniques(told: ToldEvidence) -> Iterator[Row]:
    called = _technique_words()
    for one in told.techniques:
        technique = called.get(one.technique, one.technique)
        hoaxes, trues = (f"{technique}: {gettext(kind)}" for kind in (N_("Hoaxes"), N_("True messages")))
        yield _row(hoaxes, _BEFORE, one.hoaxes_before)
        yield _row(hoaxes, _AFTER, one.hoaxes_after)
        yield _row(trues, _BEFORE, one.trues_before)
        yield _row(trues, _AFTER, one.trues_after)


def _technique_words() -> Mapping[str, str]:
    """What the page calls each technique, made anew for the language of who asks."""
    template = current_app.jinja_env.get_template("components/studio/option_words.html")
    found: Mapping[str, str] = template.make_module().option_words["technique"]  # type: ignore[attr-defined]
    return found


def _row(name: str, when: str, shown: Shown, *, counts: bool = True) -> Row:
    """One figure. Without *counts* its people are not told: how many they are would tell of a few."""
    start = gettext(name), gettext(when) if when else ""
    found = gated(shown)
    if isinstance(found, Hidden):
        return *start, None, None, None, "", None, gettext(_REASONS.get(found.reason, N_("hidden")))
    low, high = found.interval or (None, None)
    value = int(found.value) if found.unit is Unit.PEOPLE and found.value is not None else found.value
    return *start, value, low, high, gettext(_UNITS[found.unit]), found.n if counts else None, ""
