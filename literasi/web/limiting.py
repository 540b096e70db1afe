"""Nobody floods the site: forms and costly pages are counted by address. Reading a lesson never is."""

from flask import Flask, current_app, request

from literasi.config import Settings
from literasi.domain.failures import kind_of
from literasi.logs import log
from literasi.services.limiting import READ, SEND, Limiter
from literasi.services.throttling import TooOften
from literasi.web import metrics
from literasi.web.security import client_address

# What takes more than a few milliseconds to answer.
COSTLY = frozenset(
    {
        "public.search",
        "public.readiness",
        "public.badge",
        "public.certificate_pdf",
        "agency.download_csv",
        "agency.download_xlsx",
        "agency.download_evidence",
        "agency.download_city_evidence",
        "agency.slip_sheet",
        "studio.download_export",
        "studio.download_evidence",
    }
)
_EXTENSION = "literasi_limiter"


def init_app(app: Flask, settings: Settings) -> None:
    """Count before anything else is done about a request."""
    app.extensions[_EXTENSION] = Limiter(settings.secret_key, settings.redis_url, told=_tell)
    app.before_request(refuse_floods)


def refuse_floods() -> None:
    """Raise TooOften for what comes too often from one address."""
    if request.method == "POST":
        purpose = SEND
    elif request.endpoint in COSTLY:
        purpose = READ
    else:
        return
    limiter: Limiter = current_app.extensions[_EXTENSION]
    seconds = limiter.seconds_to_wait(purpose, client_address())
    if seconds:
        metrics.limited()
        raise TooOften(seconds)


def _tell(problem: Exception) -> None:
    log.warning("redis failed, each worker counts by itself", kind=kind_of(problem))
