"""Content files as text: what may stand in a file before anybody reads its words."""

import re

from literasi.domain.problems import Problem

LARGEST_FILE = 64 * 1024
_MARK = "\ufeff"
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters
    "\u2028-\u202e\u2066-\u2069"  # line ends that no editor shows, and changes of direction
    "\ufeff\ufffe\uffff\ud800-\udfff]"  # marks and halves of characters
)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_TITLE = re.compile(r"^title: *([^\n]*)", re.MULTILINE)
_TOO_LARGE = Problem(
    1,
    "Berkas ini lebih besar dari 64 KB.",
    "Bagi menjadi beberapa pelajaran atau kuis, masing-masing satu berkas.",
)
_WITH_MARK = Problem(
    1, "Berkas ini diawali tanda BOM yang tidak terlihat.", 'Simpan ulang dengan pilihan "UTF-8" (tanpa BOM).'
)
_WIDE = Problem(1, "Berkas ini bukan UTF-8, melainkan UTF-16.", 'Simpan ulang dengan pilihan "UTF-8".')


def decode(data: bytes) -> tuple[str | None, list[Problem]]:
    """Turn the bytes of a content file into text.

    Returns the text (None only when it cannot be read at all) and everything wrong with the bytes.
    A mark at the start and Windows line ends are reported *and* removed, so that parsing can go on.
    """
    if len(data) > LARGEST_FILE:
        return None, [_TOO_LARGE]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, [_WIDE]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        mend = 'Ketik ulang huruf yang aneh di baris ini, lalu simpan dengan pilihan "UTF-8".'
        return None, [Problem(line, "Baris ini tidak tersimpan sebagai UTF-8.", mend)]
    return _without_windows(text)


def clean(text: str) -> tuple[str | None, list[Problem]]:
    """Take out of *text* what no content file may hold.

    Returns the rest (None when there is too much to read at all) and what was found.
    """
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST_FILE:
        return None, [_TOO_LARGE]
    text, problems = _without_windows(text)
    for number, line in enumerate(text.split("\n"), start=1):
        if "\t" in line:
            problems.append(Problem(number, "Baris ini berisi tab.", "Ganti tiap tab dengan spasi."))
        if hidden := _HIDDEN.search(line):
            problems.append(_hidden_character(number, hidden.group()))
    return _HIDDEN.sub("", text.replace("\t", "    ")), problems


def lines_of(text: str) -> list[str]:
    """The lines of *text* with their ends, numbered as everywhere else: joined they are *text* again."""
    return _LINE.findall(text)


def _without_windows(text: str) -> tuple[str, list[Problem]]:
    problems: list[Problem] = []
    if text.startswith(_MARK):
        problems.append(_WITH_MARK)
        text = text.removeprefix(_MARK)
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        mend = 'Simpan ulang dengan akhir baris "LF" (Unix).'
        problems.append(Problem(line, "Akhir baris berkas ini memakai gaya Windows (CRLF).", mend))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, problems


def _hidden_character(line: int, character: str) -> Problem:
    return Problem(
        line,
        f"Baris ini berisi karakter tersembunyi (U+{ord(character):04X}).",
        "Hapus karakter itu, atau ketik ulang baris ini.",
    )


def title_in(source: str) -> str:
    """The title that a content text gives itself, even if nothing else can be read yet; "" without one."""
    head = source[:LARGEST_FILE].partition("\n---\n")[0]
    found = _TITLE.search(head)
    return found[1].strip().strip("\"'").strip() if found else ""
