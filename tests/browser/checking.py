"""What is checked on every page in Chromium."""

from axe_playwright_python.sync_playwright import Axe

SIZES = [{"width": 360, "height": 740}, {"width": 1280, "height": 900}]
NARROWEST = {"width": 320, "height": 640}
SCHEMES = ["light", "dark"]
EVERY_RULE = {"resultTypes": ["violations"]}
COLOURS = {**EVERY_RULE, "runOnly": {"type": "rule", "values": ["color-contrast"]}}
LAYOUT = {
    **EVERY_RULE,
    "runOnly": {"type": "rule", "values": ["color-contrast", "scrollable-region-focusable"]},
}
TARGETS = "button, label.choice, textarea, nav a, footer a, .tasks li, a.button"
SMALLEST_TARGET = 44
TEXT_TWICE_AS_LARGE = "() => { document.documentElement.style.fontSize = '200%' }"
TEXT_AS_IT_WAS = "() => { document.documentElement.style.fontSize = '' }"
SMALL_TARGETS = """([targets, least]) => [...document.querySelectorAll(targets)]
  .filter(item => item.offsetParent)
  .map(item => [item.outerHTML.slice(0, 120), item.getBoundingClientRect()])
  .filter(([html, box]) => box.width && (box.width < least || box.height < least))
  .map(([html, box]) => `${Math.round(box.width)}×${Math.round(box.height)} ${html}`)"""


def check(page):
    """axe finds nothing at any size and in any light; nothing scrolls sideways; targets are large enough."""
    wrong = []
    for size in SIZES:
        page.set_viewport_size(size)
        wrong += [f"{size['width']} px scrolls sideways"] if scrolls_sideways(page) else []
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            wrong += [
                f"{size['width']} px, {scheme}: {found}" for found in _violations(page, _rules(size, scheme))
            ]
    page.set_viewport_size(NARROWEST)
    wrong += [f"{NARROWEST['width']} px scrolls sideways"] if scrolls_sideways(page) else []
    page.set_viewport_size(SIZES[0])
    page.evaluate(TEXT_TWICE_AS_LARGE)
    wrong += ["scrolls sideways when text is twice as large"] if scrolls_sideways(page) else []
    page.evaluate(TEXT_AS_IT_WAS)
    wrong += page.evaluate(SMALL_TARGETS, [TARGETS, SMALLEST_TARGET])
    assert not wrong, f"{page.url}\n" + "\n".join(wrong)


def scrolls_sideways(page):
    return page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth")


def _rules(size, scheme):
    """Every rule once; the text is the same in another light and at another size, but not how it looks."""
    if scheme != SCHEMES[0]:
        return COLOURS
    return EVERY_RULE if size == SIZES[0] else LAYOUT


def _violations(page, rules):
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(Axe().axe_script)
    for violation in page.evaluate("(rules) => axe.run(rules)", rules)["violations"]:
        places = [" ".join(node["target"]) for node in violation["nodes"][:3]]
        yield f"{violation['id']}: {violation['help']} at {places}"
