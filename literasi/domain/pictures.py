"""Pictures that somebody sends: what they must be, and why one is refused. Content counts, never the name."""

import io
import re
import zipfile
from dataclasses import dataclass
from enum import StrEnum

LARGEST_UPLOAD = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
SMALLEST_SIDE = 16
_BEGINNINGS = {
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "GIF": re.compile(rb"GIF8[79]a"),
    "WEBP": re.compile(rb"RIFF....WEBP", re.DOTALL),
}
_HEIC = re.compile(rb"....ftyp(?:hei|hev|mif1|msf1|avi[fs])", re.DOTALL)
_FILM = re.compile(rb"....ftyp|\x1aE\xdf\xa3", re.DOTALL)
_SVG = re.compile(rb"\s*(?:<\?xml|<!--|<!DOCTYPE svg|<svg)", re.IGNORECASE)
_HTML = re.compile(rb"\s*<(?:!doctype html|html|head|body|script|!--)", re.IGNORECASE)
_SECOND = re.compile(rb"<script[\s>]|<html[\s>]|<!doctype html|<\?php\s|<svg\s+xmlns", re.IGNORECASE)
_BEGINNING = 1024


class PictureFault(StrEnum):
    """Why a picture is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    SVG = "svg"
    PDF = "pdf"
    HEIC = "heic"
    HTML = "html"
    FILM = "film"
    UNKNOWN = "unknown"
    TWO_IN_ONE = "two-in-one"
    TOO_MANY_PIXELS = "too-many-pixels"
    TOO_SMALL = "too-small"
    BROKEN = "broken"
    TOO_HARD = "too-hard"


class RefusedPicture(Exception):
    """This is not a picture that we take; *fault* says why."""

    def __init__(self, fault: PictureFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True)
class Shaped:
    """A picture as we keep it: both forms as WebP, the size of the wide one, and its name."""

    sha256: str
    width: int
    height: int
    wide: bytes
    narrow: bytes


def format_of(data: bytes) -> str:
    """Which of the four formats *data* is, by its first bytes. Raises RefusedPicture."""
    if not data:
        raise RefusedPicture(PictureFault.EMPTY)
    if len(data) > LARGEST_UPLOAD:
        raise RefusedPicture(PictureFault.TOO_LARGE)
    found = next((name for name, beginning in _BEGINNINGS.items() if beginning.match(data)), None)
    if found is None:
        raise RefusedPicture(_what_it_is(data))
    if _SECOND.search(data) or b"%PDF-" in data[:_BEGINNING] or zipfile.is_zipfile(io.BytesIO(data)):
        raise RefusedPicture(PictureFault.TWO_IN_ONE)
    return found


def _what_it_is(data: bytes) -> PictureFault:
    """What was sent instead of a picture, so that the mend can name it."""
    beginning = data[:_BEGINNING].removeprefix(b"\xef\xbb\xbf")
    if _SVG.match(beginning) and b"<svg" in data[: 8 * _BEGINNING].lower():
        return PictureFault.SVG
    for fault, sign in (
        (PictureFault.HTML, _HTML),
        (PictureFault.HEIC, _HEIC),
        (PictureFault.FILM, _FILM),
    ):
        if sign.match(beginning):
            return fault
    return PictureFault.PDF if b"%PDF-" in beginning else PictureFault.UNKNOWN
