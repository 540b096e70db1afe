"""Looking for a lesson."""

from flask import render_template, request

from literasi.domain.searching import LONGEST_QUERY
from literasi.queries import searching
from literasi.web import pages
from literasi.web.public import bp


@bp.get("/cari")
def search() -> str:
    """What fits ``?q=``. Nothing is kept of it.

    Only the field repeats it (and single words that were mistyped), so no link can make this page say
    something of its own.
    """
    asked = request.args.get("q", "")[:LONGEST_QUERY].strip()
    found = searching.search(pages.reader(), asked)
    return render_template("pages/public/search.html", asked=asked, found=found)
