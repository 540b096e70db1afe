"""A first visit on slow data: one request, and at most 14 KB on the wire, headers included."""

import pytest

from literasi.config import ROOT
from tests.browser import discernment_states, refresher_states
from tests.browser.visiting import Visitor, open_context

MOST_BYTES = 14 * 1024
LESSONS = [path.stem[3:] for path in sorted((ROOT / "courses/jebakan").glob("0*.md"))]


@pytest.mark.parametrize(
    "path",
    [
        *(f"/kursus/jebakan/{lesson}" for lesson in LESSONS),
        *(f"/kuis/jebakan/{lesson}" for lesson in [*LESSONS, "kuis-akhir"]),
        "/tes",
    ],
)
def test_one_request_of_14_kilobytes(chromium, site, path):
    with open_context(chromium, site) as context:
        requests, sizes = watch(context)
        assert context.pages[0].goto(path, wait_until="networkidle").ok
    assert requests == [site.url + path]
    assert 0 < sum(sizes) <= MOST_BYTES, f"{path} has {sum(sizes)} bytes"


@pytest.mark.parametrize(
    ("reach", "files"),
    [
        (discernment_states.test_item, 1),
        (discernment_states.test_with_open_items, 0),
        (discernment_states.verdicts, 0),
        (discernment_states.verdict_of_one_item, 0),
        (refresher_states.refreshers_due, 0),
        (refresher_states.refresher_message, 1),
        (refresher_states.refresher_told, 0),
        (refresher_states.refresher_done, 0),
    ],
)
def test_pages_of_the_test_are_as_light(chromium, site, reach, files):
    """An item's page has one script besides, which every later item finds in the browser."""
    with open_context(chromium, site) as context:
        visitor = Visitor(context, site)
        reach(visitor)
        requests, sizes = watch(context)
        assert context.pages[-1].goto(visitor.page.url, wait_until="networkidle").ok
    assert len(requests) == 1 + files
    assert 0 < sum(sizes) <= MOST_BYTES, f"{visitor.path} has {sum(sizes)} bytes"


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
