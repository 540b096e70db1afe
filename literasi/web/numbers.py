"""Numbers in addresses and forms, as far as a database holds them."""

import re
from typing import Any

from werkzeug.routing import IntegerConverter

LARGEST = 2**31 - 1
_NUMBER = re.compile(r"[0-9]{1,10}", re.ASCII)


class NumberConverter(IntegerConverter):
    """A whole number in an address of ours; a larger one is not found without asking the database."""

    def __init__(self, *about: Any, **named: Any) -> None:
        super().__init__(*about, **{"max": LARGEST, **named})


def read_number(text: str) -> int | None:
    """The number that *text* is; None for everything that no page of ours sends."""
    number = int(text) if _NUMBER.fullmatch(text) else LARGEST + 1
    return number if number <= LARGEST else None
