"""Items of the bank are added, retired and moved as drafts, by the fewest changes to their texts."""

import uuid
from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from literasi.database import writing
from literasi.domain.identities import Identity
from literasi.domain.moving_items import move_item
from literasi.domain.questions import parse_bank
from literasi.domain.rewriting import CannotRewrite
from literasi.models import BankItem
from literasi.queries.drafts import whole_draft
from literasi.services import drafting, rearranging, reviewing
from literasi.services.checking_drafts import check
from literasi.services.drafting import NewText
from tests import make

MONEY, CITY = Identity("bank", "bank", "uang"), Identity("bank", "bank", "kota")
FORM = Identity("bank", "bank", "tes-a")


@pytest.fixture
def site(session):
    with writing(session):
        make.bank(session, *make.items(3, "salah"))
        make.bank(session, *make.items(2, "benar"), slug="kota")
        return SimpleNamespace(trainer=make.account(session, "pelatih"))


def act(session, site, function, *arguments):
    with writing(session):
        return function(session, site.trainer, *arguments, draft_id=uuid.uuid4(), now=make.NOW)


def texts(session, draft_id):
    found = {text.identity: text.source for text in whole_draft(session, draft_id).texts}
    session.rollback()
    return found


def publish(session, site, draft_id):
    checked = check(session, texts(session, draft_id), today=make.NOW.date())
    assert [one.errors for one in checked] == [()] * len(checked)
    with writing(session):
        reviewing.send_for_review(
            session, draft_id, site.trainer, version=version(session, draft_id), now=make.NOW
        )
        other = make.account(session, "peninjau")
        reviewing.publish(
            session, draft_id, checked, version=version(session, draft_id), by_id=other, now=make.NOW
        )


def version(session, draft_id):
    return whole_draft(session, draft_id).version


def test_an_item_is_retired_by_one_line_and_brought_back_by_taking_it_out(session, site):
    before = make.bank_text(*make.items(3, "salah"))
    draft = act(session, site, rearranging.set_item_retired, MONEY, "salah-2", date(2026, 11, 23))
    (text,) = texts(session, draft).values()

    assert text.replace("retired: 2026-11-23\n", "") == before
    assert act(session, site, rearranging.set_item_retired, MONEY, "salah-2", None) == draft
    assert list(texts(session, draft).values()) == [before]


def test_what_is_retired_counts_once_it_is_published(session, site):
    draft = act(session, site, rearranging.set_item_retired, MONEY, "salah-2", date(2026, 11, 23))
    publish(session, site, draft)

    retired = session.scalars(select(BankItem.key).where(BankItem.retired_at.is_not(None))).all()
    assert retired == ["salah-2"]


def test_an_item_moves_in_one_draft_of_both_files(session, site):
    draft = act(session, site, rearranging.move_item, MONEY, "salah-1", CITY)
    found = texts(session, draft)

    assert found[str(MONEY)] == make.bank_text(*make.items(3, "salah")[1:])
    assert found[str(CITY)] == make.bank_text(*make.items(2, "benar"), make.item("salah-1"))
    publish(session, site, draft)
    assert session.scalar(select(BankItem.retired_at).where(BankItem.key == "salah-1")) is None


def test_a_second_change_joins_the_draft_that_is_being_written(session, site):
    draft = act(session, site, rearranging.set_item_retired, MONEY, "salah-3", date(2026, 11, 23))

    assert act(session, site, rearranging.move_item, MONEY, "salah-1", CITY) == draft
    found = texts(session, draft)
    assert "retired: 2026-11-23" in found[str(MONEY)]
    assert "{#salah-1}" in found[str(CITY)]


def test_a_new_item_has_a_key_of_its_own(session, site):
    draft = act(session, site, rearranging.add_item, MONEY)
    act(session, site, rearranging.add_item, MONEY)
    act(session, site, rearranging.add_item, CITY)

    (text,) = texts(session, draft).values()
    assert "{#pertanyaan-baru}" in text
    assert "{#pertanyaan-baru-2}" in text
    assert text.count("source: kantor") == 4  # the second joins a text that is not whole yet


def test_an_item_of_a_form_is_replaced_in_one_draft(session, site):
    with writing(session):
        make.form(session)
    draft = act(session, site, rearranging.set_item_retired, FORM, "a-salah-1", date(2026, 11, 23))
    assert [str(problem) for problem in errors(session, draft)] == [
        "3: Formulir A berisi 10 kabar benar dan 9 kabar salah. "
        "Lengkapi menjadi 10 kabar benar dan 10 kabar salah yang masih dipakai."
    ]
    act(session, site, rearranging.add_item, FORM)

    (text,) = texts(session, draft).values()
    assert text.count("use: form") == 21
    assert "form: A\n" in text


def test_each_form_of_the_test_is_one_file(session, site):
    with writing(session):
        make.form(session)
        draft = uuid.uuid4()
        text = make.form_text("B").replace("form: B", "form: A")
        new = NewText("quizzes/bank/tes-lain", text)
        drafting.begin(session, site.trainer, [new], draft_id=draft, now=make.NOW)

    assert [problem.message for problem in errors(session, draft)] == [
        'Formulir A sudah ada di berkas bank "tes-a".'
    ]


def errors(session, draft_id):
    (checked,) = check(session, texts(session, draft_id), today=make.NOW.date())
    return checked.errors


@pytest.mark.parametrize("key", ["tidak-ada", "benar-1"])
def test_what_is_not_there_is_said(session, site, key):
    with pytest.raises(CannotRewrite):
        act(session, site, rearranging.set_item_retired, MONEY, key, date(2026, 11, 23))
    with pytest.raises(CannotRewrite):
        act(session, site, rearranging.move_item, MONEY, key, CITY)
    with pytest.raises(drafting.UnknownDraft):
        act(session, site, rearranging.move_item, MONEY, "salah-1", Identity("bank", "bank", "tidak-ada"))


def test_the_source_comes_along_and_keeps_apart_from_another_of_the_same_name():
    text = make.bank_text(*make.items(2, "salah"))
    other = make.bank_text(make.item("benar-1", "benar")).replace("Kantor Contoh", "Kantor Lain")
    left, arrived = move_item(text, other, "salah-1")
    document = parse_bank(arrived)[0]

    assert [source.publisher for source in document.sources] == ["Kantor Lain", "Kantor Contoh"]
    assert [one.exhibit.source.publisher for one in document.questions] == ["Kantor Lain", "Kantor Contoh"]
    assert left == make.bank_text(make.item("salah-2"))


def test_the_last_item_stays():
    with pytest.raises(CannotRewrite, match="terakhir"):
        move_item(make.bank_text(make.item("a")), make.bank_text(make.item("b")), "a")
