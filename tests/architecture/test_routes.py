"""Every route, found in url_map: none can be forgotten."""

import re

import pytest

from tests import make
from tests.matrix import OWNED, OWNERS, PUBLIC, ROLES, example_url, expected

OPEN_PARAMETERS = re.compile(r"<(?!(?:slug|string|int|uuid|path):)[^>]*>")


def rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_addresses_are_kebab_case_and_typed(plain_app):
    for rule in rules(plain_app):
        assert "_" not in re.sub(r"<[^>]+>", "", rule.rule), rule
        assert not OPEN_PARAMETERS.search(rule.rule), f"type the parameter in {rule}"


def test_every_area_has_a_guard(plain_app):
    for area, blueprint in plain_app.blueprints.items():
        assert blueprint.before_request_funcs.get(None), f"{area} says nowhere who may enter"


def test_every_route_stands_in_the_matrix(plain_app):
    missing = [
        f"{method} {rule.endpoint}"
        for rule in rules(plain_app)
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
        if expected(rule.endpoint, method) is None
    ]

    assert not missing, f"add rows to tests/matrix.py: {missing}"


@pytest.mark.parametrize("role", ROLES)
def test_the_matrix_is_true(app, role):
    world = make.world(app, certified=True, tested=True)
    for rule in rules(app):
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            world.wake()
            client = world.client(role)  # a fresh one: a page with a form makes a visitor of a stranger
            answer = client.open(
                example_url(rule, world), method=method, data=world.token_for(client, method)
            )
            assert answer.status_code == expected(rule.endpoint, method)[role], f"{role}: {method} {rule}"


def test_every_parameter_is_somebodys_or_everybodys(plain_app):
    for rule in rules(plain_app):
        assert rule.arguments <= OWNED | PUBLIC, f"sort the parameters of {rule} in tests/matrix.py"


def test_what_belongs_to_one_person_does_not_exist_for_another(app):
    """Everybody asks for everybody's things, with forms that are in order; nothing changes."""
    world = make.world(app, certified=True, tested=True)
    before = world.everything()
    for rule in rules(app):
        owned = rule.arguments & OWNED
        mine = set.union(*(OWNERS[name] for name in owned)) if owned else set(ROLES)
        for role in set(ROLES) - {"stranger"} - mine:
            client = world.client(role)
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                answer = client.open(
                    example_url(rule, world), method=method, data=world.token_for(client, method)
                )
                is_led_away = answer.status_code == 303 and "/masuk" in answer.headers["Location"]
                assert answer.status_code == 404 or is_led_away, f"{role}: {method} {rule}"

    assert world.everything() == before


@pytest.mark.parametrize("role", ["owner", "citizen", "trainer", "operator"])
def test_every_post_refuses_a_forged_form(app, role):
    world = make.world(app, certified=True, tested=True)
    client = world.client(role)
    foreign = world.token_for(world.client("other"), "POST")["csrf_token"]
    for rule in rules(app):
        if "POST" not in rule.methods:
            continue
        url = example_url(rule, world)
        for forged in (
            {},
            {"csrf_token": ""},
            {"csrf_token": "x"},
            {"csrf_token": "é"},
            {"csrf_token": foreign},
        ):
            assert client.post(url, data=forged).status_code == 400, f"{rule} took {forged}"
        cross = client.post(
            url, data=world.token_for(client, "POST"), headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert cross.status_code == 403, f"{rule} took a form from another site"


def test_a_get_changes_nothing(app):
    world = make.world(app, certified=True, tested=True)
    before = world.everything()
    for role in ROLES:
        client = world.client(role)
        for rule in rules(app):
            if "GET" in rule.methods:
                client.get(example_url(rule, world))

    assert world.everything() == before


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def test_headers_stand_on_every_route_and_status(app):
    world = make.world(app, certified=True, tested=True)
    seen = set()
    answers = [
        world.client(role).open(example_url(rule, world), method=method, data=data)
        for role in ("stranger", "owner", "citizen")
        for rule in app.url_map.iter_rules()
        for method in ("GET", "POST")
        for data in ({}, {"csrf_token": "x"})
    ]
    answers += [
        world.client("owner").get("/tidak/ada"),
        world.client("owner").post("/laporkan", data=b"x" * 300_000),
        world.client("owner").get("/", headers={"Host": "evil.example"}),
    ]
    for answer in answers:
        seen.add(answer.status_code)
        for header, value in HEADERS.items():
            assert answer.headers.getlist(header) == [value], f"{answer.request.path}: {header}"
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Cache-Control"]

    assert {200, 303, 400, 404, 405, 413} <= seen
