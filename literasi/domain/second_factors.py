"""Codes from an app on a phone (TOTP, RFC 6238), and the ten codes on paper for when the phone is lost."""

import base64
import hmac
from datetime import datetime
from urllib.parse import quote, urlencode

import pyotp

from literasi.domain.recovery_codes import NoRecoveryCode, read_code

STEP = 30  # seconds for which the app shows one code
DRIFT = 1  # steps that the phone's clock may be ahead or behind
DIGITS = 6
SECRET_BYTES = 20
PAPER_CODES = 10
ISSUER = "Literasi Samarinda"


class NoSecondCode(Exception):
    """What was typed is neither a code of the app nor one from the paper."""


def write_secret(chance: bytes) -> str:
    """The secret made of twenty bytes of *chance*, as apps take it: base 32."""
    return base64.b32encode(chance[:SECRET_BYTES]).decode()


def in_groups(secret: str) -> str:
    """The secret in groups of four, to be typed by hand."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def app_address(secret: str, login_name: str, issuer: str = ISSUER) -> str:
    """What the square picture says to the app."""
    label = f"{quote(issuer)}:{quote(login_name, safe='')}"
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"


def step_at(moment: datetime) -> int:
    """The number of the step of thirty seconds in which *moment* lies."""
    return int(moment.timestamp()) // STEP


def code_of(secret: str, step: int) -> str:
    """The six digits that an app with this *secret* shows in this *step*."""
    return pyotp.HOTP(secret, digits=DIGITS).at(step)


def matching_step(secret: str, code: str, moment: datetime) -> int | None:
    """The step whose code this is: the one of now, the one before or the one after; None for any other.

    All three are compared, whichever fits.
    """
    now = step_at(moment)
    steps = [step for step in range(now - DRIFT, now + DRIFT + 1) if step >= 0]
    fitting = [step for step in steps if hmac.compare_digest(code_of(secret, step), code)]
    return fitting[-1] if fitting else None


def read_app_code(typed: str) -> str | None:
    """Six digits, however they were parted; None for anything else."""
    digits = "".join(typed.split()).replace("-", "")
    return digits if len(digits) == DIGITS and digits.isascii() and digits.isdigit() else None


def read_paper_code(typed: str) -> str:
    """A code from the paper as it is written there. Raises NoSecondCode."""
    try:
        return read_code(typed)
    except NoRecoveryCode:
        raise NoSecondCode from None
