"""By which method the figures were computed: name, version, and the hash of the text that describes it."""

from random import Random

METHOD = "literasi-discernment"
VERSION = "1"
METHOD_TEXT = "docs/discernment.md"
# SHA-256 of that text; a test says what it must be.
METHOD_HASH = "1e5e4f8a148c386fc7bb895602304391abc22fbb0d0d920d7a32d8c7fe1d886a"
SEED = 20_261_117  # of every resampling, so that the same records always give the same figures
ROUNDS = 2_000
LEAST_RESAMPLED, MOST_RESAMPLED = (
    30,
    2_000,
)  # pairs: of fewer it is too narrow, of more it takes long


def chance(seed: int) -> Random:
    """The dice of one figure: the same seed always throws the same."""
    return Random(seed)  # noqa: S311
