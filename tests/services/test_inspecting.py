"""Faults planted by plain SQL, past every service: the inspection finds each and says where it is."""

import json

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from literasi.database import writing
from literasi.services import (
    attempting,
    inspecting,
    inspecting_audit,
    inspecting_people,
    inspecting_sittings,
    inspecting_standings,
    inspecting_storage,
)
from tests import make

FINISHED, OPEN = "a" * 43, "b" * 43
UNCHANGED = "published texts are unchanged"
READABLE = "published texts can be read"
NUMBERED = "revisions are numbered without gaps"
STANDS_BEHIND = "completions have a submitted attempt"
COMPLETED = "submitted quizzes completed their lessons"
AGREE = "attempts, responses and points agree"

FINISHED_COURSE = "finished courses have a passed final quiz"
INDEXED = "the bank's index fits its texts"
EXPOSED = "whoever was shown an item is known to have been"
CHANNELS = "live texts name channels that are in use"
REGRADED = "regraded attempts have the points of their last regrade"

CERTIFIED = "certificates fit their finishes"
CERTIFICATE = (
    "INSERT INTO course_finish (id, learner_id, course_id, finished_at, place, is_first) "
    "VALUES (1, 1, 1, '2026-11-22 00:00:00+00:00', 'citizen', true);"
    "INSERT INTO certificate (id, code, learner_id, course_id, finish_id, name, course_title, course_number, "
    "hours, finished_at, issued_at, issuer, signatory_name, signatory_title, shows_name, lessons) "
    "VALUES (1, 'K7QM-2XPA-90BC-WXYZ', 1, 1, 1, 'Andi', 'Kursus', 1, 1, '2026-11-22 00:00:00+00:00', "
    "'2026-11-22 00:00:00+00:00', 'Penerbit', '', '', false, '[]')"
)


def certified(damage):
    """There is a certificate, and then this happens to it."""
    return ";".join((CERTIFICATE, damage))


# The check that must notice, the statement that does the damage (:finished and :open are the two attempts,
# :drawn is a draw with one question twice), and the words that say where it is.
FAULTS = [
    (UNCHANGED, "UPDATE course SET source = source || ' '", "course 1: its text was changed"),
    (
        UNCHANGED,
        "UPDATE lesson_revision SET source = source || ' '",
        "lesson_revision 1: its text was changed",
    ),
    (UNCHANGED, "UPDATE quiz_revision SET source_sha256 = 'x'", "quiz_revision 1: its text was changed"),
    (READABLE, "UPDATE lesson_revision SET source = 'x'", "lesson_revision 1"),
    (READABLE, "UPDATE quiz_revision SET source = 'x'", "quiz_revision 1"),
    (
        CHANNELS,
        "UPDATE lesson_revision SET source = source || '{kanal:tidak-ada}'",
        "{{kanal:tidak-ada}} is unknown",
    ),
    (NUMBERED, "UPDATE lesson SET current_number = 2", "lesson 1: number 2 is live"),
    (NUMBERED, "UPDATE quiz_revision SET number = 3", "quiz 1: number 1 is live"),
    (
        STANDS_BEHIND,
        "UPDATE completion SET attempt_id = :open",
        "completion of lesson 1 by learner 1: no submitted attempt",
    ),
    (
        STANDS_BEHIND,
        "UPDATE attempt SET state = 'open', submitted_at = NULL WHERE id = :finished",
        "completion of lesson 1 by learner 1: no submitted attempt",
    ),
    (COMPLETED, "DELETE FROM completion", "learner 1: submitted the quiz of lesson 1"),
    (AGREE, "UPDATE attempt SET points = 1 WHERE id = :finished", "attempt {finished}: it says 1.0 of 3"),
    (AGREE, "UPDATE attempt SET out_of = 4 WHERE id = :finished", "attempt {finished}: it says 3.0 of 4"),
    (
        AGREE,
        "UPDATE response SET answer = 'a' WHERE attempt_id = :finished AND question_key = 'arti-apk'",
        "attempt {finished}: it says 3.0 of 3, but its answers come to 2.0 of 3",
    ),
    (
        AGREE,
        "DELETE FROM response WHERE attempt_id = :finished AND question_key = 'parkir'",
        "attempt {finished}: it says 3.0 of 3, but its answers come to 2.0 of 3",
    ),
    (
        AGREE,
        "UPDATE response SET number = 1 WHERE attempt_id = :finished AND question_key = 'parkir'",
        "attempt {finished}: question parkir: response 1 follows 0 others",
    ),
    (
        AGREE,
        "UPDATE response SET question_key = 'lain' WHERE question_key = 'parkir'",
        "attempt {finished}: question lain: answered but never shown",
    ),
    (
        AGREE,
        "UPDATE attempt SET submitted_at = '2020-01-01 00:00:00+00:00' WHERE id = :finished",
        "attempt {finished}: question arti-apk: answered after submission",
    ),
    (
        AGREE,
        "UPDATE attempt SET drawn = :drawn WHERE id = :open",
        "attempt {open}: it shows a question twice",
    ),
    (
        FINISHED_COURSE,
        "INSERT INTO course_completion (learner_id, course_id, completed_at) "
        "VALUES (1, 1, '2026-11-23 00:00:00+00:00')",
        "learner 1 finished course 1 without passing its final quiz",
    ),
    (
        INDEXED,
        "INSERT INTO bank_item (key, quiz_id, revision_id, verdict, topic, technique, difficulty, "
        "place, use, review_by) VALUES "
        "('x', 1, 1, 'salah', 'uang', 'deepfake', 3, 'kota', 'training', '2027-01-01')",
        "bank item x: its revision does not have it",
    ),
    (
        REGRADED,
        "INSERT INTO regrade (id, question_key, quiz_id, revision_id, lowers, reason, by_id, at) "
        "VALUES (1, 'parkir', 1, 1, false, '', 1, '2026-11-23 00:00:00+00:00');"
        "INSERT INTO regraded_attempt (regrade_id, attempt_id, points_before, points_after) "
        "SELECT 1, id, 1, 2 FROM attempt WHERE id = :finished",
        "attempt {finished}: regrade 1 made it 2.0, not 3.0",
    ),
    (
        CERTIFIED,
        certified("UPDATE course_finish SET learner_id = 2"),
        "certificate 1: finish 1 is of another",
    ),
    (
        CERTIFIED,
        certified("UPDATE certificate SET finished_at = '2026-01-01 00:00:00+00:00'"),
        "certificate 1: its days do not fit finish 1",
    ),
    (CERTIFIED, certified("UPDATE certificate SET code = 'x'"), "certificate 1: 'x' is no code"),
    (CERTIFIED, certified("UPDATE certificate SET hours = 0"), "certificate 1: it states 0 hours"),
    (CERTIFIED, certified("UPDATE certificate SET name = ''"), "certificate 1: it names nobody"),
    (
        CERTIFIED,
        certified("UPDATE learner SET erased_at = '2026-11-23 00:00:00+00:00'"),
        "certificate 1: its holder was erased",
    ),
    (
        CERTIFIED,
        certified(
            "UPDATE certificate SET shows_name = true;"
            "INSERT INTO account (learner_id, login_name, login_kind, password_hash, recovery_code_hash, "
            "recovery_code_made_at, age_band, privacy_version, privacy_accepted_at, created_at, "
            "password_changed_at) VALUES (1, 'anak', 'username', 'x', 'x', '2026-11-22 00:00:00+00:00', "
            "'13_to_17', 1, '2026-11-22 00:00:00+00:00', '2026-11-22 00:00:00+00:00', "
            "'2026-11-22 00:00:00+00:00')"
        ),
        "certificate 1: it shows strangers the name of a child",
    ),
    (
        CERTIFIED,
        certified("UPDATE certificate SET revoked_at = '2026-11-23 00:00:00+00:00'"),
        "certificate 1: it is revoked without a reason",
    ),
    (
        AGREE,
        "INSERT INTO response (attempt_id, question_key, number, answer, answered_at) SELECT attempt_id, "
        "question_key, 1, 'c', answered_at FROM response WHERE question_key = 'parkir' AND number = 0",
        "attempt {finished}: question parkir: answered again after its final answer",
    ),
    (
        AGREE,
        "UPDATE attempt SET state = 'open', submitted_at = NULL WHERE id = :finished",
        "attempt {finished}: every question has its final answer, but it is open",
    ),
    (EXPOSED, "UPDATE attempt SET drawn = :from_bank WHERE id = :open", "attempt {open}: shows parkir"),
]


@pytest.fixture
def attempts(session):
    """A finished attempt with every answer right, and one just begun by somebody else; their ids."""
    with writing(session):
        made = make.published(session)
        finished = make.attempt(session, make.learner(session, FINISHED), made.quiz.quiz_id)
        for key, answer in make.RIGHT.items():
            make.answer(session, finished, made.document, key, answer)
        begun = make.attempt(session, make.learner(session, OPEN), made.quiz.quiz_id)
    return {"finished": finished, "open": begun}


def plant(engine, statement, attempts):
    """Damage the database with plain SQL."""
    twice = json.dumps([["parkir", []], ["parkir", []]])
    from_bank = json.dumps([["parkir", [], 1, False]])
    values = {
        "drawn": twice,
        "from_bank": from_bank,
        **{name: attempt_id.hex for name, attempt_id in attempts.items()},
    }
    with engine.begin() as connection:
        for one in statement.split(";"):
            connection.execute(text(one), values)


def test_a_sound_database_has_no_faults(session, attempts):
    assert list(inspecting.faults(session)) == []


@pytest.mark.parametrize(("check", "statement", "said"), FAULTS)
def test_a_planted_fault_is_found_and_placed(engine, attempts, check, statement, said):
    plant(engine, statement, attempts)
    with Session(engine) as session:
        found = list(inspecting.CHECKS[check](session))
    assert any(said.format(**attempts) in fault for fault in found), found


def test_every_check_has_a_fault_that_it_finds():
    elsewhere = (
        inspecting_audit,
        inspecting_people,
        inspecting_sittings,
        inspecting_standings,
        inspecting_storage,
    )
    found_elsewhere = {check for module in elsewhere for check in module.CHECKS}
    assert {check for check, _, _ in FAULTS} | found_elsewhere == set(inspecting.CHECKS)


def test_a_completion_at_another_lessons_revision_is_found(engine, session, attempts):
    with writing(session):
        make.published(session)  # a second revision of lesson 1 …
    plant(engine, "UPDATE completion SET lesson_revision_id = 2", attempts)
    assert list(inspecting.faults(session)) == []  # … is as good as the first
    lesson = "INSERT INTO lesson (id, course_id, slug, position, current_number) VALUES (9, 1, 'lain', 2, 1)"
    plant(engine, lesson, {})
    plant(engine, "UPDATE lesson_revision SET lesson_id = 9, number = 1 WHERE id = 2", {})
    session.rollback()
    place = "completion of lesson 1 by learner 1"
    assert f"{place}: its revision belongs to another lesson" in list(inspecting.faults(session))


def test_the_command_says_where_and_exits_1(app, engine, attempts):
    run = app.test_cli_runner()
    sound = run.invoke(args=["integrity"])
    assert (sound.exit_code, "Semua baik." in sound.output) == (0, True)

    plant(engine, "UPDATE attempt SET points = 1 WHERE id = :finished", attempts)
    broken = run.invoke(args=["integrity"])
    assert broken.exit_code == 1
    assert f"attempt {attempts['finished']}: it says 1.0 of 3" in broken.output
    assert f"RUSAK  {AGREE}" in broken.output
    assert "1 kesalahan ditemukan." in broken.output


def test_answers_that_are_not_final_may_be_many(engine, session):
    with writing(session):
        made = make.published(session, feedback="akhir")
        attempt_id = make.attempt(session, make.learner(session), made.quiz.quiz_id)
        for number, answer in enumerate("123"):
            make.answer(session, attempt_id, made.document, "undangan", answer, number=number)
        attempting.submit_attempt(session, attempt_id, document=made.document, now=make.NOW)
    assert list(inspecting.faults(session)) == []
    session.rollback()
    plant(engine, "DELETE FROM response WHERE number = 1", {})
    assert list(inspecting.faults(session)) == [
        f"attempt {attempt_id}: question undangan: response 2 follows 1 others"
    ]
