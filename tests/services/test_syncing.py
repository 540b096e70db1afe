import shutil

import pytest
from sqlalchemy import func, select

from literasi.config import ROOT
from literasi.database import writing
from literasi.domain.syncing import Step
from literasi.models import BankItem, Lesson, LessonRevision, Quiz, QuizRevision
from literasi.services import inspecting, syncing
from literasi.services.reading_files import problem_lines, read_content
from tests import make


@pytest.fixture
def tree(tmp_path):
    """A folder of content like the repository's, small."""
    root = tmp_path / "content"
    (root / "courses/jebakan").mkdir(parents=True)
    (root / "quizzes/jebakan").mkdir(parents=True)
    (root / "courses/jebakan/course.md").write_text(make.COURSE)
    (root / "courses/jebakan/01-berkas.md").write_text(make.LESSON)
    (root / "quizzes/jebakan/berkas.md").write_text(make.quiz_text())
    return root


def sync(session, root, now=make.NOW):
    files = read_content(root)
    assert not problem_lines(files)
    with writing(session):
        return syncing.import_content(session, files, now=now)


def change(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_the_first_import_publishes_everything_and_the_second_nothing(session, tree):
    assert len(sync(session, tree).having(Step.IMPORT)) == 3
    assert set(sync(session, tree).steps.values()) == {Step.NOTHING}
    assert session.scalar(select(func.count(LessonRevision.id))) == 1


def test_a_changed_file_becomes_a_new_revision(session, tree):
    sync(session, tree)
    change(tree / "courses/jebakan/01-berkas.md", "menerima berkas", "menerima sebuah berkas")

    assert sync(session, tree).having(Step.IMPORT) == ["courses/jebakan/berkas"]
    assert session.scalars(select(LessonRevision.number)).all() == [1, 2]


def test_a_new_number_in_the_file_name_moves_the_lesson_without_a_revision(session, tree):
    sync(session, tree)
    (tree / "courses/jebakan/01-berkas.md").rename(tree / "courses/jebakan/04-berkas.md")
    sync(session, tree)

    assert session.scalars(select(Lesson.position)).all() == [4]
    assert session.scalar(select(func.count(LessonRevision.id))) == 1


def test_both_sides_changed_is_a_conflict_and_nothing_is_touched(session, tree):
    sync(session, tree)
    with writing(session):
        make.published(session, quiz_source=make.quiz_text().replace("Kuis berkas", "Kuis dari situs"))
    change(tree / "quizzes/jebakan/berkas.md", "Kuis berkas", "Kuis dari berkas")

    assert sync(session, tree).having(Step.CONFLICT) == ["quizzes/jebakan/berkas"]
    assert (
        session.scalars(select(QuizRevision.title).order_by(QuizRevision.number)).all()[-1]
        == "Kuis dari situs"
    )


def test_a_removed_file_is_reported_and_its_lesson_stays(session, tree):
    sync(session, tree)
    (tree / "quizzes/jebakan/berkas.md").unlink()
    (tree / "courses/jebakan/01-berkas.md").unlink()

    assert sync(session, tree).having(Step.REPORT_GONE) == [
        "courses/jebakan/berkas",
        "quizzes/jebakan/berkas",
    ]


def test_a_refused_quiz_undoes_the_whole_import(session, tree):
    sync(session, tree)
    change(tree / "courses/jebakan/01-berkas.md", "menerima berkas", "menerima sebuah berkas")
    change(tree / "quizzes/jebakan/berkas.md", "verdict: salah", "verdict: benar")

    with pytest.raises(syncing.RefusedFile, match=r"quizzes/jebakan/berkas\.md:\d+: .*\{#undangan\}"):
        sync(session, tree)
    assert session.scalar(select(func.count(LessonRevision.id))) == 1


def test_what_is_wrong_between_files_is_told(tree):
    shutil.copy(tree / "courses/jebakan/01-berkas.md", tree / "courses/jebakan/01-lain.md")
    shutil.copy(tree / "quizzes/jebakan/berkas.md", tree / "quizzes/jebakan/kedua.md")
    (tree / "quizzes/tanpa-kursus").mkdir()
    change(tree / "quizzes/jebakan/berkas.md", "lesson: berkas", "lesson: tidak-ada")
    shutil.copy(tree / "quizzes/jebakan/kedua.md", tree / "quizzes/tanpa-kursus/x.md")
    (tree / "courses/jebakan/catatan.md").write_text(make.LESSON)

    told = "\n".join(problem_lines(read_content(tree)))

    assert (
        "courses/jebakan/01-lain.md:1: Nomor urut 1 sudah dipakai oleh courses/jebakan/01-berkas.md." in told
    )
    assert 'quizzes/jebakan/berkas.md:1: Pelajaran "tidak-ada" tidak ada di kursus "jebakan".' in told
    assert 'quizzes/tanpa-kursus/x.md:1: Kursus "tanpa-kursus" belum ada.' in told
    assert "courses/jebakan/catatan.md:1: Nama berkas pelajaran ini belum berpola." in told


def test_the_shipped_content_imports(session):
    with writing(session):
        make.shipped_channels(session)
    report = sync(session, ROOT)

    assert set(report.steps.values()) == {Step.IMPORT}
    assert set(sync(session, ROOT).steps.values()) == {Step.NOTHING}


@pytest.fixture
def tree_with_bank(tree):
    (tree / "quizzes/bank").mkdir()
    (tree / "quizzes/bank/uang.md").write_text(
        make.bank_text(*make.items(3, "salah"), *make.items(3, "benar"))
    )
    (tree / "quizzes/jebakan/kuis-akhir.md").write_text(make.final_text())
    return tree


def test_the_bank_is_published_indexed_and_synced_like_every_text(session, tree_with_bank):
    assert "quizzes/bank/uang" in sync(session, tree_with_bank).having(Step.IMPORT)
    assert session.scalar(select(func.count(BankItem.key))) == 6
    assert set(sync(session, tree_with_bank).steps.values()) == {Step.NOTHING}
    change(tree_with_bank / "quizzes/bank/uang.md", "difficulty: 3", "difficulty: 5")
    assert sync(session, tree_with_bank).having(Step.IMPORT) == ["quizzes/bank/uang"]
    assert set(session.scalars(select(BankItem.difficulty))) == {5}
    (tree_with_bank / "quizzes/bank/uang.md").unlink()
    assert sync(session, tree_with_bank).steps["quizzes/bank/uang"] is Step.REPORT_GONE
    assert list(inspecting.faults(session)) == []


def test_an_item_moves_from_a_quiz_into_the_bank_and_between_its_files_in_one_import(session, tree_with_bank):
    sync(session, tree_with_bank)
    bank, quiz = tree_with_bank / "quizzes/bank", tree_with_bank / "quizzes/jebakan/berkas.md"
    quiz.write_text(make.drawing_text())
    (bank / "kota.md").write_text(make.bank_text(make.item("undangan"), make.item("salah-1")))
    (bank / "uang.md").write_text(
        make.bank_text(*make.items(3, "salah")[1:], make.item("parkir", "benar"), *make.items(3, "benar"))
    )
    sync(session, tree_with_bank)
    files = dict(
        session.execute(select(BankItem.key, Quiz.slug).join(Quiz, Quiz.id == BankItem.quiz_id)).all()
    )

    assert (files["undangan"], files["salah-1"], files["parkir"], files["salah-2"]) == (
        "kota", "kota", "uang", "uang",
    )  # fmt: skip
    assert list(inspecting.faults(session)) == []


def test_another_quiz_becomes_the_final_one_in_one_import(session, tree_with_bank):
    sync(session, tree_with_bank)
    old = tree_with_bank / "quizzes/jebakan/kuis-akhir.md"
    (tree_with_bank / "quizzes/jebakan/baru.md").write_text(
        make.final_text().replace("arti-apk-", "arti-baru-")
    )
    change(old, "final: ya\n", "")
    sync(session, tree_with_bank)

    assert session.scalars(select(Quiz.slug).where(Quiz.is_final)).all() == ["baru"]


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("quizzes/jebakan/lain.md", make.final_text(), 'Kuis akhir kursus "jebakan" sudah dipakai'),
        ("quizzes/bank/kota.md", make.bank_text(make.item("salah-1")), 'Kunci pertanyaan "salah-1" sudah'),
        ("quizzes/bank/kota.md", make.bank_text(make.item("arti-apk")), 'Kunci pertanyaan "arti-apk" sudah'),
        ("quizzes/bank/tes-b.md", make.form_text(start=11), "Formulir tes A sudah dipakai"),
        ("quizzes/jebakan/tes-b.md", make.form_text("B"), 'Kunci "form" hanya dipakai di bank.'),
        ("courses/bank/course.md", make.COURSE, 'Nama "bank" disimpan'),
        ("courses/jebakan/02-selesai.md", make.LESSON, 'Nama "selesai" disimpan'),
        ("quizzes/bank/kota.md", make.quiz_text(), "Bank hanya berisi kabar untuk dinilai."),
    ],
)
def test_what_may_stand_once_or_nowhere_is_refused(tree_with_bank, path, text, told):
    (tree_with_bank / "quizzes/bank/tes-a.md").write_text(make.form_text())
    (tree_with_bank / path).parent.mkdir(exist_ok=True)
    (tree_with_bank / path).write_text(text)

    assert any(told in line for line in problem_lines(read_content(tree_with_bank)))


def test_an_item_that_changes_sides_between_practice_and_test_stops_the_import(session, tree_with_bank):
    sync(session, tree_with_bank)
    form = make.form_text().replace("{#a-salah-1}", "{#salah-1}")
    (tree_with_bank / "quizzes/bank/uang.md").write_text(form)
    with pytest.raises(syncing.RefusedFile, match="berganti use"):
        sync(session, tree_with_bank)
