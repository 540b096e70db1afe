"""The main job: read a lesson, answer its quiz, close the browser, find it all there tomorrow."""

import time
from contextlib import contextmanager

from tests.browser.visiting import LESSON, Visitor, open_context

MOST_TABS = 80
DAY = 86_400
# Nothing lies over what has the focus (a radio's label is what is seen of it).
FOCUS_IS_SEEN = """() => {
  const element = document.activeElement.closest("label") || document.activeElement;
  const box = element.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return box.bottom > 0 && box.top < innerHeight && (!top || element.contains(top) || top.contains(element));
}"""


def test_without_javascript(chromium, site, visitor_without_javascript):
    visitor = visitor_without_javascript
    visitor.open("/")
    visitor.follow("Mulai kursus pertama")
    visitor.follow("Mulai belajar")
    assert visitor.path == LESSON
    visitor.follow("Kerjakan kuis")
    visitor.press("Mulai kuis")
    answered = answer_everything(visitor)
    assert answered == 4
    result = visitor.path
    with tomorrow(chromium, site, visitor, java_script_enabled=False) as later:
        later.open("/kemajuan")
        assert "1 dari" in later.words
        assert later.open(result).ok
        later.open(LESSON)
        assert "Selesai" in later.words
        later.follow("Lanjutkan")
        assert later.path != LESSON


def test_an_unfinished_quiz_waits(chromium, site, visitor_without_javascript):
    visitor = visitor_without_javascript
    visitor.start_quiz()
    visitor.answer(0)
    first = visitor.path
    with tomorrow(chromium, site, visitor, java_script_enabled=False) as later:
        later.open("/lanjut")
        assert later.path.startswith(first.rpartition("/")[0])
        assert "1 dari 4" in later.words


def test_by_keyboard_alone(visitor):
    """No mouse anywhere: Tab, arrows, Space and Enter."""
    visitor.open("/")
    keyboard_follow(visitor, "Mulai kursus pertama")
    keyboard_follow(visitor, "Mulai belajar")
    keyboard_follow(visitor, "Kerjakan kuis")
    keyboard_follow(visitor, "Mulai kuis")
    for _ in range(12):
        if visitor.is_at_result():
            break
        if visitor.page.locator("main fieldset").count():
            tab_to(visitor, "label.choice input")
            several = visitor.page.locator(":focus").get_attribute("type") == "checkbox"
            visitor.page.keyboard.press("Space" if several else "ArrowDown")
        tab_to(visitor, "main .button")
        with visitor.page.expect_navigation():
            visitor.page.keyboard.press("Enter")
    assert visitor.is_at_result()
    keyboard_follow(visitor, "Kemajuan")
    assert "1 dari" in visitor.words


def test_the_first_tab_skips_to_the_content(visitor):
    visitor.open(LESSON)
    visitor.page.keyboard.press("Tab")
    assert visitor.page.locator(":focus").get_attribute("href") == "#isi"
    visitor.page.keyboard.press("Enter")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("() => !!document.activeElement.closest('main')")


def answer_everything(visitor):
    """Answer until the result; how many answers that took."""
    answered = 0
    while not visitor.is_at_result():
        answered += visitor.page.locator("main fieldset").count()
        visitor.go_on_or_answer(0)
    return answered


def keyboard_follow(visitor, words):
    """Tab to what says *words*, and press Enter."""
    tab_to(visitor, "a, button", words)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")


def tab_to(visitor, selector, words=""):
    """Tab until the focus is on such an element; at every step it must be visible."""
    for _ in range(MOST_TABS):
        visitor.page.keyboard.press("Tab")
        focus = visitor.page.locator(":focus")
        if not focus.count():
            continue
        assert visitor.page.evaluate(FOCUS_IS_SEEN), (
            f"the focus is hidden: {focus.evaluate('e => e.outerHTML')}"
        )
        if (
            focus.evaluate("(element, selector) => element.matches(selector)", selector)
            and words in focus.inner_text()
        ):
            return
    raise AssertionError(f"no {selector} {words!r} is reached by Tab on {visitor.page.url}")


@contextmanager
def tomorrow(chromium, site, visitor, **options):
    """Close the browser and open it again: only cookies that are meant to last are still there."""
    kept = visitor.context.storage_state()
    kept["cookies"] = [cookie for cookie in kept["cookies"] if cookie["expires"] > time.time() + DAY]
    visitor.context.close()
    with open_context(chromium, site, storage_state=kept, **options) as context:
        yield Visitor(context, site)
