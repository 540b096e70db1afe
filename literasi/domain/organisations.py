"""Kinds of organisations, and the addresses made of their names."""

import re
import unicodedata
from enum import StrEnum

from literasi.domain.messages import N_


class OrganisationKind(StrEnum):
    """What an organisation is. Only communities stand outside the tree, and nobody is obliged there."""

    CITY = "city"
    SECRETARIAT = "secretariat"
    OFFICE = "office"  # dinas
    BOARD = "board"  # badan
    INSPECTORATE = "inspectorate"
    DISTRICT = "district"  # kecamatan
    VILLAGE = "village"  # kelurahan
    HOSPITAL = "hospital"
    HEALTH_CENTRE = "health_centre"
    SCHOOL = "school"
    COMPANY = "company"  # owned by the city
    UNIT = "unit"
    PARTNER = "partner"
    COMMUNITY = "community"


LONGEST_NAME = 120
LONGEST_SLUG = 60
# Addresses below /instansi that are no organisation's.
RESERVED = frozenset({"kota", "baru"})

NO_NAME = N_("Write the name of the organisation.")
TOO_LONG = N_("This name is longer than 120 characters. Shorten it.")


class InvalidOrganisationName(Exception):
    """The name cannot be used; the message (an English msgid) says how to mend it."""


def read_organisation_name(typed: str) -> str:
    """The name that somebody typed, with single spaces. Raises InvalidOrganisationName."""
    plain = "".join(sign for sign in typed if sign.isprintable() or sign.isspace())
    name = " ".join(unicodedata.normalize("NFC", plain).split())
    if not any(sign.isalpha() for sign in name):
        raise InvalidOrganisationName(NO_NAME)
    if len(name) > LONGEST_NAME:
        raise InvalidOrganisationName(TOO_LONG)
    return name


def slug_of(name: str) -> str:
    """The address of an organisation of this *name*: short, of small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-") or "instansi"
    return f"{slug}-1" if slug in RESERVED else slug
