"""Figures of questions from what is stored: which sittings count, which answers, which texts."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from literasi.database import Reader, make_engine, writing
from literasi.domain.item_analysis import Group
from literasi.models import Quiz
from literasi.queries import item_answers
from literasi.queries.item_answers import flagged, overview, quiz_report
from tests import make
from tests.crowds import Crowd, quiz_source


@pytest.fixture
def reader(engine):
    with_reader = Reader(engine)
    yield with_reader
    with_reader.close()


@pytest.fixture
def crowd(session):
    with writing(session):
        made = make.published(session, quiz_source=quiz_source())
    return Crowd(session, made.quiz.quiz_id)


def items(report):
    return {item.question.key: item for item in report.items}


def look(reader):
    return quiz_report(reader, "jebakan", "berkas")


def test_a_quiz_that_nobody_took_has_its_questions_and_no_figures(crowd, reader):
    report = look(reader)

    assert (report.sittings, report.flagged) == (0, 0)
    assert [item.question.key for item in report.items] == ["satu", "dua", "tiga"]
    assert all(item.figures.shown == 0 and item.figures.facility is None for item in report.items)
    assert quiz_report(reader, "jebakan", "lain") is None
    assert quiz_report(reader, "bank", "berkas") is None


def test_the_figures_of_a_quiz(crowd, reader):
    with writing(crowd.session):
        for number in range(120):
            able = "b" if number % 2 else "a"
            crowd.sits({"satu": "a", "dua": able, "tiga": able})
    report = look(reader)
    one, two = items(report)["satu"], items(report)["dua"]

    assert report.sittings == 120
    assert (one.figures.facility.value, two.figures.facility.value) == (0, 0.5)
    assert one.figures.discrimination is None
    assert two.figures.discrimination == pytest.approx(1)
    assert two.figures.uses["b"].thirds == pytest.approx((0, 0.5, 1))
    assert two.figures.seconds == 10
    assert [flag.name for flag in one.flags] == ["key", "hard", "unused"]
    assert one.flags[0].values == {"choice": "Membukanya"}
    assert [(one.group, one.questions, one.sittings) for one in report.reliability] == [
        (Group.KNOWLEDGE, 3, 120)
    ]
    assert report.reliability[0].alpha == pytest.approx(0.75)


def test_only_the_first_sitting_that_was_sent_counts(crowd, reader):
    with writing(crowd.session):
        who = crowd.learner()
        crowd.sits({"satu": "a"}, learner=who, at=make.NOW)
        crowd.sits({"satu": "b"}, learner=who, at=make.NOW + timedelta(days=1))
        crowd.sits({"satu": "b"}, at=make.NOW, state="open")
        crowd.sits({"satu": "b"}, at=make.NOW, state="abandoned")
    report = look(reader)

    assert (report.sittings, items(report)["satu"].figures.answered) == (1, 1)
    assert items(report)["dua"].figures.left_open == 1


def test_only_the_newest_sittings_are_read(crowd, reader, monkeypatch):
    with writing(crowd.session):
        for day in range(5):
            crowd.sits({"satu": "a"}, at=make.NOW + timedelta(days=day))
    monkeypatch.setattr(item_answers, "MOST_SITTINGS", 3)
    newest = item_answers._newest(of_one_quiz=True)
    monkeypatch.setattr(
        item_answers, "_OF_QUIZ", (item_answers._attempts(newest), item_answers._responses(newest))
    )

    assert look(reader).sittings == 3


@pytest.mark.parametrize(("feedback", "share"), [("langsung", 0.0), ("akhir", 1.0)])
def test_the_answer_that_counts_is_the_one_of_the_result(session, reader, feedback, share):
    with writing(session):
        made = make.published(session, quiz_source=quiz_source(feedback=feedback))
        crowd = Crowd(session, made.quiz.quiz_id)
        for _ in range(30):
            crowd.sits({"satu": ["a", "b"], "dua": "b"})
    found = items(look(reader))

    assert found["satu"].figures.facility.value == share
    assert found["satu"].figures.seconds == found["dua"].figures.seconds == 10


@pytest.mark.parametrize("lowers", [False, True])
def test_a_mended_key_counts_for_the_answers_before_it(session, reader, lowers):
    with writing(session):
        crowd = Crowd(session, make.published(session).quiz.quiz_id)
        for answer in "aaab" * 10:
            crowd.sits({"arti-apk": answer}, drawn=[["arti-apk", ["a", "b", "c"]]])
    before = items(look(reader))["arti-apk"].figures.facility.value
    with writing(session):
        make.regraded(session, make.mended_text(), by_id=make.account(session), lowers=lowers)
    found = items(look(reader))["arti-apk"].figures

    assert (before, found.facility.value) == (0.25, 0.75)


def test_choices_are_known_by_their_words_and_right_ones_by_their_letter(crowd, reader):
    with writing(crowd.session):
        for _ in range(20):
            crowd.sits({"satu": "c", "dua": "b", "tiga": "a"})
        make.published(crowd.session, quiz_source=quiz_source(third="Meneruskannya"))
        for _ in range(15):
            crowd.sits({"satu": "c", "dua": "b", "tiga": "a"})
    found = items(look(reader))
    labels = {choice.label: (choice.name, choice.old) for choice in found["satu"].choices}
    uses = found["satu"].figures.uses

    assert labels["Meneruskannya"] == ("c", False)
    assert labels["Menghapusnya"][1] is True
    assert (uses["c"].times, uses[labels["Menghapusnya"][0]].times) == (15, 20)
    assert found["dua"].figures.uses["b"].times == found["tiga"].figures.uses["a"].times == 35
    assert not any(choice.old for choice in found["dua"].choices)


def test_the_bank_has_figures_from_every_quiz_that_draws(session, reader):
    with writing(session):
        revision = make.bank(session)
        made = make.published(session, quiz_source=quiz_source())
        crowd = Crowd(session, made.quiz.quiz_id)
        first, again = ["salah-1", [], revision.id, False], ["salah-1", [], revision.id, True]
        others = [[f"salah-{number}", [], revision.id, False] for number in (2, 3, 4)]
        for number in range(40):
            answer = "1" if number % 2 else "6"
            given = {"salah-1": answer, "salah-2": answer, "salah-3": "2", "salah-4": "3"}
            crowd.sits(given, drawn=[first, *others])
        for _ in range(20):
            crowd.sits({"salah-1": "6"}, drawn=[again])
    report = quiz_report(reader, "bank", "uang")
    found = items(report)["salah-1"]

    assert (report.sittings, report.reliability) == (60, ())
    assert (found.group, found.figures.shown, found.figures.seen, found.figures.answered) == (
        Group.FALSE,
        60,
        20,
        40,
    )
    assert found.figures.facility.value == 0.5
    assert found.figures.uses["1"].thirds == pytest.approx((0, 0.5, 1))
    assert [flag.name for flag in found.flags] == ["seen"]
    assert items(report)["benar-1"].figures.shown == 0
    assert all(item.figures.shown == 0 for item in look(reader).items)


def test_two_quizzes_may_use_the_same_key(session, reader):
    with writing(session):
        made = make.published(session, quiz_source=quiz_source())
        final = make.final(
            session,
            made.course,
            source=quiz_source(feedback="akhir").replace("title:", "final: ya\ntitle:", 1),
        )
        Crowd(session, made.quiz.quiz_id).sits({"satu": "a"})
        Crowd(session, final.quiz_id).sits({"satu": "b"})
    found = overview(reader)

    assert found.sittings == 2
    assert [(one.slug, one.sittings, items(one)["satu"].figures.answered) for one in found.quizzes] == [
        ("berkas", 1, 1),
        ("kuis-akhir", 1, 1),
    ]


def test_a_retired_quiz_is_not_looked_at(crowd, reader):
    with writing(crowd.session):
        crowd.session.execute(update(Quiz).values(retired_at=make.NOW))

    assert overview(reader).quizzes == ()
    assert look(reader) is None


def test_what_learners_stumbled_over_is_kept_for_a_while(crowd, reader):
    with writing(crowd.session):
        for _ in range(30):
            crowd.sits({"satu": "a", "dua": "b", "tiga": "b"})
    found = flagged(reader, make.NOW)

    assert [(one.course, one.slug, one.key, one.flag.name) for one in found[:2]] == [
        ("jebakan", "berkas", "satu", "key"),
        ("jebakan", "berkas", "dua", "easy"),
    ]
    assert len(flagged(reader, make.NOW, most=1)) == 1
    with writing(crowd.session):
        crowd.session.execute(update(Quiz).values(retired_at=make.NOW))
    assert flagged(reader, make.NOW + timedelta(minutes=14)) == found
    assert flagged(reader, make.NOW + timedelta(minutes=15)) == []


@pytest.mark.parametrize("statements", [item_answers._OF_QUIZ, item_answers._OF_ALL])
def test_indexes_give_the_newest_sittings(sqlite_url, statements):
    """Without them each attempt would be compared with all others of its quiz: half a minute at 40,000."""
    engine = make_engine(sqlite_url)
    with engine.connect() as connection:
        for statement in statements:
            compiled = statement._for(engine.dialect)
            values = compiled.parameters({"quiz_id": 1})
            plan = connection.exec_driver_sql(f"explain query plan {compiled.sql}", values).fetchall()
            steps = " / ".join(row[3] for row in plan)
            assert "(learner_id=? AND quiz_id=? AND submitted_at<?)" in steps
            assert "SCAN attempt" not in steps
            assert "SCAN response" not in steps
    engine.dispose()
