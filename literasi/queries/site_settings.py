"""What operators decided about the site."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.models import SiteSetting

SECOND_TRAINER = "second_trainer"
YES, NO = "yes", "no"


def second_trainer_needed(session: Session) -> bool:
    """Whether somebody other than the author must approve what is published. Yes, unless set otherwise."""
    return session.scalar(select(SiteSetting.value).where(SiteSetting.name == SECOND_TRAINER)) != NO
