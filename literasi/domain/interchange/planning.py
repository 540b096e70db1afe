"""Texts that somebody wants to import become a plan, whichever of our formats they are in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from literasi.domain.blocks import slugify
from literasi.domain.courses import parse_course
from literasi.domain.identities import BANK, Identity, TextKind
from literasi.domain.interchange.gift import read_gift
from literasi.domain.interchange.moodle_xml import read_moodle_xml
from literasi.domain.interchange.plans import Aside, Creation, Fault, Plan, Step, Target
from literasi.domain.interchange.sections import Room, Section, key_for, to_section
from literasi.domain.interchange.values import LARGEST_FILE as LARGEST_TEXT
from literasi.domain.interchange.values import TOO_LARGE, Reading
from literasi.domain.lessons import parse_lesson
from literasi.domain.problems import Problem, in_order
from literasi.domain.questions import QuizDocument, parse_bank, parse_course_quiz
from literasi.domain.questions.quizzes import MOST_QUESTIONS
from literasi.domain.rewriting import set_front
from literasi.domain.texts import LARGEST_FILE, title_in

LONGEST_TITLE = 80
_ROOM = LARGEST_FILE - 2_000  # for the front matter
_CATEGORIES = "kategori tidak disimpan; semua soal masuk ke kuis yang sama, sesuai urutannya"
_LESSON_KEY = re.compile(r"^(?:minutes|objectives):", re.MULTILINE)
_FINAL_KEY = re.compile(r"^final:", re.MULTILINE)
_COURSE_KEY = re.compile(r"^audience:", re.MULTILINE)
_OUR_QUESTION = re.compile(r"^(?:## .*\{#[^{}\n]{1,80}\} *|- \[[ xX]\] .*)$", re.MULTILINE)
_MARKS_OF_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_PLAIN_TITLE = re.compile(r"[A-Za-z][\w ,.?()/–-]*")
_NOT_IN_THE_BANK = Problem(
    1, "Bank hanya berisi kabar untuk dinilai.", "Pilih kursus sebagai tujuan soal pilihan."
)
_UNTITLED = "Impor"


class Format(StrEnum):
    """What can be imported."""

    GIFT = "gift"
    XML = "xml"
    OURS = "markdown"
    ZIP = "zip"


def detect(text: str) -> Format:
    """Which format *text* is written in."""
    start = text.lstrip("\ufeff \r\n\t")[:200]
    if start.startswith("<") and re.match(r"<(?:\?xml|quiz|!DOCTYPE|!--)", start):
        return Format.XML
    if start.startswith("---") or _OUR_QUESTION.search(text):
        return Format.OURS
    return Format.GIFT


def plan_text(text: str, target: Target, *, file: str) -> Plan:
    """What importing *text* would do, whichever of the formats it is in."""
    if len(text) > LARGEST_TEXT:
        return _refused(file, TOO_LARGE)
    match detect(text):
        case Format.XML:
            reading = read_moodle_xml(text.encode("utf-8", "replace"), encoding="utf-8")
            return plan_questions(reading, target, file=file)
        case Format.OURS:
            return _plan_ours(text, target, file)
    return plan_questions(read_gift(text), target, file=file)


def plan_bytes(data: bytes, target: Target, *, file: str) -> Plan:
    """The same for a file: an XML file says itself how it is encoded, every other is UTF-8."""
    if len(data) > LARGEST_TEXT:
        return _refused(file, TOO_LARGE)
    if data.startswith(_MARKS_OF_UTF_16) or detect(data[:400].decode("latin-1").lstrip("ï»¿")) is Format.XML:
        return plan_questions(read_moodle_xml(data), target, file=file)
    try:
        return plan_text(data.decode("utf-8-sig"), target, file=file)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        mend = 'Simpan ulang berkasnya dengan pilihan "UTF-8", lalu unggah lagi.'
        return _refused(file, Problem(line, "Baris ini tidak tersimpan sebagai UTF-8.", mend))


def plan_questions(reading: Reading, target: Target, *, file: str) -> Plan:
    """What importing foreign questions would do: one quiz, or several when there are many."""
    if target.course == BANK and reading.questions:
        return _refused(file, _NOT_IN_THE_BANK)
    faults = [_fault(file, problem) for problem in reading.faults]
    skipped = [Aside(file, remark.line, remark.what) for remark in reading.skipped]
    taken = set(target.keys)
    sections = []
    room = Room()
    for question in reading.questions:
        if room.is_full:
            break
        found = to_section(question, key_for(question, taken), room)
        if isinstance(found, Problem):
            faults.append(_fault(file, found))
        else:
            taken.add(found.key)
            sections.append(found)
    simplified = [Aside(file, one.line, what) for one in sections for what in one.simplified]
    if len({question.category for question in reading.questions}) > 1:
        simplified.append(Aside(file, 1, _CATEGORIES))
    return Plan(
        tuple(_creations(sections, target)), tuple(sorted(faults)), tuple(sorted(skipped)), tuple(simplified)
    )


def stands_alone(found: Plan) -> bool:
    """Whether the first text that would be written is a new quiz without a lesson, and not final."""
    if not found.drafts or found.holds_faults:
        return False
    first = found.drafts[0]
    is_final = _FINAL_KEY.search(first.source[3:].partition("\n---")[0])
    return first.kind == "quiz" and first.step is Step.NEW and first.lesson is None and not is_final


def for_lesson(found: Plan, lesson: str) -> Plan:
    """The same plan, whose first quiz completes *lesson*; it must stand alone."""
    first = found.drafts[0]
    own = replace(first, source=set_front(first.source, "lesson", lesson), lesson=lesson)
    return replace(found, creates=tuple(own if one is first else one for one in found.creates))


def _creations(sections: Sequence[Section], target: Target) -> Iterator[Creation]:
    parts = list(_parts(sections))
    taken = set(target.live)
    for number, part in enumerate(parts, start=1):
        title = _part_title(target.title, number, len(parts))
        identity = _free(target.course, title, taken)
        taken.add(identity)
        source = "\n".join([quiz_head(title, target.review_by), *(section.source for section in part)])
        missing = sum(section.unexplained for section in part)
        yield Creation(identity, title, "quiz", len(part), Step.NEW, source, unexplained=missing)


def _parts(sections: Sequence[Section]) -> Iterator[list[Section]]:
    """As few quizzes as can hold all *sections*, filled evenly by number unless their size forbids."""
    count = -(-len(sections) // MOST_QUESTIONS) or 1
    most = -(-len(sections) // count)
    part: list[Section] = []
    size = 0
    for section in sections:
        length = len(section.source.encode()) + 1
        if part and (len(part) >= most or size + length > _ROOM):
            yield part
            part, size = [], 0
        part.append(section)
        size += length
    if part:
        yield part


def _part_title(title: str, number: int, count: int) -> str:
    title = " ".join(title.split()) or _UNTITLED
    end = f" bagian {number} dari {count}" if count > 1 else ""
    return f"{title[: LONGEST_TITLE - len(end)].rstrip()}{end}"


def _free(course: str, title: str, taken: Iterable[str]) -> str:
    """An identity for a new quiz in *course*, made from its title."""
    wished = slugify(title)[:50].strip("-") or slugify(_UNTITLED)
    slug, number = wished, 1
    while str(Identity("quiz", course, slug)) in taken:
        number += 1
        slug = f"{wished}-{number}"
    return str(Identity("quiz", course, slug))


def quiz_head(title: str, review_by: date) -> str:
    """The front matter of a quiz that belongs to no lesson yet."""
    return f"---\ntitle: {_quoted(title)}\nfeedback: langsung\nreview-by: {review_by.isoformat()}\n---\n"


def _quoted(title: str) -> str:
    if _PLAIN_TITLE.fullmatch(title):
        return title
    return '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _plan_ours(text: str, target: Target, file: str) -> Plan:
    """Pasted Markdown of ours. A draft may hold what is faulty, so nothing of it is left out."""
    above = 0
    text = text.lstrip("\ufeff\r\n").replace("\r\n", "\n").replace("\r", "\n")
    if not text.startswith("---"):
        head = quiz_head(_part_title(target.title, 1, 1), target.review_by) + "\n"
        text, above = head + text, head.count("\n")
    kind = _kind_of(text, target.course)
    title = title_in(text) or target.title
    slug = "" if kind == "course" else slugify(title)[:60].strip("-") or slugify(_UNTITLED)
    course = slugify(title)[:60].strip("-") if kind == "course" else target.course
    plan = plan_ours(Identity(kind, course or "kursus", slug), text, target, file=file)
    faults = [Fault(one.file, max(one.line - above, 1), one.what, one.mend) for one in plan.faults]
    return Plan(plan.creates, tuple(faults), holds_faults=bool(faults))


def _kind_of(text: str, course: str) -> TextKind:
    head = text[3:].partition("\n---")[0]
    if _COURSE_KEY.search(head):
        return "course"
    if _LESSON_KEY.search(head):
        return "lesson"
    return "bank" if course == BANK else "quiz"


_PARSERS = {"course": parse_course, "lesson": parse_lesson, "quiz": parse_course_quiz, "bank": parse_bank}


def plan_ours(identity: Identity, text: str, target: Target, *, file: str) -> Plan:
    """What writing *text* of ours under *identity* would do."""
    document, problems = _PARSERS[identity.kind](text)
    problems = [*problems, *_taken(identity, document, target)]
    live = target.live.get(str(identity))
    step = Step.NEW if live is None else Step.SAME if live.source == text else Step.CHANGES
    quiz = document if isinstance(document, QuizDocument) else None
    keys = tuple(question.key for question in quiz.questions) if quiz else ()
    creation = Creation(
        str(identity),
        title_in(text) or str(identity),
        identity.kind,
        len(keys),
        step,
        text,
        live.number if live else None,
        keys=keys,
        lesson=quiz.lesson if quiz else None,
    )
    return Plan((creation,), tuple(_fault(file, problem) for problem in in_order(problems)))


def _taken(identity: Identity, document: object, target: Target) -> list[Problem]:
    """One key stands in one text only."""
    if not isinstance(document, QuizDocument):
        return []
    homes = {question.key: target.keys.get(question.key) for question in document.questions}
    return [
        Problem(
            question.line,
            f'Kunci pertanyaan "{question.key}" sudah dipakai di {homes[question.key]}.',
            "Pakai kunci lain.",
        )
        for question in document.questions
        if homes[question.key] not in (None, str(identity))
    ]


def _fault(file: str, problem: Problem) -> Fault:
    return Fault(file, problem.line, problem.message, problem.mend)


def _refused(file: str, problem: Problem) -> Plan:
    return Plan(faults=(_fault(file, problem),))
