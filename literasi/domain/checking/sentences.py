"""Sentences: where one ends, how many words it has, and advice about those that are too long."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from literasi.domain.checking.manuscript import Passage
from literasi.domain.checking.word_lists import SHORTENED
from literasi.domain.problems import Problem

MOST_WORDS = 20
_CODE = re.compile(r"(`{1,3})[^`\n]+\1")
_PICTURE = re.compile(r"!\[[^\[\]]{0,400}\]\([^()\s]{0,700}\)?")
_LINK = re.compile(r"\[([^\[\]]{0,400})\]\([^()\s]{0,700}\)?")
_ADDRESS = re.compile(r"<[^<>\s]{1,700}>")
_QUOTED = re.compile(r"“[^“”]{1,400}”|(?<![*\w])\*(?![*\s])[^*]{1,120}\*(?!\*)")
_WORD = re.compile(r"\S+")
_SIGN = "\x00"  # before each word that is not the author's own
_AROUND = "\x00\"'“”‘’«»()[]{}*_~.,;:!?…–—-/"
_STOPS = ".?!…"
_ENDING = ",;:.?!…)”’\"'*"
_CLOSING = "\"'”’)]»*_"
_OPENING = "\"'“‘([«*_"


class Word(NamedTuple):
    """A word with its line; *plain* is how a dictionary has it. What is *quoted* is not the author's choice.

    One that *ends* something (a comma is enough) has no tie to the next word.
    """

    text: str
    plain: str
    line: int
    quoted: bool
    ends: bool


Sentence = tuple[Word, ...]


def read_sentences(passages: Iterable[Passage]) -> list[Sentence]:
    """The sentences of the *passages*, in order; none goes on from one passage into the next."""
    return [sentence for passage in passages for sentence in _parted(_words(passage))]


def _words(passage: Passage) -> list[Word]:
    """What is read: without code, pictures and addresses of links."""
    text = passage.text.replace(_SIGN, "")
    if "`" in text:
        text = _CODE.sub(" ", text)
    if "](" in text:
        text = _LINK.sub(r"\1", _PICTURE.sub(_lines_only, text))
    text = _QUOTED.sub(_marked, _ADDRESS.sub(" ", text))
    return [
        Word(token.replace(_SIGN, ""), plain.lower(), line, _SIGN in token, token[-1] in _ENDING)
        for line, row in enumerate(text.split("\n"), passage.line)
        for token in row.split()
        if (plain := token.strip(_AROUND)) and _is_word(plain)
    ]


def _is_word(plain: str) -> bool:
    return plain.isalnum() or any(letter.isalnum() for letter in plain)


def _lines_only(found: re.Match[str]) -> str:
    return "\n" * found.group().count("\n")


def _marked(found: re.Match[str]) -> str:
    return _WORD.sub(lambda word: _SIGN + word.group(), found.group())


def _parted(words: list[Word]) -> Iterator[Sentence]:
    start = 0
    for number, word in enumerate(words, 1):
        if number == len(words) or (word.ends and _is_end(word, words[number])):
            yield tuple(words[start:number])
            start = number


def _is_end(word: Word, after: Word) -> bool:
    """Whether *word* ends its sentence: a stop, then a word that can begin one."""
    bare = word.text.rstrip(_CLOSING)
    if not bare or bare[-1] not in _STOPS:
        return False
    begin = after.text.lstrip(_OPENING)[:1]
    if begin.islower():
        return False
    return not (
        bare[-1] == "." and (word.plain in SHORTENED or (len(word.plain) == 1 and word.plain.isalpha()))
    )


def begins(sentence: Sentence, most: int = 4) -> str:
    """The first words of *sentence*, to find it by."""
    words = " ".join(word.text for word in sentence[:most]).strip("*_,;:“”\"' ")
    return words if len(words) <= 60 else words[:60]


def check_length(sentences: Iterable[Sentence]) -> Iterator[Problem]:
    """Advice for each sentence of more than twenty words."""
    for sentence in sentences:
        if len(sentence) > MOST_WORDS:
            yield Problem(
                sentence[0].line,
                f"Kalimat “{begins(sentence)} …” panjangnya {len(sentence)} kata.",
                f"Bagi menjadi dua; paling banyak {MOST_WORDS} kata.",
            )
