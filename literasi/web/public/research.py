"""What researchers may get of somebody's answers, and whether they may: everybody decides for themselves."""

from flask import redirect, render_template, request, url_for
from werkzeug import Response

from literasi.database import db, transaction
from literasi.domain.research import CONSENT_TEXTS, CONSENT_VERSION
from literasi.queries.consents import consent_behind
from literasi.queries.learners import learner_behind
from literasi.services import consenting
from literasi.web import visitors
from literasi.web.public import bp
from literasi.web.translating import gettext

GIVE, WITHDRAW = "give", "withdraw"
_DO = {GIVE: consenting.give, WITHDRAW: consenting.withdraw}


@bp.get("/penelitian")
def research() -> str:
    """The words of today, and what the learner decided."""
    return _page({})


@bp.post("/penelitian/izin")
def decide_research() -> Response | tuple[str, int]:
    """Allow it or take it back; a visitor who did nothing yet has nothing to allow."""
    act = _DO.get(request.form.get("decision", ""))
    if act is None:
        return _page({"decision": gettext("Press one of the buttons of this page.")}), 422
    learner_id = learner_behind(db.session(), visitors.token_hash(), visitors.now())
    if learner_id is not None:
        with transaction() as session:
            act(session, learner_id, now=visitors.now())
    return redirect(url_for(".research", _anchor="izin"), 303)


def _page(errors: dict[str, str]) -> str:
    return render_template(
        "pages/public/research.html",
        version=CONSENT_VERSION,
        written_on=CONSENT_TEXTS[CONSENT_VERSION].since,
        consent=consent_behind(db.session(), visitors.token_hash(), visitors.now()),
        give=GIVE,
        withdraw=WITHDRAW,
        errors=errors,
    )
