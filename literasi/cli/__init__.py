"""The commands of an operator: ``flask --app app …``."""

from flask import Flask
from flask_migrate import Migrate

from literasi.cli import (
    analysis,
    backups,
    badges,
    channels,
    content,
    demo,
    jobs,
    metrics,
    organisations,
    people,
    research,
    simulation,
    site,
)
from literasi.cli.doctor import doctor
from literasi.database import db


def init_app(app: Flask) -> None:
    """Attach the commands."""
    Migrate(app, db, directory=site.MIGRATIONS, render_as_batch=True)
    commands = (
        analysis.analyse,
        backups.backup,
        backups.verify_backup,
        backups.restore,
        badges.badges,
        content.content,
        demo.demo,
        jobs.jobs,
        metrics.metrics,
        channels.channels,
        organisations.organisations,
        people.people,
        simulation.simulate,
        research.research,
        site.prepare,
        doctor,
        site.integrity,
    )
    for command in commands:
        app.cli.add_command(command)
