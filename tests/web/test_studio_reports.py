"""Trainers see to reports; operators decide whether a second trainer is needed."""

import pytest
from sqlalchemy import select

from literasi.database import db
from literasi.models import AuditEvent, ProblemReport
from tests import make
from tests.browsing import Browser


@pytest.fixture
def world(app):
    return make.world(app)


@pytest.fixture
def trainer(world):
    return Browser(world.client("trainer"))


def test_a_report_leads_to_its_text_and_is_handled(app, browser, trainer):
    browser.open("/laporkan?halaman=/kursus/jebakan/berkas")
    browser.submit("Kirim", text="Tanggalnya <b>keliru</b>.")
    trainer.open("/studio")
    trainer.click("Laporan pembaca")
    assert "Tanggalnya <b>keliru</b>." in trainer.page
    trainer.submit("Tandai selesai")
    assert "Laporan ditandai selesai" in trainer.page
    trainer.submit("Urungkan")
    trainer.submit("Sunting teks ini")
    assert "/studio/draf/" in trainer.page.url
    trainer.open("/studio/laporan")
    trainer.submit("Tandai selesai")
    trainer.click("Selesai ditangani: 1")
    assert "trainer, " in trainer.page
    trainer.submit("Buka lagi")
    with app.app_context():
        assert db.session.scalars(select(ProblemReport.handled_at)).all() == [None]


def test_a_report_names_the_title_before_the_address(browser, trainer):
    for path in ("/kursus/jebakan/berkas", "/kursus/jebakan/tidak-ada"):
        browser.open(f"/laporkan?halaman={path}")
        browser.submit("Kirim", text="Tanggalnya keliru.")
    html = trainer.open("/studio/laporan").html

    assert ">Berkas yang Menyamar</a>" in html
    assert "<code>/kursus/jebakan/berkas</code>" in html
    assert ">/kursus/jebakan/tidak-ada</a>" in html


def test_a_page_that_is_no_text_has_no_editor(browser, trainer):
    browser.open("/laporkan?halaman=/percobaan/x")
    browser.submit("Kirim", text="Tombolnya tidak bisa ditekan.")
    trainer.open("/studio/laporan")

    assert not [form for form in trainer.page.forms if form.has_button("Sunting teks ini")]


def test_an_operator_decides_and_it_is_written_down(app, world):
    operator = Browser(world.client("operator"))
    operator.open("/kelola")
    operator.click("Pengaturan")
    operator.submit("Simpan pengaturan", second_trainer="no")
    assert "Pengaturan tersimpan" in operator.page
    trainer = Browser(world.client("trainer"))
    assert "Lanjut ke penerbitan" in trainer.open(f"/studio/draf/{world.draft_id}")
    operator.submit("Simpan pengaturan", second_trainer="yes")
    with app.app_context():
        values = [
            event.details["value"]
            for event in db.session.scalars(select(AuditEvent))
            if event.action == "site.setting"
        ]
    assert values == ["no", "yes"]
