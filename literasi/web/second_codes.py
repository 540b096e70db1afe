"""Is this the code of the account's second factor? Asked at signing in, and before what matters."""

from collections.abc import Callable

from flask import current_app
from sqlalchemy.orm import Session

from literasi.database import transaction
from literasi.queries.second_factors import KeptFactor, second_factor
from literasi.services import second_factors
from literasi.web import pages, visitors


def site_key() -> str:
    """The site's secret, from which the key comes that seals what is kept."""
    return str(current_app.config["SECRET_KEY"])


def kept_for(learner_id: int) -> KeptFactor | None:
    """The account's second factor; None when it has none."""
    return second_factor(pages.reader(), learner_id)


def confirm(kept: KeptFactor, typed: str, act: Callable[[Session], None]) -> None:
    """Take the code and do *act* in the same transaction. Raises WrongCode and TooOften.

    Each try is counted before it is looked at; a right one forgets those before.
    """
    with transaction() as session:
        second_factors.count_try(session, kept.learner_id, now=visitors.now())
    proof = second_factors.read(kept, typed, site_key=site_key(), now=visitors.now())
    with transaction() as session:
        second_factors.take(session, kept, proof, now=visitors.now())
        second_factors.forgive_tries(session, kept.learner_id)
        act(session)
