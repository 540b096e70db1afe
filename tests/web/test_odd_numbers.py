"""Numbers that no page of ours sends: no address of the studio falls over them."""

import pytest

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
