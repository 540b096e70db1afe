"""Rumours: what citizens send on, and how a trainer begins an item of the bank from one."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from literasi.domain.exhibits import ExhibitKind, Topic
from literasi.domain.indonesian_dates import write_day
from literasi.domain.messages import N_

LONGEST = 2000  # characters, as sent
REPEATED_DAYS = 7  # within which the same words count up instead of standing there twice


class Medium(StrEnum):
    """Where the citizen met it."""

    WHATSAPP = "whatsapp"
    FACEBOOK = "facebook"
    TIKTOK = "tiktok"
    INSTAGRAM = "instagram"
    X = "x"
    TELEGRAM = "telegram"
    SMS = "sms"
    OTHER = "lainnya"


MEDIUM_NAMES: Mapping[Medium, str] = {
    Medium.WHATSAPP: "WhatsApp",
    Medium.FACEBOOK: "Facebook",
    Medium.TIKTOK: "TikTok",
    Medium.INSTAGRAM: "Instagram",
    Medium.X: "X",
    Medium.TELEGRAM: "Telegram",
    Medium.SMS: "SMS",
    Medium.OTHER: N_("Somewhere else"),
}
_CAPTIONS = {
    Medium.WHATSAPP: "Kiriman WhatsApp",
    Medium.FACEBOOK: "Unggahan Facebook",
    Medium.TIKTOK: "Unggahan TikTok",
    Medium.INSTAGRAM: "Unggahan Instagram",
    Medium.X: "Unggahan X",
    Medium.TELEGRAM: "Kiriman Telegram",
    Medium.SMS: "Pesan singkat",
    Medium.OTHER: "Kiriman warga",
}
_POSTS = {Medium.FACEBOOK, Medium.TIKTOK, Medium.INSTAGRAM, Medium.X}
_FILL_IN = ("label", "verdict", "fact", "why", "cue", "technique")
_FILL_IN_LAST = ("place", "difficulty", "review-by", "source")


def same_words(text: str) -> str:
    """What two texts have in common that differ in nothing but spaces and capitals."""
    return " ".join(text.split()).casefold()


def key_of(rumour_id: int) -> str:
    """The question key of the item that is made of a rumour."""
    return f"kabar-{rumour_id}"


def has_item(source: str, rumour_id: int) -> bool:
    """Whether a text of the bank holds the item of this rumour already."""
    return f"{{#{key_of(rumour_id)}}}" in source


def item_section(rumour_id: int, words: str, medium: Medium, received_on: date, bank_file: str) -> str:
    """The section of a bank file that holds *words* as an item to be filled in.

    Verdict, fact and source are left empty, so it cannot be published before somebody has checked it.
    """
    month = write_day(received_on).partition(" ")[2]
    topic = f" {bank_file}" if bank_file in list(Topic) else ""
    lines = [
        f"## Menurut Anda, kabar ini… {{#{key_of(rumour_id)}}}",
        "",
        f"```{_kind(medium).value}",
        f"caption: {_CAPTIONS[medium]}, {month}, ditulis ulang",
        *(f"{key}:" for key in _FILL_IN),
        f"topic:{topic}",
        *(f"{key}:" for key in _FILL_IN_LAST),
        "",
        words.replace("```", "'''"),
        "```",
    ]
    return "\n".join(lines) + "\n"


def with_item(source: str, section: str) -> str:
    """*source*, a text of the bank, with *section* at its end."""
    return source.rstrip("\n") + "\n\n" + section


def _kind(medium: Medium) -> ExhibitKind:
    if medium in _POSTS:
        return ExhibitKind.POST
    return ExhibitKind.SMS if medium is Medium.SMS else ExhibitKind.CHAT
