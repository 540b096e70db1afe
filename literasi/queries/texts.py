"""Published texts never change, so a worker may keep what it has read."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Text = TypeVar("Text")


class KeptTexts(Generic[Text]):
    """The last *size* texts by their fingerprint."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, Text] = OrderedDict()

    def get(self, fingerprint: Hashable) -> Text | None:
        """The kept text, or None."""
        found = self._kept.get(fingerprint)
        if found is not None:
            self._kept.move_to_end(fingerprint)
        return found

    def keep(self, fingerprint: Hashable, text: Text) -> Text:
        """Keep *text*, letting go of the one that was asked for longest ago."""
        self._kept[fingerprint] = text
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return text

    def fetch(self, fingerprint: Hashable, load: Callable[[], Text]) -> Text:
        """The kept text, or the one that *load* brings."""
        found = self.get(fingerprint)
        return found if found is not None else self.keep(fingerprint, load())
