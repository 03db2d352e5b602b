"""Where a name ends: lower-case nouns and directions that belong to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.folding import fold

if TYPE_CHECKING:
    from geo.recognition._names import NameBook

__all__ = ["SIDE_ENDS", "extend"]

_SIDES = ("eastern", "western", "northern", "southern", "east", "west")
#: The ends of these with the space behind them: without one of them before a name no direction belongs to it.
SIDE_ENDS = frozenset(side[-3:] + " " for side in _SIDES)

_ARTICLE = re.compile(r"(?<=[a-z,] )A([srndzt])h? $")


def extend(text: str, start: int, end: int, book: NameBook, *, war: bool = False) -> tuple[int, int]:
    """Offsets of a name with the site noun behind it ("Haditha dam") or the direction or article that is part of it.

    A direction belongs to the name only where the gazetteer knows the whole as a region ("eastern Ghouta").
    """
    if text[end : end + 3] in book.site_openers:
        noun = book.site_after.match(text, end)
        if noun is not None:
            end = noun.end()
    if start > 5 and text[start - 1] == " " and text[start - 2] in "nt":
        head = text[max(0, start - 9) : start - 1]
        word = head[head.rfind(" ") + 1 :]
        if word in _SIDES:
            entry = book.entry(fold(f"{word} {text[start:end]}"))
            if entry is not None and entry.rank >= 2:
                start -= len(word) + 1
    if war and start > 5 and text[start - 1] == " " and text[start - 2] in "shrndzt":
        article = _ARTICLE.search(text, start - 4, start)
        if article is not None and article[1] == text[start].lower():
            start = article.start()  # "and As Sukhnah"
    return start, end
