"""``flask content …``: lessons and quizzes between files and the database."""

import sys
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from difflib import unified_diff
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from literasi.cli.channels import parse_file
from literasi.cli.conflicts import conflict_lines
from literasi.cli.content_report import SOON, report_lines
from literasi.cli.database_words import database_in_words
from literasi.cli.installation import settings
from literasi.config import ROOT
from literasi.database import db, transaction
from literasi.domain.media import Media
from literasi.domain.syncing import Side, Step
from literasi.queries import bank, media
from literasi.queries.channels import channel_names
from literasi.queries.live_texts import live_text
from literasi.services import carrying_media, exporting, packing, storing_media, syncing
from literasi.services.reading_files import (
    ContentFile,
    advice_lines,
    identity_of,
    problem_lines,
    read_content,
    read_texts,
)
from literasi.services.syncing import SyncReport

content = AppGroup("content", help="Lessons and quizzes: check the files, bring them into the database.")
_root = click.option("--root", type=click.Path(exists=True, path_type=Path), default=ROOT, hidden=True)
_UNTOUCHED = "Tidak ada yang diimpor. Yang sudah terbit tetap terbit."
_WORDS = {
    Step.IMPORT: "lebih baru di berkas; terbitkan dengan: .venv/bin/flask --app app content import",
    Step.EXPORT: "lebih baru di situs; tulis ke berkas dengan: .venv/bin/flask --app app content export",
    Step.REPORT_GONE: "berkasnya hilang; tetap terbit",
    Step.SKIP_RETIRED: "sudah dipensiunkan; dilewati",
    Step.REPORT_MOVED: "pindah; berkas lama ini tidak dibaca lagi. Hapus, atau pindahkan isinya ke berkas",
}
_NUMBERS = {
    Step.EXPORT: "urutannya diubah di situs; ganti nama berkasnya dengan: "
    ".venv/bin/flask --app app content export",
    Step.CONFLICT: "urutannya diubah di berkas dan di situs; yang di situs dipakai. "
    "Samakan dengan: .venv/bin/flask --app app content export",
}


@content.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--advice", is_flag=True, help="List the advice too, instead of counting it.")
@_root
@with_appcontext
def check(paths: tuple[Path, ...], advice: bool, root: Path) -> None:
    """Print every problem of the content files (or of those under PATHS): file:line: what, and the mend.

    Advice on the words is counted, or listed with --advice; only problems make the exit status 1.
    """
    files = read_content(root, today=datetime.now(UTC).date(), channels=_known_channels(root))
    wanted = [_without_following(path) for path in paths] or [root.resolve()]
    shown = [file for file in files if _is_under(root / file.path, wanted)]
    lines = problem_lines(shown)
    click.echo("\n".join(lines) or f"{len(shown)} berkas diperiksa, tidak ada masalah.")
    for line in advice_lines(shown) if advice else _advice_counts(shown):
        click.echo(line)
    sys.exit(1 if lines else 0)


def _known_channels(root: Path) -> tuple[set[str], set[str]]:
    """The channels that texts may name: those of files beside them, and those of the site if it is there."""
    listed = {one.slug for path in sorted((root / "channels").glob("*.csv")) for one in parse_file(path)[0]}
    try:
        with Session(db.engine) as session:
            live, retired = channel_names(session)
    except SQLAlchemyError:  # the files can be checked before there is any database
        return listed, set()
    return (listed | live) - retired, retired


def _advice_counts(files: Sequence[ContentFile]) -> list[str]:
    """How much advice there is on each file that has some."""
    counts = [f"{file.path}: {len(file.advice)} saran" for file in files if file.advice]
    return [*counts, "Lihat sarannya dengan --advice."] if counts else []


@content.command("import")
@click.argument("identities", nargs=-1)
@click.option("--take", type=click.Choice([side.value for side in Side]), help="Whose text ends a conflict.")
@_root
@with_appcontext
def import_files(identities: tuple[str, ...], take: str | None, root: Path) -> None:
    """Publish what the files have newer, all or nothing.

    Where file and site were both changed, nothing is touched and both are named. --take file publishes the
    file, --take web writes the site's text to the file: for IDENTITIES (or their files), else for all.
    """
    if identities and take is None:
        raise click.UsageError("Say whose text counts: --take file or --take web.")
    sys.exit(0 if import_from(root, Side(take) if take else None, identities) else 1)


@content.command("report")
@with_appcontext
def report() -> None:
    """Count the bank by theme, verdict, technique and place; name what leans to one side or is due.

    The forms of the test stand side by side, with a mark where they are not alike.
    """
    today = datetime.now(UTC).date()
    try:
        with Session(db.engine) as session:
            lines = report_lines(
                bank.items(session),
                bank.due_checks(session, today + SOON),
                bank.pools(session, bank.offered(session, today)),
                bank.form_items(session),
                today=today,
            )
    except DBAPIError as problem:
        raise click.ClickException(database_in_words(problem)) from None
    click.echo("\n".join(lines))


def import_from(root: Path, take: Side | None = None, names: Collection[str] = ()) -> bool:
    """Whether the files could be imported; says what was done or why not."""
    try:
        if take is Side.WEB:
            _take_from_web(root, names)
        stored = _stored_media()
        with Session(db.engine) as session:
            aside = syncing.set_aside(session)
            channels = channel_names(session)
        files = read_content(root, stored, aside=aside, channels=channels)
        if lines := problem_lines(files):
            click.echo("\n".join([*lines, _UNTOUCHED]), err=True)
            return False
        pictures = carrying_media.take_along(root, files, settings().media_folder, stored)
        with transaction() as session:
            for picture in pictures:
                storing_media.store(session, picture, now=datetime.now(UTC))
            taken = syncing.conflicts(session, files, names) if take is Side.FILE else []
            report = syncing.import_content(session, files, now=datetime.now(UTC), take_file=taken)
    except syncing.RefusedFile as problem:
        click.echo(f"{problem}\n{_UNTOUCHED}", err=True)
        return False
    click.echo(f"Isi: {len(files)} berkas, {len(report.having(Step.IMPORT))} diterbitkan.")
    _tell(files, report, Step.EXPORT, Step.REPORT_GONE, Step.SKIP_RETIRED, Step.REPORT_MOVED)
    _tell_numbers(report, Step.EXPORT, Step.CONFLICT)
    return not report.having(Step.CONFLICT)


def _take_from_web(root: Path, names: Collection[str]) -> None:
    files = read_texts(root)
    with transaction() as session:
        taken = syncing.conflicts(session, files, names)
        exporting.write_live(session, root, files, taken, now=datetime.now(UTC))
    for identity in taken:
        click.echo(f"  {identity}: teks dari situs ditulis ke berkas")
    _write_pictures(root)


@content.command("export")
@_root
@with_appcontext
def export_files(root: Path) -> None:
    """Write what the site has newer to its files; touch nothing that was changed in both."""
    files = read_texts(root)
    try:
        with transaction() as session:
            report = exporting.export_content(session, root, files, now=datetime.now(UTC))
    except syncing.RefusedFile as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"Isi: {len(report.having(Step.EXPORT))} ditulis ke berkas.")
    for identity in report.having(Step.EXPORT):
        click.echo(f"  {identity}")
    for identity in report.moved(Step.EXPORT, Step.CONFLICT):
        click.echo(f"  {identity}: nomornya di situs {report.numbers[identity].live:02}")
    _write_pictures(root)
    _tell(files, report, Step.IMPORT, Step.REPORT_GONE, Step.SKIP_RETIRED, Step.REPORT_MOVED)
    sys.exit(1 if report.having(Step.CONFLICT) else 0)


@content.command("pack")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--course", help="Only this course, with its quizzes and the bank.")
@with_appcontext
def pack(file: Path, course: str | None) -> None:
    """Write everything that is live to FILE, a zip that the studio can import."""
    with Session(db.engine) as session:
        files = packing.live_files(session, course, pictures=settings().media_folder)
    if course is not None and f"courses/{course}/course.md" not in files:
        raise click.ClickException(f'Kursus "{course}" tidak ada.')
    file.write_bytes(packing.pack(files))
    click.echo(f"{file}: {len(files)} berkas.")


@content.command("diff")
@click.argument("identity")
@_root
@with_appcontext
def diff(identity: str, root: Path) -> None:
    """Show how the file of IDENTITY differs from the live text; exit 1 when it does."""
    identity = identity_of(identity)
    file = next((file for file in read_texts(root) if file.identity == identity), None)
    with Session(db.engine) as session:
        live = live_text(session, identity)
    if file is None and live is None:
        raise click.ClickException(f"{identity}: tidak ada, baik di berkas maupun di situs.")
    lines = list(
        unified_diff(
            live.source.splitlines() if live else [],
            file.text.splitlines() if file else [],
            f"situs: {identity}" if live else "situs: tidak ada",
            f"berkas: {file.path}" if file else "berkas: tidak ada",
            lineterm="",
        )
    )
    click.echo("\n".join(lines) or "Berkas dan situs sama.")
    sys.exit(1 if lines else 0)


def _stored_media() -> Media:
    with Session(db.engine) as session:
        return media.sizes(session)


def _write_pictures(root: Path) -> None:
    """Put the pictures of live texts beside their files."""
    with Session(db.engine) as session:
        uses = media.uses(session)
    for path in carrying_media.write_missing(root, settings().media_folder, uses):
        click.echo(f"  {path}")


def _tell(files: Sequence[ContentFile], report: SyncReport, *steps: Step) -> None:
    by_identity = {file.identity: file for file in files}
    with Session(db.engine) as session:
        moved = syncing.moved_texts(session)
        for step in steps:
            for identity in report.having(step):
                where = f" {moved[identity]}" if step is Step.REPORT_MOVED else ""
                click.echo(f"  {identity}: {_WORDS[step]}{where}")
        for identity in report.having(Step.CONFLICT):
            live = live_text(session, identity)
            assert live is not None, "a conflict has two sides"
            click.echo("\n".join(conflict_lines(by_identity[identity], live)), err=True)


def _tell_numbers(report: SyncReport, *steps: Step) -> None:
    for step in steps:
        for identity in report.moved(step):
            click.echo(f"  {identity}: {_NUMBERS[step]}")


def _is_under(path: Path, wanted: list[Path]) -> bool:
    return any(_without_following(path).is_relative_to(folder) for folder in wanted)


def _without_following(path: Path) -> Path:
    """Where *path* itself lies, even if it is a link to somewhere else."""
    return path.parent.resolve() / path.name if path.is_symlink() else path.resolve()
