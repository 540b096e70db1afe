"""Kinds of organisations, and the addresses made of their names."""

import re
import unicodedata
from enum import StrEnum


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
# Addresses below /instansi that are no organisation's.
RESERVED = frozenset({"kota", "baru"})


def slug_of(name: str) -> str:
    """The address of an organisation of this *name*: small letters, digits and hyphens, at most 60."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "instansi"
    return f"{slug}-1" if slug in RESERVED else slug
