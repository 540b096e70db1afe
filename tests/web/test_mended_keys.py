"""What a learner sees of a key that was mended after they had answered."""

from datetime import UTC, datetime

import pytest

from literasi.database import db, writing
from tests import make

NOTE = "Jawaban benar pertanyaan ini diperbaiki pada"
AGAIN = "Nilai Anda dihitung ulang."


@pytest.fixture
def world(app):
    return make.world(app)


def sit(app, world, first, *, rest=True):
    """The owner answers; the first question with *first*."""
    given = {**make.RIGHT, "arti-apk": first} if rest else {"arti-apk": first}
    with app.app_context(), writing(db.session()) as session:
        for key, text in given.items():
            make.answer(session, world.attempt_id, world.document, key, text, now=datetime.now(UTC))


def mend(app, world, source=None, **options):
    with app.app_context(), writing(db.session()) as session:
        make.regraded(
            session,
            source or make.mended_text(),
            by_id=world.learner_ids["trainer"],
            now=datetime(2026, 11, 23, 6, 2, tzinfo=UTC),
            **options,
        )


def read(world, *, question=None, role="owner"):
    number = f"/{world.number_of(question)}" if question else ""
    return " ".join(world.client(role).get(f"/percobaan/{world.attempt_id}{number}").text.split())


def test_the_result_says_so_at_its_question_alone(app, world):
    sit(app, world, "a")
    assert "2 dari 3" in read(world)
    mend(app, world)
    page = read(world)

    assert "3 dari 3" in page
    assert page.count(NOTE) == 1
    assert f"{NOTE} 23 November 2026. {AGAIN}" in page
    assert "Foto</span>." in page


def test_an_answer_that_counts_on_says_so(app, world):
    sit(app, world, "b")
    mend(app, world)

    assert "3 dari 3" in read(world)
    assert "Jawaban Anda tetap dihitung seperti sebelumnya." in read(world)
    feedback = read(world, question="arti-apk")
    assert "Belum tepat." in feedback  # by what is known now, while the point stays
    assert "Jawaban Anda tetap dihitung seperti sebelumnya." in feedback


def test_one_that_falls_is_told_why(app, world):
    sit(app, world, "b")
    mend(app, world, lowers=True)

    assert "2 dari 3" in read(world)
    assert NOTE in read(world)
    assert "tetap dihitung" not in read(world)


def test_the_question_keeps_its_words_and_is_explained_by_what_is_right_now(app, world):
    sit(app, world, "a")
    reworded = make.quiz_text().replace("- [ ] Surat", "- [ ] Sepucuk surat")
    with app.app_context(), writing(db.session()) as session:
        make.published(session, quiz_source=reworded)
    source = make.mended_text().replace("Foto berakhiran .jpg.", "Ini foto.")
    mend(app, world, source=source.replace("- [ ] Surat", "- [ ] Sepucuk surat"))
    page = read(world, question="arti-apk")

    assert f"{NOTE} 23 November 2026. {AGAIN}" in page
    assert "Ini foto." in page
    assert "Foto berakhiran .jpg." not in page
    assert "<dt>Surat</dt> <dd></dd>" in page  # reworded since: nothing is said of it
    assert "Sepucuk" not in page
    assert NOTE not in read(world, question="parkir")


def test_explanations_find_their_choices_in_another_order(app, world):
    sit(app, world, "a")
    photo = "- [x] Foto\n  > Foto berakhiran .jpg.\n"
    source = make.mended_text()
    assert photo in source
    mend(app, world, source=source.replace(photo, "").replace("- [ ] Surat", f"{photo}- [ ] Surat"))
    page = read(world, question="arti-apk")

    assert 'Foto</h1> <div class="stack"><p>Foto berakhiran .jpg.</p></div>' in page
    assert "<dt>Surat</dt> <dd><p>Surat berakhiran .pdf.</p></dd>" in page


@pytest.mark.parametrize("words", ["Mohon kehadirannya.", "Mohon hadir."])
def test_a_judgement_is_told_by_the_verdict_of_today(app, world, words):
    sit(app, world, "b")
    source = make.quiz_text().replace("verdict: salah", "verdict: benar")
    source = source.replace("Undangan itu berisi aplikasi pencuri pesan.", "Undangan itu asli.")
    source = source.replace("Pengirimnya menyamar.", "Pengirimnya dikenal.")
    source = source.replace("Lihat akhiran berkasnya.", "Tanyakan pengirimnya.")
    mend(app, world, source=source.replace("Mohon kehadirannya.", words), keys=("undangan",))
    page = read(world, question="undangan")

    assert "Yang tepat: Benar" in page
    for new in ("Undangan itu asli.", "Pengirimnya dikenal.", "Tanyakan pengirimnya", 'class="stamp true"'):
        assert new in page
    for old in ("pencuri pesan", "menyamar", "akhiran berkas", 'class="stamp"', "Mohon hadir."):
        assert old not in page
    assert "Mohon kehadirannya." in page
    assert "1 dari 1 hoaks" not in read(world)


def test_an_open_attempt_goes_on_with_the_old_text(app, world):
    sit(app, world, "a", rest=False)
    before = read(world, question="parkir")
    mend(app, world, source=make.mended_text().replace("Kabar yang ini?", "Kabar ini bagaimana?"))

    after = read(world, question="parkir")
    assert "Kabar yang ini?" in before
    assert "Kabar yang ini?" in after


def test_who_was_never_asked_it_sees_nothing(app, world):
    mend(app, world)
    sit(app, world, "a")
    with app.app_context(), writing(db.session()) as session:
        world.attempt_id = make.attempt(session, make.learner(session, "z" * 43), world.quiz_id)
        make.answer_all(session, world.attempt_id)
    world.tokens = {**world.tokens, "later": "z" * 43}

    assert NOTE not in read(world, role="later")
