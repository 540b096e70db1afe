"""A conflict in words: both sides, and how to decide."""

from datetime import datetime

from literasi.domain.indonesian_dates import write_day
from literasi.domain.wita import WITA
from literasi.queries.live_texts import LiveText
from literasi.services.reading_files import ContentFile

_COMMAND = ".venv/bin/flask --app app content"


def conflict_lines(file: ContentFile, live: LiveText) -> list[str]:
    """What an operator must know to choose between the *file* and the *live* text."""
    return [
        f"KONFLIK {live.identity}: berubah di berkas dan di situs; tidak disentuh",
        f"  berkas: {file.path}, {_size(file.text)}, sidik {file.sha256[:12]}",
        f"  situs:  {_who(live)}, {_size(live.source)}, sidik {live.sha256[:12]}",
        f"  lihat bedanya: {_COMMAND} diff {live.identity}",
        f"  pakai berkas:  {_COMMAND} import --take file {live.identity}",
        f"  pakai situs:   {_COMMAND} import --take web {live.identity}",
    ]


def _who(live: LiveText) -> str:
    moment = _moment(live.published_at)
    return f"revisi {live.number} oleh {live.author}, {moment}"


def _moment(moment: datetime) -> str:
    there = moment.astimezone(WITA)
    return f"{write_day(there.date())} {there:%H.%M} Wita"


def _size(text: str) -> str:
    return f"{text.count(chr(10))} baris"
