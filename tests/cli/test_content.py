"""``flask content …`` as an operator types it."""

import pytest

from literasi.database import db
from tests import make
from tests.syncing import LESSON, NAMES, QUIZ, SUBJECTS, Homes


@pytest.fixture
def homes(app, tmp_path):
    with app.app_context():
        yield Homes(db.session(), tmp_path / "content")


@pytest.fixture
def content(app, homes):
    """Runs a command on that tree; returns its exit status and everything that it said."""

    def run(command, *words):
        result = app.test_cli_runner().invoke(
            args=["content", command, *words, "--root", str(homes.root)], catch_exceptions=False
        )
        db.session.rollback()
        return result.exit_code, result.output

    return run


def test_export_writes_and_says_what(homes, content):
    homes.arrange(QUIZ, file="B", base="B", live="A")

    assert content("export") == (0, f"Isi: 1 ditulis ke berkas.\n  {QUIZ.identity}\n")
    assert homes.state(QUIZ) == ("A", "A", "A")
    assert content("export") == (0, "Isi: 0 ditulis ke berkas.\n")


@pytest.mark.parametrize("subject", SUBJECTS, ids=NAMES)
@pytest.mark.parametrize("command", ["import", "export"])
def test_a_conflict_names_both_sides_and_how_to_decide(homes, content, subject, command):
    homes.arrange(subject, file="C", base="B", live="A")
    status, said = content(command)

    assert status == 1
    assert f"KONFLIK {subject.identity}: berubah di berkas dan di situs" in said
    assert f"berkas: {subject.path}, " in said
    assert "situs:  revisi 1 oleh situs, 23 November 2026 14.02 Wita" in said
    for side in ("file", "web"):
        assert f"flask --app app content import --take {side} {subject.identity}" in said
    assert homes.state(subject) == ("C", "B", "A")


@pytest.mark.parametrize("name", ["identity", "path", "none"])
@pytest.mark.parametrize(("side", "after"), [("file", "C"), ("web", "A")])
def test_a_conflict_is_decided(homes, content, side, after, name):
    homes.arrange(LESSON, file="C", base="B", live="A")
    names = {"identity": [LESSON.identity], "path": [LESSON.path], "none": []}[name]
    status, said = content("import", "--take", side, *names)

    assert status == 0, said
    assert homes.state(LESSON) == (after, after, after)
    assert content("import")[0] == 0


def test_only_the_named_conflict_is_decided(homes, content):
    homes.arrange(QUIZ, file="C", base="B", live="A")
    homes.arrange(LESSON, file="C", base="B", live="A")
    status, said = content("import", "--take", "web", LESSON.identity)

    assert status == 1
    assert f"KONFLIK {QUIZ.identity}" in said
    assert homes.state(LESSON) == ("A", "A", "A")
    assert homes.state(QUIZ) == ("C", "B", "A")


def test_the_site_may_win_over_a_broken_file(homes, content):
    homes.arrange(LESSON, file="B", base="B", live="A")
    homes.write(LESSON, "bukan pelajaran")

    assert content("import")[0] == 1
    assert content("import", "--take", "web")[0] == 0
    assert homes.state(LESSON) == ("A", "A", "A")


def test_deciding_needs_a_conflict_and_a_side(homes, content):
    homes.arrange(LESSON, file="B", base="B", live="A")

    status, said = content("import", "--take", "file", LESSON.identity)
    assert (status, "tidak ada konflik" in said) == (1, True)
    status, said = content("import", LESSON.identity)
    assert (status, "--take file or --take web" in said) == (2, True)
    assert homes.state(LESSON) == ("B", "B", "A")


def test_import_says_what_the_site_has_newer(homes, content):
    homes.arrange(LESSON, file="B", base="B", live="A")

    status, said = content("import")
    assert (status, "lebih baru di situs" in said) == (0, True)


@pytest.mark.parametrize("name", ["identity", "path"])
def test_diff_shows_what_the_file_would_change(homes, content, name):
    homes.arrange(LESSON, file="C", base="B", live="A")
    status, said = content("diff", getattr(LESSON, name))

    assert status == 1
    assert f"--- situs: {LESSON.identity}\n+++ berkas: {LESSON.path}\n" in said
    assert "-title: Berkas yang Menyamar A\n+title: Berkas yang Menyamar C\n" in said


def test_diff_of_what_is_equal_or_stands_on_one_side_or_nowhere(homes, content):
    homes.arrange(LESSON, file="A", base="A", live="A")
    assert content("diff", LESSON.identity) == (0, "Berkas dan situs sama.\n")
    assert content("diff", "courses/jebakan")[0] == 0

    (homes.root / LESSON.path).unlink()
    status, said = content("diff", LESSON.identity)
    assert (status, "+++ berkas: tidak ada" in said) == (1, True)
    status, said = content("diff", "courses/jebakan/lain")
    assert (status, "tidak ada, baik di berkas maupun di situs" in said) == (1, True)


def test_check_counts_the_advice_and_lists_it_when_asked(homes, content):
    homes.arrange(LESSON, file="A", base="A", live="A")
    homes.arrange(QUIZ, file="A", base="A", live="A")
    path = homes.root / LESSON.path
    path.write_text(path.read_text().replace("## Kejadiannya\n", "## Kejadiannya\n\nBuka link itu.\n"))
    status, said = content("check")
    _, listed = content("check", "--advice")
    _, elsewhere = content("check", str(homes.root / QUIZ.path))

    assert status == 0, said
    assert "berkas diperiksa, tidak ada masalah.\n" in said
    assert f"{LESSON.path}: 2 saran\n" in said
    assert "Lihat sarannya dengan --advice.\n" in said
    assert ": Kata sulit: “link”. Coba: “tautan”.\n" in listed
    assert "Lihat sarannya" not in listed
    assert LESSON.path not in elsewhere


def test_an_odd_thing_in_the_tree_is_named_by_every_command(homes, content):
    homes.arrange(LESSON, file="A", base="A", live="A")
    name = "courses/jebakan/02-tautan.md"
    (homes.root / name).symlink_to(homes.root / LESSON.path)

    for words in (["check"], ["check", str(homes.root / name)], ["import"]):
        status, said = content(*words)
        assert (status, f"{name}:1: Ini tautan" in said) == (1, True), words


@pytest.mark.parametrize("command", [["export"], ["import", "--take", "web"]], ids=["export", "take web"])
def test_nothing_odd_is_written_over(homes, content, command):
    homes.arrange(LESSON, file="B", base="B", live="A")
    (homes.root / LESSON.path).unlink()
    (homes.root / LESSON.path).mkdir()
    status, said = content(*command)

    assert (status, f"{LESSON.path}:1: Ini folder, bukan berkas biasa." in said) == (1, True)


def test_pictures_travel_with_the_texts(app, homes, content):
    homes.arrange(LESSON, file="A", base=None, live=None)
    shaped = make.shaped_picture()
    text = homes.root / LESSON.path
    line = f"![Peta genangan](media/{shaped.sha256}.webp)"
    text.write_text(text.read_text().replace("menerima berkas.", f"menerima berkas.\n\n{line}"))
    beside = homes.root / "courses/jebakan/media" / f"{shaped.sha256}.webp"

    status, said = content("import")
    assert status == 1
    assert "Gambar ini belum ada di media." in said

    beside.parent.mkdir()
    beside.write_bytes(shaped.wide)
    assert content("import")[0] == 0
    assert content("check")[0] == 0
    folder = app.extensions["literasi_settings"].media_folder
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [f"{shaped.sha256}.webp", f"{shaped.sha256}-360.webp"]
    )

    beside.unlink()
    assert beside.relative_to(homes.root).as_posix() in content("export")[1]
    assert beside.read_bytes() == shaped.wide
    (folder / beside.name).unlink()
    found = app.test_cli_runner().invoke(args=["integrity"])
    assert found.exit_code == 1
    assert "is lost or damaged" in found.output
