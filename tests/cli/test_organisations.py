"""``flask organisations load`` and what ``prepare`` loads by itself."""

import pytest
from sqlalchemy import func, select

from literasi.database import db
from literasi.models import Organisation
from tests import make

HEADER = "name,kind,parent,slug,source,contoh\n"


def run(app, *words):
    return app.test_cli_runner().invoke(args=words)


def count(app):
    with app.app_context():
        return db.session.scalar(select(func.count(Organisation.id)))


def test_a_list_is_loaded_once(app, tmp_path):
    file = tmp_path / "kota.csv"
    file.write_text(HEADER + "Kota Contoh,kota,,,,ya\nDinas Satu,dinas,Kota Contoh,,,\n")
    first, second = (run(app, "organisations", "load", str(file)) for _ in range(2))

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "2 dibuat, 0 sudah ada" in first.output
    assert "0 dibuat, 2 sudah ada" in second.output
    assert count(app) == 2


def test_one_problem_and_nothing_is_loaded(app, tmp_path):
    file = tmp_path / "kota.csv"
    file.write_text(HEADER + "Kota Contoh,kota,,,,\nDinas Satu,dins,Kota Contoh,,,\n")
    result = run(app, "organisations", "load", str(file))

    assert result.exit_code == 1
    assert 'kota.csv:3: Jenis "dins" tidak dikenal.' in result.output
    assert count(app) == 0


def test_a_parent_that_is_retired_is_no_parent(app, tmp_path):
    world = make.world(app)
    client = world.client("operator")
    form = {**world.token_for(client, "POST"), "below": "0"}
    assert client.post("/kelola/instansi/dinkes/pensiunkan", data=form).status_code == 303
    file = tmp_path / "kota.csv"
    file.write_text(HEADER + "UPTD Baru,unit,dinkes,,,\nUPTD Lain,unit,dishub,,,\n")
    result = run(app, "organisations", "load", str(file))

    assert result.exit_code == 1
    assert 'kota.csv:2: Induk "dinkes" tidak ada' in result.output


@pytest.mark.slow
def test_a_new_site_has_samarinda_and_one_with_agencies_keeps_its_own(app):
    assert "115 dibuat" in run(app, "prepare").output
    assert count(app) == 115
    assert "samarinda.csv" not in run(app, "prepare").output
    assert count(app) == 115
