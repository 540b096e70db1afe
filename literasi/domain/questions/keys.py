"""Keys of questions as they stand in a text, for giving a question a new one."""

import re
from collections.abc import Iterable

LONGEST_KEY = 60


def free_key(key: str, sources: Iterable[str]) -> str:
    """A key like *key* that none of the *sources* has: ``arti-apk`` becomes ``arti-apk-2``."""
    used = {found for source in sources for found in re.findall(r"\{#([a-z0-9-]+)", source)}
    stem = re.sub(r"-\d{1,3}$", "", key)
    number = 2
    while _numbered(stem, number) in used:
        number += 1
    return _numbered(stem, number)


def rename_key(source: str, key: str, new_key: str) -> str:
    """*source* with the question *key* under its new key; nothing else changes."""
    heading = re.compile(rf"^(##[^#\n].*\{{#){re.escape(key)}(?=[ }}])", re.MULTILINE)
    return heading.sub(rf"\g<1>{new_key}", source, count=1)


def _numbered(stem: str, number: int) -> str:
    ending = f"-{number}"
    return stem[: LONGEST_KEY - len(ending)].rstrip("-") + ending
