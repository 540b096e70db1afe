"""Parts of example texts: what a person must write stands after "…" and a verb."""

import re
from dataclasses import dataclass

from literasi.domain.exhibits import ExhibitKind, Use


@dataclass(frozen=True)
class Example:
    """A question to begin with: what is asked, and what stands below it."""

    prompt: str
    body: str


NO_SOURCE = "… pilih id dari sources"
_LEFT_OVER = re.compile(r"… (?:tulis|pilih|ganti) \w")
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
use: {use}
review-by: … tulis kapan diperiksa lagi, misalnya 2027-11-23
"""
_LOOKS = {
    ExhibitKind.CHAT: "from: Diteruskan berkali-kali\ntime: 07.05\n",
    ExhibitKind.SMS: "from: 0812 xxxx xxxx\ntime: 07.05\n",
    ExhibitKind.POST: "from: Akun info warga\nmedia: … tulis apa yang tampak di foto atau video\n",
    ExhibitKind.HEADLINE: "from: Media daring\n",
    ExhibitKind.LETTER: "from: … tulis nama di kop surat\nsubject: … tulis perihalnya\n",
}
_PROMPT = "… tulis pertanyaannya di sini"
_JUDGED_PROMPT = "Menurut Anda, kabar ini…"
_WORDS = "… tulis teks kirimannya di sini"


def is_left_over(value: str) -> bool:
    """Whether an example still stands in *value*."""
    return _LEFT_OVER.search(value) is not None


def exhibit(kind: ExhibitKind, *, source: str) -> str:
    """A message as it stands in a lesson or above choices."""
    return _fence(kind, f"{_HEAD}{_VERDICT}source: {source}\n{_LOOKS[kind]}", _WORDS)


def judged(*, source: str, in_bank: bool = False, use: Use = Use.TRAINING) -> Example:
    """A message that is judged; *use* is only said of an item of the bank."""
    more = _BANKED_KEYS.format(use=use) if in_bank else ""
    head = f"{_HEAD}{_JUDGED}{more}source: {source}\n{_LOOKS[ExhibitKind.CHAT]}"
    return Example(_JUDGED_PROMPT, _fence(ExhibitKind.CHAT, head, _WORDS))


def marked(*, source: str) -> Example:
    """A message with one clue and one harmless part, and what explains them."""
    verdict = _VERDICT.replace("… pilih salah atau benar", "salah")
    words = f"{_WORDS}, apit [[… tulis bagian yang mencurigakan]] dan ((… tulis bagian yang wajar))."
    fence = _fence(ExhibitKind.CHAT, f"{_HEAD}{verdict}source: {source}\nfrom: Grup warga\n", words)
    below = "1. … tulis mengapa bagian ini mencurigakan\n2. … tulis mengapa bagian ini wajar\n"
    return Example(_PROMPT, f"{fence}\n{below}")


def chosen(*, right: int) -> Example:
    """A question with choices, *right* of them right."""
    return Example(_PROMPT, choices(right=right))


def choices(*, right: int) -> str:
    """A story, then *right* right choices and two others."""
    marks = ["x"] * right + [" ", " "]
    return "… tulis ceritanya di sini, atau hapus baris ini\n\n" + "".join(
        f"- [{mark}] … tulis pilihan {'yang tepat' if mark == 'x' else 'yang belum tepat'} ({number})\n"
        "  > … tulis penjelasannya dengan ramah\n"
        for number, mark in enumerate(marks, start=1)
    )


def _fence(kind: ExhibitKind, head: str, words: str) -> str:
    return f"```{kind}\n{head}\n{words}\n```\n"
