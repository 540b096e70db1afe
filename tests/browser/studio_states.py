"""The states of the studio's pages; importing this registers them."""

import random
import re

from tests import drawing
from tests.browser import people
from tests.browser.states import state
from tests.browser.visiting import QUIZ_AT_THE_END
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
    text = visitor.page.locator("#text-0")
    text.fill(text.input_value().replace("minutes: 4", "minutes: 5"))
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


# The catalogue: courses, lessons, the bank, and the history of texts.
COURSE = "/studio/kursus/jebakan"
BANK_FILE = "/studio/bank/uang"


def open_as_trainer(visitor, path):
    people.become_trainer(visitor)
    visitor.open(path)


@state("studio.courses")
def studio_courses(visitor):
    open_as_trainer(visitor, "/studio/kursus")


@state("studio.begin_course")
def studio_course_without_title(visitor):
    open_as_trainer(visitor, "/studio/kursus")
    press(visitor, "Mulai kursus")
    assert visitor.page.locator(".errors").is_visible()


@state("studio.course")
def studio_course(visitor):
    begin(visitor, LESSON, QUIZ)
    visitor.open(COURSE)
    assert visitor.page.get_by_role("link", name="Draf Anda").count() >= 1


@state("studio.begin_text")
def studio_lesson_without_title(visitor):
    open_as_trainer(visitor, COURSE)
    press(visitor, "Mulai pelajaran dan kuisnya")
    assert visitor.page.locator(".errors").is_visible()


@state("studio.course")
def studio_lesson_shifted(visitor):
    open_as_trainer(visitor, COURSE)
    press(visitor, "Naikkan")
    assert visitor.page.get_by_role("status").is_visible()
    press(visitor, "Turunkan")


@state("studio.retirement")
def retirement(visitor):
    open_as_trainer(visitor, f"/studio/pensiun?teks={LESSON}")


@state("studio.retirement")
def retirement_of_a_course(visitor):
    open_as_trainer(visitor, "/studio/pensiun?teks=courses/jebakan/")


@state("studio.bring_back_text")
def bringing_back_refused(visitor):
    """A final quiz that was retired, while another one took its place, cannot come back."""
    open_as_trainer(visitor, "/studio/pensiun?teks=quizzes/jebakan/berkas-apk")
    press(visitor, "Ya, pensiunkan")
    visitor.open("/studio/pensiun?teks=quizzes/jebakan/berkas-apk")
    assert visitor.page.get_by_role("button", name="Ya, pakai lagi").is_visible()
    press(visitor, "Ya, pakai lagi")


@state("studio.moving")
def moving(visitor):
    open_as_trainer(visitor, f"{COURSE}/berkas-apk/pindah")


@state("studio.move_lesson")
def moving_nowhere(visitor):
    open_as_trainer(visitor, f"{COURSE}/berkas-apk/pindah")
    press(visitor, "Pindahkan pelajaran")
    assert visitor.page.locator(".errors").is_visible()


@state("studio.bank")
def studio_bank(visitor):
    open_as_trainer(visitor, "/studio/bank")


@state("studio.begin_bank_file")
def studio_bank_without_title(visitor):
    open_as_trainer(visitor, "/studio/bank")
    press(visitor, "Mulai berkas")


@state("studio.bank_file")
def studio_bank_file(visitor):
    open_as_trainer(visitor, BANK_FILE)


@state("studio.item")
def studio_item(visitor):
    open_as_trainer(visitor, BANK_FILE)
    visitor.page.locator("main tbody a").first.click()


@state("studio.move_item")
def studio_item_nowhere(visitor):
    studio_item(visitor)
    press(visitor, "Pindahkan, lewat draf")
    assert visitor.page.locator(".errors").is_visible()


@state("studio.history")
def history(visitor):
    open_as_trainer(visitor, f"/studio/riwayat?teks={LESSON}")


@state("studio.history")
def history_with_two_revisions(visitor):
    """A course that was shifted there and back has three revisions."""
    open_as_trainer(visitor, "/studio/kursus")
    press(visitor, "Turunkan")
    press(visitor, "Naikkan")
    visitor.open("/studio/riwayat?teks=courses/jebakan/&dari=1&ke=2")
    assert visitor.page.locator(".diff mark").count() >= 1


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
    assert visitor.page.get_by_role("button", name="Simpan soal").count() >= 1


@state("studio.check_list")
def checks(visitor):
    people.become_trainer(visitor)
    visitor.open("/studio/pemeriksaan")
    assert visitor.page.locator("main section").count() >= 2


@state("studio.confirm_fact")
def checks_nothing_chosen(visitor):
    checks(visitor)
    with visitor.page.expect_navigation():
        visitor.page.locator("form:has([name=source]) button").first.click()
    assert visitor.page.locator(".errors").is_visible()


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


@state("studio.consequences")
def changed_keys(visitor):
    begin(visitor, QUIZ)
    text = visitor.page.locator("#text-0")
    text.fill(swapped(text.input_value()))
    press(visitor, "Lanjut ke peninjauan")
    assert visitor.page.locator("fieldset").count() >= 1


@state("studio.decide_consequences")
def changed_keys_without_a_word(visitor):
    changed_keys(visitor)
    press(visitor, "Lanjut ke peninjauan")
    assert visitor.page.locator(".errors").is_visible()


@state("studio.sending")
def changed_keys_decided(visitor):
    changed_keys(visitor)
    visitor.page.get_by_text("Perbaiki jawaban benar dan hitung ulang").click()
    press(visitor, "Lanjut ke peninjauan")
    assert visitor.page.get_by_text("Tidak ada nilai yang turun").is_visible()


@state("studio.consequences")
def results_that_would_fall(visitor):
    begin(visitor, "quizzes/ujian/umpan-akhir")
    address = visitor.path
    visitor.finish_quiz(QUIZ_AT_THE_END)
    visitor.open(address)
    text = visitor.page.locator("#text-0")
    text.fill(text.input_value().replace("verdict: salah", "verdict: benar"))
    press(visitor, "Lanjut ke peninjauan")
    visitor.page.locator("fieldset summary").click()
    assert visitor.page.get_by_text("turunkan juga").is_visible()


@state("studio.sending")
def results_that_will_fall(visitor):
    results_that_would_fall(visitor)
    visitor.page.get_by_text("Perbaiki jawaban benar dan hitung ulang").click()
    visitor.page.get_by_text("turunkan juga").click()
    press(visitor, "Lanjut ke peninjauan")
    assert visitor.page.locator("main details[open] li").count() >= 1


def swapped(source):
    """The quiz with its second choice right instead of the first, in the first question with choices."""
    before, first, rest = source.replace("- [x] ", "- [ ] ", 1).split("- [ ] ", 2)
    return f"{before}- [ ] {first}- [x] {rest}"


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


# Import and export

GIFT = """\
::Kanal::Mana kanal resmi? {=BMKG#Ya. ~Grup WA#Belum tentu.}

::Bobot::Apa tandanya? {~%75%jam ~%25%tanggal ~%-100%jumlah}

Mengapa? {}

Kurungnya hilang {=a ~b
"""


def send_text(visitor, text):
    """A trainer pastes a text and asks what it would do."""
    people.become_trainer(visitor)
    visitor.open("/studio/impor")
    visitor.page.fill("#text", text)
    visitor.page.select_option("#course", "jebakan")
    visitor.page.fill("#title", "Soal Moodle")
    press(visitor, "Lihat yang akan dibuat")


@state("studio.imports")
def import_form(visitor):
    people.become_trainer(visitor)
    visitor.open("/studio/impor")


@state("studio.upload_import")
def import_refused(visitor):
    send_text(visitor, "Kurungnya hilang {=a ~b")
    assert visitor.page.locator(".errors").is_visible()


@state("studio.dry_run")
def dry_run(visitor):
    send_text(visitor, GIFT)
    assert visitor.page.locator("table.rows tbody tr").count() == 1
    assert visitor.page.locator(".findings li").count() == 2


@state("studio.make_drafts")
def dry_run_undecided(visitor):
    dry_run(visitor)
    press(visitor, "Buat draf untuk 2 soal")
    assert visitor.page.locator(".errors").is_visible()


@state("studio.exports")
def exports(visitor):
    people.become_trainer(visitor)
    visitor.open("/studio/ekspor")


@state("studio.exports")
def export_with_losses(visitor):
    people.become_trainer(visitor)
    visitor.open("/studio/ekspor?isi=semua&bentuk=gift")
    assert visitor.page.get_by_text("Unduh").is_visible()
