import uuid
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from literasi.domain.exhibits import Technique, Verdict
from literasi.domain.progress import Judged, next_thing, weak_techniques

DAY = datetime(2026, 11, 23, tzinfo=UTC)
ATTEMPT = uuid.UUID(int=7)


def lesson(course, done=None, attempt=None):
    return SimpleNamespace(course_slug=course, completed_at=done, open_attempt_id=attempt)


def test_a_newcomer_begins_at_the_beginning():
    assert next_thing([lesson("a"), lesson("a"), lesson("b")]).index == 0


def test_a_quiz_that_was_begun_comes_first():
    found = next_thing([lesson("a"), lesson("b", attempt=ATTEMPT)])

    assert (found.index, found.attempt_id) == (1, ATTEMPT)


def test_a_retake_of_a_finished_lesson_does_not_hold_anyone_up():
    assert next_thing([lesson("a", DAY, ATTEMPT), lesson("a")]).index == 1


def test_the_course_in_which_something_was_finished_last_goes_on():
    lessons = [lesson("a", DAY), lesson("a"), lesson("b", DAY + timedelta(days=1)), lesson("b")]

    assert next_thing(lessons).index == 3
    assert next_thing(lessons, within="a").index == 1


def test_when_all_is_done_there_is_nothing_next():
    assert next_thing([lesson("a", DAY)]) is None
    assert next_thing([]) is None


def judged(right, *, technique=Technique.DEEPFAKE, fresh=True, times=1):
    return [Judged(Verdict.FALSE, technique, 2 if right else 5, fresh, DAY)] * times


def test_a_weakness_needs_four_first_meetings():
    assert weak_techniques(judged(False, times=3)) == []
    assert weak_techniques(judged(False, times=4)) == [Technique.DEEPFAKE]
    assert weak_techniques([*judged(False, times=3), *judged(False, fresh=False, times=9)]) == []


def test_two_thirds_right_is_no_weakness_and_the_weakest_comes_first():
    imposters = [
        *judged(True, technique=Technique.IMPOSTOR, times=3),
        *judged(False, technique=Technique.IMPOSTOR, times=3),
    ]
    assert weak_techniques([*judged(True, times=4), *judged(False, times=2)]) == []
    assert weak_techniques([*imposters, *judged(False, times=6)]) == [Technique.DEEPFAKE, Technique.IMPOSTOR]
