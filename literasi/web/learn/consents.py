"""Asking, where a test begins, whether researchers may use its answers."""

from dataclasses import dataclass

from flask import request

from literasi.database import db
from literasi.queries.consents import consent_behind
from literasi.web import visitors

FIELD, YES = "research", "yes"


@dataclass(frozen=True)
class Asking:
    """Whether the box is there (*asked*), was *ticked* just now, or is not needed: it is *allowed*."""

    asked: bool
    ticked: bool
    allowed: bool


def asking() -> Asking:
    """For whoever asks; no child is asked. One statement."""
    own = consent_behind(db.session(), visitors.token_hash(), visitors.now())
    allowed = own is not None and own.given_at is not None
    asked = not allowed and not (own and own.is_child)
    return Asking(asked=asked, ticked=is_ticked(), allowed=allowed)


def is_ticked() -> bool:
    """Whether the form that was sent has the box ticked."""
    return request.form.get(FIELD) == YES
