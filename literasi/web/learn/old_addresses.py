"""Old addresses lead on: to where a text went, or to what is left around it."""

from flask import abort, redirect, request, url_for
from werkzeug import Response

from literasi.domain.identities import Identity
from literasi.queries.old_addresses import whereabouts
from literasi.web import pages


def lead_on(identity: Identity) -> Response:
    """The answer at an address where nothing is live: 301 to the new one, 303 around what is retired, or 404.

    Only a GET is told for good: a form was made for the page it stood on.
    """
    found = whereabouts(pages.reader(), identity) or abort(404)
    if found.moved_to is not None:
        lasting = request.method in {"GET", "HEAD"}
        answer = redirect(_address(found.moved_to), 301 if lasting else 303)
        answer.headers["Cache-Control"] = "no-cache"  # it may come back to this very address
        return answer
    if found.course is not None:
        return redirect(url_for("learn.course", course=found.course), 303)
    return redirect(url_for("learn.courses"), 303)


def _address(identity: Identity) -> str:
    if identity.kind == "lesson":
        asked = request.args.get("coba")
        return url_for("learn.lesson", course=identity.course, lesson=identity.slug, coba=asked)
    return url_for("learn.quiz", course=identity.course, quiz=identity.slug)
