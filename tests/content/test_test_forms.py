"""The three forms of the test measure what nobody was taught, are alike, and do not give the answer away."""

import math
import re
from collections import Counter
from statistics import fmean, pstdev

import pytest

from literasi.domain.exhibits import ExhibitKind, Place
from literasi.domain.form_balance import compare, items_of
from literasi.domain.questions import FORMS, parse_bank, parse_quiz
from tests.content.test_shipped_content import BANK, HOME, parsed

DOCUMENTS = {document.form: document for document in (parsed(path, parse_bank) for path in BANK)}
ITEMS = [question for form in FORMS for question in DOCUMENTS[form].questions]
OTHERS = [path for path in sorted((HOME / "quizzes").glob("*/*.md")) if not path.stem.startswith("tes-")]
LESSONS = sorted((HOME / "courses").glob("*/*.md"))
SHOWN = [*LESSONS, *sorted((HOME / "templates").rglob("*.html"))]
CHANCE = 0.63  # of 60 guesses, so many are right at most in 95 of 100 tries: 0.5 + 1.96 * sqrt(0.25 / 60)
GIVEN_AWAY = re.compile(
    r"\b(hoaks|hoax|bohong|palsu|fakta|faktanya|ternyata|konon|katanya|viral|waspada|awas|sebarkan|memang|"
    r"benar|keliru|salah|padahal|sebenarnya|tipuan|rekayasa)\b|!|\b(?-i:[A-Z]{6,})\b",
    re.IGNORECASE,
)
LAW = re.compile(r"\b(KUHP|Undang-Undang|Peraturan Menteri|Aturannya)\b")
# What a form tells of must be told nowhere else: the words by which one would know it again.
TOLD = {
    "kalsel-mobil-2021": "Pondok Gede|mobil hanyut",
    "orangutan-bosf-2019": "BOSF|sekolah hutan|Samboja",
    "gempa-jateng-2018": "Purworejo|Tegal",
    "drone-iran-2025": "buatan Iran|pesawat tanpa awak",
    "apk-tilang-2024": "tilang",
    "vaksin-magnet-2021": "magnet",
    "vaksin-bluetooth-2021": "Bluetooth",
    "uang10-2024": r"Peruri|\b1\.0\b",
    "bsu-nov-2025": r"mencairkan lagi|bsu\.kemnaker",
    "semua-hoaks-pidana": "KUHP|dipenjara|penjara",
    "pesut-ikan": "insang|paru-paru",
    "ular-borneo-2009": r"\bular\b|Kongo",
    "harimau-pangandaran-2022": "harimau|Pangandaran",
    "ikn-istana-ai-2025": "Istana Negara|Plaza Seremoni",
    "btg-gempa-2020": "Selat Makassar",
    "paser-gempa-2019": "Kabupaten Paser",
    "tarakan-susulan-2025": "susulan Tarakan|gempa Tarakan|Tarakan diguncang",
    "btg-truksawit-2023": "truk sawit|Kilometer 5",
    "listrik-7hari-2026": "Palangka Raya",
    "smd-biawan-2020": "Biawan",
    "bontang-kompensasi-2025": "kompensasi",
    "kaltim-umkm-2021": "6–7 Februari 2021|usaha kecil",
    "gratispol-potong-2025": "Gratispol",
    "gub-fbpalsu-2021": "Facebook atas nama Gubernur",
    "ikn-transmigrasi-2025": "transmigrasi",
    "razia-pajak-2024": "razia",
    "kelapa-2021": "air kelapa",
    "ikn-cpns-2024": "CPNS|SSCASN",
    "kerupuk-2015": "kerupuk",
    "beras-ambon-2020": "Ambon",
    "qris-2023-true": "Istiqlal|kotak amal",
    "desa-internet-2026-true": "Kembang Janggut|Loa Ulung",
    "langit-merah-true": "Muaro Jambi",
    "fakebts-true": "pemancar",
    "uang75-true": "masa edar|25 tahun",
    "buaya-selili-true": "2,75 meter",
    "kakaban-true": "Kakaban|ubur-ubur",
    "badak-true": r"\bbadak\b",
    "semayang-true": "Semayang",
    "katak-true": r"\bkatak\b",
    "banjir-merah-true": "Pekalongan|pewarna batik",
    "hujan-es-true": "hujan es|Rifaddin",
    "berau-gempa-true": "gempa bermagnitudo 5,5",
    "sangkulirang-true": "Sangkulirang|1921",
    "buaya-dapur-ppu-true": "Suka Raja",
    "intrusi-true": "air laut masuk|klorida",
    "ikn-trem-true": r"\btrem\b",
    "void-air-true": "Kenyamukan|bekas tambang",
    "vaksin-dbd-true": "vaksinasi demam berdarah",
    "malaria-ppu-true": "malaria",
    "belatung-true": "belatung",
    "scam-kaltim-true": "139,6",
    "uang-rusak-true": "rayap|dua pertiga ukuran",
    "dormant-true": "PPATK",
    "nama-duakata-true": "60 huruf",
    "kuhp-unggas-true": r"\bayamnya\b|Pasal 278",
    "tolak-rupiah-true": "rupiah tunai|menolak uang",
    "tv-ews-true": "TV digital|kode pos",
    "android-gempa-true": "98 negara",
    "labuancermin-true": "Labuan Cermin",
}


def test_there_are_three_forms_of_ten_and_ten_and_no_item_is_in_two():
    assert {form for form in DOCUMENTS if form} == set(FORMS)
    assert len({question.key for question in ITEMS}) == 60 == len(ITEMS)
    for form in FORMS:
        verdicts = Counter(question.exhibit.verdict for question in DOCUMENTS[form].questions)
        assert verdicts == {"salah": 10, "benar": 10}


def test_the_forms_are_alike():
    items = [item for form in FORMS for item in items_of(DOCUMENTS[form])]
    rows = [(name, row) for name, found in compare(items).items() for row in found]

    assert [(name, row.name) for name, row in rows if not row.is_even] == []


def practised():
    """The questions that are not of the test, without those that nobody is asked any more."""
    for path in OTHERS:
        for question in parse_quiz(path.read_text())[0].questions:
            item = question.exhibit.item if question.exhibit else None
            if item is None or item.retired is None:
                yield path, question


def test_no_key_and_no_source_is_shared_with_what_is_learned_from():
    keys = {question.key for path in OTHERS for question in parse_quiz(path.read_text())[0].questions}
    assert keys & {question.key for question in ITEMS} == set()
    addresses = set()
    for path in [*OTHERS, *LESSONS]:
        addresses |= set(re.findall(r"^ +url: (\S+)", path.read_text(), re.MULTILINE))
    assert addresses & {question.exhibit.source.url for question in ITEMS} == set()


def test_every_item_has_words_by_which_it_is_known():
    assert TOLD.keys() == {question.key for question in ITEMS}
    for question in ITEMS:
        exhibit = question.exhibit
        told = f"{exhibit.text} {exhibit.fact} {exhibit.item.why} {exhibit.item.cue}"
        assert re.search(TOLD[question.key], told, re.IGNORECASE), question.key


@pytest.mark.parametrize("key", TOLD)
def test_what_a_form_tells_is_told_nowhere_else(key):
    words = re.compile(TOLD[key], re.IGNORECASE)
    found = [path.name for path in SHOWN if words.search(path.read_text())]
    found += [
        f"{path.name}#{question.key}" for path, question in practised() if words.search(_words_of(question))
    ]
    assert found == []


def _words_of(question):
    exhibits = [question.exhibit] if question.exhibit else []
    items = [exhibit.item for exhibit in exhibits if exhibit.item]
    parts = [question.prompt, *(choice.text + (choice.explanation or "") for choice in question.choices)]
    parts += [getattr(block, "text", "") for block in question.body]
    parts += [f"{exhibit.words} {exhibit.fact} {exhibit.source.title}" for exhibit in exhibits]
    return " ".join([*parts, *(f"{item.why} {item.cue} {item.label}" for item in items)])


def test_no_two_items_of_different_forms_have_one_source():
    """What is seen after form A must not answer form B."""
    homes = {}
    for form in FORMS:
        for question in DOCUMENTS[form].questions:
            homes.setdefault(question.exhibit.source.url, set()).add(form)
    assert {url: sorted(forms) for url, forms in homes.items() if len(forms) > 1} == {}


@pytest.mark.parametrize("question", ITEMS, ids=lambda question: question.key)
def test_nothing_that_is_read_before_the_answer_gives_it_away(question):
    exhibit = question.exhibit
    looks = rf"Kabar tahun \d{{4}}, ditulis ulang sebagai {WRITTEN[exhibit.kind]} untuk tes"

    assert re.fullmatch(looks, exhibit.caption)
    assert exhibit.sender == SENDERS.get(exhibit.kind, "")
    assert (exhibit.time, exhibit.media, exhibit.date) == ("", "", "")
    found = [word.group() for word in GIVEN_AWAY.finditer(f"{exhibit.item.label}. {exhibit.text}")]
    assert found == (["keliru"] if question.key == "semua-hoaks-pidana" else [])  # it is about such messages
    assert question.prompt == "Menurut Anda, kabar ini…"


WRITTEN = {
    ExhibitKind.CHAT: "kiriman WhatsApp",
    ExhibitKind.POST: "kiriman media sosial",
    ExhibitKind.HEADLINE: "judul di internet",
    ExhibitKind.LETTER: "surat",
    ExhibitKind.SMS: "pesan SMS",
}
SENDERS = {ExhibitKind.CHAT: "Grup warga", ExhibitKind.POST: "Akun info warga"}


@pytest.mark.parametrize("question", ITEMS, ids=lambda question: question.key)
def test_what_tells_a_law_says_when_it_was_read_and_that_it_is_no_advice(question):
    item, fact = question.exhibit.item, question.exhibit.fact
    if LAW.search(f"{fact} {item.why} {item.cue}"):
        assert "Diperiksa 23 November 2026; bukan nasihat hukum." in item.why


def surface(question):
    """What can be counted without understanding a word."""
    exhibit = question.exhibit
    words = exhibit.text.split()
    return {
        "letters": len(exhibit.text),
        "words": len(words),
        "length of words": fmean(map(len, words)),
        "sentences": len(re.findall(r"[.!?](?:\s|$)", exhibit.text)),
        "digits": sum(letter.isdigit() for letter in exhibit.text),
        "numbers": len(re.findall(r"\d[\d.,]*", exhibit.text)),
        "commas": exhibit.text.count(","),
        "capitals": sum(word[0].isupper() for word in words),
        "abbreviations": len(re.findall(r"\b[A-Z]{2,}\b", exhibit.text)),
        "money": "Rp" in exhibit.text,
        "pictures": len(re.findall(r"foto|video|rekam", exhibit.text, re.IGNORECASE)),
        "negations": len(re.findall(r"\b(?:tidak|belum|tanpa|bukan)\b", exhibit.text)),
        "year": int(exhibit.caption[12:16]),
        "label": len(exhibit.item.label),
        "near": list(Place).index(exhibit.item.place),
        "kind": list(ExhibitKind).index(exhibit.kind),
    }


def test_no_single_feature_of_the_surface_differs_between_true_and_false():
    for name in surface(ITEMS[0]):
        sides = {verdict: [] for verdict in ("salah", "benar")}
        for question in ITEMS:
            sides[question.exhibit.verdict].append(float(surface(question)[name]))
        spread = math.sqrt(fmean(pstdev(side) ** 2 for side in sides.values()))
        apart = abs(fmean(sides["salah"]) - fmean(sides["benar"])) / spread if spread else 0.0
        assert apart <= 0.5, (
            f"{name}: {apart:.2f} standard deviations"
        )  # chance alone reaches 0.5 in 5 of 100


def test_the_surface_together_does_not_predict_the_truth():
    """Each item is guessed from the mean true and the mean false item of all others."""
    rows = [(list(map(float, surface(one).values())), one.exhibit.verdict) for one in ITEMS]
    right = sum(
        _nearest(row, rows[:number] + rows[number + 1 :]) == verdict
        for number, (row, verdict) in enumerate(rows)
    )
    assert right / len(rows) <= CHANCE


def _nearest(row, others):
    spreads = [pstdev(column) or 1.0 for column in zip(*(one for one, _ in others), strict=True)]

    def distance(verdict):
        side = zip(*(one for one, side in others if side == verdict), strict=True)
        middles = [fmean(column) for column in side]
        return sum(((a - b) / s) ** 2 for a, b, s in zip(row, middles, spreads, strict=True))

    return min(("salah", "benar"), key=distance)


def test_the_words_do_not_predict_the_truth():
    """Each item is guessed from how often its words stand in the true and in the false ones of all others."""
    bags = [(_bag(question), question.exhibit.verdict) for question in ITEMS]
    right = sum(
        _likelier(bag, bags[:number] + bags[number + 1 :]) == verdict
        for number, (bag, verdict) in enumerate(bags)
    )
    assert right / len(bags) <= CHANCE


def _bag(question):
    return set(re.findall(r"[a-z]+", question.exhibit.text.lower()))


def _likelier(bag, others):
    def likelihood(verdict):
        side = [words for words, one in others if one == verdict]
        counts = Counter(word for words in side for word in words)
        return sum(math.log((counts[word] + 1) / (len(side) + 2)) for word in bag)

    return max(("salah", "benar"), key=likelihood)


def test_the_order_of_a_form_follows_no_pattern():
    for form in FORMS:
        order = "".join(question.exhibit.verdict[0] for question in DOCUMENTS[form].questions)
        assert "bbbb" not in order
        assert "ssss" not in order
        assert "sbsbsbsb" not in order
