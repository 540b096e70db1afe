"""Strict YAML: words, lists and maps with their line numbers, and nothing else.

The parser's events are read one by one, so no value is ever guessed (``no`` stays a word), no nesting can
exhaust the stack, and an alias is refused before it can grow.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ruamel.yaml import YAML, events
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from literasi.domain.problems import Problem

DEEPEST = 3
KEPT_TEXTS = 256  # of at most 8 KB; a request, and an import even more, reads the same few again and again
_MOST_REPAIRS = 20
_BROKEN = "\ufffd"  # stands where a line was unreadable: already reported, so nobody asks about it again
_KEY_LINE = re.compile(r"( *(?:- +)?)([A-Za-z][\w-]*) *:(?= |$)")
_NEARLY_A_KEY_LINE = re.compile(r"( *(?:- +)?)([A-Za-z][\w-]*) *:")
_UNREADABLE = "Baris ini tidak dapat dibaca."
_LONE_WORD = 'Tulis sebagai "kunci: isi", dengan satu spasi sesudah titik dua.'
_MENDS = {
    "mapping values": 'Bila isinya memuat titik dua, apit dengan tanda kutip: title: "Awas: tautan".',
    "cannot start any token": "Apit isinya dengan tanda kutip, dan pakai spasi, bukan tab, di awal baris.",
    "quoted scalar": "Tutup tanda kutip yang terbuka di baris ini.",
    "<document start>": 'Hapus baris yang dimulai dengan "%" atau "...".',
    "expected": "Samakan spasi di awal baris dengan baris lain yang setingkat.",
}


@dataclass(frozen=True)
class Word:
    """A value: always text."""

    text: str
    line: int

    @property
    def broken(self) -> bool:
        """Whether the line could not be read and was reported already."""
        return self.text == _BROKEN

    def empty_value(self) -> "Word":
        """What stands after this key when nothing stands there."""
        return Word("", self.line)


@dataclass(frozen=True)
class Entries:
    """A list."""

    items: "tuple[Node, ...]"
    line: int


@dataclass(frozen=True)
class Pairs:
    """A map from keys to values."""

    values: "Mapping[str, Node]"
    line: int


Node = Word | Entries | Pairs


@dataclass
class _Frame:
    """A list or map that is still open."""

    is_map: bool
    line: int
    items: list[Node] = field(default_factory=list)
    values: dict[str, Node] = field(default_factory=dict)
    key: Word | None = None


class _Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read(text: str, *, line: int, problems: list[Problem]) -> Pairs | None:
    """Read a map from *text*, whose first line is line *line* of the file.

    Adds to *problems*; returns None when nothing can be told about the keys. An unreadable line is reported
    and stepped over, so that one slip does not hide the rest.
    """
    pairs, found = _read(text, line)
    problems.extend(found)
    return pairs


@lru_cache(maxsize=KEPT_TEXTS)
def _read(text: str, line: int) -> tuple[Pairs | None, tuple[Problem, ...]]:
    """What *text* holds, and its problems; the answer is shared, so nobody may change it."""
    problems: list[Problem] = []
    pairs = _read_repairing(text.split("\n"), line, problems)
    return pairs, tuple(problems)


def _read_repairing(lines: list[str], line: int, problems: list[Problem]) -> Pairs | None:
    for _ in range(_MOST_REPAIRS):
        found: list[Problem] = []
        try:
            pairs = _Builder(line, found).build("\n".join(lines))
        except _Refused as refused:
            problems.extend([*found, refused.problem])
            return None
        except MarkedYAMLError as error:
            number = _blamed(error, lines)
            problems.append(_unreadable(error, line + number, lone=not _KEY_LINE.match(lines[number])))
            if not _step_over(lines, number):
                return None
            continue
        except YAMLError:
            mend = "Ketik ulang bagian depan."
            problems.append(Problem(line, "Bagian depan ini tidak dapat dibaca.", mend))
            return None
        problems.extend(found)
        return pairs
    return None


def _unreadable(error: MarkedYAMLError, line: int, *, lone: bool) -> Problem:
    words = f"{error.context} {error.problem}"
    found = [mend for sign, mend in _MENDS.items() if sign in words]
    return Problem(line, _UNREADABLE, _LONE_WORD if lone or not found else found[0])


def _blamed(error: MarkedYAMLError, lines: Sequence[str]) -> int:
    """The line to blame: where an unclosed quote or a lone word began, else where reading stopped."""
    mark = error.context_mark or error.problem_mark
    number = min(mark.line if mark else 0, len(lines) - 1)
    above = lines[number - 1] if number else ""
    lone = re.match(r"[^\s#-]", above) and not _KEY_LINE.match(above)
    return number - 1 if lone and "mapping values" in str(error.problem) else number


def _step_over(lines: list[str], number: int) -> bool:
    """Put a harmless word in place of the bad line; False when that was tried before."""
    key = _NEARLY_A_KEY_LINE.match(lines[number])
    harmless = f'{key[1]}{key[2]}: "{_BROKEN}"' if key else ""
    if lines[number] == harmless:
        return False
    lines[number] = harmless
    return True


class _Builder:
    """Builds the tree from the parser's events with a stack of its own."""

    def __init__(self, line: int, problems: list[Problem]) -> None:
        self.line = line
        self.problems = problems
        self.stack: list[_Frame] = []
        self.root: Node | None = None
        self.documents = 0

    def build(self, text: str) -> Pairs | None:
        for event in self._events(text):
            self._take(event)
        if self.root is None:
            return Pairs({}, self.line)
        if not isinstance(self.root, Pairs):
            mend = 'Tulis tiap baris sebagai "kunci: isi", misalnya title: Membaca alamat situs.'
            raise _Refused(Problem(self.root.line, "Bagian depan harus berisi kunci dan isinya.", mend))
        return self.root

    def _events(self, text: str) -> Iterator[events.Event]:
        yield from YAML(typ="safe", pure=True).parse(text)

    def _take(self, event: events.Event) -> None:
        line = self.line + event.start_mark.line
        self._refuse_tricks(event, line)
        if isinstance(event, events.ScalarEvent):
            self._add(Word(" ".join(event.value.split()), line))
        elif isinstance(event, events.SequenceStartEvent | events.MappingStartEvent):
            self._open(_Frame(isinstance(event, events.MappingStartEvent), line))
        elif isinstance(event, events.SequenceEndEvent | events.MappingEndEvent):
            done = self.stack.pop()
            self._add(Pairs(done.values, done.line) if done.is_map else Entries(tuple(done.items), done.line))

    def _refuse_tricks(self, event: events.Event, line: int) -> None:
        """Anchors, aliases, tags, directives and second documents: nobody who writes a lesson needs them."""
        if isinstance(event, events.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1 or event.version or event.tags:
                raise _Refused(_trick(line, "perintah YAML (%) atau dokumen kedua"))
        if isinstance(event, events.AliasEvent):
            raise _Refused(_trick(line, 'alias (tanda "*")'))
        if getattr(event, "anchor", None):
            raise _Refused(_trick(line, 'jangkar (tanda "&")'))
        if getattr(event, "tag", None):
            raise _Refused(_trick(line, 'tag (tanda "!")'))

    def _open(self, frame: _Frame) -> None:
        if len(self.stack) >= DEEPEST:
            mend = "Cukup kunci dan isi; hanya sources yang berisi daftar bertingkat."
            raise _Refused(Problem(frame.line, "Bagian depan ini bertingkat terlalu dalam.", mend))
        self.stack.append(frame)

    def _add(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        frame = self.stack[-1]
        if not frame.is_map:
            frame.items.append(node)
        elif frame.key is None:
            frame.key = self._key(node, frame)
        else:
            if isinstance(node, Word) and not node.text:
                node = frame.key.empty_value()  # the parser places nothing on the line below
            frame.values.setdefault(frame.key.text, node)
            frame.key = None

    def _key(self, node: Node, frame: _Frame) -> Word:
        if not isinstance(node, Word) or not node.text:
            mend = 'Tulis "kunci: isi", misalnya minutes: 4.'
            raise _Refused(Problem(node.line, "Kunci harus satu kata.", mend))
        if node.text in frame.values:
            mend = "Simpan satu saja, hapus yang lain."
            self.problems.append(Problem(node.line, f'Kunci "{node.text}" ditulis dua kali.', mend))
        return node


def _trick(line: int, what: str) -> Problem:
    mend = "Tulis isinya langsung; bila memuat tanda khusus, apit dengan tanda kutip."
    return Problem(line, f"Bagian depan tidak memakai {what}.", mend)
