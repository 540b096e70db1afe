"""Identities: the lasting name of a text, whatever number its file carries and wherever it is shown.

``courses/<course>/`` is a course's page, ``courses/<course>/<lesson>`` a lesson, ``quizzes/<course>/<quiz>``
a quiz and ``quizzes/bank/<file>`` a file of the bank.
"""

from dataclasses import dataclass
from typing import Literal

from literasi.domain.front_matter import is_slug

BANK = "bank"  # the folder of the bank, and so a name that no course can have
TextKind = Literal["course", "lesson", "quiz", "bank"]


@dataclass(frozen=True)
class Identity:
    """What a text is about; ``str(identity)`` is the name under which it is stored and synced.

    *course* is ``bank`` for a file of the bank; the *slug* of a course's own page is empty.
    """

    kind: TextKind
    course: str
    slug: str

    def __str__(self) -> str:
        folder = "courses" if self.kind in {"course", "lesson"} else "quizzes"
        return f"{folder}/{self.course}/{self.slug}"

    @classmethod
    def read(cls, text: str) -> "Identity":
        """The identity that is written so. Raises ValueError when it is none."""
        folder, course, slug = [*text.split("/", 2), "", ""][:3]
        known = folder in {"courses", "quizzes"} and is_slug(course) and (not slug or is_slug(slug))
        if not known or text.count("/") != 2 or (folder == "quizzes" and not slug):
            raise ValueError(f"{text[:80]!r} is no identity of a text")
        if folder == "courses":
            return cls("lesson" if slug else "course", course, slug)
        return cls("bank" if course == BANK else "quiz", course, slug)
