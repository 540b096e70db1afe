"""Codes that a browser may show for a little while after it asked for them.

They are derived instead of stored: from the site's key, the browser's cookie, and whom they are for. Another
browser, or the same one a quarter of an hour later, sees nothing; so the page may be reloaded and printed.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from flask import current_app

from literasi.domain.recovery_codes import write_code
from literasi.services.registering import code_fingerprint
from literasi.web import visitors

SHOWN_FOR = timedelta(minutes=15)


def code_for(learner_id: int, purpose: str, made_at: datetime) -> str:
    """The code that this browser makes for a learner at this moment."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    moment = int(made_at.timestamp() * 1_000_000)
    text = f"code:{purpose}:{visitors.needed_token()}:{learner_id}:{moment}"
    return write_code(hmac.new(key, text.encode(), hashlib.sha256).digest())


def shown(learner_id: int, purpose: str, made_at: datetime, code_hash: bytes) -> str | None:
    """The same code again, if it was this browser that made it; None otherwise."""
    code = code_for(learner_id, purpose, made_at)
    return code if hmac.compare_digest(code_fingerprint(code), code_hash) else None
