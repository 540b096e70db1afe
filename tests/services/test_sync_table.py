"""Every row of the sync table, with real files and a real database, for each kind of text."""

import pytest

from literasi.database import writing
from literasi.domain.syncing import Step
from literasi.services import exporting, syncing, writing_files
from literasi.services.reading_files import problem_lines, read_content, read_texts
from tests import make
from tests.syncing import BANK, COURSE, LESSON, NAMES, QUIZ, SUBJECTS, Homes, publish

STAYS = None
TABLE = {
    "equal and remembered": (("A", "A", "A"), Step.NOTHING, STAYS),
    "equal, another base": (("A", "B", "A"), Step.REMEMBER, ("A", "A", "A")),
    "equal, no base": (("A", None, "A"), Step.REMEMBER, ("A", "A", "A")),
    "changed in the file": (("C", "A", "A"), Step.IMPORT, ("C", "C", "C")),
    "changed on the site": (("B", "B", "A"), Step.EXPORT, ("A", "A", "A")),
    "changed in both": (("C", "B", "A"), Step.CONFLICT, STAYS),
    "new file": (("A", None, None), Step.IMPORT, ("A", "A", "A")),
    "known once, gone from the site": (("A", "B", None), Step.IMPORT, ("A", "A", "A")),
    "new in both": (("C", None, "A"), Step.CONFLICT, STAYS),
    "new on the site": ((None, None, "A"), Step.EXPORT, ("A", "A", "A")),
    "file gone": ((None, "A", "A"), Step.REPORT_GONE, STAYS),
    "file gone, site changed": ((None, "B", "A"), Step.REPORT_GONE, STAYS),
}
RETIRED = [("C", "A", "A"), ("B", "B", "A"), ("C", "B", "A"), (None, "A", "A"), (None, None, "A")]


@pytest.fixture
def homes(session, tmp_path):
    return Homes(session, tmp_path / "content")


def run_import(homes, **options):
    files = read_content(homes.root)
    assert not problem_lines(files)
    with writing(homes.session) as session:
        return syncing.import_content(session, files, now=make.NOW, **options)


def run_export(homes):
    with writing(homes.session) as session:
        return exporting.export_content(session, homes.root, read_texts(homes.root), now=make.NOW)


@pytest.mark.parametrize("subject", SUBJECTS, ids=NAMES)
@pytest.mark.parametrize("row", TABLE)
def test_the_table(homes, subject, row):
    (file, base, live), step, after = TABLE[row]
    homes.arrange(subject, file=file, base=base, live=live)
    # First the command that this row is not for: it says the same and touches nothing.
    first, then = (run_import, run_export) if step is Step.EXPORT else (run_export, run_import)

    assert first(homes).steps[subject.identity] is step
    if step is not Step.REMEMBER:
        assert homes.state(subject) == (file, base, live)
        assert then(homes).steps[subject.identity] is step
    assert homes.state(subject) == (after or (file, base, live))
    again = run_import(homes).steps[subject.identity], run_export(homes).steps[subject.identity]
    assert set(again) == {Step.NOTHING if after else step}


@pytest.mark.parametrize("subject", SUBJECTS, ids=NAMES)
@pytest.mark.parametrize("state", RETIRED)
def test_what_is_retired_is_left_alone(homes, subject, state):
    file, base, live = state
    homes.arrange(subject, file=file, base=base, live=live, retired=True)

    assert run_import(homes).steps[subject.identity] is Step.SKIP_RETIRED
    assert run_export(homes).steps[subject.identity] is Step.SKIP_RETIRED
    assert homes.state(subject) == state


def test_an_export_and_an_import_give_back_every_byte(homes):
    homes.arrange(BANK, file="A", base="A", live="A")
    before = {path: path.read_bytes() for path in homes.root.rglob("*.md")}
    for path in before:
        path.unlink()
    files = read_texts(homes.root)
    with writing(homes.session) as session:
        everything = [subject.identity for subject in SUBJECTS]
        exporting.write_live(session, homes.root, files, everything, now=make.NOW)

    assert {path: path.read_bytes() for path in homes.root.rglob("*") if path.is_file()} == before
    assert set(run_import(homes).steps.values()) == {Step.NOTHING}


def test_a_file_keeps_its_own_number(homes):
    homes.arrange(LESSON, file="B", base="B", live="A")
    (homes.root / LESSON.path).rename(homes.root / "courses/jebakan/07-berkas.md")
    run_export(homes)

    assert (homes.root / "courses/jebakan/07-berkas.md").read_text() == LESSON.text("A")
    assert not (homes.root / LESSON.path).exists()


def test_a_lesson_whose_number_is_taken_gets_the_next_free_one(homes):
    homes.arrange(LESSON, file=None, base=None, live="A")
    for number, slug in ((1, "lain"), (2, "ketiga")):
        (homes.root / f"courses/jebakan/{number:02}-{slug}.md").write_text(make.LESSON)
    run_export(homes)

    assert (homes.root / "courses/jebakan/03-berkas.md").read_text() == LESSON.text("A")
    assert not problem_lines(read_content(homes.root))


def test_a_file_that_changes_meanwhile_is_not_written_over(homes):
    homes.arrange(LESSON, file="B", base="B", live="A")
    files = read_texts(homes.root)
    homes.write(LESSON, LESSON.text("C"))
    with pytest.raises(syncing.RefusedFile, match="baru saja berubah"), writing(homes.session) as session:
        exporting.export_content(session, homes.root, files, now=make.NOW)

    assert homes.state(LESSON) == ("C", "B", "A")


def test_a_link_out_of_the_tree_is_not_followed(homes, tmp_path):
    homes.arrange(LESSON, file=None, base="B", live="A")
    elsewhere = tmp_path / "elsewhere.md"
    elsewhere.write_text(LESSON.text("B"))
    (homes.root / LESSON.path).symlink_to(elsewhere)
    with pytest.raises(syncing.RefusedFile, match="Ini tautan ke tempat lain"):
        run_export(homes)

    assert elsewhere.read_text() == LESSON.text("B")


def test_two_files_of_one_lesson_are_refused(homes):
    homes.arrange(LESSON, file="B", base="B", live="A")
    (homes.root / "courses/jebakan/02-berkas.md").write_text(LESSON.text("B"))
    with pytest.raises(syncing.RefusedFile, match=r"02-berkas\.md:1: .*01-berkas\.md"):
        run_export(homes)


def test_a_strange_slug_never_becomes_a_path(homes):
    homes.arrange(COURSE, file="A", base="A", live="A")
    with writing(homes.session) as session:
        course = publish(session, COURSE, COURSE.text("A"))
        course.slug = ".."
    with pytest.raises(syncing.RefusedFile, match="nama berkas"):
        run_export(homes)


def test_a_broken_file_does_not_stop_the_export_of_others(homes):
    homes.arrange(QUIZ, file="B", base="B", live="A")
    homes.write(LESSON, "bukan pelajaran")

    assert run_export(homes).having(Step.EXPORT) == [QUIZ.identity]


def test_half_a_file_is_never_left(homes, monkeypatch):
    homes.arrange(LESSON, file="B", base="B", live="A")
    monkeypatch.setattr(writing_files.os, "fsync", lambda _: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        run_export(homes)

    assert homes.state(LESSON) == ("B", "B", "A")
    assert len(list((homes.root / "courses/jebakan").iterdir())) == 2


@pytest.mark.parametrize("subject", SUBJECTS, ids=NAMES)
@pytest.mark.parametrize("base", ["B", None])
def test_a_person_decides_for_the_file(homes, subject, base):
    homes.arrange(subject, file="C", base=base, live="A")

    assert run_import(homes, take_file=[subject.identity]).having(Step.IMPORT) == [subject.identity]
    assert homes.state(subject) == ("C", "C", "C")


@pytest.mark.parametrize("subject", SUBJECTS, ids=NAMES)
@pytest.mark.parametrize("base", ["B", None])
def test_a_person_decides_for_the_site(homes, subject, base):
    homes.arrange(subject, file="C", base=base, live="A")
    files = read_texts(homes.root)
    with writing(homes.session) as session:
        taken = syncing.conflicts(session, files)
        exporting.write_live(session, homes.root, files, taken, now=make.NOW)

    assert taken == [subject.identity]
    assert homes.state(subject) == ("A", "A", "A")


def test_taking_the_file_decides_nothing_but_conflicts(homes):
    homes.arrange(LESSON, file="B", base="B", live="A")
    run_import(homes, take_file=[LESSON.identity])

    assert homes.state(LESSON) == ("B", "B", "A")


@pytest.mark.parametrize("name", [LESSON.identity, LESSON.path, "courses/jebakan", "quizzes/x"])
def test_only_a_conflict_can_be_decided(homes, name):
    homes.arrange(LESSON, file="B", base="B", live="A")
    with pytest.raises(syncing.RefusedFile, match="tidak ada konflik"):
        syncing.conflicts(homes.session, read_texts(homes.root), [name])
