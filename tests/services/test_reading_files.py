"""Whatever lies in the tree of content, reading it ends, and says what is wrong in one line each."""

import os
import socket
from datetime import date

import pytest

from literasi.domain.texts import LARGEST_FILE
from literasi.services.reading_files import advice_lines, problem_lines, read_content, read_texts
from tests import make


@pytest.fixture
def tree(tmp_path):
    root = tmp_path / "content"
    (root / "courses/jebakan").mkdir(parents=True)
    (root / "quizzes/jebakan").mkdir(parents=True)
    (root / "courses/jebakan/course.md").write_text(make.COURSE)
    (root / "courses/jebakan/01-berkas.md").write_text(make.LESSON)
    return root


def listen(path):
    here = os.getcwd()
    os.chdir(path.parent)  # the path of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(path.name)
    finally:
        os.chdir(here)


ODD = {
    "folder": (lambda path: path.mkdir(), "Ini folder, bukan berkas biasa."),
    "pipe": (os.mkfifo, "Ini bukan berkas biasa."),
    "socket": (listen, "Ini bukan berkas biasa."),
    "link out": (lambda path: path.symlink_to("/etc/hostname"), "Ini tautan ke tempat lain"),
    "link in": (lambda path: path.symlink_to("01-berkas.md"), "Ini tautan ke tempat lain"),
    "dead link": (lambda path: path.symlink_to("tidak-ada"), "Ini tautan ke tempat lain"),
    "large": (lambda path: path.write_bytes(b"x" * (LARGEST_FILE + 1)), "lebih besar dari 64 KB"),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_thing_is_one_line_and_the_rest_is_read(tree, name):
    make_it, told = ODD[name]
    make_it(tree / "courses/jebakan/10-aneh.md")
    (line,) = problem_lines(read_content(tree))

    assert line.startswith("courses/jebakan/10-aneh.md:1: ")
    assert told in line
    assert len(read_texts(tree)) == 3


@pytest.mark.parametrize("place", ["courses", "courses/jebakan"])
def test_a_link_to_a_folder_is_named_and_not_followed(tree, tmp_path, place):
    (tmp_path / "lain").mkdir()
    (tmp_path / "lain/course.md").write_text(make.COURSE)
    (tree / place / "tautan").symlink_to(tmp_path / "lain")

    (line,) = problem_lines(read_content(tree))
    assert line.startswith(f"{place}/tautan:1: Ini tautan ke tempat lain")


def test_what_may_not_be_read_is_named(tree, monkeypatch):
    refused = PermissionError(13, "Permission denied")

    def refuse(path, *_args, **_options):
        raise refused

    monkeypatch.setattr("pathlib.Path.open", refuse)
    told = problem_lines(read_content(tree))

    assert "courses/jebakan/01-berkas.md:1: Ini tidak bisa dibaca: Permission denied." in "\n".join(told)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser reads everything")
def test_a_folder_that_may_not_be_read_is_named(tree):
    (tree / "courses/tertutup").mkdir(mode=0)
    try:
        (line,) = problem_lines(read_content(tree))
    finally:
        (tree / "courses/tertutup").chmod(0o700)
    assert line.startswith("courses/tertutup:1: Folder ini tidak bisa dibaca.")


@pytest.mark.parametrize("folder", ["courses", "quizzes"])
def test_a_stray_file_is_told_once(tree, folder):
    (tree / folder / "course.md").write_text("Catatan saya.")
    (line,) = problem_lines(read_content(tree))

    assert line == (
        f"{folder}/course.md:1: Berkas ini tidak berada di dalam folder kursus. "
        f'Pindahkan ke "{folder}/nama-kursus/".'
    )


@pytest.mark.parametrize(
    "place", ["courses", "courses/jebakan", "quizzes", "quizzes/jebakan", "quizzes/bank"]
)
def test_a_read_me_is_told_plainly(tree, place):
    (tree / place).mkdir(exist_ok=True)
    (tree / place / "README.md").write_text("# Tentang folder ini\n")
    (line,) = problem_lines(read_content(tree))

    assert line.startswith(f'{place}/README.md:1: "README.md" bukan pelajaran atau kuis.')


def test_two_lessons_without_a_number_do_not_share_one(tree):
    for name in ("catatan.md", "coretan.md"):
        (tree / "courses/jebakan" / name).write_text(make.LESSON)
    told = "\n".join(problem_lines(read_content(tree)))

    assert told.count("belum berpola") == 2
    assert "Nomor urut" not in told


def test_a_tree_without_quizzes_is_read(tree):
    (tree / "quizzes/jebakan").rmdir()
    (tree / "quizzes").rmdir()

    assert problem_lines(read_content(tree)) == []


def test_words_that_a_text_must_not_say_are_problems_and_keep_it_from_being_rendered(tree):
    path = tree / "courses/jebakan/01-berkas.md"
    path.write_text(make.LESSON.replace("menerima berkas.", "menerima [ini](https://contoh.id/) kemarin."))
    (line,) = problem_lines(read_content(tree))

    assert line.startswith("courses/jebakan/01-berkas.md:18: Teks tautan “ini” tidak menyebut tujuannya.")
    assert [file.rendered is None for file in read_content(tree)] == [True, False]


def test_advice_keeps_nothing_back_and_knows_the_day_only_when_told(tree):
    path = tree / "courses/jebakan/01-berkas.md"
    path.write_text(make.LESSON.replace("menerima berkas.", "menerima link."))
    files = read_content(tree)
    link = "courses/jebakan/01-berkas.md:18: Kata sulit: “link”. Coba: “tautan”."

    assert problem_lines(files) == []
    assert all(file.rendered for file in files)
    assert link in advice_lines(files)
    assert not any("sudah lewat" in line for line in advice_lines(files))
    due = advice_lines(read_content(tree, today=date(2027, 5, 21)))
    assert any(line.startswith("courses/jebakan/01-berkas.md:13: review-by 2027-05-20") for line in due)
