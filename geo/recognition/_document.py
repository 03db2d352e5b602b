"""What the document as a whole says: persons seen in full, names accepted elsewhere, names near each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.recognition._local import takes_ground
from geo.recognition._run import ROAD_PART
from geo.recognition._sites import names_ground
from geo.recognition._weigh import NO_WORD, word_before

if TYPE_CHECKING:
    from geo.recognition._names import NameBook, NameEntry
    from geo.recognition._weigh import Item

__all__ = ["LOCAL_ITEM", "weigh_document", "weigh_ground"]

#: Kind of an item that another spelling in the countries at hand made (see `_unknowns`).
LOCAL_ITEM = 7
_APART = frozenset((ROAD_PART, LOCAL_ITEM))
#: Log-odds of a name that a list vouches for, and of one that no list can save.
_SURE, _LOST = 1.0, -3.4
#: Score of a name that the text does not have elsewhere.
_NEVER = -99.0
_LIST = frozenset((", ", " and ", ", and ", " or "))
_JOINT = max(map(len, _LIST))
#: Log-odds that ground which is taken lies in the country of those who take it, and the least it can help.
_AT_HOME, _HELPED = 1.7, -1.7


def weigh_ground(text: str, items: list[Item], peoples: list[str], book: NameBook) -> None:
    """Help small places up where ground is taken and the text speaks of their country's people.

    "Iraqi forces recaptured Hawija": without a conflict nothing else says which of its namesakes could be at war.
    """
    helped = None
    for item in items:
        entry = item.entry
        if entry is None or not _HELPED <= item.score < 0 or entry.rank or item.kind in _APART:
            continue
        if entry.countries.isdisjoint(peoples):
            continue
        listed = helped is not None and text[helped.end : item.start] in _LIST
        if listed or takes_ground(text, item.start, item.lower_left, book.lexicon):
            item.score += _AT_HOME
            helped = item


def weigh_document(text: str, items: list[Item], surnames: set[str], book: NameBook) -> None:
    """Correct the scores of the items of one text by each other.

    Parameters
    ----------
    surnames : set of str
        Words of the persons named in the text.
    """
    best: dict[str, float] = {}
    refused: list[tuple[Item, str]] = []
    for item in items:
        entry = item.entry
        if entry is None:
            continue
        key = entry.key
        score = item.score
        if item.kind in _APART:
            pass
        elif key in surnames and entry.words == 1:
            located = book.beside.get(item.lower_left or word_before(text, item.start), NO_WORD)[1]
            if not (located and entry.rank >= 1) and item.container < 0 and not names_ground(text, item.end):
                item.person = True
                continue
        elif key not in best or score > best[key]:
            best[key] = score
        if score < 0:
            refused.append((item, key))
    # What follows only helps names up: of most texts no refused one comes near.
    doubtful = False
    for item, key in refused:
        score = _raised(item.score, best.get(key, _NEVER))
        if _LOST <= score < 0:
            doubtful = True
            break
    if not doubtful:
        for item, key in refused:
            item.score = _raised(item.score, best.get(key, _NEVER))
        return
    weak: list[Item] = []
    sure: list[NameEntry] = []
    for item in items:
        entry = item.entry
        if entry is None or item.person:
            continue
        score = item.score = _raised(item.score, best.get(entry.key, _NEVER))
        if score >= 0:
            sure.append(entry)
        elif score >= -2.2:
            weak.append(item)
    for entry in sure:
        if entry.support or book.support(entry):
            break
    else:
        return
    _lists(text, items)
    if not weak:
        return
    support: dict[tuple[int, int], float] = {}
    for entry in sure:
        for pair, share in entry.support or book.support(entry):
            support[pair] = support.get(pair, 0.0) + share
    for item in weak:
        entry = item.entry
        if entry is None:
            continue
        near = max([support.get(pair, 0.0) for pair in book.around(entry)], default=0.0)
        if near >= 0.9:
            item.score += 1.2 if near < 2 else 1.7


def _raised(score: float, top: float) -> float:
    """The score of a name that elsewhere in the text has this one."""
    return max(score + 2.0, min(score + 3.5, top - 1.0)) if score < top and top >= 1.5 else score


def _lists(text: str, items: list[Item]) -> None:
    """In a list of names, what is doubtful goes with a sure one in the same country."""
    first = 0
    count = len(items)
    for index in range(1, count + 1):
        if index < count:
            end, start = items[index - 1].end, items[index].start
            if start - end <= _JOINT and text[end:start] in _LIST:
                continue
        group = items[first:index]
        first = index
        if len(group) == 1:
            continue
        sure = {
            c for i in group if i.entry is not None and i.score >= _SURE and not i.person for c in i.entry.countries
        }
        for item in group:
            entry = item.entry
            if (
                entry is not None
                and _LOST <= item.score < 0
                and entry.rank <= 1
                and not sure.isdisjoint(entry.countries)
            ):
                item.score += 1.6 if len(group) == 2 else 3.0
