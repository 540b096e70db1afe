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


@state("agency.report")
def agency_with_late_people(visitor):
    visitor.open(f"/instansi/{people.become_late_supervisor(visitor)}")


@state("agency.report")
def agency_list_of_all(visitor):
    visitor.open(f"/instansi/{people.become_late_supervisor(visitor)}?keadaan=semua")


@state("agency.report")
def agency_nothing_found(visitor):
    visitor.open(f"/instansi/{people.become_late_supervisor(visitor)}?cari=xyzzy")


@state("agency.report")
def agency_everybody_done(visitor):
    visitor.open(f"/instansi/{people.become_late_supervisor(visitor, all_done=True)}")


@state("agency.remind")
def agency_reminded(visitor):
    visitor.open(f"/instansi/{people.become_late_supervisor(visitor)}")
    with visitor.page.expect_navigation():
        visitor.page.locator("button[name=semua]").click()


@state("agency.city")
def city_agencies(visitor):
    people.become_coordinator(visitor)
    visitor.open("/instansi/kota")


@state("agency.city")
def city_below_an_agency(visitor):
    slug = people.become_coordinator(visitor)
    visitor.open(f"/instansi/kota?di={slug}")


@state("agency.organisations")
def coordinator_of_two(visitor):
    people.become_coordinator(visitor)
    people.supervise_another(visitor)
    visitor.open("/instansi")
