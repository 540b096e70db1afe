"""``flask demo load``: people and weeks of activity to look at, in a folder of their own."""

import random
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.engine import make_url

from literasi.config import Settings
from literasi.database import transaction
from literasi.services import demonstrating

FOLDER = "var-demo"
demo = AppGroup("demo", help="A site full of invented people, to look at.")


@demo.command("load")
@click.option("--seed", default=2026, show_default=True, help="Another number makes other people.")
@with_appcontext
def load(seed: int) -> None:
    """Fill the demonstration with people and six weeks of learning. Never the real database."""
    settings: Settings = current_app.extensions["literasi_settings"]
    if not is_demonstration(settings):
        raise click.ClickException(
            "This is not the demonstration, so nothing was written. Invented people belong into "
            f"{FOLDER}/ only: run `make demo`, or set LITERASI_DATA={FOLDER} and no LITERASI_DATABASE_URL."
        )
    click.echo(_fill(seed))
    click.echo(
        f"Buka {settings.site_url}. Anda masuk sebagai tamu; kemajuan Anda mulai dari jawaban pertama."
    )


def _fill(seed: int) -> str:
    """Fill the demonstration once; what was made, in words."""
    with transaction() as session:
        if not demonstrating.is_empty(session):
            return f"Peragaan sudah berisi. Untuk mulai dari awal, hapus folder {FOLDER}."
        loaded = demonstrating.load(session, now=datetime.now(UTC), randomness=random.Random(seed))  # noqa: S311
    return (
        f"Peragaan: {loaded.people} orang rekaan, {loaded.attempts} kuis, {loaded.answers} jawaban "
        f"dalam {demonstrating.WEEKS} pekan."
    )


def is_demonstration(settings: Settings) -> bool:
    """Whether data and database both lie in a folder of the demonstration's name."""
    url = make_url(settings.database_url)
    if settings.data_folder.name != FOLDER or url.get_backend_name() != "sqlite" or not url.database:
        return False
    return Path(url.database).resolve().parent == settings.data_folder.resolve()
