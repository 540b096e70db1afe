"""Rumours are kept masked, counted up, made into items or put aside."""

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from literasi.database import Base, writing
from literasi.domain.people import Role
from literasi.domain.questions import parse_bank
from literasi.domain.rumours import Medium
from literasi.models import AuditEvent, DraftText, Rumour
from literasi.queries.rumours import PAGE, bank_files, rumour_page
from literasi.services import drafting, hearing_rumours
from literasi.services.hearing_rumours import RumourHandled
from tests import make

TODAY = date(2026, 11, 23)
WORDS = "Besok listrik padam 3 hari. Hubungi 081234567890, ```kunci: nilai"


@pytest.fixture
def trainer(session):
    with writing(session):
        make.bank(session)
        learner_id = make.account(session, "rina", roles=(Role.TRAINER,))
        hearing_rumours.receive(session, WORDS, Medium.WHATSAPP, today=TODAY)
    return learner_id


def only(session):
    return session.scalars(select(Rumour)).one()


def test_a_rumour_keeps_no_number_and_nobody(session, trainer):
    kept = only(session)

    assert kept.text == "Besok listrik padam 3 hari. Hubungi [nomor], ```kunci: nilai"
    assert (kept.state, kept.times, kept.received_on) == ("new", 1, TODAY)
    columns = set(Base.metadata.tables["rumour"].columns.keys())
    assert not columns & {"learner_id", "address", "address_hash", "received_at"}


@pytest.mark.parametrize(("days", "rows", "times"), [(0, 1, 2), (6, 1, 2), (7, 2, 1), (30, 2, 1)])
def test_the_same_words_count_up_for_a_week(session, trainer, days, rows, times):
    again = WORDS.upper().replace("081234567890", "0541741234").replace(" ", "  ").replace("KUNCI", "kunci")
    with writing(session):
        hearing_rumours.receive(session, again, Medium.SMS, today=TODAY + timedelta(days=days))
    found = session.scalars(select(Rumour).order_by(Rumour.id)).all()

    assert len(found) == rows
    assert found[-1].times == times


def _begin(session, trainer, now=make.NOW):
    with writing(session):
        return hearing_rumours.begin_item(
            session, only(session).id, "quizzes/bank/uang", trainer, draft_id=uuid.uuid4(), now=now
        )


def test_an_item_begins_with_the_words_and_cannot_be_published_unfilled(session, trainer):
    draft_id = _begin(session, trainer)
    source = session.scalars(select(DraftText.source).where(DraftText.draft_id == draft_id)).one()
    document, problems = parse_bank(source)

    assert document is None
    assert "Hubungi [nomor], '''kunci: nilai" in source
    for key in ("verdict", "fact", "source", "label", "why", "cue", "technique", "review-by"):
        assert f"{key} masih kosong." in {problem.message for problem in problems}, key
    assert (only(session).state, only(session).draft_id) == ("used", draft_id)


def test_filled_in_it_is_sound(session, trainer):
    source = session.scalars(
        select(DraftText.source).where(DraftText.draft_id == _begin(session, trainer))
    ).one()
    filled = {
        "label": "Listrik padam",
        "verdict": "salah",
        "fact": "Tidak ada pemadaman tiga hari.",
        "why": "PLN membantahnya. Tidak ada jadwalnya.",
        "cue": "Lihat jadwal resmi.",
        "technique": "konten_palsu",
        "place": "samarinda",
        "difficulty": "2",
        "review-by": "2027-05-23",
        "source": "kantor",
    }
    for key, value in filled.items():
        source = source.replace(f"\n{key}:\n", f"\n{key}: {value}\n")
    document, problems = parse_bank(source)

    assert not problems
    assert document.questions[-1].exhibit.caption == "Kiriman WhatsApp, November 2026, ditulis ulang"
    assert document.questions[-1].exhibit.item.topic == "uang"


def test_the_draft_that_is_being_written_is_taken_and_never_gets_the_words_twice(session, trainer):
    with writing(session):
        own = drafting.begin_edit(
            session, trainer, ["quizzes/bank/uang"], draft_id=uuid.uuid4(), now=make.NOW
        )
    assert _begin(session, trainer) == own
    with writing(session):
        hearing_rumours.bring_back(session, only(session).id, trainer, now=make.NOW)
    assert _begin(session, trainer) == own
    source = session.scalars(select(DraftText.source).where(DraftText.draft_id == own)).one()
    assert source.count("Besok listrik padam") == 1


@pytest.mark.parametrize("identity", ["quizzes/bank/tidak-ada", "quizzes/jebakan/berkas", "courses/jebakan/"])
def test_an_item_belongs_into_a_file_of_the_bank(session, trainer, identity):
    with writing(session):
        make.published(session)
    with pytest.raises(drafting.UnknownDraft), writing(session):
        hearing_rumours.begin_item(
            session, only(session).id, identity, trainer, draft_id=uuid.uuid4(), now=make.NOW
        )
    assert only(session).state == "new"


def test_two_trainers_cannot_take_one_rumour(session, trainer):
    _begin(session, trainer)
    with pytest.raises(RumourHandled), writing(session):
        hearing_rumours.begin_item(
            session, only(session).id, "quizzes/bank/uang", trainer, draft_id=uuid.uuid4(), now=make.NOW
        )
    with pytest.raises(RumourHandled), writing(session):
        hearing_rumours.dismiss(session, only(session).id, trainer, now=make.NOW)


def test_what_was_put_aside_comes_back_and_all_is_written_down(session, trainer):
    with writing(session):
        hearing_rumours.dismiss(session, only(session).id, trainer, now=make.NOW)
    assert rumour_page(session, "new", 1).rows == ()
    assert rumour_page(session, "dismissed", 1).rows[0].handled_by == "rina"
    session.rollback()
    with writing(session):
        hearing_rumours.bring_back(session, only(session).id, trainer, now=make.NOW)
    assert (only(session).state, only(session).handled_at, only(session).handled_by_id) == ("new", None, None)
    actions = session.scalars(select(AuditEvent.action).where(AuditEvent.action.startswith("rumour"))).all()
    assert actions == ["rumour.dismissed", "rumour.new"]


def test_the_list_is_paged_and_begins_with_the_newest(session, trainer):
    with writing(session):
        for number in range(PAGE + 1):
            words = f"Kabar {'abcdefghijklmnopqrstuvwxyz'[number]}"
            hearing_rumours.receive(session, words, Medium.OTHER, today=TODAY + timedelta(days=1))
    first, second, beyond = (rumour_page(session, "new", number) for number in (1, 2, 99))

    assert (len(first.rows), len(second.rows), second.last) == (PAGE, 2, 2)
    assert first.rows[0].text == "Kabar u"
    assert beyond.number == 2
    assert second.rows[-1].text.startswith("Besok listrik")
    assert [file.identity for file in bank_files(session)] == ["quizzes/bank/uang"]
