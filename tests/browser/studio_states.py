"""The states of the studio's pages; importing this registers them."""

import random
import re

from tests import drawing
from tests.browser import people
from tests.browser.states import state
from tests.crowds import fill

LESSON, QUIZ = "courses/jebakan/berkas-apk", "quizzes/jebakan/berkas-apk"


def press(visitor, words):
    """Press the button with these words, and wait for the page that follows."""
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name=re.compile(re.escape(words))).first.click()


def begin(visitor, *identities):
    """A trainer begins a draft of these texts; leaves the editor open."""
    people.become_trainer(visitor)
    visitor.open("/akun")
    answer = visitor.page.evaluate(
        """async (identities) => {
            const body = new URLSearchParams(identities.map((one) => ["identity", one]));
            body.append("csrf_token", document.querySelector("[name=csrf_token]").value);
            return (await fetch("/studio/draf/mulai", { method: "POST", body })).url;
        }""",
        list(identities),
    )
    visitor.page.goto(answer)


@state("studio.desk")
def desk_empty(visitor):
    people.become_trainer(visitor)
    visitor.open("/studio")


@state("studio.desk")
def desk(visitor):
    begin(visitor, LESSON, QUIZ)
    visitor.open("/studio")
    assert visitor.page.locator("main .tasks li").count() >= 1


@state("studio.draft")
def editor(visitor):
    begin(visitor, LESSON, QUIZ)
    assert visitor.page.locator("textarea").count() == 2


@state("studio.guide")
def writing_guide(visitor):
    people.become_trainer(visitor)
    visitor.open("/studio/panduan")


@state("studio.save_draft")
def editor_with_findings(visitor):
    begin(visitor, LESSON)
    text = visitor.page.locator("#text-0")
    text.fill(text.input_value().replace("minutes:", "menit:"))
    press(visitor, "Simpan dan periksa")
    assert visitor.page.locator(".findings .must").count() >= 1


@state("studio.sending")
def sending(visitor):
    begin(visitor, LESSON, QUIZ)
    press(visitor, "Lanjut ke peninjauan")


@state("studio.draft")
def own_draft_in_review(visitor):
    sending(visitor)
    press(visitor, "Kirim untuk ditinjau")


@state("studio.send_back_draft")
def review_without_words(visitor):
    own_draft_in_review(visitor)
    address = visitor.path
    people.sign_out(visitor)
    people.become_trainer(visitor)
    visitor.open(address)
    press(visitor, "Kembalikan kepada penulis")
    assert visitor.page.locator(".errors").is_visible()


@state("studio.draft")
def draft_put_aside(visitor):
    begin(visitor, LESSON)
    press(visitor, "Sisihkan draf ini")


# Rumours, fact checks, reports, files, settings.

CHECK = "/studio/pemeriksaan/sumber?teks=quizzes/bank/lewat-tanggal&butir=jadwal-lama-true"
RUMOUR = (
    "Besok listrik padam tiga hari di seluruh kota. Daftar di https://contoh-pemadaman-bergilir.example/a"
)


@state("public.rumour")
def rumour_form(visitor):
    visitor.open("/kirim-kabar")


@state("public.send_rumour")
def rumour_missing(visitor):
    visitor.open("/kirim-kabar")
    people.send(visitor)
    assert visitor.page.locator(".errors").is_visible()


@state("public.rumour")
def rumour_sent(visitor):
    visitor.open("/kirim-kabar")
    visitor.page.fill("[name=text]", f"{RUMOUR}/{visitor.name}")
    people.send(visitor)
    assert "terkirim=1" in visitor.page.url


@state("studio.rumour_list")
def rumours(visitor):
    rumour_sent(visitor)
    people.become_trainer(visitor)
    visitor.open("/studio/kabar")
    assert visitor.page.locator("main .exhibit").count() >= 1


@state("studio.rumour_list")
def rumour_put_aside(visitor):
    rumours(visitor)
    press(visitor, "Sisihkan")
    assert visitor.page.get_by_role("button", name="Urungkan").is_visible()


@state("studio.rumour_list")
def rumours_put_aside(visitor):
    rumour_put_aside(visitor)
    visitor.open("/studio/kabar?status=disisihkan")


@state("studio.draft")
def rumour_as_item(visitor):
    rumours(visitor)
    press(visitor, "Jadikan butir bank")
    assert visitor.page.locator(".findings .must").count() >= 1


@state("studio.check_list")
def checks(visitor):
    people.become_trainer(visitor)
    visitor.open("/studio/pemeriksaan")
    assert visitor.page.locator("main section").count() >= 2


@state("studio.check")
def another_source(visitor):
    people.become_trainer(visitor)
    visitor.open(CHECK)


@state("studio.confirm_fact")
def another_source_wrong(visitor):
    another_source(visitor)
    press(visitor, "Masih benar")
    assert visitor.page.locator(".errors").is_visible()


@state("studio.report_list")
def reports(visitor):
    visitor.open("/laporkan?halaman=/kursus/jebakan/berkas-apk")
    visitor.page.fill("[name=text]", "Alamat sumber ketiga tidak bisa dibuka lagi.")
    people.send(visitor)
    people.become_trainer(visitor)
    visitor.open("/studio/laporan")
    assert visitor.page.get_by_role("button", name="Tandai selesai").count() >= 1


@state("studio.report_list")
def reports_handled(visitor):
    reports(visitor)
    press(visitor, "Tandai selesai")
    visitor.open("/studio/laporan?status=selesai")


@state("studio.file_list")
def files(visitor):
    people.become_trainer(visitor)
    visitor.open("/studio/berkas")


@state("studio.file_difference")
def file_beside_site(visitor):
    people.become_trainer(visitor)
    visitor.open("/studio/berkas/beda?teks=courses/jebakan/berkas-apk")


@state("platform.decisions")
def settings(visitor):
    people.become_operator(visitor)
    visitor.open("/kelola/pengaturan?tersimpan=1")


@state("platform.decide")
def settings_without_a_choice(visitor):
    settings(visitor)
    visitor.page.evaluate(
        "() => document.querySelectorAll('main input[type=radio]').forEach((one) => one.remove())"
    )
    people.send(visitor)
    assert visitor.page.locator(".errors").is_visible()


FIGURES = "/studio/butir/ujian/beberapa-centang"


@state("studio.items")
def figures_of_all_quizzes(visitor):
    fill(visitor.site.database_url, "beberapa-centang")
    people.become_trainer(visitor)
    visitor.open("/studio/butir")
    assert visitor.page.locator(".tasks .tag.soon").count() >= 1


@state("studio.item_figures")
def figures_of_a_quiz(visitor):
    figures_of_all_quizzes(visitor)
    visitor.open(FIGURES)
    assert visitor.page.locator("table.rows").count() >= 1


@state("studio.item_figures")
def figures_of_the_bank_without_answers(visitor):
    people.become_trainer(visitor)
    visitor.open("/studio/butir/bank/uang")
    assert visitor.page.locator(".stamp").count() >= 10


# Questions in plain fields


def open_questions(visitor):
    begin(visitor, QUIZ)
    visitor.open(f"{visitor.path}/pertanyaan")


@state("studio.question_list")
def questions(visitor):
    open_questions(visitor)
    assert visitor.page.locator(".question-list > li").count() >= 2


@state("studio.question_fields")
def question_with_choices(visitor):
    open_questions(visitor)
    visitor.page.locator(".question-list a").first.click()
    assert visitor.page.locator("#choice-2").is_visible()


@state("studio.save_question")
def question_with_errors(visitor):
    question_with_choices(visitor)
    visitor.page.locator("#prompt").fill("Apa {ini}?")
    visitor.page.locator("#explanation-1").fill("")
    press(visitor, "Simpan soal")
    assert visitor.page.locator(".errors").is_visible()


@state("studio.save_question")
def judgement_with_errors(visitor):
    open_questions(visitor)
    press(visitor, "Menilai kabar")
    press(visitor, "Simpan soal")
    assert visitor.page.locator(".errors li").count() > 5


@state("studio.question_fields")
def question_as_text(visitor):
    open_questions(visitor)
    press(visitor, "Mencari tanda")
    assert visitor.page.get_by_role("link", name="Sunting sebagai teks").is_visible()


@state("studio.question_removal")
def question_removal(visitor):
    question_with_choices(visitor)
    visitor.page.get_by_role("link", name="Hapus soal ini").click()


@state("studio.arrange_questions")
def questions_changed_elsewhere(visitor):
    open_questions(visitor)
    visitor.page.locator("input[name=version]").evaluate("(field) => (field.value = '99')")
    press(visitor, "Turunkan")
    assert visitor.page.locator(".notice.bad").is_visible()


@state("studio.remove_question")
def question_removal_too_late(visitor):
    question_removal(visitor)
    visitor.page.locator("input[name=version]").evaluate("(field) => (field.value = '99')")
    press(visitor, "Hapus soal ini")
    assert visitor.page.locator(".notice.bad").is_visible()


def upload(visitor, data=None, alt="Peta genangan di Jalan Antasari"):
    """A trainer sends a picture; one of their own colour, so that it is new."""
    people.become_trainer(visitor)
    visitor.open("/studio/media")
    colour = f"#{random.randrange(0x1000000):06x}"
    picture = {"name": "peta.png", "mimeType": "image/png", "buffer": data or drawing.drawing(colour=colour)}
    visitor.page.set_input_files("#picture", picture)
    visitor.page.fill("#alt", alt)
    press(visitor, "Unggah")


@state("studio.media")
def media(visitor):
    upload(visitor)
    assert "Gambar tersimpan" in visitor.page.inner_text("main")


@state("studio.media")
def media_retired(visitor):
    upload(visitor)
    press(visitor, "Pensiunkan")
    visitor.open("/studio/media?pensiun=ya")
    assert visitor.page.locator(".pictures li").count() >= 1


@state("studio.upload_picture")
def media_refused(visitor):
    upload(visitor, drawing.SVG)
    assert visitor.page.input_value("#alt") == "Peta genangan di Jalan Antasari"
