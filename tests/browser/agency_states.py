"""The states of the agencies' pages; importing this registers them."""

from tests.browser import people
from tests.browser.states import state


@state("agency.report")
def agency_without_tasks(visitor):
    slug = people.become_supervisor(visitor)
    visitor.open(f"/instansi/{slug}")


@state("agency.organisations")
def several_agencies(visitor):
    people.become_supervisor(visitor)
    people.supervise_another(visitor)
    visitor.open("/instansi")
