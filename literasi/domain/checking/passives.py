"""Passive verbs: sentences that do not say who does it."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from literasi.domain.checking.sentences import Sentence, Word
from literasi.domain.checking.word_lists import (
    BEFORE_A_DESCRIPTION,
    BEFORE_A_STEP,
    BEFORE_NO_STEP,
    DOERS,
    HIDING_VERBS,
    NO_VERBS,
)
from literasi.domain.problems import Problem

LARGEST_SHARE = 0.2
LEAST_SENTENCES = 5
LEAST_WORDS = 4
LEAST_FOUND = 3
KEPT_WORDS = 20_000


_LIKE_A_DOER = ("pen", "pem", "peng", "peny", "pel", "per")


def check_passives(sentences: Sequence[Sentence]) -> Iterator[Problem]:
    """Advice for each step that nobody takes, and one when too many sentences name nobody."""
    hiding: list[tuple[Sentence, Word]] = []
    for sentence in sentences:
        found = list(_nobody_named(sentence))
        yield from (_step(before, verb) for before, verb in found if before in BEFORE_A_STEP)
        if found and len(sentence) >= LEAST_WORDS:
            hiding.append((sentence, found[0][1]))
    total = sum(len(sentence) >= LEAST_WORDS for sentence in sentences)
    if total >= LEAST_SENTENCES and len(hiding) > max(LEAST_FOUND - 1, LARGEST_SHARE * total):
        yield _share([verb for _, verb in hiding], total)


def _step(before: str, verb: Word) -> Problem:
    return Problem(
        verb.line,
        f"“{before} {verb.plain[:40]}” tidak menyebut pelakunya.",
        f"Tulis siapa yang melakukannya, atau ajak pembaca: “{active(verb.plain)[:40]}”.",
    )


def _share(verbs: Sequence[Word], total: int) -> Problem:
    examples = list(dict.fromkeys(f"“{verb.plain[:40]}” (baris {verb.line})" for verb in verbs))[:3]
    return Problem(
        verbs[0].line,
        f"{len(verbs)} dari {total} kalimat memakai kata kerja pasif tanpa pelaku: {', '.join(examples)}.",
        "Di sebagian kalimat itu, sebutkan siapa yang melakukannya.",
    )


def _nobody_named(sentence: Sentence) -> Iterator[tuple[str, Word]]:
    """Each passive verb without a doer, with the word before it."""
    for number, verb in enumerate(sentence):
        if verb.quoted or not is_passive(verb.plain) or (number and not verb.text.lstrip("(").islower()):
            continue
        before = _clause_before(sentence[max(0, number - 3) : number])
        if _describes(before) or _has_doer(verb, sentence[number + 1 : number + 4]):
            continue
        yield (before[-1] if before else ""), verb


def _clause_before(words: Sequence[Word]) -> list[str]:
    """The last of *words*, as far back as no comma stands between."""
    ends = [number for number, word in enumerate(words, 1) if word.ends]
    return [word.plain for word in words[ends[-1] if ends else 0 :]]


def _describes(before: Sequence[str]) -> bool:
    """Whether a verb after the words *before* only describes (mudah ditiru, yang perlu dicek)."""
    if not before:
        return False
    no_step = before[-1] in BEFORE_A_STEP and any(word in BEFORE_NO_STEP for word in before[:-1])
    return no_step or before[-1] in BEFORE_A_DESCRIPTION


def _has_doer(verb: Word, after: Iterable[Word]) -> bool:
    if verb.plain.endswith("nya"):
        return True
    rest = list(after)
    if any(word.plain == "oleh" for word in rest):
        return True
    if verb.ends or not rest:
        return False
    follows = rest[0]
    return (
        follows.plain in DOERS
        or follows.plain.removesuffix("nya") in DOERS
        or follows.plain.startswith(_LIKE_A_DOER)
        or follows.text[:1].isupper()
    )


@lru_cache(maxsize=KEPT_WORDS)
def is_passive(word: str) -> bool:
    """Whether *word* (small letters) is a verb that can do without its doer."""
    if word.startswith("di") and len(word) > 4:
        bare = word.removesuffix("nya")
        return word.isalpha() and bare not in NO_VERBS and word not in NO_VERBS
    return word in HIDING_VERBS


def active(verb: str) -> str:
    """What one says to somebody who is to do it: ``diperiksa`` becomes ``periksa``."""
    return _PLAINER.get(verb, verb.removeprefix("di") if verb.startswith("di") else verb)


_PLAINER = {
    "dikonfirmasi": "tanyakan",
    "dikonfirmasikan": "tanyakan",
    "diverifikasi": "periksa",
    "diklarifikasi": "jelaskan",
    "diidentifikasi": "kenali",
    "divalidasi": "uji",
    "dilakukan": "lakukan",
}
