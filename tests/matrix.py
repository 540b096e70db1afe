"""Who may do what: one row for each route and method, one column for each role.

stranger: a browser without a cookie. visitor: has a cookie but did nothing yet. owner: the learner whose
attempt stands in the address. other: another learner, to whom that attempt does not exist.
"""

import re

ROLES = ("stranger", "visitor", "owner", "other")


def everyone(status):
    """The same answer for all."""
    return dict.fromkeys(ROLES, status)


def only_owner(status):
    """For the owner; to everybody else the thing does not exist."""
    return {**everyone(404), "owner": status}


def without_cookie(status, otherwise):
    """A form without a cookie cannot have a token."""
    return {**everyone(otherwise), "stranger": status}


MATRIX = {
    ("public.home", "GET"): everyone(200),
    ("public.about", "GET"): everyone(200),
    ("public.accessibility", "GET"): everyone(200),
    ("public.change_language", "GET"): everyone(303),
    ("public.report_problem", "GET"): everyone(200),
    ("public.send_problem_report", "POST"): without_cookie(400, 422),
    ("public.search", "GET"): everyone(200),
    ("public.health", "GET"): everyone(200),
    ("learn.courses", "GET"): everyone(200),
    ("learn.course", "GET"): everyone(200),
    ("learn.course_completed", "GET"): everyone(303),
    ("learn.lesson", "GET"): everyone(200),
    ("learn.quiz", "GET"): everyone(200),
    ("learn.start_attempt", "POST"): without_cookie(400, 303),
    ("learn.attempt", "GET"): only_owner(303),
    ("learn.question", "GET"): only_owner(200),
    ("learn.answer_question", "POST"): {**only_owner(422), "stranger": 400},
    ("learn.submit_attempt", "POST"): {**only_owner(303), "stranger": 400},
    ("learn.progress", "GET"): everyone(200),
    ("learn.next_up", "GET"): everyone(303),
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
        "number": "1",
        "filename": "css/tokens.css",
    }
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found.group(1)], rule.rule)
