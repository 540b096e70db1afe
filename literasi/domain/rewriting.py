"""One value of a text changed by surgery: every other line keeps its bytes.

What was cut is read again before anybody gets it, so a typed value can never become a second key.
"""

import re
from collections.abc import Sequence

from literasi.domain import strict_yaml
from literasi.domain.blocks import Fence, scan
from literasi.domain.exhibit_reading import read_values
from literasi.domain.front_matter import Fields, split
from literasi.domain.problems import Problem
from literasi.domain.questions.fields import prompt_and_key
from literasi.domain.questions.sections import sections
from literasi.domain.sources import Source
from literasi.domain.strict_yaml import Entries, Node, Word
from literasi.domain.texts import clean, lines_of

_DASHES = "---"
_SHIFTED = (" ", "\t")
_LIST_SIGN = re.compile(r"( *)- ")
_MEND = "Ubah langsung di penyunting teks."


class CannotRewrite(ValueError):
    """A value that cannot be put into this text; ``str(error)`` says why and how to mend it."""


def set_front(text: str, key: str, value: str) -> str:
    """*text* with ``key: value`` in its front matter, where it was, else last. Raises CannotRewrite."""
    value = _one_line(value)
    lines, closed = _front_lines(text)
    before = _front(text)
    if not isinstance(before.get(key, ""), str):
        raise CannotRewrite(f"{key} berisi daftar. {_MEND}")
    first, last = _block(lines[:closed], key) or (closed, closed)
    new = _with(lines, first, last, [front_line(key, value)])
    if _front(new) != {**before, key: value}:
        raise CannotRewrite(f"{key} belum bisa diubah di sini. {_MEND}")
    return new


def add_source(text: str, source: Source) -> str:
    """*text* with *source* as the last of its sources. Raises CannotRewrite."""
    lines, closed = _front_lines(text)
    before = _front(text)
    found = _block(lines[:closed], "sources")
    first, last = found or (closed, closed)
    shifts = [shift[1] for line in lines[first:last] if (shift := _LIST_SIGN.match(line))]
    entry = _source_lines(source, shifts[0] if shifts else "  ")
    new = _with(lines, last, last, entry if found else ["sources:", *entry])
    listed = before.get("sources") or []
    if not isinstance(listed, list) or _front(new) != {**before, "sources": [*listed, _as_read(source)]}:
        raise CannotRewrite(f"Daftar sumber ini belum bisa ditambah. {_MEND}")
    _check_sources(text, new)
    return new


def set_exhibit_key(text: str, question_key: str, key: str, value: str | None) -> str:
    """*text* with ``key: value`` in the exhibit of the question *question_key*; None takes the key out.

    Raises CannotRewrite.
    """
    value = None if value is None else _one_line(value)
    front, parts = sections(text)
    numbers = [number for number, part in enumerate(parts) if prompt_and_key(part)[1] == question_key]
    if len(numbers) != 1:
        raise CannotRewrite(f'Tidak ada satu pertanyaan berkunci "{question_key[:60]}".')
    part = parts[numbers[0]]
    parts[numbers[0]] = _set_in_exhibit(part, key, value)
    new = front + "".join(parts)
    before, after = _exhibit_of(part)[1], _exhibit_of(parts[numbers[0]])[1]
    wanted = {other: written for other, written in before[0].items() if other != key}
    if value is not None:
        wanted[key] = value
    if sections(new) != (front, parts) or (after[0], after[1]) != (wanted, before[1]):
        raise CannotRewrite(f"{key} belum bisa diubah di sini. {_MEND}")
    return new


def _set_in_exhibit(section: str, key: str, value: str | None) -> str:
    fence, (values, _) = _exhibit_of(section)
    lines = lines_of(section)
    closed = sum(written.count("\n") + 1 for written in values.values())
    first, last = _block(lines[fence.line : fence.line + closed], key) or (closed, closed)
    first, last = fence.line + first, fence.line + last
    return _with(lines, first, last, [] if value is None else [f"{key}: {value}"])


def _exhibit_of(section: str) -> tuple[Fence, tuple[dict[str, str], str]]:
    readable, _ = clean(section)
    fences = [piece for piece in scan(readable or "", 1, []) if isinstance(piece, Fence)]
    found = read_values(fences[0]) if len(fences) == 1 else None
    if found is None:
        raise CannotRewrite(f"Pertanyaan ini belum punya satu kiriman yang terbaca. {_MEND}")
    return fences[0], found


def _front_lines(text: str) -> tuple[list[str], int]:
    """The lines of *text*, and which of them closes the front matter."""
    lines = lines_of(text)
    ends = [number for number, line in enumerate(lines) if line.rstrip() == _DASHES]
    if len(ends) < 2 or ends[0] != 0:
        raise CannotRewrite(f"Bagian depan belum terbaca. {_MEND}")
    return lines, ends[1]


def _block(lines: Sequence[str], key: str) -> tuple[int, int] | None:
    """From where to where the value of *key* stands, with the lines that go on with it."""
    starts = re.compile(rf"{re.escape(key)} *:(?=\s|$)")
    first = next((number for number, line in enumerate(lines) if starts.match(line)), None)
    if first is None:
        return None
    last = end = first + 1
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith((*_SHIFTED, "- "))):
        end += 1
        last = end if lines[end - 1].strip() else last
    return first, last


def _with(lines: Sequence[str], first: int, last: int, new: Sequence[str]) -> str:
    """The text with *new* in place of the lines from *first* to before *last*; lines end as they did."""
    ending = "\r\n" if lines[0].endswith("\r\n") else "\n"
    return "".join([*lines[:first], *(line + ending for line in new), *lines[last:]])


def _one_line(typed: str) -> str:
    cleaned, _ = clean(typed)
    value = " ".join((cleaned or "").split())
    if not value:
        raise CannotRewrite("Isian ini masih kosong. Tulis isinya.")
    return value


def _as_read(source: Source) -> dict[str, str]:
    """What the front matter says of *source*."""
    values = {"id": source.id, "title": source.title, "publisher": source.publisher, "url": source.url}
    return {key: _one_line(value) for key, value in values.items()} | {"checked": source.checked.isoformat()}


def _source_lines(source: Source, shift: str) -> list[str]:
    lines = [front_line(key, value) for key, value in _as_read(source).items()]
    return [f"{shift}- {lines[0]}", *(f"{shift}  {line}" for line in lines[1:])]


def _check_sources(before: str, after: str) -> None:
    """Refuse a source that no front matter may hold: its id is taken, say, or its address is none."""
    old = {problem.message for problem in _source_problems(before)}
    for problem in _source_problems(after):
        if problem.message not in old:
            raise CannotRewrite(f"{problem.message} {problem.mend}")


def _source_problems(text: str) -> list[Problem]:
    problems: list[Problem] = []
    Fields(_fields(text).pairs, 1, problems).sources(required=False)
    return problems


def front_line(key: str, value: str) -> str:
    """``key: value`` as a line of front matter; of what was typed, one line of words is kept."""
    cleaned, _ = clean(value)
    return f"{key}: {_scalar(key, ' '.join((cleaned or '').split()))}"


def _scalar(key: str, value: str) -> str:
    """*value* as YAML, plain where it is read as itself."""
    problems: list[Problem] = []
    pairs = strict_yaml.read(f"{key}: {value}", line=0, problems=problems)
    if not problems and pairs is not None and _plain(pairs) == {key: value}:
        return value
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'


def _front(text: str) -> dict[str, object]:
    """The values of the front matter, without the lines on which they stand."""
    return {key: _plain(node) for key, node in _fields(text).pairs.values.items()}


def _fields(text: str) -> Fields:
    readable, _ = clean(text)
    fields = split(readable, [])[0] if readable is not None else None
    if fields is None:
        raise CannotRewrite(f"Bagian depan belum terbaca. {_MEND}")
    return fields


def _plain(node: Node) -> object:
    if isinstance(node, Word):
        return node.text
    if isinstance(node, Entries):
        return [_plain(item) for item in node.items]
    return {key: _plain(value) for key, value in node.values.items()}
