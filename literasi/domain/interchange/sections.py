"""A foreign question becomes one section of a quiz in our Markdown.

It is written by the form's own writer, which reads back what it wrote: what a quiz would refuse is a fault.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from literasi.domain.blocks import slugify
from literasi.domain.choices import LETTERS
from literasi.domain.front_matter import is_slug
from literasi.domain.interchange.foreign_texts import inside_a_question, to_markdown, to_one_line
from literasi.domain.interchange.values import (
    ID_TAG_READ,
    ForeignKind,
    ForeignQuestion,
    Formatted,
    TextFormat,
)
from literasi.domain.problems import Problem
from literasi.domain.questions.fields import ChoiceField, ChoiceFields
from literasi.domain.questions.writing import UnwritableFields
from literasi.domain.questions.writing import to_markdown as to_text

PROMPT = "Pilih jawaban yang tepat."
LONGEST_PROMPT = 250
LONGEST_EXPLANATION = 600
MOST_LETTERS, MOST_LINES = 8_000, 300  # of one question
ALL_LETTERS, ALL_LINES = 1_000_000, 30_000  # of one import
TRUE, FALSE = "Benar", "Salah"
_GENERAL = "tanggapan umum disatukan dengan penjelasan pilihan yang benar"
_GENERAL_LEFT = "tanggapan umum tidak muat di penjelasan"
_SEVERAL_RIGHT = "beberapa jawaban bernilai penuh di soal pilihan tunggal: menjadi pilihan lebih dari satu"
_ONE_RIGHT = "hanya satu jawaban yang bernilai: menjadi pilihan tunggal"
_GRADES = "bobot disamakan: tiap jawaban tepat bernilai sama, tiap centang keliru mengurangi"
_HALF = "nilai sebagian untuk jawaban yang belum tepat tidak disimpan"
_TAGS = "tag tidak disimpan"
_LATER = "(belum ada penjelasan)"  # a draft may wait for it; that it does is no fault of the question
_LONG = (
    "Soal ini terlalu panjang.",
    f"Ringkas menjadi paling banyak {MOST_LETTERS} huruf dan {MOST_LINES} baris, termasuk penjelasannya.",
)
_FULL = (
    "Isi berkas ini terlalu panjang; soal ini dan semua sesudahnya ditinggalkan.",
    "Pindahkan soal-soal itu ke berkas lain, lalu impor sendiri.",
)


@dataclass
class Room:
    """How much converted text an import may still write; writing costs by the line, also what is refused."""

    letters: int = ALL_LETTERS
    lines: int = ALL_LINES

    @property
    def is_full(self) -> bool:
        return self.letters < 0 or self.lines < 0

    def take(self, parts: Iterable[str]) -> tuple[str, str] | None:
        """Count the *parts* of one question; returns what keeps them from being written."""
        text = "\n".join(parts)
        letters, lines = len(text), text.count("\n") + 1
        if letters > MOST_LETTERS or lines > MOST_LINES:
            return _LONG
        self.letters -= letters
        self.lines -= lines
        return _FULL if self.is_full else None


@dataclass(frozen=True)
class Section:
    """One question as our Markdown; ``unexplained`` choices still wait for their author's words."""

    line: int
    key: str
    source: str
    unexplained: int
    simplified: tuple[str, ...]


def to_section(question: ForeignQuestion, key: str, room: Room | None = None) -> Section | Problem:
    """*question* as Markdown under *key*, or what keeps it from being one. It is counted in *room*."""
    if fault := _fault(question):
        return Problem(question.line, *fault)
    lost = list(question.lost)
    answers = _explained(_answers(question, lost), question.general, lost)
    stem, lost_stem = to_markdown(question.stem)
    words = (part for answer in answers for part in (answer.text, answer.explanation))
    if fault := (room or Room()).take((stem, *words)):
        return Problem(question.line, *fault)
    lost += [*_simplified(question), *lost_stem]
    prompt, body = _prompt(question, stem)
    read = next((tag.removeprefix(ID_TAG_READ) for tag in question.tags if _is_reading(tag)), "")
    filled = tuple(replace(answer, explanation=answer.explanation or _LATER) for answer in answers)
    try:
        source = to_text(ChoiceFields(prompt, key, read, body, filled))
    except UnwritableFields as refused:
        first = refused.problems[0]
        mend = f"{first.mend} Perbaiki di berkas asalnya, lalu impor lagi."
        return Problem(question.line, first.message, mend)
    source = source.replace(f"  > {_LATER}\n", "")
    missing = sum(not answer.explanation for answer in answers)
    return Section(question.line, key, source, missing, tuple(dict.fromkeys(lost)))


def key_for(question: ForeignQuestion, taken: set[str]) -> str:
    """A key for *question* that is not among *taken*: its id, or made from its name or words."""
    name = question.name if slugify(question.name) else to_one_line(question.stem)[0]
    wished = question.id if is_slug(question.id) else slugify(name)[:50].strip("-") or "soal"
    tried, number = wished, 1
    while tried in taken:
        number += 1
        tried = f"{wished[:52].strip('-')}-{number}"
    return tried


def _fault(question: ForeignQuestion) -> tuple[str, str] | None:
    grades = [choice.grade for choice in question.choices]
    if len(grades) < 2:
        return "Soal ini hanya punya satu pilihan.", "Beri paling sedikit dua pilihan."
    if len(grades) > len(LETTERS):
        return f"Soal ini punya {len(grades)} pilihan.", f"Sisakan paling banyak {len(LETTERS)}."
    if not any(map(question.is_right, question.choices)):
        return "Belum ada jawaban yang benar.", "Beri satu jawaban nilai penuh."
    if all(map(question.is_right, question.choices)):
        return "Semua pilihan di sini benar.", "Tambahkan paling sedikit satu yang belum tepat."
    if any(not choice.text.text.strip() for choice in question.choices):
        return "Ada pilihan yang masih kosong.", "Tulis teksnya, atau hapus pilihan itu."
    return None


def _answers(question: ForeignQuestion, lost: list[str]) -> list[ChoiceField]:
    found = []
    for number, choice in enumerate(question.choices):
        text, lost_text = to_one_line(choice.text)
        if question.kind is ForeignKind.TRUE_FALSE:
            text = (TRUE, FALSE)[number]
        explanation, lost_feedback = to_markdown(choice.feedback)
        found.append(ChoiceField(text, explanation, question.is_right(choice)))
        lost += [*lost_text, *lost_feedback]
    return found


def _explained(answers: Sequence[ChoiceField], general: Formatted, lost: list[str]) -> list[ChoiceField]:
    """The answers with what is said of all of them: where nothing is said, else beside what is right."""
    words, lost_words = to_markdown(general)
    if not words:
        return list(answers)
    lost += lost_words
    if any(not answer.explanation for answer in answers):
        return [replace(one, explanation=one.explanation or words) for one in answers]
    found = [
        replace(one, explanation=f"{one.explanation}\n\n{words}") if one.right else one for one in answers
    ]
    fits = all(len(answer.explanation) <= LONGEST_EXPLANATION for answer in found)
    lost.append(_GENERAL if fits else _GENERAL_LEFT)
    return found if fits else list(answers)


def _simplified(question: ForeignQuestion) -> list[str]:
    grades = [choice.grade for choice in question.choices]
    right = [choice.grade for choice in question.choices if question.is_right(choice)]
    found = []
    if question.single:
        found += [_SEVERAL_RIGHT] if len(right) > 1 else []
        found += [_HALF] if any(0 < grade < 100 for grade in grades) else []
    elif len(right) == 1:
        found.append(_ONE_RIGHT)
    elif not _alike(right) or not _alike([grade for grade in grades if grade <= 0], usual=-100):
        found.append(_GRADES)
    if any(not _is_reading(tag) for tag in question.tags):
        found.append(_TAGS)
    return found


def _alike(grades: Sequence[float], usual: int = 100) -> bool:
    """Whether each of *grades* is its part of the *usual* sum, as with us."""
    return all(abs(grade - usual / len(grades)) < 0.01 for grade in grades)


def _is_reading(tag: str) -> bool:
    return tag.startswith(ID_TAG_READ) and is_slug(tag.removeprefix(ID_TAG_READ))


def _prompt(question: ForeignQuestion, stem: str) -> tuple[str, str]:
    """The heading of the question and what stands below it; *stem* is its Markdown."""
    first, _, rest = stem.partition("\n\n")
    if _is_heading(first):
        return first, inside_a_question(rest.strip("\n"))
    name, _ = to_one_line(Formatted(question.name, TextFormat.PLAIN))
    told = slugify(stem).startswith(slugify(name)[:30])
    return (name if _is_heading(name) and not told else PROMPT), inside_a_question(stem)


def _is_heading(words: str) -> bool:
    one_line = len(words) <= LONGEST_PROMPT and "\n" not in words and not set("{}") & set(words)
    return one_line and bool(slugify(words))
