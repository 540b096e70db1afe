"""The file for researchers: only who allows it, never alone, and the figures of the site come out of it."""

import csv
import hashlib
import io
import json
import random
import re
import uuid
from collections import Counter, defaultdict
from datetime import timedelta

import pytest
from sqlalchemy import event, select, update

from literasi.database import writing
from literasi.domain.discernment import read_ratings
from literasi.domain.evidence import Answer, LearnerRecord, TakenTest, evidence
from literasi.domain.evidence.records import TechniqueCount
from literasi.domain.judgement_files import read_judgements
from literasi.domain.people import AgeBand
from literasi.domain.research_codebook import NAMES
from literasi.domain.research_files import TRAITS, published_groups
from literasi.models import (
    Account,
    BankItem,
    EvidenceBatch,
    FormPlan,
    Judgement,
    ResearchConsent,
    Sitting,
)
from literasi.queries import research
from literasi.services import consenting, erasing, researching
from literasi.services.researching import TooFewPeople
from tests import make
from tests.researching import parts, people, table, written

_CODES = select(FormPlan.learner_id, FormPlan.pseudonym)
LATER = make.NOW + timedelta(days=100)


@pytest.fixture
def course_id(session):
    with writing(session):
        make.forms(session)
        return make.published(session).course.id


@pytest.fixture
def statements(engine):
    """``statements(act)`` gives the statements that *act* caused."""
    seen = []
    event.listen(engine, "before_cursor_execute", lambda *details: seen.append(details[2]))

    def count(act):
        seen.clear()
        act()
        return [one for one in seen if one.startswith("SELECT")]

    return count


def crowd(session, count, course_id, **options):
    with writing(session):
        return people(session, count, course_id, **options)


def codes(session, learner_ids):
    found = session.scalars(select(FormPlan.pseudonym).where(FormPlan.learner_id.in_(learner_ids)))
    return {str(code) for code in found}


def in_file(session, **options):
    return {row["learner"] for row in table(written(session, **options))}


def test_it_holds_who_allows_it_and_nobody_else(session, course_id):
    ids = crowd(session, 40, course_id, allow=25)
    found = in_file(session)

    assert len(found) == 20  # they come in ten at a time
    assert found < codes(session, ids[:25])


def test_whoever_takes_it_back_is_gone_from_the_next_file(session, course_id):
    ids = crowd(session, 40, course_id, allow=20)
    before = in_file(session)
    with writing(session):
        consenting.withdraw(session, ids[3], now=LATER)

    assert in_file(session) == before - codes(session, ids[:10])  # with those who came with them


def test_whoever_is_forgotten_is_gone_from_the_next_file(session, course_id):
    ids = crowd(session, 40, course_id, allow=20)
    before = in_file(session)
    with writing(session):
        erasing.erase(session, ids[5], now=LATER)

    assert in_file(session) == before - codes(session, ids[:10])


def test_a_child_is_never_in_it_whatever_the_table_says(session, course_id):
    ids = crowd(session, 40, course_id, allow=31)
    with writing(session):
        make.account(session, "anak", guest_id=ids[0], age=AgeBand.FROM_13)

    assert (
        session.scalar(select(ResearchConsent.withdrawn_at).where(ResearchConsent.learner_id == ids[0]))
        is None
    )
    assert in_file(session) == codes(session, ids[10:30])


def test_an_older_consent_of_somebody_who_is_a_child_now_gives_nothing(session, course_id):
    ids = crowd(session, 11, course_id)
    with writing(session):
        make.account(session, "anak", guest_id=ids[0], age=AgeBand.FROM_18)
        session.execute(update(Account).values(age_band=AgeBand.UNDER_13.value))

    with pytest.raises(TooFewPeople):
        written(session)


def test_fewer_than_ten_get_no_file(session, course_id):
    crowd(session, 9, course_id)
    with pytest.raises(TooFewPeople):
        written(session)


def test_nobody_can_be_computed_by_taking_the_file_out_of_a_figure(session, course_id):
    """Of twelve in a published group ten allow it: the rest would be two."""
    crowd(session, 30, course_id)
    with writing(session):
        agencies = make.agencies(session)
    ids = crowd(session, 12, course_id, agency=agencies["dishub"], allow=10, seed=2)
    found = in_file(session)

    assert len(codes(session, ids) - found) >= 10
    assert all(rest >= 10 for rest in _rests(session, found))


def _rests(session, found):
    """How many of each published group of which anybody is in the file are not in it."""
    own = {str(code): learner_id for learner_id, code in session.execute(_CODES)}
    there = {own[code] for code in found}
    groups = {one: published_groups(tests) for one, tests in research.counted_tests(session).items()}
    shown = {group for learner_id in there for group in groups[learner_id]}
    return Counter(
        group for learner_id in groups.keys() - there for group in groups[learner_id] if group in shown
    ).values()


@pytest.mark.parametrize("seed", range(4))
def test_a_file_of_any_people_gives_nobody_away(session, course_id, seed):
    """Agencies, months, devices, languages by chance; some allow it, some take it back; three files."""
    dice = random.Random(seed)
    with writing(session):
        agencies = [None, None, *make.agencies(session).values()]
    files = []
    for number in range(3):
        for part in range(dice.randrange(2, 5)):
            size = dice.randrange(10, 45)
            crowd(
                session,
                size,
                course_id,
                agency=dice.choice(agencies),
                phases=dice.choice((("before",), ("before", "after"))),
                allow=dice.choice((size, size, dice.randrange(size))),
                device=dice.choice(("phone", "computer")),
                language=dice.choice(("id", "id", "en")),
                seed=100 * seed + 10 * number + part,
                now=make.NOW + timedelta(days=40 * number),
                judged=False,
            )
        moment = make.NOW + timedelta(days=40 * number + 39)
        files.append(researching.plan(session, now=moment).members)
        alike = Counter(member.traits for member in files[-1].values())
        assert all(count >= 10 for count in alike.values())
        assert all(rest >= 10 for rest in _rests(session, {one.pseudonym for one in files[-1].values()}))
        for learner_id in dice.sample(sorted(files[-1]), min(2, len(files[-1]))):
            with writing(session):
                consenting.withdraw(session, learner_id, now=moment)

    assert any(files)


def test_a_test_that_no_figure_counts_yet_is_not_in_it(session, course_id):
    ids = crowd(session, 40, course_id, phases=("before", "after"), allow=21)
    with writing(session):
        session.execute(update(Sitting).where(Sitting.phase == "after").values(batch_id=None))
        session.execute(update(Sitting).where(Sitting.learner_id == ids[0]).values(counts=False))
    rows = table(written(session))

    assert {row["phase"] for row in rows} == {"before"}
    assert {row["learner"] for row in rows} == codes(session, ids[1:21])


def test_it_names_nobody_and_no_moment(session, course_id):
    with writing(session):
        agencies = make.agencies(session)
    ids = crowd(session, 20, course_id, agency=agencies["dishub"], left_open=3)
    with writing(session):
        make.account(session, "norhayati", guest_id=ids[0])
    found = parts(written(session))
    text = found["judgements.csv"]

    assert found.keys() == {"judgements.csv", "codebook.csv", "METHOD.md", "README.txt"}
    assert text.splitlines()[0] == ",".join(NAMES)
    assert not re.search(r"norhayati|dishub|dinas|127\.0|20\d\d-\d\d-\d\d|\d\d:\d\d", text, re.IGNORECASE)
    assert {row["month"] for row in table(written(session))} == {"2026-11"}
    assert {row["group"] for row in table(written(session))} == {"admin"}


def test_each_answer_stands_as_it_was_given_and_the_newest_counts(session, course_id):
    crowd(session, 20, course_id, left_open=3)
    sitting = session.scalars(select(Sitting).limit(1)).one()
    first = session.scalars(
        select(Judgement).where(Judgement.sitting_id == sitting.id).order_by(Judgement.id).limit(1)
    ).one()
    with writing(session):
        moment = first.answered_at + timedelta(minutes=3)
        session.add(
            Judgement(
                sitting_id=sitting.id, item_key=first.item_key, number=1, rating=2, seen_before="unsure",
                shown_at=moment - timedelta(milliseconds=1234), answered_at=moment, away_ms=17,
            )
        )  # fmt: skip
    (code,) = codes(session, [sitting.learner_id])
    rows = [row for row in table(written(session)) if row["learner"] == code]
    (row,) = (row for row in rows if row["item"] == first.item_key)
    true = "benar" in first.item_key

    assert [int(row["seq"]) for row in rows] == list(range(1, 21))
    assert [row["rating"] for row in rows[-3:]] == ["", "", ""] == [row["correct"] for row in rows[-3:]]
    assert row == {
        **dict(zip(TRAITS, ("jebakan", "citizen", "2026-11", "phone", "id"), strict=True)),
        "learner": code, "phase": "before", "form": sitting.form, "seq": "1", "item": first.item_key,
        "item_revision": "1", "truth": str(true).lower(), "truth_shown": str(true).lower(),
        "technique": row["technique"], "topic": row["topic"], "rating": "2", "said_true": "0",
        "p_true": "0.25", "correct": "0" if true else "1", "seen_before": "unsure", "rt_ms": "1234",
        "away_ms": "17", "set_aside": "", "due": "no",
    }  # fmt: skip
    assert row["technique"]
    assert row["topic"]


def test_a_corrected_item_says_both_truths(session, course_id):
    crowd(session, 10, course_id)
    key = session.scalar(select(Judgement.item_key).where(Judgement.item_key.contains("salah")).limit(1))
    with writing(session):
        session.execute(update(BankItem).where(BankItem.key == key).values(verdict="benar"))
    rows = [row for row in table(written(session)) if row["item"] == key]

    assert {(row["truth"], row["truth_shown"]) for row in rows} == {("true", "false")}
    assert all(row["correct"] == row["said_true"] for row in rows)


def test_rare_traits_are_withheld_and_every_combination_is_that_of_ten(session, course_id):
    crowd(session, 20, course_id)
    crowd(session, 20, course_id, seed=2, language="en", device="computer", allow=4)
    crowd(session, 16, course_id, seed=3, device="computer", allow=6)
    alike = {row["learner"]: tuple(row[name] for name in TRAITS) for row in table(written(session))}

    assert len(alike) == 30
    assert all(count >= 10 for count in Counter(alike.values()).values())
    assert ("jebakan", "citizen", "2026-11", "computer", "") in alike.values()


def test_the_same_data_give_the_same_bytes(session, course_id):
    crowd(session, 20, course_id, phases=("before", "after"))

    assert written(session, now=LATER) == written(session, now=LATER + timedelta(hours=3))


def test_rows_are_ordered_by_code_and_so_tell_nothing_of_who_came_when(session, course_id):
    crowd(session, 10, course_id)
    crowd(session, 10, course_id, seed=2, now=make.NOW + timedelta(days=1))
    found = [row["learner"] for row in table(written(session))]

    assert found == sorted(found)


def test_those_who_come_between_two_files_are_ten_or_nobody(session, course_id):
    crowd(session, 20, course_id, allow=10)
    first, ids = in_file(session), session.scalars(select(FormPlan.learner_id).order_by("learner_id")).all()
    # The others allow it one by one: the file grows by all of them at once.
    sizes = set()
    for number, learner_id in enumerate(ids[10:], start=1):
        with writing(session):
            consenting.give(session, learner_id, now=LATER + timedelta(days=number))
        sizes.add(len(in_file(session, now=LATER + timedelta(days=40)) - first))

    assert sizes == {0, 10}


@pytest.mark.parametrize("seed", range(6))
def test_people_come_and_go_by_whole_crowds(session, course_id, seed):
    """One by one some allow it, take it back, are forgotten or turn out to be children: a file after each."""
    dice = random.Random(seed)
    ids = crowd(session, 70, course_id, allow=dice.choice((10, 29, 40)), judged=False)
    seen, before = [], set(researching.plan(session, now=LATER).members)
    for number in range(40):
        moment = LATER + timedelta(hours=number)
        with writing(session):
            _act(session, dice.choice(ids), dice, number, moment)
        after = set(researching.plan(session, now=moment).members)
        seen += [after - before, before - after]
        before = after

    assert all(len(some) % 10 == 0 for some in seen)
    assert any(seen)


def _act(session, learner_id, dice, number, moment):
    act = dice.choice((consenting.give,) * 5 + (consenting.withdraw, erasing.erase, None))
    if act:
        act(session, learner_id, now=moment)
    elif session.scalar(select(Account.learner_id).where(Account.learner_id == learner_id)) is None:
        make.account(session, f"anak{number}", guest_id=learner_id, age=AgeBand.FROM_13)


def test_whoever_leaves_brings_in_nobody_who_came_alone(session, course_id):
    """Twenty-nine allow it; nine of them wait, and wait on when one of the others is forgotten."""
    ids = crowd(session, 50, course_id, allow=29)
    with writing(session):
        erasing.erase(session, ids[4], now=LATER)

    assert in_file(session) == codes(session, ids[10:20])


def test_whoever_goes_on_by_another_text_keeps_their_place(session, course_id):
    ids = crowd(session, 40, course_id, allow=20)
    before = in_file(session)
    with writing(session):
        session.execute(
            update(ResearchConsent).where(ResearchConsent.learner_id.in_(ids[:3])).values(text_version=0)
        )
        for learner_id in ids[:3]:
            consenting.give(session, learner_id, now=LATER)

    assert in_file(session) == before


def test_whoever_allows_it_again_waits_for_nine_others(session, course_id):
    ids = crowd(session, 40, course_id, allow=20)
    with writing(session):
        consenting.withdraw(session, ids[0], now=LATER)
        consenting.give(session, ids[0], now=LATER + timedelta(days=1))

    assert codes(session, ids[:1]).isdisjoint(in_file(session))


def test_the_text_beside_it_says_what_can_be_checked(session, course_id):
    crowd(session, 33, course_id, allow=23)
    found = parts(written(session))
    readme, method = found["README.txt"], found["METHOD.md"]
    codebook = list(csv.DictReader(io.StringIO(found["codebook.csv"])))

    assert "Tanggal / date: 2027-03-03" in readme
    assert "Orang / people: 20" in readme
    assert "not in this file: kurang dari 10 / fewer than 10" in readme
    assert hashlib.sha256(found["judgements.csv"].encode()).hexdigest() in readme
    assert hashlib.sha256(method.encode()).hexdigest() in readme
    assert "versions of the consent: 1" in readme
    assert method == researching.METHOD_FILE.read_text()
    assert tuple(row["column"] for row in codebook) == NAMES
    assert all(row["meaning_id"] and row["meaning_en"] and row["values"] for row in codebook)


def test_a_spreadsheet_finds_no_formula_in_it(session, course_id):
    crowd(session, 10, course_id, device="=1+1")
    with writing(session):
        session.execute(update(BankItem).values(topic="@SUM(A1)"))
    cells = {value for row in table(written(session)) for value in row.values()}

    assert {"'=1+1", "'@SUM(A1)"} <= cells
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@"}]


def test_analyse_gives_the_figures_of_the_same_people_from_the_database(session, course_id):
    crowd(session, 60, course_id, phases=("before", "after", "later"))
    found = in_file(session)
    judgements, problems = read_judgements(parts(written(session))["judgements.csv"].encode())
    (records,) = judgements.cells.values()

    assert problems == []
    assert judgements.without_before == 0
    assert len(found) == 60
    assert _figures(records) == _figures(_from_database(session))


def _figures(records):
    return json.dumps(evidence(records, rounds=200).to_json(), sort_keys=True)


def _from_database(session):
    """The records of everybody, as tests were summed up when they were closed."""
    answers = defaultdict(list)
    rows = session.execute(
        select(Judgement, BankItem).join(BankItem, BankItem.key == Judgement.item_key).order_by(Judgement.id)
    )
    for judged, item in rows:
        answer = Answer(
            item.key, item.verdict == "benar", judged.rating, item.technique, judged.seen_before == "yes"
        )
        answers[judged.sitting_id].append(answer)
    tests = defaultdict(dict)
    for one in session.scalars(select(Sitting)):
        unseen = None if one.unseen_ratings == one.ratings else read_ratings(one.unseen_ratings)
        own = tuple(answers[one.id])
        tests[one.learner_id][one.phase] = TakenTest(
            one.form, read_ratings(one.ratings), one.set_aside, unseen, _techniques(one), own
        )
    return [LearnerRecord(some["before"], some.get("after"), some.get("later")) for some in tests.values()]


def _techniques(one):
    counts = [
        TechniqueCount(technique, truth == "true", *counted)
        for technique, sides in one.techniques.items()
        for truth, counted in sides.items()
    ]
    return tuple(sorted(count for count in counts if count.answers))


def test_however_many_people_it_takes_six_statements(session, course_id, statements):
    crowd(session, 20, course_id)
    few = statements(lambda: written(session))
    crowd(session, 30, course_id, seed=2)

    assert len(statements(lambda: written(session))) == len(few) == 6
    assert session.scalar(select(EvidenceBatch.size).limit(1)) == 20
    assert uuid.UUID(next(iter(in_file(session))))
