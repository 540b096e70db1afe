import pytest
from sqlalchemy import func, select

from literasi.database import writing
from literasi.models import QuizRevision
from literasi.services import publishing
from tests import make


def revisions(session):
    return session.scalar(select(func.count(QuizRevision.id)))


def test_publishing_adds_a_revision_and_keeps_the_old_ones(session):
    with writing(session):
        first = make.published(session)
        second = make.published(session, quiz_source=make.quiz_text().replace("Kuis berkas", "Kuis baru"))

    assert (first.quiz.number, second.quiz.number) == (1, 2)
    assert first.quiz.source == make.quiz_text()
    assert second.quiz.quiz.current_number == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- [ ] Foto", "- [x] Foto"),  # with the other one unticked below
        ("verdict: salah", "verdict: benar"),
    ],
)
def test_a_key_never_gets_another_right_answer(session, old, new):
    changed = make.quiz_text().replace(old, new, 1)
    if "Foto" in old:
        changed = changed.replace("- [x] Aplikasi", "- [ ] Aplikasi")
    with writing(session):
        make.published(session)

    with pytest.raises(publishing.ChangedKey), writing(session):
        make.published(session, quiz_source=changed)
    assert revisions(session) == 1


def test_not_even_after_the_key_was_away_for_a_revision(session):
    without = make.quiz_text().split("## Kabar yang ini?")[0]
    changed = make.quiz_text().replace("verdict: benar", "verdict: salah")
    with writing(session):
        make.published(session)
        make.published(session, quiz_source=without)

    with pytest.raises(publishing.ChangedKey) as refused, writing(session):
        make.published(session, quiz_source=changed)
    assert refused.value.keys == ["parkir"]
