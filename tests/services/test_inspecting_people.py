"""What must not be left of somebody who was erased, and what a message cannot be: planted, and found."""

import uuid

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from literasi.database import writing
from literasi.domain.people import Role
from literasi.services import choosing_mail, erasing
from literasi.services.inspecting_people import CHECKS
from tests import make

ERASED, FACTORS, MESSAGES = CHECKS
MESSAGE = (
    "INSERT INTO outbox_message "
    "(id, learner_id, kind, day, address, subject, state, made_at, not_before, attempts, body) "
    f"VALUES ('{uuid.UUID(int=7).hex}', {{learner}}, 'code', '2026-11-23', 'a@contoh.go.id', '', "
    "'waiting', '2026-11-23 00:00:00+00:00', '2026-11-23 00:00:00+00:00', 0, 'kata')"
)
FACTOR = (
    "INSERT INTO second_factor (learner_id, sealed_secret, made_at, last_step) "
    "VALUES ({whose}, '', '2026-11-23 00:00:00+00:00', 0)"
)
PAPER = (
    "INSERT INTO second_factor_code (code_hash, learner_id, made_at) "
    "VALUES ('', {whose}, '2026-11-23 00:00:00+00:00')"
)
HERS = f"message {uuid.UUID(int=7)}"


def message(damage):
    """A message to somebody who lives waits, and then this happens to it."""
    return f"{MESSAGE.replace('{learner}', '{other}')};UPDATE outbox_message SET {damage}"


FAULTS = [
    (ERASED, "DELETE FROM erasure", "erased, but there is no tombstone"),
    (ERASED, "UPDATE learner SET erased_at = NULL", "there is a tombstone, but they were not erased"),
    (ERASED, MESSAGE, "a message is left (1)"),
    (ERASED, "UPDATE membership SET name = 'Ani'", "a name or number in an organisation is left (1)"),
    (ERASED, "UPDATE membership SET state = 'active'", "a name or number in an organisation is left (1)"),
    (
        ERASED,
        "UPDATE membership SET contact = 'a@contoh.go.id'",
        "a name or number in an organisation is left",
    ),
    (ERASED, "UPDATE learner_session SET learner_id = {learner}", "a session is left (1)"),
    (ERASED, "UPDATE account SET learner_id = {learner}", "an account is left (1)"),
    (ERASED, "UPDATE role_grant SET learner_id = {learner}", "a role is left (1)"),
    (ERASED, "UPDATE mail_choice SET learner_id = {learner}", "a choice about e-mail is left (1)"),
    (ERASED, "UPDATE problem_report SET learner_id = {learner}", "a report of a problem is left (1)"),
    (FACTORS, FACTOR.replace("{whose}", "{learner}"), "a second factor, but no account"),
    (ERASED, FACTOR.replace("{whose}", "{learner}"), "a second factor is left (1)"),
    (FACTORS, PAPER.replace("{whose}", "{other}"), "spare codes, but no second factor"),
    (MESSAGES, message("state = 'sent', body = ''"), f"{HERS}: sent, but nobody knows when"),
    (MESSAGES, message("sent_at = '2026-11-23 00:00:00+00:00'"), f"{HERS}: not sent, but it says when"),
    (MESSAGES, message("state = 'dropped'"), f"{HERS}: done, but it still has its words"),
    (MESSAGES, message(f"lease = '{uuid.UUID(int=8).hex}'"), f"{HERS}: half a lease"),
    (MESSAGES, message("attempts = -1"), f"{HERS}: tried less than never"),
]


@pytest.fixture
def ids(session):
    """Somebody who was erased, a member once; and somebody who lives, with all that an account has."""
    with writing(session):
        agency = make.agencies(session)["dishub"]
        gone = make.account(session, "pernah")
        make.member(session, agency, "Pernah", learner_id=gone)
        erasing.erase(session, gone, now=make.NOW)
        other = make.account(session, "masih", roles=(Role.TRAINER,))
        make.signed_in(session, other, "m" * 43)
        choosing_mail.key_for(session, other, now=make.NOW)
        session.execute(
            text(
                "INSERT INTO problem_report (page, text, learner_id, reported_at) "
                f"VALUES ('/', 'x', {other}, '2026-11-23 00:00:00+00:00')"
            )
        )
    return {"learner": gone, "other": other}


def found(engine, check):
    with Session(engine) as session:
        return list(CHECKS[check](session))


@pytest.mark.parametrize(("check", "damage", "said"), FAULTS)
def test_a_planted_fault_is_found_and_placed(engine, ids, check, damage, said):
    assert found(engine, check) == []
    with engine.begin() as connection:
        for one in damage.split(";"):
            connection.execute(text(one.format(**ids)))
    assert any(said in fault for fault in found(engine, check)), found(engine, check)
