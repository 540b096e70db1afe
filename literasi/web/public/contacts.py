"""Important numbers and addresses, each with the day on which somebody checked it."""

from flask import render_template
from werkzeug import Response

from literasi.domain.channels import ChannelKind
from literasi.queries.channels import public_channels
from literasi.web import pages
from literasi.web.public import bp


@bp.get("/kontak")
def contacts() -> Response:
    """Every channel in use, by kind; the same bytes for everybody."""
    found = public_channels(pages.reader())
    listed = [(one, pages.marked({"html": one.html})["html"]) for one in found]  # escaped by the domain
    groups = [(kind.value, [pair for pair in listed if pair[0].channel.kind is kind]) for kind in ChannelKind]

    def render() -> str:
        return render_template(
            "pages/public/contacts.html", groups=[(kind, members) for kind, members in groups if members]
        )

    return pages.kept_page(("contacts", found, pages.language()), render)
