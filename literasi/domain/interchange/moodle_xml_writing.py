"""Questions as Moodle's XML."""

from collections.abc import Iterable
from xml.etree import ElementTree  # noqa: S405  (it only writes; what is foreign is read by defusedxml)

from literasi.domain.interchange.moodle_xml import FORMS
from literasi.domain.interchange.values import ForeignKind, ForeignQuestion, Formatted, write_grade
from literasi.domain.texts import without_hidden

_FORM_NAMES = {form: name for name, form in FORMS.items()}


def write_moodle_xml(questions: Iterable[ForeignQuestion]) -> bytes:
    """*questions* as a Moodle XML file."""
    root = ElementTree.Element("quiz")
    category = ""
    for question in questions:
        if question.category != category:
            category = question.category
            _text(_sub(_sub(root, "question", type="category"), "category"), category)
        _write(root, question)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _write(root: ElementTree.Element, question: ForeignQuestion) -> None:
    is_choice = question.kind is ForeignKind.CHOICE
    element = _sub(root, "question", type="multichoice" if is_choice else "truefalse")
    _text(_sub(element, "name"), question.name)
    _words(element, "questiontext", question.stem)
    _words(element, "generalfeedback", question.general)
    for name, value in (("defaultgrade", "1"), ("penalty", "0"), ("hidden", "0")):
        _sub(element, name).text = value
    if question.id:
        _sub(element, "idnumber").text = question.id
    if is_choice:
        _sub(element, "single").text = "true" if question.single else "false"
        _sub(element, "shuffleanswers").text = "true"
        _sub(element, "answernumbering").text = "abc"
    for choice in question.choices:
        answer = _words(element, "answer", choice.text)
        answer.set("fraction", write_grade(choice.grade))
        _words(answer, "feedback", choice.feedback)
    tags = _sub(element, "tags") if question.tags else element
    for tag in question.tags:
        _text(_sub(tags, "tag"), tag)


def _sub(parent: ElementTree.Element, name: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, name, attributes)


def _words(parent: ElementTree.Element, name: str, words: Formatted) -> ElementTree.Element:
    element = _sub(parent, name, format=_FORM_NAMES[words.form])
    _text(element, words.text)
    return element


def _text(parent: ElementTree.Element, words: str) -> None:
    _sub(parent, "text").text = without_hidden(words)
