import pytest

from literasi.domain.questions import Aspect, compare, parse_quiz
from tests import make

LIVE = make.quiz_text()


def changes(new, old=LIVE):
    before, after = parse_quiz(old)[0], parse_quiz(new)[0]
    assert before, old
    assert after, parse_quiz(new)[1]
    return compare(before, after)


def told(new, old=LIVE):
    return [(one.aspect, one.key, one.number) for one in changes(new, old)]


def test_the_same_text_is_no_change():
    assert told(LIVE) == []
    assert told(LIVE.replace("\n## ", "\n\n\n## ")) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title: Kuis berkas", "title: Kuis baru", (Aspect.TITLE, None, None)),
        ("feedback: langsung", "feedback: akhir", (Aspect.FEEDBACK, None, None)),
        ("sources:", "draw:\n  true: 1\n  false: 1\nsources:", (Aspect.DRAW, None, None)),
        ("Berkas .apk itu apa?", "Apa itu .apk?", (Aspect.REWORDED, "arti-apk", 1)),
        ("Foto berakhiran", "Gambar berakhiran", (Aspect.REWORDED, "arti-apk", 1)),
        ("Mohon kehadirannya.", "Mohon hadir.", (Aspect.REWORDED, "undangan", 2)),
        ("verdict: benar", "verdict: salah", (Aspect.RIGHT_ANSWER, "parkir", 3)),
    ],
)
def test_each_change_is_told(old, new, expected):
    assert told(LIVE.replace(old, new, 1)) == [expected]


def test_what_is_passed_with_is_told():
    final = make.final_text()
    lower = final.replace("final: ya\n", "final: ya\npass: 60\n")

    assert [(one.aspect, one.old, one.new) for one in changes(lower, final)] == [(Aspect.THRESHOLD, 70, 60)]


def test_questions_come_go_and_move():
    _front, first, second, third = (part.strip() + "\n\n" for part in LIVE.split("## "))
    front = LIVE.partition("## ")[0]

    def ordered(*questions):
        return front + "".join(f"## {one}" for one in questions)

    new = first.replace("arti-apk", "arti-apk-2")
    assert told(ordered(second, third)) == [(Aspect.REMOVED, "arti-apk", 1)]
    assert told(ordered(new, second, third)) == [
        (Aspect.ADDED, "arti-apk-2", 1),
        (Aspect.REMOVED, "arti-apk", 1),
    ]
    assert told(ordered(third, first, second)) == [(Aspect.MOVED, "parkir", 1)]


def test_a_key_may_be_mended_when_its_choices_stay():
    [change] = changes(make.mended_text())

    assert (change.aspect, change.needs_decision, change.may_regrade) == (Aspect.RIGHT_ANSWER, True, True)


@pytest.mark.parametrize(
    ("old", "new", "aspect"),
    [
        ("- [ ] Surat", "- [x] Surat", Aspect.KIND),  # two are right: several ticks
        ("- [ ] Surat\n", "- [ ] Surat\n  > x\n- [ ] Lagu\n", None),
    ],
)
def test_another_kind_is_another_question(old, new, aspect):
    found = changes(LIVE.replace(old, new))

    assert [one.aspect for one in found] == [aspect or Aspect.REWORDED]
    assert not any(one.may_regrade for one in found)


def test_choices_are_known_by_their_words():
    """Two that change places are a mended key; when what is right moves with them, only another order."""
    swapped = LIVE.replace("Foto\n", "Anu\n").replace("Aplikasi\n", "Foto\n").replace("Anu\n", "Aplikasi\n")
    [mended] = changes(swapped)
    [moved] = changes(swapped.replace("[x] Foto", "[ ] Foto").replace("[ ] Aplikasi", "[x] Aplikasi"))

    assert (mended.aspect, mended.may_regrade, mended.is_reordered) == (Aspect.RIGHT_ANSWER, True, False)
    assert (moved.aspect, moved.may_regrade, moved.is_reordered) == (Aspect.RIGHT_ANSWER, True, True)
