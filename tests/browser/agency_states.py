"""The states of the agencies' pages; importing this registers them."""

from tests.browser import people
from tests.browser.states import state
from tests.rosters import roster_of


@state("agency.report")
def agency_without_tasks(visitor):
    slug = people.become_supervisor(visitor)
    visitor.open(f"/instansi/{slug}")


@state("agency.organisations")
def several_agencies(visitor):
    people.become_supervisor(visitor)
    people.supervise_another(visitor)
    visitor.open("/instansi")


# Rosters


def _upload_roster(visitor, data):
    visitor.page.set_input_files(
        "#file", {"name": "daftar-pegawai.csv", "mimeType": "text/csv", "buffer": data}
    )
    people.send(visitor)


@state("agency.rosters")
def roster_form(visitor):
    slug = people.become_supervisor(visitor)
    visitor.open(f"/instansi/{slug}/daftar")
    return slug


@state("agency.rosters")
def roster_form_in_english(visitor):
    slug = people.become_supervisor(visitor)
    visitor.open(f"/bahasa/en?kembali=/instansi/{slug}/daftar")


@state("agency.upload_roster")
def roster_refused(visitor):
    roster_form(visitor)
    _upload_roster(visitor, b"Nama;NIK\nSiti;6472010101850001\n")
    assert visitor.page.title().startswith("Kesalahan: ")


@state("agency.roster")
def roster_dry_run(visitor):
    slug = roster_form(visitor)
    _upload_roster(visitor, roster_of(60, 4))
    return slug


@state("agency.roster")
def roster_with_nothing_new(visitor):
    slug = roster_applied(visitor)
    visitor.open(f"/instansi/{slug}/daftar")
    _upload_roster(visitor, roster_of(60, 4))


@state("agency.roster")
def roster_applied(visitor):
    slug = roster_dry_run(visitor)
    people.send(visitor)
    return slug


@state("agency.rosters")
def roster_list_filled(visitor):
    slug = roster_applied(visitor)
    visitor.open(f"/instansi/{slug}/daftar")


@state("agency.roster")
def roster_taken_back(visitor):
    roster_applied(visitor)
    people.send(visitor)
    assert "Dibatalkan" in visitor.page.title()


@state("agency.apply_roster")
def roster_plan_changed(visitor):
    slug = roster_dry_run(visitor)
    first = visitor.page.url
    visitor.open(f"/instansi/{slug}/daftar")
    _upload_roster(visitor, roster_of(61, 4))
    second = visitor.page.url
    with visitor.context.expect_page() as opened:
        visitor.page.evaluate("address => { window.open(address) }", first)
    other = opened.value
    other.locator("main form button").first.wait_for()
    visitor.open(second)
    people.send(visitor)
    visitor.page = other
    people.send(visitor)
    assert visitor.page.title().startswith("Kesalahan: ")
