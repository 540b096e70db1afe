"""One text, two homes: who follows whom when a file and the database differ."""

from enum import StrEnum


class Step(StrEnum):
    """What to do about one content file and the live text."""

    NOTHING = "nothing"
    REMEMBER = "remember"  # both are the same: note it
    IMPORT = "import"  # publish a revision from the file
    EXPORT = "export"  # write the live text to the file
    CONFLICT = "conflict"  # both changed: a person decides
    REPORT_GONE = "report gone"  # the file was removed; retiring is a deliberate act
    SKIP_RETIRED = "skip retired"
    REPORT_MOVED = "report moved"  # the text stands under another identity now


class Side(StrEnum):
    """Whose text counts when a person has decided a conflict."""

    FILE = "file"
    WEB = "web"


def decide(file: str | None, base: str | None, live: str | None, *, retired: bool = False) -> Step:
    """Decide by the SHA-256 of the *file*, of the *base* (last synced) and of the *live* text.

    ``None`` means: there is none. The table stands in ``docs/architecture.md``.
    """
    if retired:
        return Step.SKIP_RETIRED
    if file is None:
        return _without_file(base, live)
    if file == live:
        return Step.NOTHING if base == live else Step.REMEMBER
    if live is None:
        return Step.IMPORT
    if base == live:
        return Step.IMPORT
    return Step.EXPORT if file == base else Step.CONFLICT


def _without_file(base: str | None, live: str | None) -> Step:
    if live is None:
        return Step.NOTHING
    return Step.REPORT_GONE if base else Step.EXPORT


def decide_number(file: int, base: int | None, live: int) -> Step:
    """Decide whose number of a lesson counts, that in the name of the *file* or the *live* position.

    Where nothing is remembered, the file counts. In a conflict the site counts; it is only reported.
    """
    if file == live:
        return Step.NOTHING
    if base is None or live == base:
        return Step.IMPORT
    return Step.EXPORT if file == base else Step.CONFLICT
