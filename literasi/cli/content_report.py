"""``flask content report``: how the bank is made up, what is out of balance, and what is due for a check."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from literasi.cli.form_report import form_lines
from literasi.domain.exhibits import Place, Technique, Topic, Use, Verdict
from literasi.domain.form_balance import FormItem
from literasi.queries.bank import DueCheck, Pool, ReportedItem

SOON = timedelta(days=60)
LEAST_POOL = 3  # times as many items as one sitting draws, or the same ones come back too soon


def report_lines(
    items: Sequence[ReportedItem],
    due: Sequence[DueCheck],
    pools: Sequence[Pool],
    tested: Sequence[FormItem] = (),
    *,
    today: date,
) -> Iterator[str]:
    """The whole report, line by line."""
    practice = [item for item in items if item.use == Use.TRAINING]
    yield f"Bank: {len(practice)} butir latihan, {len(items) - len(practice)} butir untuk tes."
    yield from _table("tema", [(item.topic, item.verdict) for item in practice], list(Topic))
    yield from _table("teknik", [(item.technique, item.verdict) for item in practice], list(Technique))
    yield from _table("tempat", [(item.place, item.verdict) for item in practice], list(Place))
    yield from _together(practice)
    yield from form_lines(tested)
    yield from _pools(pools)
    yield from _due(due, today)


def _table(name: str, pairs: Sequence[tuple[str, str]], words: Sequence[str]) -> Iterator[str]:
    """How many hoaxes and true messages there are of each word; a mark where the sides differ much."""
    counts = Counter(pairs)
    yield ""
    yield f"{name:20} salah benar"
    for word in words:
        false, true = counts[word, Verdict.FALSE], counts[word, Verdict.TRUE]
        yield f"{word:20} {false:5} {true:5}{_leaning(false, true)}"
    false, true = (sum(verdict == side for _, verdict in pairs) for side in (Verdict.FALSE, Verdict.TRUE))
    yield f"{'semua':20} {false:5} {true:5}{_leaning(false, true)}"


def _leaning(false: int, true: int) -> str:
    """Words where one side has more than twice the other: readers would learn to guess."""
    if max(false, true) <= 2 * min(false, true) or false + true < 3:
        return ""
    return f"  berat sebelah: tambah kabar {'benar' if true < false else 'salah'}"


def _together(items: Sequence[ReportedItem]) -> Iterator[str]:
    """Every combination there is, for those who look for a gap."""
    counts = Counter((item.topic, item.verdict, item.technique, item.place) for item in items)
    yield ""
    yield "tema x putusan x teknik x tempat"
    for (topic, verdict, technique, place), number in sorted(counts.items()):
        yield f"{topic:12} {verdict:6} {technique:20} {place:10} {number:4}"


def _pools(pools: Sequence[Pool]) -> Iterator[str]:
    yield ""
    yield "kuis yang mengambil dari bank (diambil/tersedia)"
    for pool in pools:
        short = pool.true < LEAST_POOL * pool.draw.true or pool.false < LEAST_POOL * pool.draw.false
        yield (
            f"{pool.identity:40} salah {pool.draw.false}/{pool.false}, benar {pool.draw.true}/{pool.true}"
            f"{'  persediaannya tipis' if short else ''}"
        )


def _due(due: Sequence[DueCheck], today: date) -> Iterator[str]:
    yield ""
    yield f"perlu diperiksa sebelum {today + SOON}: {len(due)}"
    for one in due:
        late = "  terlambat; butirnya tidak lagi diambil" if "#" in one.identity else "  terlambat"
        yield f"{one.review_by} {one.identity}{late if one.review_by < today else ''}"
