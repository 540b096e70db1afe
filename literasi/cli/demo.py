"""``flask demo load``: people and weeks of activity to look at, in a folder of their own."""

import hashlib
import random
import secrets
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from literasi.config import Settings
from literasi.database import transaction
from literasi.domain import second_factors as codes
from literasi.domain.login_names import read_login_name
from literasi.domain.people import AgeBand, Role
from literasi.services import (
    crowding,
    demonstrating,
    demonstrating_agencies,
    granting,
    hashing,
    registering,
    second_factors,
)
from literasi.services.demonstrating import Person
from literasi.services.registering import NewAccount

FOLDER = "var-demo"
PASSWORD = "peragaan bukan rahasia"  # noqa: S105  (printed, and only for invented people)
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
    click.echo(_fill(settings, seed))
    click.echo(f"Buka {settings.site_url}/masuk. Kata sandi semua orang: {PASSWORD}")
    for person in demonstrating.NAMED:
        click.echo(f"  {person.login:10} {person.name}")
    click.echo(f"Dewi diminta kode juga: LITERASI_DATA={FOLDER} .venv/bin/flask --app app demo code")


@demo.command("code")
@with_appcontext
def code() -> None:
    """The code that the demonstration's operator would see on a phone now."""
    settings: Settings = current_app.extensions["literasi_settings"]
    if not is_demonstration(settings):
        raise click.ClickException("This is not the demonstration: the code is on the operator's own phone.")
    click.echo(codes.code_of(_demo_secret(settings), codes.step_at(datetime.now(UTC))))


def _demo_secret(settings: Settings) -> str:
    """The secret of the invented operator's phone: nobody has that phone, so it comes from the site's key."""
    return codes.write_secret(hashlib.sha256(f"demo:{settings.secret_key}".encode()).digest())


@demo.command("crowd")
@click.option("--organisations", default=2_000, show_default=True)
@click.option("--learners", default=200_000, show_default=True)
@with_appcontext
def crowd(organisations: int, learners: int) -> None:
    """Fill a site where nobody is with a whole city, to measure its pages."""
    password_hash, now = hashing.hash_password(PASSWORD), datetime.now(UTC)
    try:
        with transaction() as session:
            made = crowding.load(session, organisations=organisations, learners=learners, now=now)
            for login, slug, learner_id in (
                ("anggota", "", made.member_id),
                ("penyelia", made.agency, None),
                ("koordinator", made.city, None),
            ):
                account = NewAccount(
                    read_login_name(login), password_hash, secrets.token_bytes(32), AgeBand.FROM_18
                )
                person = registering.register(session, account, guest_id=learner_id, now=now)
                if slug:
                    crowding.appoint(session, person, slug, now=now)
    except crowding.NotEmpty as problem:
        raise click.ClickException(
            "There are people or organisations here, so nothing was written."
        ) from problem
    except crowding.NoCourse as problem:
        raise click.ClickException(
            "There is no course to assign: run `flask content import` first."
        ) from problem
    click.echo(
        f"{made.obligations} kewajiban. /instansi/{made.agency}: penyelia; /instansi/kota: koordinator;"
    )
    click.echo(f"/kemajuan: anggota. Kata sandi semua orang: {PASSWORD}")


def _fill(settings: Settings, seed: int) -> str:
    """Fill the demonstration once; what was made, in words."""
    password_hash = hashing.hash_password(PASSWORD)
    learner_ids: dict[str, int] = {}

    def register(session: Session, learner_id: int, person: Person, now: datetime) -> None:
        code_hash = secrets.token_bytes(32)  # nobody knows this code; the password is printed instead
        wanted = NewAccount(read_login_name(person.login), password_hash, code_hash, AgeBand.of(person.age))
        learner_ids[person.login] = registering.register(session, wanted, guest_id=learner_id, now=now)
        if person.role:
            granting.grant(session, learner_id, Role(person.role), by=None, now=now)
        if person.role == Role.OPERATOR.value:
            sealed = second_factors.seal(settings.secret_key, learner_id, _demo_secret(settings))
            hashes = [secrets.token_bytes(32) for _ in range(codes.PAPER_CODES)]
            second_factors.set_up(session, learner_id, sealed, hashes, step=0, now=now)

    with transaction() as session:
        if not demonstrating.is_empty(session):
            return f"Peragaan sudah berisi. Untuk mulai dari awal, hapus folder {FOLDER}."
        chance = random.Random(seed)  # noqa: S311
        now = datetime.now(UTC)
        loaded = demonstrating.load(session, now=now, randomness=chance, register=register)
        agencies = demonstrating_agencies.load(session, learner_ids, now=now, randomness=chance)
    return (
        f"Peragaan: {loaded.people} orang rekaan, {loaded.attempts} kuis, {loaded.answers} jawaban "
        f"dalam {demonstrating.WEEKS} pekan; "
        f"{agencies.places} tempat di instansi, {agencies.tasks} tugas belajar."
    )


def is_demonstration(settings: Settings) -> bool:
    """Whether data and database both lie in a folder of the demonstration's name."""
    url = make_url(settings.database_url)
    if settings.data_folder.name != FOLDER or url.get_backend_name() != "sqlite" or not url.database:
        return False
    return Path(url.database).resolve().parent == settings.data_folder.resolve()
