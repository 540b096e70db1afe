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


@state("agency.roster_undoing")
def roster_asks_before_it_is_taken_back(visitor):
    roster_applied(visitor)
    visitor.follow("Batalkan daftar ini")
    assert visitor.heading == "Batalkan daftar ini?"


@state("agency.roster")
def roster_taken_back(visitor):
    roster_asks_before_it_is_taken_back(visitor)
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


@state("agency.report")
def agency_with_people_who_ask(visitor):
    visitor.open(f"/instansi/{people.supervise_people(visitor)}")
    assert "minta bergabung" in visitor.words


@state("agency.members")
def members_with_waiting_ones(visitor):
    visitor.open(f"/instansi/{people.supervise_people(visitor)}/anggota")


@state("agency.members")
def members_of_an_empty_agency(visitor):
    visitor.open(f"/instansi/{people.become_supervisor(visitor)}/anggota")


@state("agency.decide_waiting")
def nobody_ticked(visitor):
    visitor.open(f"/instansi/{people.supervise_people(visitor)}/anggota")
    visitor.press("Terima yang dicentang")


@state("agency.invitation")
def invitation_form(visitor):
    visitor.open(f"/instansi/{people.supervise_people(visitor)}/anggota/undang")


@state("agency.invite_member")
def invitation_form_wrong(visitor):
    visitor.open(f"/instansi/{people.become_supervisor(visitor)}/anggota/undang")
    visitor.page.fill("[name=contact]", "bukan alamat")
    people.send(visitor)


@state("agency.member_code")
def invitation_shown(visitor):
    visitor.open(f"/instansi/{people.become_supervisor(visitor)}/anggota/undang")
    visitor.page.fill("[name=name]", "Andi Batari Toja Petta Lolo Sulolipu")
    visitor.page.fill("[name=contact]", "andi@contoh.id")
    people.send(visitor)


@state("agency.member_code")
def invitation_not_sent(visitor):
    invitation_shown(visitor)
    visitor.open(f"{visitor.path}?surat=tertahan")
    assert "E-mail belum dikirim" in visitor.words


@state("agency.member_code")
def invitation_no_longer_shown(visitor):
    slug = people.supervise_people(visitor)
    visitor.open(f"/instansi/{slug}/anggota/{people.place_of(visitor, slug, 'invited')}/kode")


@state("agency.member")
def member_without_account(visitor):
    slug = people.supervise_people(visitor)
    visitor.open(f"/instansi/{slug}/anggota/{people.place_of(visitor, slug, 'invited')}")


@state("agency.member")
def member_with_tasks(visitor):
    slug = people.become_late_supervisor(visitor)
    visitor.open(f"/instansi/{slug}/anggota?kata=Rusdiansyah")
    visitor.follow("Rusdiansyah")
    assert visitor.page.locator("section[aria-labelledby=tugas-belajar] li").count() == 3


@state("agency.correct_member")
def member_corrected_wrongly(visitor):
    slug = people.supervise_people(visitor)
    visitor.open(f"/instansi/{slug}/anggota/{people.place_of(visitor, slug, 'active')}")
    visitor.page.fill("[name=name]", "")
    people.send(visitor)


@state("agency.ending")
def ending_a_membership(visitor):
    slug = people.supervise_people(visitor)
    visitor.open(f"/instansi/{slug}/anggota/{people.place_of(visitor, slug, 'active')}/akhiri")


@state("agency.moving")
def moving_a_member(visitor):
    slug = people.supervise_people(visitor)
    visitor.open(f"/instansi/{slug}/anggota/{people.place_of(visitor, slug, 'active')}/pindah")


@state("agency.move_member")
def moving_a_member_nowhere(visitor):
    slug = people.supervise_people(visitor)
    visitor.open(f"/instansi/{slug}/anggota/{people.place_of(visitor, slug, 'active')}/pindah")
    visitor.press("Pindahkan")


@state("agency.slips")
def slips_for_whom(visitor):
    visitor.open(f"/instansi/{people.supervise_people(visitor)}/anggota/slip")


@state("agency.make_slips")
def slips_for_nobody(visitor):
    visitor.open(f"/instansi/{people.supervise_people(visitor)}/anggota/slip")
    visitor.press("Buat slip")


@state("agency.slip_sheet")
def sheet_of_slips(visitor):
    visitor.open(f"/instansi/{people.supervise_people(visitor)}/anggota/slip")
    visitor.page.check("[name=siapa][value=semua]")
    visitor.press("Buat slip")


@state("agency.slip_sheet")
def sheet_no_longer_shown(visitor):
    visitor.open(f"/instansi/{people.become_supervisor(visitor)}/anggota/slip/cetak")


@state("agency.join_code")
def join_code_made(visitor):
    slug = people.become_supervisor(visitor)
    people.own_code(visitor, slug)
    visitor.open(f"/instansi/{slug}/kode-gabung")


@state("agency.join_code")
def no_join_code(visitor):
    visitor.open(f"/instansi/{people.become_supervisor(visitor)}/kode-gabung")


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


@state("agency.new_task")
def new_learning_task_required_already(visitor):
    slug = people.become_late_supervisor(visitor)
    visitor.open(f"/instansi/{slug}/tugas/baru")
    visitor.page.locator("[name=course]").first.check()
    visitor.page.fill("[name=reason]", "Surat Edaran Wali Kota 500/12 tanggal 20 November 2026")
    people.send(visitor)
    assert "sudah wajib menyelesaikan kursus yang sama" in visitor.words


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


@state("agency.remind")
def agency_one_reminded(visitor):
    visitor.open(f"/instansi/{people.become_late_supervisor(visitor)}")
    with visitor.page.expect_navigation():
        visitor.page.locator("button[name=tugas]").first.click()
    assert visitor.page.locator("tr:target").inner_text().count("Baru diingatkan") == 1


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


@state("agency.rename_cohort")
def cohort_without_a_name(visitor):
    _at(visitor, "/angkatan/{cohort}")
    visitor.page.locator("details summary").click()
    visitor.page.fill("form[action$='/ubah'] [name=name]", "")
    visitor.page.locator("form[action$='/ubah'] button").click()
    visitor.page.wait_for_selector(".errors")
