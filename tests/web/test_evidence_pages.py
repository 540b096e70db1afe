"""What trainers, the city and agencies read of groups: both sides, ranges, sources, and never a person."""

import csv
import io
import re
from datetime import timedelta

import pytest
from flask import render_template_string
from sqlalchemy import select

from literasi.database import db
from literasi.domain import gate
from literasi.models import HarmAlarm
from tests import agencies, measured

STUDIO, CITY = "/studio/hasil-belajar", "/instansi/kota/hasil-belajar"
AGENCY = "/instansi/dishub/hasil-belajar"
HIDDEN = ("kurang dari 10", "disembunyikan", "belum cukup")


class Site(agencies.Site):
    """The site of two agencies, with classes that took their tests."""

    def measure(self, *classes, days=40):
        """Classes of (agency or None, people, settings) took the course fondasi's tests."""
        at = self.now - timedelta(days=days)
        with self.writing() as session:
            course_id = measured.course_id(session, "fondasi")
            for number, (slug, count, settings) in enumerate(classes):
                place = self.ids[slug] if slug else None
                records = measured.a_class(count, number + 1, **settings)
                measured.enter(session, records, course_id, at=at, organisation_id=place)
        with self.app.app_context():
            measured.weigh(db.session(), self.now, again=True)

    def read(self, path, role="trainer", **options):
        page = self.page(path, role=role, **options)
        return page[page.index("<main") :] if options.get("status", 200) == 200 else page

    def rows(self, path, role="trainer"):
        answer = self.world.client(role).get(path)
        assert answer.mimetype == "text/csv"
        return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))

    def answer(self, text, alarm, *, role="trainer", base=STUDIO):
        client = self.world.client(role)
        sent = {**self.world.token_for(client, "POST"), "jawaban": text, "peringatan": str(alarm)}
        return client.post(f"{base}/fondasi/peringatan", data=sent)


def halves(rows):
    """The facts of a sheet by name, and its figures."""
    return dict(rows[: rows.index([])]), rows[rows.index([]) + 2 :]


@pytest.fixture
def site(app):
    return Site(app)


@pytest.fixture
def alarm(site):
    """A class became cynical; the alarm that stands."""
    site.measure((None, 90, measured.CYNICAL))
    with site.app.app_context():
        return db.session.scalars(select(HarmAlarm.id)).one()


def test_a_class_that_learned_is_told_with_both_sides_ranges_and_source(site):
    site.measure((None, 120, measured.LEARNED))
    page = site.read(f"{STUDIO}/fondasi")

    assert "hoaks dan kabar benar lebih bisa dibedakan" in page
    assert 'class="notice good"' in page
    hoaxes = re.search(
        r"Dari 10 hoaks, kelompok ini mengenali [\d,]+ → [\d,]+ \(rentang [\d,]+–[\d,]+\)", page
    )
    trues = re.search(r"Dari 10 kabar benar, kelompok ini percaya pada [\d,]+ → ", page)
    assert hoaxes.start() < trues.start()
    sections = page.count("<h2")
    assert page.count("tanpa kelompok pembanding") == 5 <= sections
    assert "sekitar 12 persen" in page
    assert "literasi-discernment" in page


def test_a_cynical_class_shows_nothing_green_and_the_alarm(site, alarm):
    for path, role in ((STUDIO, "trainer"), (CITY, "coordinator")):
        for page in (site.read(path, role), site.read(f"{path}/fondasi", role)):
            assert "kabar benar lebih sering diragukan" in page
            assert " good" not in page
    for path, role in (("/studio", "trainer"), ("/instansi/kota", "coordinator")):
        page = site.read(path, role)
        assert "kabar benar lebih sering diragukan" in page
        assert "/fondasi/peringatan" in page


def test_a_class_of_nine_shows_nothing(site):
    site.measure((None, 9, measured.LEARNED))
    page = site.read(f"{STUDIO}/fondasi")

    assert "Peserta tes belum cukup" in page
    assert "Perlu sedikitnya 10 orang" in page
    assert "rentang 95" not in page
    site.read(f"{STUDIO}/fondasi/unduh.csv", status=404)


def test_twenty_pairs_show_a_range_and_no_point(site):
    site.measure((None, 20, {"gain": 0.2, "lost": 0.0}))
    page = site.read(f"{STUDIO}/fondasi")
    row = page[page.index("Daya beda (d′)</th>") :].partition("</tr>")[0]
    changed = row[row.index("Perubahan") :]

    assert re.search(r"[+−][\d,]+ sampai [+−][\d,]+", changed)
    assert "<b>" not in changed
    assert any(words in page for words in HIDDEN)


def test_groups_are_chosen_and_agencies_only_from_thirty_pairs_on(site):
    site.measure(
        (None, 60, measured.LEARNED), ("dishub", 50, measured.LEARNED), ("dinkes", 20, measured.LEARNED)
    )
    page = site.read(f"{CITY}/fondasi", "coordinator")

    assert "untuk=dishub" in page
    assert "untuk=dinkes" not in page
    for group in ("warga", "admin", "dishub"):
        assert f'untuk={group}" aria-current="page"' in site.read(
            f"{CITY}/fondasi?untuk={group}", "coordinator"
        )
    for group in ("dinkes", "kota-uji", "x", "%00"):
        site.read(f"{CITY}/fondasi?untuk={group}", "coordinator", status=404)


def test_citizens_and_admins_are_compared_through_the_gate(site):
    site.measure((None, 60, {"gain": 2.5}), ("dishub", 60, {"gain": 0.0}))
    assert "Perubahan daya beda warga dikurangi perubahan admin" in site.read(f"{STUDIO}/fondasi")


def test_groups_that_gained_alike_are_not_compared(site):
    site.measure((None, 60, measured.LEARNED), ("dishub", 60, measured.LEARNED))
    page = site.read(f"{STUDIO}/fondasi")

    assert "dikurangi perubahan admin" not in page
    assert "Apakah satu kelompok naik lebih banyak" in page


def test_supervisors_see_their_own_agency_and_no_person(site):
    site.measure(("dishub", 60, measured.LEARNED), ("dinkes", 60, {"gain": 0.1}), (None, 60, {}))
    own = site.read(f"{AGENCY}/fondasi", "supervisor")

    assert "Dinas Perhubungan" in own
    assert "Dinas Kesehatan" not in own
    assert "Seberapa yakin" not in own
    assert "Menurut pola" not in own
    assert "Anggota dishub" not in own
    for path in ("", "/fondasi", "/fondasi/unduh.csv"):
        site.read(f"/instansi/dinkes/hasil-belajar{path}", "supervisor", status=404)
        site.read(f"{CITY}{path}", "supervisor", status=404)
        site.read(f"{STUDIO}{path}", "supervisor", status=404)


def test_an_agency_of_few_is_told_how_many_it_takes(site):
    site.measure(("dishub", 25, measured.LEARNED))

    assert "Perlu sedikitnya 30 orang" in site.read(AGENCY, "supervisor")
    assert "Perlu sedikitnya 30 orang" in site.read(f"{AGENCY}/fondasi", "supervisor")
    site.read(f"{AGENCY}/fondasi/unduh.csv", "supervisor", status=404)


def test_what_is_downloaded_is_what_is_shown_with_its_method(site):
    site.measure((None, 45, measured.LEARNED))
    facts, figures = halves(site.rows(f"{STUDIO}/fondasi/unduh.csv?untuk=warga"))
    told = {(row[0], row[1]): row for row in figures}

    assert facts["Orang" if "Orang" in facts else "People"] == "warga"
    assert len(facts["SHA-256 naskah metode"]) == 64
    assert "Tanpa kelompok pembanding" in facts["Metode"]
    hoaxes = told["Hoaks yang dikenali", "sesudah"]
    page = site.read(f"{STUDIO}/fondasi?untuk=warga")
    of_ten = round(float(hoaxes[2].replace(",", ".")) * 10, 1)
    assert f"→ {of_ten:g}".replace(".", ",") in page
    assert told["Kabar benar yang dipercaya", "sesudah"][6] == hoaxes[6]
    assert all(row[2] or row[3] or row[7] for row in figures)
    assert not any(row[6] and int(row[6]) < 10 for row in figures)


def test_a_sheet_speaks_the_words_of_the_page(site):
    site.measure((None, 45, measured.LEARNED))
    facts, figures = halves(site.rows(f"{STUDIO}/fondasi/unduh.csv"))
    units = {row[0]: row[5] for row in figures}

    assert "Peringatan" not in facts
    assert figures[0][2].isdecimal()
    assert units["Daya beda (d')"] == "angka"
    names = [row[0] for row in figures if row[0].startswith("Konten palsu")]
    assert [name.rpartition(": ")[2] for name in names] == ["Hoaks", "Hoaks", "Kabar benar", "Kabar benar"]


def test_a_sheet_does_not_tell_elsewhere_how_many_began(site):
    site.measure((None, 60, {**measured.LEARNED, "lost": 0.08}))
    _, figures = halves(site.rows(f"{STUDIO}/fondasi/unduh.csv"))
    pairs, began = figures[:2]
    first = next(row for row in figures if row[0].startswith("d' awal semua"))

    assert (began[2], began[6]) == ("", "")
    assert first[2]
    assert first[6] == ""
    assert {row[6] for row in figures if row[6] and int(row[6]) > int(pairs[2])} == set()


def test_a_standing_alarm_is_in_the_sheet(site, alarm):
    facts, _ = halves(site.rows(f"{STUDIO}/fondasi/unduh.csv"))
    assert facts["Peringatan"] == "Setelah kursus ini, kabar benar lebih sering diragukan"


def test_an_answered_alarm_makes_nothing_green(site):
    site.measure((None, 120, {"gain": 1.5, "bias_shift": 0.6, "lost": 0.1}))
    with site.app.app_context():
        standing = db.session.scalars(select(HarmAlarm.id)).one()
    assert site.answer("ok", standing).status_code == 303

    for page in (site.read(STUDIO), site.read(f"{STUDIO}/fondasi")):
        assert " good" not in page
        assert "orang menjadi lebih curiga" in page
    assert "↑ lebih sering" in site.read(f"{STUDIO}/fondasi")


def test_only_a_change_that_rose_may_be_larger_than_it_looks(site):
    site.measure((None, 90, measured.CYNICAL))
    assert "sekitar 12 persen" not in site.read(f"{STUDIO}/fondasi")


@pytest.mark.parametrize(
    ("ends", "words"),
    [((-0.1, 1.1), "50% (−10 sampai 110%), belum bisa dipastikan"), ((0.3, 0.7), "50% (30–70%)")],
)
def test_what_is_left_is_said_with_a_real_minus_and_its_doubt(app, ends, words):
    with app.test_request_context("/"):
        page = render_template_string(
            '{% import "components/evidence/retention.html" as a with context %}{{ a.retention(told) }}',
            told={
                "retention": {
                    "share": gate.retained(0.5, ends, 100, 100),
                    **dict.fromkeys(
                        ("returned", "eligible", "returned_before", "starters_before"), gate.people(100)
                    ),
                },
                "starters": gate.people(100),
            },
        )

    assert f"<dd>{words}</dd>" in page


def test_an_alarm_says_what_it_means_and_is_answered_in_words(site, alarm):
    page = site.read(f"{STUDIO}/fondasi/peringatan")
    assert "Yang perlu dilihat" in page
    assert "Dari 10 kabar benar" in page
    empty = site.answer("  ", alarm)
    assert empty.status_code == 422
    assert "Satu kalimat cukup" in empty.text
    long = site.answer("a" * 2001, alarm)
    assert (long.status_code, "a" * 2001 in long.text) == (422, True)

    assert site.answer("Pelajaran 2 ditulis ulang.\r\nKabar benar ditambah.", alarm).status_code == 303
    page = site.read(f"{CITY}/fondasi/peringatan", "coordinator")
    assert "Tidak ada peringatan yang menunggu jawaban" in page
    assert "Pelajaran 2 ditulis ulang." in page
    assert re.search(r"trainer, \d+ \w+ \d{4}", page)
    assert "kabar benar lebih sering diragukan" not in site.read("/studio")


def test_a_coordinator_answers_too_and_a_second_answer_changes_nothing(site, alarm):
    assert site.answer("Sudah dilihat.", alarm, role="coordinator", base=CITY).status_code == 303
    second = site.answer("Lain lagi.", alarm)

    assert second.status_code == 422
    assert "Sudah ada yang menjawab" in second.text
    assert "Lain lagi." not in site.read(f"{STUDIO}/fondasi/peringatan")


@pytest.mark.parametrize("number", ["0", "999", "x", "", "1; DROP"])
def test_no_such_alarm_is_not_found(site, alarm, number):
    assert site.answer("Sudah.", number).status_code == 404


def test_no_such_course_is_not_found(site):
    for path in ("/tiada", "/tiada/peringatan", "/tiada/unduh.csv"):
        site.read(STUDIO + path, status=404)
        site.read(CITY + path, "coordinator", status=404)
        site.read(AGENCY + path, "supervisor", status=404)


def test_the_other_language(site):
    site.measure((None, 60, measured.LEARNED))
    client = site.world.client("trainer")
    client.set_cookie("bahasa", "en")
    page = client.get(f"{STUDIO}/fondasi").text

    assert "Of 10 true messages, it believes" in page
    assert "no group to compare with" in page
