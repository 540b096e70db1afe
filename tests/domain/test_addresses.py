"""Where long addresses may break on a small screen."""

import time

import pytest

from literasi.domain import markup
from literasi.domain.addresses import breakable


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        (
            "<p>Buka kominfo.go.pusat.data-kementerian.pw/daftar ya.</p>",
            '<p>Buka kominfo.<wbr>go.<wbr>pusat.<wbr><span class="whole">data-kementerian.</span><wbr>'
            "pw/<wbr>daftar ya.</p>",
        ),
        ("https://www.contoh.go.id/a", "https://<wbr>www.<wbr>contoh.<wbr>go.<wbr>id/<wbr>a"),
        (
            "<b>undangan-digital.apk.zip</b>",
            '<b><span class="whole">undangan-digital.</span><wbr>apk.<wbr>zip</b>',
        ),
        ("lapor.go.id", "lapor.go.id"),
        ("Rp10.000.000.000.000", "Rp10.000.000.000.000"),
        ("mempertanggungjawabkan-nya", "mempertanggungjawabkan-nya"),
        (
            '<a href="https://contoh.go.id/panjang/sekali">x</a>',
            '<a href="https://contoh.go.id/panjang/sekali">x</a>',
        ),
        (
            '<a href="/a>b.contoh.go.id/panjang" rel="x">x</a>',
            '<a href="/a>b.contoh.go.id/panjang" rel="x">x</a>',
        ),
        ("", ""),
    ],
)
def test_long_addresses_break_after_dots_and_slashes(html, shown):
    assert breakable(html) == shown


def test_words_stay_the_same_without_the_marks():
    assert markup.to_plain("Buka **kominfo.go.id.pusat-data.pw** ya") == "Buka kominfo.go.id.pusat-data.pw ya"


@pytest.mark.parametrize("piece", ["a.", "a", "&lt;", "<b>", "-.", "/"])
def test_any_clean_text_takes_little_time(piece):
    began = time.perf_counter()
    breakable(piece * (100_000 // len(piece)))
    assert time.perf_counter() - began < 2
