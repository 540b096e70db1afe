"""Looking for people uses indexes, on both databases, so that it costs the same for a whole city."""

import pytest
from sqlalchemy import select, text

from literasi.domain.login_names import masked_name, name_starts
from literasi.models import Account, Membership
from literasi.queries.finding import begins


@pytest.mark.parametrize(
    ("column", "index"),
    [
        (Account.login_name, ("ix_account_login_name_start", "uq_account_login_name", "autoindex_account")),
        (Membership.name_key, ("ix_membership_name_key_start",)),
    ],
)
def test_a_beginning_is_found_by_an_index(session, column, index):
    wanted = select(column.class_.learner_id).where(begins(session, column, "nor")).limit(21)
    dialect = session.get_bind().dialect
    sql = str(wanted.compile(dialect=dialect, compile_kwargs={"literal_binds": True})).replace("%%", "%")
    if dialect.name == "postgresql":
        session.execute(text("set local enable_seqscan = off"))
    explain = "explain query plan" if dialect.name == "sqlite" else "explain"
    plan = "\n".join(map(str, session.execute(text(f"{explain} {sql}"))))

    assert any(one in plan for one in index), plan


@pytest.mark.parametrize(
    ("typed", "starts"),
    [
        ("Norhayati", ["norhayati"]), ("0812-34", ["+6281234"]), ("+62 812", ["+62812"]),
        ("62812", ["+62812"]), ("812", ["+62812"]), ("siti@", ["siti@"]), ("  ", []), ("0", ["+62"]),
    ],
)  # fmt: skip
def test_a_typed_beginning_becomes_that_of_a_normal_form(typed, starts):
    assert name_starts(typed) == starts


def test_a_masked_name_hides_the_middle():
    assert masked_name("norhayati@contoh.id") == "no•••@contoh.id"
    assert masked_name("+6281234567890") == "+6281•••7890"
    assert masked_name("norhayati") == "norhayati"
