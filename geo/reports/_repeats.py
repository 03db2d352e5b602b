"""Text that stands more than once: paragraphs within a report, and near-identical reports."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from geo.text import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.models import Report

__all__ = ["drop_repeats", "near_duplicates"]

#: Shorter lines ("Advertisement", "No change.") may stand twice for good reasons.
_MIN_CHARACTERS = 40
_WORD = re.compile(r"[^\W_]+")

_BANDS = 32
#: Two hashes a band: reports that share 60 % of their shingles meet in at least one of 32 bands with p > .9999.
_ROWS = 2
#: So many from either end of a bucket are compared.
_ENDS = 4


def drop_repeats(text: str) -> tuple[str, int]:
    """Keep the first of paragraphs that stand more than once.

    Parameters
    ----------
    text : str
        One paragraph a line.

    Returns
    -------
    (str, int)
        The text without later copies, and how many there were. Case, spaces and punctuation make no difference.
    """
    seen: set[tuple[str, ...]] = set()
    copies = 0
    kept: list[str] = []
    end_before = 0
    for start, end in paragraphs(text):
        words = tuple(_WORD.findall(text[start:end].casefold())) if end - start >= _MIN_CHARACTERS else ()
        if words and words in seen:
            copies += 1
        else:
            kept.append(text[end_before:end])
        end_before = end
        seen.add(words)
    return ("".join(kept), copies) if copies else (text, 0)


def near_duplicates(reports: Iterable[Report], *, threshold: float = 0.6) -> tuple[tuple[str, ...], ...]:
    """Groups of reports that are copies of one text: a wire story in several papers, an update of itself.

    Parameters
    ----------
    reports : iterable of Report
    threshold : float
        Least Jaccard similarity of the sets of four-word runs, 0 to 1.

    Returns
    -------
    tuple of tuple of str
        Ids, in the order of `reports`; groups of two or more, by their first member.

    Notes
    -----
    Candidates come from MinHash signatures in bands (A. Broder, "On the resemblance and containment of documents",
    1997; banding as in Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", section 3.4), and are then
    compared exactly, so a group never rests on a hash. The hash functions are fixed: the same reports give the same
    groups. Each report joins the group of the first one before it that it resembles; a later report never joins two
    groups of earlier ones, so that what was known on a day does not change with what came after.
    """
    items = list(reports)
    shingles = [_shingles(report.text) for report in items]
    signatures = _signatures(shingles)
    buckets: dict[bytes, list[int]] = {}
    leader: list[int] = []
    for index, own in enumerate(shingles):
        leader.append(index)
        met = [buckets.setdefault(key, []) for key in signatures[index]]
        # The ends of a bucket are enough: one with thousands of copies costs no more than one with ten.
        near = sorted({other for bucket in met for other in (*bucket[:_ENDS], *bucket[-_ENDS:])})
        match = next((other for other in near if _similar(shingles[other], own, threshold)), None)
        if match is not None:
            leader[index] = leader[match]
        for bucket in met:
            bucket.append(index)
    groups: dict[int, list[str]] = {}
    for index, report in enumerate(items):
        groups.setdefault(leader[index], []).append(report.id)
    return tuple(tuple(ids) for _, ids in sorted(groups.items()) if len(ids) > 1)


def _shingles(text: str) -> frozenset[int]:
    words = [zlib.crc32(word.encode()) for word in _WORD.findall(text.casefold())]
    # Python's hash of a tuple of integers is the same in every process; that of a string is not, hence the CRC.
    return frozenset(map(hash, zip(words, words[1:], words[2:], words[3:], strict=False)))


def _signatures(shingles: Sequence[frozenset[int]]) -> list[list[bytes]]:
    """Keys of each report: two reports that share one are worth comparing. None for a text without shingles."""
    import numpy as np

    # Multiply-shift hashing (Dietzfelbinger et al., 1997) with odd multipliers from a fixed generator.
    generator = np.random.Generator(np.random.PCG64(1))
    multipliers = generator.integers(0, 1 << 63, _BANDS * _ROWS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    bands = [bytes([band]) for band in range(_BANDS)]
    keys: list[list[bytes]] = []
    for found in shingles:
        values = np.fromiter(found, dtype=np.int64, count=len(found)).view(np.uint64)
        if not len(values):
            keys.append([])
            continue
        values ^= values >> np.uint64(29)
        least = ((values[:, None] * multipliers[None, :]) >> np.uint64(16)).min(axis=0)
        keys.append([band + row.tobytes() for band, row in zip(bands, least.reshape(_BANDS, _ROWS), strict=True)])
    return keys


def _similar(left: frozenset[int], right: frozenset[int], threshold: float) -> bool:
    small, large = sorted((len(left), len(right)))
    if small < threshold * large:
        return False
    common = len(left & right)
    return common >= threshold * (len(left) + len(right) - common)
