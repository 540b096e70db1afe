"""The states of the pages of certificates; importing this registers them."""

from datetime import UTC, datetime

from sqlalchemy import select

from literasi.models import Course, CourseCompletion
from literasi.services import certifying
from tests import certificates
from tests.browser import people
from tests.browser.states import state

LONG_NAME = "Raden Ajeng Siti Norhayati Kusumaningrum Dewi Ayu Lestari Wulandari Prabowo Wati"
SIGNED = {
    "issuer": "Dinas Komunikasi dan Informatika Kota Samarinda",
    "signatory_name": "Drs. H. Ahmad Syarifuddin Noor, M.Si.",
    "signatory_title": "Kepala Dinas Komunikasi dan Informatika",
    "organisation_name": "Kelurahan Sungai Pinang Dalam",
}


def hold(visitor, **others):
    """The visitor has an account and a certificate; its code."""
    learner_id, now = people.signed_in_behind(visitor), datetime.now(UTC)
    with people.store(visitor) as session:
        return certificates.issued(session, learner_id, now=now, **others)


def revoke(visitor, code):
    """Somebody revokes it."""
    with people.store(visitor) as session:
        reason = "Kuis akhir dikerjakan oleh orang lain"
        certifying.revoke(session, code, reason, by_id=None, now=datetime.now(UTC))


def finish_course(visitor, course="jebakan"):
    """The visitor has finished a course and has no certificate of it yet."""
    learner_id, now = people.signed_in_behind(visitor), datetime.now(UTC)
    with people.store(visitor) as session:
        course_id = session.scalar(select(Course.id).where(Course.slug == course))
        session.add(CourseCompletion(learner_id=learner_id, course_id=course_id, completed_at=now))
        certificates.finish(session, learner_id, course_id, now=now)
    visitor.open(f"/kursus/{course}/selesai")


@state("public.certificate")
def certificate_of_a_stranger(visitor):
    code = hold(visitor, **SIGNED)
    visitor.context.clear_cookies()
    visitor.open(f"/sertifikat/{code}")


@state("public.certificate")
def certificate_of_ones_own(visitor):
    visitor.open(f"/sertifikat/{hold(visitor, lessons=5)}")


@state("public.certificate")
def certificate_with_a_long_name_and_twenty_lessons(visitor):
    visitor.open(f"/sertifikat/{hold(visitor, name=LONG_NAME, lessons=20, **SIGNED)}")
    visitor.press("Tampilkan nama lengkap saya")
    assert "Siapa pun yang punya kodenya" in visitor.words


@state("public.certificate")
def certificate_that_was_revoked(visitor):
    code = hold(visitor, **SIGNED)
    revoke(visitor, code)
    visitor.open(f"/sertifikat/{code}")


@state("public.certificate")
def certificate_in_english(visitor):
    visitor.open(f"/bahasa/en?kembali=/sertifikat/{hold(visitor)}")


@state("public.certificate")
def certificate_unknown(visitor):
    visitor.open("/sertifikat/K7QM-2XPA-90BC-WXYZ")


@state("public.certificate_pdf")
def certificate_pdf_unknown(visitor):
    """A file where Pango is; its page is what whoever may not have it sees."""
    visitor.open("/sertifikat/K7QM-2XPA-90BC-WXYZ.pdf")


@state("public.certificate_check")
def certificate_check(visitor):
    visitor.open("/sertifikat")


@state("public.certificate_check")
def certificate_check_wrong(visitor):
    visitor.open("/sertifikat?kode=K7QM-2X")


@state("learn.course_completed")
def certificate_due(visitor):
    finish_course(visitor)


@state("learn.take_certificate")
def certificate_without_a_name(visitor):
    finish_course(visitor)
    visitor.press("Buat sertifikat saya")
    assert visitor.page.title().startswith("Kesalahan: ")


@state("learn.course_completed")
def certificate_taken(visitor):
    finish_course(visitor)
    visitor.page.fill("[name=name]", "Andi Tenri Abengé")
    visitor.press("Buat sertifikat saya")
    assert visitor.heading == "Sertifikat ini sah"
    visitor.open("/kursus/jebakan/selesai")


@state("learn.progress")
def progress_with_certificates(visitor):
    hold(visitor)
    visitor.open("/kemajuan")


@state("platform.certificates")
def certificates_of_operators(visitor):
    code = hold(visitor, **SIGNED)
    people.become_operator(visitor)
    visitor.open(f"/kelola/sertifikat?kode={code}")


@state("platform.certificates")
def certificates_not_found(visitor):
    people.become_operator(visitor)
    visitor.open("/kelola/sertifikat?kode=K7QM")


@state("platform.revoke_certificate")
def certificate_revoked_without_a_reason(visitor):
    certificates_of_operators(visitor)
    visitor.press("Cabut untuk seterusnya")
    assert visitor.page.title().startswith("Kesalahan: ")


@state("platform.decide_signing")
def signing_without_an_issuer(visitor):
    people.become_operator(visitor)
    visitor.open("/kelola/pengaturan")
    visitor.page.fill("[name=issuer]", "")
    visitor.press("Simpan untuk sertifikat baru")
    assert visitor.page.title().startswith("Kesalahan: ")
