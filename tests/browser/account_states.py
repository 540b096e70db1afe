"""The states of the pages around accounts; importing this registers them."""

from tests.browser import people
from tests.browser.states import state


@state("public.help")
def help_page(visitor):
    visitor.open("/bantuan")


@state("public.privacy")
def privacy(visitor):
    visitor.open("/privasi")


@state("account.sign_in")
def sign_in(visitor):
    visitor.open("/masuk?next=/kemajuan")


@state("account.open_session")
def sign_in_wrong(visitor):
    visitor.open("/masuk")
    visitor.page.fill("[name=name]", "tidak-ada")
    visitor.page.fill("[name=password]", "bukan ini")
    people.send(visitor)


@state("account.registration")
def registration(visitor):
    visitor.finish_quiz()
    visitor.open("/daftar")


@state("account.register")
def registration_wrong(visitor):
    visitor.open("/daftar")
    people.send(visitor)


@state("account.recovery_code")
def recovery_code(visitor):
    people.register(visitor)
    visitor.open("/akun/kode-pemulihan")


@state("account.make_recovery_code")
def new_recovery_code_wrong(visitor):
    name = people.register(visitor)
    people.sign_out(visitor)
    people.sign_in(visitor, name)
    visitor.open("/akun/kode-pemulihan")
    people.send(visitor)


@state("account.recovery")
def recovery(visitor):
    visitor.open("/pulihkan")


@state("account.recover")
def recovery_wrong(visitor):
    visitor.open("/pulihkan")
    people.send(visitor)


@state("account.account")
def account(visitor):
    people.register(visitor)
    visitor.open("/akun")


@state("account.password")
def password(visitor):
    people.register(visitor)
    visitor.open("/akun/sandi")


@state("account.change_password")
def password_wrong(visitor):
    people.register(visitor)
    visitor.open("/akun/sandi")
    people.send(visitor)


@state("account.deletion")
def deletion(visitor):
    people.register(visitor)
    visitor.open("/akun/hapus")


@state("account.delete_account")
def deletion_wrong(visitor):
    people.register(visitor)
    visitor.open("/akun/hapus")
    people.send(visitor)


def _signed_in_beside_a_guest(visitor):
    name = people.register(visitor)
    people.sign_out(visitor)
    visitor.finish_quiz()
    people.sign_in(visitor, name)
    visitor.open("/akun/gabung")


@state("account.merge")
def merge(visitor):
    _signed_in_beside_a_guest(visitor)


@state("account.merge_guest")
def merge_without_an_answer(visitor):
    _signed_in_beside_a_guest(visitor)
    people.send(visitor)


@state("account.notices")
def messages_to_me(visitor):
    people.register(visitor)
    visitor.open("/akun/pemberitahuan")


@state("account.unsubscribing")
def end_messages(visitor):
    visitor.open(f"/berhenti-email/{people.mail_key(visitor)}")


@state("account.join_code")
def joining(visitor):
    people.member_of(visitor)
    visitor.open("/gabung")


@state("account.find_organisation")
def joining_by_a_wrong_code(visitor):
    people.member_of(visitor)
    visitor.open("/gabung/AAAA-AAAA")
    people.send(visitor)


def _ask_to_join(visitor):
    code = people.own_code(visitor, people.become_supervisor(visitor))
    people.member_of(visitor)
    visitor.open(f"/gabung/{code}")
    people.send(visitor)


@state("account.join")
def joining_by_name(visitor):
    _ask_to_join(visitor)


@state("account.ask_to_join")
def joining_without_a_name(visitor):
    _ask_to_join(visitor)
    visitor.page.fill("[name=name]", "")
    people.send(visitor)


@state("account.account")
def account_that_waits(visitor):
    people.member_of(visitor, "waiting")
    visitor.open("/akun")


@state("learn.progress")
def progress_that_waits(visitor):
    people.member_of(visitor, "waiting")
    visitor.open("/kemajuan")


@state("account.leaving")
def leaving_a_community(visitor):
    visitor.open(f"/akun/instansi/{people.member_of(visitor, community=True)}/keluar")


@state("account.invitation_code")
def code_of_an_invitation(visitor):
    visitor.open("/undangan")


@state("account.open_invitation")
def wrong_code_of_an_invitation(visitor):
    visitor.open("/undangan")
    visitor.page.fill("[name=code]", "K7QM")
    people.send(visitor)


@state("account.invitation")
def invitation_of_a_stranger(visitor):
    visitor.open(f"/undangan/{people.invited(visitor)}")


@state("account.invitation")
def invitation_of_somebody_signed_in(visitor):
    people.member_of(visitor)
    visitor.open(f"/undangan/{people.invited(visitor)}")


@state("account.invited_registration")
def invited_registration(visitor):
    visitor.open(f"/undangan/{people.invited(visitor)}/daftar")


@state("account.register_invited")
def invited_registration_wrong(visitor):
    visitor.open(f"/undangan/{people.invited(visitor)}/daftar")
    people.send(visitor)


def _operator_at(visitor, path):
    people.become_operator(visitor)
    visitor.open(path)


@state("platform.organisations")
def organisation_roots(visitor):
    _operator_at(visitor, "/kelola/instansi")


@state("platform.organisations")
def organisations_found(visitor):
    _operator_at(visitor, "/kelola/instansi?cari=samarinda")


@state("platform.organisation")
def organisation_with_many_below(visitor):
    _operator_at(visitor, "/kelola/instansi/samarinda")


@state("platform.organisation")
def organisation_with_a_supervisor(visitor):
    slug = people.become_supervisor(visitor)
    _operator_at(visitor, f"/kelola/instansi/{slug}")
    assert "Ibu Ratna" in visitor.words


@state("platform.organisation")
def community_of_the_tree(visitor):
    _operator_at(visitor, "/kelola/instansi/info-warga-tepian")


@state("platform.appoint_supervisor")
def supervisor_wrong(visitor):
    _operator_at(visitor, "/kelola/instansi/kelurahan-jawa")
    people.send(visitor)


@state("platform.new_organisation")
def organisation_new(visitor):
    _operator_at(visitor, "/kelola/instansi/baru?induk=kecamatan-palaran")


@state("platform.create_organisation")
def organisation_new_wrong(visitor):
    organisation_new(visitor)
    people.send(visitor)


@state("platform.organisation_name")
def organisation_name(visitor):
    _operator_at(visitor, "/kelola/instansi/dinas-kesehatan/ubah")


@state("platform.rename_organisation")
def organisation_name_wrong(visitor):
    organisation_name(visitor)
    visitor.page.fill("[name=name]", "")
    people.send(visitor)


@state("platform.organisation_place")
def organisation_place(visitor):
    _operator_at(visitor, "/kelola/instansi/kelurahan-jawa/pindah?cari=samarinda")


@state("platform.move_organisation")
def organisation_place_wrong(visitor):
    _operator_at(visitor, "/kelola/instansi/kelurahan-jawa/pindah")
    visitor.page.locator("form[method=post] button").first.click()
    visitor.page.wait_for_selector(".errors")


@state("platform.organisation_merge")
def organisation_merge_target(visitor):
    _operator_at(visitor, "/kelola/instansi/dinas-perikanan/gabungkan?cari=pangan")


@state("platform.organisation_merge")
def organisation_merge(visitor):
    where = "/kelola/instansi/dinas-perikanan/gabungkan?ke=dinas-ketahanan-pangan-dan-pertanian"
    _operator_at(visitor, where)


@state("platform.organisation_retirement")
def organisation_retirement(visitor):
    _operator_at(visitor, "/kelola/instansi/kecamatan-sambutan/pensiunkan")
