"""Quiz documents: front matter, then one section for each question."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from literasi.domain.blocks import Heading, MarkdownText, Piece, scan, slugify
from literasi.domain.drawing import Draw, read_draw
from literasi.domain.front_matter import Fields, check_review, is_slug, line_of_front, split
from literasi.domain.prechecks import anchors
from literasi.domain.problems import Problem, in_order
from literasi.domain.questions.kinds import KINDS
from literasi.domain.questions.values import Question, QuestionDraft
from literasi.domain.sources import Source, by_id
from literasi.domain.texts import clean

MOST_QUESTIONS = 50
PASS_PERCENT = 70
FORMS = ("A", "B", "C")  # of the test: each is one file of the bank
KEY_AND_READ = re.compile(r"#(?P<key>\S+)(?: +read=(?P<read>\S+))?")
_KEY_EXAMPLE = 'Tulis "## Pertanyaan? {#kunci}" dengan huruf kecil, angka, dan tanda hubung.'


class Feedback(StrEnum):
    """When a learner sees what was right."""

    AT_ONCE = "langsung"
    AT_END = "akhir"


@dataclass(frozen=True)
class QuizDocument:
    """A quiz as its author wrote it; *lesson* is the slug of the lesson that it completes.

    *draw* says what is drawn from the bank beside its own questions. A *final* quiz is graded: it is
    passed with *pass_percent* of its points. *form* is the letter of a test form, which only a file of the
    bank can be.
    """

    title: str
    lesson: str | None
    feedback: Feedback
    sources: tuple[Source, ...]
    review_by: date
    questions: tuple[Question, ...]
    draw: Draw | None = None
    final: bool = False
    pass_percent: int | None = None
    form: str | None = None

    @property
    def total(self) -> int:
        """How many questions a sitting has: its own, and those drawn."""
        return len(self.questions) + (self.draw.total if self.draw else 0)


def parse_quiz(text: str) -> tuple[QuizDocument | None, list[Problem]]:
    """Read the text of a quiz file, or of a bank file as a quiz may draw from it.

    Returns the document and no problems, or None and every problem in order of lines.
    """
    readable, problems = clean(text)
    if readable is None:
        return None, problems
    fields, body, line = split(readable, problems)
    sources = fields.sources(required=False) if fields else ()
    questions = read_questions(body, line, by_id(sources) if fields else None, problems)
    if fields is None:
        return None, in_order(problems)
    quiz = _read_fields(fields, sources, questions)
    return (None, in_order(problems)) if problems else (quiz, [])


def parse_course_quiz(text: str) -> tuple[QuizDocument | None, list[Problem]]:
    """Read the text of a quiz that stands in a course, and therefore is no form of the test.

    Returns the document and no problems, or None and every problem in order of lines.
    """
    document, problems = parse_quiz(text)
    if document is None or document.form is None:
        return document, problems
    mend = 'Hapus baris ini; formulir tes disimpan di folder "quizzes/bank/".'
    return None, [Problem(line_of_front(text, "form"), 'Kunci "form" hanya dipakai di bank.', mend)]


def _read_fields(
    fields: Fields, sources: tuple[Source, ...], questions: tuple[Question, ...]
) -> QuizDocument:
    quiz = QuizDocument(
        title=fields.text("title", 80),
        lesson=fields.slug("lesson") if fields.has("lesson") else None,
        feedback=Feedback(fields.option("feedback", list(Feedback), Feedback.AT_ONCE)),
        sources=sources,
        review_by=fields.date("review-by"),
        questions=questions,
        draw=read_draw(fields),
        final=fields.option("final", ["tidak", "ya"], "tidak") == "ya",
        pass_percent=fields.number("pass", 1, 100) if fields.has("pass") else None,
        form=fields.option("form", FORMS) if fields.has("form") else None,
    )
    check_review(fields, quiz.review_by, sources)
    fields.finish()
    return _graded(quiz, fields)


def _graded(quiz: QuizDocument, fields: Fields) -> QuizDocument:
    """What only a final quiz may have, and what it must not have."""
    if not quiz.final:
        if quiz.pass_percent is not None:
            mend = 'Tambahkan "final: ya", atau hapus baris pass.'
            fields.problems.append(Problem(fields.line_of("pass"), "pass hanya untuk kuis akhir.", mend))
        return quiz
    if quiz.lesson is not None:
        mend = "Hapus salah satu: lesson atau final."
        message = "Kuis akhir tidak menyelesaikan satu pelajaran."
        fields.problems.append(Problem(fields.line_of("lesson"), message, mend))
    if quiz.feedback is not Feedback.AT_END:
        mend = 'Tulis "feedback: akhir", supaya warga bisa memeriksa jawabannya sebelum mengirim.'
        message = "Kuis akhir memberi tanggapan sesudah dikirim."
        fields.problems.append(Problem(fields.line_of("feedback"), message, mend))
    return replace(quiz, pass_percent=quiz.pass_percent or PASS_PERCENT)


def read_questions(
    body: str, line: int, sources: Mapping[str, Source] | None, problems: list[Problem]
) -> tuple[Question, ...]:
    """The questions in *body*, which begins on line *line*; what is wrong is added to *problems*.

    *sources* is None where they are not known: nobody is told then that one is missing.
    """
    pieces = scan(body, line, problems)
    _check_anchors(pieces, problems)
    starts = [number for number, piece in enumerate(pieces) if _is_question(piece)]
    _check_before(pieces[: starts[0]] if starts else pieces, problems)
    if not starts:
        mend = "Tulis paling sedikit satu pertanyaan. " + _KEY_EXAMPLE
        problems.append(Problem(line, "Kuis ini belum punya pertanyaan.", mend))
    drafts = [
        _read_draft(pieces[start:end], sources, problems) for start, end in pairwise([*starts, len(pieces)])
    ]
    _check_keys(drafts, problems)
    found = [_read_question(draft, problems) for draft in drafts]
    return tuple(question for question in found if question is not None)


def _is_question(piece: Piece) -> bool:
    return isinstance(piece, Heading) and piece.level == 2


def _check_anchors(pieces: Sequence[Piece], problems: list[Problem]) -> None:
    for piece in pieces:
        if isinstance(piece, MarkdownText):
            for slug, line in anchors(piece.text, line=piece.line):
                mend = "Untuk menunjuk bagian pelajaran, tulis read=… di judul pertanyaan."
                problems.append(Problem(line, f'Tautan "#{slug}" tidak ada tujuannya di kuis.', mend))


def _check_before(pieces: Sequence[Piece], problems: list[Problem]) -> None:
    if pieces:
        mend = 'Pindahkan ke bawah pertanyaannya; tiap pertanyaan dimulai dengan "## ".'
        problems.append(Problem(pieces[0].line, "Ada isi sebelum pertanyaan pertama.", mend))


def _check_keys(drafts: Sequence[QuestionDraft], problems: list[Problem]) -> None:
    if len(drafts) > MOST_QUESTIONS:
        mend = "Bagi menjadi beberapa kuis."
        line = drafts[MOST_QUESTIONS].line
        problems.append(Problem(line, f"Kuis ini punya lebih dari {MOST_QUESTIONS} pertanyaan.", mend))
    seen: dict[str, int] = {}
    for draft in drafts:
        if draft.key and draft.key in seen:
            mend = f"Baris {seen[draft.key]} sudah memakainya; pilih kunci lain."
            problems.append(Problem(draft.line, f'Kunci pertanyaan "{draft.key}" dipakai dua kali.', mend))
        seen.setdefault(draft.key, draft.line)


def _read_draft(
    pieces: Sequence[Piece], sources: Mapping[str, Source] | None, problems: list[Problem]
) -> QuestionDraft:
    heading = pieces[0]
    if not isinstance(heading, Heading):
        raise TypeError("a question begins with its heading")
    key, read = _read_attributes(heading, problems)
    if not slugify(heading.text):
        mend = "Tulis pertanyaannya sesudah tanda ##."
        problems.append(Problem(heading.line, "Pertanyaan ini belum punya kata-kata.", mend))
    if len(heading.text) > 250:
        mend = "Ringkas menjadi paling banyak 250 huruf; ceritanya boleh di bawah judul."
        problems.append(Problem(heading.line, "Pertanyaan ini terlalu panjang.", mend))
    for piece in pieces[1:]:
        if isinstance(piece, Heading):
            mend = "Tiap pertanyaan satu judul ##; di bawahnya cukup paragraf."
            problems.append(Problem(piece.line, "Subjudul tidak dipakai di dalam pertanyaan.", mend))
    return QuestionDraft(key, heading.text, read, heading.line, tuple(pieces[1:]), sources)


def _read_attributes(heading: Heading, problems: list[Problem]) -> tuple[str, str | None]:
    """Key and section to read again, from the braces at the end of a heading."""
    if heading.attributes is None:
        problems.append(Problem(heading.line, "Pertanyaan ini belum punya kunci.", _KEY_EXAMPLE))
        return "", None
    found = KEY_AND_READ.fullmatch(heading.attributes)
    if found is None:
        mend = "Tulis {#kunci} atau {#kunci read=nama-subjudul}."
        problems.append(Problem(heading.line, f"Bagian {{{heading.attributes[:60]}}} tidak terbaca.", mend))
        return "", None
    for name in (found["key"], found["read"]):
        if name is not None and not is_slug(name):
            mend = "Pakai huruf kecil, angka, dan tanda hubung, misalnya berkas-apk."
            problems.append(Problem(heading.line, f'Kunci "{name[:60]}" tidak bisa dipakai.', mend))
    return found["key"], found["read"]


def _read_question(draft: QuestionDraft, problems: list[Problem]) -> Question | None:
    for kind in KINDS.values():
        if kind.recognises(draft):
            return kind.parse(draft, problems)
    draft.read_body(problems, judged=len(draft.exhibits) > 1)
    problems.append(Problem(draft.line, *_unrecognised(draft)))
    return None


def _unrecognised(draft: QuestionDraft) -> tuple[str, str]:
    if len(draft.exhibits) > 1:
        mend = "Sisakan satu; buat pertanyaan baru untuk yang lain."
        return f"Pertanyaan ini punya {len(draft.exhibits)} kiriman untuk dinilai.", mend
    mend = 'Tambahkan pilihan "- [ ] …" dan "- [x] …", atau satu kiriman untuk dinilai.'
    return "Pertanyaan ini belum punya pilihan atau kiriman.", mend
