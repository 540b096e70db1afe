"""Letters leave the house: to a mail server, or into a folder where somebody can read them."""

import os
import smtplib
import ssl
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import unquote, urlsplit

PATIENCE = 20  # seconds for one step of the talk with the mail server


class NotTaken(Exception):
    """The letter was not taken; ``for_good`` when trying again is of no use."""

    def __init__(self, words: str, *, for_good: bool) -> None:
        super().__init__(words)
        self.for_good = for_good


@dataclass(frozen=True)
class Letter:
    """One letter. *key* makes its Message-ID, the same whenever it is sent again."""

    key: str
    to: str
    subject: str
    text: str
    written_at: datetime
    unsubscribe_url: str | None = None


class Mailer(Protocol):
    """Something that takes letters, between entering and leaving."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def send(self, letter: Letter) -> None:
        """Raises NotTaken."""


def written(letter: Letter, *, sender: str, host: str) -> EmailMessage:
    """The letter as mail servers want it. A line break in a header cannot be written; it raises NotTaken."""
    message = EmailMessage()
    try:
        message["From"] = sender
        message["To"] = Address(addr_spec=letter.to)
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(letter.written_at)
        message["Message-ID"] = f"<{letter.key}@{host}>"
        message["Auto-Submitted"] = "auto-generated"
        if letter.unsubscribe_url:
            message["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
    except (ValueError, IndexError) as problem:
        raise NotTaken(f"this address or subject cannot be written: {problem}", for_good=True) from problem
    message.set_content(letter.text, cte="quoted-printable")
    return message


class FolderMailer:
    """Puts each letter into a file named by its Message-ID, so that sending it again changes nothing."""

    def __init__(self, folder: Path, *, sender: str, host: str) -> None:
        self._folder, self._sender, self._host = folder, sender, host

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self

    def __exit__(self, *_about: object) -> None:
        """Nothing is open."""

    def send(self, letter: Letter) -> None:
        """Write the file beside its place, then put it there whole. A full disk only makes it wait."""
        message = written(letter, sender=self._sender, host=self._host)
        half = self._folder / f".{letter.key}.part"
        try:
            with open(half, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
                file.write(message.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            half.replace(self._folder / f"{letter.key}.eml")
        except OSError as problem:
            half.unlink(missing_ok=True)
            raise NotTaken(f"{type(problem).__name__}: {problem.strerror}", for_good=False) from problem


class ServerMailer:
    """Speaks SMTP: ``smtps://`` encrypted from the start, ``smtp://`` as soon as the server can."""

    def __init__(self, url: str, *, sender: str, host: str) -> None:
        self._parts, self._sender, self._host = urlsplit(url), sender, host
        self._open = ExitStack()
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_about: object) -> None:
        with suppress(smtplib.SMTPException, OSError):
            self._open.close()
        self._server = None

    def send(self, letter: Letter) -> None:
        """Hand it to the server; one connection for all letters, made anew when it broke."""
        message = written(letter, sender=self._sender, host=self._host)
        try:
            self._connected().send_message(message)
        except smtplib.SMTPRecipientsRefused as problem:
            (code, answer), *_ = problem.recipients.values()
            raise NotTaken(f"{code} {_text(answer)}", for_good=code >= 500) from problem
        except smtplib.SMTPAuthenticationError as problem:  # the setting is wrong, not the letter
            raise NotTaken(f"{problem.smtp_code} {_text(problem.smtp_error)}", for_good=False) from problem
        except smtplib.SMTPResponseException as problem:
            self._forget()
            words = f"{problem.smtp_code} {_text(problem.smtp_error)}"
            raise NotTaken(words, for_good=problem.smtp_code >= 500) from problem
        except (smtplib.SMTPException, OSError) as problem:
            self._forget()
            raise NotTaken(f"{type(problem).__name__}: {problem}", for_good=False) from problem

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            self._server = self._open.enter_context(self._connect())
        return self._server

    def _connect(self) -> smtplib.SMTP:
        host, context = self._parts.hostname or "", ssl.create_default_context()
        if self._parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, self._parts.port or 465, timeout=PATIENCE, context=context
            )
        else:
            server = smtplib.SMTP(host, self._parts.port or 587, timeout=PATIENCE)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
            elif self._parts.username:
                server.close()
                raise smtplib.SMTPNotSupportedError("the server offers no encryption for the password")
        if self._parts.username:
            server.login(unquote(self._parts.username), unquote(self._parts.password or ""))
        return server

    def _forget(self) -> None:
        with suppress(smtplib.SMTPException, OSError):
            self._open.close()
        self._server = None


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
