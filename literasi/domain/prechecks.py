"""Cheap checks of Markdown before it is rendered: one pass over the lines, no backtracking.

``precheck`` keeps out what makes the Markdown library slow or lets foreign HTML in; ``check_style`` finds
what would silently be shown differently from what its author meant.
"""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from literasi.domain import media
from literasi.domain.problems import Problem
from literasi.domain.texts import LARGEST_FILE

DEEPEST = 6
MOST_MARKS = 200
MOST_LINES = 300
_MARKS = ("[", "<", "`")
_CODE = re.compile(r"(`{1,3})[^`\n]+\1")
_HTML = re.compile(r"<(?:[/!?]|(?!(?:https?|mailto|tel):)[A-Za-z])[^\s<>]{0,20}>?")
_QUOTE_OR_ITEM = re.compile(r"(>|[-*+](?= )|\d{1,9}[.)](?= ))")
_ITEM = re.compile(r"( *)(?:[-*+]|\d{1,9}\.) +\S")
_NEW_ITEM = re.compile(r" *(?:[-*+]|1\.) +\S")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+) *")
_LINK = re.compile(r"\[[^\[\]]{0,400}\]\( ?<?([^()\s<>]{0,700})")
_DEFINITION = re.compile(r" {0,3}\[[^\[\]]{1,200}\]:")
_WRONG_FENCE = re.compile(r"(?:[ \t>\\]|[-*+][ \t]|\d{1,9}[.)][ \t])*(?:(?:\\?`){3,}[^`]*|(?:\\?~){3,}.*)")
_ANCHOR = re.compile(r"\]\(#([^()\s]{0,100})\)")


def precheck(text: str, *, line: int = 1) -> list[Problem]:
    """What must not reach the Markdown library. *line* is the number of the first line of *text*."""
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST_FILE:
        return [Problem(line, "Teks ini lebih besar dari 64 KB.", "Bagi menjadi beberapa bagian.")]
    problems: list[Problem] = []
    count: Counter[str] = Counter()
    for number, words in enumerate(text.split("\n"), start=line):
        if not words.strip():
            count.clear()
        problems.extend(_check_count(count, words, number))
        if _depth(words) > DEEPEST:
            mend = f"Pakai paling banyak {DEEPEST} tingkat; bagi menjadi beberapa daftar."
            problems.append(Problem(number, "Daftar atau kutipan ini bertingkat terlalu dalam.", mend))
        if html := _HTML.search(_CODE.sub("", words)):
            problems.append(_raw_html(number, html.group()))
    return problems


def check_style(text: str, *, line: int = 1, pictures: bool = False) -> list[Problem]:
    """What Markdown would show differently from what the author meant; *pictures* are allowed or not."""
    problems: list[Problem] = []
    before, table_head = "", ""
    for number, words in enumerate(text.split("\n"), start=line):
        problems.extend(_check_line(number, words, pictures))
        problems.extend(_check_after(number, words, before))
        if _is_table_rule(words) and before.strip() and table_head.strip():
            mend = "Beri satu baris kosong sebelum baris judul tabel."
            problems.append(Problem(number - 1, "Tabel ini menempel pada teks di atasnya.", mend))
        before, table_head = words, before
    return problems


def _is_table_rule(words: str) -> bool:
    return {"|", "-"} <= set(words) <= set("|-: ")


def anchors(text: str, *, line: int = 1) -> Iterator[tuple[str, int]]:
    """Each heading that a link inside the page points to (``[…](#heading)``), with its line."""
    for number, words in enumerate(text.split("\n"), start=line):
        for link in _ANCHOR.finditer(words):
            yield link[1], number


def _check_count(count: Counter[str], words: str, line: int) -> Iterator[Problem]:
    """Count the lines and open signs of a paragraph; complain once when there are too many."""
    count["\n"] += bool(words.strip())
    if count["\n"] == MOST_LINES + 1:
        message = f"Paragraf ini lebih dari {MOST_LINES} baris."
        yield Problem(line, message, "Beri baris kosong di antara bagian-bagiannya.")
    for mark in _MARKS:
        before, count[mark] = count[mark], count[mark] + words.count(mark)
        if before <= MOST_MARKS < count[mark]:
            message = f'Paragraf ini memuat lebih dari {MOST_MARKS} tanda "{mark}".'
            yield Problem(line, message, "Hapus tanda yang tidak perlu, atau bagi paragrafnya.")


def _raw_html(line: int, tag: str) -> Problem:
    mend = "Pakai Markdown saja; bila tandanya memang mau ditampilkan, apit dengan tanda ` di kedua sisi."
    return Problem(line, f'Kode HTML "{tag}" tidak dipakai di sini.', mend)


def _depth(words: str) -> int:
    """How many quotes and lists this line stands in, judged by its beginning."""
    deep, position = 0, 0
    while position < len(words) and deep <= DEEPEST + 1:
        indent = len(words) - position - len(words[position:].lstrip(" ")) if words[position] == " " else 0
        deep += indent // 4
        sign = _QUOTE_OR_ITEM.match(words, position + indent)
        if sign is None:
            break
        deep, position = deep + 1, sign.end()
    return deep


def _check_line(line: int, words: str, pictures: bool) -> Iterator[Problem]:
    item = _ITEM.match(words)
    if item and len(item[1]) % 4:
        mend = "Mulai di awal baris, atau geser tepat empat spasi untuk daftar di dalam daftar."
        yield Problem(line, "Butir daftar ini bergeser tanggung.", mend)
    if _WRONG_FENCE.fullmatch(words):  # it would be shown as words: a message without its stamp
        mend = "Pakai tepat ``` di awal baris, tanpa spasi atau tanda lain di depannya."
        yield Problem(line, "Tanda pembuka blok ini tidak dikenal.", mend)
    if "![" in words:
        yield from media.check_line(words, line, allowed=pictures)
    if "[^" in words:
        yield Problem(line, "Catatan kaki belum bisa dipakai.", "Tulis keterangannya di dalam kalimat.")
    if _DEFINITION.match(words):
        mend = "Tulis alamatnya langsung: [teks tautan](https://…)."
        yield Problem(line, "Tautan rujukan tidak dipakai di sini.", mend)
    for link in _LINK.finditer(media.without_pictures(words)):
        yield from _check_link(line, link[1])


def _check_link(line: int, address: str) -> Iterator[Problem]:
    if not is_allowed_link(address):
        mend = "Mulai dengan https://, mailto:, tel:, / (halaman situs ini), atau # (bagian halaman ini)."
        yield Problem(line, f'Tautan ke "{address[:40]}" tidak bisa dibuka.', mend)


def is_allowed_link(address: str) -> bool:
    """Whether a link may point there: the web, mail, telephone, this site or this page."""
    if address.startswith("#"):
        return len(address) > 1
    if address.startswith("/"):
        return not address.startswith(("//", "/\\"))
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        return bool(parts.netloc)
    return parts.scheme in ("mailto", "tel") and bool(parts.path)


def _check_after(line: int, words: str, before: str) -> Iterator[Problem]:
    """What needs an empty line above it to be seen as what it is."""
    if not before.strip():
        return
    yield from media.check_after(words, before, line)
    inside = _ITEM.match(before) or before.startswith((" ", ">"))
    if _NEW_ITEM.match(words) and not inside:
        mend = "Beri satu baris kosong sebelum daftar."
        yield Problem(line, "Daftar ini menempel pada teks di atasnya.", mend)
    if _UNDERLINE.fullmatch(words) and "|" not in before:
        mend = 'Untuk subjudul, mulai barisnya dengan "## ". Untuk garis, beri baris kosong sebelumnya.'
        yield Problem(line, "Subjudul bergaris bawah tidak dipakai di sini.", mend)
