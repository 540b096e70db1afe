"""The part of ``flask content report`` about the forms of the test: are they alike?"""

from collections.abc import Iterator, Sequence

from literasi.domain.exhibits import Verdict
from literasi.domain.form_balance import FormItem, Row, compare
from literasi.domain.questions import FORMS

_UNEVEN = "  belum setara"


def form_lines(items: Sequence[FormItem]) -> Iterator[str]:
    """The forms side by side, with a mark where one differs too much from another."""
    yield ""
    if not items:
        yield "formulir tes: belum ada"
        return
    missing = [form for form in FORMS if form not in {item.form for item in items}]
    yield "formulir tes" + (f": belum ada {', '.join(missing)}" if missing else "")
    letters = " ".join(f"{form:>5}" for form in FORMS)
    for name, rows in compare(items).items():
        yield f"{name:20} {'salah':>5} {'':11} {'benar':>5}"
        yield f"{'':20} {letters} {letters}"
        yield from (_line(row) for row in rows)


def _line(row: Row) -> str:
    numbers = [number for verdict in (Verdict.FALSE, Verdict.TRUE) for number in row.values[verdict]]
    written = " ".join(f"{_written(number):>5}" for number in numbers)
    return f"{row.name:20} {written}{'' if row.is_even else _UNEVEN}"


def _written(number: float) -> str:
    return str(number) if isinstance(number, int) else f"{number:.1f}".replace(".", ",")
