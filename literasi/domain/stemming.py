"""The stem of an Indonesian word, so that "tertipu" finds "penipuan".

PySastrawi knows the affixes and 30,000 base words. What it takes for another word, and what people here
write in two ways, is mended below.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

KEPT_STEMS = 20_000

# Left as they are, these would end at another word ("mengenali" at "nali", a rope).
_MENDED: Mapping[str, str] = {
    "berurutan": "urut", "dikenali": "kenal", "dikuasai": "kuasa", "ditemani": "teman", "memakainya": "pakai",
    "memesan": "pesan", "menemani": "teman", "mengabarkan": "kabar", "mengarang": "karang",
    "mengecek": "cek", "mengenali": "kenal", "mengetik": "ketik", "menguasai": "kuasa",
    "menikah": "nikah", "menilainya": "nilai", "menyaring": "saring", "menyeberangi": "seberang",
    "pembajakan": "bajak", "pemilu": "pemilu", "pemesanan": "pesan", "penajam": "penajam",
    "penculikan": "culik", "terkesan": "kesan",
}  # fmt: skip

# Two words for one thing.
_SAME: Mapping[str, str] = {
    "handphone": "ponsel", "hoax": "hoaks", "hoaxes": "hoaks", "hp": "ponsel", "link": "tautan",
    "medsos": "sosial", "otentik": "asli", "password": "sandi", "phising": "phishing", "smartphone": "ponsel",
    "website": "situs", "web": "situs", "wa": "whatsapp",
}  # fmt: skip


@lru_cache(maxsize=KEPT_STEMS)
def stem(word: str) -> str:
    """The stem of *word* (small letters a to z and digits). Stems are kept: finding one takes long."""
    if word in _MENDED:
        return _MENDED[word]
    if word in _SAME:
        return _SAME[word]
    found: str = _stemmer().stem(word)
    return _SAME.get(found, found) or word


def is_base_word(word: str) -> bool:
    """Whether *word* is one of the base words of Indonesian: whoever wrote it meant it."""
    return bool(_stemmer().dictionary.contains(word))


@cache
def _stemmer() -> Any:
    """The stemmer without the library's own memory of words, which knows no bound."""
    return StemmerFactory().create_stemmer().delegatedStemmer
