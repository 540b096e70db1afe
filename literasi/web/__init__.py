"""HTTP, split by who is asking. Nothing below this layer knows Flask."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter

from literasi.config import Settings
from literasi.web import (
    account,
    agency,
    errors,
    form_sizes,
    learn,
    limiting,
    observing,
    pages,
    platform,
    public,
    running,
    security,
    studio,
    visitors,
)
from literasi.web.numbers import NumberConverter


class SlugConverter(BaseConverter):
    """The last word of an address of ours; anything else is not found without asking the database."""

    regex = "[a-z0-9-]{1,80}"


def _as_it_is(function: Callable[..., Any]) -> Callable[..., Any]:
    """No view is async, so Flask need not look for it at every call."""
    return function


def init_app(app: Flask, settings: Settings) -> None:
    """Attach everything that speaks HTTP."""
    app.jinja_env.undefined = StrictUndefined
    app.session_interface = visitors.NoFlaskSession()
    app.url_map.strict_slashes = False
    app.ensure_sync = _as_it_is  # type: ignore[method-assign, assignment]
    app.url_map.converters["slug"] = SlugConverter
    app.url_map.converters["int"] = NumberConverter
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    observing.init_app(app, settings)
    pages.init_app(app, settings)
    visitors.init_app(app, settings)
    limiting.init_app(app, settings)
    form_sizes.init_app(app)
    security.init_app(app, settings)
    errors.init_app(app)
    for area in (public, learn, account, studio, agency, platform):
        app.register_blueprint(area.bp)
    running.init_app(app, settings)  # outermost, for it takes itself away again
