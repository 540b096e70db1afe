"""``flask prepare`` brings along a site that was there before the search."""

import pytest
from sqlalchemy import delete

from literasi.database import db, writing
from literasi.models import SearchEntry, SearchWord
from tests import make


@pytest.mark.slow
def test_what_is_live_already_becomes_searchable(app, client):
    make.world(app)
    with app.app_context(), writing(db.session()) as session:
        session.execute(delete(SearchWord))
        session.execute(delete(SearchEntry))
    assert "Berkas yang Menyamar" not in client.get("/cari?q=penyamaran").text
    app.test_cli_runner().invoke(args=["prepare"], catch_exceptions=False)

    assert "Berkas yang Menyamar" in client.get("/cari?q=penyamaran").text
