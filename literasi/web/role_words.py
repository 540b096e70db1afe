"""What happened to accounts, in words: names of roles, and what the audit calls a deed."""

from collections.abc import Mapping

from literasi.domain.audit_words import CHANGES, DEEDS
from literasi.domain.messages import N_
from literasi.web.translating import gettext

ROLE_NAMES = {"trainer": N_("Trainer"), "supervisor": N_("Supervisor"), "operator": N_("Operator")}


def deed_words(action: str, details: Mapping[str, object]) -> str:
    """What somebody did; an action without words stands for itself."""
    return gettext(DEEDS[action].words, role=_role(details)) if action in DEEDS else action


def change_words(action: str, details: Mapping[str, object]) -> str:
    """The same for the person concerned, as what happened to their account."""
    return gettext(CHANGES[action], role=_role(details))


def _role(details: Mapping[str, object]) -> str:
    role = str(details.get("role", ""))
    return gettext(ROLE_NAMES[role]) if role in ROLE_NAMES else role
