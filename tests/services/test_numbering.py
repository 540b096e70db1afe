"""The number in a file's name and the place on the site follow each other; and lessons that moved."""

import pytest
from sqlalchemy import select, update

from literasi.database import writing
from literasi.domain.identities import Identity
from literasi.domain.syncing import Step
from literasi.models import Lesson, SyncedFile
from literasi.services import exporting, ordering, publishing, retiring, syncing
from literasi.services.reading_files import problem_lines, read_content, read_texts
from tests import make

OTHER = make.COURSE.replace("Kenali Jebakan", "Saring").replace("position: 1", "position: 2")


@pytest.fixture
def tree(session, tmp_path):
    """Three lessons in files and on the site, in step; and another course."""
    root = tmp_path / "content"
    for folder in ("courses/jebakan", "courses/saring", "quizzes/jebakan"):
        (root / folder).mkdir(parents=True)
    (root / "courses/jebakan/course.md").write_text(make.COURSE)
    (root / "courses/saring/course.md").write_text(OTHER)
    (root / "courses/jebakan/01-berkas.md").write_text(make.LESSON)
    (root / "courses/jebakan/02-dua.md").write_text(make.LESSON)
    (root / "courses/jebakan/03-tiga.md").write_text(make.LESSON)
    (root / "quizzes/jebakan/berkas.md").write_text(make.quiz_text())
    run_import(session, root)
    return root


def run_import(session, root):
    with writing(session):
        aside = syncing.set_aside(session)
    files = read_content(root, aside=aside)
    assert not problem_lines(files)
    with writing(session):
        return syncing.import_content(session, files, now=make.NOW)


def run_export(session, root):
    with writing(session):
        return exporting.export_content(session, root, read_texts(root), now=make.NOW)


def place(session, slug, position):
    with writing(session):
        session.execute(update(Lesson).where(Lesson.slug == slug).values(position=position))


def order(session):
    return dict(session.execute(select(Lesson.slug, Lesson.position)).all())


def names(root, course="jebakan"):
    return sorted(path.name for path in (root / "courses" / course).iterdir() if path.name != "course.md")


def test_in_step_nothing_is_to_do(session, tree):
    report = run_import(session, tree)

    assert set(report.steps.values()) == {Step.NOTHING}
    assert {number.step for number in report.numbers.values()} == {Step.NOTHING}
    positions = select(SyncedFile.position).where(SyncedFile.position.is_not(None))
    assert sorted(session.scalars(positions)) == [1, 2, 3]


def test_a_file_that_moved_moves_its_lesson(session, tree):
    (tree / "courses/jebakan/03-tiga.md").rename(tree / "courses/jebakan/07-tiga.md")
    assert run_export(session, tree).moved(Step.IMPORT) == ["courses/jebakan/tiga"]
    assert order(session)["tiga"] == 3
    assert run_import(session, tree).moved(Step.IMPORT) == ["courses/jebakan/tiga"]
    assert order(session)["tiga"] == 7
    assert run_import(session, tree).moved(Step.IMPORT) == []


def test_an_order_made_on_the_site_outlasts_the_next_start_and_reaches_the_files(session, tree):
    place(session, "dua", 3), place(session, "tiga", 2)
    moved = ["courses/jebakan/dua", "courses/jebakan/tiga"]

    assert run_import(session, tree).moved(Step.EXPORT) == moved
    assert order(session) == {"berkas": 1, "dua": 3, "tiga": 2}
    assert run_export(session, tree).moved(Step.EXPORT) == moved
    assert names(tree) == ["01-berkas.md", "02-tiga.md", "03-dua.md"]
    assert run_import(session, tree).moved(Step.EXPORT, Step.IMPORT) == []
    assert order(session) == {"berkas": 1, "dua": 3, "tiga": 2}


def test_moved_on_both_sides_the_site_counts_and_it_is_told(session, tree):
    place(session, "tiga", 8)
    (tree / "courses/jebakan/03-tiga.md").rename(tree / "courses/jebakan/06-tiga.md")

    assert run_import(session, tree).moved(Step.CONFLICT) == ["courses/jebakan/tiga"]
    assert order(session)["tiga"] == 8
    run_export(session, tree)
    assert names(tree)[-1] == "08-tiga.md"
    assert run_import(session, tree).moved(Step.CONFLICT) == []


def test_a_changed_text_is_imported_without_losing_the_sites_order(session, tree):
    place(session, "dua", 3), place(session, "tiga", 2)
    path = tree / "courses/jebakan/02-dua.md"
    path.write_text(path.read_text().replace("menerima berkas", "menerima sebuah berkas"))

    assert run_import(session, tree).having(Step.IMPORT) == ["courses/jebakan/dua"]
    assert order(session) == {"berkas": 1, "dua": 3, "tiga": 2}


def test_a_number_that_a_new_file_has_taken_is_left_to_it(session, tree):
    place(session, "tiga", 9)
    (tree / "courses/jebakan/09-baru.md").write_text(make.LESSON)
    run_export(session, tree)

    assert "03-tiga.md" in names(tree)


def test_what_was_remembered_before_numbers_were_goes_by_the_file(session, tree):
    with writing(session):
        session.execute(update(SyncedFile).values(position=None))
    (tree / "courses/jebakan/03-tiga.md").rename(tree / "courses/jebakan/07-tiga.md")
    run_import(session, tree)

    assert order(session)["tiga"] == 7


def move(session, slug, course="jebakan", to="saring"):
    with writing(session):
        ordering.move_lesson(session, course, slug, to, by_id=make.learner(session, slug * 9), now=make.NOW)


def test_a_lesson_that_moved_is_told_not_published_again(session, tree):
    move(session, "berkas")
    report = run_import(session, tree)

    assert report.having(Step.REPORT_MOVED) == ["courses/jebakan/berkas", "quizzes/jebakan/berkas"]
    assert report.having(Step.EXPORT) == ["courses/saring/berkas", "quizzes/saring/berkas"]
    assert len(session.scalars(select(Lesson)).all()) == 3


def test_an_export_takes_the_files_along(session, tree):
    move(session, "berkas")
    run_export(session, tree)

    assert names(tree) == ["02-dua.md", "03-tiga.md"]
    assert names(tree, "saring") == ["01-berkas.md"]
    assert (tree / "quizzes/saring/berkas.md").exists()
    assert not (tree / "quizzes/jebakan/berkas.md").exists()
    assert set(run_import(session, tree).steps.values()) == {Step.NOTHING}
    assert not problem_lines(read_content(tree))


def test_and_back_again(session, tree):
    move(session, "berkas")
    run_export(session, tree)
    move(session, "berkas", "saring", "jebakan")
    run_export(session, tree)

    assert names(tree) == ["02-dua.md", "03-tiga.md", "04-berkas.md"]
    assert names(tree, "saring") == []
    assert set(run_import(session, tree).steps.values()) == {Step.NOTHING}


def test_a_file_that_was_changed_at_its_old_place_stays_there(session, tree):
    move(session, "berkas")
    path = tree / "courses/jebakan/01-berkas.md"
    path.write_text(path.read_text().replace("menerima berkas", "menerima sebuah berkas"))
    report = run_export(session, tree)

    assert path.exists()
    assert "courses/jebakan/berkas" in report.having(Step.REPORT_MOVED)
    assert "courses/jebakan/berkas" in run_import(session, tree).having(Step.REPORT_MOVED)


def test_a_new_lesson_at_an_old_address_is_a_lesson(session, tree):
    move(session, "dua")
    run_export(session, tree)
    with writing(session):
        make.another_lesson(session, "dua", position=4)
    run_export(session, tree)

    assert names(tree) == ["01-berkas.md", "03-tiga.md", "04-dua.md"]
    assert run_import(session, tree).having(Step.REPORT_MOVED) == []


def test_a_retired_text_claims_no_number_and_no_key(session, tree):
    with writing(session):
        trainer = make.learner(session, "x" * 43)
        identity = Identity("quiz", "jebakan", "berkas")
        retiring.retire(session, identity, by_id=trainer, now=make.NOW)
        source = (
            make.quiz_text()
            .replace("lesson: berkas\n", "")
            .replace("read=kejadiannya", "")
            .replace("apk }", "apk}")
        )
        course = publishing.find_course(session, "jebakan")
        make.final(session, course, slug="pengganti", source=source)
    run_export(session, tree)

    assert (tree / "quizzes/jebakan/pengganti.md").exists()
    assert run_import(session, tree).having(Step.SKIP_RETIRED) == ["quizzes/jebakan/berkas"]
