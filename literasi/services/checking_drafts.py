"""Texts of a draft are checked, compared with what is live, and rendered, just as at publishing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from literasi.domain.channel_references import check_references
from literasi.domain.channels import SIGN
from literasi.domain.checking import examine
from literasi.domain.examples import left_over, together
from literasi.domain.identities import Identity
from literasi.domain.lessons import LessonDocument, parse_lesson
from literasi.domain.media import Media, missing_from, names_in
from literasi.domain.problems import Problem, in_order
from literasi.domain.questions import QuizDocument, check_reading, form_of
from literasi.models import Course, Lesson, LessonRevision, Quiz, QuizRevision
from literasi.queries import bank, media
from literasi.queries.channels import channel_names
from literasi.services import rendering
from literasi.services.reading_files import PARSERS, TAKEN_SLUGS, Document
from literasi.services.rendering import Rendered


@dataclass(frozen=True)
class CheckedText:
    """One text with everything known or wrong about it. *rendered* only where there are no errors.

    *errors* keep it from being published, *advice* does not; both in order of lines.
    """

    identity: Identity
    source: str
    document: Document | None
    rendered: Rendered | None
    errors: tuple[Problem, ...]
    advice: tuple[Problem, ...]


def check(session: Session, sources: Mapping[str, str], *, today: date) -> list[CheckedText]:
    """Check the texts of one draft together, by identity; a quiz may need the lesson beside it.

    Call it outside a transaction: it renders in a child process.
    """
    texts = [_read(identity, source, today) for identity, source in sources.items()]
    stored = media.sizes(session, {name for source in sources.values() for name in names_in(source)})
    compared = [_with_pictures(_compare(session, text, texts), stored) for text in texts]
    compared = _with_channels(session, compared)
    sound = [text for text in compared if text.document is not None and not text.errors]
    results = rendering.render(
        [rendering.RenderTask(text.identity.kind, text.source, stored) for text in sound]
    )
    made = {text.identity: result for text, result in zip(sound, results, strict=True)}
    return [_with_html(text, made.get(text.identity)) for text in compared]


def _read(name: str, source: str, today: date) -> CheckedText:
    identity = Identity.read(name)
    document, problems = PARSERS[identity.kind](source)
    found = examine(identity.kind, source, document, today=today)
    waiting = left_over(source)
    lines = {problem.line for problem in waiting}
    told = [problem for problem in (*problems, *found.errors) if problem.line not in lines]
    errors = in_order([*told, *together(waiting)])
    return CheckedText(identity, source, document, None, tuple(errors), tuple(found.advice))


def _with_pictures(text: CheckedText, stored: Media) -> CheckedText:
    """The same text with the pictures that nobody has uploaded."""
    return replace(text, errors=tuple(in_order([*text.errors, *missing_from(stored, text.source)])))


def _with_channels(session: Session, texts: list[CheckedText]) -> list[CheckedText]:
    """The same texts with what is wrong about the channels that they name. No statement where none does."""
    if not any(SIGN.strip(":") in text.source.casefold() for text in texts):
        return texts
    names = channel_names(session)
    return [
        replace(text, errors=tuple(in_order([*text.errors, *check_references(text.source, *names)])))
        for text in texts
    ]


def _compare(session: Session, text: CheckedText, others: Sequence[CheckedText]) -> CheckedText:
    """The same text with what is wrong between it, the rest of the draft, and what is live."""
    problems: list[Problem] = []
    identity = text.identity
    if identity.kind == "lesson" and identity.slug in TAKEN_SLUGS:
        mend = "Beri pelajaran ini alamat lain."
        problems.append(Problem(1, f'Nama "{identity.slug}" disimpan untuk halaman situs.', mend))
    if identity.kind in {"lesson", "quiz"} and not _course_exists(session, identity, others):
        mend = "Terbitkan kursusnya dulu."
        problems.append(Problem(1, f'Kursus "{identity.course}" belum ada.', mend))
    if isinstance(text.document, QuizDocument):
        problems += _compare_quiz(session, identity, text.document, others)
    return replace(text, errors=tuple(in_order([*text.errors, *problems])))


def _course_exists(session: Session, identity: Identity, others: Sequence[CheckedText]) -> bool:
    if any(one.identity.kind == "course" and one.identity.course == identity.course for one in others):
        return True
    return session.scalar(select(Course.id).where(Course.slug == identity.course)) is not None


def _compare_quiz(
    session: Session, identity: Identity, quiz: QuizDocument, others: Sequence[CheckedText]
) -> list[Problem]:
    problems = taken_keys(session, identity, quiz, others)
    if quiz.lesson is not None:
        lesson = _lesson(session, identity.course, quiz.lesson, others)
        if lesson is None:
            mend = 'Tulis alamat pelajaran yang sudah terbit di "lesson:", atau terbitkan pelajarannya dulu.'
            problems.append(Problem(1, f'Pelajaran "{quiz.lesson}" tidak ada di kursus ini.', mend))
        elif isinstance(lesson, LessonDocument):
            problems += check_reading(quiz, lesson)
        problems += _second_quiz(session, identity, quiz.lesson)
    if quiz.final:
        problems += _second_final(session, identity)
    if quiz.form is not None:
        problems += _second_form(session, identity, quiz.form, others)
    return problems


def _lesson(
    session: Session, course: str, slug: str, others: Sequence[CheckedText]
) -> LessonDocument | str | None:
    """The lesson as the draft leaves it; a string while it cannot be read, None if there is none."""
    for one in others:
        if one.identity.kind == "lesson" and (one.identity.course, one.identity.slug) == (course, slug):
            return one.document if isinstance(one.document, LessonDocument) else "unreadable"
    source = session.scalar(
        select(LessonRevision.source)
        .join(Lesson, Lesson.id == LessonRevision.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .where(Course.slug == course, Lesson.slug == slug, LessonRevision.number == Lesson.current_number)
    )
    return None if source is None else parse_lesson(source)[0] or "unreadable"


def taken_keys(
    session: Session, identity: Identity, quiz: QuizDocument, others: Sequence[CheckedText]
) -> list[Problem]:
    """One key stands in one text only: neither in another of this draft nor in another that is live."""
    elsewhere = {str(one.identity): one.source for one in others if one.identity != identity}
    marks = {question.key: f"{{#{question.key}" for question in quiz.questions}
    rows = session.execute(
        select(Course.slug.label("course"), Quiz.slug, QuizRevision.source)
        .select_from(Quiz)
        .join(QuizRevision, (QuizRevision.quiz_id == Quiz.id) & (QuizRevision.number == Quiz.current_number))
        .outerjoin(Course, Course.id == Quiz.course_id)
        .where(
            Quiz.retired_at.is_(None),
            or_(*(QuizRevision.source.contains(mark, autoescape=True) for mark in marks.values())),
        )
    )
    for row in rows:
        elsewhere.setdefault(f"quizzes/{row.course or 'bank'}/{row.slug}", row.source)
    elsewhere.pop(str(identity), None)
    problems = []
    for question in quiz.questions:
        ends = (marks[question.key] + "}", marks[question.key] + " ")
        where = next((name for name, source in elsewhere.items() if any(end in source for end in ends)), None)
        if where is not None:
            message = f'Kunci pertanyaan "{question.key}" sudah dipakai di {where}.'
            problems.append(Problem(question.line, message, "Pakai kunci lain."))
    return problems


def _second_quiz(session: Session, identity: Identity, lesson: str) -> list[Problem]:
    other = session.scalar(
        select(Quiz.slug)
        .join(Lesson, Lesson.id == Quiz.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .where(Course.slug == identity.course, Lesson.slug == lesson, Quiz.slug != identity.slug)
    )
    if other is None:
        return []
    mend = f'Ubah kuis "{other}", atau hapus baris "lesson:" di sini.'
    return [Problem(1, f'Pelajaran "{lesson}" sudah punya kuis, "{other}".', mend)]


def _second_final(session: Session, identity: Identity) -> list[Problem]:
    other = session.scalar(
        select(Quiz.slug)
        .join(Course, Course.id == Quiz.course_id)
        .where(
            Course.slug == identity.course,
            Quiz.is_final,
            Quiz.retired_at.is_(None),
            Quiz.slug != identity.slug,
        )
    )
    if other is None:
        return []
    mend = 'Sisakan satu "final: ya" di kursus ini.'
    return [Problem(1, f'Kursus ini sudah punya kuis akhir, "{other}".', mend)]


def _second_form(
    session: Session, identity: Identity, form: str, others: Sequence[CheckedText]
) -> list[Problem]:
    """Each form of the test is one file, as the draft leaves the bank."""
    found: dict[str, str | None] = {**bank.forms(session)}
    found |= {one.identity.slug: form_of(one.source) for one in others if one.identity.kind == "bank"}
    other = next((slug for slug in sorted(found) if slug != identity.slug and found[slug] == form), "")
    if not other:
        return []
    mend = "Pakai huruf lain, atau ubah berkas itu."
    return [Problem(1, f'Formulir {form} sudah ada di berkas bank "{other}".', mend)]


def _with_html(text: CheckedText, result: Rendered | Problem | None) -> CheckedText:
    if isinstance(result, Problem):
        return replace(text, errors=(*text.errors, result))
    return replace(text, rendered=result)
