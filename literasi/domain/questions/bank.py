"""Bank documents: judgements that any quiz may draw, each with what a draw and a report must know of it.

A bank document with a ``form`` is one form of the test: ten true and ten false items that no quiz draws.
"""

from literasi.domain.exhibit_reading import missing_in_bank
from literasi.domain.exhibits import Use, Verdict
from literasi.domain.front_matter import line_of_front, split
from literasi.domain.identities import BANK
from literasi.domain.problems import Problem, in_order
from literasi.domain.questions import judgement
from literasi.domain.questions.quizzes import FORMS, Feedback, QuizDocument, parse_quiz
from literasi.domain.questions.values import Question
from literasi.domain.texts import clean

__all__ = ["BANK", "EACH_SIDE", "FORMS", "form_of", "parse_bank"]

EACH_SIDE = 10  # how many true and how many false items a form of the test has


def parse_bank(text: str) -> tuple[QuizDocument | None, list[Problem]]:
    """Read the text of a bank file: a quiz that belongs to no lesson and holds judgements alone.

    Returns the document and no problems, or None and every problem in order of lines.
    """
    document, problems = parse_quiz(text)
    if document is None:
        return None, problems
    form = document.form
    problems = [*_check_front(document), *(one for item in document.questions for one in _check(item, form))]
    if form is not None:
        problems += _check_sides(document, line_of_front(text, "form"))
    return (None, in_order(problems)) if problems else (document, [])


def form_of(text: str) -> str | None:
    """The letter of the form that *text* says it is, readable or not; None when it is none."""
    readable, _ = clean(text)
    fields, _, _ = split(readable or "", [])
    found = fields.option("form", FORMS) if fields and fields.has("form") else None
    return found if fields and not fields.problems else None


def _check_front(document: QuizDocument) -> list[Problem]:
    """A bank is no quiz of its own."""
    mend = "Hapus baris ini; bank hanya menyimpan kabar untuk kuis lain."
    written = {
        "lesson": document.lesson is not None,
        "draw": document.draw is not None,
        "final": document.final,
        "feedback": document.feedback is not Feedback.AT_ONCE,
    }
    return [
        Problem(1, f'Kunci "{key}" tidak dipakai di bank.', mend)
        for key, is_there in written.items()
        if is_there
    ]


def _check(question: Question, form: str | None) -> list[Problem]:
    problems: list[Problem] = []
    if question.read is not None:
        mend = "Hapus read=…; butir bank tidak terikat pada satu pelajaran."
        problems.append(Problem(question.line, "Butir bank tidak menunjuk bagian pelajaran.", mend))
    if question.kind != judgement.name or question.exhibit is None:
        mend = "Sisakan satu kiriman tanpa pilihan, atau pindahkan pertanyaan ini ke kuis."
        problems.append(Problem(question.line, "Bank hanya berisi kabar untuk dinilai.", mend))
    else:
        problems += missing_in_bank(question.exhibit)
        problems += _check_use(question, form)
    return problems


def _check_use(question: Question, form: str | None) -> list[Problem]:
    """What is learned from is never tested with: the two stand in files of their own."""
    assert question.exhibit is not None
    assert question.exhibit.item is not None
    line, use = question.exhibit.line, question.exhibit.item.use
    if form is None and use is Use.FORM:
        mend = 'Pindahkan ke berkas formulir tes, yaitu yang punya "form: A", "form: B", atau "form: C".'
        return [Problem(line, "Butir tes hanya berada di formulir tes.", mend)]
    if form is not None and use is not Use.FORM:
        mend = 'Tulis "use: form", atau pindahkan butir ini ke berkas bank yang lain.'
        return [Problem(line, f"Formulir {form} hanya berisi butir tes.", mend)]
    return []


def _check_sides(document: QuizDocument, line: int) -> list[Problem]:
    """A form has as many true as false items; those that are retired do not count."""
    exhibits = [one.exhibit for one in document.questions if one.exhibit and one.exhibit.item]
    verdicts = [one.verdict for one in exhibits if one.item and one.item.retired is None]
    true, false = verdicts.count(Verdict.TRUE), verdicts.count(Verdict.FALSE)
    if (true, false) == (EACH_SIDE, EACH_SIDE):
        return []
    message = f"Formulir {document.form} berisi {true} kabar benar dan {false} kabar salah."
    mend = f"Lengkapi menjadi {EACH_SIDE} kabar benar dan {EACH_SIDE} kabar salah yang masih dipakai."
    return [Problem(line, message, mend)]
