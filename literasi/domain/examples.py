"""Texts to begin with: a question, an exhibit, a whole lesson, quiz, course or bank.

What a person must write stands after "…" and a verb; ``left_over`` finds what nobody has replaced.
"""

import re
from collections.abc import Collection
from datetime import date, timedelta

from literasi.domain.blocks import slugify
from literasi.domain.exhibits import ExhibitKind
from literasi.domain.problems import Problem
from literasi.domain.rewriting import front_line

CHOICE, SEVERAL, CLUES, JUDGEMENT, BANKED = "single_choice", "multiple_choice", "clues", "judgement", "bank"
QUESTION_KINDS = (CHOICE, SEVERAL, CLUES, JUDGEMENT)
LONGEST_SLUG = 60
_REVIEWED_AFTER = timedelta(days=180)
_LEFT_OVER = re.compile(r"… (?:tulis|pilih|ganti) \w")
_NO_SOURCE = "… pilih id dari sources"
_HEAD = """\
caption: … tulis apa ini dan kapan, misalnya: Kiriman WhatsApp, Juli 2019, ditulis ulang untuk belajar
"""
_VERDICT = """\
verdict: … pilih salah atau benar
fact: … tulis satu kalimat yang benar
"""
_JUDGED = f"""\
label: … tulis nama pendek, tanpa kata-kata kirimannya
{_VERDICT}\
why: … tulis dua atau tiga kalimat alasan
cue: … tulis apa yang dilihat lain kali
technique: … pilih satu teknik
topic: … pilih satu tema
"""
_BANKED_KEYS = """\
place: … pilih samarinda, kaltim, nasional, atau dunia
difficulty: … pilih 1 (mudah) sampai 5
use: training
review-by: … tulis kapan diperiksa lagi, misalnya 2027-11-23
"""
_LOOKS = {
    ExhibitKind.CHAT: "from: Diteruskan berkali-kali\ntime: 07.05\n",
    ExhibitKind.SMS: "from: 0812 xxxx xxxx\ntime: 07.05\n",
    ExhibitKind.POST: "from: Akun info warga\nmedia: … tulis apa yang tampak di foto atau video\n",
    ExhibitKind.HEADLINE: "from: Media daring\n",
    ExhibitKind.LETTER: "from: … tulis nama di kop surat\nsubject: … tulis perihalnya\n",
}
_WORDS = "… tulis teks kirimannya di sini"


def unique_slug(words: str, taken: Collection[str], *, otherwise: str = "tanpa-judul") -> str:
    """A short lasting name made of *words* that is none of *taken*."""
    name = slugify(words)[:LONGEST_SLUG].strip("-") or otherwise
    number, found = 1, name
    while found in taken:
        number += 1
        ending = f"-{number}"
        found = name[: LONGEST_SLUG - len(ending)].rstrip("-") + ending
    return found


def is_left_over(value: str) -> bool:
    """Whether an example still stands in *value*."""
    return _LEFT_OVER.search(value) is not None


def left_over(text: str) -> list[Problem]:
    """Each line of *text* on which an example still stands."""
    mend = "Ganti tulisan sesudah tanda … dengan isi Anda sendiri, atau hapus."
    return [
        Problem(number, "Contoh di baris ini belum diganti.", mend)
        for number, line in enumerate(text.split("\n"), start=1)
        if is_left_over(line)
    ]


def exhibit_example(kind: ExhibitKind, *, source: str = _NO_SOURCE) -> str:
    """A message as it stands in a lesson or above choices."""
    return _fence(kind, f"{_HEAD}{_VERDICT}source: {source}\n{_LOOKS[kind]}", _WORDS)


def question_example(kind: str, taken: Collection[str], *, source: str = _NO_SOURCE) -> str:
    """A question of *kind*, one of QUESTION_KINDS or BANKED, with a key that is none of *taken*."""
    key = unique_slug("pertanyaan-baru", taken)
    body = {
        CHOICE: _choices(right=1),
        SEVERAL: _choices(right=2),
        CLUES: _clues(source),
        JUDGEMENT: _judgement(source, ""),
        BANKED: _judgement(source, _BANKED_KEYS),
    }[kind]
    judged = kind in (JUDGEMENT, BANKED)
    prompt = "Menurut Anda, kabar ini…" if judged else "… tulis pertanyaannya di sini"
    return f"## {prompt} {{#{key}}}\n\n{body}"


def _fence(kind: ExhibitKind, head: str, words: str) -> str:
    return f"```{kind}\n{head}\n{words}\n```\n"


def _choices(*, right: int) -> str:
    marks = ["x"] * right + [" ", " "]
    return "… tulis ceritanya di sini, atau hapus baris ini\n\n" + "".join(
        f"- [{mark}] … tulis pilihan {'yang tepat' if mark == 'x' else 'yang belum tepat'} ({number})\n"
        "  > … tulis penjelasannya dengan ramah\n"
        for number, mark in enumerate(marks, start=1)
    )


def _judgement(source: str, more: str) -> str:
    head = f"{_HEAD}{_JUDGED}{more}source: {source}\n{_LOOKS[ExhibitKind.CHAT]}"
    return _fence(ExhibitKind.CHAT, head, _WORDS)


def _clues(source: str) -> str:
    verdict = _VERDICT.replace("… pilih salah atau benar", "salah")
    words = f"{_WORDS}, apit [[… tulis bagian yang mencurigakan]] dan ((… tulis bagian yang wajar))."
    fence = _fence(ExhibitKind.CHAT, f"{_HEAD}{verdict}source: {source}\nfrom: Grup warga\n", words)
    return f"{fence}\n1. … tulis mengapa bagian ini mencurigakan\n2. … tulis mengapa bagian ini wajar\n"


def course_skeleton(title: str, today: date, *, audience: str = "warga", position: int = 1) -> str:
    """A new course card."""
    return _front(
        front_line("title", title),
        "summary: … tulis satu kalimat, “Setelah kursus ini Anda bisa …”",
        f"audience: {audience}",
        f"position: {position}",
        _review_by(today),
    ) + ("… tulis satu atau dua paragraf sambutan\n")


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
        + exhibit_example(ExhibitKind.CHAT, source="sumber-1")
        + "\n## Dua tanda\n\n1. … tulis tanda pertama\n2. … tulis tanda kedua\n"
        + f"\n## Coba dulu\n\n{_choices(right=1)}"
        + "\n## Satu menit sekarang\n\n… tulis satu hal yang bisa dilakukan pembaca sekarang juga\n"
    )


def quiz_skeleton(title: str, today: date, taken: Collection[str] = (), *, lesson: str | None = None) -> str:
    """A new quiz with one question; *taken* are the keys of questions elsewhere."""
    names = [f"lesson: {lesson}", "feedback: langsung"] if lesson else ["feedback: langsung"]
    front = _front(front_line("title", title), *names, _review_by(today))
    return front + question_example(CHOICE, taken)


def bank_skeleton(title: str, today: date, taken: Collection[str] = ()) -> str:
    """A new file of the bank with one item; *taken* are the keys of questions elsewhere."""
    front = _front(front_line("title", title), "sources:", *_source(today), _review_by(today))
    return front + question_example(BANKED, taken, source="sumber-1")


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
