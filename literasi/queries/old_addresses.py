"""What became of an address under which nothing stands any more."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from literasi.database import Prepared, Reader
from literasi.domain.identities import Identity
from literasi.models import Course, Lesson, MovedText, Quiz


@dataclass(frozen=True)
class Whereabouts:
    """Where a text stands now, if it has moved; else the course around it, unless that is retired too."""

    moved_to: Identity | None = None
    course: str | None = None


_MOVED = Prepared(select(MovedText.new_identity).where(MovedText.old_identity == bindparam("identity")))
_OF_COURSE = Prepared(select(Course.retired_at).where(Course.slug == bindparam("course")))
_RETIRED = {
    model: Prepared(
        select(Course.retired_at)
        .join(model, model.course_id == Course.id)
        .where(Course.slug == bindparam("course"), model.slug == bindparam("slug"))
    )
    for model in (Lesson, Quiz)
}


def whereabouts(reader: Reader, identity: Identity) -> Whereabouts | None:
    """What became of *identity*, which is not live; None when there never was such a text.

    At most two statements. What moved and then retired has one address only, its last.
    """
    moved = reader.all(_MOVED, {"identity": str(identity)})
    if moved:
        return Whereabouts(moved_to=Identity.read(moved[0].new_identity))
    if identity.kind == "course":
        rows = reader.all(_OF_COURSE, {"course": identity.course})
        return Whereabouts() if rows else None
    model = Lesson if identity.kind == "lesson" else Quiz
    rows = reader.all(_RETIRED[model], {"course": identity.course, "slug": identity.slug})
    if not rows:
        return None
    return Whereabouts(course=None if rows[0].retired_at else identity.course)
