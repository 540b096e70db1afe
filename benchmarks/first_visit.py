"""A first visit on a cheap phone: slow 3G, a processor four times slower, nothing in the cache."""

import shutil
import statistics
from dataclasses import dataclass

from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM_FLAGS, CHROMIUM_NAMES

VISITS = 3
SLOW_3G = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
SLOWER = 4
PHONE = {"width": 360, "height": 740}


@dataclass(frozen=True)
class Visit:
    """Requests, bytes on the wire with headers, and milliseconds until something could be read."""

    requests: int
    bytes: int
    first_paint: float


def visit(url):
    """The middle of a few first visits to *url*; None where there is no Chromium."""
    program = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if program is None:
        return None
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        visits = [_one(chromium, url) for _ in range(VISITS)]
        chromium.close()
    middle = statistics.median(visit.first_paint for visit in visits)
    return Visit(max(visit.requests for visit in visits), max(visit.bytes for visit in visits), middle)


def _one(chromium, url):
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    requests, sizes = [], []
    devtools.send("Network.enable")
    devtools.on("Network.requestWillBeSent", lambda sent: requests.append(sent["request"]["url"]))
    devtools.on("Network.loadingFinished", lambda loaded: sizes.append(loaded["encodedDataLength"]))
    devtools.send("Network.emulateNetworkConditions", SLOW_3G)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(url, wait_until="networkidle")
    paint = page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0].startTime")
    context.close()
    # A data: address is part of the page and asks nobody.
    return Visit(sum(not one.startswith("data:") for one in requests), int(sum(sizes)), paint)
