"""Operators decide how the site works while it runs."""

from datetime import datetime

from sqlalchemy.orm import Session

from literasi.database import insert_into
from literasi.models import SiteSetting
from literasi.queries.site_settings import NO, SECOND_TRAINER, YES, second_trainer_needed
from literasi.services import auditing


def need_second_trainer(session: Session, needed: bool, *, by_id: int, now: datetime) -> None:
    """From now on somebody other than the author must approve what is published, or need not. Audited."""
    if second_trainer_needed(session) == needed:
        return
    values = {"value": YES if needed else NO, "changed_at": now, "changed_by_id": by_id}
    session.execute(
        insert_into(session, SiteSetting)
        .values(name=SECOND_TRAINER, **values)
        .on_conflict_do_update(index_elements=["name"], set_=values)
    )
    auditing.record(
        session, "site.setting", SECOND_TRAINER, actor_id=by_id, now=now, value=str(values["value"])
    )
