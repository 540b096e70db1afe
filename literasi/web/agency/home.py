"""Where a supervisor begins."""

from flask import redirect, render_template, url_for
from werkzeug import Response

from literasi.database import db
from literasi.queries.city import sums_of
from literasi.queries.organisations import own_organisations
from literasi.web import presentation, visitors
from literasi.web.agency import bp
from literasi.web.agency.scope import supervisor_id


@bp.get("/instansi")
def organisations() -> str | Response:
    """The organisations that I supervise; straight to the only one."""
    mine = own_organisations(db.session(), supervisor_id())
    if len(mine) == 1:
        return redirect(url_for(".report", organisation=mine[0].slug), 303)
    sums = sums_of(db.session(), [one.id for one in mine], today=presentation.today(visitors.now()))
    return render_template("pages/agency/organisations.html", organisations=mine, sums=sums)
