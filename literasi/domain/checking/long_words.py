"""Long words: single ones that nobody reads at a glance, and too many of four syllables or more."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from literasi.domain.checking.plain_words import plainer_word
from literasi.domain.checking.sentences import Sentence, Word
from literasi.domain.problems import Problem

LONGEST = 15
MANY_SYLLABLES = 4
LARGEST_SHARE = 0.2
LEAST_WORDS = 100
KEPT_WORDS = 20_000


def check_long_words(sentences: Iterable[Sentence]) -> Iterator[Problem]:
    """Advice for each word of more than fifteen letters, and one when too many words are long.

    A word is named once, and not when it is hard anyway and ``plain_words`` knows a better one.
    """
    seen: set[str] = set()
    words = [word for sentence in sentences for word in _read_words(sentence)]
    for word in words:
        bare = word.plain.removesuffix("nya")  # read as a word of its own
        if len(bare) > LONGEST and bare.isalpha() and bare not in seen and not plainer_word(bare):
            seen.add(bare)
            message = f"Kata “{bare[:40]}” panjangnya {len(bare)} huruf."
            yield Problem(word.line, message, "Ganti dengan kata yang lebih pendek, atau dua kata.")
    yield from _check_share(words)


def _check_share(words: list[Word]) -> Iterator[Problem]:
    long = [word for word in words if syllables(word.plain) >= MANY_SYLLABLES]
    if len(words) >= LEAST_WORDS and len(long) > LARGEST_SHARE * len(words):
        share = round(100 * len(long) / len(words))
        message = f"{share} dari 100 kata di teks ini bersuku kata empat atau lebih."
        yield Problem(long[0].line, message, f"Pilih kata pendek, misalnya sebagai ganti “{long[0].plain}”.")


def _read_words(sentence: Sentence) -> Iterator[Word]:
    """The words that the author chose: no quotes and no names."""
    for number, word in enumerate(sentence):
        if not word.quoted and (number == 0 or word.text.lstrip("(“").islower()):
            yield word


@lru_cache(maxsize=KEPT_WORDS)
def syllables(word: str) -> int:
    """How many syllables *word* (small letters) has: its vowels; ``ai``, ``au``, ``oi`` at its end is one."""
    vowels = sum(word.count(vowel) for vowel in "aiueo")
    return vowels - word.endswith(("ai", "au", "oi"))
