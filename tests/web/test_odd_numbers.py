"""Numbers that no page of ours sends: no address of the studio falls over them."""

import pytest
from sqlalchemy import func, select

from literasi.database import db
from literasi.models import Assignment, Course
from tests import make
from tests.web.test_question_forms import QUIZ, Desk

ODD = ["9" * 5000, "9" * 400, "9" * 20, "-1", "0", "²", "٣", "1.5", "1e9", "NaN", ""]
POSTED = [
    *(("DRAFT/pertanyaan", {"action": f"{word}-{{}}"}) for word in ("up", "down", "add")),
    ("DRAFT/pertanyaan", {"action": "up-1", "version": "{}"}),
    ("DRAFT/pertanyaan/1", {"prompt": "Apa?", "choice-1": "a", "action": "remove-choice-{}"}),
    ("DRAFT/pertanyaan/1", {"prompt": "Apa?", "choice-{}": "a", "action": "show"}),
    ("DRAFT/pertanyaan/1", {"prompt": "Apa?", "version": "{}", "began": "{}"}),
    ("DRAFT/pertanyaan/1/hapus", {"version": "{}"}),
    ("DRAFT/pertanyaan/{}", {"prompt": "Apa?"}),
    ("DRAFT/pertanyaan/{}/hapus", {}),
    ("DRAFT", {"version": "{}", "text-{}": "a"}),
    ("DRAFT/otomatis", {"version": "{}"}),
    ("DRAFT/dasar", {"version": "{}"}),
    ("DRAFT/akibat", {"version": "{}"}),
    ("DRAFT/kirim", {"version": "{}"}),
    ("DRAFT/sisihkan", {"version": "{}"}),
    ("DRAFT/kuis", {"version": "{}"}),
    ("/studio/kabar/pakai", {"rumour": "{}", "identity": "quizzes/bank/uang"}),
    ("/studio/kabar/sisihkan", {"rumour": "{}"}),
    ("/studio/kabar/kembalikan", {"rumour": "{}"}),
    ("/studio/laporan/selesai", {"report": "{}"}),
    ("/studio/laporan/buka-lagi", {"report": "{}"}),
    (
        "/studio/riwayat/kembalikan",
        {"identity": "courses/jebakan/", "teks": "courses/jebakan/", "revisi": "{}"},
    ),
]
READ = [
    "DRAFT/pertanyaan/{}",
    "DRAFT/pertanyaan/{}/hapus",
    "/studio/kabar?halaman={}&sisih={}",
    "/studio/laporan?halaman={}&selesai={}",
    "/studio/media?halaman={}",
    "/studio/berkas?terbit={}&tulis={}&putus={}",
    "/studio/riwayat?teks=courses/jebakan/&lama={}&baru={}&dari={}&ke={}",
]


def _filled(words, draft, number):
    return words.replace("DRAFT", f"/studio/draf/{draft}").replace("{}", number)


@pytest.mark.parametrize("number", ODD, ids=lambda number: f"{number[:4]}x{len(number)}")
def test_odd_numbers_are_answered(app, number):
    desk = Desk(app, QUIZ, "quizzes/jebakan/baru")
    client = desk.world.client("trainer")
    token = desk.world.token_for(client, "POST")
    for address, fields in POSTED:
        typed = {name.replace("{}", number): value.replace("{}", number) for name, value in fields.items()}
        data = {**token, "version": "1", **typed}
        answer = client.post(_filled(address, desk.id, number), data=data)
        assert answer.status_code in {200, 303, 400, 404, 405, 409, 422}, (address, fields)
    for address in READ:
        assert client.get(_filled(address, desk.id, number)).status_code < 500, address


@pytest.mark.parametrize("number", ODD[1:], ids=lambda number: f"{number[:4]}x{len(number)}")
def test_odd_numbers_of_agencies_are_answered(app, number):
    world = make.world(app)
    supervisor, operator = world.client("supervisor"), world.client("operator")
    for path in ("tugas/{}", "tugas/{}/cabut", "angkatan/{}", f"tugas/{world.assignment_id}?sesudah={{}}"):
        assert supervisor.get(f"/instansi/dishub/{path.replace('{}', number)}").status_code < 500
    for client, path, fields in (
        (
            supervisor,
            f"/instansi/dishub/tugas/{world.assignment_id}/kecualikan/akhiri",
            {"exemption": number},
        ),
        (supervisor, f"/instansi/dishub/anggota/{world.membership_id}/pindah", {"tujuan": f"a\0{number}"}),
        (operator, "/kelola/instansi/dishub/penyelia/cabut", {"learner": number}),
        (operator, "/kelola/instansi/dishub/pensiunkan", {"below": number}),
    ):
        answer = client.post(path, data={**world.token_for(client, "POST"), **fields})
        assert answer.status_code < 500, path


@pytest.mark.parametrize("cohort", ["100000", "abc", "0", "-1", "²"])
def test_a_cohort_that_cannot_be_read_never_means_everybody(app, cohort):
    world = make.world(app)
    client = world.client("supervisor")
    with app.app_context():
        course = db.session.scalar(select(Course.id))
        before = db.session.scalar(select(func.count(Assignment.id)))
        db.session.rollback()
    task = {"course": course, "reason": "Surat edaran", "due_on": "2030-01-01", "counts_from": "2026-01-01"}
    days = {"grace_days": "0", "repeat": "0", "days_for_new": "30"}
    sent = {**world.token_for(client, "POST"), **task, **days, "cohort": cohort}
    answer = client.post("/instansi/dishub/tugas/baru", data=sent)

    assert answer.status_code == 422
    with app.app_context():
        assert db.session.scalar(select(func.count(Assignment.id))) == before
        db.session.rollback()
