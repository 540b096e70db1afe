"""A first visit on slow data: one request, and at most 14 KB on the wire, headers included."""

import pytest

from tests.browser.visiting import open_context

MOST_BYTES = 14 * 1024
LESSONS = ["berkas-apk", "bantuan-gratis", "alamat-situs"]


@pytest.mark.parametrize(
    "path",
    [
        *(f"/kursus/jebakan/{lesson}" for lesson in LESSONS),
        *(f"/kuis/jebakan/{lesson}" for lesson in LESSONS),
    ],
)
def test_one_request_of_14_kilobytes(chromium, site, path):
    with open_context(chromium, site) as context:
        requests, sizes = watch(context)
        assert context.pages[0].goto(path, wait_until="networkidle").ok
    assert requests == [site.url + path]
    assert 0 < sum(sizes) <= MOST_BYTES, f"{path} has {sum(sizes)} bytes"


def watch(context):
    """Every address that the page asks for, and the bytes that came for each."""
    network = context.new_cdp_session(context.new_page())
    network.send("Network.enable")
    requests, sizes = [], []
    # A data: address is part of the page and asks nobody.
    network.on(
        "Network.requestWillBeSent",
        lambda event: event["request"]["url"].startswith("data:") or requests.append(event["request"]["url"]),
    )
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    return requests, sizes
