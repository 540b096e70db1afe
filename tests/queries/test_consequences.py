"""What a changed quiz would mean is told before, and is what happens then."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from literasi.database import writing
from literasi.domain.questions import compare, parse_quiz
from literasi.models import RegradedAttempt
from literasi.queries.consequences import consequences
from literasi.services import attempting, regrading
from tests import make

LATER = make.NOW + timedelta(days=1)
FINAL = make.quiz_text("akhir").replace("lesson: berkas", "final: ya\npass: 100").replace("{#", "{#akhir-")
KEY = "akhir-arti-apk"


def mended(source):
    return source.replace("- [ ] Foto", "- [x] Foto").replace("- [x] Aplikasi", "- [ ] Aplikasi")


@pytest.fixture
def final(session):
    """A lesson with its quiz, a final quiz of three questions, and a trainer."""
    with writing(session):
        made = make.published(session)
        made.final = make.final(session, made.course, source=FINAL)
        made.trainer = make.account(session, "pelatih")
    return made


def sit(session, quiz_id, token, first, *, send=True):
    given = {f"akhir-{key}": text for key, text in {**make.RIGHT, "arti-apk": first}.items()}
    with writing(session):
        attempt_id = make.attempt(session, make.learner(session, token * 43), quiz_id)
        document = make.shown(session, attempt_id)
        for key, text in given.items():
            make.answer(session, attempt_id, document, key, text)
        if send:
            attempting.submit_attempt(session, attempt_id, document=document, now=make.NOW)
    return attempt_id


def weigh(session, made, new, old=FINAL):
    documents = [parse_quiz(text)[0] for text in (old, new)]
    return consequences(session, made.final.quiz_id, compare(*documents), documents[1])


def test_a_mended_key_is_weighed_person_by_person(session, final):
    quiz_id = final.final.quiz_id
    for token in "abc":
        sit(session, quiz_id, token, "a")
    falling = sit(session, quiz_id, "d", "b")
    sit(session, quiz_id, "e", "c")
    sit(session, quiz_id, "f", "b", send=False)
    found = weigh(session, final, mended(FINAL))
    [one] = found.keys.values()

    assert (one.submitted, one.open, one.rising, one.now_pass, one.no_longer_pass) == (5, 1, 3, 3, 1)
    [fall] = one.falls
    assert (fall.attempt_id, fall.points_before, fall.points_after) == (falling, 3.0, 2.0)
    assert (fall.out_of, fall.passed_before, fall.passed_after) == (3, True, False)
    assert fall.code == falling.hex[:8].upper()
    assert (found.open, found.finished, found.taken) == (1, 0, ())


@pytest.mark.parametrize("lowers", [False, True])
def test_what_was_told_is_what_happens(session, final, lowers):
    for token, first in zip("abcdef", "aabbca", strict=True):
        sit(session, final.final.quiz_id, token, first)
    told = weigh(session, final, mended(FINAL)).keys[KEY]
    session.rollback()
    with writing(session):
        [done] = make.regraded(
            session,
            mended(FINAL),
            by_id=final.trainer,
            lowers=lowers,
            keys=(KEY,),
            final=True,
            now=LATER,
            agreed={KEY: told.falls_code} if lowers else None,
        ).done

    assert (done.raised, done.passed) == (told.rising, told.now_pass)
    assert (done.lowered, done.failed) == ((len(told.falls), told.no_longer_pass) if lowers else (0, 0))
    fallen = session.scalars(
        select(RegradedAttempt.attempt_id).where(RegradedAttempt.points_after < RegradedAttempt.points_before)
    )
    assert set(fallen) == ({one.attempt_id for one in told.falls} if lowers else set())


def test_another_result_that_would_fall_is_another_code(session, final):
    sit(session, final.final.quiz_id, "a", "b")
    told = weigh(session, final, mended(FINAL)).keys[KEY]
    sit(session, final.final.quiz_id, "b", "b")
    session.rollback()

    with pytest.raises(regrading.UnseenFalls), writing(session):
        make.regraded(
            session,
            mended(FINAL),
            by_id=final.trainer,
            lowers=True,
            keys=(KEY,),
            final=True,
            agreed={KEY: told.falls_code},
        )


def test_what_leaves_or_becomes_another_kind_is_counted_and_not_graded(session, final):
    sit(session, final.final.quiz_id, "a", "a")
    two = FINAL.replace("- [ ] Surat", "- [x] Surat")
    without = FINAL.partition("## Kabar yang ini?")[0]

    for text, key in ((two, KEY), (without, "akhir-parkir")):
        [one] = weigh(session, final, text).keys.values()
        assert (one.key, one.submitted, one.rising, one.falls) == (key, 1, 0, [])


def test_other_changes_touch_nobody(session, final):
    sit(session, final.final.quiz_id, "a", "a")
    found = weigh(session, final, FINAL.replace("title: Kuis berkas", "title: Kuis baru"))

    assert (found.keys, found.open, found.taken) == ({}, 0, ())


def test_a_key_of_an_earlier_text_is_taken(session, final):
    without = FINAL.partition("## Kabar yang ini?")[0]
    with writing(session):
        make.final(session, final.course, source=without)
    other = FINAL.replace("verdict: benar", "verdict: salah")

    assert weigh(session, final, other, old=without).taken == ("akhir-parkir",)


def test_an_item_of_the_bank_is_weighed_wherever_it_was_drawn(session, final):
    items = [make.item("salah-1"), make.item("benar-1", "benar")]
    with writing(session):
        bank = make.bank(session, *items)
        drawing = make.published(session, quiz_source=make.drawing_text())
        attempt_id = make.attempt(session, make.learner(session), drawing.quiz.quiz_id)
        make.answer_all(session, attempt_id)
    new = make.bank_text(make.item("salah-1", "benar"), items[1])
    changes = compare(parse_quiz(bank.source)[0], parse_quiz(new)[0])
    found = consequences(session, bank.quiz_id, changes, parse_quiz(new)[0]).keys["salah-1"]

    assert (found.submitted, [one.attempt_id for one in found.falls]) == (1, [attempt_id])


def test_people_who_finished_are_counted(session, final):
    with writing(session):
        attempt_id = make.attempt(session, make.learner(session), final.quiz.quiz_id)
        make.answer_all(session, attempt_id)
    changes = compare(final.document, final.document)

    assert consequences(session, final.quiz.quiz_id, changes, final.document).finished == 1
    assert consequences(session, None, [], final.document).finished == 0


def test_statements_do_not_grow_with_attempts(session, engine, final):
    seen = []
    event.listen(engine, "before_cursor_execute", lambda *details: seen.append(details[2]))

    def statements():
        session.rollback()
        seen.clear()
        weigh(session, final, mended(FINAL))
        return [one for one in seen if not one.startswith(("BEGIN", "COMMIT", "PRAGMA", "ROLLBACK"))]

    sit(session, final.final.quiz_id, "a", "b")
    few = statements()
    for token in "bcdefghij":
        sit(session, final.final.quiz_id, token, "b")
    assert len(statements()) == len(few) <= 10
