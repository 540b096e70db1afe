"""Texts for tests: each is right as it stands; a test changes only what it is about."""

from literasi.domain.problems import Problem

SOURCE = """\
  - id: bmkg
    title: Gempa dirasakan di Samarinda, Maret 2024
    publisher: BMKG
    url: https://www.bmkg.go.id/gempa
    checked: 2026-11-12
"""
COURSE = """\
---
title: Kenali Jebakan Uang dan Data
summary: Setelah kursus ini Anda bisa mengenali jebakan sebelum uang keluar.
audience: warga
position: 1
review-by: 2027-11-23
---

Selamat datang. Mulailah dari mana saja.
"""
EXHIBIT = """\
```chat
caption: Kiriman WhatsApp, Juli 2019, ditulis ulang untuk belajar
verdict: salah
fact: Videonya asli, tetapi direkam 30 Juni 2019.
source: bmkg
from: Diteruskan berkali-kali
time: 23.40
media: Video 0.34: tongkang menyentuh pilar jembatan, siang hari.

Barusan! Jembatan ditabrak ponton.
Jangan lewat dulu!

Sebarkan.
```
"""
JUDGED = """\
```sms
caption: Pesan singkat, Mei 2025
verdict: benar
fact: Pesan itu memang dikirim BMKG.
source: bmkg
label: Pesan tentang gempa
why: BMKG mencatatnya di situsnya.
  Waktunya juga cocok.
cue: Cocokkan dengan situs BMKG.
technique: konten_tiruan
topic: bencana
from: BMKG

Gempa magnitudo 4,2 dirasakan di Samarinda.
```
"""
CHOICES = """\
- [ ] Membukanya
  > Berkas itu aplikasi.
- [x] Menelepon pengirimnya
  > Tepat. Suaranya memastikan.
"""
BODY = f"""\
Pembuka.

## Kejadiannya

Pada 2019 ada *kejadian*.

{EXHIBIT}
## Coba dulu

Anda menerima berkas. Apa yang Anda lakukan?

{CHOICES}
## Satu menit sekarang

Simpan satu nomor resmi.
"""
QUESTIONS = f"""\
## Langkah mana yang aman? {{#langkah read=kejadiannya}}

Nomor yang Anda kenal mengirim berkas.

{CHOICES}
## Menurut Anda, kabar ini… {{#gempa}}

{JUDGED}"""


def lesson_head(sources: str = SOURCE) -> str:
    return f"""\
---
title: Membaca alamat situs
summary: Setelah ini Anda bisa membaca alamat dari kanan.
minutes: 4
objectives:
  - Menyebut dua tanda.
sources:
{sources}review-by: 2027-11-23
---

"""


def lesson(body: str = BODY) -> str:
    return lesson_head() + body


QUIZ_HEAD = f"""\
---
title: Kuis Membaca alamat situs
lesson: alamat-situs
feedback: langsung
sources:
{SOURCE}review-by: 2027-11-23
---

"""


def quiz(questions: str = QUESTIONS) -> str:
    return QUIZ_HEAD + questions


def changed(text: str, *changes: tuple[str, str]) -> str:
    """*text* with each change made once; a change that finds nothing is a mistake in the test."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def line_of(text: str, words: str) -> int:
    """The number of the first line that holds *words*."""
    return text[: text.index(words)].count("\n") + 1


def messages(problems: list[Problem]) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in problems]
