"""Lists of channels as files: one channel a line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from literasi.domain.channel_values import (
    LONGEST_NOTE,
    LONGEST_SLUG,
    LONGEST_TITLE,
    InvalidValue,
    read_value,
)
from literasi.domain.channels import ChannelKind
from literasi.domain.csv_rows import Row, read_rows
from literasi.domain.front_matter import is_slug
from literasi.domain.indonesian_dates import parse_day
from literasi.domain.problems import Problem, in_order, suggest
from literasi.domain.sources import is_web_address

COLUMNS = (
    "slug", "kind", "title", "value", "note", "source_url", "checked_on", "review_on", "belum pasti",
)  # fmt: skip
# As the file writes them, with how their values look.
KINDS = {
    "telepon": (ChannelKind.PHONE, "Tulis nomor Indonesia saja, misalnya 112 atau 0541 123456."),
    "whatsapp": (ChannelKind.WHATSAPP, "Tulis nomor HP saja, misalnya 0812 3456 789."),
    "situs": (ChannelKind.SITE, "Tulis alamat yang diawali https://."),
    "kantor": (ChannelKind.OFFICE, "Tulis alamat atau jamnya, paling banyak 300 huruf."),
    "hukum": (ChannelKind.LAW, 'Mulai dengan "berlaku", "diubah", "dicabut", atau "belum pasti".'),
}
_UNCERTAIN = {"ya": True, "": False}
_LAST = date(2100, 1, 1)


@dataclass(frozen=True)
class ListedChannel:
    """One sound line."""

    line: int
    slug: str
    kind: ChannelKind
    title: str
    value: str
    note: str
    source_url: str
    checked_on: date
    review_on: date
    is_uncertain: bool


def parse_list(data: bytes) -> tuple[list[ListedChannel], list[Problem]]:
    """The channels of a CSV file, and everything that is wrong with it, with its line."""
    problems: list[Problem] = []
    listed: list[ListedChannel] = []
    seen: dict[str, int] = {}
    for line, row in read_rows(data, COLUMNS, problems):
        found = [Problem(line, *words) for words in _problems(row, seen)]
        seen.setdefault(row["slug"], line)
        problems += found
        if not found:
            listed.append(_read(line, row))
    return listed, in_order(problems)


def _problems(row: Row, seen: dict[str, int]) -> Iterator[tuple[str, str]]:
    slug, kind = row["slug"], row["kind"].casefold()
    if not is_slug(slug) or len(slug) > LONGEST_SLUG:
        yield f'Nama "{slug}" tidak bisa dipakai.', "Pakai huruf kecil, angka, dan tanda hubung."
    elif slug in seen:
        yield f'Nama "{slug}" sudah ada di baris {seen[slug]}.', "Hapus salah satu."
    if kind not in KINDS:
        yield f'Jenis "{kind}" tidak dikenal.', suggest(kind, KINDS)
    elif not _is_value(row["value"], KINDS[kind][0]):
        yield f'Isi "{row["value"][:60]}" tidak cocok untuk jenis {kind}.', KINDS[kind][1]
    yield from _said_problems(row)
    yield from _day_problems(row)
    if row["belum pasti"].casefold() not in _UNCERTAIN:
        yield f'Kolom "belum pasti" berisi "{row["belum pasti"]}".', 'Tulis "ya" atau kosongkan.'


def _said_problems(row: Row) -> Iterator[tuple[str, str]]:
    if not row["title"] or len(row["title"]) > LONGEST_TITLE:
        yield "Judul kosong atau terlalu panjang.", f"Tulis 1 sampai {LONGEST_TITLE} huruf."
    if len(row["note"]) > LONGEST_NOTE:
        yield "Catatan terlalu panjang.", f"Tulis paling banyak {LONGEST_NOTE} huruf."
    if row["source_url"] and not is_web_address(row["source_url"]):
        yield "Alamat sumber tidak terbaca.", "Tulis alamat lengkap yang diawali https://, atau kosongkan."


def _day_problems(row: Row) -> Iterator[tuple[str, str]]:
    days = {name: parse_day(row[name]) for name in ("checked_on", "review_on")}
    for name, day in days.items():
        if day is None or day > _LAST:
            yield f'Tanggal "{row[name]}" di kolom {name} tidak terbaca.', "Tulis misalnya 2026-11-20."
    checked, review = days["checked_on"], days["review_on"]
    if checked and review and review <= checked:
        yield (
            "Tanggal pemeriksaan berikutnya tidak sesudah yang terakhir.",
            "Tulis tanggal yang lebih kemudian.",
        )


def _is_value(value: str, kind: ChannelKind) -> bool:
    try:
        read_value(kind, value)
    except InvalidValue:
        return False
    return True


def _read(line: int, row: Row) -> ListedChannel:
    kind = KINDS[row["kind"].casefold()][0]
    checked, review = parse_day(row["checked_on"]), parse_day(row["review_on"])
    assert checked is not None
    assert review is not None
    return ListedChannel(
        line,
        row["slug"],
        kind,
        row["title"],
        read_value(kind, row["value"]),
        row["note"],
        row["source_url"],
        checked,
        review,
        _UNCERTAIN[row["belum pasti"].casefold()],
    )
