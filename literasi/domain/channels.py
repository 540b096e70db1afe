"""Channels: telephone numbers, addresses, offices and laws that texts name instead of writing them out.

A text says ``{kanal:call-center-112}``. Rendering turns that into a mark which nobody's words can forge;
whoever shows the text puts what the channel says today in the mark's place.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from html import escape
from typing import Any

from literasi.domain.addresses import breakable
from literasi.domain.channel_values import link_of, words_of
from literasi.domain.indonesian_dates import write_day

LINK_RELATION = "noopener noreferrer nofollow"
SIGN = "kanal:"  # stands in every text that names a channel, however it is stored
REFERENCE = re.compile(r"\{kanal:([a-z0-9]+(?:-[a-z0-9]+)*)\}")
_PARTS = re.compile(r'(<[^>"]*(?:"[^"]*"[^>"]*)*>)')  # every second part of a split is a tag
_MARK = re.compile(r'<data value="(kanal|kanal-saja):([a-z0-9-]+)">[a-z0-9-]+</data>')
_PLAIN = {"fact", "why", "cue"}  # stored as words, not as HTML


class ChannelKind(StrEnum):
    """What a channel is; it decides how its value is written and where it leads."""

    PHONE = "phone"
    WHATSAPP = "whatsapp"
    SITE = "site"
    OFFICE = "office"
    LAW = "law"


@dataclass(frozen=True)
class Channel:
    """What one name says today."""

    slug: str
    kind: ChannelKind
    title: str
    value: str
    checked_on: date
    is_uncertain: bool = False
    is_retired: bool = False


def as_words(channel: Channel) -> str:
    """What stands in a sentence: the value; of a law its title, status and date."""
    if channel.is_retired:
        return f"{channel.title} (tidak dipakai lagi)"
    if channel.kind is ChannelKind.LAW:
        status = f"{channel.value}, diperiksa {write_day(channel.checked_on)}"
        return f"{channel.title} ({status})"
    words = words_of(channel.kind, channel.value)
    return f"{words} (belum pasti)" if channel.is_uncertain else words


def as_html(channel: Channel, *, linked: bool = True) -> str:
    """The same as safe HTML, leading to where its kind leads."""
    address = link_of(channel.kind, channel.value) if linked and not channel.is_retired else ""
    if not address:
        return breakable(escape(as_words(channel)))
    words = breakable(escape(words_of(channel.kind, channel.value)))
    relation = f' rel="{LINK_RELATION}"' if address.startswith("https:") else ""
    unsure = " (belum pasti)" if channel.is_uncertain else ""
    return f'<a href="{escape(address)}"{relation}>{words}</a>{unsure}'


def marked(html: str) -> str:
    """Clean *html* with a mark for each channel that its words name; one inside a link will be words only."""
    if SIGN not in html:
        return html
    parts = _PARTS.split(html)
    deep = 0
    for place, part in enumerate(parts):
        if place % 2:
            deep += part.startswith("<a ") - (part == "</a>")
        else:
            name = "kanal-saja" if deep else "kanal"
            parts[place] = REFERENCE.sub(rf'<data value="{name}:\1">\1</data>', part)
    return "".join(parts)


def filled(stored: Any, channels: Mapping[str, Channel]) -> Any:
    """What rendering *stored*, HTML and words in lists and dictionaries, with what *channels* say today."""
    if isinstance(stored, dict):
        return {
            key: in_words(value, channels) if key in _PLAIN else filled(value, channels)
            for key, value in stored.items()
        }
    if isinstance(stored, list):
        return [filled(one, channels) for one in stored]
    return in_html(stored, channels) if isinstance(stored, str) else stored


def in_html(html: str, channels: Mapping[str, Channel]) -> str:
    """Rendered *html* with what its channels say today."""

    def fill(found: re.Match[str]) -> str:
        channel = channels.get(found[2])
        return as_html(channel, linked=found[1] == "kanal") if channel else escape(found[2])

    return _MARK.sub(fill, html)


def in_words(words: str, channels: Mapping[str, Channel]) -> str:
    """Plain *words* with what their channels say today."""

    def fill(found: re.Match[str]) -> str:
        channel = channels.get(found[1])
        return as_words(channel) if channel else found[1]

    return REFERENCE.sub(fill, words)


def names_in(stored: Any) -> Iterator[str]:
    """The channels that something rendered names, each as often as it does."""
    if isinstance(stored, dict):
        for key, value in stored.items():
            yield from REFERENCE.findall(value) if key in _PLAIN and value else names_in(value)
    elif isinstance(stored, list):
        for one in stored:
            yield from names_in(one)
    elif isinstance(stored, str):
        yield from (found[2] for found in _MARK.finditer(stored))
