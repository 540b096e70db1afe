"""Where the page of this request can be opened again: addresses for the links that lead back to it."""

from flask import current_app, request
from werkzeug.exceptions import MethodNotAllowed

LONGEST_QUERY = 200
_READS = {"GET", "HEAD"}


def readable_path() -> str:
    """This request's path; if it only takes forms, the nearest path above it that can be opened."""
    path = request.path
    if request.method in _READS and not isinstance(request.routing_exception, MethodNotAllowed):
        return path
    return _nearest(path)


def page_above(address: str) -> str:
    """The nearest page above *address*: where the link to a file stands."""
    return _nearest(address.partition("?")[0].rpartition("/")[0])


def _nearest(path: str) -> str:
    routes = current_app.create_url_adapter(request)
    assert routes
    while path and not routes.test(path, "GET"):
        path = path.rpartition("/")[0]
    return path or "/"


def readable_address() -> str:
    """The same with its query, so that a page about something is still about it."""
    path, query = readable_path(), request.query_string.decode("ascii", "ignore")
    return f"{path}?{query}" if query and path == request.path and len(query) <= LONGEST_QUERY else path
