"""Titles, summaries and labels: they stand in lists and previews, where no verdict stands beside them."""

import re
from collections.abc import Iterator, Sequence

from literasi.domain.checking.manuscript import Manuscript, Passage, QuotedMessage
from literasi.domain.checking.plain_words import roots
from literasi.domain.checking.word_lists import ALARMING, JOINING, OFFICES
from literasi.domain.problems import Problem
from literasi.domain.stemming import is_base_word

FEWEST_REPEATED = 4
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def check_repeated(manuscript: Manuscript) -> Iterator[Problem]:
    """Errors where a title, summary or label repeats four words in a row of a message that is false."""
    repeated = _hoax_words(manuscript.messages)
    if not repeated:
        return
    for key, words in _titles(manuscript):
        plain = _plain(words.text)
        for start in range(len(plain) - FEWEST_REPEATED + 1):
            if tuple(plain[start : start + FEWEST_REPEATED]) in repeated:
                said = " ".join(plain[start : start + FEWEST_REPEATED])
                yield Problem(
                    words.line,
                    f"{key} mengulang kata-kata kiriman yang salah: “{said[:80]}”.",
                    "Sebutkan temanya saja; hoaks tidak boleh muncul di daftar tanpa putusannya.",
                )
                break


def check_tone(manuscript: Manuscript) -> Iterator[Problem]:
    """Advice where a title, summary or label sounds like the messages that we warn of."""
    for key, words in _titles(manuscript):
        for word in (found.group() for found in _WORD.finditer(words.text[:400])):
            if word.lower() in ALARMING:
                message = f"Kata “{word}” di {key} terdengar seperti pesan berantai."
                yield Problem(words.line, message, "Ganti dengan kata yang tenang.")
            elif len(word) >= 4 and word.isupper() and _is_stressed(word):
                message = f"Kata “{word}” di {key} ditulis dengan huruf besar semua."
                yield Problem(words.line, message, f"Tulis “{word.capitalize()}” atau “{word.lower()}”.")
        if "!" in words.text:
            yield Problem(words.line, f"{key} memakai tanda seru.", "Hapus tanda serunya.")


def _is_stressed(word: str) -> bool:
    """Whether a word in capitals is an ordinary one; the name of an office is none."""
    return (
        word.isascii() and word.isalpha() and len(word) <= 40 and any(map(is_base_word, roots(word.lower())))
    )


def _titles(manuscript: Manuscript) -> Iterator[tuple[str, Passage]]:
    for key in ("title", "summary", "change"):
        if key in manuscript.front:
            yield key, manuscript.front[key]
    for message in manuscript.messages:
        if "label" in message.keys:
            yield "label", message.keys["label"]


def _hoax_words(messages: Sequence[QuotedMessage]) -> set[tuple[str, ...]]:
    """Every four words in a row that a false message says, but for the names of offices."""
    found: set[tuple[str, ...]] = set()
    for message in messages:
        if message.keys.get("verdict", Passage("", 0)).text == "salah":
            subject = message.keys.get("subject", Passage("", 0)).text
            for words in (message.text, subject):
                found.update(_fours(words, with_names=message.kind == "headline"))
    return found


def _fours(text: str, *, with_names: bool) -> Iterator[tuple[str, ...]]:
    words = [found.group() for found in _WORD.finditer(text)]
    for start in range(len(words) - FEWEST_REPEATED + 1):
        four = words[start : start + FEWEST_REPEATED]
        if with_names or not _is_name(four, words[max(0, start - 2) : start]):
            yield tuple(word.casefold() for word in four)


def _is_name(four: Sequence[str], before: Sequence[str]) -> bool:
    """Whether *four* words are part of a name such as “Badan Nasional Penanggulangan Bencana”."""
    like_a_name = all(word[0].isupper() or word in JOINING for word in four)
    begins = any(word.lower() in OFFICES for word in (four[0], *before))
    return like_a_name and begins and not all(word.isupper() for word in four)


def _plain(text: str) -> list[str]:
    return [found.group().casefold() for found in _WORD.finditer(text)]
