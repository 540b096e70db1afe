"""Cohorts have names that can be told apart, within one organisation."""

from datetime import date

import pytest

from literasi.database import writing
from literasi.services import grouping
from tests import make

DAY = date(2026, 11, 23)


def test_two_cohorts_in_use_never_share_a_name_and_other_agencies_do_not_matter(session):
    with writing(session):
        ids = make.agencies(session)
        by = {"by_id": make.account(session), "now": make.NOW}
        first = grouping.make(session, ids["dishub"], "Angkatan 1", DAY, **by)
        second = grouping.make(session, ids["dishub"], "Angkatan 2", DAY, **by)
        grouping.make(session, ids["dinkes"], "Angkatan 1", DAY, **by)
        with pytest.raises(grouping.NameTaken):
            grouping.make(session, ids["dishub"], "  angkatan  1 ", DAY, **by)
        with pytest.raises(grouping.NameTaken):
            grouping.rename(session, second, "ANGKATAN 1", **by)
        grouping.rename(session, first, "Angkatan I", **by)
        grouping.rename(session, second, "Angkatan 1", **by)
