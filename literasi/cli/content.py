"""``flask content …``: lessons and quizzes between files and the database."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from literasi.cli.content_report import SOON, report_lines
from literasi.config import ROOT
from literasi.database import db, transaction
from literasi.domain.syncing import Step
from literasi.queries import bank
from literasi.services import syncing
from literasi.services.reading_files import ContentFile, problem_lines, read_content

content = AppGroup("content", help="Lessons and quizzes: check the files, bring them into the database.")


@content.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--root", type=click.Path(exists=True, path_type=Path), default=ROOT, hidden=True)
def check(paths: tuple[Path, ...], root: Path) -> None:
    """Print every problem of the content files (or of those under PATHS): file:line: what, and the mend."""
    files = read_content(root)
    wanted = [path.resolve() for path in paths] or [root.resolve()]
    shown = [file for file in files if _is_under(root / file.path, wanted)]
    lines = problem_lines(shown)
    click.echo("\n".join(lines) or f"{len(shown)} berkas diperiksa, tidak ada masalah.")
    sys.exit(1 if lines else 0)


@content.command("import")
@click.option("--root", type=click.Path(exists=True, path_type=Path), default=ROOT, hidden=True)
@with_appcontext
def import_files(root: Path) -> None:
    """Publish what the files have newer, all or nothing."""
    sys.exit(0 if import_from(root) else 1)


@content.command("report")
@with_appcontext
def report() -> None:
    """Count the bank by theme, verdict, technique and place; name what leans to one side or is due."""
    today = datetime.now(UTC).date()
    with Session(db.engine) as session:
        lines = report_lines(
            bank.items(session),
            bank.due_checks(session, today + SOON),
            bank.pools(session, bank.offered(session, today)),
            today=today,
        )
        click.echo("\n".join(lines))


def import_from(root: Path) -> bool:
    """Whether the files could be imported; says what was done or why not."""
    files = read_content(root)
    lines = problem_lines(files)
    if lines:
        click.echo("\n".join([*lines, "Tidak ada yang diimpor. Yang sudah terbit tetap terbit."]), err=True)
        return False
    try:
        with transaction() as session:
            report = syncing.import_content(session, files, now=datetime.now(UTC))
    except syncing.RefusedFile as problem:
        click.echo(f"{problem}\nTidak ada yang diimpor. Yang sudah terbit tetap terbit.", err=True)
        return False
    _tell(files, report)
    return not report.having(Step.CONFLICT)


def _tell(files: list[ContentFile], report: syncing.SyncReport) -> None:
    click.echo(f"Isi: {len(files)} berkas, {len(report.having(Step.IMPORT))} diterbitkan.")
    for step, words in (
        (Step.CONFLICT, "berubah di berkas dan di situs; tidak disentuh"),
        (Step.EXPORT, "lebih baru di situs daripada di berkas"),
        (Step.REPORT_GONE, "berkasnya hilang; tetap terbit"),
        (Step.SKIP_RETIRED, "sudah dipensiunkan; dilewati"),
    ):
        for identity in report.having(step):
            click.echo(f"  {identity}: {words}", err=step is Step.CONFLICT)


def _is_under(path: Path, wanted: list[Path]) -> bool:
    return any(path.resolve().is_relative_to(folder) for folder in wanted)
