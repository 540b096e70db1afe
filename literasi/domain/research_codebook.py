"""What each column of the file for researchers means, in Indonesian and in English, and its values."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column of the file."""

    column: str
    meaning_id: str
    meaning_en: str
    values: str


_BLANK = "; kosong/blank = disamarkan/withheld"

COLUMNS = (
    Column(
        "learner",
        "Kode acak satu orang, sama di semua berkas",
        "Random code of one person, the same in all files",
        "UUID",
    ),
    Column(
        "course",
        "Kursus yang diukur dengan tes orang ini",
        "Course that this person's tests measure",
        "slug" + _BLANK,
    ),
    Column(
        "group",
        "Warga, atau admin media sosial instansi",
        "Citizen, or social-media admin of an agency",
        "citizen, admin" + _BLANK,
    ),
    Column(
        "month",
        "Bulan (Wita) tes pertama orang ini",
        "Month (UTC+8) of this person's first test",
        "YYYY-MM" + _BLANK,
    ),
    Column(
        "device",
        "Perangkat pada tes pertama, menurut peramban",
        "Device at the first test, as the browser says",
        "phone, computer, unknown" + _BLANK,
    ),
    Column(
        "language",
        "Bahasa layar pada tes pertama",
        "Language of the screens at the first test",
        "id, en" + _BLANK,
    ),
    Column(
        "phase",
        "Kapan tes diambil: sebelum kursus, sesudahnya, sebulan kemudian",
        "When the test was taken: before the course, after it, a month later",
        "before, after, later",
    ),
    Column("form", "Paket soal", "Form of the test", "A, B, C"),
    Column("seq", "Urutan butir di tes ini", "Place of the item in this test", "1 ..."),
    Column("item", "Butir", "Item", "key"),
    Column(
        "item_revision",
        "Nomor naskah yang ditampilkan",
        "Number of the text that was shown",
        "integer",
    ),
    Column(
        "truth",
        "Kebenaran butir menurut naskah terbaru; dipakai semua angka",
        "Truth of the item by the newest text; all figures use it",
        "true, false",
    ),
    Column(
        "truth_shown",
        "Kebenaran butir menurut naskah yang ditampilkan",
        "Truth of the item by the text that was shown",
        "true, false; kosong/blank = tidak diketahui/unknown",
    ),
    Column(
        "technique",
        "Teknik hoaks; untuk butir benar: teknik yang mirip dengannya",
        "Technique of the hoax; of a true item: the one it could be mistaken for",
        "slug",
    ),
    Column("topic", "Topik", "Topic", "slug"),
    Column(
        "rating",
        "Jawaban yang berlaku: 1 pasti hoaks ... 6 pasti benar",
        "Answer that counts: 1 certainly a hoax ... 6 certainly true",
        "1-6; kosong/blank = tidak dijawab/left open",
    ),
    Column("said_true", "Jawaban 4 sampai 6", "Answer from 4 to 6", "0, 1; kosong/blank = rating"),
    Column(
        "p_true",
        "Peluang benar yang diwakili jawaban",
        "Probability of being true for which the answer stands",
        "0.05, 0.25, 0.45, 0.55, 0.75, 0.95; kosong/blank = rating",
    ),
    Column(
        "correct",
        "Jawaban di sisi yang tepat menurut kolom truth",
        "Answer on the right side by the column truth",
        "0, 1; kosong/blank = rating",
    ),
    Column(
        "seen_before",
        "Apakah orang ini merasa pernah melihat kabarnya",
        "Whether the person says that they had seen the message",
        "no, yes, unsure; kosong/blank = tidak dijawab/left open",
    ),
    Column(
        "rt_ms",
        "Lama menjawab, dari halaman tampil sampai jawaban tiba",
        "Time to answer, from the page being shown to the answer arriving",
        "milliseconds; kosong/blank = tidak diketahui/unknown",
    ),
    Column(
        "away_ms",
        "Selama itu, berapa lama halaman tidak terlihat",
        "Of it, how long the page was not in view",
        "milliseconds; kosong/blank = tidak diketahui/unknown",
    ),
    Column(
        "set_aside",
        "Alasan tes ini tidak ikut angka utama",
        "Why the main figures leave this test out",
        "unfinished, fast, same; kosong/blank = ikut/counts",
    ),
    Column(
        "due",
        "Apakah tes sebulan kemudian sudah waktunya",
        "Whether the test a month later is due by now",
        "yes, no",
    ),
)
NAMES = tuple(column.column for column in COLUMNS)
CODEBOOK_NAMES = ("column", "meaning_id", "meaning_en", "values")


@dataclass(frozen=True)
class Facts:
    """What README.txt says of one file. *left_out* is in words, because it may be of very few people."""

    day: str
    people: int
    rows: int
    left_out: str
    consent_versions: tuple[int, ...]
    sha256: str
    method: str
    method_sha256: str


def readme(facts: Facts) -> str:
    """The text beside the table, in Indonesian and in English."""
    versions = ", ".join(map(str, facts.consent_versions))
    return f"""Literasi: jawaban tes daya beda, untuk penelitian
Literasi: answers to the discernment test, for research

Tanggal / date: {facts.day}
Orang / people: {facts.people}
Baris / rows: {facts.rows}
Mengizinkan tetapi belum masuk / allowed it, not in this file: {facts.left_out}
Versi naskah izin / versions of the consent: {versions}
SHA-256 judgements.csv: {facts.sha256}
Metode / method: {facts.method}
SHA-256 METHOD.md: {facts.method_sha256}

judgements.csv  satu baris untuk tiap butir yang ditampilkan / one row for each item that was shown
codebook.csv    arti tiap kolom / what each column means
METHOD.md       cara tiap angka dihitung / how every figure is computed

Hitung ulang semua angka / recompute every figure:
flask --app app analyse discernment judgements.csv

Isinya hanya orang berusia 18 tahun ke atas yang mengizinkannya. Tiap gabungan kursus, kelompok,
bulan, perangkat, dan bahasa dimiliki sedikitnya 10 orang. Orang baru masuk sedikitnya 10 sekaligus.
Jawaban orang yang tidak ada di sini tidak dapat dihitung dengan mengurangkan berkas ini dari angka
yang diterbitkan. Mohon tidak mencoba mengenali siapa pun, dan tidak meneruskan berkas ini. Sebelum
memakainya lagi, mintalah yang terbaru: yang menarik izinnya tidak ada lagi di dalamnya.

Everybody in it is 18 or over and allowed it. Every combination of course, group, month, device and
language is that of at least 10 people. New people enter at least 10 at a time. The answers of those
who are not here cannot be computed by subtracting this file from published figures. Please do not
try to recognise anybody, and do not pass the file on. Before you use it again, ask for the newest:
whoever took the permission back is no longer in it.
"""
