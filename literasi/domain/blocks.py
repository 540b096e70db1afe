"""The parts of a body, read line by line: headings, text, fenced blocks and lists of choices."""

import itertools
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from literasi.domain.prechecks import check_style, precheck
from literasi.domain.problems import Problem

FENCE_WORDS = ("chat", "sms", "post", "headline", "letter")
_FENCE = re.compile(r"(`{3,})([^`]*)")
_HEADING = re.compile(r"(#{1,6}) +([^\n]*)")
_HEADING_INSIDE = re.compile(r"(?:[ >]|[-*+] |\d{1,9}[.)] )*#")
_ATTRIBUTES = re.compile(r"([^{}]*)\{([^{}]*)\} *")
_CHOICE = re.compile(r"- \[([ xX])\](?: +(.*))?")
_LIKE_A_CHOICE = re.compile(r" {0,3}[-*+] *\[[^\]\[]{0,3}\](?![(\[:])")
_QUOTE = re.compile(r"^ *> ?")


@dataclass(frozen=True)
class MarkdownText:
    """Plain Markdown, checked; *line* is where it begins."""

    text: str
    line: int


@dataclass(frozen=True)
class Heading:
    """A line that begins with ``#``; *attributes* is what stood between braces at its end."""

    level: int
    text: str
    attributes: str | None
    line: int

    @property
    def slug(self) -> str:
        """The name of the heading in links."""
        return slugify(self.text)


@dataclass(frozen=True)
class Fence:
    """A fenced block, not yet understood; its first line inside stands on ``line + 1``."""

    word: str
    lines: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class WrittenChoice:
    """One ``- [ ]`` with its explanation, as written."""

    text: str
    explanation: str
    right: bool
    line: int


@dataclass(frozen=True)
class Choice:
    """One answer to choose; its key is a letter by position. What is *quoted* is not Markdown."""

    key: str
    text: str
    explanation: str
    right: bool
    quoted: bool = False


@dataclass(frozen=True)
class ChoiceList:
    """The choices that stand together."""

    items: tuple[WrittenChoice, ...]
    line: int


Piece = MarkdownText | Heading | Fence | ChoiceList


def slugify(text: str) -> str:
    """The name of a heading in links: ``Satu menit sekarang`` becomes ``satu-menit-sekarang``."""
    words = re.sub(r"[*`]", "", text)  # as a reader sees it, so that a heading has one name everywhere
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-")


def scan(body: str, line: int, problems: list[Problem]) -> list[Piece]:
    """Part *body*, whose first line is line *line* of the file, into its pieces; add to *problems*."""
    return _Scanner(body.split("\n"), line, problems).scan()


class _Scanner:
    def __init__(self, lines: Sequence[str], line: int, problems: list[Problem]) -> None:
        self.lines = lines
        self.first = line
        self.problems = problems
        self.position = 0
        self.pieces: list[Piece] = []
        self.text_from = 0

    def scan(self) -> list[Piece]:
        while self.position < len(self.lines):
            words = self.lines[self.position]
            if fence := _FENCE.fullmatch(words):
                self._flush()
                self._take_fence(fence)
            elif words.startswith("#"):
                self._flush()
                self._take_heading(words)
            elif _LIKE_A_CHOICE.match(words):
                self._flush()
                self._take_choices()
            else:
                self._check_line(words)
                self.position += 1
                continue
            self.text_from = self.position
        self._flush()
        return self.pieces

    @property
    def line(self) -> int:
        return self.first + self.position

    def _note(self, message: str, mend: str, line: int | None = None) -> None:
        self.problems.append(Problem(line or self.line, message, mend))

    def _check_line(self, words: str) -> None:
        if _HEADING_INSIDE.match(words):
            mend = 'Mulai subjudul langsung dengan "## ". Untuk tagar, tulis \\# di depannya.'
            self._note("Tanda # ini tidak di awal baris.", mend)

    def _flush(self) -> None:
        """Keep the Markdown between the last piece and here."""
        numbers = range(self.text_from, self.position)
        start = next((number for number in numbers if self.lines[number].strip()), self.position)
        text = "\n".join(self.lines[start : self.position]).rstrip()
        if text:
            found = MarkdownText(text, self.first + start)
            self.pieces.append(found)
            self.problems.extend(precheck(text, line=found.line))
            self.problems.extend(check_style(text, line=found.line, pictures=True))

    def _take_heading(self, words: str) -> None:
        heading = _HEADING.fullmatch(words)
        if heading is None:
            mend = 'Tulis "## Subjudul". Untuk tagar, tulis \\# di depannya.'
            self._note("Sesudah tanda # perlu satu spasi.", mend)
        else:
            level, text = len(heading[1]), heading[2].rstrip(" #") if "{" not in heading[2] else heading[2]
            braces = _ATTRIBUTES.fullmatch(text)
            title = (braces[1] if braces else text).strip()
            self.problems.extend(precheck(title, line=self.line))
            self.pieces.append(Heading(level, title, braces[2].strip() if braces else None, self.line))
        self.position += 1

    def _take_fence(self, fence: re.Match[str]) -> None:
        opened, word = self.position, fence[2].strip()
        closing = re.compile("`" * len(fence[1]) + "`* *")
        end = opened + 1
        while end < len(self.lines) and not _FENCE.fullmatch(self.lines[end]):
            end += 1
        if end < len(self.lines) and closing.fullmatch(self.lines[end]):
            after = end + 1
        else:
            end = after = self._give_up(opened, end)
        if self._knows(word, opened):
            inside = tuple(self.lines[opened + 1 : end])
            self.pieces.append(Fence(word, inside, self.first + opened))
        self.position = after

    def _give_up(self, opened: int, end: int) -> int:
        """An unclosed block ends where the next heading begins, so that what follows is still checked."""
        self._note("Blok ini belum ditutup.", "Tutup dengan baris ``` sesudah teksnya.", self.first + opened)
        inside = range(opened + 1, end)
        return next((number for number in inside if self.lines[number].startswith("## ")), end)

    def _knows(self, word: str, opened: int) -> bool:
        if word in FENCE_WORDS:
            return True
        message = f'Jenis kiriman "{word[:30]}" tidak dikenal.' if word else "Blok ini belum punya jenis."
        mend = f"Tulis jenisnya sesudah ```: {', '.join(FENCE_WORDS)}."
        self._note(message, mend, self.first + opened)
        return False

    def _take_choices(self) -> None:
        start, items = self.line, []
        while self.position < len(self.lines) and _LIKE_A_CHOICE.match(self.lines[self.position]):
            items.append(self._take_choice())
            self._skip_empty()
        self.pieces.append(ChoiceList(tuple(items), start))

    def _skip_empty(self) -> None:
        while self.position < len(self.lines) and not self.lines[self.position].strip():
            self.position += 1

    def _take_choice(self) -> WrittenChoice:
        line, words = self.line, self.lines[self.position]
        choice = _CHOICE.fullmatch(words)
        if choice is None:
            self._note("Pilihan ini tidak terbaca.", 'Tulis "- [ ] teks" atau "- [x] teks" di awal baris.')
        self.position += 1
        text = " ".join([words.split("]", 1)[1].strip(), *self._lines_while(self._goes_on)]).strip()
        if self._explains_after_gap():
            self._skip_empty()
        explained_from = self.line
        explanation = "\n".join(self._lines_while(self._explains)).strip()
        self._check_choice(text, line)
        self._check_explanation(explanation, line, explained_from)
        return WrittenChoice(text, explanation, choice is not None and choice[1] in "xX", line)

    def _lines_while(self, belongs: Callable[[str], bool]) -> list[str]:
        """Take the lines that belong, without the sign of a quote."""
        taken = []
        while self.position < len(self.lines) and belongs(self.lines[self.position]):
            taken.append(_QUOTE.sub("", self.lines[self.position], count=1).strip())
            self.position += 1
        return taken

    @staticmethod
    def _goes_on(words: str) -> bool:
        """A shifted line goes on with the text of the choice above it."""
        return words.startswith(" ") and bool(words.strip()) and not _is_quote_or_choice(words)

    @staticmethod
    def _explains(words: str) -> bool:
        """A quote explains the choice above it; a shifted line goes on with the quote."""
        shifted = words.startswith((" ", ">")) and bool(words.strip())
        return shifted and not _LIKE_A_CHOICE.match(words)

    def _explains_after_gap(self) -> bool:
        """Whether an empty line stands between a choice and its shifted quote."""
        after = itertools.islice(self.lines, self.position, self.position + 3)
        words = next((words for words in after if words.strip()), "")
        return words.startswith(" ") and bool(_QUOTE.match(words))

    def _check_choice(self, text: str, line: int) -> None:
        if not text:
            self._note("Pilihan ini masih kosong.", "Tulis teksnya sesudah tanda kurung.", line)
        if len(text) > 300:
            self._note("Teks pilihan ini terlalu panjang.", "Ringkas menjadi paling banyak 300 huruf.", line)
        self.problems.extend([*precheck(text, line=line), *check_style(text, line=line)])

    def _check_explanation(self, text: str, line: int, first: int) -> None:
        if not text:
            mend = 'Tambahkan di bawahnya baris "  > Penjelasan", mengapa pilihan ini tepat atau belum.'
            self._note("Pilihan ini belum punya penjelasan.", mend, line)
        if len(text) > 600:
            self._note("Penjelasan ini terlalu panjang.", "Ringkas menjadi paling banyak 600 huruf.", first)
        self.problems.extend([*precheck(text, line=first), *check_style(text, line=first)])


def _is_quote_or_choice(words: str) -> bool:
    return bool(_QUOTE.match(words) or _LIKE_A_CHOICE.match(words))


def check_headings(headings: Sequence[Heading], problems: list[Problem]) -> None:
    """Levels two and three only, no level skipped, none empty, none twice."""
    level = 1
    seen: set[str] = set()
    for heading in headings:
        for message, mend in _heading_faults(heading, level, seen):
            problems.append(Problem(heading.line, message, mend))
        level = heading.level
        seen.add(heading.slug)


def _heading_faults(heading: Heading, before: int, seen: set[str]) -> list[tuple[str, str]]:
    faults = []
    if heading.level == 1:
        faults.append(
            ("Judul besar (#) tidak dipakai di isi.", 'Judulnya ada di title. Pakai "## " di sini.')
        )
    elif heading.level > 3:
        faults.append(("Subjudul ini terlalu dalam.", 'Pakai "## " atau "### ".'))
    elif heading.level > before + 1:
        faults.append(("Subjudul ini melompati satu tingkat.", 'Pakai "## " dulu, baru "### " di bawahnya.'))
    if "](" in heading.text:
        faults.append(("Tautan tidak dipakai di dalam subjudul.", "Pindahkan tautannya ke paragraf."))
    if not heading.slug:
        faults.append(("Subjudul ini masih kosong.", "Tulis kata-katanya sesudah tanda #."))
    elif heading.slug in seen:
        faults.append(("Ada dua subjudul yang sama.", "Beri nama yang berbeda."))
    return faults
