"""Whether the database itself is whole: its pages, its indexes, and no row that points to nothing."""

from collections.abc import Callable, Iterator

from sqlalchemy import ForeignKeyConstraint, Select, Table, and_, exists, func, select, text
from sqlalchemy.orm import Session

from literasi.database import Base

MOST_TOLD = 20
_TOLD_OF_INVALID = {
    "index": "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
    "WHERE NOT i.indisvalid AND c.relnamespace = 'public'::regnamespace ORDER BY 1",
    "constraint": "SELECT conname FROM pg_constraint "
    "WHERE NOT convalidated AND connamespace = 'public'::regnamespace ORDER BY 1",
}


def damaged_pages(session: Session, *, thorough: bool = True) -> Iterator[str]:
    """What the database says of itself: damaged pages of the SQLite file; what PostgreSQL holds for invalid.

    Not *thorough*, SQLite does not compare indexes with their tables, which takes most of the time.
    """
    if session.get_bind().dialect.name == "sqlite":
        pragma = "integrity_check" if thorough else "quick_check"
        for (line,) in session.execute(text(f"PRAGMA {pragma}({MOST_TOLD})")):
            if line != "ok":
                yield f"the file is damaged: {line}"
        return
    for kind, asked in _TOLD_OF_INVALID.items():
        for name in session.scalars(text(asked)):
            yield f"{kind} {name} is not valid"


def stray_rows(session: Session) -> Iterator[str]:
    """Every row that refers to another refers to one that is there."""
    for table in Base.metadata.sorted_tables:
        for constraint in sorted(table.foreign_key_constraints, key=lambda one: tuple(one.column_keys)):
            count = session.scalar(_strays(table, constraint)) or 0
            if count:
                columns, target = ", ".join(constraint.column_keys), constraint.referred_table.name
                yield f"{table.name}: {count} rows name a {target} in {columns} that is not there"


def _strays(table: Table, constraint: ForeignKeyConstraint) -> Select[int]:
    target = constraint.referred_table.alias("target")
    pairs = [(element.parent, target.c[element.column.key]) for element in constraint.elements]
    is_there = exists().where(and_(*(mine == theirs for mine, theirs in pairs)))
    names_one = and_(*(mine.is_not(None) for mine, _ in pairs))
    return select(func.count()).select_from(table).where(names_one, ~is_there.correlate(table))


CHECKS: dict[str, Callable[[Session], Iterator[str]]] = {
    "the database is whole": damaged_pages,
    "no row points to nothing": stray_rows,
}
