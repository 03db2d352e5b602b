"""Character ranges, asked again and again whether they touch another one: in a long text there are thousands."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Ranges"]


class Ranges:
    """Half-open ranges of characters, in any order; they may overlap.

    Parameters
    ----------
    ranges : iterable of (int, int)
    """

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._begins: list[int] = []
        self._reach: list[int] = []  # the furthest end of this range and those before
        furthest = -1
        for begin, stop in sorted(ranges):
            furthest = max(furthest, stop)
            self._begins.append(begin)
            self._reach.append(furthest)

    def hit(self, start: int, end: int) -> bool:
        """Whether one of them overlaps the range from `start` to `end`; logarithmic in their number."""
        before = bisect_left(self._begins, end)
        return before > 0 and self._reach[before - 1] > start
