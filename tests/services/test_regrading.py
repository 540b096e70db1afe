"""A wrong key is mended: who was graded by it is graded again, and nothing else moves."""

import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from literasi.database import writing
from literasi.domain.regrading import falls_code
from literasi.models import Attempt, AuditEvent, CourseCompletion, Regrade, RegradedAttempt
from literasi.services import attempting, erasing, inspecting, merging, publishing, regrading
from tests import make

LATER = make.NOW + timedelta(days=1)
MENDED = make.mended_text()


@pytest.fixture
def world(session):
    """The quiz, and a trainer."""
    with writing(session):
        made = make.published(session)
        made.trainer = make.account(session, "pelatih")
    return made


def sit(session, quiz_id, token, answers=None, *, right=True, now=make.NOW):
    """Somebody takes the whole quiz; the id of their attempt."""
    with writing(session):
        attempt_id = make.attempt(session, make.learner(session, token * 43, now), quiz_id, now=now)
        document = make.shown(session, attempt_id)
        if answers is None:
            make.answer_all(session, attempt_id, right=right, now=now)
        for key, text in (answers or {}).items():
            make.answer(session, attempt_id, document, key, text, now=now)
        if session.get(Attempt, attempt_id).state == "open":
            attempting.submit_attempt(session, attempt_id, document=document, now=now)
    return attempt_id


def points(session, attempt_id):
    return session.scalar(select(Attempt.points).where(Attempt.id == attempt_id))


def mend(session, world, *, lowers=False, source=MENDED, now=LATER, **options):
    with writing(session):
        return make.regraded(session, source, by_id=world.trainer, lowers=lowers, now=now, **options)


def test_who_was_right_all_along_rises_and_nobody_falls(session, world):
    foto = sit(session, world.quiz.quiz_id, "a", {**make.RIGHT, "arti-apk": "a"})
    aplikasi = sit(session, world.quiz.quiz_id, "b", make.RIGHT)
    done = mend(session, world).done

    assert (points(session, foto), points(session, aplikasi)) == (3.0, 3.0)
    assert [(one.raised, one.lowered) for one in done] == [(1, 0)]
    [row] = session.scalars(select(RegradedAttempt))
    assert (row.attempt_id, row.points_before, row.points_after) == (foto, 2.0, 3.0)
    assert list(inspecting.faults(session)) == []


def test_results_fall_only_when_it_was_said(session, world):
    aplikasi = sit(session, world.quiz.quiz_id, "b", make.RIGHT)
    done = mend(session, world, lowers=True).done

    assert points(session, aplikasi) == 2.0
    assert [(one.raised, one.lowered) for one in done] == [(0, 1)]
    assert list(inspecting.faults(session)) == []


def test_it_is_audited_in_numbers(session, world):
    sit(session, world.quiz.quiz_id, "a", {**make.RIGHT, "arti-apk": "a"})
    revision = mend(session, world).quiz
    row = session.scalars(select(AuditEvent).where(AuditEvent.action == "question.regraded")).one()

    assert (row.actor_id, row.subject) == (world.trainer, "regrade:1")
    assert row.details == {"revision": revision.id, "raised": 1, "lowered": 0, "passed": 0, "failed": 0}
    kept = session.scalars(select(Regrade)).one()
    assert (kept.question_key, kept.revision_id, kept.reason) == ("arti-apk", revision.id, "Kunci keliru")


def test_an_open_attempt_keeps_its_text_and_is_graded_by_the_mended_key(session, world):
    with writing(session):
        attempt_id = make.attempt(session, make.learner(session), world.quiz.quiz_id)
        make.answer(session, attempt_id, world.document, "arti-apk", "a")
    mend(session, world, lowers=True)
    shown = make.shown(session, attempt_id)
    with writing(session):
        for key in ("undangan", "parkir"):
            make.answer(session, attempt_id, shown, key, make.RIGHT[key], now=LATER)

    assert {one.key: one for one in shown.questions}["arti-apk"].choices[1].right
    assert points(session, attempt_id) == 3.0
    assert session.scalar(select(func.count()).select_from(RegradedAttempt)) == 0
    assert list(inspecting.faults(session)) == []


def test_what_was_not_said_to_be_regraded_is_still_refused(session, world):
    two = MENDED.replace("verdict: salah", "verdict: benar")
    with pytest.raises(publishing.ChangedKey) as refused:
        mend(session, world, source=two)

    assert refused.value.keys == ["undangan"]
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Regrade)) == 0


def test_since_the_regrade_the_old_key_is_the_changed_one(session, world):
    mend(session, world)
    with writing(session):
        make.published(session, quiz_source=MENDED.replace("Kuis berkas", "Kuis baru"), now=LATER)
    with pytest.raises(publishing.ChangedKey), writing(session):
        make.published(session, now=LATER)


def test_a_new_question_under_an_old_key_is_no_regrade(session, world):
    another = MENDED.replace("- [ ] Surat", "- [ ] Lagu")
    with pytest.raises(regrading.CannotRegrade) as refused:
        mend(session, world, source=another)

    assert refused.value.keys == ["arti-apk"]


def test_a_decision_about_a_key_that_did_not_change_is_left_out(session, world):
    done = mend(session, world, source=make.quiz_text().replace("Kuis berkas", "Kuis baru")).done

    assert done == []
    assert session.scalar(select(func.count()).select_from(Regrade)) == 0


def test_a_regrade_that_was_wrong_is_taken_back_by_another(session, world):
    foto = sit(session, world.quiz.quiz_id, "a", {**make.RIGHT, "arti-apk": "a"})
    mend(session, world)
    between = sit(session, world.quiz.quiz_id, "b", {**make.RIGHT, "arti-apk": "a"}, now=LATER)
    mend(session, world, source=make.quiz_text(), lowers=True, now=LATER + timedelta(days=1))

    assert (points(session, foto), points(session, between)) == (2.0, 2.0)
    assert list(inspecting.faults(session)) == []


def test_two_keys_at_once_are_two_steps(session, world):
    both = MENDED.replace("verdict: salah", "verdict: benar")
    attempt_id = sit(session, world.quiz.quiz_id, "a", {**make.RIGHT, "arti-apk": "a"})
    mend(
        session,
        world,
        source=both,
        lowers={"arti-apk": False, "undangan": True},
        keys=("arti-apk", "undangan"),
    )

    steps = session.execute(
        select(RegradedAttempt.points_before, RegradedAttempt.points_after).order_by(
            RegradedAttempt.regrade_id
        )
    ).all()
    assert [tuple(one) for one in steps] == [(2.0, 3.0), (3.0, 2.0)]
    assert points(session, attempt_id) == 2.0
    assert list(inspecting.faults(session)) == []


def test_what_would_fall_must_be_what_was_shown(session, world):
    first = sit(session, world.quiz.quiz_id, "a", make.RIGHT)
    agreed = {"arti-apk": falls_code([first])}
    sit(session, world.quiz.quiz_id, "b", make.RIGHT)

    with pytest.raises(regrading.UnseenFalls):
        mend(session, world, lowers=True, agreed=agreed)
    session.rollback()
    assert points(session, first) == 3.0


FINAL = make.final_text(draw="pass: 100\n")
FINAL_MENDED = FINAL.replace("- [ ] Foto", "- [x] Foto").replace("- [x] Aplikasi", "- [ ] Aplikasi")
KEY = "arti-apk-akhir"


def course_with_final(session, world, answer):
    """A learner who did the lesson, and answered the only question of the final quiz."""
    with writing(session):
        final = make.final(session, world.course, source=FINAL)
    sit(session, world.quiz.quiz_id, "a", make.RIGHT)
    return sit(session, final.quiz_id, "a", {KEY: answer})


def completions(session):
    return session.scalars(select(CourseCompletion.completed_at)).all()


def test_who_passes_now_finishes_the_course_now(session, world):
    attempt_id = course_with_final(session, world, "a")
    assert completions(session) == []
    done = mend(session, world, source=FINAL_MENDED, keys=(KEY,), final=True).done

    assert session.scalar(select(Attempt.passed).where(Attempt.id == attempt_id)) is True
    assert completions(session) == [LATER]
    assert (done[0].passed, done[0].failed) == (1, 0)
    assert list(inspecting.faults(session)) == []


def test_a_finished_course_stays_finished(session, world):
    attempt_id = course_with_final(session, world, "b")
    done = mend(session, world, source=FINAL_MENDED, keys=(KEY,), final=True, lowers=True).done

    assert session.scalar(select(Attempt.passed).where(Attempt.id == attempt_id)) is False
    assert completions(session) == [make.NOW]
    assert (done[0].passed, done[0].failed) == (0, 1)
    assert list(inspecting.faults(session)) == []


def test_an_item_of_the_bank_is_regraded_wherever_it_was_drawn(session, world):
    items = [make.item("salah-1"), make.item("benar-1", "benar")]
    with writing(session):
        make.bank(session, *items)
        made = make.published(session, quiz_source=make.drawing_text())
    attempt_id = sit(session, made.quiz.quiz_id, "a")
    with writing(session):
        open_one = make.attempt(session, make.learner(session, "b" * 43), made.quiz.quiz_id)
    mended = [make.item("salah-1", "benar"), make.item("benar-1", "benar")]
    with writing(session):
        revision = make.bank(session, *mended, now=LATER, regraded=("salah-1",))
        regrading.regrade(session, revision, {"salah-1": True}, reason="x", by_id=world.trainer, now=LATER)
    with writing(session):
        make.answer_all(session, open_one, now=LATER)

    assert points(session, attempt_id) == 2.0
    assert points(session, open_one) == 2.0
    assert list(inspecting.faults(session)) == []


def test_merging_and_erasing_leave_what_was_regraded(session, world):
    attempt_id = sit(session, world.quiz.quiz_id, "a", {**make.RIGHT, "arti-apk": "a"})
    mend(session, world)
    with writing(session):
        guest = make.learner(session, "a" * 43)
        merging.merge_guest(session, guest, world.trainer, now=LATER)
        erasing.erase(session, world.trainer, now=LATER)

    assert points(session, attempt_id) == 3.0
    assert session.scalar(select(func.count()).select_from(RegradedAttempt)) == 1
    assert list(inspecting.faults(session)) == []


def test_statements_grow_with_batches_not_with_attempts(session, world, engine, monkeypatch):
    def statements(count, lowers, source):
        for _ in range(count):
            sit(session, world.quiz.quiz_id, next(letters), {**make.RIGHT, "arti-apk": "a"})
        seen = []
        event.listen(engine, "before_cursor_execute", lambda *details: seen.append(details[2]))
        mend(session, world, source=source, lowers=lowers)
        return len([one for one in seen if not one.startswith(("BEGIN", "COMMIT", "PRAGMA"))])

    letters = iter("abcdefghijklmnopqrstuvwxyz")
    few = statements(1, False, MENDED)
    session.rollback()
    many = statements(12, True, make.quiz_text())

    assert many <= few + 8  # one more text to compare and to read at some of the steps


@pytest.mark.parametrize("begins", ["before", "while"])
def test_what_is_submitted_while_a_regrade_runs_is_graded_by_it(engine, session, world, begins):
    """Whoever comes second waits for the other, and then sees what the other did."""
    token, attempt_id = "a" * 43, None
    with writing(session):
        make.learner(session, token)
    if begins == "before":
        with writing(session):
            attempt_id = make.attempt(session, make.learner(session, token), world.quiz.quiz_id)
            answer(session, attempt_id, ("arti-apk", "undangan"))
    problems, ended = [], []

    def learn():
        with Session(engine) as own:
            try:
                mine = attempt_id
                if mine is None:
                    with writing(own):
                        mine = make.attempt(own, make.learner(own, token), world.quiz.quiz_id, now=LATER)
                    with writing(own):
                        answer(own, mine, ("arti-apk", "undangan"))
                with writing(own):
                    answer(own, mine, ("parkir",))
                ended.append(mine)
            except Exception as problem:  # told below
                problems.append(problem)

    with Session(engine) as other, writing(other):
        make.regraded(other, MENDED, by_id=world.trainer, lowers=True, now=LATER)
        thread = threading.Thread(target=learn)
        thread.start()
        time.sleep(0.3)
        assert ended == []  # it waits
    thread.join()
    session.rollback()

    assert problems == []
    assert points(session, ended[0]) == 3.0
    assert list(inspecting.faults(session)) == []


def test_what_was_being_submitted_when_a_regrade_came_is_graded_by_it(engine, session, world):
    with writing(session):
        attempt_id = make.attempt(session, make.learner(session), world.quiz.quiz_id)
        answer(session, attempt_id, ("arti-apk", "undangan"))

    def mend_it():
        with Session(engine) as own, writing(own):
            make.regraded(own, MENDED, by_id=world.trainer, lowers=True, now=LATER)

    thread = threading.Thread(target=mend_it)
    with Session(engine) as other, writing(other):
        answer(other, attempt_id, ("parkir",))  # submits, and is not committed yet
        thread.start()
        time.sleep(0.3)
        assert thread.is_alive()
    thread.join()
    session.rollback()

    assert points(session, attempt_id) == 3.0
    assert session.scalar(select(func.count()).select_from(RegradedAttempt)) == 1
    assert list(inspecting.faults(session)) == []


def answer(session, attempt_id, keys):
    given = {**make.RIGHT, "arti-apk": "a"}
    for key in keys:
        make.answer(session, attempt_id, make.shown(session, attempt_id), key, given[key], now=LATER)
