"""The file for researchers: who is in it, and how it is written."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy.orm import Session

from literasi.config import ROOT
from literasi.domain import research_codebook
from literasi.domain.anonymity import generalise, in_crowds, without_remnants
from literasi.domain.attempts import read_drawn
from literasi.domain.evidence.method import METHOD, METHOD_TEXT, VERSION
from literasi.domain.research_files import (
    BLANKED,
    CountedTest,
    Given,
    Item,
    Row,
    ShownItem,
    published_groups,
    row_of,
    write_rows,
)
from literasi.domain.sittings import LATER_AFTER, Phase
from literasi.domain.suppression import SMALLEST_CROWD, few
from literasi.domain.wita import day_of
from literasi.queries import consents, research
from literasi.queries.research import Consent, KnownItem, Text
from literasi.services import auditing

METHOD_FILE = ROOT / METHOD_TEXT
TABLE, CODEBOOK, METHOD_NAME, README = "judgements.csv", "codebook.csv", "METHOD.md", "README.txt"
_ALWAYS = (1980, 1, 1, 0, 0, 0)  # the hour of a file in a zip: the same data give the same bytes
_MILLISECOND = timedelta(milliseconds=1)


class TooFewPeople(Exception):
    """Fewer than ten people could be in the file."""


@dataclass(frozen=True)
class Member:
    """Somebody in the file: code, traits as they may be published, and whether the later test is due."""

    pseudonym: str
    traits: tuple[str, ...]
    due: bool


@dataclass(frozen=True)
class Plan:
    """Who is in the file, by learner; how many allow it; and by which texts those in it do."""

    members: Mapping[int, Member]
    allowing: int
    consent_versions: tuple[int, ...]


def plan(session: Session, *, now: datetime) -> Plan:
    """Who would be in a file made now. Three statements.

    It is made of whole crowds of ten who all still allow it: nobody comes or goes alone. Each person looks
    like nine others, and no few are left behind whom a published figure would give away (``anonymity``).
    """
    tests, given = research.counted_tests(session), research.consents(session)
    own = {one.learner_id: one for one in given if one.allows}
    crowds = _whole_crowds(_stays(given), tests)
    counted = {learner_id: published_groups(some) for learner_id, some in tests.items()}
    inside = {learner_id for crowd in without_remnants(counted, crowds) for learner_id in crowd}
    traits = generalise({one: own[one].traits for one in inside}, BLANKED)
    return Plan(
        members={
            learner_id: Member(own[learner_id].pseudonym, shown, _is_due(tests[learner_id], now))
            for learner_id, shown in traits.items()
        },
        allowing=consents.count_allowing(session),
        consent_versions=tuple(sorted({own[learner_id].text_version for learner_id in traits})),
    )


def write_file(session: Session, target: IO[bytes], *, now: datetime) -> int:
    """Write the zip into *target*; how many people are in it. Raises TooFewPeople. Six statements.

    The same data give the same bytes all day.
    """
    planned = plan(session, now=now)
    if len(planned.members) < SMALLEST_CROWD:
        raise TooFewPeople
    method = METHOD_FILE.read_bytes()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        rows, sha256 = _write_table(archive, _rows(session, planned.members))
        _write(archive, CODEBOOK, _codebook())
        _write(archive, METHOD_NAME, method)
        _write(archive, README, _readme(planned, rows, sha256, method, day_of(now)).encode())
    return len(planned.members)


def note_export(session: Session, people: int, *, by_id: int | None, now: datetime) -> None:
    """Keep who took a file, and how many people were in it."""
    auditing.record(session, "research.exported", "research", actor_id=by_id, now=now, n=people)


def export(session: Session, path: Path, *, now: datetime) -> int:
    """Write the zip to *path*, all of it or nothing; how many people are in it. Raises TooFewPeople."""
    unfinished = path.with_name(f"{path.name}.tmp")
    try:
        with unfinished.open("wb") as file:
            people = write_file(session, file, now=now)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return people


def _stays(given: Iterable[Consent]) -> list[Consent]:
    """The consents, as one where somebody went on by another text: since the first, until the last ended."""
    stays: list[Consent] = []
    ended: dict[tuple[int, datetime | None], int] = {}
    for one in given:
        place = ended.pop((one.learner_id, one.given_at), None)
        if place is None:
            place = len(stays)
            stays.append(one)
        else:
            stays[place] = replace(one, given_at=stays[place].given_at)
        ended[one.learner_id, one.withdrawn_at] = place
    return stays


def _whole_crowds(stays: Iterable[Consent], tests: Mapping[int, Sequence[CountedTest]]) -> list[list[int]]:
    """The learners of each crowd in which all ten still allow it.

    Of two places of one person, as after the progress of two phones became one, the first counts.
    """
    arrivals = ((moment, one) for one in stays if (moment := _arrival(one, tests)) is not None)
    crowds = in_crowds(arrivals)
    seats = {one.learner_id: one for crowd in reversed(crowds) for one in reversed(crowd) if one.allows}
    return [
        [one.learner_id for one in crowd]
        for crowd in crowds
        if all(seats.get(one.learner_id) is one for one in crowd)
    ]


def _arrival(one: Consent, tests: Mapping[int, Sequence[CountedTest]]) -> datetime | None:
    """When they could come into a file: allowed, and with a test that figures count; None if never."""
    moment = max(one.given_at, min(test.batched_at for test in tests[one.learner_id]))
    return None if one.withdrawn_at and one.withdrawn_at <= moment else moment


def _is_due(tests: Sequence[CountedTest], now: datetime) -> bool:
    """Whether a month has passed since the test after the course was counted, with those of nine others."""
    moments = {test.phase: test.batched_at for test in tests}
    after = moments.get(Phase.AFTER)
    return Phase.LATER in moments or (after is not None and after + LATER_AFTER <= now)


def _rows(session: Session, members: Mapping[int, Member]) -> Iterator[Row]:
    """One row for each item that the tests of the *members* showed, by code, form and place."""
    items, texts = research.known_items(session), research.texts(session)
    for answers in research.answered_tests(session):
        member = members.get(answers[0].learner_id)
        if member is not None:
            yield from (row_of(shown) for shown in _shown(answers, member, items, texts))


def _shown(
    answers: Sequence[Any], member: Member, items: Mapping[str, KnownItem], texts: Mapping[int, Text]
) -> Iterator[ShownItem]:
    test, given = answers[0], {row.item_key: row for row in answers}
    for place, drawn in enumerate(map(read_drawn, test.drawn), start=1):
        known, text = items.get(drawn.key), texts.get(drawn.revision_id or 0)
        if known is None:
            continue
        answer = given.get(drawn.key)
        yield ShownItem(
            learner=member.pseudonym,
            traits=member.traits,
            due=member.due,
            phase=test.phase,
            form=test.form,
            place=place,
            item=Item(
                key=drawn.key,
                revision=text.number if text else None,
                true=known.true,
                true_when_shown=text.truths.get(drawn.key) if text else None,
                technique=known.technique,
                topic=known.topic,
            ),
            given=_given(answer) if answer else None,
            set_aside=test.set_aside,
        )


def _given(answer: Any) -> Given:
    took = answer.answered_at - answer.shown_at if answer.shown_at else None
    return Given(
        rating=answer.rating,
        seen_before=answer.seen_before,
        took_ms=None if took is None else took // _MILLISECOND,
        away_ms=answer.away_ms,
    )


class _Hashing(io.RawIOBase):
    """Passes on what is written, and its SHA-256."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target, self.sha256 = target, hashlib.sha256()

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: Any) -> int:
        """Pass it on."""
        self.sha256.update(data)
        return self._target.write(data)


def _write_table(archive: ZipFile, rows: Iterator[Row]) -> tuple[int, str]:
    """Write the table row by row; how many rows, and its SHA-256."""
    with archive.open(_entry(TABLE), "w") as entry:
        hashing = _Hashing(entry)
        text = io.TextIOWrapper(io.BufferedWriter(hashing), encoding="utf-8", newline="")
        count = write_rows(text, research_codebook.NAMES, rows)
        text.flush()
        text.detach()  # the entry is closed by its own
    return count, hashing.sha256.hexdigest()


def _codebook() -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(research_codebook.CODEBOOK_NAMES)
    for one in research_codebook.COLUMNS:
        writer.writerow([one.column, one.meaning_id, one.meaning_en, one.values])
    return text.getvalue().encode()


def _readme(planned: Plan, rows: int, sha256: str, method: bytes, day: date) -> str:
    return research_codebook.readme(
        research_codebook.Facts(
            day=day.isoformat(),
            people=len(planned.members),
            rows=rows,
            left_out=_in_words(planned.allowing - len(planned.members)),
            consent_versions=planned.consent_versions,
            sha256=sha256,
            method=f"{METHOD} {VERSION}",
            method_sha256=hashlib.sha256(method).hexdigest(),
        )
    )


def _in_words(people: int) -> str:
    return f"kurang dari {SMALLEST_CROWD} / fewer than {SMALLEST_CROWD}" if few(people) else str(people)


def _write(archive: ZipFile, name: str, data: bytes) -> None:
    archive.writestr(_entry(name), data)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _ALWAYS)
    entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
    return entry
