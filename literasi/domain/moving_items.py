"""An item of the bank leaves one file for another, with its source."""

from dataclasses import replace

from literasi.domain.examples import unique_slug
from literasi.domain.questions import parse_bank
from literasi.domain.questions.fields import prompt_and_key
from literasi.domain.questions.sections import UncutText, add_section, remove_section, sections
from literasi.domain.rewriting import CannotRewrite, add_source, set_exhibit_key
from literasi.domain.sources import Source


def move_item(text: str, target: str, key: str) -> tuple[str, str]:
    """Both texts, with the item *key* in *target* instead of *text*. The source stays where others use it.

    Raises CannotRewrite: when one of the texts has errors or is a form of the test, or the item is the last
    of its file.
    """
    (document, _), (other, _) = parse_bank(text), parse_bank(target)
    if document is None or other is None:
        raise CannotRewrite("Salah satu berkas masih berisi kesalahan. Perbaiki dulu.")
    if document.form or other.form:
        mend = "Tukar dua butir di penyunting teks."
        raise CannotRewrite(f"Formulir tes selalu berisi butir yang seimbang. {mend}")
    number = _number_of(text, key)
    if len(document.questions) == 1:
        raise CannotRewrite("Ini butir terakhir di berkasnya. Berkas bank tidak boleh kosong.")
    exhibit = document.questions[number - 1].exhibit
    assert exhibit is not None, "a bank holds judgements alone"
    target, source_id = _with_source(target, other.sources, exhibit.source)
    section = sections(text)[1][number - 1]
    try:
        target = add_section(target, section)
        if source_id != exhibit.source.id:
            target = set_exhibit_key(target, key, "source", source_id)
        return remove_section(text, number), target
    except UncutText as problem:
        raise CannotRewrite(str(problem)) from problem


def _number_of(text: str, key: str) -> int:
    keys = [prompt_and_key(section)[1] for section in sections(text)[1]]
    if key not in keys:
        raise CannotRewrite("Butir ini sudah tidak ada di berkasnya.")
    return keys.index(key) + 1


def _with_source(text: str, there: tuple[Source, ...], wanted: Source) -> tuple[str, str]:
    """*text* with the source among its own, and the id that it has there."""
    for source in there:
        if replace(source, id=wanted.id) == wanted:
            return text, source.id
    source_id = unique_slug(wanted.id, {source.id for source in there})
    return add_source(text, replace(wanted, id=source_id)), source_id
