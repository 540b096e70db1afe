"""Every change of an event shows in its hash and in all that follow."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from literasi.domain.audit_chain import BEGINNING, Event, seal

GIVEN = Event(datetime(2026, 11, 24, 4, 5, 6, 789, UTC), 12, "role.granted", "learner:9", {"role": "trainer"})


def test_a_hash_is_the_sha_256_of_the_hash_before_and_one_line_of_json():
    line = '[3,"2026-11-24T04:05:06.000789+00:00",12,"role.granted","learner:9",{"role":"trainer"}]'

    assert seal(b"x" * 32, 3, GIVEN) == hashlib.sha256(b"x" * 32 + line.encode()).digest()


def test_whatever_changes_changes_the_hash():
    changed = [
        replace(GIVEN, at=GIVEN.at + timedelta(microseconds=1)),
        replace(GIVEN, actor_id=None),
        replace(GIVEN, action="role.withdrawn"),
        replace(GIVEN, subject="learner:99"),
        replace(GIVEN, details={"role": "operator"}),
    ]
    hashes = {seal(BEGINNING, 1, event) for event in [GIVEN, *changed]}

    assert len(hashes) == 6
    assert seal(BEGINNING, 2, GIVEN) not in hashes
    assert seal(b"y" * 32, 1, GIVEN) not in hashes


def test_a_moment_is_the_same_in_every_zone_and_details_in_every_order():
    wita = timezone(timedelta(hours=8))
    same = replace(GIVEN, at=GIVEN.at.astimezone(wita), details={"role": "trainer"})
    two = replace(GIVEN, details={"a": 1, "b": "dua"})

    assert seal(BEGINNING, 1, same) == seal(BEGINNING, 1, GIVEN)
    assert seal(BEGINNING, 1, two) == seal(BEGINNING, 1, replace(two, details={"b": "dua", "a": 1}))
