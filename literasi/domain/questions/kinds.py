"""The kinds of questions. A new kind is one module of rules, named here."""

from collections.abc import Mapping

from literasi.domain.questions import judgement, single_choice
from literasi.domain.questions.values import Kind

KINDS: Mapping[str, Kind] = {single_choice.name: single_choice, judgement.name: judgement}
