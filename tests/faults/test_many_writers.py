"""Sixty-four people answer in the same moment: no lock, nothing lost, nothing twice."""

import logging
from collections import Counter
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from literasi.config import ROOT
from literasi.database import writing
from literasi.models import Response
from literasi.services import inspecting
from literasi.services.reading_files import read_content
from literasi.services.syncing import import_content
from tests import make
from tests.faults.crowds import let_write

log = logging.getLogger(__name__)  # seen with `pytest --log-cli-level=INFO`

SECONDS = 3


@pytest.mark.slow
def test_sixty_four_writers_lose_nothing(engine, database_url):
    with Session(engine) as session, writing(session):
        make.shipped_channels(session)
        import_content(session, read_content(ROOT), now=datetime.now(UTC))

    crowd = let_write(database_url, SECONDS)

    with Session(engine) as session:
        stored = Counter(
            (str(row.attempt_id), row.question_key, row.answer)
            for row in session.execute(select(Response.attempt_id, Response.question_key, Response.answer))
        )
        faults = list(inspecting.faults(session))
    log.info("%s writes, %s answers, slowest %.0f ms", crowd.writes, len(crowd.acknowledged), crowd.slowest)
    assert crowd.errors == []
    assert stored == Counter(crowd.acknowledged)
    assert faults == []
    assert len(crowd.acknowledged) >= 100, "too few answers to prove anything"
