"""Pictures are stored by their hash, travel with the texts that name them, and are missed when gone."""

import hashlib
import shutil

import pytest
from sqlalchemy import select

from literasi.database import writing
from literasi.domain.media import file_name
from literasi.models import AuditEvent, Media
from literasi.queries import media
from literasi.services import (
    carrying_media,
    checking_drafts,
    erasing,
    inspecting_media,
    storing_media,
    syncing,
)
from literasi.services.reading_files import problem_lines, read_content
from literasi.services.shaping_pictures import shape
from literasi.services.storing_media import NewPicture
from tests import drawing, make


@pytest.fixture(scope="module")
def shaped():
    return shape(drawing.drawing())


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "media"


@pytest.fixture
def store(session, folder, shaped):
    """Stores a picture, or the same once more."""

    def keep(alt="Peta genangan", **options):
        storing_media.write_files(folder, shaped)
        with writing(session):
            new = NewPicture(shaped, alt, "C:\\foto\\Peta\x07 banjir.png", **options)
            storing_media.store(session, new, now=make.NOW)
        return shaped.sha256

    return keep


@pytest.fixture
def tree(tmp_path, shaped):
    """A folder of content whose lesson and quiz show a picture."""
    root = tmp_path / "content"
    line = f"\n\n![Peta genangan](media/{shaped.sha256}.webp)\n"
    for name in ("courses/jebakan/media", "quizzes/jebakan"):
        (root / name).mkdir(parents=True)
    (root / "courses/jebakan/course.md").write_text(make.COURSE)
    lesson = make.LESSON.replace("menerima berkas.", f"menerima berkas.{line}")
    (root / "courses/jebakan/01-berkas.md").write_text(lesson)
    quiz = make.quiz_text().replace("kejadiannya}", "kejadiannya}" + line, 1)
    (root / "quizzes/jebakan/berkas.md").write_text(quiz)
    (root / "courses/jebakan/media" / file_name(shaped.sha256)).write_bytes(shaped.wide)
    return root


def bring(session, root, folder):
    """What ``content import`` does."""
    stored = media.sizes(session)
    files = read_content(root, stored)
    assert not problem_lines(files)
    pictures = carrying_media.take_along(root, files, folder, stored)
    with writing(session):
        for picture in pictures:
            storing_media.store(session, picture, now=make.NOW)
        syncing.import_content(session, files, now=make.NOW)


def lost(session, folder):
    return list(inspecting_media.lost_pictures(session, folder))


def test_a_picture_is_stored_once_with_both_files(session, store, folder, shaped):
    assert store() == store()

    row = session.scalars(select(Media)).one()
    assert (row.width, row.height, row.alt, row.name) == (640, 400, "Peta genangan", "Peta  banjir.png")
    assert (row.bytes, row.narrow_bytes) == (len(shaped.wide), len(shaped.narrow))
    for data, narrow in ((shaped.wide, False), (shaped.narrow, True)):
        assert (folder / file_name(shaped.sha256, narrow=narrow)).read_bytes() == data
    assert session.scalars(select(AuditEvent.action)).all() == ["media.stored"]


def test_a_damaged_file_is_mended_by_storing_it_again(store, folder, shaped):
    store()
    path = folder / file_name(shaped.sha256)
    path.write_bytes(b"rusak")
    store()

    assert path.read_bytes() == shaped.wide
    assert [found.name for found in sorted(folder.iterdir())] == sorted(
        file_name(shaped.sha256, narrow=narrow) for narrow in (True, False)
    )


def test_stored_again_it_takes_the_new_words(session, store):
    store()
    store(alt="Peta banjir")

    assert session.scalars(select(Media.alt)).all() == ["Peta banjir"]


def test_a_picture_rests_and_comes_back(session, store):
    sha256 = store()
    with writing(session):
        storing_media.retire(session, sha256, by_id=None, now=make.NOW)
    assert media.page(session, 1) == ([], False)
    (resting,), _ = media.page(session, 1, retired=True)
    assert (resting.sha256, resting.retired_at) == (sha256, make.NOW)
    assert sha256 in media.sizes(session), "texts that show it go on showing it"

    store()
    assert len(media.page(session, 1)[0]) == 1


def test_nobody_can_retire_what_is_unknown(session):
    with pytest.raises(storing_media.UnknownPicture), writing(session):
        storing_media.retire(session, "a" * 64, by_id=None, now=make.NOW)


def test_who_brought_a_picture_is_forgotten_with_them(session, store):
    with writing(session):
        trainer = make.account(session)
    store(uploaded_by_id=trainer)
    with writing(session):
        erasing.erase(session, trainer, now=make.NOW)

    assert session.scalars(select(Media.uploaded_by_id)).all() == [None]


def test_pages_hold_24_pictures_the_newest_first(session):
    with writing(session):
        for number in range(30):
            name = hashlib.sha256(str(number).encode()).hexdigest()
            size = {"width": 9, "height": 9, "bytes": 9, "narrow_bytes": 9}
            session.add(
                Media(
                    sha256=name, narrow_sha256=name, alt="a", name=str(number), uploaded_at=make.NOW, **size
                )
            )
    first, more = media.page(session, 1)
    second, end = media.page(session, 2)

    assert (len(first), more, len(second), end) == (24, True, 6, False)
    assert len({picture.sha256 for picture in [*first, *second]}) == 30


def test_pictures_come_along_with_the_files(session, tree, folder, shaped):
    bring(session, tree, folder)
    bring(session, tree, folder)

    assert media.sizes(session) == {shaped.sha256: (640, 400)}
    assert media.uses(session) == {shaped.sha256: ("courses/jebakan/berkas", "quizzes/jebakan/berkas")}
    assert session.scalars(select(Media.alt)).all() == ["Peta genangan"]
    assert lost(session, folder) == []


def test_a_stored_picture_need_not_lie_beside_the_text(session, tree, folder, store, shaped):
    store()
    shutil.rmtree(tree / "courses/jebakan/media")
    bring(session, tree, folder)

    assert lost(session, folder) == []


def test_what_a_live_text_shows_cannot_be_retired(session, tree, folder, shaped):
    bring(session, tree, folder)

    with pytest.raises(storing_media.PictureInUse) as problem, writing(session):
        storing_media.retire(session, shaped.sha256, by_id=None, now=make.NOW)
    assert problem.value.identities == ("courses/jebakan/berkas", "quizzes/jebakan/berkas")


def test_an_export_writes_the_pictures_that_are_missing(session, tree, folder, shaped):
    bring(session, tree, folder)
    path = tree / "courses/jebakan/media" / file_name(shaped.sha256)
    path.unlink()

    written = carrying_media.write_missing(tree, folder, media.uses(session))
    again = carrying_media.write_missing(tree, folder, media.uses(session))

    assert written == [path.relative_to(tree).as_posix()]
    assert path.read_bytes() == shaped.wide
    assert again == []


def test_an_export_follows_no_link_out_of_the_tree(session, tree, folder, shaped, tmp_path):
    bring(session, tree, folder)
    shutil.rmtree(tree / "courses/jebakan/media")
    (tmp_path / "elsewhere").mkdir()
    (tree / "courses/jebakan/media").symlink_to(tmp_path / "elsewhere")

    assert carrying_media.write_missing(tree, folder, media.uses(session)) == []
    assert not list((tmp_path / "elsewhere").iterdir())


def damage(tree, shaped, how):
    path = tree / "courses/jebakan/media" / file_name(shaped.sha256)
    if how == "gone":
        path.unlink()
    elif how == "changed":
        path.write_bytes(shaped.wide[:-1] + b"x")
    elif how == "a link":
        path.rename(path.with_name("asli"))
        path.symlink_to("asli")
    elif how == "too large":
        path.write_bytes(shaped.wide + b"\0" * 70_000)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        (
            "gone",
            'Gambar ini belum ada di media. Unggah dulu gambarnya di studio, atau simpan berkasnya di "',
        ),
        ("changed", 'Berkas gambar di "courses/jebakan/media/" tidak cocok dengan namanya. Salin lagi'),
        ("a link", 'Di "courses/jebakan/media/": Ini tautan ke tempat lain, bukan berkas biasa.'),
        ("too large", 'Berkas gambar di "courses/jebakan/media/" tidak cocok dengan namanya.'),
    ],
)
def test_a_text_whose_picture_is_wrong_is_told_by_its_line(tree, shaped, how, message):
    damage(tree, shaped, how)
    line = (tree / "courses/jebakan/01-berkas.md").read_text().split("\n").index(
        "![Peta genangan](media/" + file_name(shaped.sha256) + ")"
    ) + 1

    told = problem_lines(read_content(tree))

    assert len(told) == 2
    assert told[0].startswith(f"courses/jebakan/01-berkas.md:{line}: {message}")
    assert told[1].startswith("quizzes/jebakan/berkas.md:")


def test_a_picture_that_is_no_webp_of_ours_is_told(tree, shaped):
    data = drawing.drawing("PNG")
    name = hashlib.sha256(data).hexdigest()
    for path in (*tree.glob("courses/jebakan/0*.md"), *tree.glob("quizzes/jebakan/*.md")):
        path.write_text(path.read_text().replace(shaped.sha256, name))
    (tree / "courses/jebakan/media" / file_name(name)).write_bytes(data)

    assert "bukan WebP kecil seperti buatan studio" in problem_lines(read_content(tree))[0]


def test_one_that_only_looks_right_is_refused_when_it_is_unpacked(session, tree, folder, shaped):
    data = shaped.wide[:30] + b"\xff" * (len(shaped.wide) - 30)
    name = hashlib.sha256(data).hexdigest()
    for path in (*tree.glob("courses/jebakan/0*.md"), *tree.glob("quizzes/jebakan/*.md")):
        path.write_text(path.read_text().replace(shaped.sha256, name))
    (tree / "courses/jebakan/media" / file_name(name)).write_bytes(data)

    with pytest.raises(syncing.RefusedFile, match=f"courses/jebakan/media/{name}.webp:1: Gambar ini rusak"):
        bring(session, tree, folder)
    assert not folder.exists()


@pytest.mark.parametrize("how", ["row", "wide", "narrow"])
def test_a_lost_picture_is_found(session, tree, folder, shaped, how):
    bring(session, tree, folder)
    if how == "row":
        with writing(session):
            session.delete(session.get(Media, shaped.sha256))
    else:
        (folder / file_name(shaped.sha256, narrow=how == "narrow")).write_bytes(b"rusak")

    (fault,) = lost(session, folder)
    assert fault.startswith(f"picture {shaped.sha256} of courses/jebakan/berkas, quizzes/jebakan/berkas: ")


def test_a_draft_is_checked_and_shown_with_its_pictures(session, store, shaped):
    with writing(session):
        make.published(session)
    name = store()
    line = f"![Peta genangan](media/{file_name(name)})"
    source = make.LESSON.replace("menerima berkas.", f"menerima berkas.\n\n{line}")
    unknown = source.replace(name, "a" * 64)

    (good,) = checking_drafts.check(session, {"courses/jebakan/berkas": source}, today=make.NOW.date())
    (bad,) = checking_drafts.check(session, {"courses/jebakan/berkas": unknown}, today=make.NOW.date())

    assert f'src="/media/{file_name(name)}"' in str(good.rendered.html)
    assert [problem.message for problem in bad.errors] == ["Gambar ini belum ada di media."]
