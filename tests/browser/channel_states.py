"""The states of the pages about numbers and addresses; importing this registers them."""

from tests.browser import people
from tests.browser.states import state


@state("public.contacts")
def contacts(visitor):
    visitor.open("/kontak")


@state("platform.channels")
def platform_channels(visitor):
    people.become_operator(visitor)
    visitor.open("/kelola/kanal")


@state("platform.new_channel")
def platform_new_channel(visitor):
    people.become_operator(visitor)
    visitor.open("/kelola/kanal/baru")


@state("platform.add_channel")
def platform_new_channel_refused(visitor):
    platform_new_channel(visitor)
    people.send(visitor)
    assert visitor.page.title().startswith("Kesalahan: ")


@state("platform.channel")
def platform_channel(visitor):
    people.become_operator(visitor)
    visitor.open("/kelola/kanal/iasc")


@state("platform.change_channel")
def platform_channel_change_shown(visitor):
    platform_channel(visitor)
    visitor.page.fill("[name=note]", "Lapor secepatnya.")
    people.send(visitor)
    assert visitor.page.locator("ins").count() == 1


@state("platform.retire_channel")
def platform_channel_still_named(visitor):
    platform_channel(visitor)
    with visitor.page.expect_navigation():
        visitor.page.locator("form[action$=pensiunkan] button").click()
    assert visitor.page.title().startswith("Kesalahan: ")
