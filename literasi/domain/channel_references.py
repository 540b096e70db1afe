"""Where a text names channels: ``{kanal:name}``, and what is wrong with it there."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from literasi.domain.channels import REFERENCE, SIGN
from literasi.domain.problems import Problem

_LOOSE = re.compile(r"\{ *kanal *[:=][^{}\n]{0,80}\}?", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6} ")
_CHOICE = re.compile(r"\s*[-*+] \[[ xX]\] ")
_KEY = re.compile(r"([a-z-]+):")
_TOLD = {"fact", "why", "cue"}
_MOST_NEAR = 3
_PLACES = "Tulis di teks biasa, di penjelasan, atau di fact, why, dan cue."
Place = Literal["words", "elsewhere", "message"]


@dataclass(frozen=True)
class Reference:
    """One place that names a channel."""

    slug: str
    line: int


def references(source: str) -> list[Reference]:
    """The channels that a text names where they will be told, in order. Never raises."""
    return [
        Reference(slug, line)
        for line, words, place in _lines(source)
        if place == "words"
        for slug in REFERENCE.findall(words)
    ]


def check_references(source: str, known: Collection[str], retired: Collection[str] = ()) -> list[Problem]:
    """What is wrong with how *source* names channels; *known* are the names in use."""
    return list(_problems(source, known, retired))


def unknown_in(source: str, known: Collection[str]) -> list[Reference]:
    """The references of *source* to none of *known*."""
    return [one for one in references(source) if one.slug not in known]


def spoken(words: str) -> str:
    """*words* with only the name where a channel is named, as a search or a count of words wants them."""
    return REFERENCE.sub(lambda found: found[1].replace("-", " "), words)


def uses(sources: Mapping[str, str]) -> dict[str, list[str]]:
    """The names of the texts that name each channel, in their order; *sources* are texts by name."""
    found: dict[str, list[str]] = {}
    for name, source in sources.items():
        for slug in dict.fromkeys(one.slug for one in references(source)):
            found.setdefault(slug, []).append(name)
    return found


def _problems(source: str, known: Collection[str], retired: Collection[str]) -> Iterator[Problem]:
    for line, words, place in _lines(source):
        if place != "message":
            for found in _LOOSE.finditer(words):
                said = _wrong(found[0], place, known, retired)
                if said:
                    yield Problem(line, *said)


def _wrong(
    written: str, place: Place, known: Collection[str], retired: Collection[str]
) -> tuple[str, str] | None:
    """What is wrong with one reference, and the mend; None when nothing is."""
    exact = REFERENCE.fullmatch(written)
    if exact is None:
        mend = 'Tulis misalnya "{kanal:call-center-112}", dengan huruf kecil dan tanpa spasi.'
        return f'Nama kanal "{written}" tidak terbaca.', mend
    if place == "elsewhere":
        return f'Kanal "{written}" tidak bisa dipakai di judul, pilihan, dan keterangan.', _PLACES
    if exact[1] in retired:
        return f'Kanal "{exact[1]}" sudah tidak dipakai.', _nearest(exact[1], known)
    if exact[1] not in known:
        return f'Kanal "{exact[1]}" tidak dikenal.', _nearest(exact[1], known)
    return None


def _nearest(slug: str, known: Collection[str]) -> str:
    near = get_close_matches(slug, sorted(known), n=_MOST_NEAR, cutoff=0.4)
    if not near:
        return "Daftarnya ada di halaman Nomor dan alamat penting."
    return f"Yang mirip: {', '.join(near)}."


def _lines(source: str) -> Iterator[tuple[int, str, Place]]:
    """The lines that may name a channel, with where they stand: told words, elsewhere, or a message."""
    if SIGN not in source.replace(" ", "").casefold().replace("=", ":"):
        return
    reading = _Reading()
    for line, words in enumerate(source.split("\n"), start=1):
        yield line, words, reading.place(line, words)


class _Reading:
    """Where each line of a text stands, read from above."""

    def __init__(self) -> None:
        self.part = "body"  # or the front matter, the head of a message, its words
        self.key = ""
        self.in_choice = False

    def place(self, line: int, words: str) -> Place:
        if self.part == "front" or (line == 1 and words.rstrip() == "---"):
            self.part = "body" if line > 1 and words.rstrip() == "---" else "front"
            return "elsewhere"
        if words.startswith("```"):
            self.part, self.key = ("head" if self.part == "body" else "body"), ""
            return "message"
        if self.part == "head":
            return self._in_head(words)
        return "message" if self.part == "message" else self._in_body(words)

    def _in_head(self, words: str) -> Place:
        if not words.strip():
            self.part = "message"
            return "message"
        found = None if words.startswith(" ") else _KEY.match(words)
        self.key = found[1] if found else self.key
        return "words" if self.key in _TOLD else "elsewhere"

    def _in_body(self, words: str) -> Place:
        self.in_choice = _in_choice(words, before=self.in_choice)
        return "elsewhere" if self.in_choice or _HEADING.match(words) else "words"


def _in_choice(words: str, *, before: bool) -> bool:
    """Whether the line is the words of a choice; the quote below it explains it."""
    if _CHOICE.match(words):
        return True
    return before and bool(words.strip()) and not words.lstrip().startswith((">", "#"))
