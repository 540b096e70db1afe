"""Text that a spreadsheet would run as a formula.

Who opens a CSV file lets Excel decide what a cell is, and "=…" becomes a formula that may send the sheet
away. An apostrophe in front makes it text again. It stands as well after what another program may take for
the border of a cell. Reading a file back takes out exactly what writing put in.
"""

import re

_BORDER = r"(?:(?<![\s\S])|(?<=[,;|\t\r\n]))"
_AHEAD = r"(?=['\"\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]|['\"]*[\t\r\n])"
_UNGUARDED = re.compile(_BORDER + _AHEAD)
_GUARDED = re.compile(_BORDER + "'" + _AHEAD)


def guarded(text: str) -> str:
    """*text* with an apostrophe wherever a spreadsheet would begin a formula."""
    return _UNGUARDED.sub("'", text)


def unguarded(text: str) -> str:
    """*text* without the apostrophes that ``guarded`` puts in."""
    return _GUARDED.sub("", text)
