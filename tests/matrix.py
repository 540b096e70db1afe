"""Who may do what: one row for each route and method, one column for each role.

stranger: a browser without a cookie. visitor: has a cookie but did nothing yet. owner: the guest whose
attempt stands in the address. other: another guest, to whom that attempt does not exist. citizen: signed in,
and the one whose session stands in the address. trainer, operator: signed in, with that role. supervisor: of
the agency in the address; neighbour: of another agency; coordinator: of the city above both.
"""

import re

from literasi.services import printing

GUESTS = ("stranger", "visitor", "owner", "other")
PEOPLE = ("citizen", "trainer", "supervisor", "neighbour", "coordinator", "operator")
ROLES = GUESTS + PEOPLE
# What is owned by one person, and what everybody may name.
OWNED = {
    "attempt_id", "test_id", "refresher_id", "session_id", "token", "draft_id", "batch_id",
    "organisation", "membership_id", "roster_id", "assignment_id", "cohort_id", "place_id", "person_id",
}  # fmt: skip
OWNERS = {
    "attempt_id": {"owner"},
    "test_id": {"owner"},
    "refresher_id": {"owner"},
    "session_id": {"citizen"},
    "token": set(),
    "draft_id": {"trainer"},
    "batch_id": {"trainer"},
    "place_id": {"citizen"},
    "person_id": {"operator"},
    **dict.fromkeys(
        ("organisation", "membership_id", "roster_id", "assignment_id", "cohort_id"),
        {"supervisor", "coordinator"},
    ),
}
PUBLIC = {
    "course", "lesson", "quiz", "language", "number", "filename", "name", "sha256", "bank_file", "item",
    "code", "kid", "agency", "channel", "key", "mail_key", "error_id",
}  # fmt: skip


def everyone(status):
    """The same answer for all."""
    return dict.fromkeys(ROLES, status)


def only_owner(status):
    """For the owner; to everybody else the thing does not exist."""
    return {**everyone(404), "owner": status}


def without_cookie(status, otherwise):
    """A form without a cookie cannot have a token."""
    return {**everyone(otherwise), "stranger": status}


def signed_in(status, otherwise=303):
    """For whoever is signed in; everybody else is led to the sign-in page."""
    return {**everyone(otherwise), **dict.fromkeys(PEOPLE, status)}


def only_operator(status):
    """For the operator; to others who are signed in it does not exist."""
    return {**signed_in(404), "operator": status}


def only_trainer(status):
    """For trainers; to others who are signed in it does not exist. The draft in an address is theirs."""
    return {**signed_in(404), "trainer": status}


def only_supervisor(status, neighbour=404):
    """For the supervisor of the agency in the address and of the city above it.

    To others who are signed in it does not exist; *neighbour* is for pages that name no agency.
    """
    return {**signed_in(404), "supervisor": status, "coordinator": status, "neighbour": neighbour}


def form(row):
    """The row of a POST: without a cookie there is no token."""
    return {**row, "stranger": 400}


MATRIX = {
    ("account.notices", "GET"): signed_in(200),
    ("account.choose_notices", "POST"): form(signed_in(422)),
    ("account.unsubscribing", "GET"): everyone(200),
    ("account.unsubscribe", "POST"): form(everyone(303)),
    ("agency.organisations", "GET"): only_supervisor(303, neighbour=303),
    ("agency.report", "GET"): only_supervisor(200),
    ("agency.remind", "POST"): form(only_supervisor(303)),
    ("agency.download_csv", "GET"): only_supervisor(200),
    ("agency.download_xlsx", "GET"): only_supervisor(200),
    ("agency.city", "GET"): {**signed_in(404), "coordinator": 200},
    ("agency.city_evidence", "GET"): {**signed_in(404), "coordinator": 200},
    ("agency.city_course_evidence", "GET"): {**signed_in(404), "coordinator": 200},
    # Nothing is measured in that world, and no alarm stands.
    ("agency.download_city_evidence", "GET"): signed_in(404),
    ("agency.city_alarm", "GET"): {**signed_in(404), "coordinator": 200},
    ("agency.answer_city_alarm", "POST"): form({**signed_in(404), "coordinator": 422}),
    ("agency.evidence", "GET"): only_supervisor(200),
    ("agency.course_evidence", "GET"): only_supervisor(200),
    ("agency.download_evidence", "GET"): signed_in(404),
    ("agency.rosters", "GET"): only_supervisor(200),
    ("agency.roster_example", "GET"): only_supervisor(200),
    ("agency.upload_roster", "POST"): form(only_supervisor(422)),
    ("agency.roster", "GET"): only_supervisor(200),
    ("agency.apply_roster", "POST"): form(only_supervisor(422)),
    ("agency.roster_undoing", "GET"): only_supervisor(303),
    ("agency.undo_roster", "POST"): form(only_supervisor(303)),
    ("agency.discard_roster", "POST"): form(only_supervisor(303)),
    ("agency.members", "GET"): only_supervisor(200),
    ("agency.decide_waiting", "POST"): form(only_supervisor(422)),
    ("agency.invitation", "GET"): only_supervisor(200),
    ("agency.invite_member", "POST"): form(only_supervisor(422)),
    ("agency.slips", "GET"): only_supervisor(200),
    ("agency.make_slips", "POST"): form(only_supervisor(422)),
    ("agency.slip_sheet", "GET"): only_supervisor(200),
    ("agency.join_code", "GET"): only_supervisor(200),
    ("agency.renew_join_code", "POST"): form(only_supervisor(303)),
    ("agency.switch_off_join_code", "POST"): form(only_supervisor(303)),
    ("agency.member", "GET"): only_supervisor(200),
    ("agency.correct_member", "POST"): form(only_supervisor(422)),
    ("agency.ending", "GET"): only_supervisor(200),
    ("agency.end_membership", "POST"): form(only_supervisor(303)),
    ("agency.moving", "GET"): only_supervisor(200),
    ("agency.move_member", "POST"): form(only_supervisor(422)),
    ("agency.member_code", "GET"): only_supervisor(200),
    # The member of that world has no account that began with the agency.
    ("agency.make_member_code", "POST"): form(only_supervisor(422)),
    ("agency.tasks", "GET"): only_supervisor(200),
    ("agency.new_task", "GET"): only_supervisor(200),
    ("agency.create_task", "POST"): form(only_supervisor(422)),
    ("agency.task", "GET"): only_supervisor(200),
    ("agency.change_task", "POST"): form(only_supervisor(422)),
    ("agency.task_withdrawal", "GET"): only_supervisor(200),
    ("agency.withdraw_task", "POST"): form(only_supervisor(303)),
    ("agency.exempt_person", "POST"): form(only_supervisor(422)),
    ("agency.end_exemption", "POST"): form(only_supervisor(404)),
    ("agency.cohorts", "GET"): only_supervisor(200),
    ("agency.make_cohort", "POST"): form(only_supervisor(422)),
    ("agency.cohort", "GET"): only_supervisor(200),
    ("agency.rename_cohort", "POST"): form(only_supervisor(422)),
    ("agency.add_to_cohort", "POST"): form(only_supervisor(422)),
    ("agency.remove_from_cohort", "POST"): form(only_supervisor(404)),
    ("agency.retire_cohort", "POST"): form(only_supervisor(303)),
    ("public.home", "GET"): everyone(200),
    ("public.about", "GET"): everyone(200),
    ("public.accessibility", "GET"): everyone(200),
    ("public.change_language", "GET"): everyone(303),
    ("public.report_problem", "GET"): everyone(200),
    ("public.send_problem_report", "POST"): without_cookie(400, 422),
    ("public.rumour", "GET"): everyone(200),
    ("public.send_rumour", "POST"): without_cookie(400, 422),
    ("public.research", "GET"): everyone(200),
    ("public.decide_research", "POST"): without_cookie(400, 422),
    ("public.search", "GET"): everyone(200),
    ("public.health", "GET"): everyone(200),
    ("public.readiness", "GET"): everyone(200),
    ("public.contacts", "GET"): everyone(200),
    ("public.help", "GET"): everyone(200),
    ("public.privacy", "GET"): everyone(200),
    ("public.picture", "GET"): everyone(200),
    ("public.certificate_check", "GET"): everyone(200),
    ("public.certificate", "GET"): everyone(200),
    ("public.show_name", "POST"): form(only_owner(303)),
    ("public.certificate_pdf", "GET"): only_owner(404 if printing.missing() else 200),
    ("public.badge", "GET"): only_owner(200),
    ("public.badge_status", "GET"): everyone(200),
    ("public.badge_key", "GET"): everyone(404),  # nobody has signed anything there
    ("learn.take_certificate", "POST"): form(only_owner(303)),
    ("learn.courses", "GET"): everyone(200),
    ("learn.course", "GET"): everyone(200),
    ("learn.course_completed", "GET"): {**everyone(303), "owner": 200},
    ("learn.lesson", "GET"): everyone(200),
    ("learn.quiz", "GET"): everyone(200),
    ("learn.start_attempt", "POST"): without_cookie(400, 303),
    ("learn.attempt", "GET"): only_owner(303),
    ("learn.question", "GET"): only_owner(200),
    ("learn.answer_question", "POST"): {**only_owner(422), "stranger": 400},
    ("learn.submit_attempt", "POST"): {**only_owner(303), "stranger": 400},
    ("learn.refreshers", "GET"): everyone(200),
    ("learn.start_refresher", "POST"): form(everyone(303)),
    ("learn.refresher", "GET"): only_owner(303),
    ("learn.refresher_item", "GET"): only_owner(200),
    ("learn.judge_refresher_item", "POST"): form(only_owner(422)),
    ("learn.test_front", "GET"): everyone(200),
    ("learn.start_test", "POST"): form(everyone(422)),
    ("learn.test", "GET"): only_owner(303),
    ("learn.test_item", "GET"): only_owner(200),
    ("learn.judge_item", "POST"): form(only_owner(303)),  # the owner has just sent the test
    ("learn.before_sending", "GET"): only_owner(200),
    ("learn.send_test", "POST"): form(only_owner(303)),
    ("learn.progress", "GET"): everyone(200),
    ("learn.sharpness", "GET"): everyone(200),
    ("learn.next_up", "GET"): everyone(303),
    ("account.sign_in", "GET"): signed_in(303, otherwise=200),
    ("account.open_session", "POST"): form(everyone(422)),
    ("account.sign_out", "POST"): form(everyone(303)),
    ("account.registration", "GET"): signed_in(303, otherwise=200),
    ("account.register", "POST"): form(signed_in(303, otherwise=422)),
    ("account.recovery", "GET"): everyone(200),
    ("account.recover", "POST"): form(everyone(422)),
    ("account.account", "GET"): signed_in(200),
    ("account.end_session", "POST"): form({**signed_in(404), "citizen": 303}),
    ("account.end_other_sessions", "POST"): form(everyone(303)),
    ("account.calendar", "GET"): signed_in(200),
    ("account.make_calendar", "POST"): form(signed_in(303)),
    ("account.switch_off_calendar", "POST"): form(signed_in(303)),
    # Nobody has made an address in that world.
    ("learn.calendar_feed", "GET"): everyone(404),
    ("account.password", "GET"): signed_in(200),
    ("account.change_password", "POST"): form(signed_in(422)),
    ("account.recovery_code", "GET"): signed_in(200),
    ("account.make_recovery_code", "POST"): form(signed_in(422)),
    ("account.join_code", "GET"): signed_in(200),
    ("account.find_organisation", "POST"): form(signed_in(422)),
    ("account.join", "GET"): signed_in(200),
    ("account.ask_to_join", "POST"): form(signed_in(303)),
    ("account.invitation_code", "GET"): everyone(200),
    ("account.open_invitation", "POST"): form(everyone(422)),
    ("account.invitation", "GET"): everyone(404),
    ("account.invited_registration", "GET"): everyone(404),
    ("account.register_invited", "POST"): form(everyone(404)),
    ("account.accept_invitation", "POST"): form(signed_in(404)),
    ("account.leaving", "GET"): {**signed_in(404), "citizen": 200},
    ("account.leave_organisation", "POST"): form({**signed_in(404), "citizen": 303}),
    ("account.stop_password_code", "POST"): form(signed_in(303)),
    # Whoever has just signed in goes on at once.
    ("account.second_factor", "GET"): signed_in(200),
    ("account.set_up_second_factor", "POST"): form(signed_in(422)),
    ("account.spare_codes", "GET"): signed_in(200),
    ("account.make_spare_codes", "POST"): form({**signed_in(303), "operator": 422}),
    ("account.remove_second_factor", "POST"): form(signed_in(422)),
    ("account.second_code", "GET"): everyone(303),
    ("account.give_second_code", "POST"): form(everyone(303)),
    ("account.confirmation", "GET"): signed_in(303),
    ("account.confirm_person", "POST"): form(signed_in(422)),
    ("account.merge", "GET"): everyone(303),
    ("account.merge_guest", "POST"): form(everyone(303)),
    ("account.deletion", "GET"): signed_in(200),
    ("account.delete_account", "POST"): form(signed_in(422)),
    ("account.operator_link", "GET"): signed_in(404),
    ("account.become_operator", "POST"): form(signed_in(404)),
    ("studio.desk", "GET"): only_trainer(200),
    ("studio.evidence", "GET"): only_trainer(200),
    ("studio.course_evidence_page", "GET"): only_trainer(200),
    ("studio.download_evidence", "GET"): signed_in(404),
    ("studio.alarm", "GET"): only_trainer(200),
    ("studio.answer_alarm", "POST"): form(only_trainer(422)),
    ("studio.guide", "GET"): only_trainer(200),
    ("studio.begin_draft", "POST"): form(only_trainer(404)),
    ("studio.draft", "GET"): only_trainer(200),
    ("studio.save_draft", "POST"): form(only_trainer(303)),
    ("studio.autosave_draft", "POST"): form(only_trainer(200)),
    ("studio.rebase_draft", "POST"): form(only_trainer(303)),
    ("studio.discard_draft", "POST"): form(only_trainer(303)),
    ("studio.bring_back_draft", "POST"): form(only_trainer(404)),
    ("studio.add_quiz", "POST"): form(only_trainer(404)),
    ("studio.sending", "GET"): only_trainer(200),
    ("studio.consequences", "GET"): only_trainer(200),
    ("studio.decide_consequences", "POST"): form(only_trainer(303)),
    ("studio.send_for_review", "POST"): form(only_trainer(303)),
    ("studio.take_back_draft", "POST"): form(only_trainer(404)),
    ("studio.send_back_draft", "POST"): form(only_trainer(303)),
    ("studio.publish_draft", "POST"): form(only_trainer(303)),
    ("studio.courses", "GET"): only_trainer(200),
    ("studio.begin_course", "POST"): form(only_trainer(422)),
    ("studio.course", "GET"): only_trainer(200),
    ("studio.shift_course", "POST"): form(only_trainer(400)),
    ("studio.begin_text", "POST"): form(only_trainer(422)),
    ("studio.shift_lesson", "POST"): form(only_trainer(400)),
    ("studio.moving", "GET"): only_trainer(200),
    ("studio.move_lesson", "POST"): form(only_trainer(422)),
    # Which text is meant stands behind the question mark, which these addresses lack.
    ("studio.retirement", "GET"): only_trainer(404),
    ("studio.retire_text", "POST"): form(only_trainer(404)),
    ("studio.bring_back_text", "POST"): form(only_trainer(404)),
    ("studio.history", "GET"): only_trainer(404),
    ("studio.restore_revision", "POST"): form(only_trainer(404)),
    # There is no bank in that world.
    ("studio.bank", "GET"): only_trainer(200),
    ("studio.begin_bank_file", "POST"): form(only_trainer(422)),
    ("studio.bank_file", "GET"): only_trainer(404),
    ("studio.begin_item", "POST"): form(only_trainer(404)),
    ("studio.item", "GET"): only_trainer(404),
    ("studio.retire_item", "POST"): form(only_trainer(404)),
    ("studio.bring_back_item", "POST"): form(only_trainer(404)),
    ("studio.move_item", "POST"): form(only_trainer(404)),
    ("studio.rumour_list", "GET"): only_trainer(200),
    ("studio.use_rumour", "POST"): form(only_trainer(303)),
    ("studio.dismiss_rumour", "POST"): form(only_trainer(303)),
    ("studio.bring_back_rumour", "POST"): form(only_trainer(303)),
    ("studio.check_list", "GET"): only_trainer(200),
    ("studio.check", "GET"): only_trainer(404),
    ("studio.confirm_fact", "POST"): form(only_trainer(404)),
    ("studio.correct_fact", "POST"): form(only_trainer(404)),
    ("studio.report_list", "GET"): only_trainer(200),
    ("studio.handle_report", "POST"): form(only_trainer(303)),
    ("studio.reopen_report", "POST"): form(only_trainer(303)),
    ("studio.file_list", "GET"): only_trainer(200),
    ("studio.file_difference", "GET"): only_trainer(404),
    ("studio.import_files", "POST"): form(only_trainer(303)),
    ("studio.export_files", "POST"): form(only_trainer(303)),
    ("studio.decide_conflict", "POST"): form(only_trainer(404)),
    ("platform.decisions", "GET"): only_operator(200),
    ("platform.decide", "POST"): form(only_operator(422)),
    ("platform.decide_signing", "POST"): form(only_operator(422)),
    ("platform.certificates", "GET"): only_operator(200),
    ("platform.revoke_certificate", "POST"): form(only_operator(422)),
    ("studio.items", "GET"): only_trainer(200),
    ("studio.item_figures", "GET"): only_trainer(200),
    ("studio.question_list", "GET"): only_trainer(200),
    ("studio.arrange_questions", "POST"): form(only_trainer(303)),
    ("studio.question_fields", "GET"): only_trainer(200),
    ("studio.save_question", "POST"): form(only_trainer(303)),
    ("studio.question_removal", "GET"): only_trainer(200),
    ("studio.remove_question", "POST"): form(only_trainer(409)),
    ("studio.media", "GET"): only_trainer(200),
    ("studio.upload_picture", "POST"): form(only_trainer(422)),
    ("studio.retire_picture", "POST"): form(only_trainer(303)),
    ("studio.bring_back_picture", "POST"): form(only_trainer(303)),
    ("studio.imports", "GET"): only_trainer(200),
    ("studio.upload_import", "POST"): form(only_trainer(422)),
    ("studio.dry_run", "GET"): only_trainer(200),
    ("studio.make_drafts", "POST"): form(only_trainer(422)),
    ("studio.discard_import", "POST"): form(only_trainer(303)),
    ("studio.exports", "GET"): only_trainer(200),
    ("studio.download_export", "GET"): only_trainer(404),
    ("platform.organisations", "GET"): only_operator(200),
    ("platform.new_organisation", "GET"): only_operator(200),
    ("platform.create_organisation", "POST"): form(only_operator(422)),
    ("platform.organisation", "GET"): only_operator(200),
    ("platform.organisation_name", "GET"): only_operator(200),
    ("platform.rename_organisation", "POST"): form(only_operator(422)),
    ("platform.organisation_place", "GET"): only_operator(200),
    ("platform.move_organisation", "POST"): form(only_operator(422)),
    ("platform.organisation_merge", "GET"): only_operator(200),
    ("platform.merge_organisation", "POST"): form(only_operator(422)),
    ("platform.organisation_retirement", "GET"): only_operator(200),
    ("platform.retire_organisation", "POST"): form(only_operator(422)),
    ("platform.bring_back_organisation", "POST"): form(only_operator(303)),
    ("platform.appoint_supervisor", "POST"): form(only_operator(422)),
    ("platform.withdraw_supervisor", "POST"): form(only_operator(404)),
    ("platform.desk", "GET"): only_operator(200),
    ("platform.channels", "GET"): only_operator(200),
    ("platform.new_channel", "GET"): only_operator(200),
    ("platform.add_channel", "POST"): form(only_operator(422)),
    ("platform.channel", "GET"): only_operator(200),
    ("platform.change_channel", "POST"): form(only_operator(422)),
    ("platform.confirm_channel", "POST"): form(only_operator(303)),
    ("platform.retire_channel", "POST"): form(only_operator(303)),
    ("platform.bring_back_channel", "POST"): form(only_operator(303)),
    ("platform.people", "GET"): only_operator(200),
    ("platform.person", "GET"): only_operator(200),
    ("platform.grant_role", "POST"): form(only_operator(422)),
    ("platform.withdraw_role", "POST"): form(only_operator(422)),
    ("platform.second_factor_removal", "GET"): only_operator(404),
    ("platform.remove_second_factor", "POST"): form(only_operator(404)),
    ("platform.account_closing", "GET"): only_operator(200),
    ("platform.disable_account", "POST"): form(only_operator(422)),
    ("platform.account_opening", "GET"): only_operator(200),
    ("platform.enable_account", "POST"): form(only_operator(422)),
    ("platform.end_sessions_of", "POST"): form(only_operator(303)),
    ("platform.password_code", "GET"): only_operator(200),
    ("platform.make_password_code", "POST"): form(only_operator(422)),
    ("platform.erasure", "GET"): only_operator(200),
    ("platform.erase_person", "POST"): form(only_operator(422)),
    ("platform.audit", "GET"): only_operator(200),
    ("platform.download_audit", "POST"): form(only_operator(422)),
    ("platform.research", "GET"): only_operator(200),
    ("platform.state", "GET"): only_operator(200),
    ("platform.resend_messages", "POST"): form(only_operator(303)),
    # Nothing has gone wrong in that world.
    ("platform.error_report", "GET"): signed_in(404),
    ("platform.settle_error", "POST"): form(signed_in(404)),
    # Nobody allows it in that world.
    ("platform.download_research", "POST"): form(only_operator(422)),
}


def expected(endpoint, method):
    """The row of a route; None when it has none."""
    return MATRIX.get((endpoint, method))


def example_url(rule, world):
    """An address of *rule* that exists in *world*."""
    values = {
        "course": world.course,
        "lesson": world.lesson,
        "quiz": world.lesson,
        "language": "en",
        "attempt_id": str(world.attempt_id),
        "test_id": str(world.test_id),
        "refresher_id": str(world.refresher_id),
        "number": "1",
        "draft_id": str(world.draft_id),
        "bank_file": "uang",
        "item": "salah-1",
        "batch_id": str(world.batch_id),
        "session_id": world.session_id,
        "token": world.link,
        "filename": "css/tokens.css",
        "name": f"{world.picture}.webp",
        "sha256": world.picture,
        "organisation": world.organisation,
        "code": "K7QM-2XPA" if rule.endpoint.startswith("account.") else world.code,
        "kid": "0" * 32,
        "roster_id": str(world.roster_id),
        "membership_id": str(world.membership_id),
        "place_id": str(world.place_id),
        "person_id": world.person_address("citizen"),
        "agency": world.organisation,
        "channel": "call-center-112",
        "key": "00000000-0000-4000-8000-000000000000",
        "assignment_id": str(world.assignment_id),
        "cohort_id": str(world.cohort_id),
        "mail_key": str(world.mail_key),
        "error_id": "00000000",
    }
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found.group(1)], rule.rule)
