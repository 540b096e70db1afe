"""The kinds of questions. A new kind is one module of rules, named here.

The first kind that recognises a question reads it.
"""

from collections.abc import Mapping

from literasi.domain.questions import clues, judgement, multiple_choice, single_choice
from literasi.domain.questions.values import Kind

KINDS: Mapping[str, Kind] = {
    clues.name: clues,
    multiple_choice.name: multiple_choice,
    single_choice.name: single_choice,
    judgement.name: judgement,
}
