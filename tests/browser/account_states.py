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


@state("platform.people")
def platform_people(visitor):
    name = people.become_operator(visitor)
    visitor.open(f"/kelola?name={name}")


@state("platform.grant_role")
def platform_nobody(visitor):
    people.become_operator(visitor)
    visitor.open("/kelola?name=tidak-ada")


@state("account.notices")
def messages_to_me(visitor):
    people.register(visitor)
    visitor.open("/akun/pemberitahuan")


@state("account.unsubscribing")
def end_messages(visitor):
    visitor.open(f"/berhenti-email/{people.mail_key(visitor)}")
