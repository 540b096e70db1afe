"""A content file as its author sees it: lines, whatever may be wrong with them.

Nothing here needs a text that parses, so that the check can help while somebody is still writing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

OWN_WORDS = ("fact", "why", "cue")  # of an exhibit, what we say about it
_KEY = re.compile(r"([A-Za-z][A-Za-z_-]{0,30}): ?(.*)")
_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)]) +(?:\[[ xX]?\] *)?")
_CHOICE = re.compile(r"[-*+] *\[[ xX]?\]")
_HEADING = re.compile(r"#{1,6} +")
_TABLE_RULE = frozenset("|-: ")


@dataclass(frozen=True)
class Passage:
    """Words of the author that are read in one go; *line* is where the first of its lines stands."""

    text: str
    line: int


@dataclass(frozen=True)
class QuotedMessage:
    """An exhibit: its keys, each with its words and line, and the message as it was received."""

    kind: str
    keys: dict[str, Passage]
    text: str
    line: int


@dataclass(frozen=True)
class Manuscript:
    """The front matter (only what stands at the start of a line), the author's words and the exhibits."""

    front: dict[str, Passage]
    checked: tuple[int, ...]  # the line of each source's check date, in order
    passages: tuple[Passage, ...]
    messages: tuple[QuotedMessage, ...]


def read_manuscript(source: str) -> Manuscript:
    """Part *source* into what can be told from its lines. Never raises; takes time linear in the text."""
    lines = source.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    end = _end_of_front(lines)
    front = _read_keys(lines[1 : end - 1], 2)
    checked = [number for number in range(1, end) if lines[number].lstrip(" -").startswith("checked:")]
    reading = _Reading(lines, end)
    reading.read()
    summary = [front["summary"]] if "summary" in front else []
    return Manuscript(
        front,
        tuple(number + 1 for number in checked),
        (*summary, *reading.passages),
        tuple(reading.messages),
    )


def _end_of_front(lines: Sequence[str]) -> int:
    """How many lines belong to the front matter, its two rules included; 0 without one that is closed."""
    if lines[0].rstrip() != "---":
        return 0
    return next((number + 1 for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), 0)


def _read_keys(lines: Sequence[str], first: int) -> dict[str, Passage]:
    """``key: words``, with the shifted lines below it that go on with its words."""
    found: dict[str, Passage] = {}
    parts: dict[str, list[str]] = {}
    key = ""
    for number, words in enumerate(lines, first):
        if header := _KEY.fullmatch(words):
            key = header[1] if header[1] not in found else ""
            if key:
                found[key] = Passage("", number)
                parts[key] = [header[2].strip()]
        elif key and words.startswith("  "):
            parts[key].append(words.strip())
    return {key: Passage("\n".join(parts[key]).strip("\"' "), found[key].line) for key in found}


class _Reading:
    """One walk over the lines of a body."""

    def __init__(self, lines: Sequence[str], start: int) -> None:
        self.lines = lines
        self.position = start
        self.passages: list[Passage] = []
        self.messages: list[QuotedMessage] = []
        self.waiting: list[str] = []
        self.in_choice = False

    def read(self) -> None:
        while self.position < len(self.lines):
            if self.lines[self.position].startswith("```"):
                self._flush()
                self._take_message()
            else:
                self._take_line(self.lines[self.position])
                self.position += 1
        self._flush()

    def _flush(self) -> None:
        if self.waiting:
            line = self.position + 1 - len(self.waiting)
            self.passages.append(Passage("\n".join(self.waiting), line))
            self.waiting = []

    def _take_line(self, written: str) -> None:
        words = written.strip()
        if not words:
            self._flush()
        elif _HEADING.match(words):
            self._flush()
            self.in_choice = False
            self._keep_alone(_HEADING.sub("", words, count=1).split(" {#", 1)[0])
        elif words.startswith(">"):
            self._take_quote(words)
        elif "|" in words and (words.startswith("|") or set(words) <= _TABLE_RULE):
            self._flush()
            for cell in words.split("|"):
                self._keep_alone("" if set(cell) <= _TABLE_RULE else cell.strip())
        else:
            self._take_words(written, words)

    def _take_words(self, written: str, words: str) -> None:
        if item := _ITEM.match(words):
            self._flush()
            self.in_choice = _CHOICE.match(words) is not None
            words = words[item.end() :]
        elif not written.startswith(" "):
            self.in_choice = False
        self.waiting.append(words)

    def _take_quote(self, words: str) -> None:
        """A quote below a choice explains it; any other is somebody else's words."""
        if not self.in_choice:
            self._flush()
            return
        if self.position and not self.lines[self.position - 1].lstrip().startswith(">"):
            self._flush()
        self.waiting.append(words[1:].strip())

    def _keep_alone(self, words: str) -> None:
        if words:
            self.passages.append(Passage(words, self.position + 1))

    def _take_message(self) -> None:
        opened = self.position
        end, after = self._end_of_message(opened)
        inside = self.lines[opened + 1 : end]
        gap = next((number for number, words in enumerate(inside) if not words.strip()), len(inside))
        keys = _read_keys(inside[:gap], opened + 2)
        self.messages.append(
            QuotedMessage(
                self.lines[opened].strip("` "), keys, "\n".join(inside[gap + 1 :]).strip("\n"), opened + 1
            )
        )
        self.passages.extend(keys[key] for key in OWN_WORDS if key in keys)
        self.position = after

    def _end_of_message(self, opened: int) -> tuple[int, int]:
        """The line after the last one inside, and where to go on. What nobody closed ends at a heading."""
        inside = range(opened + 1, len(self.lines))
        end = next((number for number in inside if self.lines[number].startswith("```")), len(self.lines))
        if end < len(self.lines) and not self.lines[end].strip("` "):
            return end, end + 1
        inside = range(opened + 1, end)
        end = next((number for number in inside if self.lines[number].startswith("## ")), end)
        return end, end


def all_words(manuscript: Manuscript) -> Iterator[str]:
    """Everything a reader of the page reads, exhibits included."""
    for passage in manuscript.passages:
        yield passage.text
    for message in manuscript.messages:
        yield message.text
