"""Searching lessons: which words a text is found by, what a query means, and what fits it best.

Only what the author says is ever taken: no exhibit and no question to try, so that the words of a hoax find
nothing and show up nowhere.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from literasi.domain.blocks import MarkdownText
from literasi.domain.channel_references import spoken
from literasi.domain.courses import CourseDocument
from literasi.domain.lessons import LessonDocument
from literasi.domain.stemming import is_base_word, stem

LONGEST_QUERY = 100  # characters; the rest is not read
MOST_WORDS = 8
MOST_FORGIVEN = 3  # looking for a mistyped word takes a while
LONGEST_WORD = 40
MOST_RESULTS = 20

TITLE, HEADING, SUMMARY, BODY = 8, 3, 4, 1
_MOST_FOR_BODY = 3  # a word does not become more important by being said ten times
_ENOUGH = 4.0

_WORD = re.compile(r"[a-z0-9]+")
_ADDRESS = re.compile(r"\]\([^()\s]*\)|https?://\S+")
_COMMON_WORDS = """
    ada adalah agar akan akibat anda antara apa apakah atau bagaimana bagi bahwa beberapa belum bila
    bisa boleh bukan cara dalam dan dapat dari dengan dia di hanya harus ia ini itu jadi jangan jika
    juga ka kalau kami kapan karena ke kepada ketika kita lagi lalu lebih maka mana masih mengapa mereka
    namun nya oleh pada para per pun saat saja sama sampai sangat satu saya sebagai sebuah secara sedang
    sejak seorang seperti serta siapa sudah supaya tanpa telah tentang tersebut tetapi tidak untuk yaitu
    yang
"""
_COMMON = frozenset(_COMMON_WORDS.split())

# Who looks for this word means a text with one of those, even if its author avoids the word.
_ALSO = {"hoaks": {"bohong", "dusta", "keliru", "palsu"}}


@dataclass(frozen=True)
class Match:
    """An entry holds a stem, with this weight."""

    entry_id: int
    stem: str
    weight: int


def words_of_course(course: CourseDocument) -> dict[str, int]:
    """Each word by which a course's page is found, with its weight."""
    return _weigh([(course.title, TITLE), (course.summary, SUMMARY)], [spoken(course.body)])


def words_of_lesson(lesson: LessonDocument) -> dict[str, int]:
    """Each word by which a lesson is found, with its weight; nothing from exhibits and questions to try."""
    named = [(lesson.title, TITLE), (lesson.summary, SUMMARY), *((aim, HEADING) for aim in lesson.objectives)]
    bodies = [spoken(block.text) for block in lesson.blocks if isinstance(block, MarkdownText)]
    return _weigh(named, bodies)


def _weigh(named: Iterable[tuple[str, int]], bodies: Iterable[str]) -> dict[str, int]:
    weights: Counter[str] = Counter()
    said: Counter[str] = Counter()
    lines = [line for body in bodies for line in body.split("\n")]
    headings = [(line, HEADING) for line in lines if line.startswith("#")]
    for text, weight in (*named, *headings):
        for word in set(words(text)):
            weights[word] += weight
    for line in lines:
        said.update(words(_ADDRESS.sub(" ", line)))
    for word, times in said.items():
        weights[word] += min(times, _MOST_FOR_BODY) * BODY
    meant = {stem(word) for word in weights}
    for word, others in _ALSO.items():
        if meant & others:
            weights[word] += BODY
    return dict(weights)


def words(text: str) -> list[str]:
    """The words of *text* that say something, in order: small plain letters, without very common words."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    found = (word for word in _WORD.findall(plain) if len(word) <= LONGEST_WORD)
    return [word for word in found if word not in _COMMON and (len(word) > 1 or word.isdigit())]


def read_query(text: str) -> list[str]:
    """The words that somebody looks for, each once and not too many."""
    return list(dict.fromkeys(words(text[:LONGEST_QUERY])))[:MOST_WORDS]


def forgive(asked: str, known: Iterable[str]) -> str | None:
    """The word of *known* that was most likely meant by *asked*; None when nothing is near.

    Near is: one slip in a word of four to seven letters, two in a longer one (a letter too many, too few,
    another one, or two changed about), or the beginning of a longer word.
    """
    most = slips_allowed(asked)
    if not most:
        return None
    own, begun = set(asked), []
    found: list[tuple[int, bool, int, str]] = []
    for word in known:
        if word.startswith(asked):
            begun.append((len(word), word))
        # Each slip brings in at most two letters that the other word does not have.
        if abs(len(word) - len(asked)) > most or len(own.symmetric_difference(word)) > 2 * most:
            continue
        slips = _slips(asked, word, most)
        if slips <= most:
            found.append((slips, word[0] != asked[0], abs(len(word) - len(asked)), word))
    if found:
        return min(found)[-1]
    return min(begun)[-1] if begun else None


def may_be_mistyped(word: str) -> bool:
    """Whether to look for another word than *word*; a base word of Indonesian was meant as it stands."""
    return slips_allowed(word) > 0 and not is_base_word(stem(word))


def slips_allowed(word: str) -> int:
    """How many slips are forgiven in *word*: none in a short one, where they would make another word."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def _slips(one: str, other: str, most: int) -> int:
    """How many slips lie between two words; more than *most* when it is more than that."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def stems(asked: Iterable[str]) -> list[str]:
    """The stem of each word, each once."""
    return list(dict.fromkeys(map(stem, asked)))


def rank(asked: Sequence[str], matches: Iterable[Match]) -> list[int]:
    """The entries that fit the *asked* stems, best first.

    An entry needs at least half of the stems that stand anywhere; more of them come first, then rarer words
    and words in titles.
    """
    by_stem: dict[str, dict[int, int]] = defaultdict(dict)
    for match in matches:
        by_stem[match.stem][match.entry_id] = match.weight
    known = [by_stem[one] for one in asked if one in by_stem]
    covered: Counter[int] = Counter(entry_id for weights in known for entry_id in weights)
    scores = {
        entry_id: sum(_score(weights[entry_id], len(weights)) for weights in known if entry_id in weights)
        for entry_id, count in covered.items()
        if 2 * count >= len(known)
    }
    return sorted(scores, key=lambda entry_id: (-covered[entry_id], -scores[entry_id], entry_id))


def _score(weight: int, entries: int) -> float:
    """What a stem of this *weight* says, when it stands in so many *entries*."""
    return weight / (weight + _ENOUGH) / sqrt(entries)
