"""Masking: what would point at a person is taken out of words that citizens send, before they are kept.

Telephone and account numbers, e-mail addresses, names of accounts and what follows the ``?`` of a link go.
A link stays to be read, but nothing makes it clickable. Sums of money and dates stay: they are what a rumour
is about. Names of people cannot be told from other words; the form asks to leave them out.
"""

import re
import unicodedata
from collections.abc import Iterator

NUMBER, EMAIL, ACCOUNT = "[nomor]", "[surel]", "[akun]"
_MOST_DIGITS = 5  # that a number may have and still say nothing of anybody
_MOST_SPACED_DIGITS = 7  # "150 2000" is no telephone number
_LONG_SUM = 10  # digits: a sum as long as a telephone number is one only when it is a round one
_PROFILES = (
    "facebook.com", "fb.com", "fb.me", "instagram.com", "line.me", "linkedin.com", "linktr.ee", "lynk.id",
    "m.me", "t.me", "telegram.me", "threads.net", "tiktok.com", "twitter.com", "wa.me", "whatsapp.com",
    "x.com",
)  # fmt: skip
_WORD = (
    r"(?:\d|nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|lapan|sembilan"
    "|zero|one|two|three|four|five|six|seven|eight|nine)"
)
_GAP = r"[\W_]{0,4}(?:[xX]{1,3}[\W_]{0,4})?"  # between two digits of one number
_MARKS = re.compile(
    rf"""
    (?P<email> [\w.+%-]{{1,64}} (?: @ [\w-]{{1,63}} (?:(?:\.|[ ]\.[ ])[\w-]{{1,63}}){{0,5}}
        | [ ]@[ ] [^\W\d][\w-]{{0,62}} (?:(?:\.|[ ]\.[ ])[\w-]{{1,63}}){{0,5}} ) )
    | (?P<link> (?i: (?:h(?:tt|xx)ps?://|www\.) [^\s<>"']{{1,600}}
        | (?<![\w@.-]) (?:[a-z0-9-]{{1,63}}\.){{1,6}} [a-z]{{2,24}} [/?\#] [^\s<>"']{{0,600}} ) )
    | (?P<money> \b(?i:rp|idr)\.?[ ]? (?:[1-9]\d{{0,2}}(?:\.\d{{3}}){{1,4}} | [1-9]\d{{0,8}}) (?:,\d{{1,2}})?
        (?![.\d]*\d | [ /-]\d{{3}}) )
    | (?P<day> (?<!\d) (?:0?[1-9]|[12]\d|3[01]) (?P<sign>[/.-]) (?:0?[1-9]|1[0-2]) (?P=sign) (?:20)?\d\d
        (?![./-]*\d) )
    | (?P<account> (?<![\w@]) @ [\w.]{{2,60}} )
    | (?P<digits> \+?\(?\d (?: (?:{_GAP} \d ){{7,60}}
        | (?: [ .,\-/()\u2010\u2013\u2014_*:]{{0,3}} \d ){{5,60}} ) )
    | (?P<words> (?i: {_WORD} (?: [\W_]{{0,4}} {_WORD} ){{6,60}} ) )
    """,
    re.VERBOSE,
)
_DIGITS = re.compile(rf"\d(?:(?:{_GAP}\d){{7,}}|(?:[.\-_]?\d){{5,}})")
_YEARS = re.compile(r"(?:19|20)\d\d[ \n/-]{1,3}(?:19|20)\d\d")
_DAY_OF_A_LINK = re.compile(r"(?:19|20)\d\d/[01]?\d/[0-3]?\d")
_SPELT = (
    (re.compile(r"%40|[ ]{0,2}[(\[{][ ]?at[ ]?[)\]}][ ]{0,2}", re.IGNORECASE), "@"),
    (re.compile(r"[ ]{0,2}[(\[{][ ]?(?:dot|titik)[ ]?[)\]}][ ]{0,2}", re.IGNORECASE), "."),
    (re.compile(r"%20"), "-"),
)


def mask(text: str) -> str:
    """*text* in its plainest letters, with everything that points at a person replaced.

    Masking what was masked changes nothing. The work grows with the length: cut *text* before.
    """
    return _MARKS.sub(_replace, _plain(text)).strip()


def _plain(text: str) -> str:
    """Letters and digits in their ordinary form; what cannot be seen is gone, lines stay."""
    letters = unicodedata.normalize("NFKC", text.replace("\r\n", "\n").replace("\r", "\n"))
    shown = unicodedata.normalize("NFKC", "".join(_shown(letters)))
    for spelt, meant in _SPELT:
        shown = spelt.sub(meant, shown)
    return re.sub(r"[^\S\n]", " ", shown)


def _shown(letters: str) -> Iterator[str]:
    """What is seen of *letters*: no marks on anything but letters, every digit as a plain one."""
    before = ""
    for letter in letters:
        category = "Zs" if letter in "\n\t" else unicodedata.category(letter)
        if category[0] == "C" or category == "Me" or (category == "Mn" and before not in {"L", "M"}):
            continue
        before = category[0]
        digit = unicodedata.digit(letter, None)
        yield letter if digit is None else str(digit)


def _replace(found: re.Match[str]) -> str:
    words = found.group()
    if found["email"]:
        return EMAIL
    if found["link"]:
        return _plain_link(words)
    if found["account"]:
        return ACCOUNT
    if found["money"]:
        return _plain_sum(words)
    if found["words"]:
        return NUMBER
    return _without_number(words) if found["digits"] else words


def _plain_sum(words: str) -> str:
    amount = words.partition(",")[0]
    if _count(amount) < _LONG_SUM or amount.endswith(".000"):
        return words
    return re.sub(r"\d.*", NUMBER, words)


def _count(words: str) -> int:
    return sum(letter.isdigit() for letter in words)


def _without_number(words: str) -> str:
    if _YEARS.fullmatch(words):
        return words
    most = _MOST_SPACED_DIGITS if " " in words and not words.startswith(("+", "0")) else _MOST_DIGITS
    return NUMBER if _count(words) > most else words


def _plain_link(link: str) -> str:
    """The host and the path, as words: no browser opens ``hxxps``."""
    address = re.sub(r"(?i)^h(?:tt|xx)p(s?)://", r"hxxp\1://", link)
    address = re.split(r"[?#]", address, maxsplit=1)[0]
    scheme, _, rest = address.rpartition("://")
    authority, slash, path = rest.partition("/")
    host = authority.rpartition("@")[2]
    if slash and path and f".{host.lower()}".endswith(tuple(f".{name}" for name in _PROFILES)):
        path = ACCOUNT
    path = _DIGITS.sub(_number_in_link, re.sub(r"[\w.+-]{0,64}@[\w.]{2,}", ACCOUNT, path))
    return (f"{scheme}://" if scheme else "") + _DIGITS.sub(NUMBER, host) + slash + path


def _number_in_link(found: re.Match[str]) -> str:
    return found.group() if _DAY_OF_A_LINK.fullmatch(found.group()) else NUMBER
