"""Exhibits: what somebody was sent, with its verdict, the fact and the source.

An exhibit is a fenced block: ``key: value`` lines, an empty line, then the words as plain text. It is shown
as what it imitates, built from escaped text, and never without its verdict once the reader has answered.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from html import escape

from literasi.domain.channels import marked
from literasi.domain.indonesian_dates import parse_day, write_day
from literasi.domain.sources import Source

LINK_RELATION = "noopener noreferrer nofollow ugc"
_FORWARD = "M14 6l6 6-6 6M20 12H9a5 5 0 0 0-5 5"
_VIDEO = "M3 6h12v12H3zM15 11l6-4v10l-6-4"
_CROSS = "M6 6l12 12M18 6L6 18"
_TICK = "M5 13l4.5 4.5L19 7"
_GLUE = "\N{NO-BREAK SPACE}"  # keeps a number beside its words
_STAMP = re.compile(r'<p class="stamp(?: true)?">.*?</p>', re.DOTALL)
_SPAN = re.compile(r"\[\[([^\[\]\n]+)\]\]|\(\(([^()\n]+)\)\)")


class Verdict(StrEnum):
    """What the message is, whoever sent it."""

    FALSE = "salah"
    TRUE = "benar"


class ExhibitKind(StrEnum):
    """What the exhibit imitates; the first word of its fence."""

    CHAT = "chat"
    SMS = "sms"
    POST = "post"
    HEADLINE = "headline"
    LETTER = "letter"


class Technique(StrEnum):
    """How a message misleads; for a true one, the technique it could be mistaken for."""

    IMPOSTOR = "konten_tiruan"
    FALSE_CONTEXT = "konteks_salah"
    FABRICATED = "konten_palsu"
    MISLEADING = "konten_menyesatkan"
    DEEPFAKE = "deepfake"
    CONSPIRACY = "konspirasi"
    MANIPULATED = "konten_dimanipulasi"
    FALSE_CONNECTION = "koneksi_salah"


class Topic(StrEnum):
    """What the message is about."""

    MONEY = "uang"
    DISASTER = "bencana"
    SERVICES = "layanan"
    NATURE = "alam"
    DIGITAL = "digital"
    CITY = "kota"
    HEALTH = "kesehatan"


class Place(StrEnum):
    """How near to its readers the message is."""

    SAMARINDA = "samarinda"
    PROVINCE = "kaltim"
    COUNTRY = "nasional"
    WORLD = "dunia"


class Use(StrEnum):
    """Where an item may be drawn, for good: for practice, or for the test forms."""

    TRAINING = "training"
    FORM = "form"


@dataclass(frozen=True)
class Item:
    """What a judgement question adds to its exhibit."""

    label: str  # a short name for lists, without the words of the hoax
    why: str
    cue: str  # what to check next time; for a true message, why it may be trusted
    technique: Technique
    topic: Topic
    use: Use
    place: Place | None = None  # this and the next two are only known of items in the bank
    difficulty: int | None = None  # from 1 (easy) to 5, as its author guesses
    review_by: date | None = None
    retired: date | None = None  # since when it is not drawn any more
    change: str = ""  # what was corrected, for those who met an earlier text of it


@dataclass(frozen=True)
class Span:
    """Words of an exhibit that its author marked, as a clue to what it is or to tempt."""

    words: str
    is_clue: bool


@dataclass(frozen=True)
class Exhibit:
    """One message as it was received. ``sender`` is the key ``from``; unused looks are empty.

    Where it is *marked*, ``[[…]]`` in its words is a clue and ``((…))`` is harmless.
    """

    kind: ExhibitKind
    caption: str
    verdict: Verdict
    fact: str
    source: Source
    text: str
    line: int
    sender: str = ""
    time: str = ""
    media: str = ""
    date: str = ""
    number: str = ""
    subject: str = ""
    item: Item | None = None
    marked: bool = False

    @property
    def words(self) -> str:
        """Everything the sender wrote or showed, in the order in which it is read."""
        return "\n".join((self.sender, self.media, self.number, self.subject, self.text))


def find_spans(words: str) -> Iterator[Span]:
    """The marked parts of *words*, in order."""
    for found in _SPAN.finditer(words):
        yield Span((found[1] or found[2]).strip(), is_clue=found[1] is not None)


def without_spans(words: str) -> str:
    """*words* with a gap for each marked part."""
    return _SPAN.sub("…", words)


def to_html(exhibit: Exhibit, *, stamped: bool, bare: bool = False) -> str:
    """The exhibit as HTML, every word of it escaped.

    Before the answer (*stamped* is false) nothing tells what it is. Afterwards the stamp and the fact stand
    before the words and the source after them; *bare* leaves fact and source to the page around it.
    """
    parts = [f"<figcaption>{escape(exhibit.caption)}</figcaption>"]
    if stamped:
        parts.append(_stamp(exhibit.verdict))
    if stamped and not bare:
        parts.append(f'<p class="fact">{marked(escape(exhibit.fact))}</p>')
    message = _letter(exhibit) if exhibit.kind is ExhibitKind.LETTER else _message(exhibit)
    parts.append(_number_spans(message, told=stamped) if exhibit.marked else message)
    if stamped and not bare:
        parts.append(_source_line(exhibit.source))
    classes = "exhibit stamped" if stamped else "exhibit"
    return f'<figure class="{classes}">{"".join(parts)}</figure>'


def restamp(html: str, verdict: Verdict) -> str:
    """The *html* of a stamped exhibit, stamped with *verdict*."""
    return _STAMP.sub(lambda _: _stamp(verdict), html)


def _icon(path: str) -> str:
    return f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{path}"/></svg>'


def _stamp(verdict: Verdict) -> str:
    classes, icon = ("stamp true", _TICK) if verdict is Verdict.TRUE else ("stamp", _CROSS)
    words = f'<span class="hide">Kabar ini </span>{verdict.value.upper()}'
    return f'<p class="{classes}">{_icon(icon)}{words}</p>'


def _source_line(source: Source) -> str:
    link = f'<a href="{escape(source.url)}" rel="{LINK_RELATION}">{escape(source.publisher)}</a>'
    return f'<p class="sources muted">Sumber: {link}. Diperiksa {write_day(source.checked)}.</p>'


def _number_spans(html: str, *, told: bool) -> str:
    """Number the marked parts as they are read. A clue and its opposite look alike until it is *told*."""
    numbers = itertools.count(1)
    return _SPAN.sub(lambda found: _numbered(found, next(numbers), told=told), html)


def _numbered(found: re.Match[str], number: int, *, told: bool) -> str:
    words = (found[1] or found[2]).strip()
    if not told:
        return f"{_badge('clue', 'Bagian', number)}{_GLUE}<mark>{words}</mark>"
    if found[1] is not None:
        return f"{_badge('clue', 'Tanda', number)}{_GLUE}<mark>{words}</mark>"
    return f"{_badge('clue off', 'Bagian wajar', number)}{_GLUE}{words}"


def _badge(classes: str, name: str, number: int) -> str:
    return f'<span class="{classes}"><span class="hide">{name} </span>{number}</span>'


def _message(exhibit: Exhibit) -> str:
    parts = [_sender(exhibit.sender), _media(exhibit.media)]
    words = _paragraphs(exhibit.text)
    if exhibit.kind is ExhibitKind.HEADLINE:
        words[0] = f"<b>{words[0]}</b>"
    parts.extend(f"<p>{paragraph}</p>" for paragraph in words)
    parts.append(_moment(exhibit))
    classes = "chat" if exhibit.kind is ExhibitKind.CHAT else f"chat {exhibit.kind.value}"
    return f'<div class="{classes}">{"".join(parts)}</div>'


def _sender(sender: str) -> str:
    if not sender:
        return ""
    icon = f"{_icon(_FORWARD)} " if sender.lstrip("[(").startswith("Diteruskan") else ""
    return f'<p class="from">{icon}{escape(sender)}</p>'


def _media(media: str) -> str:
    if not media:
        return ""
    icon = f"{_icon(_VIDEO)} " if media.lstrip("[(").startswith("Video") else ""
    return f'<p class="media">{icon}<span>{escape(media)}</span></p>'


def _moment(exhibit: Exhibit) -> str:
    moment = exhibit.time or exhibit.date
    if not moment:
        return ""
    day = parse_day(moment)
    precise, words = (day.isoformat(), write_day(day)) if day else (moment.replace(".", ":"), moment)
    return f'<p><time datetime="{escape(precise)}">{escape(words)}</time></p>'


def _letter(exhibit: Exhibit) -> str:
    parts = []
    if exhibit.sender:
        parts.append(f"<header><b>{escape(exhibit.sender)}</b></header>")
    if exhibit.number:
        parts.append(f"<p>Nomor: {escape(exhibit.number)}</p>")
    if exhibit.subject:
        parts.append(f"<p>Perihal: {escape(exhibit.subject)}</p>")
    parts.extend(f"<p>{paragraph}</p>" for paragraph in _paragraphs(exhibit.text))
    return f'<div class="letter">{"".join(parts)}</div>'


def _paragraphs(text: str) -> list[str]:
    """Escaped paragraphs; a line end inside one is kept as the sender wrote it."""
    paragraphs, lines = [], []
    for line in [*text.split("\n"), ""]:
        if line.strip():
            lines.append(escape(line.strip()))
        elif lines:
            paragraphs.append("<br>".join(lines))
            lines = []
    return paragraphs or [""]
