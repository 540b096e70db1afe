"""What may not stand in a field of a question, because it would become structure of the text."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from literasi.domain.blocks import FENCE_WORDS, ChoiceList, Fence, Heading, scan
from literasi.domain.exhibit_reading import BANKED, JUDGED, NAMES, REQUIRED
from literasi.domain.front_matter import is_slug
from literasi.domain.problems import Problem
from literasi.domain.questions.fields import VALUE_KEYS, ChoiceFields, JudgementFields, QuestionFields
from literasi.domain.texts import clean

_FENCE_LINE = re.compile(r"`{3,}[^`]*")
_PLACEHOLDER = "isi"


@dataclass(frozen=True, order=True)
class FieldProblem:
    """One thing to mend in a form: the name of its field and words for its author."""

    field: str
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message} {self.mend}"


@dataclass(frozen=True)
class Place:
    """Where a question stands: the keys of its neighbours, and whether that is the bank."""

    taken: Collection[str] = ()
    in_bank: bool = False


def refused(fields: QuestionFields, place: Place) -> tuple[QuestionFields, list[FieldProblem]]:
    """What may not stand in *fields*, and the fields with something harmless in its place."""
    problems: list[FieldProblem] = []
    fields = _refuse_head(fields, place, problems)
    if isinstance(fields, ChoiceFields):
        if place.in_bank:
            mend = "Pindahkan pertanyaan ini ke kuis."
            problems.append(FieldProblem("choices", "Bank hanya berisi kabar untuk dinilai.", mend))
        return _refuse_body(_refuse_unexplained(fields, problems), problems), problems
    return _refuse_exhibit(fields, place, problems), problems


def _refuse_head(fields: QuestionFields, place: Place, problems: list[FieldProblem]) -> QuestionFields:
    prompt, key, read = fields.prompt, fields.key, fields.read
    if _too_large(prompt) or "{" in prompt or "}" in prompt:
        mend = "Pakai kurung biasa ( )."
        problems.append(FieldProblem("prompt", "Tanda { dan } tidak dipakai di pertanyaan.", mend))
        prompt = _PLACEHOLDER
    if message := _key_fault(key, place):
        mend = "Pakai kata lain: huruf kecil, angka, dan tanda hubung, misalnya berkas-apk."
        problems.append(FieldProblem("key", message, mend))
        key = _PLACEHOLDER
    if read and place.in_bank:
        mend = "Kosongkan; butir bank tidak terikat pada satu pelajaran."
        problems.append(FieldProblem("read", "Butir bank tidak menunjuk bagian pelajaran.", mend))
    elif read and not is_slug(read):
        mend = 'Tulis nama subjudul, misalnya "Dua tanda" menjadi dua-tanda.'
        problems.append(FieldProblem("read", "Nama bagian ini tidak bisa dipakai.", mend))
    return replace(fields, prompt=prompt, key=key, read="")


def _key_fault(key: str, place: Place) -> str:
    if not key:
        return "Pertanyaan ini belum punya kunci."
    if not is_slug(key):
        return "Kunci ini tidak bisa dipakai."
    return "Kunci ini sudah dipakai pertanyaan lain." if key in place.taken else ""


def _refuse_body(fields: ChoiceFields, problems: list[FieldProblem]) -> ChoiceFields:
    found = _faults_of_block(fields.body, exhibits=True)
    problems += (FieldProblem("body", problem.message, problem.mend) for problem in found)
    return replace(fields, body="") if found else fields


def _refuse_unexplained(fields: ChoiceFields, problems: list[FieldProblem]) -> ChoiceFields:
    choices = []
    for number, choice in enumerate(fields.choices, start=1):
        if not choice.explanation:
            mend = "Tulis mengapa pilihan ini tepat atau belum."
            message = "Pilihan ini belum punya penjelasan."
            problems.append(FieldProblem(f"explanation-{number}", message, mend))
        choices.append(replace(choice, explanation=choice.explanation or _PLACEHOLDER))
    return replace(fields, choices=tuple(choices))


def _refuse_exhibit(fields: JudgementFields, place: Place, problems: list[FieldProblem]) -> JudgementFields:
    for name in ("before", "after"):
        found = _faults_of_block(getattr(fields, name), exhibits=False)
        problems += (FieldProblem(name, problem.message, problem.mend) for problem in found)
        fields = replace(fields, **{name: ""}) if found else fields  # type: ignore[arg-type]
    kind, words = fields.kind, fields.words
    if kind not in FENCE_WORDS:
        problems.append(
            FieldProblem("kind", "Bentuk kiriman ini tidak dikenal.", "Pilih salah satu di daftar.")
        )
        kind = FENCE_WORDS[0]
    if message := _words_fault(words):
        problems.append(FieldProblem("words", *message))
        words = _PLACEHOLDER
    values = _refuse_values(fields.values, place, problems)
    return replace(fields, kind=kind, words=words, values=values)


def _refuse_values(values: Mapping[str, str], place: Place, problems: list[FieldProblem]) -> dict[str, str]:
    for key in needed(in_bank=place.in_bank):
        if key not in values:
            problems.append(FieldProblem(key, f"Kiriman ini belum punya {NAMES[key]}.", "Isi kolomnya."))
    harmless = {}
    for key, value in values.items():
        message = _value_fault(key, value)
        if message:
            problems.append(FieldProblem(key, *message))
        if key in VALUE_KEYS:
            harmless[key] = "" if message else value
    return harmless


def needed(*, in_bank: bool) -> tuple[str, ...]:
    """The keys without which a message cannot be judged."""
    return (*REQUIRED, *JUDGED, *(BANKED if in_bank else ()))


def _words_fault(words: str) -> tuple[str, str] | None:
    if not words.strip():
        return "Kiriman ini belum punya teks.", "Isi kolomnya."
    if any(_FENCE_LINE.fullmatch(line) for line in words.split("\n")):
        return "Baris yang dimulai dengan ``` menutup kirimannya.", "Hapus ``` di awal baris itu."
    return _mark_fault(words)


def _value_fault(key: str, value: str) -> tuple[str, str] | None:
    if key not in VALUE_KEYS:
        return "Kunci ini tidak dikenal.", "Hapus isian ini."
    return _mark_fault(value)


def _mark_fault(value: str) -> tuple[str, str] | None:
    if _too_large(value):
        return "Isian ini terlalu panjang.", "Ringkas dulu."
    if "[[" in value:
        return "Tanda [[ hanya untuk pertanyaan mencari tanda.", "Pakai kurung biasa ( )."
    return None


def _faults_of_block(text: str, *, exhibits: bool) -> list[Problem]:
    """What keeps *text* from being paragraphs, and exhibits where they may stand."""
    if _too_large(text):
        return [Problem(1, "Isian ini terlalu panjang.", "Ringkas dulu.")]
    found: list[Problem] = []
    pieces = scan(text, 1, found)
    fences = [piece for piece in pieces if isinstance(piece, Fence)]
    if any(isinstance(piece, Heading) for piece in pieces):
        found.append(
            Problem(1, "Subjudul tidak dipakai di dalam pertanyaan.", "Hapus tanda # di awal baris.")
        )
    if any(isinstance(piece, ChoiceList) for piece in pieces):
        found.append(
            Problem(1, "Di sini ada pilihan.", "Tulis pilihan di kolom pilihan, satu kolom satu pilihan.")
        )
    if fences and not exhibits:
        found.append(Problem(1, "Di sini ada kiriman kedua.", "Sisakan satu kiriman; pindahkan yang lain."))
    if len(fences) == 1 and exhibits and _is_marked(fences):
        found.append(Problem(1, "Tanda [[ hanya untuk pertanyaan mencari tanda.", "Pakai kurung biasa ( )."))
    return found


def _is_marked(fences: Sequence[Fence]) -> bool:
    return any("[[" in line for fence in fences for line in fence.lines)


def _too_large(typed: str) -> bool:
    """Whether no content file could hold it."""
    return clean(typed)[0] is None
