"""What a form did just now, said on the page that it leads back to: the address names it by one word.

Only words that are known here are said, so nobody can put others on the page by a link.
"""

from flask import request

from literasi.domain.messages import N_
from literasi.web.translating import gettext

WORDS = {
    "tersimpan": N_("The change is saved."),
    "tugas-ditetapkan": N_("The learning task is set. Everybody it is for is told."),
    "tugas-dicabut": N_("The learning task is withdrawn. Nobody owes it any more."),
    "dikecualikan": N_("The person is exempt now, and reads why."),
    "wajib-lagi": N_("The person must finish it after all."),
    "angkatan-dibuat": N_("The cohort is made. Take people in now."),
    "angkatan-ditambah": N_("They are in the cohort now."),
    "angkatan-dikurangi": N_("The person is no longer in the cohort."),
    "angkatan-dipensiunkan": N_("The cohort is not used any more."),
    "diakhiri": N_("The membership has ended."),
    "kode-dibuat": N_("The new join code works from now on; the one before does not."),
    "kode-dimatikan": N_("The join code is switched off."),
    "daftar-dibuang": N_("The list is forgotten. Nobody was added."),
    "instansi-dibuat": N_("The organisation is made. Appoint a supervisor now."),
    "instansi-dipindah": N_("The organisation stands here now, with all that is below it."),
    "instansi-digabung": N_("The other organisation is part of this one now."),
    "instansi-dipensiunkan": N_("The organisation is retired."),
    "instansi-dipakai": N_("The organisation is in use again."),
    "penyelia-diangkat": N_("The supervisor is appointed, and may begin at once."),
    "penyelia-dicabut": N_("This person supervises it no longer."),
    "peran-diberikan": N_("The role is given, and works from the person's next click."),
    "peran-dicabut": N_("The role is withdrawn."),
    "surat-dicoba-lagi": N_("What was given up will be sent again within minutes."),
    "galat-selesai": N_("The mistake is settled, with all before that are like it."),
    "kode-ponsel-dilepas": N_(
        "The code from the phone is taken off; now the password alone opens the account."
    ),
    "akun-dinonaktifkan": N_("The account is disabled. Nobody is signed in by it any more."),
    "akun-diaktifkan": N_("The account is enabled again."),
    "sesi-diakhiri": N_("The session is ended."),
    "semua-sesi-diakhiri": N_("All sessions are ended."),
    "akun-dihapus": N_("The person is forgotten. What they answered leads to nobody any more."),
}
NAME = "telah"


def told() -> dict[str, str | None]:
    """For the templates of an area: ``outcome``, or None where nothing was done just now."""
    known = WORDS.get(request.args.get(NAME, "")) if request.method == "GET" else None
    return {"outcome": gettext(known) if known else None}
