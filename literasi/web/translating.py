"""Messages in the language of the page, with types."""

from flask_babel import gettext as _gettext
from flask_babel import ngettext as _ngettext


def gettext(message: str, **values: object) -> str:
    """*message* in the page's language, with *values* in their places."""
    return str(_gettext(message, **values))


def ngettext(one: str, many: str, number: int) -> str:
    """*one* or *many* as the page's language counts *number*, which stands for ``%(num)s``."""
    return str(_ngettext(one, many, number))
