"""The text of a quiz, parted at its questions: each can be replaced, moved or taken out, byte for byte.

Questions are numbered from 1, as their author counts them.
"""

from collections.abc import Sequence

from literasi.domain.blocks import Heading, scan
from literasi.domain.front_matter import split
from literasi.domain.texts import clean, lines_of

_APART = "\n\n"  # between two questions stands one empty line


class UncutText(ValueError):
    """The questions of a text cannot be told apart safely; ``str(error)`` says how to mend that."""


class NoSuchQuestion(LookupError):
    """There is no question of that number."""


def sections(text: str) -> tuple[str, list[str]]:
    """What stands before the first question, and the text of each question; joined, they are *text* again."""
    lines = lines_of(text)
    starts = [line - 1 for line in _question_lines(text)]
    if not starts:
        return text, []
    ends = [*starts[1:], len(lines)]
    parts = ["".join(lines[start:end]) for start, end in zip(starts, ends, strict=True)]
    return "".join(lines[: starts[0]]), parts


def _question_lines(text: str) -> list[int]:
    readable, _ = clean(text)
    if readable is None:
        return []
    _, body, line = split(readable, [])
    return [piece.line for piece in scan(body, line, []) if isinstance(piece, Heading) and piece.level == 2]


def section_of(text: str, number: int) -> str:
    """The text of question *number*. Raises NoSuchQuestion."""
    return _numbered(sections(text)[1], number)


def replace_section(text: str, number: int, section: str) -> str:
    """*text* with *section* for question *number*. Raises NoSuchQuestion, UncutText."""
    front, parts = sections(text)
    parts[number - 1] = _words(section) + _gap(_numbered(parts, number))
    return _joined(front, parts)


def add_section(text: str, section: str) -> str:
    """*text* with *section* as its last question. Raises UncutText."""
    return insert_section(text, len(sections(text)[1]) + 1, section)


def insert_section(text: str, number: int, section: str) -> str:
    """*text* with *section* as question *number*, the others behind it. Raises NoSuchQuestion, UncutText."""
    front, parts = sections(text)
    if not 1 <= number <= len(parts) + 1:
        raise NoSuchQuestion(number)
    if number <= len(parts):
        parts.insert(number - 1, _words(section) + _APART)
    elif parts:
        last = parts[-1]
        parts[-1:] = [_words(last) + _APART, _words(section) + (_gap(last) or "\n")]
    else:
        front, parts = _words(front) + _APART, [_words(section) + "\n"]
    return _joined(front, parts)


def remove_section(text: str, number: int) -> str:
    """*text* without question *number*. Raises NoSuchQuestion, UncutText."""
    front, parts = sections(text)
    gone = _numbered(parts, number)
    del parts[number - 1]
    if parts and number > len(parts):
        parts[-1] = _words(parts[-1]) + _gap(gone)
    return _joined(front, parts)


def move_section(text: str, number: int, by: int) -> str:
    """*text* with question *number* shifted: -1 is up, 1 is down, and at either end it stays.

    Raises NoSuchQuestion, UncutText.
    """
    front, parts = sections(text)
    _numbered(parts, number)
    here, there = number - 1, number - 1 + by
    if not 0 <= there < len(parts):
        return text
    gaps = [_gap(part) for part in parts]
    words = [_words(part) for part in parts]
    words[here], words[there] = words[there], words[here]
    return _joined(front, [word + gap for word, gap in zip(words, gaps, strict=True)])


def _numbered(parts: Sequence[str], number: int) -> str:
    if not 1 <= number <= len(parts):
        raise NoSuchQuestion(number)
    return parts[number - 1]


def _words(section: str) -> str:
    return section.rstrip()


def _gap(section: str) -> str:
    """The white space at the end, which belongs to the place and not to the question."""
    return section[len(section.rstrip()) :]


def _joined(front: str, parts: Sequence[str]) -> str:
    """One text again, in which every part is still a question of its own. Raises UncutText."""
    text = front + "".join(parts)
    if sections(text) != (front, list(parts)):
        raise UncutText(
            "Pertanyaan di sekitarnya akan ikut berubah. Periksa dulu tanda ``` dan ## di penyunting teks."
        )
    return text
