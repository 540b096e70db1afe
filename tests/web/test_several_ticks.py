"""Questions with several ticks, as a browser without JavaScript meets them."""

import re

import pytest

from literasi.database import db
from literasi.models import Attempt, Response
from literasi.services import inspecting
from tests import make
from tests.browsing import Browser

SEVERAL = """\
## Langkah mana yang menolong? {#langkah read=kejadiannya}

- [x] Memutus internet.
  > Sebab internet.
- [x] Menelepon bank.
  > Sebab bank.
- [ ] Menunggu besok.
  > Sebab menunggu.
"""
CLUES = """\
## Bagian mana yang perlu dicurigai? {#surat read=kejadiannya}

```letter
caption: Surat, ditulis ulang untuk belajar
verdict: salah
fact: Kantor itu tidak meminta dana.
source: kantor
from: ((Kantor Contoh))

Kirim bantuan ke [[rekening pribadi]]. Bukti ke [[surat@gratis.example]].
```

1. Sebab kop.
2. Sebab rekening.
3. Sebab alamat.
"""
TOLD = ("Sebab", "tidak meminta dana", "SALAH", "Tanda ", "Tepat", "langkah", "surat read")
RIGHT = {"langkah": ["a", "b"], "surat": ["b", "c"]}


def source(*questions, feedback="langsung"):
    return make.quiz_text(feedback).partition("## ")[0] + "\n".join(questions)


def world_of(app, *questions, feedback="langsung"):
    return make.world(app, quiz_source=source(*questions, feedback=feedback))


@pytest.fixture
def world(app):
    return world_of(app, SEVERAL, CLUES)


@pytest.fixture
def owner(world):
    """The person whose attempt is open, at a browser."""
    return Browser(world.client("owner"))


def ask(owner, world, key):
    owner.open(f"/percobaan/{world.attempt_id}/{world.number_of(key)}")


def answer(owner, world, key, ticks):
    ask(owner, world, key)
    owner.submit(answer=ticks)
    return owner.page


def answers(app):
    with app.app_context():
        return {row.question_key: row.answer for row in db.session.query(Response).order_by(Response.number)}


def points(app, world):
    with app.app_context():
        return db.session.get(Attempt, world.attempt_id).points


@pytest.mark.parametrize("key", RIGHT)
def test_everything_right_is_right(app, owner, world, key):
    page = answer(owner, world, key, RIGHT[key])

    assert answers(app) == {key: ",".join(RIGHT[key])}
    assert "Tepat. Anda" in page
    assert "semuanya, tanpa yang lain." in page
    assert page.words.count("Sebab") == 3, "each is explained"


def test_a_part_of_what_is_right_is_said_in_words(app, owner, world):
    chosen = answer(owner, world, "langkah", ["a"])
    assert "Sebagian tepat. Anda memilih 1 dari 2 jawaban yang tepat." in chosen
    assert "Tepat, Anda pilih" in chosen
    assert "Tepat, tetapi terlewat" in chosen
    found = answer(owner, world, "surat", ["a", "b", "c"])
    assert "Belum tepat. Anda menemukan 2 dari 2 tanda. Ada 1 bagian wajar yang ikut dicentang." in found
    assert "Tanda yang Anda temukan" in found
    assert "Wajar, tetapi ikut dicentang" in found
    owner.click("Lihat hasil")

    assert owner.page.heading == "0 dari 2 jawaban tepat, 1 sebagian tepat"
    assert "Nilai seluruhnya 0,5." in owner.page
    assert "Sebagian tepat" in owner.page
    assert "“rekening pribadi”, “surat@gratis.example”" in owner.page
    assert "Memutus internet; Menelepon bank" in owner.page
    assert "%" not in owner.page.words
    assert points(app, world) == 0.5


def test_the_stamp_comes_with_the_answer(owner, world):
    ask(owner, world, "surat")
    assert owner.page.root.findall(".//mark")
    assert "SALAH" not in owner.page
    owner.submit(answer="b")
    assert "SALAH" in owner.page
    assert "Kantor itu tidak meminta dana." in owner.page


def test_the_boxes_of_clues_stand_in_the_order_of_the_exhibit(app, owner, world):
    _draw(app, world, lambda drawn: sorted(drawn, reverse=True))
    ask(owner, world, "surat")

    (form,) = owner.page.forms
    assert form.offered["answer"] == ["a", "b", "c"]
    assert "1 Kantor Contoh 2 rekening pribadi 3 surat@gratis.example" in owner.page


@pytest.mark.parametrize("key", RIGHT)
def test_nothing_ticked_is_told_beside_the_boxes(app, owner, world, key):
    ask(owner, world, key)
    owner.submit(status=422)

    assert "Pilih paling sedikit satu." in owner.page
    assert ("Pilih paling sedikit satu.", "#answer") in owner.page.links
    assert answers(app) == {}


BAD_ANSWERS = ["d", "a,d", "a,", ",", "b,b,z", "1", "😀", "a,b\x00", "a,b;c", "a," * 5_000]


@pytest.mark.parametrize("key", RIGHT)
def test_a_bad_answer_is_explained_and_nothing_is_saved(app, world, key):
    client = world.client("owner")
    for value in BAD_ANSWERS:
        fields = {**world.token_for(client, "POST"), "count": "0", "answer": ["a", value]}
        sent = client.post(f"/percobaan/{world.attempt_id}/{world.number_of(key)}", data=fields)
        assert (sent.status_code, "Kesalahan" in sent.text) == (422, True), value
    assert answers(app) == {}


def test_the_key_stays_on_the_server_until_it_may_be_told(app, world):
    client = world.client("owner")
    pages = [client.get(f"/percobaan/{world.attempt_id}/{number}").text for number in (1, 2)]
    pages.append(client.get("/kuis/jebakan/berkas").text)

    assert not [words for words in TOLD for page in pages if words in page.partition("<main")[2]]


def test_what_is_asked_is_the_same_whatever_is_right(app, world):
    """The strongest canary: swap right and wrong, and no byte of the question changes."""
    shown = {key: _main(app, world, key) for key in RIGHT}
    with app.app_context():
        db.drop_all()
        db.create_all()
    swapped = SEVERAL.replace("- [x] Memutus", "- [ ] Memutus").replace("- [ ] Menunggu", "- [x] Menunggu")
    turned = CLUES.replace("((Kantor Contoh))", "[[Kantor Contoh]]").replace(
        "[[rekening pribadi]]", "((rekening pribadi))"
    )
    other = world_of(app, swapped, turned)

    assert shown == {key: _main(app, other, key) for key in RIGHT}


def _main(app, world, key):
    """What a question shows, without what belongs to this one attempt."""
    _draw(app, world, sorted)
    text = world.client("owner").get(f"/percobaan/{world.attempt_id}/{world.number_of(key)}").text
    kept = text.partition("<main")[2].replace(str(world.attempt_id), "")
    return re.sub(r'name="csrf_token" value="[^"]*"', "", kept)


def _draw(app, world, order):
    """Put questions and choices of the attempt in this *order*."""
    with app.app_context():
        attempt = db.session.get(Attempt, world.attempt_id)
        attempt.drawn = order([key, order(choices), *rest] for key, choices, *rest in attempt.drawn)
        db.session.commit()


def test_where_feedback_comes_at_the_end_the_ticks_are_kept_and_may_change(app):
    world = world_of(app, SEVERAL, CLUES, feedback="akhir")
    owner = Browser(world.client("owner"))
    answer(owner, world, "langkah", ["a", "c"])
    ask(owner, world, "langkah")
    (form,) = owner.page.forms
    assert sorted(value for name, value in form.values if name == "answer") == ["a", "c"]
    owner.submit(answer=["a", "b"])
    answer(owner, world, "surat", ["c"])
    owner.open(f"/percobaan/{world.attempt_id}")
    owner.submit("Kirim dan lihat hasil")

    assert owner.page.heading == "1 dari 2 jawaban tepat, 1 sebagian tepat"
    assert points(app, world) == 1.5
    with app.app_context():
        assert list(inspecting.faults(db.session())) == []


def test_two_tabs_are_asked_which_ticks_count(app):
    world = world_of(app, SEVERAL, CLUES, feedback="akhir")
    first, second = Browser(world.client("owner")), Browser(world.client("owner"))
    for tab in (first, second):
        ask(tab, world, "langkah")
    first.submit(answer=["a"])
    second.submit(answer=["a", "b"], status=409)

    assert "Memutus internet; Menelepon bank" in second.page
    second.submit("Pakai jawaban yang baru")
    assert answers(app) == {"langkah": "a,b"}


def test_a_question_that_was_skipped_is_explained_too(owner, world):
    answer(owner, world, "langkah", ["a"])
    owner.open(f"/percobaan/{world.attempt_id}")
    owner.submit("Kirim apa adanya")
    ask(owner, world, "surat")

    assert "Soal ini tidak Anda jawab." in owner.page
    assert "terlewat" not in owner.page
    assert "Sebab rekening." in owner.page
