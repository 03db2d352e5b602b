"""Folded keys within a small edit distance of a word, over the whole index at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["FuzzyKeys", "edit_distance", "similarity"]


def edit_distance(a: str, b: str) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment)."""
    before: list[int] = []
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        current = [i]
        for j, y in enumerate(b, start=1):
            cost = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        before, previous = previous, current
    return previous[-1]


def similarity(a: str, b: str) -> float:
    """1 for equal strings, 0 for strings without anything in common."""
    longest = max(len(a), len(b))
    return 1.0 - edit_distance(a, b) / longest if longest else 1.0


class FuzzyKeys:
    """Bounded edit distance against all keys of an index.

    Keys are grouped by first byte and length; within the few groups that can be near, a set of letters as bits throws
    out nearly all, and the rest goes through one banded dynamic programme over all of them.

    Parameters
    ----------
    blob, offset
        Sections of the index file: all keys in UTF-8, and where each begins.
    """

    def __init__(self, blob: NDArray[np.uint8], offset: NDArray[np.uint32]) -> None:
        self._blob, self._offset = blob, offset
        length = np.minimum(np.diff(offset), 255).astype(np.uint8)
        first = blob[offset[:-1]]
        bit = np.uint32(1) << (blob.astype(np.uint32) & np.uint32(31))
        letters = np.bitwise_or.reduceat(bit, offset[:-1])
        group = first.astype(np.uint16) << np.uint16(8) | length
        order = np.argsort(group, kind="stable").astype(np.uint32)
        self._order = order
        self._letters = letters[order]
        self._starts = np.searchsorted(group[order], np.arange(65537))

    def near(self, key: str, limit: int) -> list[tuple[int, int]]:
        """Numbers of the keys within `limit` edits that share the first letter, with their distance.

        Parameters
        ----------
        key : str
            Folded.
        limit : int
            Largest distance (1 or 2).

        Returns
        -------
        list of (int, int)
            Distance and number of the key, nearest first. Distances count bytes of UTF-8.
        """
        word = np.frombuffer(key.encode(), dtype=np.uint8)
        size = len(word)
        if size < 2 or size > 120:
            return []
        bits = np.bitwise_or.reduce(np.uint32(1) << (word.astype(np.uint32) & np.uint32(31)))
        base = int(word[0]) << 8
        low, high = self._starts[base + max(1, size - limit)], self._starts[base + size + limit + 1]
        differing = np.bitwise_count(self._letters[low:high] ^ bits)
        numbers = self._order[low:high][differing <= 2 * limit]
        if not numbers.size:
            return []
        begin = self._offset[numbers].astype(np.int64)
        lengths = self._offset[numbers + 1].astype(np.int64) - begin
        columns = np.arange(size + limit)
        index = np.minimum(begin[:, None] + columns[None, :], len(self._blob) - 1)
        text = np.where(columns[None, :] < lengths[:, None], self._blob[index], 0).T
        distance = _banded(word, text, lengths, limit)
        hits = np.flatnonzero(distance <= limit)
        return sorted((int(distance[h]), int(numbers[h])) for h in hits)


def _banded(
    word: NDArray[np.uint8], text: NDArray[np.uint8], lengths: NDArray[np.int64], limit: int
) -> NDArray[np.int16]:
    """Distances of `word` to the columns of `text` (characters down, candidates across), exact up to `limit`."""
    size, count = len(word), text.shape[1]
    width = text.shape[0]
    far = np.int16(limit + 1)
    before = np.full((width + 1, count), far, dtype=np.int16)
    previous = before.copy()
    for j in range(min(limit, width) + 1):
        previous[j] = j
    for i in range(1, size + 1):
        current = np.full((width + 1, count), far, dtype=np.int16)
        if i <= limit:
            current[0] = i
        for j in range(max(1, i - limit), min(width, i + limit) + 1):
            cost = previous[j - 1] + (text[j - 1] != word[i - 1])
            np.minimum(cost, previous[j] + 1, out=cost)
            np.minimum(cost, current[j - 1] + 1, out=cost)
            if i > 1 and j > 1:
                swap = (text[j - 1] == word[i - 2]) & (text[j - 2] == word[i - 1])
                np.minimum(cost, np.where(swap, before[j - 2] + 1, far), out=cost)
            current[j] = cost
        before, previous = previous, current
    return previous[np.minimum(lengths, width), np.arange(count)]
