"""Masking: what would point at a person is taken out of words that citizens send, before they are kept.

Telephone and account numbers, e-mail addresses, names of accounts and what follows the ``?`` of a link go.
A link stays to be read, but nothing makes it clickable. Sums of money and dates stay: they are what a rumour
is about. Names of people cannot be told from other words; the form asks to leave them out.
"""

import re
import unicodedata

NUMBER, EMAIL, ACCOUNT = "[nomor]", "[surel]", "[akun]"
_MOST_DIGITS = 5  # that a number may have and still say nothing of anybody
_MOST_SPACED_DIGITS = 8  # "2024 2025" is no telephone number
_PROFILES = {
    "facebook.com", "fb.com", "fb.me", "instagram.com", "linkedin.com", "m.me", "t.me", "telegram.me",
    "threads.net", "tiktok.com", "twitter.com", "wa.me", "x.com",
}  # fmt: skip
_MARKS = re.compile(
    r"""
    (?P<email> [\w.+%-]{1,64} @ [\w-]{1,63} (?:\.[\w-]{1,63}){1,5} )
    | (?P<link> (?i: (?:h(?:tt|xx)ps?://|www\.) [^\s<>"']{1,600}
        | (?<![\w@.-]) (?:[a-z0-9-]{1,63}\.){1,6} [a-z]{2,24} [/?\#] [^\s<>"']{0,600} ) )
    | (?P<money> \b(?i:rp|idr)\.?[ ]? (?:[1-9]\d{0,2}(?:\.\d{3}){1,4} | [1-9]\d{0,8}) (?:,\d{1,2})?
        (?![.\d]*\d) )
    | (?P<day> (?<!\d) (?:0?[1-9]|[12]\d|3[01]) (?P<sign>[/.-]) (?:0?[1-9]|1[0-2]) (?P=sign) (?:20)?\d\d
        (?![./-]*\d) )
    | (?P<account> (?<![\w@]) @ [\w.]{2,60} )
    | (?P<digits> \+?\(?\d (?: [ .,\-/()\u2010\u2013\u2014_*:]{0,3} \d ){5,60} )
    """,
    re.VERBOSE,
)
_DIGITS = re.compile(r"\d(?:[.\-_]?\d){5,}")


def mask(text: str) -> str:
    """*text* in its plainest letters, with everything that points at a person replaced.

    Masking what was masked changes nothing. The work grows with the length: cut *text* before.
    """
    return _MARKS.sub(_replace, _plain(text)).strip()


def _plain(text: str) -> str:
    """Letters and digits in their ordinary form; what cannot be seen is gone, lines stay."""
    letters = unicodedata.normalize("NFKC", text.replace("\r\n", "\n").replace("\r", "\n"))
    shown = (
        letter for letter in letters if letter == "\n" or not unicodedata.category(letter).startswith("C")
    )
    return re.sub(r"[^\S\n]", " ", "".join(" " if letter == "\t" else letter for letter in shown))


def _replace(found: re.Match[str]) -> str:
    words = found.group()
    if found["email"]:
        return EMAIL
    if found["link"]:
        return _plain_link(words)
    if found["account"]:
        return ACCOUNT
    return _without_number(words) if found["digits"] else words


def _without_number(words: str) -> str:
    digits = sum(letter.isdigit() for letter in words)
    most = _MOST_SPACED_DIGITS if " " in words and not words.startswith(("+", "0")) else _MOST_DIGITS
    return NUMBER if digits > most else words


def _plain_link(link: str) -> str:
    """The host and the path, as words: no browser opens ``hxxps``."""
    address = re.sub(r"(?i)^h(?:tt|xx)p(s?)://", r"hxxp\1://", link)
    address = re.split(r"[?#]", address, maxsplit=1)[0]
    scheme, _, rest = address.rpartition("://")
    authority, slash, path = rest.partition("/")
    host = authority.rpartition("@")[2]
    if slash and path and host.lower().removeprefix("www.").removeprefix("m.") in _PROFILES:
        path = ACCOUNT
    path = _DIGITS.sub(NUMBER, re.sub(r"@[\w.]{2,}", ACCOUNT, path))
    return (f"{scheme}://" if scheme else "") + _DIGITS.sub(NUMBER, host) + slash + path
