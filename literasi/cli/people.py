"""``flask people …``: roles from the command line, for when nobody can sign in."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NoReturn

import click
from flask.cli import AppGroup, with_appcontext

from literasi.database import transaction
from literasi.domain.login_names import InvalidLoginName, read_login_name
from literasi.domain.people import GRANTED, Role
from literasi.queries.people import learner_named
from literasi.services import granting, second_factors

people = AppGroup("people", help="Roles of people who have an account: grant and withdraw them.")
ROLE = click.Choice([role.value for role in GRANTED])


@people.command("grant")
@click.argument("login")
@click.argument("role", type=ROLE)
@with_appcontext
def grant(login: str, role: str) -> None:
    """Give ROLE to whoever signs in by LOGIN."""
    _change(granting.grant, login, Role(role), "diberikan", "sudah dipegang")


@people.command("withdraw")
@click.argument("login")
@click.argument("role", type=ROLE)
@with_appcontext
def withdraw(login: str, role: str) -> None:
    """Take ROLE back from whoever signs in by LOGIN; it is gone at their next request."""
    _change(granting.withdraw, login, Role(role), "dicabut", "memang tidak dipegang")


@people.command("reset-second-factor")
@click.argument("login")
@with_appcontext
def reset_second_factor(login: str) -> None:
    """Take the code from the phone off the account of LOGIN: phone and paper are lost, or the key changed."""
    try:
        name = read_login_name(login).text
    except InvalidLoginName as problem:
        _refuse(f"{login}: {problem}")
    with transaction() as session:
        learner_id = learner_named(session, name)
        if learner_id is None:
            _refuse(f"Tidak ada akun bernama {login}.")
        had = second_factors.remove(session, learner_id, by=None, now=datetime.now(UTC))
    click.echo(f"Kode dari ponsel untuk {name}: {'dilepas' if had else 'memang tidak dipasang'}.")


def _change(change: Callable[..., bool], login: str, role: Role, done: str, otherwise: str) -> None:
    try:
        name = read_login_name(login).text
        with transaction() as session:
            learner_id = learner_named(session, name)
            if learner_id is None:
                _refuse(f"Tidak ada akun bernama {login}. Orangnya mendaftar dulu di /daftar.")
            changed = change(session, learner_id, role, by=None, now=datetime.now(UTC))
    except InvalidLoginName as problem:
        _refuse(f"{login}: {problem}")
    except granting.LastOperator:
        _refuse("Tidak akan ada operator lagi. Berikan peran ini kepada orang lain dulu.")
    click.echo(f"Peran {role.value} untuk {name}: {done if changed else otherwise}.")


def _refuse(words: str) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(1)
