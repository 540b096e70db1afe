"""Words in the formats that Moodle knows become our Markdown; nothing is ever fetched.

HTML is read sign by sign: what it says is kept, how it looks mostly is not, and pictures and files are named
among what was lost.
"""

import re
from collections.abc import Iterator
from html import unescape

from literasi.domain.interchange.values import Formatted, TextFormat
from literasi.domain.prechecks import is_allowed_link
from literasi.domain.texts import without_hidden

PICTURE = "gambar tidak ikut; ceritakan isinya dengan kata-kata"
FILE = "berkas sisipan tidak ikut"
MEDIA = "suara atau video tidak ikut"
TABLE = "tabel menjadi teks biasa"
LINK = "tautan yang tidak bisa dibuka menjadi teks biasa"
TAGS = "kode HTML dihapus"
_LONGEST_TAG = 4_000
_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]{0,19})")
_HREF = re.compile(r"""\shref="([^"]{0,700})"|\shref='([^']{0,700})'""", re.IGNORECASE)
_ALT = re.compile(r"""\salt="([^"]{0,300})"|\salt='([^']{0,300})'""", re.IGNORECASE)
_UNSEEN = {"script", "style", "template", "noscript", "title", "head"}
_BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tbody", "thead", "tr", "section", "article",
    "pre", "center", "dl", "dt", "dd", "figure", "figcaption", "hr", "ul", "ol", "li", "blockquote", "form",
}  # fmt: skip
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_FOREIGN = {"audio": MEDIA, "video": MEDIA, "iframe": MEDIA, "object": MEDIA, "embed": MEDIA, "table": TABLE}
_DEEPEST = 4
_SPECIAL = re.compile(r"[\\`*]|(?<![^\W_])_(?=\S)|(?<=\S)_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_TAG_START = re.compile(r"<(?=[A-Za-z/!?])")
_LINE_START = re.compile(r"(?=([#>|=~\[]|[-+](?: |$|[-+])))|(\d{1,9})(?=\.(?: |$))")
_PICTURE_MARKDOWN = re.compile(r"!\[([^\[\]\n]{0,300})\]\([^()\n]{0,700}\)")
_CODE_OR_TAG = re.compile(r"(`{1,3})[^`\n]{1,2000}\1|</?[A-Za-z][^<>\n]{0,700}>|<!--[^<>\n]{0,700}-->")
_LINK_MARKDOWN = re.compile(r"<(?:https?|mailto|tel):[^\s<>]{1,700}>")
_OURS = re.compile(r"\*{1,2}\S|\[[^\[\]]{1,500}\]\(")
_LIKE_A_CHOICE = re.compile(r" {0,3}[-*+] *\[[^\]\[]{0,3}\](?![(\[:])")


def to_markdown(text: Formatted) -> tuple[str, tuple[str, ...]]:
    """*text* as Markdown of ours, and what of it was lost."""
    if text.form is TextFormat.MARKDOWN:
        return _from_markdown(text.text)
    if text.form is TextFormat.PLAIN:
        return _with_breaks(text.text), ()
    lost: list[str] = []
    html = text.text.replace("\n", "<br>") if text.form is TextFormat.MOODLE else text.text
    return _Writer(lost).write(html), tuple(dict.fromkeys(lost))


def to_one_line(text: Formatted) -> tuple[str, tuple[str, ...]]:
    """The same for a place that has room for one line, where no line begins a list or a quote."""
    if text.form is TextFormat.MARKDOWN:
        words, lost = _from_markdown(text.text)
        return " ".join(line.strip() for line in words.split("\n")).strip(), lost
    if text.form is TextFormat.PLAIN:
        return _escape_words(" ".join(text.text.split())), ()
    found: list[str] = []
    words = _Writer(found, one_line=True).write(text.text)
    return " ".join(words.split()), tuple(dict.fromkeys(found))


def escape_markdown(text: str) -> str:
    """Plain *text* so that Markdown shows it as it is."""
    return "\n".join(_escape_start(line) for line in _escape_words(text).split("\n"))


def _escape_words(text: str) -> str:
    text = _ENTITY.sub("&amp;", text)
    text = _SPECIAL.sub(lambda found: f"\\{found[0]}", text)
    text = _TAG_START.sub("&lt;", text).replace("](", "]&#40;")
    return text.replace("[^", "[&#94;").replace("![", "!&#91;")


def _escape_start(line: str) -> str:
    """What would make a heading, a list, a quote or a table of this line, escaped."""
    line = line.strip()
    found = _LINE_START.match(line)
    if found is None:
        return line
    number, sign = found[2] or "", line[found.end() : found.end() + 1]
    if number:
        return f"{number}\\{line[found.end() :]}"
    return f"&#{ord(sign)};{line[1:]}" if sign in "|=~" else f"\\{line}"


def _with_breaks(text: str) -> str:
    """Plain text: each line end is one, an empty line parts paragraphs."""
    lines = escape_markdown(text).split("\n")
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n\n".join("  \n".join(paragraph) for paragraph in paragraphs if paragraph)


def _from_markdown(text: str) -> tuple[str, tuple[str, ...]]:
    """Markdown stays as it is, but for what our own Markdown does not know."""
    lost: list[str] = []

    def without(found: re.Match[str]) -> str:
        if found[1] or _LINK_MARKDOWN.fullmatch(found[0]):
            return found[0]
        lost.append(TAGS)
        return ""

    words = _CODE_OR_TAG.sub(without, text)
    pictures = pictures_as_words(words)
    if pictures != words:
        lost.append(PICTURE)
    return pictures, tuple(dict.fromkeys(lost))


def pictures_as_words(markdown: str) -> str:
    """*markdown* with what each picture shows in its place."""
    return _PICTURE_MARKDOWN.sub(r"(gambar: \1)", markdown)


def inside_a_question(markdown: str) -> str:
    """*markdown* with no line that would begin another question or a choice."""
    return "\n".join(map(_harmless, markdown.split("\n")))


def _harmless(line: str) -> str:
    if line.startswith("#"):
        return f"\\{line}"
    if _LIKE_A_CHOICE.match(line):
        return line.replace("[", "\\[", 1)
    return line


def _tokens(html: str) -> Iterator[tuple[str, str]]:
    """``("text", words)`` and ``("tag", what stands between its angles)``, in one pass."""
    place = 0
    while (opened := html.find("<", place)) != -1:
        if opened > place:
            yield "text", html[place:opened]
        is_comment = html.startswith("<!--", opened)
        if is_comment:
            closed = html.find("-->", opened)
            place = closed + 3 if closed != -1 else len(html)
            continue
        closed = html.find(">", opened, opened + _LONGEST_TAG)
        if closed == -1 or not _NAME.match(html, opened + 1):
            yield "text", "<"
            place = opened + 1
            continue
        yield "tag", html[opened + 1 : closed]
        place = closed + 1
    yield "text", html[place:]


class _Writer:
    """Writes Markdown while HTML goes by."""

    def __init__(self, lost: list[str], *, one_line: bool = False) -> None:
        self.lost = lost
        self.one_line = one_line
        self.paragraphs: list[str] = []
        self.spans: list[tuple[str, list[str]]] = [("", [])]  # open emphasis and links, each with its words
        self.lists: list[int | None] = []  # the next number of each open list; None for one without numbers
        self.prefix = ""
        self.unseen = ""

    def write(self, html: str) -> str:
        for kind, words in _tokens(html):
            if kind == "tag":
                self._take_tag(words)
            elif not self.unseen:
                self.spans[-1][1].append(_words(words))
        self._end_paragraph()
        return "\n\n".join(self.paragraphs)

    def _take_tag(self, tag: str) -> None:
        name, closes = _tag_name(tag)
        if self.unseen:
            self.unseen = "" if closes and name == self.unseen else self.unseen
        elif name in _UNSEEN:
            self.unseen = "" if closes else name
        elif name in _BLOCKS:
            self._take_block(name, closes=closes)
        else:
            self._take_inline(name, tag, closes=closes)
        if name in _FOREIGN and not closes:
            self.lost.append(_FOREIGN[name])

    def _take_inline(self, name: str, tag: str, *, closes: bool) -> None:
        if name == "br":
            self.spans[-1][1].append("\n")
        elif name in {"td", "th"}:
            self.spans[-1][1].append("" if closes else " | ")
        elif name == "img":
            self._take_picture(tag)
        elif name in _MARKS or name == "a":
            self._close_span(name) if closes else self._open_span(name, tag)

    def _take_block(self, name: str, *, closes: bool) -> None:
        self._end_paragraph()
        if name in {"ul", "ol"} and closes and self.lists:
            self.lists.pop()
        elif name in {"ul", "ol"} and not closes and len(self.lists) < _DEEPEST:
            self.lists.append(1 if name == "ol" else None)
        elif name == "li" and not closes:
            self.prefix = self._bullet()
        elif name == "blockquote" and not closes:
            self.prefix = "> "

    def _bullet(self) -> str:
        """Lists are kept one level deep: what stood deeper reads on in the same list."""
        number = self.lists[-1] if self.lists else None
        if number is None or len(self.lists) > 1:
            return "- "
        self.lists[-1] = number + 1
        return f"{number}. "

    def _take_picture(self, tag: str) -> None:
        alt = _attribute(_ALT, tag)
        self.spans[-1][1].append(_words(f"(gambar: {alt})" if alt else "(gambar)"))
        self.lost.append(PICTURE)

    def _open_span(self, name: str, tag: str) -> None:
        if len(self.spans) <= _DEEPEST:
            self.spans.append((_attribute(_HREF, tag) if name == "a" else _MARKS[name], []))

    def _close_span(self, name: str) -> None:
        mark = self.spans[-1][0]
        fits = (mark == _MARKS[name]) if name in _MARKS else mark not in {"*", "**"}
        if len(self.spans) > 1 and fits:
            self._write_span()

    def _write_span(self) -> None:
        mark, pieces = self.spans.pop()
        words = "".join(pieces)
        inside = words.strip()
        if mark in {"*", "**"} and inside and "\n" not in inside:
            before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
            words = f"{before}{mark}{inside}{mark}{after}"
        elif mark and mark not in {"*", "**"}:
            words = self._link(mark, inside)
        self.spans[-1][1].append(words)

    def _link(self, address: str, words: str) -> str:
        plain = not re.search(r"[\s()<>\[\]]", address) and not re.search(r"[\[\]\n]", words)
        if words and plain and address[:1] not in "/#" and is_allowed_link(address):
            return f"[{words}]({address})"
        self.lost.append(LINK)
        return words

    def _end_paragraph(self) -> None:
        while len(self.spans) > 1:
            self._write_span()
        words = _TAG_START.sub("&lt;", "".join(self.spans[0][1])).replace("![", "&#33;[")
        lines = [" ".join(line.split()).strip("| ") for line in words.split("\n")]
        self.spans = [("", [])]
        text = "  \n".join(self._started(line) for line in lines if line)
        if not text:
            return
        self.prefix = "" if self.one_line else self.prefix
        marked = self.prefix + text.replace("\n", "\n" + ("    " if self.prefix != "> " else "> "))
        self._add(marked if self.prefix else text)
        self.prefix = ""

    def _started(self, line: str) -> str:
        """*line* with its first signs escaped, unless they are emphasis or a link that we wrote."""
        return line if self.one_line or _OURS.match(line) else _escape_start(line)

    def _add(self, text: str) -> None:
        """Items of a list stand together; everything else is parted by an empty line."""
        item = re.compile(r"- |\d{1,9}\. ")
        if self.prefix and self.paragraphs and item.match(self.prefix) and item.match(self.paragraphs[-1]):
            self.paragraphs[-1] += f"\n{text}"
        else:
            self.paragraphs.append(text)


def _words(html: str) -> str:
    """Words between two tags, escaped, with one space wherever white space was."""
    words = without_hidden(unescape(html)).replace("\N{NO-BREAK SPACE}", " ")
    inner = _escape_words(" ".join(words.split())) if words.strip() else ""
    before, after = words[:1].isspace(), words[-1:].isspace()
    return f"{' ' if before else ''}{inner}{' ' if after and inner else ''}"


def _tag_name(tag: str) -> tuple[str, bool]:
    name = _NAME.match(tag)
    return (name[1].lower() if name else ""), tag.startswith("/")


def _attribute(pattern: re.Pattern[str], tag: str) -> str:
    found = pattern.search(tag)
    return " ".join(without_hidden(unescape(found[1] or found[2] or "")).split()) if found else ""
