"""Questions in plain fields, as a browser without JavaScript does it."""

from datetime import date

import pytest

from literasi.database import db, writing
from literasi.domain.blocks import FENCE_WORDS
from literasi.domain.examples import bank_skeleton, left_over
from literasi.domain.questions.forms import outline
from literasi.domain.questions.sections import remove_section
from literasi.models import Draft
from tests import make
from tests.browsing import Browser
from tests.domain.test_ticks import CLUES

HEAD = """---
title: Kuis baru
feedback: langsung
sources:
  - id: bmkg
    title: Gempa
    publisher: BMKG
    url: https://www.bmkg.go.id/gempa
    checked: 2026-11-12
review-by: 2027-11-23
---

"""
FIRST = """## Pertama? {#pertama}

- [x] Satu
  > Tepat.
- [ ] Dua
  > Belum.
"""
QUIZ = f"{HEAD}{FIRST}\n{CLUES}"
JUDGEMENT = {
    "words": "Gempa!\n```",
    "caption": "Pesan singkat, Mei 2025",
    "label": "Pesan tentang gempa",
    "verdict": "benar",
    "fact": "Memang ada gempa.",
    "why": "BMKG mencatatnya.",
    "cue": "Lihat situs BMKG.",
    "technique": "konten_tiruan",
    "topic": "bencana",
    "source": "bmkg",
}


class Desk:
    """A trainer with a draft of QUIZ."""

    def __init__(self, app, source, identity):
        self.app, self.world = app, make.world(app)
        self.browser = Browser(self.world.client("trainer"))
        with app.app_context(), writing(db.session()) as session:
            texts = [("courses/jebakan/", make.COURSE), (identity, source)]
            self.id = make.draft(session, self.world.learner_ids["trainer"], texts=texts)
        self.list = f"/studio/draf/{self.id}/pertanyaan"

    @property
    def text(self):
        with self.app.app_context():
            return db.session.get(Draft, self.id).texts[1].source

    def change(self, text):
        """Another page saves."""
        with self.app.app_context(), writing(db.session()) as session:
            draft = session.get(Draft, self.id)
            draft.texts[1].source = text
            draft.version += 1


@pytest.fixture
def open_desk(app):
    return lambda source=QUIZ, identity="quizzes/jebakan/baru": Desk(app, source, identity)


@pytest.fixture
def desk(open_desk):
    return open_desk()


def keys(desk):
    return [entry.key for entry in outline(desk.text)]


def test_the_editor_leads_to_the_questions_and_back(desk):
    page = desk.browser.open(f"/studio/draf/{desk.id}")
    page = desk.browser.click("Susun soal")

    assert page.heading == "2 soal"
    page = desk.browser.click("Bagian mana")
    assert "disunting sebagai teks" in page
    assert desk.browser.click("Sunting sebagai teks").url.endswith("#text-1")


def test_a_form_that_is_sent_back_unchanged_changes_no_byte(desk):
    desk.browser.open(f"{desk.list}/1")
    page = desk.browser.submit("Simpan soal")

    assert page.url.endswith("/pertanyaan#soal-1")
    assert desk.text == QUIZ


def test_a_change_is_saved_in_its_question_alone(desk):
    desk.browser.open(f"{desk.list}/1")
    desk.browser.submit("Simpan soal", **{"explanation-2": "Belum.\r\n\r\n- [x] bukan pilihan"})

    assert desk.text == QUIZ.replace("  > Belum.", "  > Belum.\n  >\n  > - [x] bukan pilihan")


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(desk):
    desk.browser.open(f"{desk.list}/1")
    page = desk.browser.submit(
        "Simpan soal", status=422, prompt="Apa {ini}?", body="## Lain {#lain}", **{"choice-2": ""}
    )

    assert page.title.startswith("Kesalahan:")
    assert {address for _, address in page.links} >= {"#prompt", "#body", "#choice-2"}
    assert "Apa {ini}?" in page
    assert page.heading == "Soal 1"
    assert desk.text == QUIZ


def test_choices_are_added_and_taken_out_without_saving(desk):
    desk.browser.open(f"{desk.list}/1")
    page = desk.browser.submit("Tambah pilihan", status=422, **{"choice-2": "Dua belas"})
    assert "Pilihan 3" in page
    assert "Dua belas" in page
    page = desk.browser.submit("Buang pilihan 1", status=422)
    assert "Pilihan 3" not in page
    page = desk.browser.submit("Simpan soal", status=422)
    assert "Pertanyaan ini punya 1 pilihan." in page
    assert desk.text == QUIZ
    desk.browser.submit("Tambah pilihan", status=422)
    desk.browser.submit("Simpan soal", **{"choice-2": "Tiga", "right-2": "yes", "explanation-2": "Tepat."})

    assert "- [ ] Dua belas\n  > Belum.\n- [x] Tiga\n  > Tepat.\n" in desk.text


def test_six_choices_are_enough(desk):
    page = desk.browser.open(f"{desk.list}/1")
    for _ in range(4):
        page = desk.browser.submit("Tambah pilihan", status=422)

    assert "Pilihan 6" in page
    assert "Tambah pilihan" not in page


def test_a_judgement_is_added_filled_and_named_after_its_label(desk):
    desk.browser.open(desk.list)
    page = desk.browser.submit("Menilai kabar")
    assert page.url.endswith("/pertanyaan/3")
    assert "… tulis" not in page
    assert page.forms[0].offered["kind"] == list(FENCE_WORDS)
    page = desk.browser.submit("Simpan soal", status=422, **JUDGEMENT)
    assert "menutup kirimannya" in page
    desk.browser.submit("Simpan soal", words="Gempa!", kind="sms")

    assert keys(desk) == ["pertama", "surat", "pesan-tentang-gempa"]
    assert desk.text.startswith(QUIZ)
    assert (
        "```sms\ncaption: Pesan singkat, Mei 2025\nlabel: Pesan tentang gempa\nverdict: benar\n" in desk.text
    )


def test_another_look_has_other_fields(desk):
    desk.browser.open(desk.list)
    page = desk.browser.submit("Menilai kabar")
    assert "Perihal surat" not in page
    page = desk.browser.submit("Tampilkan isian", status=422, kind="letter", fact="Sudah ditulis")

    assert "Perihal surat" in page
    assert "Sudah ditulis" in page


def test_every_kind_can_be_added(desk):
    for words in ("Satu pilihan", "Beberapa pilihan", "Menilai kabar", "Mencari tanda"):
        desk.browser.open(desk.list)
        desk.browser.submit(words)

    made = ["pertanyaan-baru", "pertanyaan-baru-2", "pertanyaan-baru-3", "pertanyaan-baru-4"]
    assert keys(desk) == ["pertama", "surat", *made]


def test_questions_are_moved_and_removed(desk):
    desk.browser.open(desk.list)
    page = desk.browser.submit("Turunkan: 1")
    assert keys(desk) == ["surat", "pertama"]
    desk.browser.submit("Naikkan: 2")
    assert desk.text == QUIZ
    desk.browser.click("Hapus: 2")
    page = desk.browser.click("Jangan hapus")
    assert page.heading == "2 soal"
    page = desk.browser.click("Hapus: 2")
    assert "Uang kantor" in page
    page = desk.browser.submit("Hapus soal ini")

    assert page.heading == "1 soal"
    assert desk.text == HEAD + FIRST


def test_the_bank_has_judgements_alone_and_asks_for_more(open_desk):
    desk = open_desk(HEAD, "quizzes/bank/baru")
    page = desk.browser.open(desk.list)
    assert "Satu pilihan tepat" not in page
    desk.browser.submit("Menilai kabar")
    page = desk.browser.submit("Simpan soal", status=422, **JUDGEMENT)

    assert {address for _, address in page.links} >= {"#place", "#difficulty", "#review-by", "#words"}


def test_a_second_page_shows_both_texts(desk):
    desk.browser.open(f"{desk.list}/1")
    theirs = QUIZ.replace("Satu", "Satu dari sana")
    desk.change(theirs)
    page = desk.browser.submit("Simpan soal", status=409, **{"choice-1": "Satu dari sini"})

    assert "Satu dari sini" in page
    assert "Satu dari sana" in page
    assert desk.text == theirs
    desk.browser.submit("Simpan teks saya")
    assert "Satu dari sini" in desk.text


def test_a_question_that_another_page_moved_or_removed_is_found_or_kept(desk):
    desk.browser.open(f"{desk.list}/1")
    form = desk.browser.page
    desk.change(f"{HEAD}{CLUES}\n{FIRST}")
    desk.browser.submit("Simpan soal", status=409, **{"choice-1": "Satu dari sini"})
    desk.browser.submit("Simpan teks saya")
    assert keys(desk) == ["surat", "pertama"]
    assert "Satu dari sini" in desk.text

    desk.change(remove_section(desk.text, 2))
    desk.browser.page = form
    desk.browser.submit("Simpan soal", status=409, **{"choice-1": "Satu lagi"})
    desk.browser.submit("Simpan teks saya")
    assert keys(desk) == ["surat", "pertama"]
    assert "Satu lagi" in desk.text


def test_the_list_moves_nothing_after_another_page_has_saved(desk):
    page = desk.browser.open(desk.list)
    theirs = f"{HEAD}{FIRST}"
    desk.change(theirs)
    page = desk.browser.submit("Turunkan: 1", status=409)

    assert "disimpan dari halaman lain" in page
    assert desk.text == theirs


def test_a_text_that_cannot_be_parted_is_left_alone(open_desk):
    desk = open_desk(f"{QUIZ}\n## Rusak? {{#rusak}}\n\n```chat\ncaption: a\n")
    desk.browser.open(desk.list)
    page = desk.browser.submit("Naikkan: 3")

    assert page.heading == "3 soal"
    assert keys(desk) == ["pertama", "rusak", "surat"]


def test_what_is_not_there_is_not_found(desk):
    desk.browser.open(f"{desk.list}/9", status=404)
    desk.browser.open(f"{desk.list}/9/hapus", status=404)
    with desk.app.app_context(), writing(db.session()) as session:
        lesson = make.draft(
            session, desk.world.learner_ids["trainer"], texts=[("courses/jebakan/", make.COURSE)]
        )
        session.get(Draft, desk.id).state = "in_review"
    desk.browser.open(f"/studio/draf/{lesson}/pertanyaan", status=404)
    desk.browser.open(desk.list, status=404)


SOURCE = {
    "new-title": "Siaran pers: gempa",
    "new-publisher": "BPBD Kaltim",
    "new-url": "https://bpbd.kaltimprov.go.id/gempa",
    "new-checked": "23/11/2026",
}
NO_SOURCES = "---\ntitle: Kuis baru\nfeedback: langsung\nreview-by: 2027-11-23\n---\n\n" + FIRST


def new_judgement(desk, **fields):
    """The fields of JUDGEMENT with others in place of some."""
    desk.browser.open(desk.list)
    desk.browser.submit("Menilai kabar")
    return {**JUDGEMENT, "words": "Gempa!", **fields}


def test_a_new_source_is_named_in_the_front_matter_and_by_the_message(open_desk):
    desk = open_desk(NO_SOURCES)
    typed = new_judgement(desk, **SOURCE)
    del typed["source"]
    assert "source" not in desk.browser.page.forms[0].offered
    assert dict(desk.browser.page.forms[0].values)["new-checked"].startswith("20")
    desk.browser.submit("Simpan soal", **typed)

    assert (
        'sources:\n  - id: bpbd-kaltim\n    title: "Siaran pers: gempa"\n    publisher: BPBD Kaltim\n'
        "    url: https://bpbd.kaltimprov.go.id/gempa\n    checked: 2026-11-23\n"
    ) in desk.text
    assert "\nsource: bpbd-kaltim\n" in desk.text


def test_a_new_source_gets_an_id_of_its_own(desk):
    typed = new_judgement(desk, **{**SOURCE, "new-publisher": "BMKG"})
    desk.browser.submit("Simpan soal", **typed)

    assert "  - id: bmkg-2\n" in desk.text
    assert "\nsource: bmkg-2\n" in desk.text


def test_a_faulty_source_is_said_beside_its_fields_and_kept(open_desk):
    desk = open_desk(NO_SOURCES)
    typed = new_judgement(desk, **{**SOURCE, "new-url": "bmkg", "new-checked": "31/2/2026", "fact": ""})
    del typed["source"]
    before = desk.text
    page = desk.browser.submit("Simpan soal", status=422, **typed)

    assert {address for _, address in page.links} >= {"#new-url", "#new-checked", "#fact"}
    assert "#source" not in {address for _, address in page.links}
    kept = dict(page.forms[0].values)
    assert (kept["new-url"], kept["new-checked"]) == ("bmkg", "31/2/2026")
    assert kept["new-title"] == "Siaran pers: gempa"
    assert desk.text == before


def test_a_judgement_without_any_source_leads_to_the_new_one(open_desk):
    desk = open_desk(NO_SOURCES)
    typed = new_judgement(desk)
    del typed["source"]
    page = desk.browser.submit("Simpan soal", status=422, **typed)

    assert "#source" in {address for _, address in page.links}


def test_choices_and_errors_are_words_and_not_signs(desk):
    new_judgement(desk)
    page = desk.browser.page
    for words in ("Konten tiruan (meniru lembaga)", "Bencana", "Salah", "Benar", "BMKG: Gempa"):
        assert f">{words}</option>" in page.html
    page = desk.browser.submit("Simpan soal", status=422)
    assert "belum punya nama pendek. Isi kolomnya." in page
    assert "(label)" not in page
    desk.browser.open(f"{desk.list}/1")
    page = desk.browser.submit("Simpan soal", status=422, **{"right-2": "yes"})
    assert "- [" not in page


def test_days_may_be_typed_as_people_write_them(open_desk):
    desk = open_desk(HEAD, "quizzes/bank/baru")
    banked = {"place": "kaltim", "difficulty": "2", "review-by": "31/2/2027"}
    typed = new_judgement(desk, **banked)
    assert "Kalimantan Timur" in desk.browser.page
    assert desk.browser.page.forms[0].offered["use"] == []
    page = desk.browser.submit("Simpan soal", status=422, **typed)
    assert "Tulis misalnya 23-11-2027." in page
    assert dict(page.forms[0].values)["review-by"] == "31/2/2027"
    desk.browser.submit("Simpan soal", **{"review-by": "23-11-2027"})

    assert "\nuse: training\nreview-by: 2027-11-23\n" in desk.text


def test_the_list_says_what_is_open_and_names_messages(desk):
    typed = new_judgement(desk)
    page = desk.browser.open(desk.list)
    assert page.html.count("belum lengkap") == 1
    desk.browser.open(f"{desk.list}/3")
    page = desk.browser.submit("Simpan soal", **typed)

    assert "belum lengkap" not in page
    assert f"{desk.list}/3" in {address for words, address in page.links if words == "Pesan tentang gempa"}


def test_an_open_question_that_is_sent_back_unchanged_says_what_is_open(open_desk):
    empty = (
        "## Menurut Anda, kabar ini… {#kabar-1}\n\n```chat\ncaption: Kiriman\nlabel:\nverdict:\n\nHalo\n```\n"
    )
    desk = open_desk(HEAD + empty)
    desk.browser.open(f"{desk.list}/1")
    page = desk.browser.submit("Simpan soal", status=422)

    assert {address for _, address in page.links} >= {"#label", "#verdict", "#fact", "#source"}
    assert desk.text == HEAD + empty


def test_a_new_source_takes_the_place_of_the_example(open_desk):
    desk = open_desk(bank_skeleton("Banjir", date(2026, 11, 23)), "quizzes/bank/banjir")
    page = desk.browser.open(f"{desk.list}/1")
    assert "sumber-1" not in page
    typed = {**JUDGEMENT, **SOURCE, "words": "Gempa!", "place": "dunia", "difficulty": "1", "key": "gempa"}
    del typed["source"]
    desk.browser.submit("Simpan soal", **typed, **{"review-by": "2027-05-23"})

    assert "sumber-1" not in desk.text
    assert left_over(desk.text) == []


def test_a_use_for_tests_is_asked_about(desk):
    typed = new_judgement(desk)
    desk.browser.submit("Simpan soal", **typed)
    desk.change(desk.text.replace("topic: bencana\n", "topic: bencana\nuse: form\n"))
    page = desk.browser.open(f"{desk.list}/3")

    assert ">Tes</option>" in page.html
    before = desk.text
    desk.browser.submit("Simpan soal")
    assert desk.text == before
