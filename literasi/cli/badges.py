"""``flask badges …``: the key that signs certificates as badges."""

import click
from flask.cli import AppGroup, with_appcontext

from literasi.cli.installation import settings
from literasi.services import signing_badges

badges = AppGroup("badges", help="The key that signs certificates as Open Badges.")


@badges.command("new-key")
@with_appcontext
def new_key() -> None:
    """Sign with a new key from now on. Badges that the old one signed can still be checked."""
    kid = signing_badges.rotate(settings().badge_folder)
    click.echo(f"Kunci baru: {signing_badges.key_address(settings().site_url, kid)}")
    click.echo("Lencana lama tetap dapat diperiksa: kunci publiknya tidak dihapus.")
