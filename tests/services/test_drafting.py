"""Drafts: what is typed is never lost, and nothing half-done is published."""

import json
import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from literasi.database import writing
from literasi.domain import examples
from literasi.domain.people import Role
from literasi.models import AuditEvent, Draft, Lesson, LessonRevision
from literasi.queries import drafts
from literasi.services import checking_drafts, deciding, drafting, inspecting, ordering, reviewing
from tests import make
from tests.services.test_ordering import add_course

LESSON, QUIZ = "courses/jebakan/berkas", "quizzes/jebakan/berkas"
TODAY = date(2026, 11, 23)
LATER = make.NOW + timedelta(minutes=5)


@pytest.fixture
def studio(session):
    """Two trainers, and a draft of the first: her number, his number, the draft's id."""
    with writing(session):
        make.published(session)
        sari = make.account(session, "sari", roles=[Role.TRAINER])
        budi = make.account(session, "budi", roles=[Role.TRAINER])
        return sari, budi, make.draft(session, sari)


def version(session, draft_id):
    return session.scalar(select(Draft.version).where(Draft.id == draft_id))


def send(session, studio):
    sari, _, draft_id = studio
    with writing(session):
        reviewing.send_for_review(session, draft_id, sari, version=version(session, draft_id), now=make.NOW)


def publish(session, draft_id, by_id, *, number=None):
    whole = drafts.whole_draft(session, draft_id)
    checked = checking_drafts.check(
        session, {text.identity: text.source for text in whole.texts}, today=TODAY
    )
    with writing(session):
        reviewing.publish(session, draft_id, checked, version=number or whole.version, by_id=by_id, now=LATER)


def save(session, studio, number, **texts):
    sari, _, draft_id = studio
    sources = {{"lesson": LESSON, "quiz": QUIZ}[name]: source for name, source in texts.items()}
    with writing(session):
        return drafting.save(session, draft_id, sari, sources, version=number, now=LATER)


def test_a_draft_is_begun_from_what_is_live(session, studio):
    whole = drafts.whole_draft(session, studio[2])

    assert [(text.identity, text.base_number) for text in whole.texts] == [(LESSON, 1), (QUIZ, 1)]
    assert [text.source for text in whole.texts] == [make.LESSON, make.quiz_text()]
    assert whole.title == "Berkas yang Menyamar"


def test_beginning_again_goes_on_with_the_same_draft(session, studio):
    sari, budi, draft_id = studio
    with writing(session):
        assert make.draft(session, sari) == draft_id
        assert make.draft(session, budi) != draft_id


def test_a_save_grows_the_version_and_the_same_text_does_not(session, studio):
    assert save(session, studio, 1, lesson="baru\n") == 2
    assert save(session, studio, 1, lesson="baru\n") == 2, "a double click"
    assert drafts.whole_draft(session, studio[2]).texts[0].source == "baru\n"


@pytest.mark.parametrize(
    ("identity", "title"),
    [
        ("courses/baru/", "Kursus tanpa judul: baru"),
        ("courses/jebakan/baru", "Pelajaran tanpa judul: baru"),
        ("quizzes/jebakan/baru", "Kuis tanpa judul: baru"),
        ("quizzes/bank/baru", "Berkas bank tanpa judul: baru"),
    ],
)
def test_a_draft_without_a_title_is_named_in_words(session, studio, identity, title):
    texts = [drafting.NewText(identity, "")]
    with writing(session):
        draft_id = drafting.begin(session, studio[0], texts, draft_id=uuid.uuid4(), now=make.NOW)

    assert drafts.whole_draft(session, draft_id).title == title


def test_a_draft_that_was_emptied_keeps_its_title(session, studio):
    save(session, studio, 1, lesson="")

    assert drafts.whole_draft(session, studio[2]).title == "Berkas yang Menyamar"


def test_the_line_ends_of_a_browser_become_those_of_a_file(session, studio):
    save(session, studio, 1, lesson="satu\r\ndua")

    assert drafts.whole_draft(session, studio[2]).texts[0].source == "satu\ndua\n"


def test_two_pages_never_write_over_each_other(session, studio):
    save(session, studio, 1, lesson="dari tab kedua\n")

    with pytest.raises(drafting.StaleEdit) as problem:
        save(session, studio, 1, lesson="dari tab pertama\n")
    assert problem.value.version == 2
    assert problem.value.sources[LESSON] == "dari tab kedua\n"
    assert drafts.whole_draft(session, studio[2]).texts[0].source == "dari tab kedua\n"


def test_a_draft_of_somebody_else_does_not_exist(session, studio):
    _, budi, draft_id = studio
    for step in (drafting.discard, drafting.bring_back, reviewing.take_back):
        with pytest.raises(drafting.UnknownDraft), writing(session):
            step(session, draft_id, budi, now=LATER)
    with pytest.raises(drafting.UnknownDraft), writing(session):
        drafting.save(session, uuid.uuid4(), budi, {}, version=1, now=LATER)


def test_what_was_put_aside_comes_back_with_its_text(session, studio):
    sari, _, draft_id = studio
    save(session, studio, 1, lesson="setengah jadi\n")
    with writing(session):
        drafting.discard(session, draft_id, sari, now=LATER)
    with pytest.raises(drafting.DraftClosed):
        save(session, studio, 2, lesson="tidak boleh\n")
    with writing(session):
        drafting.bring_back(session, draft_id, sari, now=LATER)

    assert drafts.whole_draft(session, draft_id).texts[0].source == "setengah jadi\n"


def test_an_author_does_not_approve_the_own_text(session, studio):
    sari, _, draft_id = studio
    send(session, studio)

    with pytest.raises(reviewing.OwnReview):
        publish(session, draft_id, sari)
    with pytest.raises(drafting.DraftClosed):
        save(session, studio, 1, lesson="diam-diam\n")


def test_nothing_is_published_past_the_review(session, studio):
    with pytest.raises(drafting.DraftClosed):
        publish(session, studio[2], studio[1])


def test_an_operator_may_say_that_one_trainer_is_enough(session, studio):
    sari, budi, draft_id = studio
    with writing(session):
        deciding.need_second_trainer(session, False, by_id=sari, now=LATER)
    with pytest.raises(drafting.UnknownDraft):
        publish(session, draft_id, budi)
    publish(session, draft_id, sari)

    assert drafts.whole_draft(session, draft_id).state == "published"
    assert "site.setting" in session.scalars(select(AuditEvent.action)).all()


def test_a_second_trainer_publishes_lesson_and_quiz_together(session, studio):
    sari, budi, draft_id = studio
    lesson = make.LESSON.replace("## Kejadiannya", "## Peristiwanya")
    quiz = make.quiz_text().replace("read=kejadiannya", "read=peristiwanya")
    save(session, studio, 1, lesson=lesson, quiz=quiz)
    send(session, studio)
    publish(session, draft_id, budi)

    newest = session.scalars(select(LessonRevision).order_by(LessonRevision.number.desc())).first()
    assert (newest.number, newest.source, newest.author, newest.author_id) == (2, lesson, "studio", sari)
    assert list(inspecting.faults(session)) == []


def test_a_lesson_that_moved_while_its_draft_was_read_is_not_published_at_the_old_place(session, studio):
    sari, budi, draft_id = studio
    save(session, studio, 1, lesson=make.LESSON.replace("warga", "tetangga"))
    send(session, studio)
    whole = drafts.whole_draft(session, draft_id)
    checked = checking_drafts.check(
        session, {text.identity: text.source for text in whole.texts}, today=TODAY
    )
    with writing(session):
        add_course(session, "lain", 2)
        ordering.move_lesson(session, "jebakan", "berkas", "lain", by_id=budi, now=LATER)

    for version in (
        whole.version,
        whole.version + 1,
    ):  # the page of before, or one that lost the texts' names
        with pytest.raises(drafting.StaleEdit), writing(session):
            reviewing.publish(session, draft_id, checked, version=version, by_id=budi, now=LATER)
    publish(session, draft_id, budi)
    assert session.scalar(select(func.count(Lesson.id))) == 1
    assert list(inspecting.faults(session)) == []


def test_only_the_text_that_changed_becomes_a_revision(session, studio):
    save(session, studio, 1, quiz=make.quiz_text().replace("Kuis berkas", "Kuis tentang berkas"))
    with writing(session):
        make.published(session)  # somebody else publishes both meanwhile
    send(session, studio)

    with pytest.raises(reviewing.StaleBase, match=QUIZ):
        publish(session, studio[2], studio[1])
    sari, _, draft_id = studio
    with writing(session):
        reviewing.take_back(session, draft_id, sari, now=LATER)
        drafting.rebase(session, draft_id, sari, [QUIZ], version=version(session, draft_id), now=LATER)
    send(session, studio)
    publish(session, draft_id, studio[1])

    assert session.scalar(select(func.count(LessonRevision.id))) == 2, "the lesson has no third revision"


def test_the_reviewer_publishes_what_was_read_or_nothing(session, studio):
    send(session, studio)

    with pytest.raises(drafting.StaleEdit):
        publish(session, studio[2], studio[1], number=7)


def test_a_text_with_errors_is_not_published(session, studio):
    save(session, studio, 1, lesson=make.LESSON.replace("minutes: 4", "minutes: lama"))
    send(session, studio)

    with pytest.raises(reviewing.NotSound):
        publish(session, studio[2], studio[1])
    assert session.scalar(select(LessonRevision.number).order_by(LessonRevision.id.desc())) == 1


def test_an_edit_from_an_older_revision_is_told_and_then_goes_on(session, studio):
    sari, budi, draft_id = studio
    with writing(session):
        other = make.draft(session, budi)
        drafting.save(
            session, other, budi, {LESSON: make.LESSON.replace("warga", "tetangga")}, version=1, now=LATER
        )
        reviewing.send_for_review(session, other, budi, version=2, now=LATER)
    publish(session, other, sari)
    save(session, studio, 1, lesson=make.LESSON.replace("warga", "teman"))
    send(session, studio)

    with pytest.raises(reviewing.StaleBase, match=LESSON):
        publish(session, draft_id, budi)
    with writing(session):
        reviewing.take_back(session, draft_id, sari, now=LATER)
        drafting.rebase(
            session, draft_id, sari, [LESSON, QUIZ], version=version(session, draft_id), now=LATER
        )
    send(session, studio)
    publish(session, draft_id, budi)

    sources = session.scalars(select(LessonRevision.source).order_by(LessonRevision.number)).all()
    assert ["warga" in sources[0], "tetangga" in sources[1], "teman" in sources[2]] == [True] * 3


def test_a_quiz_is_checked_against_the_lesson_beside_it(session, studio):
    sources = {LESSON: make.LESSON.replace("## Kejadiannya", "## Peristiwanya"), QUIZ: make.quiz_text()}
    lesson, quiz = checking_drafts.check(session, sources, today=TODAY)
    alone = checking_drafts.check(session, {QUIZ: make.quiz_text()}, today=TODAY)[0]

    assert lesson.errors == ()
    assert [problem.line for problem in quiz.errors] == [14]
    assert alone.errors == ()


@pytest.mark.parametrize(
    ("identity", "source", "words"),
    [
        ("quizzes/jebakan/lain", make.quiz_text().replace("lesson: berkas\n", ""), "sudah dipakai di"),
        ("quizzes/jebakan/lain", make.quiz_text(), "sudah punya kuis"),
        ("quizzes/tidak-ada/lain", make.quiz_text(), 'Kursus "tidak-ada" belum ada'),
        ("courses/jebakan/selesai", make.LESSON, "disimpan untuk halaman situs"),
        (
            "quizzes/jebakan/berkas",
            make.quiz_text().replace("lesson: berkas", "lesson: lain"),
            "tidak ada di kursus",
        ),
    ],
)
def test_what_stands_between_a_text_and_the_live_ones(session, studio, identity, source, words):
    (checked,) = checking_drafts.check(session, {identity: source}, today=TODAY)

    assert any(words in problem.message for problem in checked.errors), checked.errors
    assert checked.rendered is None


def test_advice_does_not_keep_a_text_from_being_published(session, studio):
    worded = make.LESSON.replace("Seorang warga menerima berkas.", "Verifikasi dahulu pesan itu.")
    (checked,) = checking_drafts.check(session, {LESSON: worded}, today=TODAY)

    assert checked.errors == ()
    assert 18 in [problem.line for problem in checked.advice]
    assert checked.rendered is not None


def test_a_draft_renders_as_publishing_does(session, studio):
    _, budi, draft_id = studio
    send(session, studio)
    whole = drafts.whole_draft(session, draft_id)
    lesson, _ = checking_drafts.check(
        session, {text.identity: text.source for text in whole.texts}, today=TODAY
    )
    publish(session, draft_id, budi)
    stored = session.scalars(select(LessonRevision.rendered).order_by(LessonRevision.number.desc())).first()

    assert json.dumps(lesson.rendered.html, ensure_ascii=False) == stored


def test_a_text_that_nobody_has_begun_has_one_finding_for_all_its_examples(session, studio):
    source = examples.lesson_skeleton("Memeriksa video", TODAY)
    (checked,) = checking_drafts.check(session, {"courses/jebakan/video": source}, today=TODAY)

    assert len(checked.errors) <= 3, checked.errors
    assert any("tempat masih berisi contoh" in problem.message for problem in checked.errors)
