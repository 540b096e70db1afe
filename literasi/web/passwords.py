"""Is this the password? Asked at signing in, and again before what cannot be undone."""

from literasi.database import transaction
from literasi.queries.people import Credentials, credentials
from literasi.services import hashing, signing_in
from literasi.services.throttling import TooOften
from literasi.web import metrics, pages, visitors
from literasi.web.security import client_address
from literasi.web.translating import gettext


def confirm(login_name: str, password: str) -> Credentials | None:
    """The account, if this is its password; None otherwise, after the same work for every name.

    Each try is counted before it is looked at. Raises TooOften.
    """
    count_try(login_name)
    found = credentials(pages.reader(), login_name)
    if not hashing.fits(found.password_hash if found else None, password) or found is None:
        metrics.sign_in_failed()
        with transaction() as session:
            signing_in.note_wrong_password(session, login_name, now=visitors.now())
        return None
    forgive_tries(login_name)
    if hashing.is_outdated(found.password_hash):
        renewed = hashing.hash_password(password)
        with transaction() as session:
            signing_in.renew_hash(session, found.learner_id, found.password_hash, renewed)
    return found


def count_try(login_name: str) -> None:
    """Count one try of a password or a code. Raises TooOften."""
    with transaction() as session:
        signing_in.count_try(session, login_name, client_address(), now=visitors.now())


def forgive_tries(login_name: str) -> None:
    """It was right: the tries before are forgotten."""
    with transaction() as session:
        signing_in.forgive_tries(session, login_name, client_address(), now=visitors.now())


def wait_words(problem: TooOften) -> str:
    """How long to wait, in words."""
    minutes = -(-problem.seconds // 60)
    return gettext(
        "Many tries were made with this name or from this network. Try again in %(minutes)s minutes.",
        minutes=minutes,
    )
