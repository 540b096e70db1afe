"""Our own format in a zip: byte for byte there and back, and nothing hostile is unpacked."""

import struct
import zipfile
from datetime import date
from io import BytesIO
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literasi.config import ROOT
from literasi.database import writing
from literasi.domain.interchange.plans import LiveNow, Step, Target, bundles
from literasi.services import packing, syncing
from literasi.services.packing import RefusedZip, pack, unpack
from literasi.services.reading_files import FOLDERS, problem_lines, read_content
from tests import make

COURSE, LESSON, QUIZ = (
    "courses/jebakan/course.md",
    "courses/jebakan/01-berkas.md",
    "quizzes/jebakan/berkas.md",
)
TREE = {COURSE: make.COURSE.encode(), LESSON: make.LESSON.encode(), QUIZ: make.quiz_text().encode()}


def shipped():
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.md")]
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in paths}


def target(**changes):
    return Target(**{"course": "jebakan", "title": "x", "review_by": date(2027, 11, 23), **changes})


SLUG = st.from_regex("[a-z0-9]{1,8}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
PATHS = st.one_of(
    st.builds("courses/{}/course.md".format, SLUG),
    st.builds("courses/{}/{:02}-{}.md".format, SLUG, st.integers(1, 99), SLUG),
    st.builds("quizzes/{}/{}.md".format, SLUG, SLUG),
    st.builds("quizzes/bank/media/{:064x}.webp".format, st.integers(0, 2**256 - 1)),
).filter(lambda path: not path.startswith("courses/bank/"))


@given(st.dictionaries(PATHS, st.binary(max_size=2_000), min_size=1, max_size=8))
def test_any_files_come_out_as_they_went_in(files):
    assert unpack(pack(files)) == files


def test_the_same_files_make_the_same_zip():
    assert pack(TREE) == pack(dict(reversed(TREE.items())))


def test_folders_that_other_programs_note_are_no_files():
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in ("courses/", "courses/jebakan/", "quizzes/bank/media/"):
            archive.writestr(name, b"")
        archive.writestr(COURSE, TREE[COURSE])

    assert unpack(written.getvalue()) == {COURSE: TREE[COURSE]}


@pytest.fixture
def sync(session, tmp_path):
    """Brings a tree of files into the database."""

    def bring(files):
        for path, data in files.items():
            place = tmp_path / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        found = read_content(tmp_path)
        assert not problem_lines(found)
        with writing(session):
            make.shipped_channels(session)
            return syncing.import_content(session, found, now=make.NOW)

    return bring


def test_all_shipped_content_comes_back_byte_for_byte(session, sync):
    content = shipped()
    sync(content)

    assert unpack(pack(packing.live_files(session))) == content


def test_one_course_leaves_with_its_quizzes_and_the_bank(session, sync):
    content = shipped()
    sync(content)

    found = packing.live_files(session, "saring")
    assert set(found) == {path for path in content if path.split("/")[1] in {"saring", "bank"}}


def test_what_is_retired_stays(session, sync):
    sync(TREE)
    with writing(session):
        lesson = session.query(packing.syncing.Lesson).one()
        lesson.retired_at = make.NOW

    assert set(packing.live_files(session)) == {COURSE, QUIZ}


def member(name, data=b"a", **changes):
    info = zipfile.ZipInfo(name)
    for key, value in changes.items():
        setattr(info, key, value)
    return info, data


def zipped(*members, method=zipfile.ZIP_DEFLATED):
    written = BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for info, data in members:
            archive.writestr(info, data, compress_type=method)
    return written.getvalue()


def renamed(old, new):
    """A zip whose name was changed behind the library's back."""
    return zipped(member(old)).replace(old.encode(), new.encode())


def encrypted():
    data = bytearray(zipped(member(QUIZ)))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + place] |= 1
    return bytes(data)


def lying_about_its_size():
    """The directory says ten bytes, the stream holds a thousand."""
    data = bytearray(zipped(member(QUIZ, bytes(range(250)) * 4)))
    for sign, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(sign) + place
        data[at : at + 4] = struct.pack("<I", 10)
    return bytes(data)


HOSTILE = {
    "absolute": (zipped(member("/etc/passwd")), "menunjuk ke luar zip"),
    "upwards": (zipped(member("courses/../../x.md")), "menunjuk ke luar zip"),
    "backslashes": (renamed("courses/jebakan/course.md", "courses\\jebakan\\course.md"), "ke luar zip"),
    "a drive": (zipped(member("C:/courses/a/course.md")), "menunjuk ke luar zip"),
    "an end of text": (renamed("quizzes/jebakan/aaa.md", "quizzes/jebakan/a\0a.md"), "bukan isi situs"),
    "a program": (zipped(member("courses/a/x.py")), "bukan isi situs"),
    "a folder above": (zipped(member("isi/courses/a/course.md")), "bukan isi situs"),
    "a strange folder": (zipped(member("__MACOSX/")), "bukan isi situs"),
    "capital letters": (zipped(member("Courses/a/course.md")), "bukan isi situs"),
    "lesson zero": (zipped(member("courses/a/00-b.md")), "bukan isi situs"),
    "the bank as a course": (zipped(member("courses/bank/course.md")), "bukan isi situs"),
    "a long name": (zipped(member(f"quizzes/a/{'b' * 61}.md")), "bukan isi situs"),
    "a link": (zipped(member(QUIZ, b"/etc/passwd", external_attr=0o120777 << 16)), "tautan"),
    "a device": (zipped(member(QUIZ, external_attr=0o020666 << 16)), "tautan"),
    "a password": (encrypted(), "kata sandi"),
    "another method": (zipped(member(QUIZ), method=zipfile.ZIP_BZIP2), "tidak dikenal"),
    "a bomb": (zipped(member(QUIZ, b"a" * 9_000_000)), "membengkak"),
    "much": (
        zipped(*[member(f"quizzes/a/b{n}.md", b"a" * 900_000) for n in range(12)], method=zipfile.ZIP_STORED)[
            : 10 * 1024 * 1024
        ],
        "rusak",
    ),
    "many": (zipped(*[member(f"quizzes/a/b{n}.md") for n in range(2_001)]), "lebih dari 2000"),
    "too large": (b"PK" + b"a" * 10 * 1024 * 1024, "lebih besar dari 10 MB"),
    "a lie": (lying_about_its_size(), "rusak"),
    "nothing": (zipped(), "kosong"),
    "no zip": (b"bukan zip", "rusak"),
    "no bytes": (b"", "rusak"),
    "half": (pack(TREE)[:-40], "rusak"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_zip_is_refused_in_words(name):
    data, words = HOSTILE[name]
    start = perf_counter()

    with pytest.raises(RefusedZip, match=words):
        unpack(data)
    assert perf_counter() - start < 1


def test_a_name_that_is_there_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(member(QUIZ), member(QUIZ, b"b"))

    with pytest.raises(RefusedZip, match="dua kali"):
        unpack(data)


def test_much_content_in_a_small_zip_is_refused():
    """Each member packs well, but not suspiciously well."""
    words = b"".join(b"%d kata " % number for number in range(100_000))
    data = zipped(*[member(f"quizzes/a/b{n}.md", words) for n in range(14)])
    assert len(data) < packing.LARGEST_ZIP

    with pytest.raises(RefusedZip, match="Isi zip ini lebih besar"):
        unpack(data)


@given(st.binary() | st.binary().map(lambda more: pack(TREE)[:60] + more))
def test_no_bytes_break_the_reader(data):
    try:
        unpack(data)
    except RefusedZip:
        return


@given(st.integers(0, len(pack(TREE)) - 1), st.integers(0, 255))
def test_one_changed_byte_never_brings_anything_but_our_files(place, byte):
    data = bytearray(pack(TREE))
    data[place] = byte
    try:
        found = unpack(bytes(data))
    except RefusedZip:
        return
    assert all(packing.identity_at(path) for path in found)


def test_a_plan_says_what_is_new_what_changes_and_what_is_the_same():
    live = {
        "courses/jebakan/": LiveNow(1, make.COURSE),
        "courses/jebakan/berkas": LiveNow(4, "lain"),
    }
    plan = packing.plan_zip(TREE, target(live=live))

    assert plan.faults == ()
    assert [(one.identity, one.step, one.revision, one.questions) for one in plan.creates] == [
        ("courses/jebakan/berkas", Step.CHANGES, 4, 0),
        ("courses/jebakan/", Step.SAME, 1, 0),
        ("quizzes/jebakan/berkas", Step.NEW, None, 3),
    ]
    assert [[one.identity for one in bundle] for bundle in bundles(plan.drafts)] == [
        ["courses/jebakan/berkas", "quizzes/jebakan/berkas"]
    ]


def test_a_plan_names_faulty_files_with_their_lines_and_leaves_them_behind():
    files = {
        **TREE,
        LESSON: make.LESSON.replace("minutes: 4", "minutes: lama").encode(),
        "courses/jebakan/02-berkas.md": make.LESSON.encode(),
        "quizzes/jebakan/kembar.md": make.quiz_text().encode(),
        "quizzes/jebakan/rusak.md": b"\xff",
        "courses/jebakan/media/" + "0" * 64 + ".webp": b"RIFF",
    }
    plan = packing.plan_zip(files, target())

    assert {one.identity for one in plan.creates} == {"courses/jebakan/", "quizzes/jebakan/berkas"}
    assert [(one.file, one.line) for one in plan.faults[:2]] == [
        (LESSON, 4),
        ("courses/jebakan/02-berkas.md", 1),
    ]
    assert "sudah dipakai di quizzes/jebakan/berkas" in plan.faults[2].what
    assert plan.faults[-1].file == "quizzes/jebakan/rusak.md"
    assert [one.what for one in plan.skipped] == [
        "gambar ini rusak, jadi tidak ikut; unggah lewat halaman Media"
    ]


def test_a_key_may_move_between_files_of_one_zip():
    text = make.quiz_text()
    moved = {"quizzes/jebakan/lain.md": text.encode()}
    keys = dict.fromkeys(packing.plan_zip(moved, target()).creates[0].keys, "quizzes/jebakan/berkas")

    assert packing.plan_zip(moved, target(keys=keys)).faults
    assert not packing.plan_zip(
        {**moved, QUIZ: text.replace("{#", "{#lain-").encode()}, target(keys=keys)
    ).faults


def test_exporting_what_was_imported_plans_nothing(session, sync):
    sync(shipped())
    files = unpack(pack(packing.live_files(session)))
    live = {str(packing.identity_at(path)): LiveNow(1, data.decode()) for path, data in files.items()}

    plan = packing.plan_zip(files, target(live=live))

    assert (plan.faults, plan.drafts) == ((), ())
    assert len(plan.creates) == len(files)
