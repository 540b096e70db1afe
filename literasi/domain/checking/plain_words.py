"""Hard and foreign words, and the plain word that says the same."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from literasi.domain.checking.phrase_pairs import PHRASES, PREPOSITIONS, SPELLINGS, TERMS
from literasi.domain.checking.sentences import Sentence, Word
from literasi.domain.checking.word_pairs import FOREIGN, LOANS
from literasi.domain.problems import Problem

KEPT_WORDS = 20_000
SHORTEST_ROOT = 4  # or "tapi" would be made of "tap"
_ROOTS = {**LOANS, **FOREIGN}
_EXACT = {**PHRASES, **SPELLINGS}
_ENDINGS = ("kannya", "kan", "inya", "nya", "lah", "kah", "pun", "ku", "mu", "i")
_BEGINNINGS = (
    "di-",
    "me-",
    "mem-",
    "men-",
    "meng-",
    "nge-",
    "memper",
    "meny",
    "meng",
    "mem",
    "men",
    "nge",
    "me",
    "di",
    "ter",
    "ber",
    "pe",
)
_MELTED = {"meng": "k", "men": "t", "meny": "s", "mem": "p"}


def check_plain_words(sentences: Iterable[Sentence]) -> Iterator[Problem]:
    """Advice for each hard word or phrase, once; it counts how often the word is there."""
    found: dict[str, list[Word]] = {}
    plainer: dict[str, str] = {}
    for sentence in sentences:
        for start, hard, plain in _hard_words(sentence):
            found.setdefault(hard, []).append(sentence[start])
            plainer[hard] = plain
    for hard, words in found.items():
        more = f" ({len(words)} kali)" if len(words) > 1 else ""
        what = "Ejaan" if hard in SPELLINGS else "Kata sulit"
        yield Problem(words[0].line, f"{what}: “{hard[:60]}”{more}.", f"Coba: “{plainer[hard]}”.")


def _hard_words(sentence: Sentence) -> Iterator[tuple[int, str, str]]:
    """Where a hard word begins, what it is and the plain one. The longest phrase counts."""
    number = 0
    while number < len(sentence):
        length, plain = _at(sentence, number)
        if plain:
            yield number, " ".join(word.plain for word in sentence[number : number + length]), plain
        number += length or 1


def _at(sentence: Sentence, number: int) -> tuple[int, str]:
    """How many words at *number* belong together, and the plain ones; none when they are not hard."""
    word = sentence[number]
    if word.quoted or (number and not word.text.lstrip("(“\"'").islower()):
        return 0, ""  # somebody else's word, or a name
    if word.plain in PREPOSITIONS and (word.ends or number + 1 == len(sentence)):
        return 0, ""
    for words, plain in _PHRASES.get(word.plain, ()):
        if len(words) > 1 and _follows(sentence, number, words):
            return len(words), plain
    return (1, plain) if (plain := plainer_word(word.plain)) else (0, "")


def _follows(sentence: Sentence, number: int, words: tuple[str, ...]) -> bool:
    here = sentence[number : number + len(words)]
    return (
        len(here) == len(words)
        and all(word.plain == wanted for word, wanted in zip(here[:-1], words[:-1], strict=True))
        and here[-1].plain.removesuffix("nya") == words[-1].removesuffix("nya")
    )


def _by_first_word(phrases: Mapping[str, str]) -> Mapping[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for hard, plain in sorted(phrases.items(), key=lambda pair: -len(pair[0])):
        words = tuple(hard.split())
        found.setdefault(words[0], []).append((words, plain))
    return found


_PHRASES = _by_first_word({**PHRASES, **SPELLINGS, **dict.fromkeys(TERMS, "")})


@lru_cache(maxsize=KEPT_WORDS)
def plainer_word(word: str) -> str:
    """The plain word for *word* (small letters), whatever stands before or after its root; else nothing."""
    if word in _EXACT:
        return _EXACT[word]
    found = (root for root in roots(word) if root in _ROOTS)
    return next((_ROOTS[root] for root in found if root == word or len(root) >= SHORTEST_ROOT), "")


def roots(word: str) -> Iterator[str]:
    """What *word* (small letters) could be made of: itself, then without what stands before or after."""
    yield word
    bare = [word, *(word.removesuffix(end) for end in _ENDINGS if word.endswith(end))]
    for rest in bare:
        yield rest
        for begin in _BEGINNINGS:
            if rest.startswith(begin):
                left = rest.removeprefix(begin)
                yield left
                yield _MELTED.get(begin, "") + left
