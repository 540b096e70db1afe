"""Rows of any table as lines of JSON, the same from every database: what goes in comes out again, exactly."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any


class BadRow(ValueError):
    """A line is no row of these columns."""


@dataclass(frozen=True)
class Column:
    """A column's name and the kind of its values, one of KINDS."""

    name: str
    kind: str


@dataclass(frozen=True)
class Kind:
    """How a value is written into JSON, which type it then has there, and how it is read again."""

    write: Callable[[Any], Any]
    written: type
    read: Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


def _write_moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _read_moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a moment without its time zone")
    return found.astimezone(UTC)


def _write_bytes(value: bytes) -> str:
    return b64encode(value).decode("ascii")


def _read_bytes(text: str) -> bytes:
    return b64decode(text, validate=True)


KINDS = {
    "boolean": Kind(bool, bool, _same),
    "bytes": Kind(_write_bytes, str, _read_bytes),
    "date": Kind(date.isoformat, str, date.fromisoformat),
    "decimal": Kind(str, str, Decimal),
    "float": Kind(float, float, _same),
    "integer": Kind(_same, int, _same),
    "json": Kind(_same, str, _same),  # its text as it is stored, so that nothing in it is written anew
    "moment": Kind(_write_moment, str, _read_moment),
    "text": Kind(_same, str, _same),
}


def line_writer(columns: Sequence[Column]) -> Callable[[Iterable[Any]], bytes]:
    """A function that makes one line, with its end, of one row of these columns."""
    changed = [
        (place, KINDS[column.kind].write)
        for place, column in enumerate(columns)
        if KINDS[column.kind].write is not _same
    ]
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

    def line(row: Iterable[Any]) -> bytes:
        values = list(row)
        for place, write in changed:
            if values[place] is not None:
                values[place] = write(values[place])
        return encode(values).encode() + b"\n"

    return line


def line_reader(columns: Sequence[Column]) -> Callable[[bytes], list[Any]]:
    """A function that reads one line into the values of one row. It raises BadRow."""
    kinds = [(place, KINDS[column.kind]) for place, column in enumerate(columns)]
    types = [{kind.written, type(None)} for _, kind in kinds]
    changed = [(place, kind.read) for place, kind in kinds if kind.read is not _same]

    def row(line: bytes) -> list[Any]:
        try:
            values: list[Any] = json.loads(line)
            if type(values) is not list or len(values) != len(types):
                raise BadRow(f"a row has not {len(types)} values")
            if not all(type(value) in fit for value, fit in zip(values, types, strict=True)):
                raise BadRow("a value is of another kind than its column")
            for place, read in changed:
                if values[place] is not None:
                    values[place] = read(values[place])
        except (ValueError, RecursionError, ArithmeticError) as problem:
            raise BadRow(str(problem)) from problem
        return values

    return row
