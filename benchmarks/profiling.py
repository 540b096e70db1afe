"""Where the time of a page goes: CPU time inside this process, by the package that spends it."""

import cProfile
import io
import pstats
import time
from collections import Counter

from werkzeug.test import EnvironBuilder

MOST = 300  # requests
SHOWN = 6  # packages
FRAMEWORKS = {"flask": "Flask", "werkzeug": "Flask", "blinker": "Flask", "sqlalchemy": "SQLAlchemy"}
OTHERS = {"flask_sqlalchemy": "SQLAlchemy", "jinja2": "Jinja", "markupsafe": "Jinja", "templates": "Jinja"}
LANGUAGES = {"flask_babel": "Babel", "babel": "Babel", "literasi": "our own code"}
NAMES = {**FRAMEWORKS, **OTHERS, **LANGUAGES}
BUILT_IN = {"'commit'": "SQLite, commit", "'execute'": "SQLite", "'fetchall'": "SQLite", "brotli": "brotli"}


def explain(app, requests):
    """In words: the packages that spend most on these *requests*, and their shares."""
    environs = [_environ(request) for request, _ in zip(requests, range(MOST), strict=False)]
    # A page can be read again and again; an answer is saved only once, so some of them warm up the others.
    is_read = all(environ["REQUEST_METHOD"] == "GET" for environ in environs)
    warming = environs if is_read else environs[: len(environs) // 5]
    for environ in warming:
        _call(app, environ)
    profile = cProfile.Profile(time.process_time)
    for environ in environs if is_read else environs[len(warming) :]:
        profile.enable()
        _call(app, environ)
        profile.disable()
    spent = Counter()
    for (file, _, function), (_, _, own, *_) in pstats.Stats(profile).stats.items():
        spent[_package(file, function)] += own
    total = spent.total()
    return ", ".join(f"{name} {own / total:.0%}" for name, own in spent.most_common(SHOWN))


def _package(file, function):
    if file == "~":
        return next((name for word, name in BUILT_IN.items() if word in function), "Python")
    parts = file.split("/")
    return next((NAMES[part] for part in reversed(parts) if part in NAMES), "Python")


def _call(app, environ):
    answer = app(dict(environ), lambda status, headers, problem=None: None)
    for _ in answer:
        pass
    getattr(answer, "close", lambda: None)()


def _environ(request):
    """What a server would make of the bytes of a request."""
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    method, path, _ = first.split(" ")
    headers = dict(line.split(": ", 1) for line in lines)
    return EnvironBuilder(
        path, "http://127.0.0.1", method=method, headers=headers, input_stream=io.BytesIO(body)
    ).get_environ()
