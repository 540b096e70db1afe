"""Sources: where a fact comes from, and when somebody last looked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Source:
    """Where a fact comes from, and when somebody last looked."""

    id: str
    title: str
    publisher: str
    url: str
    checked: date


def by_id(sources: Sequence[Source]) -> Mapping[str, Source]:
    """The sources by their id, as exhibits name them."""
    return {source.id: source for source in sources}


def is_web_address(text: str) -> bool:
    """Whether *text* is the full http or https address of a public page."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    plain = len(text) <= 600 and not re.search(r"[\s<>\"'`\\{}|^]", text)
    return plain and parts.scheme in ("http", "https") and "." in host.strip(".") and "@" not in parts.netloc
