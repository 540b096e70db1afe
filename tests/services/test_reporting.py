"""Reports of readers are handled, and opened again."""

import pytest
from sqlalchemy import func, select

from literasi.database import writing
from literasi.domain.people import Role
from literasi.models import AuditEvent
from literasi.queries.problem_reports import report_page, text_on, waiting
from literasi.services import reporting
from tests import make


def test_a_report_is_handled_and_opened_again(session):
    with writing(session):
        trainer = make.account(session, "rina", roles=(Role.TRAINER,))
        report = reporting.report_problem(
            session, page="/kursus/a/b?x=1", text="Keliru", learner_id=None, now=make.NOW
        )
        report_id = report.id
    for act in (reporting.mark_handled, reporting.mark_handled):
        with writing(session):
            act(session, report_id, trainer, now=make.NOW)
    row = report_page(session, handled=True, number=1).rows[0]
    assert (row.handled_by, row.identity, row.path) == ("rina", "courses/a/b", "/kursus/a/b")
    assert waiting(session) == 0
    with writing(session):
        reporting.reopen(session, report_id, trainer, now=make.NOW)
    page = report_page(session, handled=False, number=7)
    assert (page.open, page.handled, page.number, page.rows[0].handled_by) == (1, 0, 1, None)
    actions = select(func.count()).select_from(AuditEvent).where(AuditEvent.subject == f"report:{report_id}")
    assert session.scalar(actions) == 2
    with pytest.raises(reporting.UnknownReport):
        reporting.reopen(session, 999, trainer, now=make.NOW)


@pytest.mark.parametrize(
    ("path", "identity"),
    [
        ("/kursus/saring/foto-lama", "courses/saring/foto-lama"),
        ("/kursus/saring", "courses/saring/"),
        ("/kuis/saring/foto-lama", "quizzes/saring/foto-lama"),
        ("/kursus", None),
        ("/", None),
        ("/percobaan/x/1", None),
        ("/kursus/saring/../x", None),
        ("/kuis/saring", None),
    ],
)
def test_a_page_leads_to_its_text(path, identity):
    assert text_on(path) == identity
