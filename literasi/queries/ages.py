"""Who is under 18, as a condition of a statement."""

from typing import Any

from sqlalchemy import ColumnElement, exists, or_

from literasi.domain.people import AgeBand
from literasi.models import Account


def is_of_a_child(learner_id: Any) -> ColumnElement[bool]:
    """Whether the learner in this column has the account of a child; about a guest nobody knows."""
    young = (Account.age_band == band.value for band in AgeBand if band.is_child)
    return exists().where(Account.learner_id == learner_id, or_(*young))
