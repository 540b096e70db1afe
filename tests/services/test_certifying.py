"""A certificate is issued once for what earned it, and from then on nothing but its holder changes it."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from literasi.database import writing
from literasi.domain.certificates import ERASED
from literasi.domain.people import AgeBand
from literasi.models import (
    Account,
    AuditEvent,
    Certificate,
    Course,
    CourseFinish,
    Membership,
    Organisation,
    OutboxMessage,
)
from literasi.queries.site_settings import Signing, signing
from literasi.services import attempting, certifying, choosing_mail, deciding, erasing, inspecting, merging
from literasi.services.certifying import NotEarned, RevokedAlready, UnknownCertificate
from tests import certificates, make

LATER = make.NOW + timedelta(days=300)
AGAIN = make.NOW + timedelta(days=330)


@pytest.fixture
def course(session):
    """A course of two hours whose one lesson and final quiz a citizen finished."""
    with writing(session):
        made = make.published(session)
        session.execute(update(Course).values(hours=2))
        made.learner_id = make.account(session)
        attempt_id = make.attempt(session, made.learner_id, made.quiz.quiz_id)
        make.answer_all(session, attempt_id)
        made.finish_id = certificates.finish(session, made.learner_id, made.course.id)
        made.course_id = made.course.id
    return made


def issue(session, course, *, finish_id=None, name="Norhayati Aminah", now=make.NOW):
    with writing(session):
        return certifying.issue(session, course.learner_id, finish_id or course.finish_id, name=name, now=now)


def stored(session, code):
    session.rollback()
    return session.scalars(select(Certificate).where(Certificate.code == code)).one()


def another_finish(session, course, now=LATER):
    with writing(session):
        return certificates.finish(session, course.learner_id, course.course_id, now=now, is_first=False)


def membership(session, course, place="dishub", name="Norhayati, S.Kom.", *, prefix="", now=make.NOW):
    with writing(session):
        ids = make.agencies(session, prefix=prefix)
        make.member(session, ids[place], name, learner_id=course.learner_id, now=now)
    return ids[place]


def test_a_citizen_gets_a_snapshot_under_the_name_that_they_said(session, course):
    found = stored(session, issue(session, course))

    assert (found.name, found.organisation_id, found.shows_name) == ("Norhayati Aminah", None, False)
    assert (found.course_title, found.course_number, found.hours) == ("Kenali Jebakan", 1, 2)
    assert found.lessons == [{"title": "Berkas yang Menyamar", "number": 1}]
    assert (found.issuer, found.signatory_name, found.signatory_title) == ("Literasi Samarinda", "", "")
    assert (found.finished_at, found.issued_at) == (make.NOW, make.NOW)


def test_asked_twice_it_is_the_same_certificate(session, course):
    first = issue(session, course)
    assert issue(session, course, name="Nama Lain", now=LATER) == first
    assert stored(session, first).name == "Norhayati Aminah"


def test_two_tabs_at_once_make_one(engine, session, course):
    session.rollback()
    together, codes = threading.Barrier(2), []

    def act():
        with Session(engine) as own:
            together.wait()
            codes.append(issue(own, course))

    threads = [threading.Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(codes) == 2
    assert len(set(codes)) == 1


def test_a_course_without_hours_gives_none(session, course):
    with writing(session):
        session.execute(update(Course).values(hours=None))
    with pytest.raises(NotEarned):
        issue(session, course)


def test_the_finish_of_somebody_else_earns_nothing(session, course):
    with writing(session):
        other = make.learner(session, "b" * 43)
    with pytest.raises(NotEarned), writing(session):
        certifying.issue(session, other, course.finish_id, name="Orang Lain", now=make.NOW)


def test_members_get_theirs_as_they_finish_under_their_agencys_name(session, course):
    place = membership(session, course)
    with writing(session):
        code = certifying.finish_earned(session, course.learner_id, course.finish_id, now=make.NOW)
    found = stored(session, code)

    assert (found.name, found.organisation_id) == ("Norhayati, S.Kom.", place)
    assert found.organisation_name == "Dinas Perhubungan"


@pytest.mark.parametrize("wants", [True, False])
def test_a_message_tells_of_it_to_whoever_wants_to_be_told(session, course, wants):
    membership(session, course)
    with writing(session):
        session.execute(update(Account).values(login_name="nor@contoh.go.id", login_kind="email"))
        choosing_mail.choose(session, course.learner_id, wants_optional=wants, now=make.NOW)
        code = certifying.finish_earned(session, course.learner_id, course.finish_id, now=make.NOW)

    found = session.execute(select(OutboxMessage.kind, OutboxMessage.address, OutboxMessage.body)).all()
    assert found == ([("certificate", "nor@contoh.go.id", code)] if wants else [])


def test_a_citizen_is_asked_for_a_name_first(session, course):
    with writing(session):
        assert certifying.finish_earned(session, course.learner_id, course.finish_id, now=make.NOW) is None


def test_a_finish_that_earns_nothing_stops_nobody(session, course):
    membership(session, course)
    with writing(session):
        session.execute(update(Course).values(hours=None))
        assert certifying.finish_earned(session, course.learner_id, course.finish_id, now=make.NOW) is None


def test_of_two_agencies_the_one_that_required_it_names_the_person(session, course):
    """The other agency's name for the person does not leak onto it, and the other way round."""
    membership(session, course, "dinkes", "Yati Dinkes", prefix="a-")
    required = membership(session, course, "dishub", "Norhayati Dishub", prefix="b-", now=LATER)
    with writing(session):
        certificates.met_obligation(
            session, course.learner_id, course.course_id, required, course.finish_id,
            counts_from=make.NOW - timedelta(days=30),
        )  # fmt: skip
        code = certifying.finish_earned(session, course.learner_id, course.finish_id, now=make.NOW)

    assert (stored(session, code).name, stored(session, code).organisation_id) == (
        "Norhayati Dishub",
        required,
    )


def test_an_agency_comes_before_a_community_and_an_ended_place_counts_no_more(session, course):
    membership(session, course, "info-kota", "Yati Komunitas", prefix="a-")
    membership(session, course, "dinkes", "Yati Dinkes", prefix="b-", now=LATER)
    assert stored(session, issue(session, course)).name == "Yati Dinkes"
    with writing(session):
        session.execute(update(Membership).values(state="ended"))
    second = another_finish(session, course, now=AGAIN)
    with writing(session):
        certifying.revoke(
            session,
            session.scalar(select(Certificate.code)),
            "Salah terbit",
            by_id=course.learner_id,
            now=LATER,
        )
    assert stored(session, issue(session, course, finish_id=second, now=AGAIN)).organisation_id is None


def test_practice_earns_no_second_one_and_what_is_required_again_does(session, course):
    place = membership(session, course)
    first = issue(session, course)
    practice, required = another_finish(session, course), another_finish(session, course, now=AGAIN)
    with writing(session):
        assert certifying.finish_earned(session, course.learner_id, practice, now=LATER) is None
        certificates.met_obligation(
            session, course.learner_id, course.course_id, place, required, counts_from=LATER
        )
        second = certifying.finish_earned(session, course.learner_id, required, now=AGAIN)

    assert second not in {None, first}
    assert stored(session, first).revoked_at is None


def test_nothing_that_changes_later_changes_it(session, course):
    membership(session, course)
    code = issue(session, course)
    before = repr(vars(stored(session, code)) | {"_sa_instance_state": None})
    with writing(session):
        session.execute(update(Course).values(title="Nama baru", hours=9, slug="baru", retired_at=LATER))
        session.execute(update(Membership).values(name="Nama lain", state="ended"))
        session.execute(update(Organisation).values(name="Dinas lain", retired_at=LATER))
        deciding.sign_certificates(
            session, Signing("Penerbit lain", "Kepala", "Jabatan"), by_id=course.learner_id, now=LATER
        )

    assert repr(vars(stored(session, code)) | {"_sa_instance_state": None}) == before


def test_operators_say_who_signs_from_now_on_and_the_audit_holds_no_name(session, course):
    decided = Signing("Diskominfo Kota Samarinda", "Drs. H. Ahmad", "Kepala Dinas")
    with writing(session):
        deciding.sign_certificates(session, decided, by_id=course.learner_id, now=make.NOW)
        assert signing(session) == decided
    assert stored(session, issue(session, course)).signatory_name == "Drs. H. Ahmad"
    events = session.scalars(select(AuditEvent).where(AuditEvent.action == "site.setting")).all()
    assert [event.subject for event in events] == ["issuer", "signatory_name", "signatory_title"]
    assert "Ahmad" not in repr([event.details for event in events])

    with writing(session):
        deciding.sign_certificates(session, Signing("", "", ""), by_id=course.learner_id, now=LATER)
        assert signing(session) == Signing()


def test_revoking_is_for_good_has_a_reason_and_is_audited_once(session, course):
    code = issue(session, course)
    with writing(session):
        certifying.revoke(session, code, "Nama keliru", by_id=course.learner_id, now=LATER)
    with pytest.raises(RevokedAlready), writing(session):
        certifying.revoke(session, code, "Alasan lain", by_id=course.learner_id, now=AGAIN)
    with pytest.raises(UnknownCertificate), writing(session):
        certifying.revoke(session, make.CODE, "Alasan", by_id=course.learner_id, now=AGAIN)
    found = stored(session, code)

    assert (found.revoked_at, found.revoked_reason) == (LATER, "Nama keliru")
    assert (
        len(session.scalars(select(AuditEvent).where(AuditEvent.action == "certificate.revoked")).all()) == 1
    )
    assert issue(session, course) == code  # the same finish brings no new one
    with pytest.raises(NotEarned):
        issue(session, course, finish_id=another_finish(session, course, now=make.NOW + timedelta(days=1)))
    assert issue(session, course, finish_id=another_finish(session, course, now=AGAIN), now=AGAIN) != code


def test_only_the_holder_shows_the_name(session, course):
    code = issue(session, course)
    with writing(session):
        other = make.learner(session, "b" * 43)
    with pytest.raises(UnknownCertificate), writing(session):
        certifying.show_name(session, other, code, shows=True)
    with writing(session):
        certifying.show_name(session, course.learner_id, code, shows=True)
    assert stored(session, code).shows_name


def test_of_an_erased_person_nothing_is_named_and_nothing_holds(session, course):
    codes = [issue(session, course)]
    codes.append(issue_after_revoking(session, course, codes[0]))
    for moment in (AGAIN, AGAIN + timedelta(days=1)):
        with writing(session):
            erasing.erase(session, course.learner_id, now=moment)
    first, second = (stored(session, code) for code in codes)

    assert {first.name, second.name} == {""}
    assert {first.revoked_reason, second.revoked_reason} == {ERASED}
    assert (first.revoked_at, second.revoked_at) == (LATER, AGAIN)


def issue_after_revoking(session, course, code):
    with writing(session):
        certifying.revoke(session, code, "Norhayati salah ketik", by_id=course.learner_id, now=LATER)
    return issue(session, course, finish_id=another_finish(session, course, now=AGAIN), now=AGAIN)


def test_a_guests_certificate_moves_to_the_account(session, course):
    with writing(session):
        guest = make.learner(session, "g" * 43)
        code = certificates.issued(session, guest)
        merging.merge_guest(session, guest, course.learner_id, now=LATER)

    assert stored(session, code).learner_id == course.learner_id
    assert session.scalar(select(CourseFinish.id).limit(1)) is not None


@pytest.mark.parametrize("age", AgeBand)
@pytest.mark.parametrize("merges", [False, True])
def test_of_a_guest_who_is_a_child_no_name_is_shown_any_longer(session, course, age, merges):
    """Whether they register on this phone, or take what they learned along to their account."""
    with writing(session):
        guest = make.learner(session, "g" * 43)
        code = certificates.issued(session, guest)
        certifying.show_name(session, guest, code, shows=True)
    with writing(session):
        learner_id = make.account(session, "anak", age=age, guest_id=None if merges else guest)
        if merges:
            merging.merge_guest(session, guest, learner_id, now=LATER)

    assert stored(session, code).shows_name is not age.is_child
    assert list(inspecting.CHECKS["certificates fit their finishes"](session)) == []


def test_a_child_hides_the_name_and_never_shows_it(session, course):
    with writing(session):
        child = make.account(session, "anak", age=AgeBand.UNDER_13)
        code = certificates.issued(session, child, shows_name=True)
    with writing(session):
        certifying.show_name(session, child, code, shows=False)
    with pytest.raises(UnknownCertificate), writing(session):
        certifying.show_name(session, child, code, shows=True)
    assert not stored(session, code).shows_name


@pytest.mark.parametrize("is_member", [True, False])
def test_whoever_passes_the_final_quiz_has_it_as_a_member_and_is_asked_as_a_citizen(session, is_member):
    """Nothing behind the pages: lesson, final quiz, and what submitting does in its own transaction."""
    with writing(session):
        make.bank(session)
        made = make.published(session)
        final = make.final(session, made.course)
        session.execute(update(Course).values(hours=2))
        learner_id = make.account(session)
        if is_member:
            places = make.agencies(session)
            make.member(session, places["dishub"], "Norhayati, S.Kom.", learner_id=learner_id)
        make.answer_all(session, make.attempt(session, learner_id, made.quiz.quiz_id))
        last = make.attempt(session, learner_id, final.quiz_id)
        document = make.answer_all(session, last)
        attempting.submit_attempt(session, last, document=document, now=make.NOW)
    found = session.scalars(select(Certificate)).all()

    assert [one.name for one in found] == (["Norhayati, S.Kom."] if is_member else [])
    assert session.scalars(select(CourseFinish.finished_at)).all() == [make.NOW]
    assert list(inspecting.faults(session)) == []
    if not is_member:
        with writing(session):
            finish_id = session.scalar(select(CourseFinish.id))
            certifying.issue(session, learner_id, finish_id, name="Norhayati", now=LATER)
        assert list(inspecting.faults(session)) == []
