"""The guide for authors as parts: what is read, and examples that stand as they are typed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = re.compile(r"(`{3,})(.*)")
_COMMENT = re.compile(r"<!--.*?-->\n?")
_HEADING = re.compile(r"## +(.+)")


@dataclass(frozen=True)
class Part:
    """Markdown to be read, or an example to be copied."""

    text: str
    is_example: bool


def parts(guide: str) -> list[Part]:
    """The parts of *guide* in order, without its title. Files and commands for those at a terminal stay."""
    body = _COMMENT.sub("", guide.partition("\n")[2])
    return [part for part in _parts(body) if part.text.strip()]


def headings(guide: str) -> list[str]:
    """The headings of the second level in *guide*, outside its examples."""
    found = []
    for part in parts(guide):
        if not part.is_example:
            found += [match[1] for line in part.text.split("\n") if (match := _HEADING.fullmatch(line))]
    return found


def _parts(body: str) -> Iterator[Part]:
    lines: list[str] = []
    closing = ""
    for line in body.split("\n"):
        fence = _FENCE.fullmatch(line)
        if not closing and fence:
            yield Part("\n".join(lines), is_example=False)
            lines, closing = [], fence[1]
        elif closing and line == closing:
            yield Part("\n".join(lines), is_example=True)
            lines, closing = [], ""
        else:
            lines.append(line)
    yield Part("\n".join(lines), is_example=bool(closing))
