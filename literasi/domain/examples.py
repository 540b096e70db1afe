"""Texts to begin with: a question, an exhibit, a whole lesson, quiz, course or bank.

What a person must write stands after "…" and a verb; ``left_over`` finds what nobody has replaced.
"""

import re
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from literasi.domain import placeholders
from literasi.domain.blocks import slugify
from literasi.domain.exhibits import ExhibitKind, Use
from literasi.domain.placeholders import NO_SOURCE, is_left_over
from literasi.domain.problems import Problem
from literasi.domain.questions.kinds import KINDS
from literasi.domain.rewriting import front_line

LONGEST_SLUG = 60
FEW = 3
MOST_NAMED = 12
NEW_KEY = "pertanyaan-baru"
_EXAMPLE_SOURCE = re.compile(
    r"  - id: sumber-1\r?\n    title: … tulis .*\n    publisher: … tulis .*\n"
    r"    url: … ganti .*\n    checked: .*\n"
)
_REVIEWED_AFTER = timedelta(days=180)


def unique_slug(words: str, taken: Collection[str], *, otherwise: str = "tanpa-judul") -> str:
    """A short lasting name made of *words* that is none of *taken*."""
    name = slugify(words)[:LONGEST_SLUG].strip("-") or otherwise
    number, found = 1, name
    while found in taken:
        number += 1
        ending = f"-{number}"
        found = name[: LONGEST_SLUG - len(ending)].rstrip("-") + ending
    return found


def left_over(text: str) -> list[Problem]:
    """Each line of *text* on which an example still stands."""
    words = (
        "Contoh di baris ini belum diganti.",
        "Ganti tulisan sesudah tanda … dengan isi Anda, atau hapus.",
    )
    key = (
        "Kunci contoh di baris ini belum diganti.",
        f"Ganti {{#{NEW_KEY}}} dengan nama pendek pertanyaannya.",
    )
    lines = list(enumerate(text.split("\n"), start=1))
    return [
        *(Problem(number, *words) for number, line in lines if is_left_over(line)),
        *(
            Problem(number, *key)
            for number, line in lines
            if line.startswith("## ") and f"{{#{NEW_KEY}" in line
        ),
    ]


def together(waiting: Sequence[Problem]) -> list[Problem]:
    """What ``left_over`` found, as one finding where it is more than a few: nobody has begun there yet."""
    if len(waiting) <= FEW:
        return list(waiting)
    lines = [str(problem.line) for problem in waiting]
    named = ", ".join(lines[:MOST_NAMED]) + (", …" if len(lines) > MOST_NAMED else "")
    message = f"{len(lines)} tempat masih berisi contoh, yaitu baris {named}."
    mend = "Ganti tulisan sesudah tanda … satu per satu dengan isi Anda."
    return [Problem(waiting[0].line, message, mend)]


def without_example_source(text: str) -> str:
    """*text* without the source that a new text begins with, unless a message still names it."""
    return text if "\nsource: sumber-1" in text else _EXAMPLE_SOURCE.sub("", text, count=1)


def question_example(kind: str, taken: Collection[str], *, source: str = NO_SOURCE) -> str:
    """A question of *kind*, a key of KINDS, with a key that is none of *taken*."""
    return _question(KINDS[kind].example(source), taken)


def bank_example(taken: Collection[str], *, source: str = NO_SOURCE, is_tested: bool = False) -> str:
    """An item of the bank with a key that is none of *taken*; *is_tested* for a form of the test."""
    use = Use.FORM if is_tested else Use.TRAINING
    return _question(placeholders.judged(source=source, in_bank=True, use=use), taken)


def _question(example: placeholders.Example, taken: Collection[str]) -> str:
    return f"## {example.prompt} {{#{unique_slug(NEW_KEY, taken)}}}\n\n{example.body}"


def course_skeleton(title: str, today: date, *, audience: str = "warga", position: int = 1) -> str:
    """A new course card."""
    return (
        _front(
            front_line("title", title),
            "summary: … tulis satu kalimat, “Setelah kursus ini Anda bisa …”",
            f"audience: {audience}",
            f"position: {position}",
            _review_by(today),
        )
        + "… tulis satu atau dua paragraf sambutan\n"
    )


def lesson_skeleton(title: str, today: date) -> str:
    """A new lesson."""
    return (
        _front(
            front_line("title", title),
            "summary: … tulis satu kalimat, “Setelah pelajaran ini Anda bisa …”",
            "minutes: 4",
            "objectives:",
            "  - … tulis apa yang bisa dilakukan pembaca sesudahnya",
            "sources:",
            *_source(today),
            _review_by(today),
        )
        + "## Kejadiannya\n\n… tulis ceritanya di sini\n\n"
        + placeholders.exhibit(ExhibitKind.CHAT, source="sumber-1")
        + "\n## Dua tanda\n\n1. … tulis tanda pertama\n2. … tulis tanda kedua\n"
        + f"\n## Coba dulu\n\n{placeholders.choices(right=1)}"
        + "\n## Satu menit sekarang\n\n… tulis satu hal yang bisa dilakukan pembaca sekarang juga\n"
    )


def quiz_skeleton(title: str, today: date, taken: Collection[str] = (), *, lesson: str | None = None) -> str:
    """A new quiz with one question; *taken* are the keys of questions elsewhere."""
    names = [f"lesson: {lesson}", "feedback: langsung"] if lesson else ["feedback: langsung"]
    front = _front(front_line("title", title), *names, _review_by(today))
    return front + _question(placeholders.chosen(right=1), taken)


def bank_skeleton(title: str, today: date, taken: Collection[str] = ()) -> str:
    """A new file of the bank with one item; *taken* are the keys of questions elsewhere."""
    front = _front(front_line("title", title), "sources:", *_source(today), _review_by(today))
    return front + bank_example(taken, source="sumber-1")


def _front(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", "", ""])


def _source(today: date) -> tuple[str, ...]:
    return (
        "  - id: sumber-1",
        "    title: … tulis judul halamannya",
        "    publisher: … tulis siapa yang menerbitkannya",
        "    url: … ganti dengan alamat halamannya",
        f"    checked: {today.isoformat()}",
    )


def _review_by(today: date) -> str:
    return f"review-by: {(today + _REVIEWED_AFTER).isoformat()}"
