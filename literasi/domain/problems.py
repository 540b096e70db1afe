"""What is wrong with a text, where, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

MOST_PROBLEMS = 200


@dataclass(frozen=True, order=True)
class Problem:
    """One thing an author can mend; words are Indonesian, the line counts from 1."""

    line: int
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.line}: {self.message} {self.mend}"


def suggest(word: str, known: Iterable[str]) -> str:
    """How to mend an unknown *word*: the known one that looks like it, else all of them."""
    known = sorted(known)
    close = get_close_matches(word.lower(), known, n=1)
    return f'Mungkin maksud Anda "{close[0]}".' if close else f"Yang dikenal: {', '.join(known)}."


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort problems by line, say each once, and stop a hostile file from printing thousands."""
    found = sorted(set(problems))
    if len(found) <= MOST_PROBLEMS:
        return found
    left = len(found) - MOST_PROBLEMS
    last = Problem(
        found[MOST_PROBLEMS - 1].line,
        f"Masih ada {left} masalah lain di berkas ini.",
        "Perbaiki yang di atas dulu, lalu periksa lagi.",
    )
    return [*found[:MOST_PROBLEMS], last]
