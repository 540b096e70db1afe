"""The stylesheet inside each learner's page, and addresses of static files that change with the file.

On slow 3G every blocking file costs half a second, so a learner's page carries its small stylesheet in one
``<style>`` element; the policy allows exactly that text by its hash. Both are made once, at start.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import rcssmin  # type: ignore[import-untyped, unused-ignore]
from flask import request, url_for
from markupsafe import Markup

STATIC_FOLDER = Path(__file__).parents[2] / "static"
HOUR, YEAR = 3600, 31_536_000  # seconds
LEARNER_PARTS = ("tokens", "base", "layout", "components", "pages", "print")


@dataclass(frozen=True)
class LearnerStyles:
    """The minified stylesheet, and what the policy must name to allow it."""

    text: Markup
    csp_hash: str


def learner_styles(static_folder: Path = STATIC_FOLDER) -> LearnerStyles:
    """The learner's stylesheet, joined and minified.

    Takes the folder that holds ``css/``. Raises FileNotFoundError when a part is missing: a site without its
    style should not start.
    """
    parts = [(static_folder / "css" / f"{part}.css").read_text(encoding="utf-8") for part in LEARNER_PARTS]
    text = str(rcssmin.cssmin("\n".join(parts)))
    return LearnerStyles(text=Markup(text), csp_hash=csp_hash(text))  # noqa: S704  (our own files)


def csp_hash(text: str) -> str:
    """What the policy calls an inline element with exactly *text* inside: ``sha256-…``, without quotes."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def static_url(name: str) -> str:
    """The address of the static file *name*. It changes with the file, so browsers may keep it for good.

    Raises KeyError when there is no such file, so that a wrong name shows at once.
    """
    return url_for("static", filename=name, v=_fingerprints()[name])


def seconds_to_keep(name: str | None) -> int:
    """How long a browser may keep a static file without asking: for good only under a versioned address."""
    return YEAR if name and request.args.get("v") == _fingerprints().get(name) else HOUR


@lru_cache(maxsize=1)
def _fingerprints() -> Mapping[str, str]:
    files = [path for path in STATIC_FOLDER.rglob("*") if path.is_file()]
    return {path.relative_to(STATIC_FOLDER).as_posix(): _fingerprint(path) for path in files}


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]
