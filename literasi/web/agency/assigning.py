"""The form of a new assignment: typed, looked at with its numbers, and only then made."""

from collections.abc import Mapping
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response
from werkzeug.datastructures import MultiDict

from literasi.database import db, transaction
from literasi.domain.assignments import Plan, problems
from literasi.domain.indonesian_dates import typed_day
from literasi.domain.names import visible_line
from literasi.domain.organisations import OrganisationKind
from literasi.domain.scheduling import add_months
from literasi.queries.assignments import offered, reach
from literasi.queries.memberships import cohorts
from literasi.queries.organisations import OrganisationRow
from literasi.queries.overlaps import overlaps
from literasi.services import assigning, joining
from literasi.web import visitors
from literasi.web.agency import bp
from literasi.web.agency.scope import found, supervisor_id
from literasi.web.numbers import read_number
from literasi.web.presentation import today
from literasi.web.translating import gettext

Typed = MultiDict[str, str]
NOBODYS = -1
FIELDS = ("title", "reason", "counts_from", "due_on", "grace_days", "repeat", "days_for_new", "cohort")


@bp.get("/instansi/<slug:organisation>/tugas/baru")
def new_task(organisation: str) -> str | tuple[str, int]:
    """The form; with ``?lihat=1`` what it would mean, before it is made."""
    asking = assignable(organisation)
    is_sent = "lihat" in request.args or "reason" in request.args
    typed = _seen(request.args) if is_sent else _defaults()
    if request.args.get("lihat") != "1":
        return _form(asking, typed, {})
    plan = _plan(typed)
    errors = _errors(plan)
    if errors:
        return _form(asking, typed, errors), 422
    return _preview(asking, typed, plan)


@bp.post("/instansi/<slug:organisation>/tugas/baru")
def create_task(organisation: str) -> Response | tuple[str, int]:
    """Make it: from now on everybody in scope owes it."""
    asking, typed = assignable(organisation), _seen(request.form)
    plan = _plan(typed)
    errors = _errors(plan)
    if errors:
        return _form(asking, typed, errors), 422
    try:
        with transaction() as session:
            assignment_id = assigning.create(
                session, asking.id, plan, by_id=supervisor_id(), now=visitors.now()
            )
    except assigning.NothingToLearn:
        message = gettext("One of these courses is not offered any more. Choose again.")
        return _form(asking, typed, {"course": message}), 422
    except assigning.UnknownCohort:
        message = gettext("This cohort is not used any more. Choose again.")
        return _form(asking, typed, {"cohort": message}), 422
    except joining.ClosedOrganisation:
        abort(404)
    return redirect(
        url_for(".task", organisation=organisation, assignment_id=assignment_id, telah="tugas-ditetapkan"),
        303,
    )


def agency(slug: str) -> OrganisationRow:
    """The organisation, if it is no community: there nobody is obliged (404)."""
    organisation = found(slug)
    return abort(404) if organisation.kind is OrganisationKind.COMMUNITY else organisation


def assignable(slug: str) -> OrganisationRow:
    """The same, if it is in use and may require something (404 otherwise)."""
    organisation = agency(slug)
    return organisation if organisation.retired_at is None else abort(404)


def whole(text: str) -> int | None:
    """The whole number that somebody typed."""
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 6 else None


def _defaults() -> Typed:
    """A month from today, and nothing that was learned earlier counts less than half a year back."""
    day = today(visitors.now())
    return MultiDict(
        {
            "counts_from": add_months(day, -6).isoformat(),
            "due_on": add_months(day, 1).isoformat(),
            "grace_days": "0",
            "repeat": "0",
            "days_for_new": "30",
            "cohort": "",
        }
    )


def _plan(typed: Typed) -> Plan:
    repeat = whole(typed.get("repeat", ""))
    return Plan(
        course_ids=tuple(map(_id, typed.getlist("course"))),
        cohort_id=_id(typed.get("cohort", "")) if typed.get("cohort") else None,
        title=typed.get("title", ""),
        reason=typed.get("reason", ""),
        counts_from=typed_day(typed.get("counts_from", "")),
        due_on=typed_day(typed.get("due_on", "")),
        grace_days=whole(typed.get("grace_days", "")),
        repeat_months=None if repeat == 0 else -1 if repeat is None else repeat,
        days_for_new=whole(typed.get("days_for_new", "")),
    )


def _id(text: str) -> int:
    """The id that was chosen; what no form of ours sends is nobody's."""
    number = read_number(text)
    return NOBODYS if number is None else number


def _seen(sent: Typed) -> Typed:
    """What was typed, each field one line with nothing in it that cannot be seen."""
    return MultiDict([(name, visible_line(value)) for name, value in sent.items(multi=True)])


def _errors(plan: Plan) -> dict[str, str]:
    return {name: gettext(message) for name, message in problems(plan, today(visitors.now())).items()}


def _form(organisation: OrganisationRow, typed: Typed, errors: Mapping[str, str]) -> str:
    return render_template("pages/agency/new_task.html", errors=errors, typed=typed, **_choices(organisation))


def _preview(organisation: OrganisationRow, typed: Typed, plan: Plan) -> str | tuple[str, int]:
    choices = _choices(organisation)
    chosen = [one for one in choices["courses"] if one.id in plan.course_ids]
    cohort = next((one for one in choices["cohorts"] if one.id == plan.cohort_id), None)
    if len(chosen) != len(set(plan.course_ids)):
        return _form(organisation, typed, {"course": gettext("Choose one of the list.")}), 422
    if plan.cohort_id is not None and cohort is None:
        return _form(organisation, typed, {"cohort": gettext("Choose one of the list.")}), 422
    kept = [(name, value) for name in ("course", *FIELDS) for value in typed.getlist(name)]
    return render_template(
        "pages/agency/task_preview.html",
        organisation=organisation,
        plan=plan,
        chosen=chosen,
        cohort=cohort,
        reach=reach(db.session(), organisation.id, plan),
        overlaps=overlaps(db.session(), organisation.id, plan),
        kept=kept,
        back=url_for(".new_task", organisation=organisation.slug, **_arguments(kept)),
    )


def _arguments(kept: list[tuple[str, str]]) -> dict[str, Any]:
    """What was typed, for an address that leads back to it."""
    return {name: [value for other, value in kept if other == name] for name, _value in kept}


def _choices(organisation: OrganisationRow) -> dict[str, Any]:
    return {
        "organisation": organisation,
        "courses": offered(db.session()),
        "cohorts": cohorts(db.session(), organisation.id),
    }
