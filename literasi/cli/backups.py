"""``flask backup``, ``verify-backup`` and ``restore``: a whole site in one file, and back."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from literasi.cli.database_words import database_in_words
from literasi.cli.installation import settings
from literasi.cli.site import prove_integrity
from literasi.database import db, transaction
from literasi.domain.backups import BadBackup, Manifest, check_passphrase
from literasi.domain.job_times import BACKUP
from literasi.domain.wita import WITA
from literasi.services import (
    backing_up,
    keeping_backups,
    keeping_erasures,
    reading_backups,
    restoring,
    tracking_jobs,
)
from literasi.services.copying_tables import CannotCopy
from literasi.services.restoring import NotRestored, Restored, Wish

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
PASSPHRASE_FILE = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file whose first line is the passphrase (otherwise LITERASI_BACKUP_PASSPHRASE).",
)
_KIB = 1024


@click.command()
@FILE
@PASSPHRASE_FILE
@click.option("--ask-passphrase", is_flag=True, help="Ask for a passphrase, twice.")
@click.option("--overwrite", is_flag=True, help="Replace FILE if it is there.")
@with_appcontext
def backup(file: Path, passphrase_file: Path | None, ask_passphrase: bool, overwrite: bool) -> None:
    """Write database, pictures and keys into one FILE while the site runs; - is standard output."""
    try:
        passphrase = _new_passphrase(passphrase_file, ask=ask_passphrase)
        with Session(db.engine) as session:
            keeping_erasures.catch_up(session, settings().data_folder)
        manifest = _write(file, passphrase, overwrite=overwrite)
    except keeping_backups.AlreadyThere:
        raise click.ClickException(
            f"{file} is there already. Choose another name, or say --overwrite."
        ) from None
    except DBAPIError as problem:
        raise click.ClickException(database_in_words(problem)) from None
    except (CannotCopy, BadBackup) as problem:
        raise click.ClickException(str(problem)) from None
    except OSError as problem:
        raise click.ClickException(f"{file} cannot be written: {problem.strerror}.") from None
    _tell(manifest, file)
    click.echo(_how_kept(passphrase), err=True)


@click.command("verify-backup")
@FILE
@PASSPHRASE_FILE
@with_appcontext
def verify_backup(file: Path, passphrase_file: Path | None) -> None:
    """Read all of FILE, restore it into a database to be thrown away, say what it holds; exit 1 if bad."""
    try:
        manifest = restoring.prove(file, _passphrase(file, passphrase_file), settings().data_folder)
    except BadBackup as problem:
        raise click.ClickException(str(problem)) from None
    except OSError as problem:
        raise click.ClickException(f"{file} cannot be read here: {problem.strerror}.") from None
    _tell(manifest, file)
    click.echo("This backup is whole and can be restored by this Literasi.")


@click.command()
@FILE
@PASSPHRASE_FILE
@click.option("--replace", is_flag=True, help="Put it in place of what is here, which is kept beside it.")
@click.option("--keep-sessions", is_flag=True, help="For moving a stopped site: nobody has to sign in again.")
@with_appcontext
def restore(file: Path, passphrase_file: Path | None, replace: bool, keep_sessions: bool) -> None:
    """Bring the site in FILE back, here; ends with `integrity` and exits 1 if that finds anything."""
    try:
        wish = Wish(file, _passphrase(file, passphrase_file), replace, keep_sessions)
        now = datetime.now(UTC)
        restored = restoring.restore(wish, settings(), db.engine, now=now, say=click.echo)
    except (BadBackup, NotRestored) as problem:
        raise click.ClickException(str(problem)) from None
    except OSError as problem:
        words = f"{problem.strerror} ({problem.filename}). The live data are as they were."
        raise click.ClickException(words) from None
    _tell_restored(restored, keep_sessions=keep_sessions)
    click.echo("Now `integrity`:")
    if prove_integrity():
        raise click.ClickException(
            "the backup is restored, but what it holds contradicts itself (see above)."
        )
    click.echo("The site is restored. Start it as always; that also brings its content up to date.")


def _write(file: Path, passphrase: str, *, overwrite: bool) -> Manifest:
    if str(file) != "-":
        return make_file(file, passphrase, overwrite=overwrite)
    now = datetime.now(UTC)
    manifest = backing_up.write(sys.stdout.buffer, db.engine, settings(), passphrase=passphrase, now=now)
    sys.stdout.buffer.flush()
    return manifest


def make_file(file: Path, passphrase: str, *, overwrite: bool) -> Manifest:
    """Make the backup, read it back, and note for the operators when and how large it was.

    Raises what keeping_backups.make raises.
    """
    began = datetime.now(UTC)
    manifest = keeping_backups.make(
        file, db.engine, settings(), passphrase=passphrase, overwrite=overwrite, now=began
    )
    with transaction() as session:
        tracking_jobs.began(session, BACKUP, now=began)
        size = file.stat().st_size
        tracking_jobs.ended(session, BACKUP, now=datetime.now(UTC), done=1, bytes=size)
    return manifest


def _new_passphrase(file: Path | None, *, ask: bool) -> str:
    """For a new backup; empty when nobody set one. Raises BadBackup when it is too short."""
    if ask:
        found = str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True))
    elif file:
        found = _first_line(file)
    else:
        return settings().backup_passphrase
    check_passphrase(found)
    return found


def _passphrase(backup: Path, file: Path | None) -> str:
    """For a backup that is there; asks whoever sits before it. Raises BadBackup for what is no backup."""
    if not reading_backups.needs_passphrase(backup):
        return ""
    if file:
        return _first_line(file)
    found = settings().backup_passphrase
    if not found and sys.stdin.isatty():
        found = str(click.prompt("Passphrase", hide_input=True, err=True))
    return found


def _first_line(file: Path) -> str:
    try:
        return (file.read_text(encoding="utf-8").splitlines() or [""])[0].strip()
    except (OSError, UnicodeDecodeError):
        raise click.ClickException(f"{file} cannot be read as text.") from None


def _tell(manifest: Manifest, file: Path) -> None:
    """What is in it, in a few lines; beside a backup on standard output, on the other one."""
    about = manifest.about
    made_at = about.made_at.astimezone(WITA)
    begun = manifest.rows("attempt") + manifest.rows("sitting")
    answers = manifest.rows("response") + manifest.rows("judgement")
    size = f", {os.path.getsize(file) / _KIB / _KIB:,.1f} MiB" if file.is_file() else ""
    rows = sum(table.rows for table in manifest.tables)
    for line in (
        f"taken     {made_at:%Y-%m-%d %H.%M.%S} Wita from {about.site_url} ({about.database}){size}",
        f"schema    {about.schema}, code {about.commit[:12] or 'unknown'}",
        f"people    {manifest.rows('learner'):,} learners, {manifest.rows('account'):,} accounts, "
        f"{manifest.rows('erasure'):,} erased",
        f"work      {begun:,} attempts and tests, {answers:,} answers",
        f"pictures  {manifest.pictures:,}",
        f"all       {rows:,} rows in {len(manifest.tables)} tables",
    ):
        click.echo(line, err=str(file) == "-")


def _how_kept(passphrase: str) -> str:
    if passphrase:
        return (
            "It is encrypted. Without the passphrase nobody can read it, you included: keep that elsewhere."
        )
    return (
        "It is NOT encrypted and holds people's names, addresses and the site's keys. "
        "Set LITERASI_BACKUP_PASSPHRASE before it leaves this machine."
    )


def _tell_restored(restored: Restored, *, keep_sessions: bool) -> None:
    made_at = restored.manifest.about.made_at.astimezone(WITA)
    click.echo(f"The data of {made_at:%Y-%m-%d %H.%M.%S} Wita are back.")
    if restored.erased_again:
        click.echo(f"{restored.erased_again} people who were erased since then were erased again.")
    for place in restored.kept:
        click.echo(f"What was here before is kept as {place}; remove it when you no longer need it.")
    if not keep_sessions:
        click.echo("People with an account sign in again; guests go on where the backup has them.")
    given = os.environ.get("LITERASI_SECRET_KEY")
    if given and given != (settings().data_folder / "secret_key").read_text(encoding="utf-8").strip():
        click.echo("LITERASI_SECRET_KEY is not the key of this backup: set that key, or unset it.", err=True)
