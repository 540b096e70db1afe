"""Content files and the database are brought into step, by the table of ``domain.syncing``."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.domain.courses import CourseDocument
from literasi.domain.lessons import LessonDocument
from literasi.domain.questions import BANK, QuizDocument
from literasi.domain.syncing import Step, decide
from literasi.models import Course, Lesson, LessonRevision, MovedText, Quiz, QuizRevision, SyncedFile
from literasi.services import banking, numbering, publishing
from literasi.services.numbering import Number
from literasi.services.publishing import Text
from literasi.services.reading_files import ContentFile, identity_of

FROM_FILE = "berkas"
_ORDER = {"course": 0, "lesson": 1, "bank": 2, "quiz": 3}


class RefusedFile(Exception):
    """A file is sound in itself, but must not be published; the message says why and how to mend it."""


@dataclass(frozen=True)
class Live:
    """What the database shows under one identity."""

    sha256: str
    retired: bool


@dataclass
class SyncReport:
    """What was done, by identity: about the texts, and about the numbers of lessons."""

    steps: dict[str, Step] = field(default_factory=dict)
    numbers: dict[str, Number] = field(default_factory=dict)

    def having(self, *steps: Step) -> list[str]:
        """The identities to which one of *steps* applies."""
        return sorted(identity for identity, step in self.steps.items() if step in steps)

    def moved(self, *steps: Step) -> list[str]:
        """The lessons to whose numbers one of *steps* applies."""
        return sorted(identity for identity, number in self.numbers.items() if number.step in steps)


def import_content(
    session: Session, files: Sequence[ContentFile], *, now: datetime, take_file: Collection[str] = ()
) -> SyncReport:
    """Publish what the files have newer, in the caller's transaction; report everything else.

    *files* are sound: no problems, all rendered. Of the conflicts in *take_file* (identities) a person has
    decided that the file counts. Raises RefusedFile when a file may not be published; the caller then undoes
    everything.
    """
    report = SyncReport(decide_all(session, files))
    for identity in report.having(Step.CONFLICT):
        if identity in take_file:
            report.steps[identity] = Step.IMPORT
    report.numbers = numbering.decide_numbers(session, files, report.steps)
    for kind, group in groupby(sorted(files, key=_place_in_line), key=lambda file: file.kind):
        for file in group:
            _follow(session, file, report, now)
        if kind == "bank":  # all its files first, so that an item may move from one to another
            _index_bank(session, now)
    numbering.follow(session, report.numbers, now=now)
    return report


def decide_all(session: Session, files: Sequence[ContentFile]) -> dict[str, Step]:
    """What is to be done about each identity that a file or the database knows."""
    bases = {row.path: row.source_sha256 for row in session.scalars(select(SyncedFile))}
    live = live_texts(session)
    found = {file.identity: file.sha256 for file in files}
    moved = moved_texts(session)
    steps = {
        identity: decide(
            found.get(identity),
            bases.get(identity),
            live[identity].sha256 if identity in live else None,
            retired=identity in live and live[identity].retired,
        )
        for identity in sorted(found.keys() | live.keys())
    }
    return steps | {identity: Step.REPORT_MOVED for identity in found if identity in moved}


def conflicts(session: Session, files: Sequence[ContentFile], names: Collection[str] = ()) -> list[str]:
    """The identities that *names* mean (each may be the path of a file), or every conflict.

    Raises RefusedFile when one of them is no conflict: then there is nothing to decide.
    """
    steps = decide_all(session, files)
    found = [identity for identity, step in steps.items() if step is Step.CONFLICT]
    wanted = [identity_of(name) for name in names]
    for identity in wanted:
        if identity not in found:
            raise RefusedFile(
                f"{identity}: tidak ada konflik di sini, jadi tidak ada yang perlu dipilih. "
                f"Yang berkonflik: {', '.join(found) or 'tidak ada'}."
            )
    return wanted or found


def _place_in_line(file: ContentFile) -> tuple[int, bool, str]:
    """What others need comes first; a final quiz last, when the one before it has stepped down."""
    final = isinstance(file.document, QuizDocument) and file.document.final
    return _ORDER[file.kind], final, file.identity


def _index_bank(session: Session, now: datetime) -> None:
    try:
        banking.index_bank(session, now=now)
    except banking.TakenKey as problem:
        raise RefusedFile(
            f"quizzes/{BANK}/{problem.slugs[-1]}.md:1: Kunci {{#{problem.key}}} masih ada di "
            f'"{problem.slugs[0]}". Hapus dari salah satunya.'
        ) from problem
    except banking.ChangedUse as problem:
        raise RefusedFile(
            f"quizzes/{BANK}/: Butir {{#{problem.key}}} berganti use. Sekali dipakai untuk latihan atau tes, "
            "butir tetap di sana. Kembalikan baris use, atau buat butir baru dengan kunci lain."
        ) from problem


def live_texts(session: Session) -> dict[str, Live]:
    """The fingerprint of every live text, by the identity that its file has."""
    courses = session.execute(select(Course.slug, Course.source_sha256, Course.retired_at))
    found = {f"courses/{row.slug}/": Live(row.source_sha256, bool(row.retired_at)) for row in courses}
    lessons = session.execute(
        select(Course.slug.label("course"), Lesson.slug, LessonRevision.source_sha256, Lesson.retired_at)
        .join(Lesson, Lesson.course_id == Course.id)
        .join(LessonRevision, LessonRevision.lesson_id == Lesson.id)
        .where(LessonRevision.number == Lesson.current_number)
    )
    for row in lessons:
        found[f"courses/{row.course}/{row.slug}"] = Live(row.source_sha256, bool(row.retired_at))
    quizzes = session.execute(
        select(Course.slug.label("course"), Quiz.slug, QuizRevision.source_sha256, Quiz.retired_at)
        .select_from(Quiz)
        .outerjoin(Course, Course.id == Quiz.course_id)
        .join(QuizRevision, QuizRevision.quiz_id == Quiz.id)
        .where(QuizRevision.number == Quiz.current_number)
    )
    for row in quizzes:
        found[f"quizzes/{row.course or BANK}/{row.slug}"] = Live(row.source_sha256, bool(row.retired_at))
    return found


def moved_texts(session: Session) -> dict[str, str]:
    """Where the texts went that stood once under another identity, under which there is nothing now."""
    live = live_texts(session)
    rows = session.scalars(select(MovedText))
    return {row.old_identity: row.new_identity for row in rows if row.old_identity not in live}


def set_aside(session: Session) -> set[str]:
    """The identities whose files count for nothing: retired, or gone to another place."""
    retired = {identity for identity, live in live_texts(session).items() if live.retired}
    return retired | set(moved_texts(session))


def _follow(session: Session, file: ContentFile, report: SyncReport, now: datetime) -> None:
    step = report.steps[file.identity]
    if step is Step.IMPORT:
        number = report.numbers.get(file.identity)
        _publish(session, file, number.counts if number else file.position, now)
        if number is None and file.kind == "lesson":  # it is new
            report.numbers[file.identity] = Number(Step.NOTHING, file.position, file.position)
    if step in {Step.IMPORT, Step.REMEMBER}:
        remember(session, file.identity, file.sha256, now=now)
    if step in {Step.NOTHING, Step.REMEMBER}:
        _refresh(session, file)


def _publish(session: Session, file: ContentFile, position: int, now: datetime) -> None:
    try:
        _publish_text(session, file, position, now)
    except publishing.UnknownChannel as problem:
        raise RefusedFile(
            "\n".join(
                f'{file.path}:{one.line}: Kanal "{one.slug}" tidak dikenal atau tidak dipakai lagi. '
                "Pilih yang lain, atau tambahkan di /kelola/kanal."
                for one in problem.unknown
            )
        ) from problem


def _publish_text(session: Session, file: ContentFile, position: int, now: datetime) -> None:
    assert file.rendered is not None, "only sound files are imported"
    text = Text(file.text, file.rendered, FROM_FILE, file.author_id)
    if isinstance(file.document, CourseDocument):
        publishing.publish_course(session, file.course, file.document, text, now=now)
        return
    if file.kind == "bank":
        assert isinstance(file.document, QuizDocument)
        _publish_quiz(session, None, file, file.document, text, now=now)
        return
    course = publishing.find_course(session, file.course)
    if course is None:
        raise RefusedFile(f'{file.path}:1: Kursus "{file.course}" belum terbit. Terbitkan kursusnya dulu.')
    if isinstance(file.document, LessonDocument):
        publishing.publish_lesson(session, course, file.slug, file.document, text, position=position, now=now)
    elif isinstance(file.document, QuizDocument):
        _publish_quiz(session, course, file, file.document, text, now=now)


def _publish_quiz(
    session: Session,
    course: Course | None,
    file: ContentFile,
    document: QuizDocument,
    text: Text,
    *,
    now: datetime,
) -> None:
    try:
        publishing.publish_quiz(session, course, file.slug, document, text, now=now)
    except publishing.ChangedKey as problem:
        lines = {question.key: question.line for question in document.questions}
        raise RefusedFile(
            "\n".join(
                f"{file.path}:{lines[key]}: Jawaban benar pertanyaan {{#{key}}} berubah, "
                "padahal kuncinya sama. Beri pertanyaan ini kunci baru, "
                "supaya hasil lama dan baru tidak tercampur."
                for key in problem.keys
            )
        ) from problem
    except publishing.TakenKey as problem:
        keys = ", ".join(f"{{#{key}}}" for key in problem.keys)
        raise RefusedFile(
            f"{file.path}:1: Kunci {keys} dipakai di bank. Pakai kunci lain, atau ambil dari bank "
            "dengan draw."
        ) from problem
    except publishing.SecondFinal as problem:
        raise RefusedFile(
            f'{file.path}:1: Kursus ini sudah punya kuis akhir, "{problem}". Sisakan satu "final: ya".'
        ) from problem
    except publishing.MissingLesson as problem:
        raise RefusedFile(
            f'{file.path}:1: Pelajaran "{problem}" belum terbit. Terbitkan pelajarannya dulu.'
        ) from problem


def remember(session: Session, identity: str, sha256: str, *, now: datetime) -> None:
    """Note that file and database have this text in common."""
    values = {"source_sha256": sha256, "synced_at": now}
    session.execute(
        insert_into(session, SyncedFile)
        .values(path=identity, **values)
        .on_conflict_do_update(index_elements=["path"], set_=values)
    )


def _refresh(session: Session, file: ContentFile) -> None:
    """The text is live already; its HTML may still be older than the renderer."""
    course = publishing.find_course(session, file.course) if file.kind != "bank" else None
    if (course is None and file.kind != "bank") or file.rendered is None:
        return
    if course is not None and file.kind == "course":
        publishing.render_again(course, file.rendered)
    elif course is not None and file.kind == "lesson":
        lesson = publishing.find_lesson(session, course.id, file.slug)
        if lesson is not None:
            publishing.render_again(publishing.live_lesson(session, lesson), file.rendered)
    else:
        quiz = publishing.find_quiz(session, course.id if course else None, file.slug)
        if quiz is not None:
            publishing.render_again(publishing.live_quiz(session, quiz), file.rendered)
    if any(session.is_modified(row) for row in session.dirty):
        session.flush()
        publishing.touch(session)
