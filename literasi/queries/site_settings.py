"""What operators decided about the site."""

from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.models import SiteSetting

SECOND_TRAINER = "second_trainer"
YES, NO = "yes", "no"
ISSUER, SIGNATORY_NAME, SIGNATORY_TITLE = "issuer", "signatory_name", "signatory_title"
OWN_ISSUER = "Literasi Samarinda"


@dataclass(frozen=True)
class Signing:
    """In whose name certificates are issued. Without a signatory they carry the issuer alone."""

    issuer: str = OWN_ISSUER
    signatory_name: str = ""
    signatory_title: str = ""

    def values(self) -> dict[str, str]:
        """Each part by its name."""
        return asdict(self)


def second_trainer_needed(session: Session) -> bool:
    """Whether somebody other than the author must approve what is published. Yes, unless set otherwise."""
    return session.scalar(select(SiteSetting.value).where(SiteSetting.name == SECOND_TRAINER)) != NO


def signing(session: Session) -> Signing:
    """Who issues and signs certificates from now on. One statement."""
    names = (ISSUER, SIGNATORY_NAME, SIGNATORY_TITLE)
    rows = session.execute(select(SiteSetting.name, SiteSetting.value).where(SiteSetting.name.in_(names)))
    return Signing(**{name: value for name, value in rows if value})
