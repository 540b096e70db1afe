"""What a closed test tells: every item with its verdict and source, and the answer beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from markupsafe import Markup

from literasi.domain.exhibits import Verdict, restamp
from literasi.domain.sources import Source
from literasi.queries.sittings import OwnSitting, ShownItem, newest_items
from literasi.web import pages
from literasi.web.learn.courses import own_catalogue
from literasi.web.learn.links import next_up
from literasi.web.learn.offers import own_offer, phase_name


@dataclass(frozen=True)
class ToldItem:
    """An item with everything that may be known once the test is closed, as far as it is known today.

    ``is_corrected`` when its verdict was another one while the test was taken.
    """

    number: int
    label: str
    answer: str | None
    judgement: dict[str, Any]
    source: Source
    html_answered: Markup
    is_corrected: bool

    @property
    def is_true(self) -> bool:
        """Whether the message is true."""
        return bool(self.judgement["verdict"] == Verdict.TRUE)

    @property
    def right(self) -> bool:
        """Whether the answer leans to the side of the verdict, however sure it was."""
        return self.answer is not None and (int(self.answer) >= 4) is self.is_true


@dataclass(frozen=True)
class Counts:
    """Hoaxes and true items, always side by side, as far as they were answered."""

    hoaxes_right: int
    hoaxes: int
    trues_right: int
    trues: int
    unanswered: int


def verdicts_page(found: OwnSitting) -> str:
    """The page of a closed test."""
    catalogue = own_catalogue()
    offered = own_offer(catalogue)
    planned = offered.planned
    items = [_told(found, number, item) for number, item in enumerate(_newest(found), start=1)]
    return render_template(
        "pages/learn/test_verdicts.html",
        test=found,
        items=items,
        counts=_counts(items),
        offer=offered,
        next_up=next_up(catalogue, within=planned.slug) if planned else None,
        phase_name=phase_name,
        is_over=is_over(found),
        is_cut_short=not found.is_sent and not is_over(found),
        came_late=request.args.get("terlambat") == "1",
    )


def told_item(found: OwnSitting, number: int) -> str:
    """The page of one item of a closed test."""
    return render_template(
        "pages/learn/test_verdict.html",
        test=found,
        question=_told(found, number, _newest(found)[number - 1]),
        next_number=number + 1 if number < len(found.items) else None,
    )


def is_over(found: OwnSitting) -> bool:
    """Whether the test was closed because its time was over; it cannot have been sent later than that."""
    return found.closed_at is None or found.closed_at >= found.closes_at


def _newest(found: OwnSitting) -> Sequence[ShownItem]:
    return newest_items(pages.reader(), found)


def _told(found: OwnSitting, number: int, newest: ShownItem) -> ToldItem:
    shown, stored = found.items[number - 1], pages.marked(newest.rendered)
    own, exhibit = found.counting.get(shown.question.key), newest.question.exhibit
    asked = shown.question.exhibit
    assert exhibit is not None
    assert asked is not None
    return ToldItem(
        number=number,
        label=newest.rendered["label"],
        answer=str(own.rating) if own else None,
        judgement=stored["judgement"],
        source=exhibit.source,
        html_answered=_answered(shown, newest, exhibit.verdict),
        is_corrected=exhibit.verdict is not asked.verdict,
    )


def _answered(shown: ShownItem, newest: ShownItem, verdict: Verdict) -> Markup:
    """The exhibit as it was shown, with the stamp of today."""
    if shown.rendered["html"] == newest.rendered["html"]:
        html = newest.rendered["html_answered"]
    else:
        html = restamp(shown.rendered["html_answered"], verdict)
    found: Markup = pages.marked({"html": html})["html"]
    return found


def _counts(items: Sequence[ToldItem]) -> Counts:
    judged = [item for item in items if item.answer is not None]
    trues = [item.right for item in judged if item.is_true]
    hoaxes = [item.right for item in judged if not item.is_true]
    return Counts(sum(hoaxes), len(hoaxes), sum(trues), len(trues), len(items) - len(judged))
