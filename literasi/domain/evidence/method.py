"""By which method the figures were computed: name, version, and the hash of the text that describes it."""

from random import Random

METHOD = "literasi-discernment"
VERSION = "1"
METHOD_TEXT = "docs/discernment.md"
METHOD_HASH = "0" * 64  # SHA-256 of that text; a test says what it must be when the text has changed
SEED = 20_261_117  # of every resampling, so that the same records always give the same figures
ROUNDS = 2_000
MOST_RESAMPLED = 2_000  # pairs; of more, an interval comes from normal theory, which differs by nothing then


def chance(seed: int) -> Random:
    """The dice of one figure: the same seed always throws the same."""
    return Random(seed)  # noqa: S311
