"""``flask content report`` on the repository's own content and on a bank with gaps."""

from datetime import date

from literasi.cli.content_report import report_lines
from literasi.database import db, writing
from literasi.queries import bank
from tests import make

TODAY = date(2026, 11, 23)


def report(session):
    due = bank.due_checks(session, date(2027, 1, 22))
    pools = bank.pools(session, bank.offered(session, TODAY))
    lines = report_lines(bank.items(session), due, pools, bank.form_items(session), today=TODAY)
    return "\n".join(lines)


def test_the_bank_is_counted_and_what_is_thin_or_late_is_named(session):
    late = make.item("basi", review_by="2026-11-01")
    with writing(session):
        make.bank(session, *make.items(4, "salah", place="dunia"), make.item("benar", "benar"), late)
        make.published(session, quiz_source=make.drawing_text())
    told = report(session)

    assert "Bank: 6 butir latihan, 0 butir untuk tes." in told
    assert "uang                     5     1  berat sebelah: tambah kabar benar" in told
    assert "uang         salah  konten_tiruan        dunia         4" in told
    assert "salah 1/4, benar 1/1  persediaannya tipis" in told
    assert "2026-11-01 quizzes/bank/uang#basi  terlambat; butirnya tidak lagi diambil" in told


def test_the_command_prints_it(app):
    with app.app_context(), writing(db.session()) as session:
        make.bank(session)
    result = app.test_cli_runner().invoke(args=["content", "report"])

    assert result.exit_code == 0
    assert "Bank: 10 butir latihan" in result.output


def test_the_forms_of_the_test_stand_side_by_side_and_what_differs_is_marked(session):
    assert "formulir tes: belum ada" in report(session).splitlines()
    harder = make.form_text("B").replace("difficulty: 3", "difficulty: 5", 2)
    other = make.form_text("C").replace("topic: uang", "topic: kota", 1)
    with writing(session):
        make.form(session)
        make.bank_source(session, harder, "tes-b")
        make.bank_source(session, other.replace("topic: uang", "topic: kota", 1), "tes-c")
    told = report(session).splitlines()

    assert "Bank: 0 butir latihan, 60 butir untuk tes." in told
    assert "uang                    10    10     8    10    10    10  belum setara" in told
    assert "konten_tiruan           10    10    10    10    10    10" in told
    assert "kesulitan              3,0   3,4   3,0   3,0   3,0   3,0  belum setara" in told
    assert f"{'panjang':20}{'  43,1' * 6}" in told


def test_a_form_that_is_missing_is_named(session):
    with writing(session):
        make.form(session, "B")
    assert "formulir tes: belum ada A, C" in report(session)
