"""Bank documents: judgements that any quiz may draw, each with what a draw and a report must know of it."""

from literasi.domain.exhibit_reading import missing_in_bank
from literasi.domain.identities import BANK
from literasi.domain.problems import Problem, in_order
from literasi.domain.questions import judgement
from literasi.domain.questions.quizzes import Feedback, QuizDocument, parse_quiz
from literasi.domain.questions.values import Question

__all__ = ["BANK", "parse_bank"]


def parse_bank(text: str) -> tuple[QuizDocument | None, list[Problem]]:
    """Read the text of a bank file: a quiz that belongs to no lesson and holds judgements alone.

    Returns the document and no problems, or None and every problem in order of lines.
    """
    document, problems = parse_quiz(text)
    if document is None:
        return None, problems
    problems = [*_check_front(document), *(one for item in document.questions for one in _check(item))]
    return (None, in_order(problems)) if problems else (document, [])


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


def _check(question: Question) -> list[Problem]:
    problems: list[Problem] = []
    if question.read is not None:
        mend = "Hapus read=…; butir bank tidak terikat pada satu pelajaran."
        problems.append(Problem(question.line, "Butir bank tidak menunjuk bagian pelajaran.", mend))
    if question.kind != judgement.name or question.exhibit is None:
        mend = "Sisakan satu kiriman tanpa pilihan, atau pindahkan pertanyaan ini ke kuis."
        problems.append(Problem(question.line, "Bank hanya berisi kabar untuk dinilai.", mend))
    else:
        problems += missing_in_bank(question.exhibit)
    return problems
