"""How moments, days and numbers are written for people, in the language of the page."""

from datetime import UTC, date, datetime, timedelta
from typing import cast

from babel.dates import format_date, format_timedelta
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import get_locale
from markupsafe import Markup

from literasi.domain import gate
from literasi.domain.gate import Shown
from literasi.domain.wita import WITA

_PLAIN = Markup("")
_INDONESIAN = Markup(' lang="id"')


def init_app(app: Flask) -> None:
    """Give every template the filters of this module, by their names, and ``in_indonesian()``."""
    app.jinja_env.filters.update(
        clock=clock,
        day=day,
        full_day=full_day,
        moment=moment,
        number=number,
        gated=gated,
        lasting=lasting,
    )
    app.jinja_env.globals["in_indonesian"] = in_indonesian


def clock(moment: datetime) -> str:
    """The hour of *moment* in Samarinda: ``14.02 Wita``, in every language."""
    return f"{_in_samarinda(moment):%H.%M} Wita"


def day(value: date) -> str:
    """The day in full, in the language of the page: ``12 November 2026``. Moments are taken to Wita first."""
    found = _in_samarinda(value).date() if isinstance(value, datetime) else value
    return format_date(found, "d MMMM y", locale=_locale())


def day_in_indonesian(value: datetime) -> str:
    """The day in Samarinda for words that are Indonesian whatever the page's language is."""
    return format_date(_in_samarinda(value).date(), "d MMMM y", locale="id")


def full_day(value: date) -> str:
    """The same with its weekday: ``Kamis, 12 November 2026``."""
    found = _in_samarinda(value).date() if isinstance(value, datetime) else value
    return format_date(found, "EEEE, d MMMM y", locale=_locale())


def moment(value: datetime) -> str:
    """Day and hour in Samarinda: ``12 November 2026, 14.02 Wita``."""
    return f"{day(value)}, {clock(value)}"


def lasting(time: timedelta) -> str:
    """How long *time* is, in one unit: ``3 jam``."""
    return format_timedelta(time, locale=_locale())


def today(moment: datetime) -> date:
    """The day in Samarinda at *moment*."""
    return _in_samarinda(moment).date()


def local(moment: datetime) -> datetime:
    """*moment* on the clock of Samarinda, without a zone: for sheets, which know none."""
    return _in_samarinda(moment).replace(tzinfo=None)


def number(value: float) -> str:
    """The number as people of the page's language write it; a whole number has no decimals."""
    return format_decimal(value, format="#,##0.##", locale=_locale())


def gated(thing: object) -> Shown:
    """*thing*, if it came through the gate; the macros of figures ask for it. Raises TypeError otherwise."""
    if not gate.made_here(thing):
        raise TypeError(f"a {type(thing).__name__} has not passed literasi.domain.gate")
    return cast(Shown, thing)


def in_indonesian() -> Markup:
    """The attribute that marks words as Indonesian; nothing where the whole page is."""
    return _PLAIN if _locale() == "id" else _INDONESIAN


def _in_samarinda(moment: datetime) -> datetime:
    """*moment* in Wita; one without a zone is UTC, as the database keeps it."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(WITA)


def _locale() -> str:
    """The page's language; Indonesian outside a request."""
    return str(get_locale() or "id")
