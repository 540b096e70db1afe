"""Internet addresses among words: on a small screen they break after a dot or a slash, and nowhere else.

An address is evidence in a message, so a reader must see it whole, or at least in its own parts.
"""

import re

LONG = 16  # characters; a shorter address fits on every line
_TEXT = re.compile(r'(<[^>"]*(?:"[^"]*"[^>"]*)*>)')  # every second part of a split is a tag
_LONG_WORD = re.compile(rf"[^\s<>]{{{LONG},}}")
_INSIDE = re.compile(r"\w\.[a-z]", re.IGNORECASE)
_AFTER_A_SIGN = re.compile(r"(?<=[./])(?=\w)")


def breakable(html: str) -> str:
    """*html*, which is clean already, with places to break in its long addresses."""
    parts = _TEXT.split(html)
    parts[::2] = [_LONG_WORD.sub(lambda found: _in_parts(found[0]), text) for text in parts[::2]]
    return "".join(parts)


def _in_parts(word: str) -> str:
    if not _INSIDE.search(word):
        return word
    return "<wbr>".join(_whole(part) for part in _AFTER_A_SIGN.split(word))


def _whole(part: str) -> str:
    """A browser would break after a hyphen; `.whole` keeps the part together as long as it fits a line."""
    return f'<span class="whole">{part}</span>' if "-" in part else part
