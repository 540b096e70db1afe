"""What a group of learners gained, as numbers: from their tests to every published figure."""

from literasi.domain.evidence.computing import evidence
from literasi.domain.evidence.figures import (
    Cell,
    Change,
    CurvePoint,
    Estimate,
    Evidence,
    FormReliability,
    Gain,
    Retention,
    TechniqueRow,
    from_json,
)
from literasi.domain.evidence.harm import Harm, harm, harms
from literasi.domain.evidence.records import (
    Answer,
    LearnerRecord,
    TakenTest,
    TechniqueCount,
    count_ratings,
    take,
    why_set_aside,
)

__all__ = [
    "Answer",
    "Cell",
    "Change",
    "CurvePoint",
    "Estimate",
    "Evidence",
    "FormReliability",
    "Gain",
    "Harm",
    "LearnerRecord",
    "Retention",
    "TakenTest",
    "TechniqueCount",
    "TechniqueRow",
    "count_ratings",
    "evidence",
    "from_json",
    "harm",
    "harms",
    "take",
    "why_set_aside",
]
