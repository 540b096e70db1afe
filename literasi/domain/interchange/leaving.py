"""Our questions on their way out: what other systems can hold becomes theirs, the rest is named."""

from collections.abc import Sequence
from dataclasses import dataclass

from literasi.domain.blocks import MarkdownText
from literasi.domain.exhibits import Exhibit, Verdict, without_spans
from literasi.domain.indonesian_dates import write_day
from literasi.domain.interchange.foreign_texts import escape_markdown, pictures_as_words
from literasi.domain.interchange.values import (
    ID_TAG_READ,
    ForeignChoice,
    ForeignKind,
    ForeignQuestion,
    Formatted,
    TextFormat,
    nearest_grade,
)
from literasi.domain.media import names_in
from literasi.domain.questions import Question, QuizDocument
from literasi.domain.questions.ticks import right_ticks

_ASKED = "Menurut Anda, apakah kabar ini benar?"
_STEPS_LOST = "enam langkah keyakinan menjadi benar atau salah; pola, tema, dan tanda kirimannya tidak ikut"
_EXHIBIT_LOST = "kiriman menjadi kutipan; fakta dan sumbernya berada di tanggapan umum"
_PICTURE_LOST = "gambar menjadi kata-katanya"
_CLUES_LOST = "mencari tanda di dalam kiriman tidak dikenal Moodle"
_STAYS_HERE = "kabar untuk tes daya beda: dipakai di tempat lain, tesnya tidak mengukur lagi"
_SNAPPED = "bobot dibulatkan ke bobot terdekat yang dikenal Moodle"


@dataclass(frozen=True)
class LeavingQuiz:
    """A quiz and the name under which it leaves, such as ``jebakan/kuis-akhir``."""

    name: str
    document: QuizDocument


@dataclass(frozen=True)
class Note:
    """What becomes of a question, or of a whole quiz when *key* is empty."""

    quiz: str
    key: str
    what: str


@dataclass(frozen=True)
class Leaving:
    """What leaves, what leaves in simpler form, and what stays."""

    questions: tuple[ForeignQuestion, ...]
    simplified: tuple[Note, ...]
    left_out: tuple[Note, ...]


def leave(quizzes: Sequence[LeavingQuiz]) -> Leaving:
    """The questions of *quizzes* as other systems hold them, in order. The forms of the test stay here."""
    questions: list[ForeignQuestion] = []
    simplified: list[Note] = []
    left_out: list[Note] = []
    for quiz in quizzes:
        if quiz.document.form is not None:
            left_out.append(Note(quiz.name, "", _STAYS_HERE))
            continue
        left_out += [Note(quiz.name, "", what) for what in _rules_of(quiz.document)]
        for question in quiz.document.questions:
            found, notes = _leave(question, f"Literasi/{quiz.name}")
            if found is None:
                left_out += [Note(quiz.name, question.key, what) for what in notes]
            else:
                questions.append(found)
                simplified += [Note(quiz.name, question.key, what) for what in notes]
    return Leaving(tuple(questions), tuple(simplified), tuple(left_out))


def _rules_of(quiz: QuizDocument) -> list[str]:
    """What a quiz says beside its questions, and no file of questions can."""
    rules = ["judul kuis, tanggal periksa, dan saat tanggapan muncul"]
    if quiz.draw:
        rules.append(f"{quiz.draw.total} kabar yang diambil dari bank")
    if quiz.final:
        rules.append(f"kuis akhir dengan batas lulus {quiz.pass_percent}%")
    return rules


def _leave(question: Question, category: str) -> tuple[ForeignQuestion | None, list[str]]:
    if question.exhibit is not None:
        return _judgement(question, question.exhibit, category), [_STEPS_LOST]
    if any(isinstance(block, Exhibit) and block.marked for block in question.body):
        return None, [_CLUES_LOST]
    grades = _grades(question)
    notes = [_EXHIBIT_LOST] if any(isinstance(block, Exhibit) for block in question.body) else []
    notes += [_PICTURE_LOST] if any(names_in(_text(block)) for block in question.body) else []
    snapped = tuple(nearest_grade(grade) for grade in grades)
    if any(abs(kept - grade) > 0.001 for kept, grade in zip(snapped, grades, strict=True)):
        notes.append(_SNAPPED)
    exhibits = [block for block in question.body if isinstance(block, Exhibit)]
    return ForeignQuestion(
        line=question.line,
        kind=ForeignKind.CHOICE,
        name=_name(question.prompt),
        stem=_markdown("\n\n".join([question.prompt, *map(_shown, question.body)])),
        choices=tuple(
            ForeignChoice(_markdown(choice.text), grade, _markdown(choice.explanation))
            for choice, grade in zip(question.choices, snapped, strict=True)
        ),
        single=_is_single(question),
        general=_markdown("\n\n".join(map(_truth, exhibits))),
        id=question.key,
        tags=(f"{ID_TAG_READ}{question.read}",) if question.read else (),
        category=category,
    ), notes


def _is_single(question: Question) -> bool:
    return "," not in right_ticks(question)


def _grades(question: Question) -> list[float]:
    """What ticking each choice is worth, in percent."""
    right = sum(choice.right for choice in question.choices)
    wrong = len(question.choices) - right
    lost = 0.0 if _is_single(question) else 100 / max(wrong, 1)
    return [100 / right if choice.right else -lost for choice in question.choices]


def _judgement(question: Question, exhibit: Exhibit, category: str) -> ForeignQuestion:
    """Is this message true? Its label is its name, so that no list shows the words of a hoax."""
    is_true = exhibit.verdict is Verdict.TRUE
    said = _markdown(f"Kabar ini {exhibit.verdict.upper()}. {escape_markdown(exhibit.fact)}")
    item = exhibit.item
    return ForeignQuestion(
        line=question.line,
        kind=ForeignKind.TRUE_FALSE,
        name=_name(item.label if item else question.prompt),
        stem=_markdown("\n\n".join([_ASKED, *map(_shown, question.body)])),
        choices=(
            ForeignChoice(Formatted("true"), 100.0 if is_true else 0.0, said),
            ForeignChoice(Formatted("false"), 0.0 if is_true else 100.0, said),
        ),
        general=_markdown(_truth(exhibit)),
        id=question.key,
        category=category,
    )


def _shown(block: object) -> str:
    """What a reader sees before the answer: text as it is, an exhibit as a quote with its caption."""
    if not isinstance(block, Exhibit):
        return pictures_as_words(_text(block))
    moment = " · ".join(filter(None, (block.number, block.subject, block.time or block.date)))
    words = without_spans(block.text) if block.marked else block.text
    parts = [block.caption, block.sender, moment, block.media and f"({block.media})", *words.split("\n\n")]
    lines = [_quoted(part) for part in parts if part]
    return "\n>\n".join(lines)


def _text(block: object) -> str:
    return block.text if isinstance(block, MarkdownText) else ""


def _quoted(words: str) -> str:
    return "\n".join(f"> {line}  ".rstrip("\n") for line in escape_markdown(words).split("\n")).rstrip()


def _truth(exhibit: Exhibit) -> str:
    """What it is, why, and who says so; a hoax never leaves without it."""
    item, source = exhibit.item, exhibit.source
    parts = [f"Kabar ini {exhibit.verdict.upper()}.", escape_markdown(exhibit.fact)]
    parts += [escape_markdown(words) for words in (item.why, item.cue)] if item else []
    parts.append(f"Sumber: {escape_markdown(source.publisher)}, {source.url}")
    parts.append(f"(diperiksa {write_day(source.checked)}).")
    return " ".join(parts)


def _name(words: str) -> str:
    return " ".join(words.split())[:200]


def _markdown(words: str) -> Formatted:
    return Formatted(words, TextFormat.MARKDOWN)
