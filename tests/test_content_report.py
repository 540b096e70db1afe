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
    return "\n".join(report_lines(bank.items(session), due, pools, today=TODAY))


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
