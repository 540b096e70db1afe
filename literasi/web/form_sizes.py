"""How much a form may hold: little, and more only where a view says so, from people who are signed in."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

from literasi.web import visitors

View = TypeVar("View", bound=Callable[..., Any])
_LARGEST = "literasi_largest_form"


def takes_up_to(most: int) -> Callable[[View], View]:
    """Let the view below take forms of at most this many bytes; files beyond half a megabyte wait on disk."""

    def mark(view: View) -> View:
        setattr(view, _LARGEST, most)
        return view

    return mark


def init_app(app: Flask) -> None:
    """Before anybody reads a form: raise the limit where that is meant."""
    app.before_request(_raise_limit)


def _raise_limit() -> None:
    if request.method != "POST":
        return
    most = getattr(current_app.view_functions.get(request.endpoint or ""), _LARGEST, None)
    if most is not None and visitors.person() is not None:
        request.max_content_length = most
