"""Which lesson helps with which technique: told by the messages that its quiz asks about."""

from collections.abc import Mapping
from fractions import Fraction

from literasi.domain.exhibits import Technique, Topic
from literasi.domain.questions import QuizDocument


def practised(document: QuizDocument, bank: Mapping[tuple[Topic, Technique], int]) -> dict[Technique, Fraction]:
    """How many messages of each technique a sitting of a quiz is expected to show.

    *bank* says how many items of each topic and technique may be drawn.
    """
    exhibits = [question.exhibit for question in document.questions]
    found: dict[Technique, Fraction] = {}
    for exhibit in exhibits:
        if exhibit is not None and exhibit.item is not None:
            found[exhibit.item.technique] = found.get(exhibit.item.technique, Fraction(0)) + 1
    draw = document.draw
    if draw is None:
        return found
    fitting = {kind: count for kind, count in bank.items() if draw.fits(*kind)}
    total = sum(fitting.values())
    for (_, technique), count in fitting.items():
        found[technique] = found.get(technique, Fraction(0)) + draw.total * Fraction(count, total)
    return found
