"""Settings: read once from the environment, checked before anything starts."""

import os
import platform
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from literasi import logs
from literasi.domain.backups import SHORTEST_PASSPHRASE

ROOT = Path(__file__).resolve().parent.parent
KIB = 1024
SHORTEST_SECRET = 32  # characters
_WRITE_DATABASE = "Write postgresql://user:password@host/name or sqlite:////path/file.sqlite."


class InvalidSettings(Exception):
    """A setting is wrong; the message says which one and how to mend it."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that differs between one installation and the next.

    ``database_url`` is an SQLAlchemy address; ``site_url`` is the public address without a trailing
    slash; ``proxy_hops`` is the number of trusted proxies in front (0 = none). With ``backups_folder`` a
    backup is made there every night, and so many are kept. Without ``smtp_url`` messages
    land in a folder, without ``redis_url`` each worker counts requests by itself, and without ``metrics``
    (host and port) nothing is measured. ``log`` is the form of what is logged.
    """

    secret_key: str
    database_url: str
    data_folder: Path
    site_url: str = "http://127.0.0.1:8000"
    proxy_hops: int = 0
    workers: int = 2
    smtp_url: str = ""
    mail_from: str = "Literasi <literasi@localhost>"
    backup_passphrase: str = ""
    backups_folder: Path | None = None
    backups_kept: int = 14
    redis_url: str = ""
    metrics: str = ""
    log: str = logs.JSON
    testing: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read ``LITERASI_*`` and ``PORT``; make the data folder and the secret key if they are missing.

        Raises InvalidSettings, naming the variable and its mend.
        """
        port = _whole_number(environment, "PORT", 8000, 1, 65535)
        folder = _data_folder(environment.get("LITERASI_DATA") or str(ROOT / "var"))
        return cls(
            secret_key=_given_secret(environment) or _kept_secret(folder / "secret_key"),
            database_url=_database_url(environment.get("LITERASI_DATABASE_URL"), folder),
            data_folder=folder,
            site_url=_site_url(environment.get("LITERASI_URL") or f"http://127.0.0.1:{port}"),
            proxy_hops=_whole_number(environment, "LITERASI_PROXY_HOPS", 0, 0, 5),
            workers=_whole_number(environment, "LITERASI_WORKERS", 2, 1, 64),
            smtp_url=_smtp_url(environment.get("LITERASI_SMTP_URL") or ""),
            mail_from=_mail_from(environment),
            backup_passphrase=_passphrase(environment.get("LITERASI_BACKUP_PASSPHRASE") or ""),
            backups_folder=_backups_folder(environment.get("LITERASI_BACKUPS") or ""),
            backups_kept=_whole_number(environment, "LITERASI_BACKUPS_KEEP", 14, 1, 1000),
            redis_url=_redis_url(environment.get("LITERASI_REDIS_URL") or ""),
            metrics=_metrics(environment.get("LITERASI_METRICS") or "", port),
            log=_log(environment.get("LITERASI_LOG") or logs.default_form()),
        )

    @property
    def is_https(self) -> bool:
        """Whether people reach the site over https (cookies are then ``__Host-`` and Secure)."""
        return self.site_url.startswith("https://")

    @property
    def mail_host(self) -> str:
        """The name behind the @ of every Message-ID."""
        return urlsplit(self.site_url).hostname or "localhost"

    @property
    def media_folder(self) -> Path:
        """Where the pictures of texts lie."""
        return self.data_folder / "media"

    @property
    def badge_folder(self) -> Path:
        """Where the keys lie that sign badges."""
        return self.data_folder / "badge_keys"

    @property
    def metrics_folder(self) -> Path:
        """Where the workers of this machine put down what they count; several machines may share the rest."""
        return self.data_folder / "metrics" / (platform.node() or "here")

    @property
    def metrics_address(self) -> tuple[str, int]:
        """The host and port of ``metrics``."""
        host, _, port = self.metrics.rpartition(":")
        return host.strip("[]"), int(port)

    @property
    def hosts(self) -> frozenset[str]:
        """The names under which the site answers: its own, and this machine's."""
        own = urlsplit(self.site_url).hostname or "127.0.0.1"
        return frozenset({own, "127.0.0.1", "localhost", "[::1]"})

    def masked(self) -> dict[str, str]:
        """Every setting in words, with secrets and passwords replaced by dots."""
        shown = {field.name: str(getattr(self, field.name)) for field in fields(self)}
        shown["secret_key"] = f"•••• ({len(self.secret_key)} characters)"
        length = len(self.backup_passphrase)
        shown["backup_passphrase"] = (
            f"•••• ({length} characters)" if length else "none: backups are not encrypted"
        )
        shown["database_url"] = _without_password(self.database_url)
        shown["smtp_url"] = _without_password(self.smtp_url)
        shown["redis_url"] = _without_password(self.redis_url)
        return shown

    def as_flask_config(self) -> dict[str, Any]:
        """What Flask and its extensions read."""
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "TESTING": self.testing,
            "MAX_CONTENT_LENGTH": 256 * KIB,
            "MAX_FORM_MEMORY_SIZE": 128 * KIB,
            "MAX_FORM_PARTS": 200,
            "SEND_FILE_MAX_AGE_DEFAULT": 31_536_000,
            "BABEL_DEFAULT_LOCALE": "id",
            "BABEL_DEFAULT_TIMEZONE": "Asia/Makassar",
            "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
        }


def _whole_number(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = environment.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise InvalidSettings(
            f"{name}={text!r} is not a whole number from {least} to {most}. Set {name}={default}."
        )
    return int(text)


def _data_folder(text: str) -> Path:
    folder = Path(text).expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise InvalidSettings(
            f"LITERASI_DATA={text!r} cannot be made: {problem.strerror}. Name a folder that you may write to."
        ) from problem
    if not os.access(folder, os.W_OK):
        raise InvalidSettings(
            f"LITERASI_DATA={text!r} cannot be written to. Give this user the right to write there."
        )
    return folder


def _kept_secret(path: Path) -> str:
    """Read the secret key, or make one that only this user can read."""
    try:
        with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    except OSError as problem:
        raise InvalidSettings(
            f"{path} cannot be made: {problem.strerror}. Give this user the right to write there."
        ) from problem
    try:
        key = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise InvalidSettings(f"{path} cannot be read as text. Delete it and start again.") from problem
    if len(key) < SHORTEST_SECRET:
        raise InvalidSettings(f"{path} is too short for a secret key. Delete it and start again.")
    return key


def _passphrase(text: str) -> str:
    if text and len(text) < SHORTEST_PASSPHRASE:
        raise InvalidSettings(
            f"LITERASI_BACKUP_PASSPHRASE has {len(text)} characters and needs {SHORTEST_PASSPHRASE}. "
            "Six random words are good."
        )
    return text


def _backups_folder(text: str) -> Path | None:
    if not text:
        return None
    folder = Path(text).expanduser().resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise InvalidSettings(
            f"LITERASI_BACKUPS={text!r} cannot be made: {problem.strerror}. "
            "Name a folder that you may write to."
        ) from problem
    return folder


def _given_secret(environment: Mapping[str, str]) -> str:
    key = environment.get("LITERASI_SECRET_KEY") or ""
    if key and len(key) < SHORTEST_SECRET:
        raise InvalidSettings(
            f"LITERASI_SECRET_KEY has {len(key)} characters and needs {SHORTEST_SECRET}. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_hex(32))', or unset it: "
            "one is then made and kept."
        )
    return key


def _database_url(text: str | None, folder: Path) -> str:
    if not text:
        return f"sqlite:///{folder / 'literasi.sqlite'}"
    # The plain names that everyone writes mean the driver that we bring along.
    for plain in ("postgres://", "postgresql://"):
        if text.startswith(plain):
            return _readable_database_url("postgresql+psycopg://" + text.removeprefix(plain))
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise InvalidSettings(
            f"LITERASI_DATABASE_URL={_without_password(text)!r} is not a database that Literasi knows. "
            f"{_WRITE_DATABASE}"
        )
    return _readable_database_url(text)


def _readable_database_url(text: str) -> str:
    """*text*, if SQLAlchemy can read it; its own message might show the password."""
    try:
        make_url(text)
    except (ArgumentError, ValueError):
        raise InvalidSettings(
            "LITERASI_DATABASE_URL cannot be read: is the port a number, and is every @ : / in the password "
            f"written as %40 %3A %2F? {_WRITE_DATABASE}"
        ) from None
    return text


def _site_url(text: str) -> str:
    try:
        parts = urlsplit(text)
        _ = parts.port  # reading it is what checks it
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
        raise InvalidSettings(
            f"LITERASI_URL={text!r} is not a public address. Write it like https://literasi.example.go.id."
        )
    return text.rstrip("/")


def _smtp_url(text: str) -> str:
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.path not in {"", "/"}:
        raise InvalidSettings(
            "LITERASI_SMTP_URL is not a mail server. Write it like "
            "smtp://user:password@mail.example.go.id:587 (or smtps://…:465), "
            "with every @ : / in the password written as %40 %3A %2F."
        )
    return text


def _redis_url(text: str) -> str:
    """*text*, if it names a Redis; a wrong one may hold a password, so it is not repeated."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    is_a_place = parts.hostname or (parts.scheme == "redis+unix" and parts.path)
    if text and (parts.scheme not in {"redis", "rediss", "redis+unix"} or not is_a_place):
        raise InvalidSettings(
            "LITERASI_REDIS_URL is not a Redis. Write it like redis://:password@127.0.0.1:6379/0, "
            "with every @ : / in the password written as %40 %3A %2F, or unset it."
        )
    return text


def _metrics(text: str, public_port: int) -> str:
    """*text*, if it is a host and a port of its own: figures never stand on the public port."""
    try:
        parts = urlsplit(f"//{text}")
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if text and (
        not parts.hostname or not port or parts.netloc != text or "@" in text or port == public_port
    ):
        raise InvalidSettings(
            f"LITERASI_METRICS={text!r} is not an address of its own. Write a host and a port other than "
            "PORT, like 127.0.0.1:9100, or unset it."
        )
    return text


def _log(text: str) -> str:
    if text not in logs.FORMS:
        raise InvalidSettings(
            f"LITERASI_LOG={text!r} is not a form of log. Set LITERASI_LOG=json (a line for each request), "
            "text (the same, for a terminal) or errors (json, without the requests)."
        )
    return text


def _mail_from(environment: Mapping[str, str]) -> str:
    host = urlsplit(environment.get("LITERASI_URL") or "").hostname or "localhost"
    text = environment.get("LITERASI_MAIL_FROM") or f"Literasi <literasi@{host}>"
    _, address = parseaddr(text)
    if "@" not in address or any(character in text for character in "\r\n"):
        raise InvalidSettings(
            f"LITERASI_MAIL_FROM={text!r} is not a sender. Write it like: Literasi <literasi@samarinda.go.id>"
        )
    return text


def _without_password(url: str) -> str:
    try:
        password = urlsplit(url).password
    except ValueError:
        return "••••"
    return url.replace(f":{password}@", ":••••@") if password else url
