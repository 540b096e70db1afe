"""Messages in the language of the page, with types."""

from flask_babel import gettext as _gettext


def gettext(message: str, **values: object) -> str:
    """*message* in the page's language, with *values* in their places."""
    return str(_gettext(message, **values))
