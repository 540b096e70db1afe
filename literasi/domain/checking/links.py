"""Links whose words do not say where they lead, and pictures whose words do not say what they show."""

import re
from collections.abc import Iterable, Iterator

from literasi.domain.checking.manuscript import Passage
from literasi.domain.problems import Problem

_LINK = re.compile(r"(!?)\[([^\[\]]{0,400})\]\(")
_AUTOLINK = re.compile(r"<(https?://[^\s<>]{1,700})>")
_CODE = re.compile(r"(`{1,3})[^`\n]+\1")
_FILE_NAME = re.compile(r"\S{1,100}\.(?:jpe?g|png|webp|gif|heic|bmp|svg)|(?:img|dsc|pxl|wa)[-_]?\d\S{0,60}")
_EMPTY_STARTS = ("gambar", "foto dari", "foto tentang", "image", "ilustrasi dari")
_SAYS_NOTHING = frozenset(
    words.strip()
    for line in """
    klik / klik di sini / klik disini / klik sini / klik ini / klik tautan ini / klik link ini / klik link
    klik tautan / di sini / disini / sini / lihat di sini / lihat disini / lihat / baca di sini / baca disini
    buka di sini / buka / unduh di sini / ini / tautan / tautan ini / link / link ini / laman ini
    halaman ini / situs ini / artikel ini / berita ini / selengkapnya / baca selengkapnya
    lihat selengkapnya / info selengkapnya / baca lebih lanjut / lebih lanjut / info lebih lanjut / baca
    lanjut / lanjutkan / here / click here / read more / more
    """.strip().splitlines()
    for words in line.split("/")
)
_STARTS_WITH_A_CLICK = ("klik di sini ", "klik disini ", "click here ")
_NAME_IT = "Sebutkan tujuannya, misalnya [situs BMKG](https://www.bmkg.go.id/)."


def check_link_words(passages: Iterable[Passage]) -> Iterator[Problem]:
    """Errors for links that read like "klik di sini": out of their sentence they lead nowhere."""
    for words, line in _links(passages):
        said = " ".join(words.casefold().split()).strip("*_.,:!…>→» ")
        if said in _SAYS_NOTHING or said.startswith(_STARTS_WITH_A_CLICK):
            yield Problem(line, f"Teks tautan “{words[:40]}” tidak menyebut tujuannya.", _NAME_IT)


def check_addresses(passages: Iterable[Passage]) -> Iterator[Problem]:
    """Advice for links that show their address instead of a name."""
    for words, line in _links(passages):
        if words.strip().startswith(("http://", "https://", "www.")):
            yield Problem(line, f"Teks tautan “{words.strip()[:40]}” berupa alamat.", _NAME_IT)
    for line, row in _rows(passages, "<http"):
        yield from (_bare(line, found[1]) for found in _AUTOLINK.finditer(row))


def _bare(line: int, address: str) -> Problem:
    return Problem(line, f"Teks tautan “{address[:40]}” berupa alamat.", _NAME_IT)


def check_pictures(passages: Iterable[Passage]) -> Iterator[Problem]:
    """Advice for pictures whose words waste the listener's time or are the name of a file."""
    for line, row in _rows(passages, "!["):
        for found in _LINK.finditer(row):
            said = " ".join(found[2].casefold().split())
            if not found[1] or not said:
                continue
            if _FILE_NAME.fullmatch(said):
                mend = "Ceritakan yang terlihat, misalnya “Tongkang menyentuh pilar jembatan”."
                yield Problem(line, f"Keterangan gambar “{found[2][:40]}” hanya nama berkas.", mend)
            elif said.startswith(_EMPTY_STARTS):
                mend = "Langsung sebutkan yang terlihat; pembaca layar sudah mengatakan “gambar”."
                yield Problem(line, f"Keterangan gambar dimulai dengan “{said.split()[0]}”.", mend)


def _links(passages: Iterable[Passage]) -> Iterator[tuple[str, int]]:
    for line, row in _rows(passages, "]("):
        yield from ((found[2], line) for found in _LINK.finditer(row) if not found[1])


def _rows(passages: Iterable[Passage], sign: str) -> Iterator[tuple[int, str]]:
    """The lines that hold *sign*, without code."""
    for passage in passages:
        if sign in passage.text:
            for line, row in enumerate(passage.text.split("\n"), passage.line):
                yield line, _CODE.sub("", row)
