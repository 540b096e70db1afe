"""The editor in Chromium: it saves and checks while somebody writes, and never touches what they type."""

import re

import brotli
import pytest
from playwright.sync_api import expect

from literasi.config import ROOT
from tests.browser import people, studio_states
from tests.browser.studio_states import LESSON, press
from tests.browser.test_journey import FOCUS_IS_SEEN

SAVED = re.compile(r"Tersimpan \d\d\.\d\d")
LARGEST_SCRIPT = 15 * 1024  # bytes of the studio's own JavaScript, compressed


@pytest.fixture
def editor(visitor):
    """The text area of a draft of a lesson, in a page that a trainer has just opened."""
    studio_states.begin(visitor, LESSON)
    return visitor.page.locator("#text-0")


def add(editor, words):
    """Type at the end."""
    editor.focus()
    editor.press("Control+End")
    editor.press_sequentially(words)


def test_what_is_typed_is_saved_checked_and_previewed(visitor, editor):
    add(editor, "\n\nKalimat yang baru diketik.")
    typed = editor.input_value()
    expect(visitor.page.locator("form .saved[role=status]")).to_contain_text(SAVED)
    expect(visitor.page.locator("#pratinjau-0")).to_contain_text("Kalimat yang baru diketik.")
    assert editor.input_value() == typed
    assert editor.evaluate("area => area.selectionStart") == len(typed), "the caret stays where it was"
    visitor.page.reload()
    assert editor.input_value().rstrip("\n") == typed.rstrip("\n")


def test_a_mistake_is_named_while_typing_and_its_line_is_found(visitor, editor):
    add(editor, "\n\n# Judul yang terlalu besar")
    finding = visitor.page.locator(".findings .must", has_text="Judul besar").locator("a")
    expect(finding).to_have_text(re.compile(r"Baris \d+"))
    before = visitor.page.locator("#pratinjau-0").inner_text()
    assert "Kejadian" in before, "the last good preview stays"
    finding.click()
    picked = editor.evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)")
    assert picked == "# Judul yang terlalu besar"


def test_typing_goes_on_without_a_signal_and_arrives_later(visitor, editor):
    visitor.context.set_offline(offline=True)
    add(editor, "\n\nDitulis tanpa sinyal.")
    expect(visitor.page.locator("form .saved[role=status]")).to_contain_text("Belum tersimpan")
    add(editor, " Lalu dilanjutkan.")
    visitor.context.set_offline(offline=False)
    expect(visitor.page.locator("form .saved[role=status]")).to_contain_text(SAVED)
    expect(visitor.page.locator("#pratinjau-0")).to_contain_text("Lalu dilanjutkan.")


def test_an_example_is_put_where_the_caret_is_and_can_be_undone(visitor, editor):
    before = editor.input_value()
    editor.focus()
    editor.press("Control+End")
    visitor.page.get_by_role("button", name="+ Obrolan").click()
    assert editor.input_value().startswith(before.rstrip("\n"))
    assert "```chat" in editor.input_value()[len(before) - 2 :]
    expect(visitor.page.locator(".findings .must").first).to_contain_text("berisi contoh")
    editor.press("Control+z")
    assert "… pilih salah atau benar" not in editor.input_value()


def test_another_tab_is_never_written_over(visitor, editor):
    address = visitor.page.url
    other = visitor.context.new_page()
    other.goto(address)
    add(other.locator("#text-0"), "\n\nDari tab kedua.")
    expect(other.locator("form .saved[role=status]")).to_contain_text(SAVED)
    add(editor, "\n\nDari tab pertama.")
    expect(visitor.page.locator("form .saved[role=status]")).to_contain_text("halaman lain")
    press(visitor, "Simpan dan periksa")
    assert "Dari tab pertama." in visitor.page.locator("#text-0").input_value()
    assert "Dari tab kedua." in visitor.page.locator("#tersimpan-0").input_value()


def test_by_keyboard_alone(visitor_without_javascript):
    """From the desk through the editor to the review, with Tab and Enter."""
    visitor = visitor_without_javascript
    name = people.become_trainer(visitor)
    assert name
    _own_draft(visitor)
    visitor.open("/studio")
    _tab_to(visitor, "main .tasks a")
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    _tab_to(visitor, "#text-0")
    visitor.page.keyboard.press("Control+End")
    visitor.page.keyboard.type("\n\nDitulis dengan papan ketik.")
    _tab_to(visitor, "button[value=review]")
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    _tab_to(visitor, "main form .button")
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    assert "Menunggu tinjauan" in visitor.words


def test_the_script_is_small():
    files = [path.read_bytes() for path in (ROOT / "static/js").glob("studio*.js")]

    assert files
    assert sum(len(brotli.compress(text)) for text in files) <= LARGEST_SCRIPT


def _own_draft(visitor):
    """Begin a draft as a form does, without JavaScript."""
    visitor.open("/akun")
    token = visitor.page.locator("[name=csrf_token]").first.get_attribute("value")
    answer = visitor.context.request.post(
        f"{visitor.site_url}/studio/draf/mulai", form={"csrf_token": token, "identity": LESSON}
    )
    assert answer.ok, answer.status


def _tab_to(visitor, selector, most=120):
    for _ in range(most):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert visitor.page.evaluate(FOCUS_IS_SEEN), f"something hides {selector}"
            return
    raise AssertionError(f"Tab never reaches {selector}")
