from sqlalchemy import delete, func, select

from literasi.database import writing
from literasi.domain import markup
from literasi.domain.lessons import parse_lesson
from literasi.models import Lesson, SearchEntry, SearchWord
from literasi.services import indexing, publishing
from literasi.services.publishing import Text
from literasi.services.rendering import Rendered
from tests import make


def stems(session):
    return set(session.scalars(select(SearchWord.stem)))


def republish(session, course, text):
    document, problems = parse_lesson(text)
    assert document is not None, problems
    return publishing.publish_lesson(
        session,
        course,
        "berkas",
        document,
        Text(text, Rendered(markup.render_lesson(document), 1), "uji"),
        position=1,
        now=make.NOW,
    )


def test_publishing_makes_a_course_and_its_lessons_searchable(session):
    with writing(session):
        make.published(session)

    assert session.scalar(select(func.count(SearchEntry.id))) == 2
    assert {"jebak", "berkas", "samar"} <= stems(session)


def test_a_new_text_replaces_the_words_of_the_old_one(session):
    with writing(session):
        course = make.published(session).course
        republish(session, course, make.LESSON.replace("Seorang warga", "Seorang nelayan"))

    assert "nelayan" in stems(session)
    assert "warga" not in stems(session)
    assert session.scalar(select(func.count(SearchEntry.id))) == 2


def test_an_undone_publication_leaves_the_words_as_they_were(session):
    with writing(session):
        course = make.published(session).course
    republish(session, course, make.LESSON.replace("Seorang warga", "Seorang nelayan"))
    session.rollback()

    assert "warga" in stems(session)
    assert "nelayan" not in stems(session)


def test_what_was_live_before_the_search_is_indexed_once(session):
    with writing(session):
        make.published(session)
        expected = stems(session)
        session.execute(delete(SearchWord))
        session.execute(delete(SearchEntry))
    with writing(session):
        assert indexing.index_missing(session) == 2
    with writing(session):
        assert indexing.index_missing(session) == 0

    assert stems(session) == expected


def test_new_rules_take_the_words_anew(session, monkeypatch):
    with writing(session):
        make.published(session)
    monkeypatch.setattr(indexing, "INDEXER_VERSION", indexing.INDEXER_VERSION + 1)
    with writing(session):
        assert indexing.index_missing(session) == 2
    with writing(session):
        assert indexing.index_missing(session) == 0


def test_a_lesson_that_has_no_text_yet_is_left_alone(session):
    with writing(session):
        made = make.published(session)
        session.add(Lesson(course_id=made.course.id, slug="kosong", position=2, current_number=0))
    with writing(session):
        assert indexing.index_missing(session) == 0
