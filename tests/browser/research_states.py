"""The states of the pages about research; importing this registers them."""

from tests.browser import people
from tests.browser.states import state


@state("public.research")
def research(visitor):
    visitor.open("/penelitian")


@state("public.research")
def research_in_english(visitor):
    visitor.open("/bahasa/en?kembali=/penelitian")


@state("public.research")
def research_to_decide(visitor):
    visitor.finish_quiz()
    visitor.open("/penelitian")


@state("public.decide_research")
def research_allowed(visitor):
    research_to_decide(visitor)
    people.send(visitor)
    assert "#izin" in visitor.page.url


@state("platform.research")
def platform_research(visitor):
    people.become_operator(visitor)
    visitor.open("/kelola/penelitian")


@state("platform.download_research")
def platform_research_too_few(visitor):
    platform_research(visitor)
    people.send(visitor)
    assert visitor.page.title().startswith("Kesalahan: ")
