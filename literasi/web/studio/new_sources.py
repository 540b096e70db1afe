"""A source that a question needs and its text does not name yet, in plain fields."""

from collections.abc import Mapping
from dataclasses import dataclass

from literasi.domain.examples import unique_slug
from literasi.domain.indonesian_dates import typed_day
from literasi.domain.questions.forms import sources_of
from literasi.domain.rewriting import add_source
from literasi.domain.sources import Source, is_web_address
from literasi.web.translating import gettext

LONGEST = {"title": 200, "publisher": 100}


@dataclass(frozen=True)
class TypedSource:
    """A new source as it was typed; *checked* is a day."""

    title: str = ""
    publisher: str = ""
    url: str = ""
    checked: str = ""

    @property
    def is_filled(self) -> bool:
        """Whether anything was typed; the day stands there by itself."""
        return bool(self.title or self.publisher or self.url)

    def errors(self) -> dict[str, str]:
        """What is to be mended, by the names of the fields."""
        wanted = {
            "new-title": gettext("Write the title of the page that you looked at."),
            "new-publisher": gettext("Write who published it."),
            "new-url": gettext("Write its full address, beginning with https://."),
            "new-checked": gettext("Write the day on which you looked at it, such as 23-11-2026."),
        }
        sound = {
            "new-title": 0 < len(self.title) <= LONGEST["title"],
            "new-publisher": 0 < len(self.publisher) <= LONGEST["publisher"],
            "new-url": is_web_address(self.url),
            "new-checked": typed_day(self.checked) is not None,
        }
        return {name: words for name, words in wanted.items() if not sound[name]}

    def put_into(self, text: str) -> tuple[str, str]:
        """*text* with this source in its front matter, and the id that it got. Raises CannotRewrite."""
        day = typed_day(self.checked)
        assert day is not None, "a source with errors is put nowhere"
        source_id = unique_slug(self.publisher, sources_of(text) or {}, otherwise="sumber")
        return add_source(text, Source(source_id, self.title, self.publisher, self.url, day)), source_id


def read_source(form: Mapping[str, str]) -> TypedSource:
    """The new source of a form; a day as the format writes it, what is none as it was typed."""
    names = ("title", "publisher", "url", "checked")
    title, publisher, url, checked = (" ".join(form.get(f"new-{name}", "").split()) for name in names)
    day = typed_day(checked)
    return TypedSource(title, publisher, url, day.isoformat() if day else checked)
