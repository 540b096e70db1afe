"""Short messages about coming in, in Indonesian: who gets them has not chosen a language yet.

What others could read on the way names no person, no number and nothing that somebody learned.
"""

from dataclasses import dataclass

LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Letter:
    """What stands in one message."""

    subject: str
    body: str


def invitation(organisation: str, address: str, last_day: str) -> Letter:
    """Somebody is invited by an organisation; *address* opens the invitation until *last_day*."""
    return Letter(
        f"Undangan belajar dari {organisation}"[:LONGEST_SUBJECT],
        f"{organisation} mengundang Anda belajar di Literasi Samarinda, tempat mengenali hoaks.\n\n"
        f"Buka undangan Anda, sampai {last_day}:\n{address}\n\n"
        "Undangan ini hanya untuk Anda dan berlaku satu kali. Bila Anda tidak merasa diundang, "
        "pesan ini boleh diabaikan.\n",
    )


def shared_invitation(organisation: str, address: str) -> str:
    """The same in one line, to be sent in a chat."""
    return f"{organisation} mengundang Anda belajar di Literasi Samarinda. Buka undangan Anda: {address}"


def password_code(maker: str, site: str) -> Letter:
    """Somebody made a code by which the account's password can be changed."""
    return Letter(
        "Ada kode untuk kata sandi baru Anda",
        f"Seseorang membuat kode untuk mengganti kata sandi akun Anda di Literasi Samarinda: {maker}.\n\n"
        "Bila Anda memintanya, tidak ada yang perlu dilakukan. Bila tidak, masuklah dan batalkan kode itu "
        f"di halaman akun Anda: {site}/akun\n",
    )


def second_factor_set_up() -> Letter:
    """The account asks for a code from a phone from now on."""
    return _about_second_factor(
        "Kode dari ponsel kini diminta untuk akun Anda",
        "Mulai sekarang akun Anda di Literasi Samarinda meminta kode dari ponsel sesudah kata sandi.",
    )


def second_factor_removed() -> Letter:
    """The account asks for no code any more."""
    return _about_second_factor(
        "Kode dari ponsel dilepas dari akun Anda",
        "Akun Anda di Literasi Samarinda tidak lagi meminta kode dari ponsel sesudah kata sandi.",
    )


def paper_code_used() -> Letter:
    """Somebody came in by a code on paper."""
    return _about_second_factor(
        "Satu kode cadangan Anda dipakai",
        "Satu kode cadangan akun Anda di Literasi Samarinda baru saja dipakai. Tiap kode berlaku satu kali.",
    )


def _about_second_factor(subject: str, what: str) -> Letter:
    return Letter(
        subject,
        f"{what}\n\nBila Anda yang melakukannya, tidak ada yang perlu dilakukan. Bila bukan, segera ganti "
        "kata sandi Anda dan hubungi pengelola situs.\n",
    )


ACCOUNT_CHANGES = {
    "account.disabled": "akun Anda dinonaktifkan oleh pengelola situs, jadi belum bisa dipakai masuk",
    "account.enabled": "akun Anda diaktifkan lagi, dan bisa dipakai masuk seperti dulu",
    "password.changed": "kata sandi akun Anda diganti",
    "password.recovered": "kata sandi akun Anda diganti dengan kode",
    "role.granted": "akun Anda mendapat peran baru",
    "role.withdrawn": "satu peran akun Anda dicabut",
}


def account_changed(action: str) -> Letter:
    """Something changed about the account; *action* is a key of ``ACCOUNT_CHANGES``.

    Without a link: whoever is used to links in such messages is easily deceived by another one.
    """
    return Letter(
        "Ada yang berubah pada akun Anda",
        f"Pada akun Anda di Literasi Samarinda, {ACCOUNT_CHANGES[action]}.\n\n"
        "Bila Anda sudah tahu, tidak ada yang perlu dilakukan. Bila tidak, buka situs Literasi seperti "
        "biasa, lalu lihat halaman akun Anda, atau tanyakan kepada pengelola lewat halaman Bantuan.\n",
    )
