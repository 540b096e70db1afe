"""Reading an exhibit from its fenced block."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from literasi.domain.blocks import Fence
from literasi.domain.exhibits import Exhibit, ExhibitKind, Item, Place, Technique, Topic, Use, Verdict
from literasi.domain.indonesian_dates import parse_day
from literasi.domain.problems import Problem, suggest
from literasi.domain.sources import Source

LONGEST_TEXT = 3000
_HEADER = re.compile(r"([A-Za-z][A-Za-z_-]{0,30}): ?(.*)")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CLOCK = re.compile(r"(?:[01]\d|2[0-3])\.[0-5]\d", re.ASCII)
_NOWHERE = Source("", "", "", "", date.min)
REQUIRED = ("caption", "verdict", "fact", "source")
JUDGED = ("label", "why", "cue", "technique", "topic")
BANKED = ("place", "difficulty", "review-by")
RETIRED = "retired"  # only written when an item is not to be drawn any more
CHANGE = "change"  # what was corrected
HARDEST = 5
LOOKS = {
    ExhibitKind.CHAT: ("from", "time", "media"),
    ExhibitKind.SMS: ("from", "time"),
    ExhibitKind.POST: ("from", "time", "media"),
    ExhibitKind.HEADLINE: ("from", "date"),
    ExhibitKind.LETTER: ("from", "number", "subject"),
}
_LONGEST = {
    "caption": 120, "fact": 250, "label": 80, "why": 700, "cue": 400, "media": 250, "subject": 200,
    CHANGE: 200,
}  # fmt: skip
_MENDS = {
    "caption": 'Tambahkan misalnya "caption: Kiriman WhatsApp, Juli 2019".',
    "verdict": 'Tambahkan baris "verdict: salah" atau "verdict: benar".',
    "fact": 'Tambahkan baris "fact: …" dengan satu kalimat yang benar.',
    "source": 'Tambahkan baris "source: …" dengan salah satu id dari sources.',
    "label": 'Tambahkan baris "label: …", nama pendek untuk daftar, tanpa kata-kata kiriman.',
    "why": 'Tambahkan baris "why: …" dengan dua atau tiga kalimat alasan.',
    "cue": 'Tambahkan baris "cue: …", apa yang dilihat lain kali.',
    "technique": f'Tambahkan baris "technique: …": {", ".join(Technique)}.',
    "topic": f'Tambahkan baris "topic: …": {", ".join(Topic)}.',
    "place": f'Tambahkan baris "place: …": {", ".join(Place)}.',
    "difficulty": f'Tambahkan baris "difficulty: …" dari 1 (mudah) sampai {HARDEST}.',
    "review-by": 'Tambahkan baris "review-by: 2027-11-23", kapan kabar ini perlu diperiksa lagi.',
}
NAMES = {
    "caption": "keterangan (caption)",
    "verdict": "putusan",
    "fact": "fakta",
    "source": "sumber",
    "label": "nama pendek (label)",
    "why": "alasan (why)",
    "cue": "petunjuk (cue)",
    "technique": "teknik (technique)",
    "topic": "tema (topic)",
    "place": "tempat (place)",
    "difficulty": "kesulitan (difficulty)",
    "review-by": "tanggal periksa lagi (review-by)",
}
AnyOption = TypeVar("AnyOption", bound=StrEnum)


@dataclass
class _Header:
    """The value of one key, as it was broken into lines, and the line it begins on."""

    written: str
    line: int

    @property
    def text(self) -> str:
        """The value in one line."""
        return self.written.replace("\n", " ").strip()


def read_exhibit(
    fence: Fence, sources: Mapping[str, Source] | None, problems: list[Problem], *, judged: bool = False
) -> Exhibit:
    """Understand *fence*; *judged* when it is what a judgement question asks about.

    *sources* is None when the front matter was unreadable, so that nobody hears twice of one slip.
    Adds to *problems*; with new problems, the exhibit returned is only good for looking further.
    """
    return _Reading(fence, sources, problems).read(judged=judged)


def read_values(fence: Fence) -> tuple[dict[str, str], str] | None:
    """The keys of *fence* with what stands after each, line by line, and its words; nothing is judged.

    None when a line would be lost: a key stands there twice, or the words are not parted from the keys.
    """
    problems: list[Problem] = []
    reading = _Reading(fence, None, problems)
    start = reading.read_headers()
    if problems:
        return None
    values = {key: header.written for key, header in reading.headers.items()}
    return values, "\n".join(line.rstrip() for line in fence.lines[start:]).strip("\n")


class _Reading:
    def __init__(self, fence: Fence, sources: Mapping[str, Source] | None, problems: list[Problem]) -> None:
        self.fence = fence
        self.kind = ExhibitKind(fence.word)
        self.sources = sources
        self.problems = problems
        self.headers: dict[str, _Header] = {}

    def read(self, *, judged: bool) -> Exhibit:
        text = self._read_text(self.read_headers())
        self._check_keys(judged=judged)
        return Exhibit(
            kind=self.kind,
            caption=self._value("caption"),
            verdict=self._option("verdict", Verdict, Verdict.FALSE),
            fact=self._value("fact"),
            source=self._source(),
            text=text,
            line=self.fence.line,
            sender=self._value("from"),
            time=self._clock(),
            media=self._value("media"),
            date=self._date(),
            number=self._value("number"),
            subject=self._value("subject"),
            item=self._item() if judged else None,
        )

    def _note(self, line: int, message: str, mend: str) -> None:
        self.problems.append(Problem(line, message, mend))

    def read_headers(self) -> int:
        """Read up to the empty line; return where the words begin."""
        last: _Header | None = None
        for number, words in enumerate(self.fence.lines):
            line = self.fence.line + 1 + number
            header = _HEADER.fullmatch(words)
            if not words.strip():
                return number + 1
            if words.startswith("  ") and last:
                last.written = f"{last.written}\n{words.strip()}"
            elif header:
                last = self._keep(header[1], _Header(header[2].strip(), line))
            else:
                mend = "Beri satu baris kosong di antara kunci (caption, verdict, …) dan teks kiriman."
                self._note(line, "Teks kiriman menempel pada kuncinya.", mend)
                return number
        return len(self.fence.lines)

    def _keep(self, key: str, header: _Header) -> _Header:
        if key in self.headers:
            self._note(header.line, f'Kunci "{key}" ditulis dua kali.', "Simpan satu saja, hapus yang lain.")
            return header
        self.headers[key] = header
        return header

    def _read_text(self, start: int) -> str:
        text = "\n".join(line.rstrip() for line in self.fence.lines[start:]).strip("\n")
        if not text.strip():
            mend = "Tulis teksnya sesudah satu baris kosong di bawah kunci."
            self._note(self.fence.line, "Contoh kiriman ini belum punya teks.", mend)
        if len(text) > LONGEST_TEXT:
            mend = f"Ringkas menjadi paling banyak {LONGEST_TEXT} huruf."
            self._note(self.fence.line, "Teks kiriman ini terlalu panjang.", mend)
        return text

    def _check_keys(self, *, judged: bool) -> None:
        needed = REQUIRED + (JUDGED if judged else ())
        for key in needed:
            if key not in self.headers:
                self._note(self.fence.line, f"Contoh kiriman ini belum punya {NAMES[key]}.", _MENDS[key])
        allowed = {*needed, *LOOKS[self.kind], *(("use", CHANGE, RETIRED, *BANKED) if judged else ())}
        for key, header in self.headers.items():
            if key not in allowed:
                self._note(header.line, *self._unknown(key, allowed))
            elif not header.text:
                self._note(header.line, f"{key} masih kosong.", f'Tulis isinya sesudah "{key}:".')
            elif len(header.text) > _LONGEST.get(key, 120):
                mend = f"Ringkas menjadi paling banyak {_LONGEST.get(key, 120)} huruf."
                self._note(header.line, f"{key} terlalu panjang: {len(header.text)} huruf.", mend)

    def _unknown(self, key: str, allowed: set[str]) -> tuple[str, str]:
        if key in (*JUDGED, *BANKED, "use", CHANGE, RETIRED):
            return f'Kunci "{key}" hanya untuk pertanyaan menilai kabar.', "Hapus baris ini."
        if key in {look for looks in LOOKS.values() for look in looks}:
            mend = f"Hapus baris ini. Untuk {self.kind} boleh: {', '.join(LOOKS[self.kind])}."
            return f'Kunci "{key}" tidak ada pada kiriman jenis {self.kind}.', mend
        mend = f"{suggest(key, allowed)} Teks kiriman dimulai sesudah satu baris kosong."
        return f'Kunci "{key}" tidak dikenal.', mend

    def _value(self, key: str) -> str:
        header = self.headers.get(key)
        return header.text if header else ""

    def _option(self, key: str, options: type[AnyOption], otherwise: AnyOption) -> AnyOption:
        header = self.headers.get(key)
        if header is None or not header.text:
            return otherwise
        if header.text in list(options):
            return options(header.text)
        self._note(header.line, f'{key} "{header.text[:40]}" tidak dikenal.', f"Pilih: {', '.join(options)}.")
        return otherwise

    def _source(self) -> Source:
        header = self.headers.get("source")
        if header is None or not header.text or self.sources is None:
            return _NOWHERE
        if header.text not in self.sources:
            mend = _source_mend(list(self.sources))
            self._note(header.line, f'Sumber "{header.text[:60]}" tidak ada di sources.', mend)
        return self.sources.get(header.text, _NOWHERE)

    def _clock(self) -> str:
        header = self.headers.get("time")
        if header and header.text and not (_CLOCK.fullmatch(header.text) or parse_day(header.text)):
            mend = "Tulis misalnya time: 23.40 atau time: 15 Maret 2025."
            self._note(header.line, f'Waktu "{header.text[:40]}" tidak dikenal.', mend)
        return header.text if header else ""

    def _date(self) -> str:
        header = self.headers.get("date")
        if header and header.text and parse_day(header.text) is None:
            mend = "Tulis misalnya date: 27 April 2025."
            self._note(header.line, f'Tanggal "{header.text[:40]}" tidak ada di kalender.', mend)
        return header.text if header else ""

    def _item(self) -> Item:
        return Item(
            label=self._value("label"),
            why=self._value("why"),
            cue=self._value("cue"),
            technique=self._option("technique", Technique, Technique.FABRICATED),
            topic=self._option("topic", Topic, Topic.MONEY),
            use=self._option("use", Use, Use.TRAINING),
            place=self._option("place", Place, Place.COUNTRY) if self._value("place") else None,
            difficulty=self._difficulty(),
            review_by=self._day("review-by"),
            change=self._value(CHANGE),
            retired=self._day(RETIRED),
        )

    def _difficulty(self) -> int | None:
        words = self._value("difficulty")
        if words and words not in {str(number) for number in range(1, HARDEST + 1)}:
            mend = f"Tulis satu angka dari 1 (mudah) sampai {HARDEST}."
            self._note(self.headers["difficulty"].line, f'difficulty "{words[:40]}" tidak dikenal.', mend)
            return None
        return int(words) if words else None

    def _day(self, key: str) -> date | None:
        words = self._value(key)
        day = _read_iso_day(words)
        if words and day is None:
            mend = f"Tulis tahun-bulan-hari, misalnya {key}: 2027-11-23."
            line = self.headers[key].line
            self._note(line, f'Tanggal "{words[:40]}" tidak ada di kalender.', mend)
        return day


def _read_iso_day(words: str) -> date | None:
    try:
        return date.fromisoformat(words) if _ISO_DAY.fullmatch(words) else None
    except ValueError:
        return None


def missing_in_bank(exhibit: Exhibit) -> list[Problem]:
    """What an item of the bank must say of itself, and this one does not."""
    item = exhibit.item
    found = (item.place, item.difficulty, item.review_by) if item else (None, None, None)
    return [
        Problem(exhibit.line, f"Butir bank ini belum punya {NAMES[key]}.", _MENDS[key])
        for key, value in zip(BANKED, found, strict=True)
        if value is None
    ]


def _source_mend(ids: Sequence[str]) -> str:
    if not ids:
        return "Tambahkan sumbernya ke sources di bagian depan."
    return f"Pakai salah satu id: {', '.join(ids[:10])}; atau tambahkan sumbernya ke sources."
