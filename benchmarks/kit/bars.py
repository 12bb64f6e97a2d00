"""Promises of a benchmark: what was found beside what it must reach."""

from __future__ import annotations

import msgspec


class Bar(msgspec.Struct, frozen=True):
    """A promise: what was found, and what it must reach, or with `most` must not pass."""

    what: str
    found: float
    bar: float
    most: bool = False

    @property
    def missed(self) -> bool:
        """Whether the promise is broken."""
        return self.found > self.bar if self.most else self.found < self.bar

    def printed(self) -> str:
        """The line."""
        side = "at most" if self.most else "at least"
        return f"  {self.what:66}{self.found:9.3f}  {side:8}{self.bar:9.3f}{'  MISSED' * self.missed}"
