"""Pictures in texts: how a text names one, and how a reader gets it.

A picture stands on a line of its own, ``![What it shows](media/<name>.webp)``. Its name is the SHA-256 of its
own bytes, so that it never changes and is stored once. Every picture has a narrow form for small screens.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from literasi.domain.problems import Problem

WIDE, NARROW = 720, 360  # pixels
TALLEST = 1440
LARGEST = 40 * 1024  # bytes of each form
LONGEST_ALT = 200
Size = tuple[int, int]
Media = Mapping[str, Size]
"""Width and height of each picture that may be named, by its name."""
NO_MEDIA: Media = {}

_PICTURE = re.compile(r"!\[([^\[\]]*)\]\(media/([0-9a-f]{64})\.webp\) *")
_ANY_PICTURE = re.compile(r"!\[[^\[\]]*\]\(([^()\s]*)[^()]*\)")
_FENCE = re.compile(r"`{3,}[^`]*")
_FILE = re.compile(r"([0-9a-f]{64})(-360)?\.webp")
_SIZES = "(min-width: 40em) 612px, 92vw"
_ALONE = "Beri gambar satu baris sendiri dari awal baris, dengan baris kosong sebelum dan sesudahnya."
_UPLOAD = "Unggah dulu gambarnya di studio, lalu salin baris ![…](media/….webp) yang muncul di sana."


@dataclass(frozen=True)
class Picture:
    """A picture that a text names, what it shows in words, and the line."""

    sha256: str
    alt: str
    line: int


def read_line(words: str, line: int = 1) -> Picture | None:
    """The picture that a whole line of Markdown is; None when it is anything else."""
    found = _PICTURE.fullmatch(words)
    return Picture(found[2], " ".join(found[1].split()), line) if found else None


def pictures_in(source: str) -> list[Picture]:
    """Every picture that the text of a file names, in order; what stands in an exhibit is only words."""
    found, fence = [], False
    for line, words in enumerate(source.split("\n"), start=1):
        fence ^= bool(_FENCE.fullmatch(words))
        if not fence and (picture := read_line(words, line)):
            found.append(picture)
    return found


def names_in(source: str) -> set[str]:
    """The names of the pictures in the text of a file."""
    return {picture.sha256 for picture in pictures_in(source)}


def missing_from(media: Media, source: str) -> list[Problem]:
    """The pictures that *source* names and nobody has stored."""
    return [
        Problem(picture.line, "Gambar ini belum ada di media.", _UPLOAD)
        for picture in pictures_in(source)
        if picture.sha256 not in media
    ]


def parts_of(markdown: str) -> Iterator[str | Picture]:
    """The Markdown between pictures, and the pictures, in order."""
    waiting: list[str] = []
    for words in markdown.split("\n"):
        picture = read_line(words)
        if picture is None:
            waiting.append(words)
            continue
        if any(waiting):
            yield "\n".join(waiting)
        yield picture
        waiting = []
    if any(waiting):
        yield "\n".join(waiting)


def without_pictures(words: str) -> str:
    """A line of Markdown without what is meant to be a picture, right or wrong."""
    return _ANY_PICTURE.sub("", words)


def check_line(words: str, line: int, *, allowed: bool) -> Iterator[Problem]:
    """What is wrong with a line that has a picture in it, in a place where pictures are *allowed* or not."""
    if not allowed:
        mend = "Simpan gambar di isi pelajaran atau di bawah judul pertanyaan, di baris tersendiri."
        yield Problem(line, "Gambar tidak dipakai di sini.", mend)
    elif picture := read_line(words):
        yield from _check_alt(picture.alt, line)
    else:
        yield _misplaced(words, line)


def check_after(words: str, before: str, line: int) -> Iterator[Problem]:
    """A picture and what stands directly above or below it would become one paragraph."""
    if words.strip() and before.strip() and (_PICTURE.fullmatch(words) or _PICTURE.fullmatch(before)):
        yield Problem(line, "Gambar menempel pada baris lain.", _ALONE)


def _check_alt(alt: str, line: int) -> Iterator[Problem]:
    if not alt:
        mend = "Ceritakan isinya di antara kurung siku: ![Peta genangan di Jalan Antasari](media/….webp)."
        yield Problem(line, "Gambar ini belum punya teks alternatif.", mend)
    if len(alt) > LONGEST_ALT:
        mend = f"Ringkas menjadi paling banyak {LONGEST_ALT} huruf; rinciannya boleh di paragraf."
        yield Problem(line, "Teks alternatif ini terlalu panjang.", mend)


def _misplaced(words: str, line: int) -> Problem:
    """Why this is no picture of ours."""
    found = _ANY_PICTURE.search(words)
    address = found[1] if found else ""
    if _PICTURE.search(words):
        return Problem(line, "Gambar ini tidak berdiri di baris tersendiri.", _ALONE)
    if address.startswith(("http:", "https:", "//")):
        return Problem(line, "Gambar dari situs lain tidak dipakai di sini.", _UPLOAD)
    return Problem(line, f'Alamat gambar "{address[:40]}" tidak dikenal.', _UPLOAD)


def picture_html(picture: Picture, media: Media) -> str:
    """The picture as HTML; one that nobody has stored is only its words."""
    alt = escape(picture.alt)
    if picture.sha256 not in media:
        return f"<p>{alt}</p>"
    width, height = media[picture.sha256]
    address = f"/media/{picture.sha256}"
    choice = f'srcset="{address}-360.webp {NARROW}w, {address}.webp {width}w" sizes="{_SIZES}" '
    return (
        f'<p><img src="{address}.webp" {choice if width > NARROW else ""}alt="{alt}" '
        f'width="{width}" height="{height}" loading="lazy" decoding="async"></p>'
    )


def file_name(sha256: str, *, narrow: bool = False) -> str:
    """The name of a picture's file."""
    return f"{sha256}{'-360' if narrow else ''}.webp"


def is_file_name(name: str) -> bool:
    """Whether *name* can be the name of a picture's file, wide or narrow."""
    return _FILE.fullmatch(name) is not None


def folder_beside(identity: str) -> str:
    """Where the pictures of a text lie among the content files: one folder a course, one for the bank."""
    folder, course = identity.split("/")[:2]
    return "quizzes/bank/media" if (folder, course) == ("quizzes", "bank") else f"courses/{course}/media"


def read_size(data: bytes) -> Size | None:
    """Width and height of a picture in the one form that we store; None when *data* is anything else.

    That is a plain lossy WebP: one image, no metadata, nothing behind it, within our limits.
    """
    length = len(data) - 20
    if not 10 < length <= LARGEST or data[:4] != b"RIFF" or data[8:16] != b"WEBPVP8 ":
        return None
    riff, chunk = int.from_bytes(data[4:8], "little"), int.from_bytes(data[16:20], "little")
    if riff != length + 12 or chunk + chunk % 2 != length or data[23:26] != b"\x9d\x01\x2a":
        return None
    width, height = (int.from_bytes(data[start : start + 2], "little") & 0x3FFF for start in (26, 28))
    return (width, height) if 0 < width <= WIDE and 0 < height <= TALLEST else None
