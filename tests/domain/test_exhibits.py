import pytest

from literasi.domain.exhibits import ExhibitKind, Verdict, to_html
from literasi.domain.lessons import parse_lesson
from literasi.domain.questions import parse_quiz
from tests.domain import writing
from tests.domain.writing import EXHIBIT, changed, line_of, messages


def exhibit_of(fence):
    lesson, problems = parse_lesson(writing.lesson(fence))
    assert problems == []
    return lesson.blocks[0]


def problems_after(*changes):
    text = writing.lesson(changed(EXHIBIT, *changes))
    document, problems = parse_lesson(text)
    assert (document is None) == bool(problems)
    return [(problem.line - 15, problem.message) for problem in problems]


def test_an_exhibit_is_read():
    exhibit = exhibit_of(EXHIBIT)

    assert exhibit.kind is ExhibitKind.CHAT
    assert exhibit.verdict is Verdict.FALSE
    assert exhibit.source.publisher == "BMKG"
    assert exhibit.media == "Video 0.34: tongkang menyentuh pilar jembatan, siang hari."
    assert exhibit.text == "Barusan! Jembatan ditabrak ponton.\nJangan lewat dulu!\n\nSebarkan."
    assert exhibit.item is None


def test_a_shifted_line_goes_on_with_the_value_above():
    exhibit = exhibit_of(changed(EXHIBIT, ("fact: Videonya asli, tetapi", "fact: Videonya asli,\n  tetapi")))

    assert exhibit.fact == "Videonya asli, tetapi direkam 30 Juni 2019."


def test_before_the_answer_nothing_tells_what_it_is():
    html = to_html(exhibit_of(EXHIBIT), stamped=False)

    assert html == (
        '<figure class="exhibit">'
        "<figcaption>Kiriman WhatsApp, Juli 2019, ditulis ulang untuk belajar</figcaption>"
        '<div class="chat"><p class="from"><svg class="icon" viewBox="0 0 24 24" aria-hidden="true">'
        '<path d="M14 6l6 6-6 6M20 12H9a5 5 0 0 0-5 5"/></svg> Diteruskan berkali-kali</p>'
        '<p class="media"><svg class="icon" viewBox="0 0 24 24" aria-hidden="true">'
        '<path d="M3 6h12v12H3zM15 11l6-4v10l-6-4"/></svg> '
        "<span>Video 0.34: tongkang menyentuh pilar jembatan, siang hari.</span></p>"
        "<p>Barusan! Jembatan ditabrak ponton.<br>Jangan lewat dulu!</p><p>Sebarkan.</p>"
        '<p><time datetime="23:40">23.40</time></p></div></figure>'
    )


def test_afterwards_stamp_and_fact_stand_before_the_words_and_the_source_after():
    html = to_html(exhibit_of(EXHIBIT), stamped=True)

    order = [
        '<figure class="exhibit stamped"><figcaption>',
        '<p class="stamp"><svg',
        '<span class="hide">Kabar ini </span>SALAH</p>',
        '<p class="fact">Videonya asli, tetapi direkam 30 Juni 2019.</p>',
        '<div class="chat">',
        "Barusan!",
        '<p class="sources muted">Sumber: <a href="https://www.bmkg.go.id/gempa" '
        'rel="noopener noreferrer nofollow ugc">BMKG</a>. Diperiksa 12 November 2026.</p></figure>',
    ]
    places = [html.index(part) for part in order]
    assert places == sorted(places)


def test_a_page_that_leads_with_the_fact_gets_only_the_stamp():
    html = to_html(exhibit_of(EXHIBIT), stamped=True, bare=True)

    assert "SALAH" in html
    assert "fact" not in html
    assert "Sumber" not in html


def test_a_true_message_says_so():
    html = to_html(exhibit_of(changed(EXHIBIT, ("salah", "benar"))), stamped=True)

    assert '<p class="stamp true">' in html
    assert "</span>BENAR</p>" in html


def test_every_kind_looks_like_what_it_imitates():
    looks = {
        "sms": ("from: BRI\ntime: 07.05", '<div class="chat sms"><p class="from">BRI</p><p>Teks</p>'),
        "post": (
            "from: Akun\nmedia: Foto: banjir",
            '<div class="chat post"><p class="from">Akun</p><p class="media"><span>Foto: banjir</span></p>',
        ),
        "headline": (
            "from: Media daring\ndate: 27 April 2025",
            '<p><b>Teks</b></p><p>Dua</p><p><time datetime="2025-04-27">27 April 2025</time></p>',
        ),
        "letter": (
            "from: PT Contoh\nnumber: 1/2\nsubject: Panggilan",
            '<div class="letter"><header><b>PT Contoh</b></header>'
            "<p>Nomor: 1/2</p><p>Perihal: Panggilan</p><p>Teks</p>",
        ),
    }  # fmt: skip
    for kind, (keys, expected) in looks.items():
        fence = f"```{kind}\ncaption: a\nverdict: benar\nfact: b\nsource: bmkg\n{keys}\n\nTeks\n\nDua\n```\n"
        assert expected in to_html(exhibit_of(fence), stamped=False)


def test_a_post_may_name_its_day():
    html = to_html(exhibit_of(changed(EXHIBIT, ("23.40", "2025-03-15"))), stamped=False)

    assert '<time datetime="2025-03-15">15 Maret 2025</time>' in html


def test_every_word_is_escaped_and_no_address_becomes_a_link():
    sting = "<script>alert(1)</script>\" onload='x' https://jahat.example *tebal* [a](b)"
    fence = (
        f"```letter\ncaption: {sting}\nverdict: salah\nfact: {sting}\nsource: bmkg\n"
        f"from: {sting}\nnumber: {sting}\nsubject: {sting}\n\n{sting}\n```\n"
    )
    html = to_html(exhibit_of(fence), stamped=True)

    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#x27;x&#x27;") == 6
    assert "<script" not in html
    assert html.count("<a ") == 1  # the source


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        (("caption: Kiriman WhatsApp, Juli 2019, ditulis ulang untuk belajar\n", ""), 1,
         "Contoh kiriman ini belum punya keterangan (caption)."),
        (("verdict: salah\n", ""), 1, "Contoh kiriman ini belum punya putusan."),
        (("fact: Videonya asli, tetapi direkam 30 Juni 2019.\n", ""), 1,
         "Contoh kiriman ini belum punya fakta."),
        (("source: bmkg\n", ""), 1, "Contoh kiriman ini belum punya sumber."),
        (("verdict: salah", "verdict: hoaks"), 3, 'verdict "hoaks" tidak dikenal.'),
        (("verdict: salah", "verdict:"), 3, "verdict masih kosong."),
        (("source: bmkg", "source: bmkgg"), 5, 'Sumber "bmkgg" tidak ada di sources.'),
        (("from: Diter", "form: Diter"), 6, 'Kunci "form" tidak dikenal.'),
        (("from: Diter", "subject: Diter"), 6, 'Kunci "subject" tidak ada pada kiriman jenis chat.'),
        (("from: Diter", "label: Diter"), 6, 'Kunci "label" hanya untuk pertanyaan menilai kabar.'),
        (("from: Diter", "use: form\nfrom: Diter"), 6, 'Kunci "use" hanya untuk pertanyaan menilai kabar.'),
        (("from: Diter", "source: bmkg\nfrom: Diter"), 6, 'Kunci "source" ditulis dua kali.'),
        (("time: 23.40", "time: 23:40"), 7, 'Waktu "23:40" tidak dikenal.'),
        (("time: 23.40", "time: 24.00"), 7, 'Waktu "24.00" tidak dikenal.'),
        (("time: 23.40", "time: 31 Februari 2025"), 7, 'Waktu "31 Februari 2025" tidak dikenal.'),
        (("hari.\n\nBar", "hari.\nBar"), 9, "Teks kiriman menempel pada kuncinya."),
        (("fact: Videonya", "fact: " + "a" * 300 + "Videonya"), 4, "fact terlalu panjang: 343 huruf."),
        (("Sebarkan.", "a" * 3001), 1, "Teks kiriman ini terlalu panjang."),
        (("```chat", "```Chat"), 1, 'Jenis kiriman "Chat" tidak dikenal.'),
    ],
)  # fmt: skip
def test_each_slip_is_told_where_it_is(change, line, message):
    assert problems_after(change) == [(line, message)]


def test_an_exhibit_without_words_is_told():
    assert (1, "Contoh kiriman ini belum punya teks.") in problems_after(
        ("Barusan! Jembatan ditabrak ponton.\nJangan lewat dulu!\n\nSebarkan.\n", "")
    )


def test_the_message_is_the_one_promised():
    text = changed(writing.lesson(), ("verdict: salah\n", ""))
    line = line_of(text, "```chat")

    assert [str(problem) for problem in parse_lesson(text)[1]] == [
        f"{line}: Contoh kiriman ini belum punya putusan. "
        'Tambahkan baris "verdict: salah" atau "verdict: benar".'
    ]


def test_an_unreadable_front_matter_is_not_blamed_on_the_exhibits():
    text = changed(writing.lesson(), ("title: Mem", "title: &a Mem"))

    assert [problem.message for problem in parse_lesson(text)[1]] == [
        'Bagian depan tidak memakai jangkar (tanda "&").'
    ]


def test_what_is_judged_must_say_more():
    for key in ("label", "why", "cue", "technique", "topic"):
        start = writing.JUDGED.index(f"\n{key}:")
        end = writing.JUDGED.index("\n", start + 1)
        judged = writing.JUDGED[:start] + writing.JUDGED[end:].replace(
            "\n  Waktunya juga cocok.", "", key == "why"
        )
        text = writing.quiz(f"## Menurut Anda, kabar ini… {{#gempa}}\n\n{judged}")
        found = messages(parse_quiz(text)[1])
        assert len(found) == 1
        assert found[0][0] == line_of(text, "```sms")
        assert f"({key})" in found[0][1]


def test_technique_topic_and_use_are_from_the_list():
    text = changed(
        writing.quiz(),
        ("technique: konten_tiruan", "technique: tipu"),
        ("topic: bencana", "topic: x\nuse: ujian"),
    )

    assert [(problem.message, problem.mend) for problem in parse_quiz(text)[1]] == [
        (
            'technique "tipu" tidak dikenal.',
            "Pilih: konten_tiruan, konteks_salah, konten_palsu, konten_menyesatkan, deepfake, konspirasi, "
            "konten_dimanipulasi, koneksi_salah.",
        ),
        ('topic "x" tidak dikenal.', "Pilih: uang, bencana, layanan, alam, digital, kota, kesehatan."),
        ('use "ujian" tidak dikenal.', "Pilih: training, form."),
    ]
