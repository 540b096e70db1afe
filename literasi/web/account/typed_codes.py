"""What is wrong with a typed code before it is looked up: nothing, half of one, one for another page."""

from literasi.domain.recovery_codes import JOIN_LENGTH, LENGTH, count_letters
from literasi.web.translating import gettext


def unfinished(typed: str, length: int) -> str | None:
    """In words, with how to mend it; None for a code that has as many letters as it should."""
    number = count_letters(typed)
    if number == length:
        return None
    if not number:
        return gettext("Type the code. It has %(length)s letters and digits.", length=length)
    if number == LENGTH:
        return gettext("A code of 16 letters and digits is that of an invitation. Follow the link below.")
    if number == JOIN_LENGTH:
        return gettext("A code of 8 letters and digits is a join code. Follow the link below.")
    if number < length:
        return gettext(
            "Only %(number)s letters and digits of %(length)s are here. Type the whole code.",
            number=number,
            length=length,
        )
    return gettext(
        "These are %(number)s letters and digits; the code has %(length)s. Compare it from the beginning.",
        number=number,
        length=length,
    )
