"""What an organisation requires of its people, and who need not do it."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.domain.assignments import LONG_REASON, LONGEST_REASON, words_problems
from literasi.queries.assignments import (
    TaskRow,
    course_sums,
    exempt_people,
    open_learner,
    open_people,
)
from literasi.queries.assignments import task as find_task
from literasi.queries.assignments import tasks as find_tasks
from literasi.queries.organisations import OrganisationRow
from literasi.services import assigning
from literasi.web import visitors
from literasi.web.agency import bp
from literasi.web.agency.assigning import agency, assignable, whole
from literasi.web.agency.scope import read_id, supervisor_id, typed_line
from literasi.web.numbers import read_number
from literasi.web.presentation import today
from literasi.web.translating import gettext


@bp.get("/instansi/<slug:organisation>/tugas")
def tasks(organisation: str) -> str:
    """What is required here, by the organisation itself and from above."""
    asking = agency(organisation)
    return render_template(
        "pages/agency/tasks.html",
        organisation=asking,
        tasks=find_tasks(db.session(), asking.id, today(visitors.now())),
    )


@bp.get("/instansi/<slug:organisation>/tugas/<int:assignment_id>")
def task(organisation: str, assignment_id: int) -> str:
    """One assignment: what, for whom, how far; who need not, and why."""
    asking = agency(organisation)
    return _page(asking, _task(asking, assignment_id), {})


@bp.post("/instansi/<slug:organisation>/tugas/<int:assignment_id>/ubah")
def change_task(organisation: str, assignment_id: int) -> Response | tuple[str, int]:
    """Other words, or another time of grace."""
    asking, one = _own(organisation, assignment_id)
    title, reason = (typed_line(name) for name in ("title", "reason"))
    grace_days = whole(request.form.get("grace_days", ""))
    errors = words_problems(title or one.title, reason, grace_days)
    if errors or grace_days is None:
        return _page(asking, one, {name: gettext(message) for name, message in errors.items()}), 422
    with transaction() as session:
        assigning.change(
            session,
            one.id,
            title=title or one.title,
            reason=reason,
            grace_days=grace_days,
            by_id=supervisor_id(),
            now=visitors.now(),
        )
    return _back(asking, one, "tersimpan")


@bp.get("/instansi/<slug:organisation>/tugas/<int:assignment_id>/cabut")
def task_withdrawal(organisation: str, assignment_id: int) -> str:
    """Asks first."""
    asking, one = _own(organisation, assignment_id)
    return render_template("pages/agency/task_withdrawal.html", organisation=asking, task=one)


@bp.post("/instansi/<slug:organisation>/tugas/<int:assignment_id>/cabut")
def withdraw_task(organisation: str, assignment_id: int) -> Response:
    """Require it no longer."""
    asking, one = _own(organisation, assignment_id)
    with transaction() as session:
        assigning.withdraw(session, one.id, by_id=supervisor_id(), now=visitors.now())
    return redirect(url_for(".tasks", organisation=asking.slug, telah="tugas-dicabut"), 303)


@bp.post("/instansi/<slug:organisation>/tugas/<int:assignment_id>/kecualikan")
def exempt_person(organisation: str, assignment_id: int) -> Response | tuple[str, int]:
    """Somebody need not finish it, for a reason."""
    asking, one = _own(organisation, assignment_id)
    reason = typed_line("why")
    learner_id = _chosen(asking, one)
    errors = {}
    if learner_id is None:
        errors["person"] = _of_the_list()
    if not reason:
        errors["why"] = gettext("Write the reason. The person reads it too.")
    elif len(reason) > LONGEST_REASON:
        errors["why"] = gettext(LONG_REASON)
    if errors or learner_id is None:
        return _page(asking, one, errors), 422
    try:
        with transaction() as session:
            assigning.exempt(session, one.id, learner_id, reason, by_id=supervisor_id(), now=visitors.now())
    except assigning.NotInScope:  # their place ended meanwhile
        return _page(asking, one, {"person": _of_the_list()}), 422
    return _back(asking, one, "dikecualikan")


@bp.post("/instansi/<slug:organisation>/tugas/<int:assignment_id>/kecualikan/akhiri")
def end_exemption(organisation: str, assignment_id: int) -> Response:
    """They must finish it after all."""
    asking, one = _own(organisation, assignment_id)
    exemption_id = read_number(request.form.get("exemption", "")) or abort(404)
    with transaction() as session:
        assigning.end_exemption(session, one.id, exemption_id, by_id=supervisor_id(), now=visitors.now())
    return _back(asking, one, "wajib-lagi")


def _of_the_list() -> str:
    return gettext("Choose one person of the list.")


def _task(organisation: OrganisationRow, assignment_id: int) -> TaskRow:
    return find_task(db.session(), organisation.id, assignment_id, today(visitors.now())) or abort(404)


def _own(slug: str, assignment_id: int) -> tuple[OrganisationRow, TaskRow]:
    """An assignment that this organisation made and has not withdrawn; nothing else is changed here."""
    organisation = assignable(slug)
    one = _task(organisation, assignment_id)
    if not one.is_own or one.withdrawn_at is not None:
        abort(404)
    return organisation, one


def _chosen(organisation: OrganisationRow, one: TaskRow) -> int | None:
    public_id = read_id(request.form.get("person", ""))
    return open_learner(db.session(), organisation.id, one.id, public_id) if public_id else None


def _back(organisation: OrganisationRow, one: TaskRow, outcome: str) -> Response:
    address = url_for(".task", organisation=organisation.slug, assignment_id=one.id, telah=outcome)
    return redirect(address, 303)


def _page(organisation: OrganisationRow, one: TaskRow, errors: dict[str, str]) -> str:
    words = request.values.get("cari", "").replace("\x00", "").strip()[:80]
    session, day = db.session(), today(visitors.now())
    may_change = one.is_own and one.withdrawn_at is None and organisation.retired_at is None
    return render_template(
        "pages/agency/task.html",
        organisation=organisation,
        task=one,
        sums=course_sums(session, organisation.id, one.id, day),
        exempt=exempt_people(
            session, organisation.id, one.id, read_number(request.args.get("sesudah", "")) or 0
        ),
        people=open_people(session, organisation.id, one.id, words) if may_change else [],
        may_change=may_change,
        words=words,
        errors=errors,
        typed=request.form,
    )
