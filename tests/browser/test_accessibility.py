"""Every page in every state: axe, phone and desktop, light and dark, and nothing scrolls sideways."""

import pytest

from app import create_app
from tests.browser import (  # they register their states
    account_states,  # noqa: F401
    agency_states,  # noqa: F401
    certificate_states,  # noqa: F401
    channel_states,  # noqa: F401
    discernment_states,  # noqa: F401
    evidence_states,  # noqa: F401
    factor_states,  # noqa: F401
    measuring_states,  # noqa: F401
    operator_states,  # noqa: F401
    refresher_states,  # noqa: F401
    research_states,  # noqa: F401
    studio_states,  # noqa: F401
    watching_states,  # noqa: F401
)
from tests.browser.checking import check
from tests.browser.states import STATES
from tests.browser.visiting import KeptPhone, open_context
from tests.settings import settings_for

# They answer with a redirect, a file or one word; there is no page to look at.
WITHOUT_PAGE = {
    "static",
    "public.health",
    "public.readiness",
    "public.change_language",
    "learn.next_up",
    "studio.autosave_draft",
}
WITHOUT_PAGE |= {"public.picture", "studio.retire_picture", "studio.bring_back_picture"}
WITHOUT_PAGE |= {"studio.download_evidence", "agency.download_evidence", "agency.download_city_evidence"}
WITHOUT_PAGE |= {"agency.download_csv", "agency.download_xlsx", "learn.calendar_feed"}
LEAD_ON = {
    "platform.confirm_channel",
    "platform.bring_back_channel",
    "account.choose_notices",
    "account.make_calendar",
    "account.switch_off_calendar",
    "account.unsubscribe",
    "agency.create_task",
    "agency.end_exemption",
    "agency.remove_from_cohort",
    "agency.withdraw_task",
    "learn.start_refresher",
    "platform.bring_back_organisation",
    "platform.end_sessions_of",
    "platform.merge_organisation",
    "platform.retire_organisation",
    "platform.withdraw_supervisor",
    "studio.discard_import",
    "public.send_problem_report",
    "learn.start_attempt",
    "learn.start_test",
    "learn.send_test",
    "learn.submit_attempt",
    "account.sign_out",
    "account.end_session",
    "account.end_other_sessions",
    "account.become_operator",
    "account.accept_invitation",
    "account.leave_organisation",
    "account.stop_password_code",
    "agency.end_membership",
    "agency.make_member_code",
    "agency.renew_join_code",
    "agency.switch_off_join_code",
    "platform.withdraw_role",
    "studio.begin_draft",
    "studio.add_quiz",
    "studio.rebase_draft",
    "studio.discard_draft",
    "studio.bring_back_draft",
    "studio.send_for_review",
    "studio.take_back_draft",
    "studio.publish_draft",
    "studio.shift_course",
    "studio.shift_lesson",
    "studio.retire_text",
    "studio.restore_revision",
    "studio.begin_item",
    "studio.retire_item",
    "studio.bring_back_item",
    "studio.use_rumour",
    "studio.dismiss_rumour",
    "studio.bring_back_rumour",
    "studio.correct_fact",
    "studio.handle_report",
    "studio.reopen_report",
    "studio.import_files",
    "studio.export_files",
    "studio.decide_conflict",
    "agency.undo_roster",
    "agency.discard_roster",
}
# Its link lives once, while a site has no operator: tests/web looks at it.
WITHOUT_PAGE |= {"account.operator_link", "studio.download_export", "agency.roster_example"}


# They make a file, or lead to the page with the sheet.
WITHOUT_PAGE |= {"public.badge", "public.badge_key", "public.badge_status", "public.show_name"}


@pytest.fixture(scope="module")
def kept_phone(chromium, site):
    """One phone for all these pages."""
    with open_context(chromium, site) as context:
        yield KeptPhone(context, site)


@pytest.fixture
def visitor(kept_phone):
    """Somebody new, on a phone that was used before and shows no trace of it."""
    return kept_phone.lent()


@pytest.mark.parametrize("name", STATES)
def test_a_page_in_this_state(visitor, name):
    _, reach = STATES[name]
    reach(visitor)
    check(visitor.page)


def test_every_page_has_a_state(tmp_path):
    app = create_app(settings_for(f"sqlite:///{tmp_path}/none.sqlite", tmp_path))
    pages = {rule.endpoint for rule in app.url_map.iter_rules()} - WITHOUT_PAGE - LEAD_ON
    assert pages == {endpoint for endpoint, _ in STATES.values()}


@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 429, 500, 503, 507])
def test_an_error_page(visitor, error_answers, code):
    answer = error_answers[code]
    assert answer.status_code == code
    headers = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
    visitor.page.route(
        "**/kesalahan", lambda route: route.fulfill(status=code, headers=headers, body=answer.text)
    )
    visitor.open("/kesalahan")
    check(visitor.page)
