"""Finding somebody: by the name they sign in by, or as an agency knows them."""

from flask import render_template, request

from literasi.database import db
from literasi.queries.finding import MOST, SHORTEST, Found, find
from literasi.web.person_addresses import address_of
from literasi.web.platform import bp
from literasi.web.translating import gettext

LONGEST = 120  # characters that are looked for


@bp.get("/kelola/orang")
def people() -> str | tuple[str, int]:
    """Search; with ``?cari=`` at most twenty people. Nobody can leaf through everybody."""
    typed = " ".join(request.args.get("cari", "").replace("\x00", "").split())[:LONGEST]
    if typed and len(typed) < SHORTEST:
        error = gettext("Type at least %(least)s letters or digits.", least=SHORTEST)
        return _page(typed, None, {"cari": error}), 422
    return _page(typed, find(db.session(), typed) if typed else None, {})


def _page(typed: str, found: Found | None, errors: dict[str, str]) -> str:
    return render_template(
        "pages/platform/people.html",
        typed=typed,
        found=found,
        address_of=address_of,
        errors=errors,
        most=MOST,
        shortest=SHORTEST,
    )
