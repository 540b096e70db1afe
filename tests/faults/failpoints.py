"""Ends a process in the middle of what it says to the database, as ``kill -9`` and a power switch do.

Nothing of this stands in the product: a child of the test gets listeners for SQLAlchemy's own events, does
what a worker or a command does, and kills itself before its n-th statement or commit, or after a commit.
"""

import os
import signal
from contextlib import contextmanager

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from literasi.database import db

DONE, FAILED, KILLED = 0, 1, -signal.SIGKILL


class Words:
    """Counts what is said to the database; before number *fatal* the process dies."""

    def __init__(self, fatal=None):
        self.said, self._fatal = 0, fatal

    def speak(self, *_about, **_named):
        """One statement or commit is about to be said, or was."""
        self.said += 1
        if self.said == self._fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    @contextmanager
    def heard(self):
        """Count every statement and commit inside."""
        listeners = [
            (Engine, "before_cursor_execute", self.speak),
            (Engine, "commit", self.speak),
            (Session, "after_commit", self.speak),
        ]
        for listener in listeners:
            event.listen(*listener)
        try:
            yield self
        finally:
            for listener in listeners:
                event.remove(*listener)


def killed_within(app, act, number):
    """Do *act* in a child that is killed before its *number*-th word; whether it was."""
    let_go(app)
    child = os.fork()
    if child == 0:
        status = FAILED
        try:
            with Words(number).heard():
                act()
            status = DONE
        finally:  # a child must never go on as a second test run
            os._exit(status)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert ended in {DONE, KILLED}, f"the child failed before its word {number}"
    return ended == KILLED


def let_go(app):
    """Close every connection to the database: none may be shared with a child."""
    if "literasi_reader" in app.extensions:
        app.extensions["literasi_reader"].close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
