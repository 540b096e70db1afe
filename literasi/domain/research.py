"""Whether researchers may use somebody's answers, and the words by which people were asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ConsentText:
    """The words of one version: since when they are asked, and the SHA-256 of their file."""

    since: date
    sha256: str


# templates/consents/<version>.html. What somebody once agreed to stays as it was; other words get a number.
CONSENT_VERSION = 1
CONSENT_TEXTS: Mapping[int, ConsentText] = {
    1: ConsentText(date(2026, 11, 24), "e5a021b1e43207b3cc923417eb1560af1fc1b0d3bf3feaf9a88c33e007afbb75"),
}
