"""Allowing research: once, for adults, and taken back at any time."""

import hashlib
import threading

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.config import ROOT
from literasi.database import writing
from literasi.domain.people import AgeBand
from literasi.domain.research import CONSENT_TEXTS, CONSENT_VERSION
from literasi.models import AuditEvent, ResearchConsent
from literasi.queries.consents import count_allowing, own_consent
from literasi.services import consenting, erasing
from tests import make

LATER = make.NOW + make.timedelta(days=1)


def someone(session, name="t"):
    with writing(session):
        return make.learner(session, name * 43)


def give(session, learner_id, now=make.NOW):
    with writing(session):
        return consenting.give(session, learner_id, now=now)


def withdraw(session, learner_id, now=LATER):
    with writing(session):
        return consenting.withdraw(session, learner_id, now=now)


def rows(session):
    return session.scalars(select(ResearchConsent).order_by(ResearchConsent.id)).all()


@pytest.mark.parametrize("version", sorted(CONSENT_TEXTS))
def test_words_that_somebody_agreed_to_never_change(version):
    text = (ROOT / f"templates/consents/{version}.html").read_bytes()

    assert hashlib.sha256(text).hexdigest() == CONSENT_TEXTS[version].sha256, (
        f"write other words into templates/consents/{CONSENT_VERSION + 1}.html"
    )


def test_every_version_has_its_words_and_the_newest_is_asked():
    files = sorted(path.name for path in (ROOT / "templates/consents").iterdir())

    assert files == sorted(f"{version}.html" for version in CONSENT_TEXTS)
    assert max(CONSENT_TEXTS) == CONSENT_VERSION


def test_a_guest_allows_it_once_and_takes_it_back_once(session):
    learner_id = someone(session)

    assert [give(session, learner_id), give(session, learner_id, LATER)] == [True, False]
    assert own_consent(session, learner_id).given_at == make.NOW
    assert own_consent(session, learner_id).text_version == CONSENT_VERSION
    assert [withdraw(session, learner_id), withdraw(session, learner_id)] == [True, False]
    assert own_consent(session, learner_id).given_at is None
    assert give(session, learner_id, LATER)
    assert [(one.text_version, one.withdrawn_at) for one in rows(session)] == [(1, LATER), (1, None)]


def test_the_audit_keeps_it_without_names(session):
    learner_id = someone(session)
    give(session, learner_id)
    withdraw(session, learner_id)
    noted = session.scalars(
        select(AuditEvent).where(AuditEvent.action.startswith("research")).order_by(AuditEvent.id)
    ).all()

    assert [(one.action, one.subject, one.actor_id, one.details) for one in noted] == [
        ("research.allowed", f"learner:{learner_id}", learner_id, {"version": 1}),
        ("research.withdrawn", f"learner:{learner_id}", learner_id, {}),
    ]


@pytest.mark.parametrize("age", [AgeBand.UNDER_13, AgeBand.FROM_13])
def test_a_child_never_allows_it(session, age):
    with writing(session):
        learner_id = make.account(session, "anak", age=age)

    assert not give(session, learner_id)
    assert rows(session) == []
    assert own_consent(session, learner_id).is_child


def test_a_guest_who_turns_out_to_be_a_child_allows_nothing(session):
    learner_id = someone(session)
    give(session, learner_id)
    with writing(session):
        make.account(session, "anak", guest_id=learner_id, age=AgeBand.FROM_13)

    assert own_consent(session, learner_id).given_at is None
    assert count_allowing(session) == 0


def test_only_people_who_allow_it_now_are_counted(session):
    ids = [someone(session, name) for name in "abcd"]
    for learner_id in ids[:3]:
        give(session, learner_id)
    withdraw(session, ids[0])
    with writing(session):
        erasing.erase(session, ids[1], now=LATER)

    assert count_allowing(session) == 1


def test_two_clicks_at_once_are_one_decision(engine, session):
    learner_id = someone(session)

    def act():
        with Session(engine) as own:
            give(own, learner_id)

    threads = [threading.Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(rows(session)) == 1
