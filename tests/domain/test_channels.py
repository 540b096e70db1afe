"""Channels: what their values look like, how texts name them, and what is shown in their place."""

from datetime import date

import pytest

from literasi.domain import channels, markup
from literasi.domain.channel_lists import parse_list
from literasi.domain.channel_references import check_references, references, spoken
from literasi.domain.channel_values import InvalidValue, link_of, read_value
from literasi.domain.channels import Channel, ChannelKind

DAY = date(2026, 11, 20)
KNOWN = {
    "iasc": Channel("iasc", ChannelKind.SITE, "IASC", "https://iasc.ojk.go.id", DAY),
    "darurat": Channel("darurat", ChannelKind.PHONE, "Darurat", "112", DAY, is_uncertain=True),
    "wa": Channel("wa", ChannelKind.WHATSAPP, "Bot", "0811-9224-545", DAY),
    "lama": Channel("lama", ChannelKind.PHONE, "Nomor lama", "118", DAY, is_retired=True),
    "uu": Channel("uu", ChannelKind.LAW, "UU 27/2022", "berlaku", DAY),
    "jahat": Channel("jahat", ChannelKind.OFFICE, "x", '<script>alert("1")</script>{kanal:iasc}', DAY),
}


@pytest.mark.parametrize(
    ("kind", "typed", "link"),
    [
        ("phone", "112", "tel:112"),
        ("phone", "+62 541 123 456", "tel:+62541123456"),
        ("phone", "(0541) 123456", None),
        ("phone", "112 atau 113", None),
        ("phone", "+1 202 555 0123", None),
        ("phone", "99", None),
        ("whatsapp", "+62 859-2160-0500", "https://wa.me/6285921600500"),
        ("whatsapp", "0541 123456", None),
        ("site", "bmkg.go.id", "https://bmkg.go.id"),
        ("site", "https://lapor.go.id/x?y=1", "https://lapor.go.id/x?y=1"),
        ("site", "http://lapor.go.id", None),
        ("site", "https://a@lapor.go.id", None),
        ("site", "https://10.0.0.1/x", None),
        ("site", "javascript:alert(1)", None),
        ("site", 'https://a.id/"onclick="x', None),
        ("law", "berlaku sejak 2 Januari 2026", ""),
        ("law", "masih dipakai", None),
        ("office", " ", None),
    ],
)
def test_a_value_fits_its_kind_or_is_refused(kind, typed, link):
    if link is None:
        with pytest.raises(InvalidValue):
            read_value(kind, typed)
    else:
        assert link_of(kind, read_value(kind, typed)) == link


def test_a_rendered_text_shows_what_the_channel_says_today():
    html = markup.to_html("Ketik {kanal:iasc}, telepon {kanal:darurat}, atau baca {kanal:uu}.")
    shown = channels.in_html(html, KNOWN)
    assert '<a href="https://iasc.ojk.go.id" rel="noopener noreferrer nofollow">' in shown
    assert '<a href="tel:112">112</a> (belum pasti)' in shown
    assert "UU 27/2022 (berlaku, diperiksa 20 November 2026)" in shown
    assert "kanal" not in shown


def test_hostile_values_and_places_stay_harmless():
    shown = channels.in_html(markup.to_html("Ke {kanal:jahat}, {kanal:lama}, {kanal:tidak-ada}."), KNOWN)
    assert "<script" not in shown
    assert "tidak dipakai lagi" in shown
    assert "118" not in shown
    linked = channels.in_html(markup.to_html("[lihat {kanal:iasc}](https://e.org/{kanal:iasc})"), KNOWN)
    assert linked.count("<a ") == 1
    forged = markup.to_html('a `<data value="kanal:iasc">iasc</data>`')
    assert channels.in_html(forged, KNOWN) == forged


def test_messages_and_places_that_cannot_be_told_are_left_or_refused():
    text = (
        "---\ntitle: {kanal:iasc}\n---\n## Judul {kanal:iasc}\n\nTeks {kanal:iasc}.\n\n"
        "```chat\nfact: Ke {kanal:wa}.\nlabel: {kanal:wa}\n\nBuka {kanal:palsu}\n```\n\n"
        "- [x] Pilih {kanal:iasc}\n  > Karena {kanal:iasc}.\n\n"
        "Ke {kanal:isac} dan {Kanal: x} dan {kanal:lama}."
    )
    assert [(one.slug, one.line) for one in references(text)] == [
        ("iasc", 6), ("wa", 9), ("iasc", 16), ("isac", 18), ("lama", 18),
    ]  # fmt: skip
    told = [str(one) for one in check_references(text, {"iasc", "wa"}, {"lama"})]
    assert [int(line.split(":")[0]) for line in told] == [2, 4, 10, 15, 18, 18, 18]
    assert any("Yang mirip: iasc" in line for line in told)
    assert spoken("Ke {kanal:cek-bansos}.") == "Ke cek bansos."


def test_a_list_is_read_with_every_problem():
    head = b"slug,kind,title,value,note,source_url,checked_on,review_on,belum pasti\n"
    good = b"a,telepon,A,112,,,2026-11-20,2027-11-20,ya\n"
    listed, problems = parse_list(head + good)
    assert listed[0].is_uncertain
    assert not problems
    _, problems = parse_list(head + good + b"a,telpon,,x,,ftp://a,kemarin,2027-01-01,?\n" + good)
    assert [one.line for one in problems].count(3) >= 5
    assert any(one.line == 4 and "baris 2" in one.message for one in problems)
