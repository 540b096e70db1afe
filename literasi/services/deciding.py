"""Operators decide how the site works while it runs."""

from datetime import datetime

from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.models import SiteSetting
from literasi.queries.site_settings import (
    NO,
    SECOND_TRAINER,
    YES,
    Signing,
    second_trainer_needed,
    signing,
)
from literasi.services import auditing


def need_second_trainer(session: Session, needed: bool, *, by_id: int, now: datetime) -> None:
    """From now on somebody other than the author must approve what is published, or need not. Audited."""
    if second_trainer_needed(session) != needed:
        value = YES if needed else NO
        _keep(session, SECOND_TRAINER, value, by_id=by_id, now=now)
        auditing.record(session, "site.setting", SECOND_TRAINER, actor_id=by_id, now=now, value=value)


def sign_certificates(session: Session, decided: Signing, *, by_id: int, now: datetime) -> None:
    """From now on certificates are issued and signed so; those that exist stay as they are. Audited.

    The audit says that a name changed, and not to which: it holds no names.
    """
    before = signing(session).values()
    for name, value in decided.values().items():
        if value != before[name]:
            _keep(session, name, value, by_id=by_id, now=now)
            auditing.record(session, "site.setting", name, actor_id=by_id, now=now)


def _keep(session: Session, name: str, value: str, *, by_id: int, now: datetime) -> None:
    values = {"value": value, "changed_at": now, "changed_by_id": by_id}
    session.execute(
        insert_into(session, SiteSetting)
        .values(name=name, **values)
        .on_conflict_do_update(index_elements=["name"], set_=values)
    )
