"""Examples that a trainer puts into a text: what a person must write there stands after "…"."""

from collections.abc import Iterator, Mapping

from literasi.domain import examples, placeholders
from literasi.domain.exhibits import ExhibitKind
from literasi.domain.messages import N_
from literasi.domain.placeholders import NO_SOURCE
from literasi.domain.questions import KINDS, form_of
from literasi.domain.questions.forms import OutlineEntry, outline, sources_of
from literasi.domain.questions.sections import UncutText
from literasi.services.checking_drafts import CheckedText

Example = tuple[str, str]
_HEADING = "## … tulis judul bagian\n\n… tulis isinya\n"
_PICTURE = "![… tulis apa isi gambarnya](media/… salin alamatnya dari halaman Media)\n"
_CHANNEL = "{kanal:… salin namanya dari /studio/pemeriksaan#kanal}\n"
_EXHIBITS: Mapping[ExhibitKind, str] = {
    ExhibitKind.CHAT: N_("Chat message"),
    ExhibitKind.SMS: N_("Text message"),
    ExhibitKind.POST: N_("Post"),
    ExhibitKind.HEADLINE: N_("Headline"),
    ExhibitKind.LETTER: N_("Letter"),
}


def examples_for(text: CheckedText, taken: set[str]) -> list[Example]:
    """What may be put into *text*: pairs of a name to translate and the words. Keys are none of *taken*."""
    source = next(iter(sources_of(text.source) or ()), NO_SOURCE)
    if text.identity.kind == "lesson":
        return [
            (N_("Section"), _HEADING),
            *_exhibits(source),
            (N_("Picture"), _PICTURE),
            (N_("Number or address"), _CHANNEL),
            (N_("Question to try"), _try_question()),
        ]
    if text.identity.kind == "quiz":
        return [*_questions(source, taken), *_exhibits(source)]
    if text.identity.kind == "bank":
        is_tested = form_of(text.source) is not None
        example = examples.bank_example(taken, source=source, is_tested=is_tested)
        return [(N_("A message to judge"), example)]
    return []


def entries_of(source: str) -> list[OutlineEntry]:
    """The questions of a text that may have none, or may not be cut into questions."""
    try:
        return outline(source)
    except UncutText:
        return []


def _exhibits(source: str) -> Iterator[Example]:
    for kind, name in _EXHIBITS.items():
        yield name, placeholders.exhibit(kind, source=source)


def _questions(source: str, taken: set[str]) -> Iterator[Example]:
    for name, kind in KINDS.items():
        yield kind.title, examples.question_example(name, taken, source=source)


def _try_question() -> str:
    return f"## Coba dulu\n\n{placeholders.choices(right=1)}"
