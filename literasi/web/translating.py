"""Messages in the language of the page, with types."""

from collections.abc import Callable

from babel.support import NullTranslations, Translations
from flask import Flask, g
from flask_babel import gettext as _gettext
from flask_babel import ngettext as _ngettext
from markupsafe import Markup


def gettext(message: str, **values: object) -> str:
    """*message* in the page's language, with *values* in their places."""
    return str(_gettext(message, **values))


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """*one* or *many* as the page's language counts *number*, which stands for ``%(num)s``."""
    return str(_ngettext(one, many, number, **values))


def init_app(app: Flask, language: Callable[[], str]) -> None:
    """Give templates their messages straight from the catalogues.

    flask_babel looks up the app, the request and the folder anew at every message, which is a third of
    what a page costs.
    """
    folder = app.config["BABEL_TRANSLATION_DIRECTORIES"]
    catalogues = {one: Translations.load(folder, [one]) for one in ("id", "en")}

    def own() -> NullTranslations:
        if "catalogue" not in g:
            g.catalogue = catalogues[language()]
        found: NullTranslations = g.catalogue
        return found

    def message(text: str, **values: object) -> Markup:
        return Markup(own().gettext(text)) % values  # noqa: S704  (our own words; values are escaped)

    def counted(one: str, many: str, number: int, **values: object) -> Markup:
        text = own().ngettext(one, many, number)
        return Markup(text) % {"num": number, **values}  # noqa: S704

    app.jinja_env.globals.update({"_": message, "gettext": message, "ngettext": counted})
