"""What the site aims for, and how far off it is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Aim:
    """One aim: at most *limit* of *unit*; ``found`` is None where it could not be measured."""

    name: str
    found: float | None
    limit: float
    unit: str

    def __str__(self):
        """The aim and whether it is met, in one line."""
        if self.found is None:
            return f"  ?       {self.name}: not measured"
        found = f"{self.name}: {self.found:.{self._digits}f}, at most {self.limit:g} {self.unit}"
        return f"  MISSED  {found}; {self._excess} too much" if self.missed else f"  met     {found}"

    @property
    def missed(self):
        """Whether it was measured and is over the limit."""
        return self.found is not None and self.found > self.limit

    @property
    def _excess(self):
        return f"{self.found / self.limit - 1:.0%}" if self.limit else f"{self.found:g}"

    @property
    def _digits(self):
        return 0 if float(self.found).is_integer() else 2


TIMES_HELLO = "times the bare hello"
CPU = {
    ("SQLite", "lesson, guest"): 1.5,
    ("PostgreSQL", "lesson, guest"): 1.5,
    ("SQLite", "lesson, returning"): 2.0,
    ("PostgreSQL", "lesson, returning"): 2.5,
    ("SQLite", "answer save"): 6.0,
    ("PostgreSQL", "answer save"): 6.0,
}
