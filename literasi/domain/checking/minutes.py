"""Reading time: what the front matter promises, and how long the text takes."""

from collections.abc import Iterator

from literasi.domain.checking.manuscript import Manuscript, all_words
from literasi.domain.problems import Problem

WORDS_A_MINUTE = 130


def reading_minutes(manuscript: Manuscript) -> float:
    """How many minutes an unhurried reader needs for everything on the page."""
    return sum(len(words.split()) for words in all_words(manuscript)) / WORDS_A_MINUTE


def check_minutes(manuscript: Manuscript, promised: int) -> Iterator[Problem]:
    """Advice when *promised* is more than a minute from what the text takes."""
    needed = reading_minutes(manuscript)
    if abs(needed - promised) > 1:
        line = manuscript.front["minutes"].line if "minutes" in manuscript.front else 1
        about = f"{needed:.1f}".replace(".", ",")
        message = f"minutes berisi {promised}, padahal membacanya sekitar {about} menit."
        yield Problem(line, message, f"Tulis minutes: {max(1, round(needed))}, atau ubah panjang teksnya.")
