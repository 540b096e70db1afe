"""The PDF: tagged, with its fonts, one A4 page for every name; a program reads the code on it."""

import fcntl
import io
import re
import shutil
import subprocess
import time
import zlib
from collections import OrderedDict
from datetime import UTC, datetime

import pytest
import zxingcpp
from PIL import Image

from app import create_app
from literasi.database import db, writing
from literasi.services import printing
from literasi.services.printing import NotPrinted
from tests import certificates, make
from tests.settings import settings_for

A4 = (842, 595)  # points, landscape
NAMES = {
    "short": "Li",
    "usual": "Norhayati Aminah",
    "titled": "Dr. Hj. Andi Tenri Abengé, S.Sos., M.Si.",
    "eighty": "Raden Ajeng Siti Norhayati Kusumaningrum Dewi Ayu Lestari Wulandari Prabowo Wati",
    "one word": "W" * 80,
    "marks": "Ngérang Lawai é ü ş Ḍayák Büṭṭu",
    "Bugis": "ᨕᨉᨗ ᨈᨛᨊᨑᨗ",
}

needs_pango = pytest.mark.skipif(
    bool(printing.missing()), reason=f"no PDF here: {printing.missing()} missing"
)


@pytest.fixture
def pdf_of(sqlite_url, tmp_path):
    """``pdf_of(name, lessons)`` is the PDF that a holder of that name downloads, and the code on it."""
    app = create_app(settings_for(sqlite_url, tmp_path))
    world = make.world(app)

    def pdf_of(name, lessons=6, **others):
        with app.app_context(), writing(db.session()) as session:
            owner = make.learner(session, world.tokens["owner"], datetime.now(UTC))
            code = certificates.issued(session, owner, name=name, lessons=lessons, **others)
        answer = world.client("owner").get(f"/sertifikat/{code}.pdf")
        assert answer.status_code == 200
        return answer.data, code

    yield pdf_of
    app.extensions["literasi_reader"].close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def pictures(pdf, tmp_path, dots=150):
    """Each page as a picture, by whichever program is here."""
    source = tmp_path / "sheet.pdf"
    source.write_bytes(pdf)
    if shutil.which("pdftoppm"):
        command = ["pdftoppm", "-r", str(dots), "-png", str(source), str(tmp_path / "page")]
    elif shutil.which("gs"):
        command = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=png16m", f"-r{dots}"]
        command += [f"-sOutputFile={tmp_path}/page-%d.png", str(source)]
    else:
        pytest.skip("no program here draws a PDF: `apt install poppler-utils`")
    subprocess.run(command, check=True, capture_output=True)
    return [Image.open(io.BytesIO(path.read_bytes())) for path in sorted(tmp_path.glob("page-*.png"))]


def read_codes(picture):
    return [found.text for found in zxingcpp.read_barcodes(picture)]


@needs_pango
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_every_name_stands_on_one_page_and_its_code_leads_to_the_check(pdf_of, tmp_path, name):
    pdf, code = pdf_of(
        name, signatory_name="Drs. H. Ahmad Syarifuddin Noor, M.Si.", signatory_title="Kepala Dinas"
    )
    pages = pictures(pdf, tmp_path)

    assert len(pages) == 2
    assert all(abs(side * 72 / 150 - want) < 2 for side, want in zip(pages[0].size, A4, strict=True))
    assert read_codes(pages[0]) == [f"http://localhost/sertifikat/{code}"]


@needs_pango
@pytest.mark.parametrize(("lessons", "count"), [(1, 2), (5, 2), (20, 2), (45, 2)])
def test_what_was_learned_fits_on_the_second_page(pdf_of, tmp_path, lessons, count):
    assert len(pictures(pdf_of("Norhayati", lessons)[0], tmp_path, dots=30)) == count


@needs_pango
def test_it_is_tagged_has_its_fonts_and_is_the_same_each_time(pdf_of):
    pdf, _ = pdf_of("Norhayati Aminah")
    plain = _unpacked(pdf)

    assert b"/MarkInfo" in plain
    assert b"pdfuaid" in plain
    assert b"/Lang" in plain
    assert b"/Alt" in plain
    fonts = re.findall(rb"/FontFile[23]? ", plain)
    assert fonts
    assert plain.count(b"/FontDescriptor ") >= len(fonts) > 0


def _unpacked(pdf):
    """The file with its packed parts beside it, so that their words can be found."""

    parts = [pdf]
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(packed.rstrip(b"\r\n")))
        except zlib.error:
            continue
    return b"\n".join(parts)


@needs_pango
def test_it_fetches_nothing():
    page = '<!doctype html><html lang="id"><title>x</title><p>a<img alt="b" src="{}"></p></html>'
    for address in ("file:///etc/passwd", "http://127.0.0.1:9/x.png"):
        assert printing.pdf(page.format(address), "").startswith(b"%PDF")


def test_a_child_that_breaks_is_told_and_others_get_their_turn(monkeypatch):
    monkeypatch.setattr(printing, "MEGABYTES", 8)
    for _ in range(2):
        with pytest.raises(NotPrinted):
            printing.pdf("<p>x", "")


def test_whoever_waits_too_long_is_sent_away(monkeypatch):
    monkeypatch.setattr(printing, "WAITING_SECONDS", 0.05)
    with printing._turn:
        began = time.monotonic()
        with pytest.raises(NotPrinted):
            printing.pdf("<p>x", "")
    assert time.monotonic() - began < 2


def test_the_last_ones_are_kept_and_no_more(monkeypatch):
    made = []
    monkeypatch.setattr(printing, "_kept", OrderedDict())
    monkeypatch.setattr(printing, "KEPT", 2)
    monkeypatch.setattr(printing, "_set", lambda html, css: made.append(html) or html.encode())
    for page in ("a", "b", "a", "c", "a", "b"):
        assert printing.pdf(page, "") == page.encode()

    assert made == ["a", "b", "c", "b"]
    assert printing.pdf("b", "x") == b"b"
    assert made[-1:] + made[:1] == ["b", "a"]
    assert len(printing._kept) == 2


def test_a_stranger_does_not_wait_for_a_new_one_but_has_a_kept_one(monkeypatch):
    monkeypatch.setattr(printing, "_kept", OrderedDict())
    monkeypatch.setattr(printing, "_set", lambda html, css: html.encode())
    printing.pdf("kept", "")
    with printing._PROGRAM.open("rb") as other_worker:
        fcntl.flock(other_worker, fcntl.LOCK_EX)
        assert printing.pdf("kept", "", for_stranger=True) == b"kept"
        with pytest.raises(NotPrinted):
            printing.pdf("new", "", for_stranger=True)
        assert printing.pdf("new", "") == b"new"
    assert printing.pdf("newer", "", for_stranger=True) == b"newer"


def test_the_code_is_read_by_a_program_that_others_wrote():
    address = "https://literasi.samarindakota.go.id/sertifikat/K7QM-2XPA-90BC-WXYZ"
    image = printing.qr_image(address)
    assert image.startswith("data:image/svg+xml")
    code = printing.segno.make(address, error="m", micro=False)
    drawn = io.BytesIO()
    code.save(drawn, kind="png", scale=4, border=4)
    assert read_codes(Image.open(drawn)) == [address]
