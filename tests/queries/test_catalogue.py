"""The studio's view of every text, and its history, in a fixed number of statements."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import event

from literasi.database import writing
from literasi.domain.identities import Identity
from literasi.queries import bank_files, catalogue, revisions, taken_names
from literasi.services import drafting, retiring
from literasi.services.drafting import NewText
from tests import make

LATER = make.NOW + timedelta(hours=1)


@pytest.fixture
def site(session):
    """A course with a lesson and a final quiz, a bank, and a trainer who has begun two drafts."""
    with writing(session):
        make.bank(
            session, *make.items(2, "salah"), make.item("lama").replace("use:", "retired: 2026-01-01\nuse:")
        )
        made = make.published(session)
        make.final(session, made.course)
        trainer = make.account(session, "pelatih")
        texts = ["courses/jebakan/berkas", "quizzes/jebakan/berkas"]
        edit = drafting.begin_edit(session, trainer, texts, draft_id=uuid.uuid4(), now=LATER)
        fresh = [
            NewText("courses/jebakan/baru", make.LESSON),
            NewText("quizzes/jebakan/baru", make.quiz_text()),
        ]
        new = drafting.begin(session, trainer, fresh, draft_id=uuid.uuid4(), now=LATER)
        course = [NewText("courses/kedua/", make.COURSE)]
        other = drafting.begin(session, trainer, course, draft_id=uuid.uuid4(), now=LATER)
    return SimpleNamespace(trainer=trainer, edit=edit, new=new, other=other)


@pytest.fixture
def counted(session):
    """``counted(query)`` gives its answer, and how many statements it took."""

    def count(query, *arguments):
        statements = []

        def note(*details):
            if details[2] != "BEGIN":
                statements.append(details[2])

        event.listen(session.get_bind(), "before_cursor_execute", note)
        answer = query(session, *arguments)
        event.remove(session.get_bind(), "before_cursor_execute", note)
        session.rollback()
        return answer, len(statements)

    return count


def test_the_course_list_knows_what_is_being_written(site, counted):
    found, statements = counted(catalogue.courses)

    assert statements == 2
    assert [(one.identity.course, one.lessons, one.final) for one in found] == [("jebakan", 1, "kuis-akhir")]
    new, statements = counted(catalogue.new_courses)
    assert ([draft.draft_id for draft in new], statements) == ([site.other], 2)


def test_a_course_shows_everything_in_it(site, counted, session):
    found, statements = counted(catalogue.course_contents, "jebakan")

    assert statements == 4
    (lesson,) = found.lessons
    assert (lesson.title, lesson.number, lesson.author, lesson.author_name) == (
        "Berkas yang Menyamar", 1, "uji", None,
    )  # fmt: skip
    assert (lesson.quiz.title, lesson.quiz.questions) == ("Kuis berkas", 3)
    assert [draft.draft_id for draft in lesson.drafts] == [site.edit]
    assert [draft.draft_id for draft in found.news] == [site.new]
    assert [quiz.identity.slug for quiz in found.quizzes] == ["kuis-akhir"]
    assert found.has_final
    with writing(session):
        retiring.retire(session, lesson.identity, by_id=site.trainer, now=LATER)
    found, _ = counted(catalogue.course_contents, "jebakan")
    assert (len(found.lessons), [one.identity.slug for one in found.retired]) == (0, ["berkas"])


def test_it_takes_no_more_statements_for_more_lessons(site, counted, session):
    with writing(session):
        for number in range(5):
            make.another_lesson(session, f"lagi-{number}", position=number + 2)

    assert counted(catalogue.course_contents, "jebakan")[1] == 4
    assert counted(catalogue.course_contents, "tidak-ada")[0] is None


def test_the_bank_tells_its_items_in_order(site, counted):
    (file,), statements = counted(bank_files.files)

    assert statements == 2
    assert (file.items, file.retired_items) == (2, 1)
    found, statements = counted(bank_files.items_of, "uang")
    assert statements == 2
    assert [(one.key, one.label, one.retired_at is None) for one in found] == [
        ("salah-1", "Label salah-1", True), ("salah-2", "Label salah-2", True), ("lama", "Label lama", False),
    ]  # fmt: skip
    assert counted(bank_files.items_of, "tidak-ada")[0] == []


def test_slugs_are_known_whatever_they_name(site, session):
    assert taken_names.slugs_in(session, "jebakan") == {"berkas", "kuis-akhir"}
    assert taken_names.slugs_in(session, "bank") == {"uang"}
    assert taken_names.course_slugs(session) == {"jebakan"}


@pytest.mark.parametrize(
    ("identity", "source"),
    [
        (Identity("course", "jebakan", ""), make.COURSE),
        (Identity("lesson", "jebakan", "berkas"), make.LESSON),
        (Identity("quiz", "jebakan", "berkas"), make.quiz_text()),
    ],
)
def test_every_kind_of_text_has_its_history(site, counted, session, identity, source):
    with writing(session):
        make.published(session, now=LATER)
    found, statements = counted(revisions.revisions, identity)

    assert statements == 1
    assert [(one.number, one.author, one.published_at) for one in found] == [
        (2, "uji", LATER), (1, "uji", make.NOW),
    ]  # fmt: skip
    assert revisions.source_of(session, identity, 1) == source
    assert revisions.source_of(session, identity, 3) is None


def test_the_bank_has_its_history_too(site, session):
    found = Identity("bank", "bank", "uang")

    assert [one.number for one in revisions.revisions(session, found)] == [1]
    assert "salah-2" in revisions.source_of(session, found, 1)
    assert revisions.revisions(session, Identity("bank", "bank", "x")) == []
