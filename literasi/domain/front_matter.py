"""The front matter: the facts about a text, between two lines of three dashes at its top."""

import re
from collections.abc import Sequence
from datetime import date

from literasi.domain import strict_yaml
from literasi.domain.problems import Problem, suggest
from literasi.domain.sources import Source, is_web_address
from literasi.domain.strict_yaml import Entries, Node, Pairs, Word
from literasi.domain.texts import clean

LARGEST = 8 * 1024
_FENCE = "---"
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NOTHING = date.min
_EXAMPLES = {
    "title": "title: Membaca alamat situs",
    "summary": "summary: Setelah ini Anda bisa membaca alamat situs dari kanan.",
    "audience": "audience: warga",
    "position": "position: 1",
    "minutes": "minutes: 4",
    "review-by": "review-by: 2027-11-23",
    "checked": "checked: 2026-11-23",
    "url": "url: https://www.bmkg.go.id/",
    "id": "id: bmkg",
    "publisher": "publisher: BMKG",
    "objectives": 'objectives: lalu di bawahnya "  - Menyebut dua tanda"',
    "draw": 'draw: lalu di bawahnya "  true: 1" dan "  false: 1"',
    "true": "true: 1",
    "false": "false: 1",
    "pass": "pass: 70",
    "form": "form: A",
    "topics": 'topics: lalu di bawahnya "    - uang"',
    "techniques": 'techniques: lalu di bawahnya "    - konten_tiruan"',
    "sources": 'sources: lalu di bawahnya "  - id: bmkg" dan seterusnya',
}


def is_slug(text: str) -> bool:
    """Whether *text* is a kebab-case name of at most 60 letters, such as ``berkas-apk``."""
    return len(text) <= 60 and _SLUG.fullmatch(text) is not None


def split(text: str, problems: list[Problem]) -> "tuple[Fields | None, str, int]":
    """Part *text* into its front matter, its body, and the line on which the body begins.

    The fields are None when there is no readable front matter; that is then among *problems*.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        mend = 'Mulai dengan baris "---", lalu title dan kunci lain, lalu tutup dengan baris "---".'
        problems.append(Problem(1, "Berkas ini belum punya bagian depan.", mend))
        return None, text, 1
    closed = next((number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == _FENCE), None)
    if closed is None:
        mend = 'Beri baris "---" sesudah kunci yang terakhir.'
        problems.append(Problem(1, "Bagian depan belum ditutup.", mend))
        return None, *_rest(lines)
    return _read("\n".join(lines[1:closed]), problems), "\n".join(lines[closed + 1 :]), closed + 2


def line_of_front(text: str, key: str) -> int:
    """The line on which the value of *key* stands in the front matter of *text*; 1 when there is none."""
    readable, _ = clean(text)
    fields, _, _ = split(readable or "", [])
    return fields.line_of(key) if fields else 1


def _rest(lines: Sequence[str]) -> tuple[str, int]:
    """Where the body most likely begins when nobody closed the front matter."""
    start = next((number for number, line in enumerate(lines) if line.startswith(("#", "```"))), len(lines))
    return "\n".join(lines[start:]), start + 1


def _read(text: str, problems: list[Problem]) -> "Fields | None":
    if len(text.encode()) > LARGEST:
        mend = "Pindahkan yang panjang ke isi berkas; bagian depan cukup beberapa baris."
        problems.append(Problem(1, "Bagian depan ini lebih besar dari 8 KB.", mend))
        return None
    pairs = strict_yaml.read(text, line=2, problems=problems)
    return None if pairs is None else Fields(pairs, 1, problems)


class Fields:
    """Reads keys one by one; what nobody asked for is an unknown key.

    Each method returns the value, or after noting a problem something harmless of the same type.
    """

    def __init__(self, pairs: Pairs, line: int, problems: list[Problem]) -> None:
        self.pairs = pairs
        self.line = line  # where to complain about what is missing
        self.problems = problems
        self.known: set[str] = set()

    def has(self, key: str) -> bool:
        """Whether *key* was written at all."""
        self.known.add(key)
        return key in self.pairs.values

    def text(self, key: str, most: int) -> str:
        """One line of words, at most *most* letters."""
        word = self._word(key)
        if word is None:
            return ""
        self._check_length(word, key, most)
        return word.text

    def number(self, key: str, least: int, most: int) -> int:
        """A whole number from *least* to *most*."""
        word = self._word(key)
        if word is None:
            return least
        if re.fullmatch(r"[0-9]{1,6}", word.text) and least <= int(word.text) <= most:
            return int(word.text)
        self._note(word.line, f'{key} harus angka bulat {least}–{most}, bukan "{_short(word.text)}".', key)
        return least

    def date(self, key: str) -> date:
        """A day that exists, written as 2026-11-23."""
        word = self._word(key)
        if word is None:
            return _NOTHING
        if not _DATE.fullmatch(word.text):
            message = f'{key} harus tanggal tahun-bulan-hari, bukan "{_short(word.text)}".'
            self._note(word.line, message, key)
            return _NOTHING
        try:
            day = date.fromisoformat(word.text)
        except ValueError:
            self._note(word.line, f"Tanggal {word.text} tidak ada di kalender.", key)
            return _NOTHING
        if not 2000 <= day.year <= 2100:
            self._note(word.line, f"Tahun {day.year} pada {key} tidak masuk akal.", key)
        return day

    def option(self, key: str, options: Sequence[str], default: str | None = None) -> str:
        """One of *options*; *default* when the key is missing."""
        if default is not None and not self.has(key):
            return default
        word = self._word(key)
        if word is None or word.text in options:
            return word.text if word else options[0]
        mend = f"Pilih salah satu: {', '.join(options)}."
        self.problems.append(Problem(word.line, f'{key} "{_short(word.text)}" tidak dikenal.', mend))
        return options[0]

    def slug(self, key: str) -> str:
        """A short lasting name, such as ``berkas-apk``."""
        word = self._word(key)
        if word is None or is_slug(word.text):
            return word.text if word else ""
        mend = "Pakai huruf kecil, angka, dan tanda hubung, misalnya berkas-apk."
        self.problems.append(Problem(word.line, f'{key} "{_short(word.text)}" tidak bisa dipakai.', mend))
        return word.text

    def url(self, key: str) -> str:
        """The full address of a page on the web."""
        word = self._word(key)
        if word is None or is_web_address(word.text):
            return word.text if word else ""
        mend = f"Tulis alamat lengkap halaman, misalnya {_EXAMPLES['url']}."
        self.problems.append(Problem(word.line, f'Alamat "{_short(word.text)}" tidak bisa dibuka.', mend))
        return ""

    def texts(self, key: str, least: int, most: int) -> tuple[str, ...]:
        """A list of *least* to *most* lines of words."""
        entries = self._entries(key)
        if entries is None:
            return ()
        if not least <= len(entries.items) <= most:
            self._note(entries.line, f"{key} berisi {len(entries.items)} butir; boleh {least}–{most}.", key)
        found = [word for word in entries.items if isinstance(word, Word) and word.text and not word.broken]
        if len(found) < len(entries.items):
            bad = next(item for item in entries.items if item not in found)
            message = f'Tiap butir {key} harus teks; bila memuat ": ", apit dengan tanda kutip.'
            self._note(bad.line, message, key)
        for word in found:
            self._check_length(word, key, 200)
        return tuple(word.text for word in found)

    def options(self, key: str, options: Sequence[str]) -> tuple[str, ...]:
        """A list of some of *options*; empty when the key is missing."""
        if not self.has(key):
            return ()
        found = self.texts(key, 1, len(options))
        for unknown in (text for text in found if text not in options):
            mend = f"Pilih dari: {', '.join(options)}."
            line = self.line_of(key)
            self.problems.append(Problem(line, f'{key} "{_short(unknown)}" tidak dikenal.', mend))
        return tuple(dict.fromkeys(text for text in found if text in options))

    def inside(self, key: str) -> "Fields | None":
        """The keys below *key*; None when there are none."""
        node = self._node(key)
        if isinstance(node, Pairs):
            return Fields(node, node.line, self.problems)
        if node is not None and not (isinstance(node, Word) and node.broken):
            self._note(node.line, f"{key} harus berisi beberapa kunci di bawahnya.", key)
        return None

    def sources(self, *, required: bool) -> "tuple[Source, ...]":
        """The list of sources, each id once."""
        if not required and not self.has("sources"):
            return ()
        entries = self._entries("sources")
        if entries is None:
            return ()
        if not entries.items:
            self._note(entries.line, "sources masih kosong.", "sources")
        found = [source for node in entries.items if (source := self._source(node)) is not None]
        for number, source in enumerate(found):
            if source.id and source.id in [earlier.id for earlier in found[:number]]:
                mend = "Beri tiap sumber id sendiri."
                line = entries.items[number].line
                self.problems.append(Problem(line, f'Dua sumber memakai id "{source.id}".', mend))
        return tuple(found)

    def _source(self, node: Node) -> "Source | None":
        if not isinstance(node, Pairs):
            mend = 'Tulis "- id: bmkg", lalu title, publisher, url, dan checked di bawahnya.'
            self.problems.append(Problem(node.line, "Sumber ini belum lengkap.", mend))
            return None
        fields = Fields(node, node.line, self.problems)
        source = Source(
            id=fields.slug("id"),
            title=fields.text("title", 200),
            publisher=fields.text("publisher", 100),
            url=fields.url("url"),
            checked=fields.date("checked"),
        )
        fields.finish()
        return source

    def finish(self) -> None:
        """Complain about every key that nobody asked for."""
        for key, node in self.pairs.values.items():
            if key in self.known:
                continue
            message = f'Kunci "{_short(key)}" tidak dikenal.'
            self.problems.append(Problem(node.line, message, suggest(key, self.known)))

    def line_of(self, key: str) -> int:
        """The line on which the value of *key* stands."""
        node = self.pairs.values.get(key)
        return node.line if node else self.line

    def _word(self, key: str) -> Word | None:
        node = self._node(key)
        if node is None or (isinstance(node, Word) and node.broken):
            return None
        if not isinstance(node, Word):
            self._note(node.line, f"{key} harus satu baris teks, bukan daftar.", key)
            return None
        if not node.text:
            self._note(node.line, f"{key} masih kosong.", key)
            return None
        return node

    def _entries(self, key: str) -> Entries | None:
        node = self._node(key)
        if node is None or isinstance(node, Entries):
            return node
        if not (isinstance(node, Word) and node.broken):
            self._note(node.line, f"{key} harus berupa daftar.", key)
        return None

    def _node(self, key: str) -> Node | None:
        if not self.has(key):
            self._note(self.line, f"{key} belum ada.", key)
            return None
        return self.pairs.values[key]

    def _check_length(self, word: Word, key: str, most: int) -> None:
        if len(word.text) > most:
            message = f"{key} terlalu panjang: {len(word.text)} huruf."
            self.problems.append(Problem(word.line, message, f"Ringkas menjadi paling banyak {most} huruf."))

    def _note(self, line: int, message: str, key: str) -> None:
        example = _EXAMPLES.get(key, f"{key}: …")
        self.problems.append(Problem(line, message, f"Contoh: {example}."))


def check_review(fields: Fields, review_by: date, sources: Sequence[Source]) -> None:
    """A text is looked at again after its sources were looked at, not before."""
    latest = max((source.checked for source in sources), default=_NOTHING)
    if _NOTHING < review_by < latest:
        mend = f"Tulis tanggal sesudah {latest.isoformat()}."
        message = f"review-by {review_by.isoformat()} lebih awal dari tanggal sumber diperiksa."
        fields.problems.append(Problem(fields.line_of("review-by"), message, mend))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
