"""What the document as a whole says: persons seen in full, names accepted elsewhere, names near each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.recognition._run import ROAD_PART
from geo.recognition._weigh import NO_WORD, word_before

if TYPE_CHECKING:
    from geo.recognition._names import NameBook
    from geo.recognition._weigh import Item

__all__ = ["LOCAL_ITEM", "weigh_document"]

#: Kind of an item that another spelling in the countries at hand made (see `_unknowns`).
LOCAL_ITEM = 7


def weigh_document(text: str, items: list[Item], surnames: set[str], book: NameBook) -> None:
    """Correct the scores of the items of one text by each other.

    Parameters
    ----------
    surnames : set of str
        Words of the persons named in the text.
    """
    best: dict[str, float] = {}
    for item in items:
        entry = item.entry
        if entry is None or item.kind in {ROAD_PART, LOCAL_ITEM}:
            continue
        key = entry.key
        if key in surnames and entry.words == 1:
            located = book.beside.get(item.lower_left or word_before(text, item.start), NO_WORD)[1]
            if not (located and entry.rank >= 1) and item.container < 0:
                item.person = True
            continue
        score = item.score
        if key not in best or score > best[key]:
            best[key] = score
    weak: list[Item] = []
    support: dict[tuple[int, int], float] = {}
    for item in items:
        entry = item.entry
        if entry is None or item.person:
            continue
        score = item.score
        top = best.get(entry.key, -99.0)
        if score < top and top >= 1.5:
            score = item.score = max(score + 2.0, min(score + 3.5, top - 1.0))
        if score >= 0:
            for pair, share in entry.support or book.support(entry):
                support[pair] = support.get(pair, 0.0) + share
        elif score >= -2.2:
            weak.append(item)
    if not support or not weak:
        return
    for item in weak:
        entry = item.entry
        if entry is None:
            continue
        near = max([support.get(pair, 0.0) for pair in book.around(entry)], default=0.0)
        if near >= 0.9:
            item.score += 1.2 if near < 2 else 1.7
