"""answer.js on a bad signal: nothing is lost, nothing is sent twice, and the page says where things stand."""

import re

from playwright.sync_api import expect

from tests.browser import discernment_states
from tests.browser.visiting import HOAX, QUIZ_AT_THE_END, TICKS_AT_THE_END

SAVED = re.compile(r"Tersimpan \d\d\.\d\d")


def test_an_answer_given_offline_arrives_when_the_signal_is_back(visitor):
    visitor.start_quiz()
    asked = visitor.path
    visitor.context.set_offline(offline=True)
    visitor.choose(HOAX)
    visitor.page.locator("main .button").first.click()
    expect(visitor.page.locator(".saved")).to_contain_text("Belum tersimpan")
    with visitor.page.expect_navigation():
        visitor.context.set_offline(offline=False)
    assert visitor.path.startswith(asked)
    assert SAVED.search(visitor.words)


def test_two_quick_taps_send_one_answer(visitor):
    visitor.start_quiz()
    sent = []
    visitor.page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    visitor.choose(HOAX)
    with visitor.page.expect_navigation():
        visitor.page.locator("main .button").first.dblclick(delay=5)
    assert len(sent) == 1


def test_an_answer_that_the_server_took_but_could_not_confirm_counts_once(visitor):
    """The answer arrives, its acknowledgement is lost, and the page sends it again."""
    visitor.start_quiz()
    asked, lost = visitor.path, []

    def lose_the_first(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort()
        else:
            route.continue_()

    visitor.page.route("**/percobaan/**", lose_the_first)
    visitor.choose(HOAX)
    with visitor.page.expect_navigation():
        visitor.page.locator("main .button").first.click()
    assert lost == [303]
    assert visitor.path == asked, (
        "the repeated answer must be met like the first: no other answer, no question"
    )
    assert SAVED.search(visitor.words)


def test_a_tap_is_saved_at_once_where_explanations_come_at_the_end(visitor):
    visitor.start_quiz(QUIZ_AT_THE_END)
    visitor.choose(0)
    expect(visitor.page.locator(".saved")).to_contain_text(SAVED)
    visitor.choose(1)
    expect(visitor.page.locator("[name=count]")).to_have_value("2")
    visitor.page.reload()
    assert visitor.page.locator("input[type=radio]").nth(1).is_checked()


def test_every_tick_is_saved_at_once_and_so_is_taking_it_away(visitor):
    visitor.start_quiz(TICKS_AT_THE_END)
    boxes, count = visitor.page.locator("input[type=checkbox]"), visitor.page.locator("[name=count]")
    for number, (box, ticked) in enumerate([(0, True), (2, True), (0, False)], start=1):
        boxes.nth(box).set_checked(ticked)
        expect(count).to_have_value(str(number))
    visitor.page.reload()
    assert [boxes.nth(number).is_checked() for number in range(3)] == [False, False, True]


def test_taking_the_last_tick_away_keeps_what_was_saved_and_says_what_is_missing(visitor):
    visitor.start_quiz(TICKS_AT_THE_END)
    box = visitor.page.locator("input[type=checkbox]").first
    box.check()
    expect(visitor.page.locator("[name=count]")).to_have_value("1")
    box.uncheck()
    visitor.send()
    assert "Pilih paling sedikit satu." in visitor.words


def test_a_second_tab_is_asked_which_answer_counts_and_loses_nothing(visitor):
    visitor.start_quiz(QUIZ_AT_THE_END)
    other = visitor.context.new_page()
    other.goto(visitor.page.url)
    visitor.choose(0)
    expect(visitor.page.locator("[name=count]")).to_have_value("1")
    with other.expect_navigation():
        other.locator("label.choice").nth(1).click()

    assert "Mana yang dihitung?" in other.locator("h1").inner_text()


def test_a_judgement_given_offline_arrives_when_the_signal_is_back(visitor):
    discernment_states.begin(visitor)
    visitor.context.set_offline(offline=True)
    visitor.choose(HOAX)
    visitor.choose(discernment_states.LAST_SEEN)
    visitor.page.locator("main .button").first.click()
    expect(visitor.page.locator(".saved")).to_contain_text("Belum tersimpan")
    with visitor.page.expect_navigation():
        visitor.context.set_offline(offline=False)
    assert visitor.path.endswith("/2")
    expect(visitor.page.locator(".saved")).to_contain_text(
        re.compile(r"Jawaban sebelumnya tersimpan \d\d\.\d\d")
    )


def test_an_item_out_of_sight_is_noted(visitor):
    """The page says how long it was away; the clock of the test is the server's."""
    discernment_states.begin(visitor)
    away = visitor.page.locator("[name=away_ms]")
    expect(away).to_have_value("0")
    visitor.page.evaluate(
        """async () => {
          const show = (hidden) => {
            Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
          };
          show(true);
          await new Promise((go) => setTimeout(go, 60));
          show(false);
        }"""
    )
    assert 50 <= int(away.input_value()) < 5000
