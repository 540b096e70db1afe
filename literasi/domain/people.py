"""What is known about people beside their learning: roles, ages, and the notice that they accepted."""

from datetime import date, timedelta
from enum import Enum


class Role(Enum):
    """What somebody may do beyond learning, which everybody may.

    A supervisor is one of an organisation: the role lasts as long as that membership.
    """

    TRAINER = "trainer"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"


GRANTED = (Role.TRAINER, Role.OPERATOR)  # by operators, for the whole site


class AgeBand(Enum):
    """About how old somebody is. Nothing nearer than this is asked or kept."""

    UNDER_13 = "under_13"
    FROM_13 = "13_to_17"
    FROM_18 = "18_to_59"
    FROM_60 = "60_and_over"

    @classmethod
    def of(cls, years: int) -> "AgeBand":
        """The band of somebody so many *years* old."""
        limits = ((13, cls.UNDER_13), (18, cls.FROM_13), (60, cls.FROM_18))
        return next((band for limit, band in limits if years < limit), cls.FROM_60)

    @property
    def is_child(self) -> bool:
        """Under 18: the highest privacy, and never part of any research."""
        return self in {AgeBand.UNDER_13, AgeBand.FROM_13}


# The number that an account keeps of the notice at /privasi. Change the words there, and raise it here.
PRIVACY_VERSION = 4
PRIVACY_DATE = date(2026, 11, 24)

GUEST_LASTS = timedelta(days=400)
CITIZEN_LASTS = timedelta(days=90)
STAFF_LASTS = timedelta(hours=12)
RENEWED_AFTER = timedelta(days=1)


def session_lasts(*, is_staff: bool, is_shared: bool) -> timedelta:
    """How long somebody stays signed in; less on a shared phone and for those who may do more."""
    return STAFF_LASTS if is_staff or is_shared else CITIZEN_LASTS
