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


def _at(visitor, path=""):
    where, task, cohort = people.lead_an_agency(visitor)
    visitor.open(where + path.format(task=task, cohort=cohort))


@state("agency.tasks")
def learning_tasks(visitor):
    _at(visitor, "/tugas")


@state("agency.tasks")
def learning_tasks_of_an_empty_agency(visitor):
    slug = people.become_supervisor(visitor)
    visitor.open(f"/instansi/{slug}/tugas")


@state("agency.new_task")
def new_learning_task(visitor):
    _at(visitor, "/tugas/baru")


@state("agency.new_task")
def new_learning_task_wrong(visitor):
    _at(visitor, "/tugas/baru?lihat=1&due_on=kapan&grace_days=banyak")


def _previewed(visitor):
    _at(visitor, "/tugas/baru")
    visitor.page.locator("[name=course]").first.check()
    visitor.page.fill("[name=reason]", "Surat Edaran Wali Kota 500/12 tanggal 20 November 2026")
    people.send(visitor)


@state("agency.new_task")
def new_learning_task_previewed(visitor):
    _previewed(visitor)
    assert "Tugas ini mengenai 3 orang: 1 sudah selesai." in visitor.words


@state("agency.task")
def learning_task_made(visitor):
    _previewed(visitor)
    people.send(visitor)


@state("agency.task")
def learning_task(visitor):
    _at(visitor, "/tugas/{task}?cari=hadi")


@state("agency.exempt_person")
def exemption_wrong(visitor):
    _at(visitor, "/tugas/{task}?cari=hadi")
    visitor.page.locator("form[action$='/kecualikan'] button").click()
    visitor.page.wait_for_selector(".errors")


@state("agency.change_task")
def learning_task_changed_wrong(visitor):
    _at(visitor, "/tugas/{task}")
    visitor.page.locator("details:has(form[action$='/ubah']) summary").click()
    visitor.page.fill("[name=grace_days]", "banyak")
    visitor.page.locator("form[action$='/ubah'] button").click()
    visitor.page.wait_for_selector(".errors")


@state("agency.task_withdrawal")
def learning_task_withdrawal(visitor):
    _at(visitor, "/tugas/{task}/cabut")


@state("agency.task")
def learning_task_from_above(visitor):
    _at(visitor, "/tugas")
    visitor.page.locator("section[aria-labelledby=dari-atas] a").first.click()
    visitor.page.wait_for_selector("table")


@state("agency.cohorts")
def cohort_list(visitor):
    _at(visitor, "/angkatan")


@state("agency.make_cohort")
def cohort_wrong(visitor):
    _at(visitor, "/angkatan")
    people.send(visitor)


@state("agency.cohort")
def cohort_with_people(visitor):
    _at(visitor, "/angkatan/{cohort}")


@state("agency.add_to_cohort")
def cohort_nobody_ticked(visitor):
    _at(visitor, "/angkatan/{cohort}")
    visitor.page.locator("form[action$='/tambah'] button").click()
    visitor.page.wait_for_selector(".errors")


@state("agency.retire_cohort")
def cohort_with_tasks_retired(visitor):
    where, _task, cohort = people.lead_an_agency(visitor)
    visitor.open(f"{where}/tugas/baru")
    visitor.page.locator("[name=course]").first.check()
    visitor.page.locator(f"[name=cohort][value='{cohort}']").check()
    visitor.page.fill("[name=reason]", "Surat edaran")
    people.send(visitor)
    people.send(visitor)
    visitor.open(f"{where}/angkatan/{cohort}")
    visitor.page.locator("details:has(form[action$='/pensiunkan']) summary").click()
    visitor.page.locator("form[action$='/pensiunkan'] button").click()
    visitor.page.wait_for_selector(".errors")


@state("learn.progress")
def required_soon(visitor):
    people.owe(visitor, also=True)
    visitor.open("/kemajuan")


@state("learn.progress")
def required_late(visitor):
    people.owe(visitor, days=-3)
    visitor.open("/kemajuan")


@state("learn.progress")
def required_done(visitor):
    people.owe(visitor, is_done=True)
    visitor.open("/kemajuan")


@state("account.calendar")
def calendar_without_address(visitor):
    people.owe(visitor)
    visitor.open("/akun/kalender")


@state("account.calendar")
def calendar_with_address(visitor):
    people.owe(visitor)
    visitor.open("/akun/kalender")
    people.send(visitor)
